"""Expressions as Cypher: fields, comparisons, functions. What is a value becomes a parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphmodel.errors import NotSupported, QueryError
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
)
from graphmodel.model.operators import refuse_unordered, sortable
from graphmodel.model.periods import Bounds
from graphmodel.query import Aggregate, Call, Case, Certain, Count
from graphmodel.statements.functions import FUNCTIONS, VARIADIC
from graphmodel.statements.statement import quoted


@dataclass(frozen=True, slots=True, eq=False)
class Written(Expression):
    """An expression that only compilers make: it writes itself, with the variables and parameters of the scope it is given."""

    write: Callable[[Any], str]
    of: tuple[Any, ...] = ()
    """The classes and aliases that it speaks of."""


class Expressions:
    """Turns expressions into text, for a scope that knows the variables and keeps the parameters."""

    def parameter(self, value: Any) -> str:
        """The name that a value gets in the statement."""
        raise NotImplementedError

    def variable(self, part: Any) -> str:
        """The variable of a class or alias."""
        raise NotImplementedError

    def certainly(self, of: Any) -> str:
        """Whether the period of a part certainly holds on the day asked for."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """An expression as Cypher, its values as parameters."""
        match value:
            case Attribute():
                return self._attribute(value)
            case Constant():
                return self.parameter(value.__kind__.encode(value.value))
            case Function():
                return self._function(value)
            case Call():
                return f"{value.name}({', '.join(map(self.text, value.arguments))})"
            case Case():
                return self._case(value)
            case Condition():
                return self._truth(value)
            case Count():
                of = "*" if value.of is None else self._counted(value.of)
                return f"count({'DISTINCT ' if value.distinct else ''}{of})"
            case Aggregate():
                return self._aggregate(value)
            case Written():
                return value.write(self)
            case Certain():
                return self.certainly(value.of)
            case _:
                raise NotSupported(f"{type(value).__name__} cannot be asked of a graph.")

    def order(self, value: Any) -> str:
        """An expression to sort by.

        Raises:
            QueryError: for a period or a list, which have no place in an order.
        """
        refuse_unsortable(value)
        return self.operand(sortable(value) if isinstance(value, Expression) else value)

    def operand(self, value: Any) -> str:
        """An expression as it stands beside an operator: comparisons in brackets."""
        text = self.text(value)
        return f"({text})" if isinstance(value, (Comparison, Negated, IsNull)) else text

    def _attribute(self, value: Attribute) -> str:
        if value.property.annotation is Bounds:
            raise QueryError(f"{value} is four days: name one of them, such as .from_earliest.")
        return f"{self.variable(value.owner)}.{quoted(value.property.column)}"

    def _truth(self, value: Condition) -> str:
        match value:
            case Comparison():
                return f"{self.operand(value.left)} {value.operator} {self.operand(value.right)}"
            case Combined():
                return f"({f' {value.operator} '.join(map(self.text, value.parts))})" if value.parts else "false"
            case Negated():
                return f"NOT ({self.text(value.condition)})"
            case IsNull():
                inner = self.text(value.value)
                return f"{inner if isinstance(value.value, Attribute) else f'({inner})'} IS NULL"
            case _:
                raise NotSupported(f"{type(value).__name__} cannot be asked of a graph.")

    def _function(self, value: Function) -> str:
        arguments = [self.operand(argument) for argument in value.arguments]
        if value.name in VARIADIC:
            return f"{VARIADIC[value.name]}({', '.join(arguments)})"
        return FUNCTIONS[value.name].format(*arguments)

    def _case(self, value: Case) -> str:
        branches = zip(value.conditions, value.values, strict=True)
        text = " ".join(f"WHEN {self.text(when)} THEN {self.text(then)}" for when, then in branches)
        rest = "" if value.otherwise is None else f" ELSE {self.text(value.otherwise)}"
        return f"(CASE {text}{rest} END)"

    def _aggregate(self, value: Aggregate) -> str:
        of = self.text(value.of)
        if value.function in ("min", "max") and (by := sortable(value.of)) is not value.of:
            # The number beside it decides; the value itself is what is given.
            return f"{value.function}(CASE WHEN {of} IS NOT NULL THEN [{self.text(by)}, {of}] END)[1]"
        return f"{value.function}({'DISTINCT ' if value.distinct else ''}{of})"

    def _counted(self, of: Any) -> str:
        return self.text(of) if isinstance(of, Expression) else self.variable(of)


def refuse_unsortable(value: Any) -> None:
    """Raise QueryError for what has no place in an order. Enumerations may be sorted: by their stored values."""
    if isinstance(value, Expression) and value.__kind__.family != "enumeration":
        refuse_unordered(value)
