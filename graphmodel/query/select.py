"""`select`: a question about patterns of nodes and relationships, built by adding to it and sent by the graph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model import GraphObject, PartialDate, Period
from graphmodel.model.ends import End
from graphmodel.model.expressions import Expression, children, condition
from graphmodel.query.alias import Alias, Directed, Way, is_node, model_of
from graphmodel.query.functions import Ordering
from graphmodel.query.times import Asked, asked

R = TypeVar("R")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


@dataclass(frozen=True, slots=True, eq=False)
class Hop:
    """A relationship of a pattern and the direction that was asked for; None where the classes decide."""

    part: Any
    way: Way | None


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One chain: node, relationship, node, ... It becomes one MATCH."""

    nodes: tuple[Any, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Query(Generic[R]):
    """A question whose rows are `R`. Each method gives a new one; nothing is sent until a graph is asked."""

    columns: tuple[Any, ...]
    patterns: tuple[Pattern, ...] = ()
    conditions: tuple[Expression, ...] = ()
    times: tuple[Asked, ...] = ()
    orders: tuple[Ordering, ...] = ()
    first: int = 0
    most: int | None = None
    unique: bool = False
    row: Any = None

    def match(self, *parts: Any) -> Query[R]:
        """Add a chain of node, relationship, node, ...: classes or aliases.

        The direction of a relationship follows from its class; between equal classes say `outgoing`, `incoming` or `either`.

        Raises:
            QueryError: when the parts do not alternate.
        """
        nodes, hops = parts[::2], parts[1::2]
        if len(parts) % 2 == 0 or not all(map(is_node, nodes)):
            raise QueryError(
                "match takes a node, or node, relationship, node, ...: match(State, MemberOf, Organization)."
            )
        chain = tuple(Hop(h.relationship, h.way) if isinstance(h, Directed) else Hop(h, None) for h in hops)
        if any(is_node(hop.part) for hop in chain):
            raise QueryError(
                "match takes a relationship class between two nodes: match(State, MemberOf, Organization)."
            )
        return replace(self, patterns=(*self.patterns, Pattern(nodes, chain)))

    def where(self, *conditions: bool) -> Query[R]:
        """Keep the rows for which every condition holds.

        Raises:
            QueryError: for a plain truth value, which `not x`, `x in y` and `a and b` give.
        """
        return replace(self, conditions=(*self.conditions, *(condition(each) for each in conditions)))

    def as_of(self, day: date | str, *, on: object = None, certain: bool = False) -> Query[R]:
        """Keep what possibly holds on that day: each matched node and relationship with a field named `valid`.

        Args:
            day: a date or its ISO text.
            on: another period to ask, such as `alias.other`, in place of every `valid`.
            certain: keep only what certainly holds.

        Raises:
            InvalidDate: when it is not one day.
            QueryError: when `on` is no field.
        """
        return replace(self, times=(*self.times, asked("as_of", day, on=on, certain=certain)))

    def overlaps(
        self,
        start: Period | PartialDate | date | str,
        end: End | date | str | None = None,
        *,
        on: object = None,
        certain: bool = False,
    ) -> Query[R]:
        """Keep what possibly has a day in a window: each matched node and relationship with a field named `valid`.

        Args:
            start: a period; or the first day of the window, and
            end: the first day outside. What is known to the year makes a window that is itself one of several.
            on: another period to ask, in place of every `valid`.
            certain: keep only what certainly has one.

        Raises:
            InvalidDate: when the window cannot be.
            QueryError: when it has no end, or `on` is no field.
        """
        return replace(self, times=(*self.times, asked("overlaps", start, end, on=on, certain=certain)))

    def during(
        self,
        start: Period | PartialDate | date | str,
        end: End | date | str | None = None,
        *,
        on: object = None,
        certain: bool = False,
    ) -> Query[R]:
        """Keep what possibly lies within a window, with no day outside. Arguments and errors as for `overlaps`."""
        return replace(self, times=(*self.times, asked("during", start, end, on=on, certain=certain)))

    def known_on(self, day: date | str, *, on: object = None, certain: bool = False) -> Query[R]:
        """Keep what was possibly known on that day: each matched node and relationship with a field named `known`.

        That field is a period too: from when something was said or recorded until it was superseded. Arguments and errors as
        for `as_of`, and the two go together: `.as_of("1991-12-31").known_on("1992-03-01")`.
        """
        return replace(self, times=(*self.times, asked("known_on", day, on=on, certain=certain)))

    def order_by(self, *by: object) -> Query[R]:
        """Sort by these, the first counting most; `gm.desc(x)` turns one around."""
        return replace(self, orders=(*self.orders, *(b if isinstance(b, Ordering) else Ordering(b, False) for b in by)))

    def skip(self, rows: int) -> Query[R]:
        """Leave out the first rows."""
        return replace(self, first=_whole("skip", rows))

    def limit(self, rows: int) -> Query[R]:
        """Give at most so many rows."""
        return replace(self, most=_whole("limit", rows))

    def distinct(self) -> Query[R]:
        """Give each row once."""
        return replace(self, unique=True)

    def into(self, row: type[T]) -> Query[T]:
        """Give each row as a named type: a dataclass, pydantic model or named tuple whose fields are the columns in order."""
        return cast("Query[T]", replace(self, row=row))


def _whole(what: str, number: int) -> int:
    if type(number) is not int or number < 0:
        raise QueryError(f"{what} takes a whole number of rows, 0 or more, not {number!r}.")
    return number


# One overload for each combination of classes and fields: a union of both in one parameter is Never to mypy.
@overload
def select(a: type[A], /) -> Query[A]: ...
@overload
def select(a: A, /) -> Query[A]: ...
@overload
def select(a: type[A], b: type[B], /) -> Query[tuple[A, B]]: ...
@overload
def select(a: type[A], b: B, /) -> Query[tuple[A, B]]: ...
@overload
def select(a: A, b: type[B], /) -> Query[tuple[A, B]]: ...
@overload
def select(a: A, b: B, /) -> Query[tuple[A, B]]: ...
@overload
def select(a: type[A], b: type[B], c: type[C], /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: type[A], b: type[B], c: C, /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: type[A], b: B, c: type[C], /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: type[A], b: B, c: C, /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: A, b: type[B], c: type[C], /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: A, b: type[B], c: C, /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: A, b: B, c: type[C], /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: A, b: B, c: C, /) -> Query[tuple[A, B, C]]: ...
@overload
def select(a: type[A], b: type[B], c: type[C], d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: type[B], c: type[C], d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: type[B], c: C, d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: type[B], c: C, d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: B, c: type[C], d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: B, c: type[C], d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: B, c: C, d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: type[A], b: B, c: C, d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: type[B], c: type[C], d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: type[B], c: type[C], d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: type[B], c: C, d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: type[B], c: C, d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: B, c: type[C], d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: B, c: type[C], d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: B, c: C, d: type[D], /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: A, b: B, c: C, d: D, /) -> Query[tuple[A, B, C, D]]: ...
@overload
def select(a: Any, b: Any, c: Any, d: Any, e: Any, /, *more: Any) -> Query[tuple[Any, ...]]: ...
def select(*columns: Any) -> Query[Any]:
    """Ask for nodes, relationships, fields or aggregates of a pattern.

    `select(State)` gives `State` objects; `select(State, MemberOf)` pairs; `select(State.name, gm.count())` tuples of values.
    Without `match` the pattern is the one node class, or the relationship with the ends that its class says.

    Raises:
        QueryError: for anything that is neither a model, an alias, nor made of their fields.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     name: str
    >>> print(gm.compile(gm.select(Country.name).where(Country.iso3 == "IRN")).text)  # doctest: +ELLIPSIS
    MATCH (c0:Country)...
    """
    if not columns:
        raise QueryError("select needs at least one class or field.")
    for column in columns:
        if isinstance(column, (Alias, Expression)) or (isinstance(column, type) and issubclass(column, GraphObject)):
            continue
        raise QueryError(f"select takes model classes, aliases and their fields, not {column!r}.")
    return Query(columns)


def named_parts(value: Any) -> list[Any]:
    """The classes and aliases that a column, a condition or an order names."""
    if isinstance(value, (Alias, type)):
        return [value] if isinstance(value, Alias) or issubclass(value, GraphObject) else []
    if isinstance(value, Ordering):
        return named_parts(value.by)
    if not isinstance(value, Expression):
        return []
    return [part for inner in children(value) for part in named_parts(inner)]


__all__ = ["Hop", "Pattern", "Query", "model_of", "named_parts", "select"]
