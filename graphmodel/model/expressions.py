"""What stands for a field in a query: `State.name` and what its operators make of it. Data only; nothing here knows Cypher."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from graphmodel.errors import QueryError, UnknownField
from graphmodel.model.kinds import ANY, BOOL, INT, Kind, kind_of_property, kind_of_value
from graphmodel.model.parts import parts_of

if TYPE_CHECKING:
    from graphmodel.model.properties import Property

_CLOCK: Final = {
    "date": ("year", "month", "day"),
    "datetime": ("year", "month", "day", "hour", "minute", "second", "microsecond"),
    "time": ("hour", "minute", "second", "microsecond"),
}


class Expression:
    """Something with a value in each row of a query. Comparing it gives a condition, not a truth value.

    Arithmetic means what it means in Python, except that null makes null, and that what cannot be divided, by zero, is null too.
    Whole numbers beyond 64 bits fail when the query is run (`StatementError`); floats become infinite, and roots of negative
    numbers are not a number. A place in a list that is not there is null. A power of whole numbers is whole where the exponent
    is a plain number from 0 to 63, and else a float. Decimals and timedeltas are ordered by the nearest float, so that two that
    differ only beyond its 15 to 17 digits are neither less nor greater. Datetimes and times with a zone and without never match.
    """

    __slots__ = ()

    @property
    def __kind__(self) -> Kind:
        """What kind of values it has, as far as is known."""
        return ANY

    if not TYPE_CHECKING:  # checkers see the field's own type, and so its own operators

        def __eq__(self, other: object) -> Expression:
            return operators.compare("=", self, other)

        def __ne__(self, other: object) -> Expression:
            return operators.compare("<>", self, other)

        def __lt__(self, other: object) -> Expression:
            return operators.compare("<", self, other)

        def __le__(self, other: object) -> Expression:
            return operators.compare("<=", self, other)

        def __gt__(self, other: object) -> Expression:
            return operators.compare(">", self, other)

        def __ge__(self, other: object) -> Expression:
            return operators.compare(">=", self, other)

        def __and__(self, other: object) -> Combined:
            return Combined("AND", (condition(self), condition(other)))

        def __or__(self, other: object) -> Combined:
            return Combined("OR", (condition(self), condition(other)))

        def __rand__(self, other: object) -> Combined:
            return Combined("AND", (condition(other), condition(self)))

        def __ror__(self, other: object) -> Combined:
            return Combined("OR", (condition(other), condition(self)))

        def __hash__(self) -> int:
            return object.__hash__(self)

        def __add__(self, other: object) -> Expression:
            return operators.add(self, other)

        def __radd__(self, other: object) -> Expression:
            return operators.add(other, self)

        def __sub__(self, other: object) -> Expression:
            return operators.subtract(self, other)

        def __rsub__(self, other: object) -> Expression:
            return operators.subtract(other, self)

        def __mul__(self, other: object) -> Expression:
            return operators.numbers("multiply", self, other)

        def __rmul__(self, other: object) -> Expression:
            return operators.numbers("multiply", other, self)

        def __truediv__(self, other: object) -> Expression:
            return operators.numbers("divide", self, other)

        def __rtruediv__(self, other: object) -> Expression:
            return operators.numbers("divide", other, self)

        def __floordiv__(self, other: object) -> Expression:
            return operators.numbers("floor_divide", self, other)

        def __rfloordiv__(self, other: object) -> Expression:
            return operators.numbers("floor_divide", other, self)

        def __mod__(self, other: object) -> Expression:
            return operators.numbers("modulo", self, other)

        def __rmod__(self, other: object) -> Expression:
            return operators.numbers("modulo", other, self)

        def __pow__(self, other: object) -> Expression:
            return operators.numbers("power", self, other)

        def __rpow__(self, other: object) -> Expression:
            return operators.numbers("power", other, self)

        def __neg__(self) -> Expression:
            return operators.negative(self)

        def __abs__(self) -> Expression:
            return operators.absolute(self)

        def __round__(self, digits: int | None = None) -> Expression:
            return operators.rounded(self, digits)

        def __getitem__(self, at: Any) -> Expression:
            return operators.subscript(self, at)

        def __getattr__(self, name: str) -> Expression:
            if name.startswith("__"):
                raise AttributeError(name)
            parts = _CLOCK.get(self.__kind__.family, ())
            if name in parts:
                return Function(name, (self,), INT)
            known = f" It has {', '.join(f'.{part}' for part in parts)}." if parts else ""
            raise UnknownField(
                f"{self} is {self.__kind__.called} in a query and has no .{name}.{known} "
                "For methods of Python's there are functions: gm.lower(x), gm.startswith(x, text), gm.size(x), ..."
            )

    def __bool__(self) -> NoReturn:
        raise QueryError(
            "A condition has no truth value before the database sees it: write & for and, | for or, gm.not_(x) for not, "
            "gm.in_(x, values) for in, and (a < x) & (x < b) for a chain of comparisons."
        )

    def __contains__(self, item: object) -> NoReturn:
        raise QueryError(
            "'in' decides at once: write gm.in_(field, values), gm.has(list, item), or gm.contains(text, part)."
        )

    def __iter__(self) -> Iterator[Any]:
        raise QueryError("A field of a query cannot be looped over: fetch the rows first.")

    def __len__(self) -> NoReturn:
        raise QueryError("len() counts at once: write gm.size(field).")


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Expression):
    """One field of a node or relationship of the query, or a part of it. `owner` is the class, or the alias it was asked of."""

    owner: Any
    property: Property

    @builtins.property
    def __kind__(self) -> Kind:
        """The kind that the class says."""
        return kind_of_property(self.property)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Expression:
            if name.startswith("__"):
                raise AttributeError(name)
            parts = parts_of(self.property)
            if name in parts:
                return Attribute(self.owner, parts[name])
            if not parts:
                return Expression.__getattr__(self, name)
            raise UnknownField(f"{self} has no .{name} in a query. It has {', '.join(f'.{part}' for part in parts)}.")

    def __str__(self) -> str:
        return f"{getattr(self.owner, '__name__', self.owner)}.{self.property.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expression):
    """A value; it reaches the database as a parameter, in the form that values of its kind are stored in."""

    value: Any
    of: Kind = ANY

    @property
    def __kind__(self) -> Kind:
        """The kind of what it stands beside."""
        return self.of

    def __str__(self) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Function(Expression):
    """A function or operator by our own name, and its arguments; `statements.functions` knows how Cypher writes it."""

    name: str
    arguments: tuple[Expression, ...]
    gives: Kind

    @property
    def __kind__(self) -> Kind:
        """What it gives."""
        return self.gives

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True, eq=False)
class Condition(Expression):
    """What is true, false or, where something is missing, null."""

    @property
    def __kind__(self) -> Kind:
        """A truth value."""
        return BOOL


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Condition):
    """Two expressions and the operator between them, as Cypher writes it."""

    operator: str
    left: Expression
    right: Expression

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True, eq=False)
class Combined(Condition):
    """Conditions joined by AND or OR."""

    operator: str
    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"({f' {self.operator} '.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True, eq=False)
class Negated(Condition):
    """The opposite of a condition."""

    condition: Expression

    def __str__(self) -> str:
        return f"NOT ({self.condition})"


@dataclass(frozen=True, slots=True, eq=False)
class IsNull(Condition):
    """Whether a value is missing."""

    value: Expression

    def __str__(self) -> str:
        return f"{self.value} IS NULL"


def lifted(value: object, beside: Expression | None = None) -> Expression:
    """An expression as it is; a plain value as a constant of the kind that it stands beside.

    Raises:
        QueryError: when what it stands beside can never have that value.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, type) or hasattr(value, "graph_model"):
        raise QueryError(f"{value!r} is a whole node or relationship: name one of its fields.")
    if beside is None or beside.__kind__.family == "any":
        return Constant(value, kind_of_value(value))
    return Constant(beside.__kind__.checked(value, beside), beside.__kind__)


