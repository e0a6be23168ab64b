"""Questions inside questions: whether a pattern is there, how often, what holds for its rows, its rows as a list; and unions.

A sub-query is a query. The nodes that the query around it has are the same nodes in it; its relationships are its own. The day that
the query around it is asked for holds in it too.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model import GraphObject
from graphmodel.model.expressions import Combined, Comparison, Condition, Constant, Expression, Negated, condition
from graphmodel.model.kinds import ANY, INT, Kind
from graphmodel.query.aggregates import Count
from graphmodel.query.alias import Alias
from graphmodel.query.chains import Chain
from graphmodel.query.patterns import Pattern
from graphmodel.query.select import Query

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


def _start(pattern: Pattern) -> Query[None]:
    return Query((), (pattern,))


match: Chain[Query[None]] = Chain(_start)
"""A query that selects nothing: a pattern to be asked `exists`, `count` or a quantifier of; `where`, `as_of`, ... add to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Exists(Condition):
    """Whether a query has a row."""

    query: Query[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Rows(Expression):
    """The rows of a query as a list."""

    query: Query[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Untrue(Condition):
    """That a condition is false, or not known."""

    condition: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Maybe(Expression):
    """A part or field that may be missing, selected as such."""

    of: Any

    @property
    def __kind__(self) -> Kind:
        """That of the field."""
        return self.of.__kind__ if isinstance(self.of, Expression) else ANY


def exists(query: Query[Any]) -> bool:
    """Whether a query has a row.

    >>> import graphmodel as gm
    >>> class Firm(gm.Node):
    ...     key: gm.Key[str]
    >>> class Owns(gm.Relationship[Firm, Firm]):
    ...     pass
    >>> a, b = gm.alias(Firm), gm.alias(Firm)
    >>> print(gm.compile(gm.select(a.key).where(gm.exists(gm.match(a, gm.outgoing(Owns), b)))).text)
    MATCH (f0:Firm) WHERE EXISTS { MATCH (f0)-[o2:OWNS]->(f1:Firm) }...
    """
    return cast("bool", Exists(_asked("exists", query)))


def any(query: Query[Any], *conditions: bool) -> bool:  # noqa: A001  (used as gm.any)
    """Whether the conditions hold for at least one row of a query: `gm.any(gm.match(a, MemberOf, o), o.name == "SCO")`."""
    return cast("bool", Exists(_rows("any", query).where(*conditions)))


def all(query: Query[Any], *conditions: bool) -> bool:  # noqa: A001  (used as gm.all)
    """Whether the conditions hold for every row of a query; true where it has none. What is not known does not hold."""
    untrue = Untrue(Combined("AND", tuple(map(condition, conditions))))
    return cast("bool", Negated(Exists(_rows("all", query).where(cast("bool", untrue)))))


def none(query: Query[Any], *conditions: bool) -> bool:
    """Whether the conditions hold for no row of a query. What is not known does not hold."""
    return cast("bool", Negated(Exists(_rows("none", query).where(*conditions))))


def single(query: Query[Any], *conditions: bool) -> bool:
    """Whether the conditions hold for exactly one row of a query. What is not known does not hold."""
    return cast("bool", Comparison("=", Count(_rows("single", query).where(*conditions), False), Constant(1, INT)))


def subquery(query: Query[T]) -> list[T]:
    """The rows of a query as a list in each row of the query around it: `gm.subquery(gm.select(o.name).match(a, MemberOf, o))`."""
    _asked("subquery", query)
    if not (query.columns or query.branches):
        raise QueryError("subquery takes a query with columns: gm.select(...).match(...).")
    return cast("list[T]", Rows(query))


@overload
def maybe(of: type[G]) -> G | None: ...
@overload
def maybe(of: T) -> T | None: ...
def maybe(of: Any) -> Any:
    """A part or field of an optional pattern, or what is made of one, as a column that is None where the pattern is not there."""
    if isinstance(of, (Alias, Expression)) or (isinstance(of, type) and issubclass(of, GraphObject)):
        return Maybe(of)
    raise QueryError(f"maybe takes a model class, an alias, or one of their fields, not {of!r}.")


@overload
def union(a: Query[A], b: Query[B], /, *, all: bool = False) -> Query[A | B]: ...
@overload
def union(a: Query[A], b: Query[B], c: Query[C], /, *, all: bool = False) -> Query[A | B | C]: ...
@overload
def union(a: Query[T], b: Query[T], c: Query[T], d: Query[T], /, *more: Query[T], all: bool = False) -> Query[T]: ...
def union(*queries: Query[Any], all: bool = False) -> Query[Any]:  # noqa: A002  (the word for it)
    """The rows of several queries, each once; `all=True` keeps those that are in several.

    Each must select as many columns, and what stands in one place must be of one kind: nodes (of any classes), relationships of one
    class, or values of one type. The whole can be sorted by what the first query selects, and cut off.

    Raises:
        QueryError: when they do not fit together.
    """
    if len(queries) < 2 or not builtins.all(isinstance(each, Query) and each.columns for each in queries):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError("union takes two or more queries with columns: gm.union(gm.select(...), gm.select(...)).")
    if len({len(each.columns) for each in queries}) > 1:
        raise QueryError("union: each query must select as many columns.")
    if odd := [each for each in queries if each.row is not None]:
        raise QueryError(f"union: say into({odd[0].row.__name__}) of the whole, not of one query.")
    return Query(queries[0].columns, branches=queries, repeats=all)


def _asked(what: str, query: Any) -> Query[Any]:
    if not isinstance(query, Query):
        raise QueryError(f"{what} takes a query, such as gm.match(a, MemberOf, o), not {query!r}.")
    return cast("Query[Any]", query)


def _rows(what: str, query: Any) -> Query[Any]:
    asked = _asked(what, query)
    if asked.first or asked.most is not None or asked.groups or asked.branches:
        raise QueryError(f"{what} asks of each row that a pattern has: leave skip, limit, having and union out.")
    return asked
