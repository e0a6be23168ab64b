"""Who is one state with whom: what the Cypher of analyses over a window says of lines, for what is asked from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from graphmodel.domain.successions import line_of
from graphmodel.results import Row

T = TypeVar("T")

_CONTINUES = (
    "MATCH (first:State)-[:SUCCEEDED_BY {how: 'continues'}]->(second:State) "
    "RETURN first.key AS first, second.key AS second ORDER BY first, second"
)


class _Asked(Protocol):
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]: ...


class _Pair(Row):
    first: str
    second: str


def line(world: _Asked, state: str) -> list[str]:
    """A state, whom it continues, and who continues it, by their keys, the oldest first."""
    pairs = world.run(_CONTINUES, {}, into=_Pair, reads=True)
    return line_of(state, [(each.first, each.second) for each in pairs])


def one_state(states: Sequence[str]) -> str:
    """What a result says of a line."""
    return f"{' and '.join(states)} are one state"