def condition(value: object) -> Expression:
    """The argument of `where`, checked.

    Raises:
        QueryError: when it is a plain value, as `State.name in names` or `not x` gives, or an expression for something else.
    """
    if not isinstance(value, Expression):
        raise QueryError(f"{value!r} is no condition: did a comparison lack its brackets? Write (x == 1) & (y == 2).")
    if value.__kind__.family not in ("any", "truth value"):
        raise QueryError(f"{value} is {value.__kind__.called}, not a condition: compare it with something.")
    return value


def shape(value: Any) -> Any:
    """Something that is equal for expressions that mean the same, and hashable."""
    match value:
        case Attribute():
            return ("field", id(value.owner), value.property.columns)
        case Constant():
            return ("value", value.__kind__.family, _same(value.__kind__.encode(value.value), value))
        case Expression():
            inner = (getattr(value, each.name) for each in fields(cast("Any", value)))
            return (type(value).__name__, *map(shape, inner))
        case tuple():
            return tuple(map(shape, cast("tuple[Any, ...]", value)))
        case str() | bool() | None:
            return value
        case _:
            return ("same", id(value))


def _same(stored: Any, of: Constant) -> Any:
    """Something hashable that is equal for values that are stored alike; a value that cannot be hashed is like itself alone."""
    if isinstance(stored, (list, tuple)) and not hasattr(stored, "srid"):
        return tuple(_same(each, of) for each in cast("list[Any]", stored))
    try:  # the text too: 0.0 == -0.0, and times are equal in zones of different offsets
        return (type(stored), repr(stored), hash(stored), stored)
    except TypeError:
        return ("same", id(of))


from graphmodel.model import operators  # noqa: E402  (it makes the classes above, and they call it)
