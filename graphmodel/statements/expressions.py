"""Expressions as Cypher: fields, comparisons, functions. What is a value becomes a parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from graphmodel.errors import NotSupported, QueryError
from graphmodel.model.codecs import PERIODS, Codec
from graphmodel.model.expressions import Attribute, Combined, Comparison, Constant, Expression, IsNull, Negated
from graphmodel.query import Aggregate, Certain, Count
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
                return f"{self.variable(value.owner)}.{quoted(value.property.column)}"
            case Constant():
                return self.parameter(value.value)
            case Comparison():
                return self._comparison(value)
            case Combined():
                return (
                    f"({f' {value.operator} '.join(self.text(part) for part in value.parts)})"
                    if value.parts
                    else "false"
                )
            case Negated():
                return f"NOT ({self.text(value.condition)})"
            case IsNull():
                return f"{self.text(value.value)} IS NULL"
            case Count():
                of = "*" if value.of is None else self._counted(value.of)
                return f"count({'DISTINCT ' if value.distinct else ''}{of})"
            case Aggregate():
                if value.function != "collect":
                    refuse_period(value.of)
                return f"{value.function}({'DISTINCT ' if value.distinct else ''}{self.text(value.of)})"
            case Written():
                return value.write(self)
            case Certain():
                return self.certainly(value.of)
            case _:
                raise NotSupported(f"{type(value).__name__} cannot be asked of a graph.")

    def order(self, value: Any) -> str:
        """An expression to sort by.

        Raises:
            QueryError: for a period, which has no place in an order.
        """
        refuse_period(value)
        return self.text(value)

    def _counted(self, of: Any) -> str:
        return self.text(of) if isinstance(of, Expression) else self.variable(of)

    def _comparison(self, value: Comparison) -> str:
        left, right = value.left, value.right
        codec = next((side.property.codec for side in (left, right) if isinstance(side, Attribute)), None)
        if codec is not None and len(codec.suffixes) > 1 and value.operator not in ("=", "<>", "IN"):
            raise QueryError(f"{left} is known only in part and has no order: compare its days in hand-written Cypher.")
        among = value.operator == "IN"
        return f"{self._side(left, codec)} {value.operator} {self._side(right, codec, among=among)}"

    def _side(self, side: Expression, codec: Codec | None, *, among: bool = False) -> str:
        if not isinstance(side, Constant) or codec is None or side.value is None:
            return self.text(side)
        value: Any = side.value
        if among:
            return self.parameter([_stored(each, codec) for each in cast("list[Any]", value)])
        return self.parameter(_stored(value, codec))


def refuse_period(value: Any) -> None:
    """Refuse to put periods into an order: which of two comes first is a question about one of their days."""
    if isinstance(value, Attribute) and value.property.codec is PERIODS:
        raise QueryError(f"{value} is a period and has no order: name one of its days in hand-written Cypher.")


def _stored(value: Any, codec: Codec) -> Any:
    try:
        return codec.encode(value)[0] if not isinstance(value, date) or len(codec.suffixes) == 1 else str(value)
    except (AttributeError, TypeError):
        return value  # compared as it is: a plain text with an enumeration
