"""The data of the workloads, as plain values, and what each side has to do with them. Only the standard library."""

from __future__ import annotations

from typing import Any, NamedTuple

STATES, ORGANIZATIONS, TERMS, TRIPLES, HUB = 10_000, 500, 50_000, 20_000, "hub"
NEIGHBOURS = 200


class StateValues(NamedTuple):
    """A state, before it is a node of any library."""

    iso3: str
    name: str
    aliases: list[str]
    population: int


class Term(NamedTuple):
    """One of the two terms of a state in an organization: the key of the relationship is `since`."""

    state: str
    organization: str
    since: str
    status: str


def state(i: int) -> StateValues:
    """The state of this number."""
    return StateValues(f"s{i}", f"State {i}", [f"a{i}", f"b{i}"], i)


def organization(i: int) -> tuple[str, str]:
    """Key and name."""
    return f"o{i}", f"Organization {i}"


def terms(count: int, status: str = "member") -> list[Term]:
    """Two dated terms for each of `count / 2` pairs."""
    return [
        Term(f"s{p % STATES}", f"o{(p * 7 + p // STATES) % ORGANIZATIONS}", since, status)
        for p in range(count // 2)
        for since in ("1991", "2005")
    ]


class Side:
    """What a library is asked to do. What a method gives is how many objects there were: it is checked."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """Connect."""
        raise NotImplementedError

    def prepare_nodes(self, count: int) -> None:
        """Make the objects that `merge_nodes` writes; not timed."""

    def merge_nodes(self) -> int:
        """Make or change states by their key."""
        raise NotImplementedError

    def prepare_terms(self, count: int, status: str) -> None:
        """Make the objects that `merge_terms` writes; not timed."""

    def merge_terms(self) -> int:
        """Make or change relationships by their ends and `since`."""
        raise NotImplementedError

    def read_nodes(self, count: int) -> int:
        """Read states as models."""
        raise NotImplementedError

    def read_triples(self, count: int) -> int:
        """Read state, relationship and organization as models."""
        raise NotImplementedError

    def one_hop(self) -> int:
        """The members of the hub, with the properties of the relationships."""
        raise NotImplementedError

    def get(self, i: int) -> int:
        """One state by its key."""
        raise NotImplementedError

    def create(self, i: int) -> int:
        """One new state."""
        raise NotImplementedError

    def prepare_update(self, i: int) -> Any:  # noqa: ARG002  (who holds no objects needs none)
        """The state that `update` changes; not timed."""
        return None

    def update(self, i: int, held: Any) -> int:
        """Change the population of the state that is held."""
        raise NotImplementedError

    def stream(self, count: int) -> int:
        """All states one after the other, in as little memory as the library can."""
        raise NotImplementedError

    def count_statements(self, counted: Any) -> None:
        """From now on call this for each statement sent. Here for those that use the official driver."""
        import neo4j

        for kind in (neo4j.Session, neo4j.ManagedTransaction, neo4j.Transaction):
            sent: Any = kind.run

            def run(self: Any, *args: Any, sent: Any = sent, **named: Any) -> Any:
                counted()
                return sent(self, *args, **named)

            kind.run = run
