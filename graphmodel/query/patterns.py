"""The patterns of a query: chains of nodes and relationships, and ways of several relationships between two nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model import Relationship
from graphmodel.model.expressions import Expression, condition
from graphmodel.model.kinds import INT, Kind
from graphmodel.query.alias import is_node

Q = TypeVar("Q", bound=Relationship[Any, Any])
R = TypeVar("R", covariant=True)  # noqa: PLC0105  (one letter, as everywhere here)
L = TypeVar("L")
E = TypeVar("E")
Way = Literal["out", "in", "either"]
Search = Literal["hops", "shortest", "all_shortest"]


@dataclass(frozen=True, slots=True, eq=False)
class Hop(Generic[R]):
    """The step from one node of a pattern to the next: one relationship, or several of one class on end."""

    part: Any
    """The relationship class, or an alias of it."""
    way: Way | None = None
    """Its direction; None where the classes decide."""
    search: Search | None = None
    """None for one relationship; else which ways of several are wanted."""
    least: int = 1
    most: int = 1
    conditions: tuple[Expression, ...] = ()
    """What each relationship on the way must fulfil."""


@dataclass(frozen=True, slots=True, eq=False)
class Forward(Hop[R]):
    """A step from the start of its relationship to the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Backward(Hop[R]):
    """A step from the end of its relationship to the start."""


@dataclass(frozen=True, slots=True, eq=False)
class EitherWay(Forward[R], Backward[R]):
    """A step that checkers accept both ways."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One chain: node, relationship, node, ... It becomes one MATCH, or OPTIONAL MATCH."""

    nodes: tuple[Any, ...]
    hops: tuple[Hop[Any], ...]
    optional: bool = False
    conditions: tuple[Expression, ...] = ()


def outgoing(relationship: type[Q]) -> Forward[Q]:
    """From the left node to the right one: for relationships between equal classes."""
    return Forward(relationship, "out")


def incoming(relationship: type[Q]) -> Backward[Q]:
    """From the right node to the left one: for relationships between equal classes."""
    return Backward(relationship, "in")


def either(relationship: type[Q]) -> EitherWay[Q]:
    """In either direction."""
    return EitherWay(relationship, "either")


@overload
def hops(relationship: EitherWay[L], least: int, most: int, *, where: Sequence[bool] = ()) -> EitherWay[L]: ...
@overload
def hops(relationship: Forward[L], least: int, most: int, *, where: Sequence[bool] = ()) -> Forward[L]: ...
@overload
def hops(relationship: Backward[L], least: int, most: int, *, where: Sequence[bool] = ()) -> Backward[L]: ...
@overload
def hops(relationship: type[Q], least: int, most: int, *, where: Sequence[bool] = ()) -> EitherWay[Q]: ...
def hops(relationship: Any, least: int, most: int, *, where: Sequence[bool] = ()) -> Any:
    """From `least` to `most` relationships on end, in a pattern in place of one. None of them stands twice on one way.

    A day that the query is asked for holds for each relationship on the way, and each node on it whose class has a period.
    Keep the result to ask for its `length`, `nodes` and `relationships`.

    Args:
        relationship: the class, or `outgoing`, `incoming` or `either` of it.
        least: 0 or more; with 0 both nodes of the pattern may be the same one.
        most: the bound that every search has; not less than `least`.
        where: what each relationship on the way must fulfil, said of the class: `where=[Borders.km > 100]`.

    Raises:
        QueryError: when the bounds are no such numbers.

    >>> import graphmodel as gm
    >>> class Station(gm.Node):
    ...     key: gm.Key[str]
    >>> class Line(gm.Relationship[Station, Station]):
    ...     pass
    >>> a, b, way = gm.alias(Station), gm.alias(Station), gm.hops(gm.outgoing(Line), 1, 3)
    >>> print(gm.compile(gm.select(b.key, gm.length(way)).match(a, way, b).where(a.key == "x")).text)
    MATCH p2 = (s0:Station)-[l2:LINE*1..3]->(s1:Station) WHERE s0.key = $p0...
    """
    if not (type(least) is int and type(most) is int and 0 <= least <= most):
        raise QueryError(f"hops takes two whole numbers, 0 <= least <= most, not {least!r} and {most!r}.")
    return _way(relationship, "hops", least, most, where)


