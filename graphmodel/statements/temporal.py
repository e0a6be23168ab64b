"""The times that a query is asked for, as conditions on the periods of its parts: what possibly and what certainly holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model import Node, Relationship
from graphmodel.model.codecs import PERIODS
from graphmodel.model.expressions import Attribute
from graphmodel.query import Asked, Clock, model_of
from graphmodel.statements.expressions import Expressions
from graphmodel.statements.objects import concrete
from graphmodel.statements.periods import compared, prefix_of
from graphmodel.statements.statement import quoted


class Temporal(Expressions):
    """Turns the times that a query is asked for into conditions."""

    times: Sequence[Asked]

    def holding(self, parts: Mapping[str, Any]) -> list[str]:
        """What these parts (variable -> class or alias) must fulfil to hold when the query is asked for."""
        return [
            self._of_part(variable, part, asked)
            for asked in self.times
            if asked.period is None
            for variable, part in parts.items()
            if _prefixes(part, asked.clock)
        ]

    def holding_by_name(self, asked: Asked) -> str:
        """What a period that is named by hand must fulfil."""
        return self._of_attribute(cast("Attribute", asked.period), asked)

    def clocks(self, parts: Iterable[Any]) -> set[Clock]:
        """The fields that are asked for and that one of these parts has."""
        parts = list(parts)
        asked: set[Clock] = {asked.clock for asked in self.times if asked.period is None}
        return {clock for clock in asked if any(_prefixes(part, clock) for part in parts)}

    def certainly(self, of: Any) -> str:
        """Whether what is asked of the time of a part, or of a period field, is certainly so.

        Raises:
            QueryError: when no time is asked for, or there is no period.
        """
        if not self.times:
            raise QueryError("certain(...) needs the time: add .as_of(day) to the query.")
        conditions = [
            condition for asked in self.times if (condition := self._certainly(of, replace(asked, certain=True)))
        ]
        if not conditions:
            raise QueryError(
                f"certain: {getattr(of, '__name__', of)!s} has no field named {self.times[-1].clock} that is asked for."
            )
        return f"({' AND '.join(conditions)})"

    def _certainly(self, of: Any, asked: Asked) -> str | None:
        if isinstance(of, Attribute):
            clock = "known" if of.property.name == "known" else "valid"
            same = asked.period is None or (asked.period.owner is of.owner and asked.period.property is of.property)
            return self._of_attribute(of, asked) if same and clock == asked.clock else None
        if asked.period is not None:
            return self._of_attribute(asked.period, asked) if asked.period.owner is of else None
        return self._of_part(self.variable(of), of, asked) if _prefixes(of, asked.clock) else None

    def _of_attribute(self, attribute: Any, asked: Asked) -> str:
        prefix = prefix_of(attribute)
        return self._compared(self.variable(attribute.owner), prefix, asked)

    def _of_part(self, variable: str, part: Any, asked: Asked) -> str:
        prefixes = _prefixes(part, asked.clock)
        if len(prefixes - {None}) > 1:
            raise QueryError(
                f"{asked.method}: the classes that {part} may be store {asked.clock} under several names: match one of them."
            )
        prefix = next(prefix for prefix in prefixes if prefix is not None)
        condition = self._compared(variable, prefix, asked)
        # What is matched as an abstract class may be of a class without the field.
        return f"({variable}.{quoted(prefix + '_text')} IS NULL OR {condition})" if None in prefixes else condition

    def _compared(self, variable: str, prefix: str, asked: Asked) -> str:
        named: dict[Any, str] = {}

        def bound(day: str) -> str:
            value = getattr(asked.window, day)
            if value not in named:
                named[value] = self.parameter(value)
            return named[value]

        return compared(variable, prefix, asked.how, asked.certain, bound)


def _prefixes(part: Any, clock: Clock) -> set[str | None]:
    """What the names of the days of a part's field begin with, for each class that it may be; empty where none has the field."""
    model = model_of(part)
    if model in (Node, Relationship):  # an end that nobody named
        return set()
    mappings = [model.__graph__] if model.__graph__ is not None else concrete(cast("type[Node]", model))
    fields = [mapping.by_name.get(clock) for mapping in mappings]
    found = {p.columns[0].removesuffix("_text") if p is not None and p.codec is PERIODS else None for p in fields}
    return set() if found == {None} else found
