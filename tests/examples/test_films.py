"""A program of a user's in another domain, as one who had the guides alone wrote it; `tests/typing` has it checked."""

from __future__ import annotations

import asyncio

import films
import films_async

import graphmodel as gm

from ..support.engines import Place


def test_it_runs(graph: gm.Graph) -> None:
    films.main(graph)


def test_it_runs_awaited(place: Place) -> None:
    async def run() -> None:
        target, auth = (place.folder, None) if place.folder is not None else (place.url, place.auth)
        async with await gm.connect_async(target, auth=auth) as graph:
            await films_async.main(graph)

    asyncio.run(run())
