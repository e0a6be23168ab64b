"""The official driver, as careful users write: managed transactions, UNWIND with MERGE and SET, nodes read into dictionaries."""

from __future__ import annotations

from typing import Any

import neo4j

from benchmarks.peers.work import HUB, Side, StateValues, Term, state, terms

CHUNK = 10_000
UPSERT = "UNWIND $rows AS row MERGE (n:State {iso3: row.k}) SET n += row.p"
CONNECT = (
    "UNWIND $rows AS row MATCH (a:State {iso3: row.s}) MATCH (b:Organization {key: row.e}) "
    "MERGE (a)-[m:MEMBER_OF {since: row.k}]->(b) SET m += row.p"
)
ONE = "MATCH (s:State {iso3: $k}) RETURN s"
CREATE = "CREATE (s:State) SET s = $p"
UPDATE = "MATCH (s:State {iso3: $k}) SET s.population = $v"


class Here(Side):
    """The raw driver."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.driver = neo4j.GraphDatabase.driver(url, auth=(user, password))
        self.driver.verify_connectivity()
        self.states: list[StateValues] = []
        self.terms: list[Term] = []

    def write(self, text: Any, **parameters: Any) -> None:
        with self.driver.session() as session:
            session.execute_write(lambda tx: tx.run(text, parameters).consume())

    def read(self, text: Any, **parameters: Any) -> list[tuple[Any, ...]]:
        with self.driver.session() as session:
            return session.execute_read(lambda tx: [_plain(record) for record in tx.run(text, parameters)])

    def chunked(self, text: Any, rows: list[dict[str, Any]]) -> int:
        def work(tx: neo4j.ManagedTransaction) -> None:
            for i in range(0, len(rows), CHUNK):
                tx.run(text, rows=rows[i : i + CHUNK]).consume()

        with self.driver.session() as session:
            session.execute_write(work)
        return len(rows)

    def prepare_nodes(self, count: int) -> None:
        self.states = [state(i) for i in range(count)]

    def merge_nodes(self) -> int:
        return self.chunked(UPSERT, [as_row(s) for s in self.states])

    def prepare_terms(self, count: int, status: str) -> None:
        self.terms = terms(count, status)

    def merge_terms(self) -> int:
        rows = [{"s": t.state, "e": t.organization, "k": t.since, "p": {"status": t.status}} for t in self.terms]
        return self.chunked(CONNECT, rows)

    def read_nodes(self, count: int) -> int:
        return len(self.read("MATCH (s:State) RETURN s LIMIT $n", n=count))

    def read_triples(self, count: int) -> int:
        text = "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) RETURN s, m, o LIMIT $n"
        return len(self.read(text, n=count))

    def one_hop(self) -> int:
        return len(self.read("MATCH (s:State)-[m:MEMBER_OF]->(o:Organization {key: $k}) RETURN s, m", k=HUB))

    def get(self, i: int) -> int:
        return len(self.read(ONE, k=f"s{i}"))

    def create(self, i: int) -> int:
        self.write(CREATE, p=state(i)._asdict())
        return 1

    def update(self, i: int, held: Any) -> int:  # noqa: ARG002  (it holds no objects)
        self.write(UPDATE, k=f"s{i}", v=-i)
        return 1

    def stream(self, count: int) -> int:
        """Nodes, as most write it: the driver's result keeps every node that it has seen."""
        with self.driver.session() as session, session.begin_transaction() as tx:
            return sum(
                1 for record in tx.run("MATCH (s:State) RETURN s LIMIT $n", n=count) if dict(record["s"].items())
            )


def as_row(s: StateValues) -> dict[str, Any]:
    """A state as `UPSERT` takes it."""
    return {"k": s.iso3, "p": {"name": s.name, "aliases": s.aliases, "population": s.population}}


def _plain(record: neo4j.Record) -> tuple[Any, ...]:
    return tuple(dict(value.items()) for value in record.values())
