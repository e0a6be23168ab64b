"""One value for all rows of a group: how many, the least, the greatest, the sum, the mean, all of them.

What is selected beside an aggregate and is none itself makes the groups. Nulls are left out everywhere. The names are Python's own
and mean the same: `import graphmodel as gm` and write `gm.max(...)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model.expressions import Expression, Function
from graphmodel.model.kinds import FLOAT, INT, Kind, list_of
from graphmodel.model.operators import refuse_unordered, sortable
from graphmodel.query.arguments import field, number, value_beside

AGGREGATES: Final = frozenset(
    {"avg", "collect", "count", "max", "min", "percentilecont", "percentiledisc", "stdev", "stdevp", "sum"}
)

T = TypeVar("T")
Ordered = TypeVar("Ordered", int, float, str, datetime, date, time, timedelta, Decimal)
"""What has an order; a value of one of these types beside another is a mistake, not a union."""


@dataclass(frozen=True, slots=True, eq=False)
class Count(Expression):
    """How many rows, or how many (different) values or nodes, stand in a group."""

    of: Any
    distinct: bool

    @property
    def __kind__(self) -> Kind:
        """A whole number."""
        return INT

    def __str__(self) -> str:
        return f"count({'' if self.of is None else self.of})"


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate(Expression):
    """A function over the values of a group: min, max, sum, avg, collect."""

    function: Literal["min", "max", "sum", "avg", "collect"]
    of: Expression
    distinct: bool = False

    @property
    def __kind__(self) -> Kind:
        """That of the values, or of a list of them."""
        if self.function == "avg":
            return FLOAT
        return list_of(self.of.__kind__) if self.function == "collect" else self.of.__kind__

    def __str__(self) -> str:
        return f"{self.function}({self.of})"


def count(of: object = None, *, distinct: bool = False) -> int:
    """How many rows; with an argument, how many values that are not null, or nodes.

    Args:
        of: a field, a class or an alias of the pattern; all rows by default.
        distinct: count each value or node once.
    """
    if of is None and distinct:
        raise QueryError("count(distinct=True) needs to know of what: count(State, distinct=True).")
    return cast("int", Count(of, distinct))


@overload
def min(of: Ordered | None, *, default: Ordered) -> Ordered: ...  # noqa: A001  (as the built-in is called)
@overload
def min(of: T | None) -> T | None: ...  # noqa: A001  (as the built-in is called)
def min(of: Any, *, default: Any = None) -> Any:  # noqa: A001  (used as gm.min)
    """The least value of the group; `default`, or None, where there is none.

    Of decimals and timedeltas it is the value of the field that has the least number beside it; of several that a float cannot tell
    apart, any.

    Raises:
        QueryError: for what has no order, such as a period.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     population: int | None = None
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN", population=89), Country(iso3="RUS", population=144), Country(iso3="VAT"))
    ...     graph.one(gm.select(gm.min(Country.population), gm.sum(Country.population), gm.avg(Country.population)))
    (89, 233, 116.5)
    """
    return _extreme("min", of, default)


@overload
def max(of: Ordered | None, *, default: Ordered) -> Ordered: ...  # noqa: A001  (as the built-in is called)
@overload
def max(of: T | None) -> T | None: ...  # noqa: A001  (as the built-in is called)
def max(of: Any, *, default: Any = None) -> Any:  # noqa: A001  (used as gm.max)
    """The greatest value of the group; `default`, or None, where there is none. Raises as `min`."""
    return _extreme("max", of, default)


@overload
def sum(of: int | None) -> int: ...  # pyright: ignore[reportOverlappingOverload]  # noqa: A001  (None alone fits each)
@overload
def sum(of: float | None) -> float: ...  # noqa: A001  (as the built-in is called)
@overload
def sum(of: Decimal | None) -> Decimal: ...  # noqa: A001  (as the built-in is called)
@overload
def sum(of: timedelta | None) -> timedelta: ...  # noqa: A001  (as the built-in is called)
def sum(of: Any) -> Any:  # noqa: A001  (used as gm.sum)
    """The sum of the group; 0 of nothing. Decimals and timedeltas are added as floats.

    Raises:
        QueryError: for what is no number.
    """
    given = field("gm.sum", of)
    if given.__kind__.family in ("decimal", "timedelta"):
        return Aggregate("sum", sortable(given))
    return Aggregate("sum", number("gm.sum", given))


def avg(of: float | None) -> float | None:
    """The mean of the group, None of nothing; `statistics.mean` for numbers. Raises as `sum`."""
    return cast("float", Aggregate("avg", number("gm.avg", of)))


def collect(of: T | None, *, distinct: bool = False) -> list[T]:
    """The values of the group as a list without nulls, in no order that can be relied on."""
    return cast("list[T]", Aggregate("collect", field("gm.collect", of), distinct))


def _extreme(function: Literal["min", "max"], of: object, default: object) -> Expression:
    expression = field(f"gm.{function}", of)
    refuse_unordered(expression)
    sortable(expression)  # refuses what has no number to be sorted by
    found = Aggregate(function, expression)
    return found if default is None else Function("coalesce", (found, value_beside(default, found)), found.__kind__)
