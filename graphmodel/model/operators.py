"""What operators make of expressions: comparisons, arithmetic, subscripts. What Python refuses they refuse, if types are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model.expressions import (
    Attribute,
    Combined,
    Comparison,
    Condition,
    Constant,
    Expression,
    Function,
    IsNull,
    Negated,
    lifted,
)
from graphmodel.model.kinds import ANY, BOOL, FLOAT, INT, TEXT, Kind, kind_of_value, list_of
from graphmodel.model.parts import order_of

_SIGNS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "floor_divide": "//", "modulo": "%", "power": "**",
}  # fmt: skip
_DAYS = ("date", "datetime")
_LAST_POWER = 63


# --- comparing ----------------------------------------------------------------------------------------------------------


def compare(operator: str, left: Expression, right: object) -> Expression:
    """Two values compared by `=`, `<>`, `<`, ...; with None, whether there is a value."""
    if right is None:
        if operator not in ("=", "<>"):
            raise QueryError(f"{left} {operator} None: nothing comes before or after None; ask x == None or x != None.")
        return IsNull(left) if operator == "=" else Negated(IsNull(left))
    if isinstance(left, Condition) or isinstance(right, Condition):
        raise QueryError(
            "A comparison cannot be compared again: write (a < x) & (x < b), with brackets around each part."
        )
    ordering = operator not in ("=", "<>")
    if ordering and not left.__kind__.ordered:
        raise QueryError(_no_order(left))
    wide = ordering and not isinstance(right, Expression) and left.__kind__.family == "text"
    other = Constant(TEXT.checked(right, left), TEXT) if wide else lifted(right, left)
    a, b = left.__kind__, other.__kind__
    if "any" not in (a.family, b.family) and a.family != b.family:
        raise QueryError(f"{left} is {a.called} and {other} is {b.called}: the two cannot be compared.")
    made = Comparison(operator, sortable(left), sortable(other)) if ordering else Comparison(operator, left, other)
    return _alike_zoned(made, left, other)


def _alike_zoned(compared: Comparison, left: Expression, right: Expression) -> Expression:
    """A comparison in which what has a zone and what has none never match, as engines differ in what they make of the two."""
    family = left.__kind__.family
    if family not in ("datetime", "time") or (family != right.__kind__.family and not _is_list_of(right, family)):
        return compared
    zoned = f"zoned_{family}"
    match right:
        case Constant(value=[first, *_]) | Constant(value=first) if not isinstance(first, list):
            asked: Expression = Function(zoned, (left,), BOOL)
            same = asked if first.utcoffset() is not None or first.tzinfo is not None else Negated(asked)
        case Constant():
            return compared
        case _ if compared.operator == "IN":
            return compared
        case _:
            same = Comparison("=", Function(zoned, (left,), BOOL), Function(zoned, (right,), BOOL))
    return Combined("OR", (compared, Negated(same))) if compared.operator == "<>" else Combined("AND", (compared, same))


def _is_list_of(value: Expression, family: str) -> bool:
    return value.__kind__.family == "list" and value.__kind__.item.family == family


def _no_order(value: Expression) -> str:
    hint = {
        "Period": "compare one of its days, such as .bounds.from_earliest",
        "PartialDate": "compare its .earliest or .latest day",
        "list": "compare an item, or gm.size(x)",
    }.get(value.__kind__.family, "only numbers, texts, dates and times have one")
    return f"{value} is {value.__kind__.called} and has no order: {hint}."


def refuse_unordered(value: object) -> None:
    """Raise QueryError for an expression whose values have no order: periods, lists, plain enumerations."""
    if isinstance(value, Expression) and not value.__kind__.ordered:
        raise QueryError(_no_order(value))


def sortable(value: Expression) -> Expression:
    """An expression by what its values are sorted by: the number that is stored beside a decimal or a timedelta.

    Raises:
        QueryError: for an expression made of such values, which has no such number.
    """
    order = value.__kind__.codec.order
    if not order or (isinstance(value, Attribute) and len(value.property.columns) == 1):
        return value
    if isinstance(value, Attribute):
        return Attribute(value.owner, order_of(value.property))
    if isinstance(value, Constant):
        return Constant(value.__kind__.codec.encode(value.value)[order], FLOAT)
    raise QueryError(
        f"{value} is {value.__kind__.called} that is worked out: only fields of that type can be sorted or compared so."
    )


def among(value: Expression, values: object) -> Expression:
    """Whether an expression has one of these values: a list of plain ones, or an expression for a list."""
    if isinstance(values, Expression):
        if values.__kind__.family not in ("any", "list"):
            raise QueryError(f"in_: {values} is {values.__kind__.called}, not a list.")
        return Comparison("IN", value, values)
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise QueryError(
            f"in_({value}, ...) looks for single values, not a {type(values).__name__}: give a list of them."
        )
    given = list(cast("Iterable[Any]", values))
    if value.__kind__.family != "any":
        wanted = Constant([value.__kind__.checked(v, value) for v in given], list_of(value.__kind__))
        return _alike_zoned(Comparison("IN", value, wanted), value, wanted)
    return Comparison("IN", value, Constant(given, kind_of_value(given)))


# --- arithmetic ---------------------------------------------------------------------------------------------------------


def add(left: object, right: object) -> Expression:
    """The sum of numbers; texts or lists joined; a date so much later."""
    a, b = _both(left, right)
    match a.__kind__.family, b.__kind__.family:
        case ("text", "text") | ("any", "text") | ("text", "any"):
            return Function("add", (a, b), TEXT)
        case ("list", "list") if _joins(a.__kind__, b.__kind__):
            return Function("add", (a, b), a.__kind__ if a.__kind__.item.family != "any" else b.__kind__)
        case ("date" | "datetime" | "timedelta", "timedelta"):
            return Function("add", (a, b), a.__kind__)
        case ("timedelta", "date" | "datetime"):
            return Function("add", (b, a), b.__kind__)
        case _:
            return numbers("add", a, b)


def subtract(left: object, right: object) -> Expression:
    """The difference of numbers; a date so much earlier."""
    a, b = _both(left, right)
    match a.__kind__.family, b.__kind__.family:
        case ("date" | "datetime" | "timedelta", "timedelta"):
            return Function("subtract", (a, b), a.__kind__)
        case (first, second) if first in _DAYS and second in _DAYS:
            raise QueryError(f"{a} - {b}: for the days between two dates write gm.days_between({b}, {a}).")
        case _:
            return numbers("subtract", a, b)


def numbers(name: str, left: object, right: object) -> Expression:
    """An operator on two numbers, by name.

    Raises:
        QueryError: when one of them is known to be something else.
    """
    a, b = _both(left, right)
    if any(each.__kind__.family not in ("number", "any") or _is_enum(each.__kind__) for each in (a, b)):
        taken = f"{a} is {a.__kind__.called} and {b} is {b.__kind__.called}"
        raise QueryError(f"{taken}: {_SIGNS[name]} does not take these two.{_hint(a, b)}")
    if "any" in (a.__kind__.family, b.__kind__.family):
        return Function(name, (a, b), FLOAT if name in ("divide", "power") else ANY)
    whole = a.__kind__.type is int and b.__kind__.type is int
    if name == "power":
        if whole and isinstance(b, Constant) and b.value >= 0:
            if b.value > _LAST_POWER:
                raise QueryError(f"{a} ** {b} does not fit into 64 bits: write gm.to_float({a}) ** {b}.")
            return Function(f"power_{b.value}", (a,), INT)
        return Function("power", (a, b), FLOAT)
    if name == "floor_divide" and not whole:
        return Function("floor_divide_floats", (a, b), FLOAT)
    return Function(name, (a, b), INT if whole and name != "divide" else FLOAT)


def negative(value: Expression) -> Expression:
    """The number with the other sign."""
    return Function("negative", (number(value, "-"),), value.__kind__)


def absolute(value: Expression) -> Expression:
    """The number without its sign."""
    return Function("abs", (number(value, "abs"),), value.__kind__)


def rounded(value: Expression, digits: int | None) -> Expression:
    """The nearest number of so many digits after the point, the even one of two; a whole number without `digits`.

    What is halfway is told by the shortest text of the number: 2.675 gives 2.68, for which Python, by its last bits, gives 2.67.
    """
    number(value, "round")
    if digits is not None and (type(digits) is not int or digits < 0):
        raise QueryError(f"round({value}, {digits!r}): the number of digits is a whole number, 0 or more.")
    if value.__kind__.type is int:
        return value
    if digits is None:
        return Function("round", (value,), INT)
    return Function("round_to", (value, Constant(digits, INT)), FLOAT)


def number(value: Expression, what: str) -> Expression:
    """An expression that is, or may be, a number.

    Raises:
        QueryError: when it is known to be something else.
    """
    if value.__kind__.family not in ("number", "any") or _is_enum(value.__kind__):
        raise QueryError(f"{what} takes a number; {value} is {value.__kind__.called}.{_hint(value)}")
    return value


def _both(left: object, right: object) -> tuple[Expression, Expression]:
    """Both sides as expressions; each plain value is of its own kind, as in Python."""
    if left is None or right is None:
        raise QueryError(f"None has no arithmetic: {left!s} beside {right!s}.")
    return _own(left), _own(right)


def _own(value: object) -> Expression:
    if isinstance(value, (Expression, type)):
        return lifted(value)
    return Constant(value, kind_of_value(value))


def _joins(a: Kind, b: Kind) -> bool:
    first, second = a.item, b.item
    return "any" in (first.family, second.family) or first.type == second.type


def _is_enum(kind: Kind) -> bool:
    return kind.family == "number" and kind.type not in (int, float)


def _hint(*values: Expression) -> str:
    if any(value.__kind__.family == "decimal" for value in values):
        return " A Decimal is stored as text: gm.to_float(x) counts with it."
    if any(value.__kind__.family == "list" for value in values) and len(values) > 1:
        return " One item is joined to a list as a list: x + [item]."
    if {value.__kind__.family for value in values} == {"text", "number"}:
        return " gm.to_text(x) makes text of a number."
    return ""


# --- subscripts ---------------------------------------------------------------------------------------------------------


def subscript(value: Expression, at: Any) -> Expression:
    """An item or a slice of a list, a slice of a text."""
    if value.__kind__.family not in ("any", "list", "text"):
        raise QueryError(f"{value} is {value.__kind__.called}: only lists and texts have items.")
    if isinstance(at, slice):
        return _slice(value, cast("slice[Any, Any, Any]", at))
    if value.__kind__.family == "text":
        raise QueryError(f"{value} is text: write gm.substring(x, start, length), or a slice such as x[:3].")
    index = _index(at)
    return Function("item", (value, index), value.__kind__.item if value.__kind__.family == "list" else ANY)


def _slice(value: Expression, at: slice[Any, Any, Any]) -> Expression:
    if at.step is not None:
        raise QueryError(f"{value}[{at.start}:{at.stop}:{at.step}]: a slice in a query has no step.")
    bounds = [None if bound is None else _index(bound) for bound in (at.start, at.stop)]
    if value.__kind__.family == "text":
        return _text_slice(value, bounds)
    match bounds:
        case [None, None]:
            return value
        case [None, Expression() as stop]:
            return Function("slice_to", (value, stop), value.__kind__)
        case [Expression() as start, None]:
            return Function("slice_from", (value, start), value.__kind__)
        case _:
            return Function("slice", (value, *(bound for bound in bounds if bound is not None)), value.__kind__)


def _text_slice(value: Expression, bounds: list[Expression | None]) -> Expression:
    places: list[int | None] = []
    for bound in bounds:
        if bound is not None and (not isinstance(bound, Constant) or bound.value < 0):
            raise QueryError(f"{value} is text: its slices take plain numbers from 0; gm.substring takes expressions.")
        places.append(None if bound is None else bound.value)
    start, stop = places[0] or 0, places[1]
    cut = (start,) if stop is None else (start, max(stop - start, 0))
    return Function("substring", (value, *(Constant(place, INT) for place in cut)), value.__kind__)


def _index(at: Any) -> Expression:
    if isinstance(at, Expression):
        if at.__kind__.family != "any" and at.__kind__.type is not int:
            raise QueryError(f"{at} is {at.__kind__.called}: a place in a list is a whole number.")
        return at
    if type(at) is not int:
        raise QueryError(f"{at!r} is no place in a list: give a whole number.")
    return Constant(at, INT)
