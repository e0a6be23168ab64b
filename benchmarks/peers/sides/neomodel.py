"""neomodel 7: nodes in one statement; relationships only one by one, with `connect`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import neomodel
from neomodel import (
    ArrayProperty,
    IntegerProperty,
    RelationshipFrom,
    RelationshipTo,
    StringProperty,
    StructuredNode,
    StructuredRel,
)

from benchmarks.peers import work
from benchmarks.peers.work import HUB, Side


class MemberOf(StructuredRel):
    """No key can be declared: it merges on all properties."""

    since = StringProperty(required=True)
    status = StringProperty(default="member")


class State(StructuredNode):
    iso3 = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    aliases = ArrayProperty(StringProperty())
    population = IntegerProperty()
    organizations = RelationshipTo("Organization", "MEMBER_OF", model=MemberOf)


class Organization(StructuredNode):
    key = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    members = RelationshipFrom("State", "MEMBER_OF", model=MemberOf)


class Here(Side):
    def __init__(self, url: str, user: str, password: str) -> None:
        parts = urlsplit(url)
        neomodel.db.set_connection(url=f"{parts.scheme}://{user}:{password}@{parts.netloc}")
        self.states: list[dict[str, Any]] = []
        self.terms: list[tuple[State, Organization, dict[str, str]]] = []

    def prepare_nodes(self, count: int) -> None:
        self.states = [work.state(i)._asdict() for i in range(count)]

    def merge_nodes(self) -> int:
        return len(State.nodes.bulk_create_or_update(*self.states))

    def prepare_terms(self, count: int, status: str) -> None:
        states = {each.iso3: each for each in State.nodes.all()}
        organizations = {each.key: each for each in Organization.nodes.all()}
        self.terms = [
            (states[t.state], organizations[t.organization], {"since": t.since, "status": t.status})
            for t in work.terms(count, status)
        ]

    def merge_terms(self) -> int:
        with neomodel.db.transaction:
            return sum(1 for start, end, values in self.terms if start.organizations.connect(end, values))

    def read_nodes(self, count: int) -> int:
        return len(State.nodes[:count].all()) if count < work.STATES else len(State.nodes.all())

    def read_triples(self, count: int) -> int:
        text = "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) RETURN s, m, o LIMIT $n"
        return len(neomodel.db.cypher_query(text, {"n": count}, resolve_objects=True)[0])

    def one_hop(self) -> int:
        return len(Organization.nodes.filter(key=HUB).traverse("members").all())

    def get(self, i: int) -> int:
        return int(State.nodes.get(iso3=f"s{i}").iso3 == f"s{i}")

    def create(self, i: int) -> int:
        State(**work.state(i)._asdict()).save()
        return 1

    def prepare_update(self, i: int) -> State:
        return State.nodes.get(iso3=f"s{i}")

    def update(self, i: int, held: State) -> int:
        held.population = -i
        held.save()
        return 1

    def stream(self, count: int) -> int:
        """There is no streaming but in its asynchronous twin: everything is read at once."""
        return len(State.nodes[:count].all())
