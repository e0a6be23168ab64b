"""The arguments of functions, checked when the query is built: a field or other expression first, plain values beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model import operators
from graphmodel.model.expressions import Constant, Expression, lifted
from graphmodel.model.kinds import ANY, FLOAT, INT, TEXT, Kind, kind_of_value, list_of


def field(what: str, value: object) -> Expression:
    """A field or another expression.

    Raises:
        QueryError: when it is a plain value.
    """
    if isinstance(value, Expression):
        return value
    raise QueryError(f"{what}: {value!r} is no field of a model: write State.name, or the same of an alias.")


def of_family(what: str, value: object, *families: str) -> Expression:
    """An expression that is, or may be, of one of these families.

    Raises:
        QueryError: when it is known to be something else.
    """
    expression = field(what, value)
    if expression.__kind__.family not in (*families, "any"):
        raise QueryError(f"{what} takes {' or '.join(families)}; {expression} is {expression.__kind__.called}.")
    return expression


def number(what: str, value: object) -> Expression:
    """An expression for a number. Raises as `of_family`."""
    return operators.number(field(what, value), what)


def text(what: str, value: object) -> Expression:
    """An expression for text. Raises as `of_family`."""
    return of_family(what, value, "text")


def plain_text(what: str, value: object) -> Expression:
    """Text given by hand, or an expression for it. Raises as `of_family`."""
    if isinstance(value, Expression):
        return of_family(what, value, "text")
    if not isinstance(value, str):
        raise QueryError(f"{what} takes text, not {value!r}.")
    return Constant(str(value), TEXT)


def whole(what: str, value: object) -> Expression:
    """A whole number from 0 on, or an expression for one. Raises as `of_family`."""
    if isinstance(value, Expression):
        return number(what, value)
    if type(value) is not int or value < 0:
        raise QueryError(f"{what} takes whole numbers, 0 or more, not {value!r}.")
    return Constant(value, INT)


def value_beside(value: object, beside: Expression) -> Expression:
    """A plain value of the kind of an expression, or another expression of its family. Raises as `of_family`."""
    return alike("these values", (beside, value))[0][1]


def items(what: str, values: object, of: Kind) -> Expression:
    """Plain values of a kind, or an expression for a list of them. Raises as `of_family`."""
    if isinstance(values, Expression):
        return of_family(what, values, "list")
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise QueryError(f"{what}: a {type(values).__name__} is no list of values.")
    given = [of.checked(each, what) for each in cast("Iterable[Any]", values)]
    return Constant(given, list_of(of))


def alike(what: str, values: Sequence[object]) -> tuple[tuple[Expression, ...], Kind]:
    """Values of which a row gets one, so that they are all of one kind; that kind too.

    Raises:
        QueryError: when they are known not to be, or when one is None.
    """
    kinds = [value.__kind__ for value in values if isinstance(value, Expression)]
    kinds += [kind_of_value(value) for value in values if not isinstance(value, Expression)]
    kind = next((each for each in kinds if each.family != "any"), ANY)
    if kind.family == "number" and any(each.type is float for each in kinds):
        kind = FLOAT
    for value in values:
        if value is None:
            raise QueryError(f"{what} are never None: leave it out, and where nothing fits the result is None.")
        if isinstance(value, Expression) and value.__kind__.family not in (kind.family, "any"):
            raise QueryError(f"{what} are of one type; {value} is {value.__kind__.called}, another is {kind.called}.")
    return tuple(
        value if isinstance(value, Expression) or kind is ANY else Constant(kind.checked(value, what), kind)
        for value in map(_not_a_class, values)
    ), kind


def _not_a_class(value: object) -> Any:
    return lifted(value) if isinstance(value, type) else value
