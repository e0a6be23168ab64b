"""What can be said of fields beside comparing them: conditions, aggregates, orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from graphmodel.errors import QueryError
from graphmodel.model.expressions import Combined, Comparison, Constant, Expression, Negated, condition

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Count(Expression):
    """How many rows, or how many (different) values or nodes, stand in a group."""

    of: Any
    distinct: bool


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate(Expression):
    """A function over the values of a group: min, max, sum, avg, collect."""

    function: Literal["min", "max", "sum", "avg", "collect"]
    of: Expression
    distinct: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Certain(Expression):
    """Whether the period of a part of the pattern certainly holds on the day that the query is asked for."""

    of: Any


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order and its direction."""

    by: Any
    descending: bool


def count(of: object = None, *, distinct: bool = False) -> int:
    """How many rows; with an argument, how many values that are not null, or nodes.

    Args:
        of: a field, a class or an alias of the pattern; all rows by default.
        distinct: count each value or node once.
    """
    if of is None and distinct:
        raise QueryError("count(distinct=True) needs to know of what: count(State, distinct=True).")
    return cast("int", Count(of, distinct))


def smallest(of: T) -> T:
    """The smallest value of the group."""
    return cast("T", Aggregate("min", _expression(of)))


def largest(of: T) -> T:
    """The largest value of the group."""
    return cast("T", Aggregate("max", _expression(of)))


def total(of: T) -> T:
    """The sum of the group."""
    return cast("T", Aggregate("sum", _expression(of)))


def collect(of: T, *, distinct: bool = False) -> list[T]:
    """The values of the group as a list, in no order that can be relied on."""
    return cast("list[T]", Aggregate("collect", _expression(of), distinct))


def certain(of: object) -> bool:
    """Whether the period of this part of the pattern certainly holds on the day given to `as_of`; to be selected or asked for."""
    return cast("bool", Certain(of))


def desc(by: T) -> T:
    """The largest first, in `order_by`."""
    return cast("T", Ordering(by, True))


def col(field: T | None) -> T:
    """An optional field as if it always had a value, so that checkers let it be compared: `gm.col(State.population) > 5`."""
    return cast("T", field)


def not_(negated: object) -> bool:
    """The opposite of a condition."""
    return cast("bool", Negated(condition(negated)))


def any_of(*conditions: object) -> bool:
    """True where at least one of the conditions is: `a | b | c` with the brackets left out."""
    return cast("bool", Combined("OR", tuple(condition(each) for each in conditions)))


def in_(field: T, values: Iterable[T]) -> bool:
    """Whether a field is one of these values. False for all where there are none."""
    if isinstance(values, Expression):  # the rows of a sub-query
        return cast("bool", Comparison("IN", _expression(field), values))
    if isinstance(values, (str, bytes)):
        raise QueryError(f"in_({field}, {values!r}) looks for single characters: give a list of values.")
    return cast("bool", Comparison("IN", _expression(field), Constant(list(values))))


def startswith(field: str | None, text: str) -> bool:
    """Whether a text begins so."""
    return cast("bool", Comparison("STARTS WITH", _expression(field), Constant(text)))


def endswith(field: str | None, text: str) -> bool:
    """Whether a text ends so."""
    return cast("bool", Comparison("ENDS WITH", _expression(field), Constant(text)))


def contains(field: str | None, text: str) -> bool:
    """Whether a text holds another."""
    return cast("bool", Comparison("CONTAINS", _expression(field), Constant(text)))


def _expression(value: object) -> Expression:
    if isinstance(value, Expression):
        return value
    raise QueryError(f"{value!r} is no field of a model: write State.name, or the same of an alias.")
