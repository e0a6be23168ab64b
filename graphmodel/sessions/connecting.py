"""Opening the way to a database: a temporary folder, a folder, or a URL; to wait on or to await."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import neo4j

from graphmodel.engines import EMBEDDED, NEO4J, Capabilities, open_embedded
from graphmodel.engines.accounts import READER, ROOT, WRITER, lesser
from graphmodel.engines.answers import Options
from graphmodel.engines.async_connection import AsyncConnection
from graphmodel.engines.connection import Connection
from graphmodel.engines.translate import DRIVER_ERRORS, translated
from graphmodel.engines.turns import Turns
from graphmodel.errors import ConnectionFailed

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to, how to get in, and what is known of the engine there before it is asked."""

    url: str
    auth: Any
    settings: dict[str, Any]
    options: Options
    reader: tuple[str, str] | None = None
    writer: tuple[str, str] | None = None
    turns: Turns | None = None
    on_close: Callable[[], None] = lambda: None
    commits: Callable[[], int] | None = None

    @property
    def embedded(self) -> bool:
        return self.turns is not None

    @property
    def shown(self) -> str:
        return _without_user(self.url)


def is_url(target: str | Path | None) -> bool:
    """Whether a target is a URL rather than a path."""
    return isinstance(target, str) and "://" in target


def open_connection(
    target: str | Path | None, auth: Any, options: Options, driver_options: dict[str, Any]
) -> Connection:
    """Open the way to a database, and see that somebody answers. Arguments and errors as for `connect`."""
    place = _place(target, auth, options, driver_options)
    driver: neo4j.Driver = _driver(neo4j.GraphDatabase, place)
    capabilities = EMBEDDED
    if not place.embedded:
        try:
            with cast("Any", driver).session(**options.for_session()) as session:
                capabilities = _capabilities(session.run("RETURN 1 AS one").consume())
            if capabilities is EMBEDDED and (users := _lesser(auth)):
                with suppress(*DRIVER_ERRORS), cast("Any", driver).session(auth=users["writer"]) as session:
                    session.run("RETURN 1 AS one").consume()
                    place = replace(place, **users)
        except (*DRIVER_ERRORS, ValueError, OSError) as error:
            driver.close()
            raise _refused(error, place) from None
    at = place
    return Connection(
        driver, at.shown, capabilities, at.options, at.reader, at.writer, at.turns, at.on_close, at.commits
    )


async def open_async_connection(
    target: str | Path | None, auth: Any, options: Options, driver_options: dict[str, Any]
) -> AsyncConnection:
    """As `open_connection`, for tasks."""
    # Starting the embedded engine takes a fraction of a second, in which other tasks go on.
    place = await asyncio.to_thread(_place, target, auth, options, driver_options)
    driver: neo4j.AsyncDriver = _driver(neo4j.AsyncGraphDatabase, place)
    capabilities = EMBEDDED
    if not place.embedded:
        try:
            async with cast("Any", driver).session(**options.for_session()) as session:
                capabilities = _capabilities(await (await session.run("RETURN 1 AS one")).consume())
            if capabilities is EMBEDDED and (users := _lesser(auth)):
                with suppress(*DRIVER_ERRORS):
                    async with cast("Any", driver).session(auth=users["writer"]) as session:
                        await (await session.run("RETURN 1 AS one")).consume()
                        place = replace(place, **users)
        except (*DRIVER_ERRORS, ValueError, OSError) as error:
            await driver.close()
            raise _refused(error, place) from None
    at = place
    return AsyncConnection(
        driver, at.shown, capabilities, at.options, at.reader, at.writer, at.turns, at.on_close, at.commits
    )


def _place(target: str | Path | None, auth: Any, options: Options, driver_options: dict[str, Any]) -> _Place:
    # Warnings on labels that nothing has yet, and the like, are for people who write Cypher by hand.
    settings = {"notifications_min_severity": "OFF", **driver_options}
    if is_url(target):
        place = _Place(str(target), auth, settings, options)
        if urlsplit(place.url).scheme not in SCHEMES:
            raise ConnectionFailed(
                f"{place.shown} is no address of a graph: it begins with one of {', '.join(SCHEMES)} and ://.",
                url=place.shown,
            )
        if "@" in urlsplit(place.url).netloc:
            raise ConnectionFailed(
                f"{place.shown}: user and password do not belong in the address; give auth=(user, password).",
                url=place.shown,
            )
        return place
    if auth is not None or options.database is not None:
        raise ConnectionFailed(
            "auth= and database= belong to a server's URL, such as neo4j://host:7687; a folder has neither."
        )
    if options.impersonated_user is not None:
        EMBEDDED.require("impersonation")
    if options.timeout is not None:
        EMBEDDED.require("transaction_timeouts")
    engine = open_embedded(target)
    # A conflict there is over in milliseconds; the driver's first wait of a second is meant for clusters.
    settings = {"initial_retry_delay": 0.01, **settings}
    within = replace(options, database=engine.database)
    return _Place(
        engine.url,
        engine.auth,
        settings,
        within,
        engine.reader,
        engine.writer,
        engine.turns,
        engine.close,
        engine.commits,
    )


def _driver(kind: Any, place: _Place) -> Any:
    try:
        return kind.driver(place.url, auth=place.auth, **place.settings)  # whose own options are untyped
    except (*DRIVER_ERRORS, ValueError, TypeError) as error:
        place.on_close()
        raise ConnectionFailed(
            f"{place.shown} cannot be connected to as asked: {type(error).__name__}: {error}", url=place.shown
        ) from None


def _lesser(auth: Any) -> dict[str, tuple[str, str]]:
    """The users beside `root` of an engine that graphmodel started, for who came in as that one. Other servers have none such."""
    user, password = (
        cast("tuple[Any, Any]", auth)
        if isinstance(auth, tuple)
        else (getattr(auth, "principal", None), getattr(auth, "credentials", None))
    )
    if user != ROOT or not isinstance(password, str):
        return {}
    return {"reader": lesser(READER, password), "writer": lesser(WRITER, password)}


def _capabilities(summary: neo4j.ResultSummary) -> Capabilities:
    return EMBEDDED if "arcade" in summary.server.agent.lower() else NEO4J


def _refused(error: Exception, place: _Place) -> Exception:
    if isinstance(error, DRIVER_ERRORS):
        return translated(error, statement="connect", url=place.shown, values={})
    return ConnectionFailed(f"{place.shown} does not answer: {error}", url=place.shown)  # looked up only now


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
