"""Numbers, dates and places in queries. Null makes null. `+`, `/`, `abs(x)`, `round(x)` and so on are Python's own operators."""

from __future__ import annotations

from datetime import date
from typing import Any, cast, overload

from graphmodel.errors import QueryError
from graphmodel.model import Point
from graphmodel.model.expressions import Constant, Expression, Function
from graphmodel.model.kinds import FLOAT, INT, kind_of_value
from graphmodel.query.arguments import number, of_family


@overload
def floor(field: float) -> int: ...
@overload
def floor(field: float | None) -> int | None: ...
def floor(field: Any) -> Any:
    """The next whole number downwards; None of NaN. One beyond 64 bits fails when the query is run (`StatementError`)."""
    return Function("floor", (number("gm.floor", field),), INT)


@overload
def ceil(field: float) -> int: ...
@overload
def ceil(field: float | None) -> int | None: ...
def ceil(field: Any) -> Any:
    """The next whole number upwards; None of NaN. One beyond 64 bits fails when the query is run (`StatementError`)."""
    return Function("ceil", (number("gm.ceil", field),), INT)


@overload
def sqrt(field: float) -> float: ...
@overload
def sqrt(field: float | None) -> float | None: ...
def sqrt(field: Any) -> Any:
    """The square root; not a number (`nan`) of what is below 0."""
    return Function("sqrt", (number("gm.sqrt", field),), FLOAT)


@overload
def days_between(start: date, end: date) -> int: ...
@overload
def days_between(start: date | None, end: date | None) -> int | None: ...
def days_between(start: Any, end: Any) -> Any:
    """How many days later `end` is than `start`, below 0 where it is earlier. Datetimes count by their day (in UTC with a zone).

    Raises:
        QueryError: when one of them is no date; of a partial date or a period name one of its days.

    >>> import graphmodel as gm
    >>> from datetime import date
    >>> class Treaty(gm.Node):
    ...     key: gm.Key[str]
    ...     signed: date
    ...     effective: date
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Treaty(key="sco", signed=date(2002, 6, 7), effective=date(2003, 9, 19)))
    ...     graph.one(gm.select(gm.days_between(Treaty.signed, Treaty.effective)))
    469
    """
    if not any(isinstance(each, Expression) for each in (start, end)):
        raise QueryError("gm.days_between: none of these is a field of a model.")
    return Function("days_between", (_day(start), _day(end)), INT)


def distance(one: Point | None, other: Point | None) -> float | None:
    """How far two points are apart: metres on the Earth as a sphere, or units of the plane; null between different systems.

    Args:
        one: a field with a point.
        other: another, or a point.

    Raises:
        QueryError: when one of them is no point.
    """
    points = (_point(one), _point(other))
    if not any(isinstance(each, Expression) for each in (one, other)):
        raise QueryError("gm.distance: none of these is a field of a model.")
    return cast("float", Function("distance", points, FLOAT))


def _day(value: object) -> Expression:
    if isinstance(value, Expression):
        hint = {"PartialDate": ".earliest or .latest", "Period": ".bounds.from_earliest"}.get(value.__kind__.family)
        if hint is not None:
            raise QueryError(f"gm.days_between: {value} is {value.__kind__.called}: name one of its days, {hint}.")
        return of_family("gm.days_between", value, "date", "datetime")
    if not isinstance(value, date):
        raise QueryError(f"gm.days_between takes dates, not {value!r}.")
    return Constant(value, kind_of_value(value))


def _point(value: object) -> Expression:
    if isinstance(value, Expression):
        return of_family("gm.distance", value, "Point")
    kind = kind_of_value(value)
    if kind.family != "Point":
        raise QueryError(f"gm.distance takes points, not {value!r}.")
    return Constant(value, kind)
