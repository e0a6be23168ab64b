"""This project."""

from __future__ import annotations

import graphmodel as gm
from benchmarks.peers import work
from benchmarks.peers.work import HUB, Side


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


class Here(Side):
    """A graph; single objects are written through sessions where they are changed."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.graph = gm.connect(url, auth=(user, password), schema="ensure")
        self.states: list[State] = []
        self.terms: list[MemberOf] = []

    def prepare_nodes(self, count: int) -> None:
        self.states = [State(**work.state(i)._asdict()) for i in range(count)]

    def merge_nodes(self) -> int:
        report = self.graph.merge(self.states)
        return report.committed

    def prepare_terms(self, count: int, status: str) -> None:
        states = {f"s{i}": gm.ref(State, f"s{i}") for i in range(work.STATES)}
        organizations = {f"o{i}": gm.ref(Organization, f"o{i}") for i in range(work.ORGANIZATIONS)}
        self.terms = [
            MemberOf(start=states[t.state], end=organizations[t.organization], since=t.since, status=t.status)
            for t in work.terms(count, status)
        ]

    def merge_terms(self) -> int:
        return self.graph.merge(self.terms).committed

    def read_nodes(self, count: int) -> int:
        return len(self.graph.all(gm.select(State).limit(count)))

    def read_triples(self, count: int) -> int:
        return len(self.graph.all(gm.select(State, MemberOf, Organization).limit(count)))

    def one_hop(self) -> int:
        hop = gm.select(State, MemberOf).match(State, MemberOf, Organization).where(Organization.key == HUB)
        return len(self.graph.all(hop))

    def get(self, i: int) -> int:
        return int(self.graph.get(State, f"s{i}").iso3 == f"s{i}")

    def create(self, i: int) -> int:
        return self.graph.merge(State(**work.state(i)._asdict())).committed

    def prepare_update(self, i: int) -> State:
        return self.graph.get(State, f"s{i}")

    def update(self, i: int, held: State) -> int:
        held.population = -i
        return self.graph.merge(held).committed

    def stream(self, count: int) -> int:
        return sum(1 for each in self.graph.stream(gm.select(State).limit(count)) if each.iso3)
