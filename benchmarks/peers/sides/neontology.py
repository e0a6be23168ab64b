"""neontology 2."""

from __future__ import annotations

from typing import ClassVar

from neontology import BaseNode, BaseRelationship, init_neontology
from neontology.graphengines import Neo4jConfig
from pydantic import Field

from benchmarks.peers import work
from benchmarks.peers.work import HUB, Side


class State(BaseNode):
    __primarylabel__: ClassVar[str] = "State"
    __primaryproperty__: ClassVar[str] = "iso3"
    iso3: str
    name: str
    aliases: list[str]
    population: int | None = None


class Organization(BaseNode):
    __primarylabel__: ClassVar[str] = "Organization"
    __primaryproperty__: ClassVar[str] = "key"
    key: str
    name: str


class MemberOf(BaseRelationship):
    __relationshiptype__: ClassVar[str] = "MEMBER_OF"
    source: State
    target: Organization
    since: str = Field(json_schema_extra={"merge_on": True})
    status: str = "member"


class Here(Side):
    def __init__(self, url: str, user: str, password: str) -> None:
        init_neontology(Neo4jConfig(uri=url, username=user, password=password))
        self.states: list[State] = []
        self.terms: list[MemberOf] = []

    def prepare_nodes(self, count: int) -> None:
        self.states = [State(**work.state(i)._asdict()) for i in range(count)]

    def merge_nodes(self) -> int:
        return len(State.merge_nodes(self.states))

    def prepare_terms(self, count: int, status: str) -> None:
        found = work.terms(count, status)
        states = {t.state: State(**work.state(int(t.state[1:]))._asdict()) for t in found}
        organizations = {
            f"o{i}": Organization(key=f"o{i}", name=f"Organization {i}") for i in range(work.ORGANIZATIONS)
        }
        self.terms = [
            MemberOf(source=states[t.state], target=organizations[t.organization], since=t.since, status=t.status)
            for t in found
        ]

    def merge_terms(self) -> int:
        MemberOf.merge_relationships(self.terms)
        return len(self.terms)

    def read_nodes(self, count: int) -> int:
        return len(State.match_nodes(limit=count))

    def read_triples(self, count: int) -> int:
        return len(MemberOf.match_relationships(limit=count))

    def one_hop(self) -> int:
        hub = Organization.match(HUB)
        found = hub.get_related(relationship_types=["MEMBER_OF"], outgoing=False, incoming=True)
        return len(found.relationships)

    def get(self, i: int) -> int:
        return int(State.match(f"s{i}").iso3 == f"s{i}")

    def create(self, i: int) -> int:
        State(**work.state(i)._asdict()).create()
        return 1

    def prepare_update(self, i: int) -> State:
        return State.match(f"s{i}")

    def update(self, i: int, held: State) -> int:
        held.population = -i
        held.merge()
        return 1

    def stream(self, count: int) -> int:
        """There is no streaming: everything is read at once."""
        return len(State.match_nodes(limit=count))
