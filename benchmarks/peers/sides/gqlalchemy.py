"""GQLAlchemy 1.10, which is made for Memgraph; its Neo4j side. Objects are saved one by one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from gqlalchemy import Field, Node, Relationship
from gqlalchemy.vendors.neo4j import Neo4j

from benchmarks.peers import work
from benchmarks.peers.work import HUB, Side


class Made:
    """Classes make their constraints when they are defined, in words that Neo4j 5 refuses: here they are there already."""

    def create_constraint(self, constraint: Any) -> None:
        """It was."""


class State(Node):
    iso3: str = Field(unique=True, db=Made())
    name: str | None = None
    aliases: list[str] | None = None
    population: int | None = None


class Organization(Node):
    key: str = Field(unique=True, db=Made())
    name: str | None = None


class MemberOf(Relationship, type="MEMBER_OF"):
    """No key can be declared: each save makes another."""

    since: str
    status: str = "member"


class Here(Side):
    def __init__(self, url: str, user: str, password: str) -> None:
        parts = urlsplit(url)
        self.db = Neo4j(host=parts.hostname, port=parts.port, username=user, password=password)
        self.states: list[State] = []
        self.terms: list[MemberOf] = []

    def prepare_nodes(self, count: int) -> None:
        self.states = [State(**work.state(i)._asdict()) for i in range(count)]

    def merge_nodes(self) -> int:
        self.db.save_nodes(self.states)
        return len(self.states)

    def prepare_terms(self, count: int, status: str) -> None:
        found = self.db.execute_and_fetch("MATCH (n:State) RETURN n.iso3 AS k, id(n) AS id")
        states = {row["k"]: row["id"] for row in found}
        found = self.db.execute_and_fetch("MATCH (n:Organization) RETURN n.key AS k, id(n) AS id")
        organizations = {row["k"]: row["id"] for row in found}
        self.terms = []
        for t in work.terms(count, status):
            ends = {"_start_node_id": states[t.state], "_end_node_id": organizations[t.organization]}
            self.terms.append(MemberOf(since=t.since, status=t.status, **ends))

    def merge_terms(self) -> int:
        self.db.save_relationships(self.terms)
        return len(self.terms)

    def read_nodes(self, count: int) -> int:
        return len(list(self.db.execute_and_fetch("MATCH (s:State) RETURN s LIMIT $n", {"n": count})))

    def read_triples(self, count: int) -> int:
        text = "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) RETURN s, m, o LIMIT $n"
        return len(list(self.db.execute_and_fetch(text, {"n": count})))

    def one_hop(self) -> int:
        text = "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization {key: $k}) RETURN s, m"
        return len(list(self.db.execute_and_fetch(text, {"k": HUB})))

    def get(self, i: int) -> int:
        return int(self.db.load_node(State(iso3=f"s{i}")).iso3 == f"s{i}")

    def create(self, i: int) -> int:
        self.db.save_node(State(**work.state(i)._asdict()))
        return 1

    def prepare_update(self, i: int) -> State:
        return self.db.load_node(State(iso3=f"s{i}"))

    def update(self, i: int, held: State) -> int:
        held.population = -i
        self.db.save_node(held)
        return 1

    def stream(self, count: int) -> int:
        return sum(1 for _ in self.db.execute_and_fetch("MATCH (s:State) RETURN s LIMIT $n", {"n": count}))
