"""The engines that the tests run on, and how each test gets an empty place on one."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import neo4j

from .neo4j_server import Server, empty

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Engine:
    """One engine of the session: `embedded`, or a Neo4j server as `neo4j-5.26`."""

    name: str
    version: str | None = None

    @property
    def embedded(self) -> bool:
        """Whether it runs in this process."""
        return self.name == EMBEDDED


@dataclass(frozen=True)
class Place:
    """An empty database on an engine, for one test. `folder` is there on the embedded engine only."""

    engine: Engine
    url: str
    auth: tuple[str, str]
    folder: Path | None = None

    def __repr__(self) -> str:  # without the password
        return f"Place({self.engine.name}, {self.url})"

    def driver(self) -> neo4j.Driver:
        """A plain driver on it."""
        return neo4j.GraphDatabase.driver(self.url, auth=self.auth)


@contextlib.contextmanager
def embedded_place(engine: Engine) -> Generator[Place]:
    """A new embedded database: some 20 ms, cheaper than dropping the types, which outlive their nodes."""
    from graphmodel.engines.embedded import open_embedded

    with open_embedded(None) as opened:
        yield Place(engine, opened.url, opened.auth, opened.folder)


def server_place(engine: Engine, server: Server) -> Place:
    """The one database of a server, emptied now, not after the test: a failed one leaves its data to look at."""
    place = Place(engine, server.url, server.auth)
    with place.driver() as driver:
        empty(driver)
    return place
