"""The engines that the tests run on, and how each test gets an empty place on one."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

import neo4j

from .neo4j_server import Server

EMBEDDED = "embedded"


@dataclass(frozen=True)
class Engine:
    """One engine of the session: `embedded`, or a Neo4j server as `neo4j-5.26`."""

    name: str
    server: Server | None = None

    @property
    def embedded(self) -> bool:
        """Whether it runs in this process."""
        return self.server is None


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
def empty_place(engine: Engine) -> Generator[Place]:
    """A database without data, constraints and indexes.

    The embedded engine opens a new one (some 20 ms: cheaper than dropping its types, which outlive their nodes). A
    server has one database, which is emptied first, so that a failed test leaves its data to look at.
    """
    if engine.server is None:
        from graphmodel.engines.embedded import open_embedded

        with open_embedded(None) as opened:
            yield Place(engine, opened.url, opened.auth, opened.folder)
    else:
        place = Place(engine, engine.server.url, engine.server.auth)
        with place.driver() as driver:
            _empty(driver)
        yield place


def _empty(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        # In batches: one transaction that deletes all runs out of memory after a large test.
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for constraint in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {_quoted(constraint)}").consume()
        # The two token lookup indexes are Neo4j's own and stay.
        for index in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
            session.run(f"DROP INDEX {_quoted(index)}").consume()


def _quoted(identifier: str) -> LiteralString:
    # The driver asks for literal text; this is the database's own name, quoted.
    return cast("LiteralString", "`" + identifier.replace("`", "``") + "`")