@overload
def shortest(relationship: EitherWay[L], most: int, *, where: Sequence[bool] = ()) -> EitherWay[L]: ...
@overload
def shortest(relationship: Forward[L], most: int, *, where: Sequence[bool] = ()) -> Forward[L]: ...
@overload
def shortest(relationship: Backward[L], most: int, *, where: Sequence[bool] = ()) -> Backward[L]: ...
@overload
def shortest(relationship: type[Q], most: int, *, where: Sequence[bool] = ()) -> EitherWay[Q]: ...
def shortest(relationship: Any, most: int, *, where: Sequence[bool] = ()) -> Any:
    """One of the shortest ways from a node to the next, of 1 to `most` relationships; no row where both are the same node.

    It is searched among what holds on the day asked for, and what fulfils `where`. Arguments as for `hops`.
    """
    return _shortest(relationship, "shortest", most, where)


@overload
def all_shortest(relationship: EitherWay[L], most: int, *, where: Sequence[bool] = ()) -> EitherWay[L]: ...
@overload
def all_shortest(relationship: Forward[L], most: int, *, where: Sequence[bool] = ()) -> Forward[L]: ...
@overload
def all_shortest(relationship: Backward[L], most: int, *, where: Sequence[bool] = ()) -> Backward[L]: ...
@overload
def all_shortest(relationship: type[Q], most: int, *, where: Sequence[bool] = ()) -> EitherWay[Q]: ...
def all_shortest(relationship: Any, most: int, *, where: Sequence[bool] = ()) -> Any:
    """Every way that is as short as the shortest: a row for each. Otherwise as `shortest`."""
    return _shortest(relationship, "all_shortest", most, where)


def _shortest(relationship: Any, search: Search, most: int, where: Sequence[bool]) -> Any:
    if not (type(most) is int and most >= 1):
        raise QueryError(f"{search} takes the most relationships that a way may have, 1 or more, not {most!r}.")
    return _way(relationship, search, 1, most, where)


def _way(relationship: Any, search: Search, least: int, most: int, where: Sequence[bool]) -> Any:
    directed: Hop[Any] = cast("Hop[Any]", relationship) if isinstance(relationship, Hop) else EitherWay(relationship)
    if directed.search is not None:
        raise QueryError(f"{search} takes a relationship class, or outgoing, incoming or either of it.")
    return type(directed)(directed.part, directed.way, search, least, most, tuple(map(condition, where)))


# --- what can be asked of a way -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class WayLength(Expression):
    """How many relationships a way has."""

    way: Hop[Any]

    @property
    def __kind__(self) -> Kind:
        """A whole number."""
        return INT


@dataclass(frozen=True, slots=True, eq=False)
class WayNodes(Expression):
    """The nodes of a way, both ends included."""

    way: Hop[Any]


@dataclass(frozen=True, slots=True, eq=False)
class WayRelationships(Expression):
    """The relationships of a way."""

    way: Hop[Any]


def length(way: Hop[Any]) -> int:
    """How many relationships a way has that `hops`, `shortest` or `all_shortest` made."""
    return cast("int", WayLength(_searched(way)))


def nodes(way: Hop[Relationship[L, E]]) -> list[L | E]:
    """The nodes of a way in their order, from the left one of the pattern to the right one."""
    return cast("list[L | E]", WayNodes(_searched(way)))


def relationships(way: Hop[L]) -> list[L]:
    """The relationships of a way in their order; their ends are references."""
    return cast("list[L]", WayRelationships(_searched(way)))


def _searched(way: Any) -> Hop[Any]:
    if isinstance(way, Hop) and cast("Hop[Any]", way).search is not None:
        return cast("Hop[Any]", way)
    raise QueryError(f"{way!r} is no way: keep what gm.hops(...) or gm.shortest(...) gives, and ask that.")


def pattern(parts: Sequence[Any], where: Sequence[Any] = (), *, optional: bool = False) -> Pattern:
    """The parts of a chain, checked.

    Raises:
        QueryError: when they do not alternate.
    """
    nodes, steps = tuple(parts[::2]), parts[1::2]
    if len(parts) % 2 == 0 or not all(map(is_node, nodes)):
        raise QueryError("match takes a node, or node, relationship, node, ...: match(State, MemberOf, Organization).")
    chain = tuple(cast("Hop[Any]", each) if isinstance(each, Hop) else Hop(each) for each in steps)
    if any(is_node(hop.part) for hop in chain):
        raise QueryError("match takes a relationship class between two nodes: match(State, MemberOf, Organization).")
    if optional and not chain:
        raise QueryError("optional takes a node that is there, a relationship, and what may be at its other end.")
    return Pattern(nodes, chain, optional, tuple(map(condition, where)))
