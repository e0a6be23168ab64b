"""`select`: a question about patterns of nodes and relationships, built by adding to it and sent by the graph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any, Generic, Literal, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model import GraphObject, PartialDate, Period
from graphmodel.model.ends import End
from graphmodel.model.expressions import Attribute, Expression, condition
from graphmodel.model.kinds import FLOAT, Kind
from graphmodel.query.alias import Alias
from graphmodel.query.chains import Chain
from graphmodel.query.functions import Ordering
from graphmodel.query.patterns import Pattern
from graphmodel.query.times import Asked, asked

R = TypeVar("R", covariant=True)  # noqa: PLC0105  (one letter, as everywhere here)
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


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
    groups: tuple[Expression, ...] = ()
    """Conditions over aggregates."""
    source: IndexSearch | None = None
    """A search of an index that comes before the patterns."""
    branches: tuple[Query[Any], ...] = ()
    """The queries that this one is the union of."""
    repeats: bool = False
    """Whether a union keeps the rows that several branches have."""

    @property
    def match(self) -> Chain[Query[R]]:
        """Add a pattern: `query.match(State, MemberOf, Organization)`. Each call is a MATCH of its own; see `Chain`."""
        return Chain(self._matching)

    @property
    def optional(self) -> Chain[Query[R]]:
        """Add a pattern that need not be there: where it is not, its parts are null in that row.

        What decides whether it is there is asked inside it: the classes of its nodes, the day of the query, and
        `where=[...]`. Conditions of `.where(...)` that name its parts are applied afterwards, and take away the rows where
        they do not hold (a comparison with null does not). A part that also stands in a `match` is there in each row.
        The node that the pattern begins with is there too. Select what may be missing with `gm.maybe(...)`.
        """
        return Chain(self._matching, optional=True)

    def _matching(self, pattern: Pattern) -> Query[R]:
        return replace(self._open("match"), patterns=(*self.patterns, pattern))

    def _open(self, method: str) -> Query[R]:
        if self.branches:
            raise QueryError(f"A union has no {method}: say it of each of its queries, before they are put together.")
        return self

    def where(self, *conditions: bool) -> Query[R]:
        """Keep the rows for which every condition holds.

        Raises:
            QueryError: for a plain truth value, which `not x`, `x in y` and `a and b` give.
        """
        return replace(self._open("where"), conditions=(*self.conditions, *(condition(each) for each in conditions)))

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
        return replace(self._open("as_of"), times=(*self.times, asked("as_of", day, on=on, certain=certain)))

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
        return replace(
            self._open("overlaps"), times=(*self.times, asked("overlaps", start, end, on=on, certain=certain))
        )

    def during(
        self,
        start: Period | PartialDate | date | str,
        end: End | date | str | None = None,
        *,
        on: object = None,
        certain: bool = False,
    ) -> Query[R]:
        """Keep what possibly lies within a window, with no day outside. Arguments and errors as for `overlaps`."""
        return replace(self._open("during"), times=(*self.times, asked("during", start, end, on=on, certain=certain)))

    def known_on(self, day: date | str, *, on: object = None, certain: bool = False) -> Query[R]:
        """Keep what was possibly known on that day: each matched node and relationship with a field named `known`.

        That field is a period too: from when something was said or recorded until it was superseded. Arguments and errors as
        for `as_of`, and the two go together: `.as_of("1991-12-31").known_on("1992-03-01")`.
        """
        return replace(self._open("known_on"), times=(*self.times, asked("known_on", day, on=on, certain=certain)))

    def having(self, *conditions: bool) -> Query[R]:
        """Keep the groups for which every condition holds: conditions over aggregates, and what is selected beside them.

        `where` decides before the groups are made, `having` afterwards: `.having(gm.count(o) > 3)`.
        """
        return replace(self._open("having"), groups=(*self.groups, *(condition(each) for each in conditions)))

    def search(self, field: str | None, text: str, *, lucene: bool = False) -> Query[R]:
        """Start from the nodes or relationships whose field, marked `FullText`, has words of this text; `gm.score()` says how well.

        Needs an engine with full-text indexes; the embedded one has none.

        Args:
            field: such as `State.name`, or the same of an alias.
            text: the words that are looked for.
            lucene: take the text as a query in Lucene's language, with its operators, in place of plain words.

        Raises:
            QueryError: for a text without words, or what is no field.
        """
        if not isinstance(text, str) or not text.strip():  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise QueryError(f"search takes words to look for, not {text!r}.")
        return self._searching(IndexSearch("fulltext", field, text if lucene else plain_words(text)))

    def nearest(self, field: Sequence[float] | None, vector: Sequence[float], number: int) -> Query[R]:
        """Start from the nodes whose field, marked `Vector`, is nearest to a vector; `gm.score()` says how near.

        Args:
            field: such as `Paper.embedding`, or the same of an alias.
            vector: as many numbers as the field has.
            number: how many nodes the index is asked for; conditions may leave fewer.

        Raises:
            QueryError: for a vector that is zero or not finite, a number below 1, or what is no field.
        """
        if type(number) is not int or number < 1:
            raise QueryError(f"nearest takes a whole number of nodes, 1 or more, not {number!r}.")
        try:
            numbers = [float(each) for each in vector]
        except (TypeError, ValueError):
            raise QueryError("nearest takes a vector of numbers.") from None
        if not all(map(isfinite, numbers)) or not any(numbers):
            raise QueryError("nearest takes a vector of finite numbers that are not all zero: others are near nothing.")
        return self._searching(IndexSearch("vector", field, numbers, number))

    def _searching(self, source: IndexSearch) -> Query[R]:
        if self.source is not None:
            raise QueryError("A query can start from one search only.")
        return replace(self._open(source.kind), source=source)

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


@dataclass(frozen=True, slots=True, eq=False)
class IndexSearch(Expression):
    """A search of a full-text or vector index: the field, what is looked for, how many are wanted."""

    kind: Literal["fulltext", "vector"]
    field: Any
    sought: Any
    number: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.field, Attribute):
            raise QueryError(f"{self.field!r} is no field of a model: write State.name, or the same of an alias.")


@dataclass(frozen=True, slots=True, eq=False)
class Score(Expression):
    """How well a row fits the search that the query starts from."""

    @property
    def __kind__(self) -> Kind:
        """A number."""
        return FLOAT


def score() -> float:
    """How well a node or relationship fits the search that the query starts from: more is better."""
    return cast("float", Score())


def plain_words(text: str) -> str:
    r"""A text for the full-text index in which nothing is an operator of its query language.

    >>> plain_words("C++ and Java")
    'c\\+\\+ and java'
    """
    return re.sub(r"([+\-!(){}\[\]^\"~*?:\\/&|<>=])", r"\\\1", text.lower())


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
        if isinstance(column, Ordering):
            raise QueryError("select takes what is to be given back; desc belongs in order_by.")
        raise QueryError(f"select takes model classes, aliases and their fields, not {column!r}.")
    return Query(columns)
