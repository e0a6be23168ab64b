"""The mapper against the raw driver doing the same by hand, on the same engine, in one run.

    python -m benchmarks.mapper                               the embedded engine
    python -m benchmarks.mapper --url bolt://HOST:PORT        a server (emptied first!); user and password as for the tests:
                                                              GRAPHMODEL_TEST_NEO4J_AUTH=user/password

Each workload runs both ways in turn, several times; the table shows medians and their ratio. Differences under 20 % mean nothing on
a shared machine. The raw side is what a careful user would write: one UNWIND with MERGE and SET for 10,000 rows, reading `Node`
records into dictionaries.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Callable
from typing import Any, LiteralString

import neo4j
from rich.console import Console
from rich.table import Table

import graphmodel as gm
from graphmodel.engines import open_embedded


class State(gm.Node):
    """As in the design."""

    iso3: gm.Key[str]
    name: gm.Indexed[str]
    aliases: list[str]
    population: int | None = None


class Organization(gm.Node):
    """As in the design."""

    key: gm.Key[str]
    name: str


class MemberOf(gm.Relationship[State, Organization]):
    """Two dated terms a pair."""

    since: gm.Key[str]
    status: str = "member"


NODES, RELATIONSHIPS, CHUNK = 10_000, 50_000, 10_000
STATES = [State(iso3=f"s{i}", name=f"State {i}", aliases=[f"a{i}", f"b{i}"], population=i) for i in range(NODES)]
ORGANIZATIONS = [Organization(key=f"o{i}", name=f"Organization {i}") for i in range(500)]
MEMBERSHIPS = [
    MemberOf(start=STATES[p % NODES], end=ORGANIZATIONS[(p * 7 + p // NODES) % 500], since=str(term), status="member")
    for p in range(RELATIONSHIPS // 2)
    for term in (1991, 2005)
]


class Raw:
    """The same work by hand."""

    def __init__(self, driver: neo4j.Driver, database: str | None) -> None:
        self.driver, self.database = driver, database

    def write(self, text: LiteralString, rows: list[dict[str, Any]]) -> None:
        """One managed transaction, one statement for each chunk of rows."""

        def work(tx: neo4j.ManagedTransaction) -> None:
            for i in range(0, len(rows), CHUNK):
                tx.run(text, rows=rows[i : i + CHUNK]).consume()

        with self.driver.session(database=self.database) as session:
            session.execute_write(work)

    def read(self, text: LiteralString, **parameters: Any) -> list[Any]:
        """Records with nodes, made into dictionaries."""
        with self.driver.session(database=self.database) as session:
            return session.execute_read(
                lambda tx: [
                    tuple(dict(v.items()) if hasattr(v, "items") else v for v in record.values())
                    for record in tx.run(text, **parameters)
                ]
            )


def raw_nodes(raw: Raw) -> None:
    """Upsert the nodes."""
    rows = [{"k": s.iso3, "p": {"name": s.name, "aliases": s.aliases, "population": s.population}} for s in STATES]
    raw.write("UNWIND $rows AS row MERGE (n:State {iso3: row.k}) SET n += row.p", rows)


def raw_relationships(raw: Raw) -> None:
    """Upsert the relationships."""
    rows = [{"s": m.start.iso3, "e": m.end.key, "k": m.since, "p": {"status": m.status}} for m in MEMBERSHIPS]
    raw.write(
        "UNWIND $rows AS row MATCH (a:State {iso3: row.s}) MATCH (b:Organization {key: row.e}) "
        "MERGE (a)-[m:MEMBER_OF {since: row.k}]->(b) SET m += row.p",
        rows,
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(
    ours: Callable[[], object], raws: Callable[[], object], runs: int, before: Callable[[], object]
) -> tuple[float, float]:
    """Medians of both, in turn; `before` is not timed."""
    a: list[float] = []
    b: list[float] = []
    for _ in range(runs):
        for work, times in ((raws, b), (ours, a)):
            before()
            times.append(timed(work))
    return statistics.median(a), statistics.median(b)


def measure(graph: gm.Graph, raw: Raw, runs: int) -> list[tuple[str, float, float, float]]:
    """All workloads: name, ours, raw (seconds), the target for their ratio."""
    triples = gm.select(State, MemberOf, Organization).limit(20_000)
    hop = gm.select(State, MemberOf).match(State, MemberOf, Organization).where(Organization.key == "o7")

    def nothing() -> None: ...

    def emptied() -> None:
        graph.run("MATCH (n:State) DETACH DELETE n")

    def only_nodes() -> None:
        graph.run("MATCH (:State)-[m:MEMBER_OF]->() DELETE m")

    graph.merge(ORGANIZATIONS, STATES[:1])
    results: list[tuple[str, float, float, float]] = []

    def add(
        name: str,
        target: float,
        ours: Callable[[], object],
        raws: Callable[[], object],
        before: Callable[[], object] = nothing,
        times: int = runs,
    ) -> None:
        results.append((name, *compare(ours, raws, times, before), target))

    add("merge 10,000 nodes, empty", 1.15, lambda: graph.merge(STATES), lambda: raw_nodes(raw), emptied)
    add("merge 10,000 nodes, again", 1.15, lambda: graph.merge(STATES), lambda: raw_nodes(raw))
    add(
        "merge 50,000 relationships, empty",
        1.15,
        lambda: graph.merge(MEMBERSHIPS),
        lambda: raw_relationships(raw),
        only_nodes,
    )
    add("merge 50,000 relationships, again", 1.15, lambda: graph.merge(MEMBERSHIPS), lambda: raw_relationships(raw))
    add("read 10,000 nodes as models", 1.1, lambda: graph.all(State), lambda: raw.read("MATCH (s:State) RETURN s"))
    add(
        "read 20,000 triples as models",
        1.1,
        lambda: graph.all(triples),
        lambda: raw.read("MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) RETURN s, m, o LIMIT 20000"),
    )
    add(
        "members of one organization",
        1.1,
        lambda: graph.all(hop),
        lambda: raw.read("MATCH (s:State)-[m:MEMBER_OF]->(o:Organization {key: $k}) RETURN s, m", k="o7"),
        times=runs * 5,
    )
    add(
        "get one node",
        1.1,
        lambda: graph.get(State, "s77"),
        lambda: raw.read("MATCH (s:State {iso3: $k}) RETURN s", k="s77"),
        times=runs * 20,
    )
    return results


def main() -> None:
    """Run and print the table."""
    gc.freeze()  # the objects to be written are there on both sides: looking through them for garbage is neither's work
    arguments = argparse.ArgumentParser(description="The mapper against the raw driver.")
    arguments.add_argument("--url")
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    if given.url:
        user, _, password = os.environ.get("GRAPHMODEL_TEST_NEO4J_AUTH", "neo4j/").partition("/")
        url, auth, database, where = given.url, (user, password), None, "server"
        graph = gm.connect(url, auth=auth, schema="ensure")
        graph.run("MATCH (n) DETACH DELETE n")
        engine = None
    else:
        engine = open_embedded()
        url, auth, database, where = engine.url, engine.auth, engine.database, "embedded engine"
        graph = gm.connect(engine.folder)
    with graph, neo4j.GraphDatabase.driver(url, auth=auth) as driver:
        results = measure(graph, Raw(driver, database), given.runs)
    if engine is not None:
        engine.close()
    table = Table("workload", title=f"{where}, {given.runs} runs, medians")
    for column in ("graphmodel ms", "raw ms", "ratio", "target"):
        table.add_column(column, justify="right")
    for name, ours, raws, target in results:
        table.add_row(name, f"{ours * 1000:.1f}", f"{raws * 1000:.1f}", f"{ours / raws:.2f}", f"{target}")
    Console().print(table)


if __name__ == "__main__":
    main()
