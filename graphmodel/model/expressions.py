"""What stands for a field in a query: `State.name` and what its operators make of it. Data only; nothing here knows Cypher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from graphmodel.model.mapping import Property


class Expression:
    """Something with a value in each row of a query. Comparing it gives a condition, not a truth value."""

    __slots__ = ()

    if not TYPE_CHECKING:  # checkers see the field's own type, and so its own operators

        def __eq__(self, other: object) -> Comparison:
            return _compare("=", self, other)

        def __ne__(self, other: object) -> Comparison:
            return _compare("<>", self, other)

        def __lt__(self, other: object) -> Comparison:
            return Comparison("<", _operand(self), _operand(other))

        def __le__(self, other: object) -> Comparison:
            return Comparison("<=", _operand(self), _operand(other))

        def __gt__(self, other: object) -> Comparison:
            return Comparison(">", _operand(self), _operand(other))

        def __ge__(self, other: object) -> Comparison:
            return Comparison(">=", _operand(self), _operand(other))

        def __and__(self, other: object) -> Combined:
            return Combined("AND", (_condition(self), _condition(other)))

        def __or__(self, other: object) -> Combined:
            return Combined("OR", (_condition(self), _condition(other)))

        def __rand__(self, other: object) -> Combined:
            return Combined("AND", (_condition(other), _condition(self)))

        def __ror__(self, other: object) -> Combined:
            return Combined("OR", (_condition(other), _condition(self)))

        def __hash__(self) -> int:
            return object.__hash__(self)

    def __bool__(self) -> NoReturn:
        raise QueryError(
            "A condition has no truth value before the database sees it: write & for and, | for or, gm.not_(x) for not, "
            "gm.in_(x, values) for in, and a < x & x < b for a chain of comparisons."
        )

    def __contains__(self, item: object) -> NoReturn:
        raise QueryError("'in' decides at once: write gm.in_(field, values), or gm.contains(field, text).")

    def __iter__(self) -> Iterator[Any]:
        raise QueryError("A field of a query cannot be looped over: fetch the rows first.")


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Expression):
    """One field of a node or relationship of the query. `owner` is the class, or the alias it was asked of."""

    owner: Any
    property: Property

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise QueryError(
            f"{self} is a field in a query and has no .{name}: for text use gm.startswith, gm.contains, gm.endswith."
        )

    def __str__(self) -> str:
        return f"{getattr(self.owner, '__name__', self.owner)}.{self.property.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expression):
    """A value; it reaches the database as a parameter."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Expression):
    """Two expressions and the operator between them, as Cypher writes it."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Combined(Expression):
    """Conditions joined by AND or OR."""

    operator: str
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Negated(Expression):
    """The opposite of a condition."""

    condition: Expression


@dataclass(frozen=True, slots=True, eq=False)
class IsNull(Expression):
    """Whether a value is missing."""

    value: Expression


CONDITIONS: Final = (Comparison, Combined, Negated, IsNull)


def _operand(value: object) -> Expression:
    if isinstance(value, CONDITIONS):
        raise QueryError("A comparison cannot be compared again: write a < x & x < b, with brackets around each part.")
    return value if isinstance(value, Expression) else Constant(value)


def _compare(operator: str, left: Expression, right: object) -> Any:
    if right is None:
        return IsNull(left) if operator == "=" else Negated(IsNull(left))
    return Comparison(operator, _operand(left), _operand(right))


def _condition(value: object) -> Expression:
    if isinstance(value, Expression):
        return value
    raise QueryError(f"{value!r} is no condition: did a comparison lack its brackets? Write (x == 1) & (y == 2).")


def condition(value: object) -> Expression:
    """The argument of `where`, checked.

    Raises:
        QueryError: when it is a plain value, as `State.name in names` or `not x` gives.
    """
    return _condition(value)
