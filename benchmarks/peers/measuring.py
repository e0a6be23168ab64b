"""The workloads, each done by every side in turn within each run."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import neo4j

from benchmarks.peers import running, work
from benchmarks.peers.running import Answer, Failed, Worker

FEWER: dict[str, dict[str, int]] = {
    "neomodel": {"merge_terms": 2_000},
    "neontology": {
        "merge_nodes": 1_000,
        "merge_terms": 1_000,
        "read_nodes": 1_000,
        "read_triples": 200,
        "stream": 5_000,
    },
    "gqlalchemy": {"merge_nodes": 500, "merge_terms": 500},
    "py2neo": {"read_triples": 500},
}
"""Rows for those who would take minutes for all; their times are scaled up, and marked."""
ONLY_SINGLE = {"autocommit"}
"""Sides that take part only where single objects, or plain columns, are the matter."""
BLOCK = 25
"""Calls of one side before those of the next, where single objects are read and written."""
PROBE = 200
STREAMED, STREAMED_MORE = 200_000, 1_000_000


@dataclass(slots=True)
class Figure:
    """What was measured of one side in one workload: times in seconds, memory in bytes, or counts."""

    values: list[float] = field(default_factory=list[float])
    scaled: bool = False
    statements: int | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """Of all runs."""
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        """Of all runs: what the machine's other work disturbed least."""
        return min(self.values)


Figures = dict[str, dict[str, Figure]]
"""Workload -> side -> figure."""


