"""Connections that break between two calls, as when a server is restarted: nobody who asks or merges notices."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

import graphmodel as gm
from graphmodel import Graph

from ..support.engines import Place
from ..support.relay import Relay

pytestmark = pytest.mark.engine("neo4j")  # the embedded engine listens in this very process


class Town(gm.Node):
    """Something to read and write."""

    name: gm.Key[str]
    size: int = 1


@pytest.fixture
def relay(place: Place) -> Iterator[Relay]:
    at = urlsplit(place.url)
    assert at.hostname is not None
    assert at.port is not None
    with Relay(at.hostname, at.port) as made:
        yield made


@pytest.fixture
def through(relay: Relay, place: Place) -> Iterator[Graph]:
    with gm.connect(f"bolt://127.0.0.1:{relay.port}", auth=place.auth, schema="ensure") as graph:
        graph.merge(Town(name="here"))
        yield graph


def test_a_read_is_asked_again(relay: Relay, through: Graph) -> None:
    for _ in range(3):
        assert through.get(Town, "here").size == 1
        assert relay.cut() > 0
        assert through.all(gm.select(Town.name)) == ["here"]
        assert relay.cut() > 0


def test_a_merge_is_done_again(relay: Relay, through: Graph) -> None:
    assert relay.cut() > 0
    assert through.merge(Town(name="there")).created == 1
    assert through.count(Town) == 2


def test_a_session_that_breaks_is_not_run_again(relay: Relay, through: Graph) -> None:
    def work() -> None:
        with through.session() as session:
            session.get(Town, "here").size = 2
            session.flush()
            assert relay.cut() > 0

    with pytest.raises(gm.GraphModelError):
        work()
    assert through.get(Town, "here").size == 1


def test_the_same_with_asyncio(relay: Relay, place: Place, through: Graph) -> None:
    async def ask() -> list[str]:
        async with await gm.connect_async(f"bolt://127.0.0.1:{relay.port}", auth=place.auth) as graph:
            assert (await graph.get(Town, "here")).size == 1
            assert relay.cut() > 0
            return await graph.all(gm.select(Town.name))

    assert through.count(Town) == 1
    assert asyncio.run(ask()) == ["here"]
