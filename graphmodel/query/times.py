"""The times that a query is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, cast

from graphmodel.errors import QueryError
from graphmodel.model import PartialDate, Period, as_day
from graphmodel.model.expressions import Attribute
from graphmodel.model.periods import Bounds

How = Literal["on", "overlaps", "during"]
Clock = Literal["valid", "known"]
"""The field that says when something holds, and the one that says from when until when it was said or recorded."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A day or a window, and what is asked of it: of each part that has the clock, or of the named period alone."""

    how: How
    window: Bounds
    clock: Clock = "valid"
    period: Attribute | None = None
    certain: bool = False

    @property
    def method(self) -> str:
        """The method of a query that asks so."""
        return ("as_of" if self.clock == "valid" else "known_on") if self.how == "on" else self.how


def asked(
    method: str,
    start: Period | PartialDate | date | str,
    end: Any = None,
    *,
    on: object = None,
    certain: bool = False,
) -> Asked:
    """What a method of a query, or `get`, asks for.

    Raises:
        InvalidDate: when a day is not one day, or a window cannot be.
        QueryError: when the window has no end, `on` is no field, or `certain` no truth value.
    """
    if on is not None and not isinstance(on, Attribute):
        raise QueryError(f"{method}(on={on!r}): name a period field, such as MemberOf.valid.")
    if not isinstance(certain, bool):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
        raise QueryError(f"{method}(certain={certain!r}): say True or False.")
    if method in ("as_of", "known_on"):
        day = as_day(cast("date | str", start))
        after = day + timedelta(days=1)
        return Asked("on", Bounds(day, day, after, after), "valid" if method == "as_of" else "known", on, certain)
    return Asked(cast("How", method), _window(method, start, end).bounds, "valid", on, certain)


def _window(method: str, start: Period | PartialDate | date | str, end: Any) -> Period:
    if isinstance(start, Period):
        if end is not None:
            raise QueryError(f"{method}({start!r}, {end!r}): the period has an end already.")
        return start
    if end is None:
        raise QueryError(
            f"{method}({start!r}) needs the end too, the first day outside: {method}('2014-01-01', '2015-01-01'); or a Period."
        )
    return Period(start, end)