class Measuring:
    """All workloads over one server, which is emptied."""

    def __init__(
        self, driver: neo4j.Driver, open_worker: Callable[[str], Worker], runs: int, sides: Sequence[str]
    ) -> None:
        self.driver, self.open_worker, self.runs, self.sides = driver, open_worker, runs, sides
        self.workers: dict[str, Worker] = {}
        self.figures: Figures = {}

    # --- the graph ---------------------------------------------------------------------------------------------------

    def empty(self) -> None:
        """No data, and the constraints that all sides rely on."""
        self.send("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS")
        for label, key in (("State", "iso3"), ("Organization", "key")):
            self.send(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE")
        self.send("CREATE INDEX IF NOT EXISTS FOR (n:State) ON (n.name)")
        self.send("CALL db.awaitIndexes()")
        self.send(
            "UNWIND range(0, $n - 1) AS i CREATE (:Organization {key: 'o' + i, name: 'Organization ' + i})",
            n=work.ORGANIZATIONS,
        )

    def with_states(self, first: int, beyond: int) -> None:
        """States of these numbers."""
        self.send(
            "UNWIND range($first, $beyond - 1) AS i CALL (i) { CREATE (:State {iso3: 's' + i, name: 'State ' + i, "
            "aliases: ['a' + i, 'b' + i], population: i}) } IN TRANSACTIONS OF 20000 ROWS",
            first=first, beyond=beyond,
        )  # fmt: skip

    def with_terms(self) -> None:
        """All relationships, and the hub with its members."""
        rows = [t._asdict() for t in work.terms(work.TERMS)]
        connect = (
            "UNWIND $rows AS row MATCH (a:State {iso3: row.state}) MATCH (b:Organization {key: row.organization}) "
            "CREATE (a)-[:MEMBER_OF {since: row.since, status: row.status}]->(b)"
        )
        for i in range(0, len(rows), 10_000):
            self.send(connect, rows=rows[i : i + 10_000])
        self.send("CREATE (:Organization {key: $key, name: 'Hub'})", key=work.HUB)
        members = [
            {"state": f"s{i}", "organization": work.HUB, "since": "1991", "status": "member"}
            for i in range(work.NEIGHBOURS)
        ]
        self.send(connect, rows=members)

    def send(self, text: Any, **parameters: Any) -> list[list[Any]]:
        """One statement."""
        with self.driver.session() as session:
            return session.run(text, parameters).values()

    # --- measuring ---------------------------------------------------------------------------------------------------

    def all(self) -> Figures:
        """Everything, in an order that needs the graph to be filled but once."""
        self.empty()
        opened = [self.open_worker(side) for side in self.sides]
        try:
            for worker in opened:
                self.workers[worker.name] = worker.__enter__()
            self.merging_nodes()
            self.with_states_anew()
            self.merging_terms()
            self.probing()
            self.send("MATCH ()-[m:MEMBER_OF]->() DELETE m")
            self.with_terms()
            self.reading()
            self.latencies()
        finally:
            for worker in self.workers.values():
                worker.__exit__()
        self.installed()
        self.streaming()
        return self.figures

    def with_states_anew(self) -> None:
        """The graph that relationships are merged into."""
        self.send("MATCH (n:State) DETACH DELETE n")
        self.with_states(0, work.STATES)

    def merging_nodes(self) -> None:
        """Into a graph without states, and once more."""
        for run in range(self.runs * 2 + 1):
            for side in self.many():
                self.send("MATCH (n:State) DETACH DELETE n")
                # Anew each time: some libraries remember in their objects what was written.
                self.workers[side].do("prepare_nodes", self.rows(side, "merge_nodes", work.STATES))
                for name in ("merge 10,000 nodes, empty", "merge 10,000 nodes, again"):
                    self.timed(name, side, "merge_nodes", work.STATES, run=run)

    def merging_terms(self) -> None:
        """Two relationships a pair, into a graph without any, and once more."""
        for run in range(self.runs):
            for side in self.many():
                self.send("MATCH ()-[m:MEMBER_OF]->() DELETE m")
                self.workers[side].do("prepare_terms", self.rows(side, "merge_terms", work.TERMS), "member")
                for name in ("merge 50,000 relationships, empty", "merge 50,000 relationships, again"):
                    self.timed(name, side, "merge_terms", work.TERMS, run=run + 1)

    def probing(self) -> None:
        """How many relationships are wrong after a merge of two terms a pair and another that changes their status."""
        for side in self.many():
            self.send("MATCH ()-[m:MEMBER_OF]->() DELETE m")
            for status in ("member", "former"):
                self.workers[side].do("prepare_terms", PROBE, status)
                self.workers[side].do("merge_terms")
            [[right, there]] = self.send(
                "MATCH ()-[m:MEMBER_OF]->() RETURN count(CASE m.status WHEN 'former' THEN 1 END), count(*)"
            )
            wrong = there - right + abs(PROBE - right)
            self.figure(f"wrong of {PROBE} terms merged twice", side).values.append(wrong)

    def reading(self) -> None:
        """Nodes, triples, and one hop."""
        for run in range(self.runs + 1):
            for side in self.many():
                self.timed("read 10,000 nodes as models", side, "read_nodes", work.STATES, run=run, counted=True)
                self.timed("read 20,000 triples as models", side, "read_triples", work.TRIPLES, run=run, counted=True)
        for run in range(self.runs * 3 + 1):
            for side in self.many():
                answer = self.timed("200 neighbours of one", side, "one_hop", run=run)
                if answer.done != work.NEIGHBOURS:
                    raise Failed(f"{side} found {answer.done} neighbours, not {work.NEIGHBOURS}")

    def latencies(self) -> None:
        """Single objects, each kind of call in blocks of a side in turn, of which the median counts.

        A call right after the work of another side would time how cold the processor is more than what a library does.
        """
        for run in range(self.runs * 3 + 1):
            for place, side in enumerate(self.sides):
                first = (run * len(self.sides) + place) * BLOCK
                there = first % (work.STATES - BLOCK)
                self.timed("get one", side, "get", there, run=run, block=BLOCK)
                self.timed("create one", side, "create", work.STATES + first, run=run, block=BLOCK)
                self.timed("update one", side, "update", there, run=run, block=BLOCK, before="prepare_update")

    def installed(self) -> None:
        """What an import takes in a fresh interpreter, and what a side puts on the disk."""
        for run in range(self.runs + 1):
            for side in self.many():
                for name, used in (("import", False), ("import, names used", True)):
                    seconds = running.import_seconds(side, used=used)
                    if run:
                        self.figure(name, side).values.append(seconds)
        for side in self.many():
            count, megabytes = running.size(side)
            self.figure("distributions installed", side).values.append(count)
            self.figure("MB installed", side).values.append(megabytes)

    def streaming(self) -> None:
        """How far memory rises, in a process that has done nothing before."""
        self.empty()
        for first, beyond, sides in (
            (0, STREAMED, self.sides),
            (STREAMED, STREAMED_MORE, [s for s in self.sides if s in {"graphmodel", "autocommit"}]),
        ):
            self.with_states(first, beyond)
            for side in sides:
                rows = self.rows(side, "stream", beyond)
                with self.open_worker(side) as worker:
                    answer = worker.do("stream", rows)
                if answer.done != rows:
                    raise Failed(f"{side} streamed {answer.done} nodes, not {rows}")
                figure = self.figure(f"memory, {beyond:,} nodes", side)
                figure.scaled = rows != beyond
                figure.values.append(answer.bytes * beyond / rows)
                seconds = self.figure(f"stream {beyond:,} nodes", side)
                seconds.scaled = rows != beyond
                seconds.values.append(answer.seconds * beyond / rows)

    # --- parts of that -----------------------------------------------------------------------------------------------

    def many(self) -> list[str]:
        """The sides that do everything."""
        return [side for side in self.sides if side not in ONLY_SINGLE]

    def figure(self, name: str, side: str) -> Figure:
        """Where to put it."""
        return self.figures.setdefault(name, {}).setdefault(side, Figure())

    def rows(self, side: str, what: str, full: int) -> int:
        """How many rows of the full number a side is given."""
        return FEWER.get(side, {}).get(what, full)

    def timed(
        self,
        name: str,
        side: str,
        what: str,
        argument: int | None = None,
        *,
        run: int,
        counted: bool = False,
        **how: Any,
    ) -> Answer:
        """One call, or a block; that of run 0 only warms up. With a number of rows, `done` must be as many."""
        bulk = what.startswith(("merge_", "read_"))
        rows = self.rows(side, what, argument or 1) if bulk else 1
        args = [rows] if counted else [argument] if argument is not None and not bulk else []
        answer = self.workers[side].do(what, *args, **how)
        if (bulk or what in {"get", "create", "update"}) and answer.done != rows:
            raise Failed(f"{side} did {answer.done} of {rows} in {name}")
        if run:
            figure = self.figure(name, side)
            figure.scaled = bulk and rows != argument
            figure.statements = answer.statements
            figure.values.append(answer.seconds * ((argument or 1) / rows if bulk else 1))
        return answer
