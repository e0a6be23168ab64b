"""The days that a query is asked for, as conditions on the periods of its parts: what possibly and what certainly holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.model.codecs import PERIODS
from graphmodel.model.expressions import Attribute
from graphmodel.query import AsOf, model_of
from graphmodel.statements.expressions import Expressions
from graphmodel.statements.statement import quoted


class Temporal(Expressions):
    """Turns the days that a query is asked for into conditions."""

    days: Sequence[AsOf]

    def holding(self, parts: Mapping[str, Any]) -> list[str]:
        """What these parts (variable -> class or alias) must fulfil to hold when the query is asked for."""
        return [
            self._condition(f"{variable}.{prefix}", asked)
            for asked in self.days
            if asked.period is None
            for variable, part in parts.items()
            if (prefix := valid(part))
        ]

    def holding_by_name(self, asked: AsOf) -> list[str]:
        """What a period that is named by hand must fulfil."""
        return [self._condition(self._period(asked.period), asked)]

    def certainly(self, of: Any) -> str:
        """Whether the period of a part certainly holds on the day asked for.

        Raises:
            QueryError: when no day is asked for, or there is no period.
        """
        if not self.days:
            raise QueryError("certain(...) needs the day: add .as_of(day) to the query.")
        if isinstance(of, Attribute):
            period = self._period(of)
        elif name := valid(of):
            period = f"{self.variable(of)}.{name}"
        else:
            raise QueryError(f"certain: {getattr(of, '__name__', of)!s} has no field named valid.")
        return _certainly(period, self.parameter(self.days[-1].day))

    def _condition(self, period: str, asked: AsOf) -> str:
        return (_certainly if asked.certain else _possibly)(period, self.parameter(asked.day))

    def _period(self, attribute: Any) -> str:
        if not isinstance(attribute, Attribute) or attribute.property.codec is not PERIODS:
            raise QueryError(f"{attribute} is no period field.")
        return f"{self.variable(attribute.owner)}.{attribute.property.columns[0].removesuffix('_text')}"


def valid(part: Any) -> str | None:
    """The stored prefix of a part's field `valid`, where it has one that is a period."""
    mapping = getattr(model_of(part), "__graph__", None)
    p = mapping.by_name.get("valid") if mapping is not None else None
    return p.columns[0].removesuffix("_text") if p is not None and p.codec is PERIODS else None


def _possibly(period: str, day: str) -> str:
    return f"{_prop(period, '_from_earliest')} <= {day} AND {_prop(period, '_to_latest')} > {day}"


def _certainly(period: str, day: str) -> str:
    return f"{_prop(period, '_from_latest')} <= {day} AND {_prop(period, '_to_earliest')} > {day}"


def _prop(period: str, suffix: str) -> str:
    variable, _, name = period.partition(".")
    return f"{variable}.{quoted(name + suffix)}"
