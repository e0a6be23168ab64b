"""What is said of the two ends of a period: a date, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from graphmodel.model.dates import FIRST_DAY, LAST_DAY, PartialDate


@dataclass(frozen=True, slots=True)
class Mark:
    """One of `ONGOING`, `UNKNOWN`, `OPEN`: what is said of an end in place of a date."""

    name: str

    def __repr__(self) -> str:
        return self.name.upper()

    def __reduce__(self) -> str:
        return self.name.upper()  # pickled and copied by its name: there is one of each, compared with `is`


ONGOING = Mark("ongoing")
"""An end that has not come and is not expected: the default."""
UNKNOWN = Mark("unknown")
"""It began, or it ended, and nobody knows when."""
OPEN = Mark("open")
"""A start before all that is looked at (EDTF ``..``)."""


@dataclass(frozen=True, slots=True)
class Censored:
    """An end that was not seen: the table or data set looked up to `at`, the last day observed, and no further."""

    at: PartialDate


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A start on an unknown day, `at` or later: a treaty signed then and binding at some time since."""

    at: PartialDate


def CENSORED(at: PartialDate | date | str) -> Censored:  # noqa: N802  (written like the ends that take no argument)
    """The end of a period that was still running on `at`, the last day observed.

    >>> from graphmodel import CENSORED, Period
    >>> Period("2001", CENSORED("2018-12-31")).possibly_on("2024-01-01")
    True
    """
    return Censored(PartialDate(at))


def NOT_BEFORE(at: PartialDate | date | str) -> NotBefore:  # noqa: N802  (as CENSORED)
    """The start of a period that began on an unknown day, `at` or later.

    >>> from graphmodel import NOT_BEFORE, Period
    >>> Period(NOT_BEFORE("2018-08-12")).certainly_on("2019-01-01")
    False
    """
    return NotBefore(PartialDate(at))


Start = PartialDate | Mark | NotBefore
End = PartialDate | Mark | Censored
AnyEnd = TypeVar("AnyEnd", Start, End)


def days_of_start(start: Start) -> tuple[date, date]:
    """The first and last day that it can be, whatever the end."""
    if isinstance(start, PartialDate):
        return start.earliest, start.latest
    if isinstance(start, NotBefore):
        return start.at.earliest, LAST_DAY
    return FIRST_DAY, FIRST_DAY if start is OPEN else LAST_DAY


def days_of_end(end: End) -> tuple[date, date]:
    """The first and last day that it can be, whatever the start."""
    if isinstance(end, PartialDate):
        return end.earliest, end.latest
    if isinstance(end, Censored):
        return end.at.earliest + timedelta(days=1), LAST_DAY
    return LAST_DAY if end is ONGOING else FIRST_DAY, LAST_DAY


def later(a: Start, b: Start) -> Start:
    """The later of two starts: on a day on which one of them can be, and no earlier than the other can be."""
    (first, last), (other_first, other_last) = days_of_start(a), days_of_start(b)
    days = max(first, other_first), max(last, other_last)
    if named := _named(days, {a: (first, last), b: (other_first, other_last)}):
        return named
    if days[1] == LAST_DAY:  # a start on an unknown day, which is still no earlier than the other's
        date_ = a if first > other_first else b
        return NotBefore(date_ if isinstance(date_, PartialDate) else PartialDate(days[0]))
    return _between(days)


def earlier(a: End, b: End) -> End:
    """The earlier of two ends."""
    (first, last), (other_first, other_last) = days_of_end(a), days_of_end(b)
    days = min(first, other_first), min(last, other_last)
    return _named(days, {a: (first, last), b: (other_first, other_last)}) or _between(days)


def _named(days: tuple[date, date], ends: dict[AnyEnd, tuple[date, date]]) -> AnyEnd | None:
    """The end that can be just these days; of two the one that is doubted, then the one whose text comes first."""
    found = [end for end, its_days in ends.items() if its_days == days]
    return min(found, key=lambda end: (text_of(end)[-1:] not in "?~%", text_of(end)), default=None)


def _between(days: tuple[date, date]) -> PartialDate:
    first = "" if days[0] == FIRST_DAY else days[0].isoformat()
    return PartialDate(f"[{first}..{days[1].isoformat()}]")


def text_of(end: Start | End) -> str:
    """How it stands in the text of a period."""
    if isinstance(end, PartialDate):
        return str(end)
    if isinstance(end, Censored):
        return f"censored {end.at}"
    return f"not before {end.at}" if isinstance(end, NotBefore) else end.name


def code_of(end: Start | End) -> str:
    """How Python writes it."""
    if isinstance(end, PartialDate):
        return repr(str(end))
    if isinstance(end, Mark):
        return repr(end)
    return f"{'CENSORED' if isinstance(end, Censored) else 'NOT_BEFORE'}({str(end.at)!r})"
