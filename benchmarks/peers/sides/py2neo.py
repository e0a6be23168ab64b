"""py2neo 2021.2: bulk functions take raw dictionaries; reading is through its models."""

from __future__ import annotations

from typing import Any

from py2neo import Graph
from py2neo.bulk import merge_nodes, merge_relationships
from py2neo.client import bolt
from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo

from benchmarks.peers import work
from benchmarks.peers.work import HUB, Side

CHUNK = 10_000


class State(Model):
    __primarykey__ = "iso3"
    iso3 = Property()
    name = Property()
    aliases = Property()
    population = Property()
    organizations = RelatedTo("Organization", "MEMBER_OF")


class Organization(Model):
    __primarykey__ = "key"
    key = Property()
    name = Property()
    members = RelatedFrom("State", "MEMBER_OF")


class Here(Side):
    def __init__(self, url: str, user: str, password: str) -> None:
        self.graph = Graph(url, auth=(user, password))
        self.states: list[dict[str, Any]] = []
        self.terms: list[tuple[str, dict[str, str], str]] = []

    def prepare_nodes(self, count: int) -> None:
        self.states = [work.state(i)._asdict() for i in range(count)]

    def merge_nodes(self) -> int:
        transaction = self.graph.begin()
        for i in range(0, len(self.states), CHUNK):
            merge_nodes(transaction, self.states[i : i + CHUNK], ("State", "iso3"))
        self.graph.commit(transaction)
        return len(self.states)

    def prepare_terms(self, count: int, status: str) -> None:
        self.terms = [
            (t.state, {"since": t.since, "status": t.status}, t.organization) for t in work.terms(count, status)
        ]

    def merge_terms(self) -> int:
        transaction = self.graph.begin()
        keys = ("MEMBER_OF", "since"), ("State", "iso3"), ("Organization", "key")
        for i in range(0, len(self.terms), CHUNK):
            merge_relationships(transaction, self.terms[i : i + CHUNK], *keys)
        self.graph.commit(transaction)
        return len(self.terms)

    def read_nodes(self, count: int) -> int:
        return len(list(State.match(self.graph).limit(count)))

    def read_triples(self, count: int) -> int:
        text = "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) RETURN s, m, o LIMIT $n"
        rows = self.graph.run(text, n=count)
        return len([(State.wrap(row["s"]), dict(row["m"]), Organization.wrap(row["o"])) for row in rows])

    def one_hop(self) -> int:
        members = Organization.match(self.graph, HUB).first().members
        return len([(each, members.get(each, "since")) for each in members])

    def get(self, i: int) -> int:
        return int(State.match(self.graph, f"s{i}").first().iso3 == f"s{i}")

    def create(self, i: int) -> int:
        made = State()
        made.iso3, made.name, made.aliases, made.population = work.state(i)
        self.graph.create(made)
        return 1

    def prepare_update(self, i: int) -> State:
        return State.match(self.graph, f"s{i}").first()

    def update(self, i: int, held: State) -> int:
        held.population = -i
        self.graph.push(held)
        return 1

    def stream(self, count: int) -> int:
        return sum(1 for record in self.graph.run("MATCH (s:State) RETURN s LIMIT $n", n=count) if record["s"]["iso3"])

    def count_statements(self, counted: Any) -> None:
        sent: Any = bolt.Bolt3._run  # noqa: SLF001  (where everything goes through, in its 4.x protocols too)

        def run(connection: Any, *args: Any, **named: Any) -> Any:
            counted()
            return sent(connection, *args, **named)

        bolt.Bolt3._run = run  # noqa: SLF001  (as above)
