"""What can be said of any field beside comparing it: conditions, orders, choices, conversions, and any function by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, cast, overload
from uuid import UUID

from graphmodel.errors import QueryError
from graphmodel.model import PartialDate, Period, Point
from graphmodel.model.expressions import Combined, Expression, Function, Negated, condition, lifted
from graphmodel.model.kinds import ANY, FLOAT, INT, TEXT, Kind, kind_of
from graphmodel.model.operators import among
from graphmodel.query.arguments import alike, of_family
from graphmodel.query.arguments import field as expression

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
V = TypeVar(
    "V", bool, int, float, str, bytes, datetime, date, time, timedelta, Decimal, UUID, PartialDate, Period, Point
)
"""What a field may hold. A type variable with values is one of them, so that text beside a number is a mistake for checkers."""

_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Certain(Expression):
    """Whether the period of a part of the pattern certainly holds on the day that the query is asked for."""

    of: Any

    @property
    def __kind__(self) -> Kind:
        """A truth value."""
        return kind_of(bool)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Expression):
    """A function of Cypher by its own name."""

    name: str
    arguments: tuple[Expression, ...]
    gives: Kind

    @property
    def __kind__(self) -> Kind:
        """What the caller says that it gives."""
        return self.gives

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True, eq=False)
class Case(Expression):
    """The value beside the first condition that is true."""

    conditions: tuple[Expression, ...]
    values: tuple[Expression, ...]
    otherwise: Expression | None
    gives: Kind

    @property
    def __kind__(self) -> Kind:
        """That of its values."""
        return self.gives

    def __str__(self) -> str:
        return "case(...)"


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order and its direction."""

    by: Any
    descending: bool


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


@overload
def in_(field: V | None, values: Iterable[V]) -> bool: ...
@overload
def in_(field: E | None, values: Iterable[E]) -> bool: ...
@overload
def in_(field: list[T] | None, values: Iterable[list[T]]) -> bool: ...
def in_(field: Any, values: Any) -> Any:
    """Whether a field is one of these values: a list of them, or a list in the graph. False for all where there are none.

    Raises:
        QueryError: when the field can never have one of the values.
    """
    return among(expression("gm.in_", field), values)


@overload
def coalesce(value: V | None, default: V, /) -> V: ...
@overload
def coalesce(value: V | None, second: V | None, /) -> V | None: ...
@overload
def coalesce(value: V | None, second: V | None, default: V, /) -> V: ...
@overload
def coalesce(value: V | None, second: V | None, third: V | None, /) -> V | None: ...
@overload
def coalesce(value: E | None, default: E, /) -> E: ...
@overload
def coalesce(value: list[T] | None, default: list[T], /) -> list[T]: ...
def coalesce(*values: Any) -> Any:
    """The first of these that is not null: two or three fields or plain values.

    Raises:
        QueryError: when they are not of one type.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     population: int | None = None
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN", population=89), Country(iso3="VAT"))
    ...     graph.all(gm.select(Country.iso3, gm.coalesce(Country.population, 0)).order_by(Country.iso3))
    [('IRN', 89), ('VAT', 0)]
    """
    arguments, kind = alike("The values of gm.coalesce", values)
    if not any(isinstance(value, Expression) for value in values):
        raise QueryError("gm.coalesce: none of these is a field of a model.")
    return Function("coalesce", arguments, kind)


@overload
def case(*branches: tuple[bool, V], otherwise: V) -> V: ...
@overload
def case(*branches: tuple[bool, V]) -> V | None: ...
@overload
def case(*branches: tuple[bool, E], otherwise: E) -> E: ...
@overload
def case(*branches: tuple[bool, E]) -> E | None: ...
def case(*branches: tuple[Any, Any], otherwise: Any = None) -> Any:
    """The value beside the first condition that is true; `otherwise`, or None, where none is.

    Args:
        branches: pairs of a condition and a value or field.
        otherwise: the value or field where no condition is true.

    Raises:
        QueryError: when the values are not of one type, or a condition is none.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     population: int = 0
    >>> size = gm.case((Country.population > 100, "large"), (Country.population > 50, "middling"), otherwise="small")
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN", population=89), Country(iso3="RUS", population=144))
    ...     graph.all(gm.select(Country.iso3, size).order_by(Country.iso3))
    [('IRN', 'middling'), ('RUS', 'large')]
    """
    if not branches or not all(isinstance(each, tuple) and len(each) == 2 for each in branches):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError("gm.case takes pairs: gm.case((State.population > 100, 'large'), otherwise='small').")
    conditions = tuple(condition(when) for when, _ in branches)
    rest = () if otherwise is None else (otherwise,)
    values, kind = alike("The values of gm.case", [*(value for _, value in branches), *rest])
    values = tuple(map(lifted, values))
    return Case(conditions, values[: len(branches)], values[-1] if rest else None, kind)


_TEXTS = ("text", "number", "truth value", "date", "decimal", "enumeration", "PartialDate", "Period", "UUID")


@overload
def to_text(value: V | Enum) -> str: ...
@overload
def to_text(value: V | Enum | None) -> str | None: ...
def to_text(value: Any) -> Any:
    """A value as text: numbers as the engines write them (`1.5`, `1.0E20`), `true`, dates in ISO form, enumerations as stored."""
    return Function("to_text", (of_family("gm.to_text", value, *_TEXTS),), TEXT)


def to_int(value: float | str | None) -> int | None:
    """A number without what follows the point, as Python's int(); of text, the number that it says, else None.

    A number beyond 64 bits fails when the query is run (`StatementError`); what text says beyond them is None, and so is NaN.
    """
    return cast("int", _converted("to_int", value, INT))


def to_float(value: float | str | Decimal | None) -> float | None:
    """A number as a float; of text, the number that it says, else None. A `Decimal` loses what a float cannot hold."""
    return cast("float", _converted("to_float", value, FLOAT))


def call(name: str, *arguments: object, returns: type[T]) -> T:
    """Any other function of Cypher, by its name: the door to what has no name of its own here.

    What it means, and whether there is one, is the engine's affair. Functions that change nothing are all that can be called so.

    Args:
        name: the function, with dots between the parts of its name: "toUpper", "date.truncate".
        arguments: fields, and plain values, which are sent as parameters.
        returns: the Python type of its results. A selected result that is null, or does not fit, raises `MappingError`;
            inside `gm.coalesce` it may be null.

    Raises:
        QueryError: when the name is no name of a function, or the type has no place in a graph.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN"))
    ...     graph.one(gm.select(gm.call("reverse", Country.iso3, returns=str)))
    'NRI'
    """
    if not isinstance(name, str) or not _DOTTED.fullmatch(name):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError(f"gm.call: {name!r} is no name of a function: letters, digits and _, with dots between.")
    kind = kind_of(returns)
    if kind is ANY and returns is not object:
        raise QueryError(f"gm.call({name!r}): returns={returns!r} has no place in a graph; object takes what comes.")
    return cast("T", Call(name, tuple(map(lifted, arguments)), kind))


def _converted(name: str, value: object, kind: Kind) -> Expression:
    families = ("text", "number", "truth value", *(("decimal",) if kind is FLOAT else ()))
    given = of_family(f"gm.{name}", value, *families)
    of_text = given.__kind__.family in ("text", "decimal")
    of_float = name == "to_int" and given.__kind__.type is float
    return Function(f"{name}_of_text" if of_text else "to_int_of_float" if of_float else name, (given,), kind)
