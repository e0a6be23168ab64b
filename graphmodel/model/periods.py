"""When something holds: half-open periods whose ends say how far they are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from graphmodel.errors import InvalidDate
from graphmodel.model.dates import FIRST_DAY, LAST_DAY, PartialDate, text_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import core_schema

EndKind = Literal["date", "ongoing", "unknown", "censored"]


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

    >>> Period("2001", CENSORED("2018-12-31")).possibly_on("2024-01-01")
    True
    """
    return Censored(PartialDate(at))


def NOT_BEFORE(at: PartialDate | date | str) -> NotBefore:  # noqa: N802  (as CENSORED)
    """The start of a period that began on an unknown day, `at` or later.

    >>> Period(NOT_BEFORE("2018-08-12")).certainly_on("2019-01-01")
    False
    """
    return NotBefore(PartialDate(at))


Start = PartialDate | Mark | NotBefore
End = PartialDate | Mark | Censored


class Bounds(NamedTuple):
    """The four days that the graph stores and compares. `to_*` is the first day outside."""

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date


class Period:
    """From its start up to, and without, its end; either may be known to the day, to the year, or not at all.

    Args:
        start: EDTF text or a date; `OPEN`, `UNKNOWN` or `NOT_BEFORE(day)`.
        end: the first day outside: EDTF text or a date; `ONGOING` (the default), `UNKNOWN` or `CENSORED(day)`.

    Raises:
        InvalidDate: when a date cannot be read, or the period cannot hold a single day.

    >>> Period("2001", "2014").possibly_on("2014-06-01"), Period("2001", "2014").certainly_on("2014-06-01")
    (True, False)
    """

    __slots__ = ("_bounds", "_end", "_start")

    _start: Start
    _end: End
    _bounds: Bounds

    def __init__(self, start: Start | date | str, end: End | date | str = ONGOING) -> None:
        first = start if isinstance(start, (Mark, NotBefore)) else PartialDate(start)
        last = end if isinstance(end, (Mark, Censored)) else PartialDate(end)
        if first is ONGOING or last is OPEN or isinstance(first, Censored) or isinstance(last, NotBefore):
            raise InvalidDate(
                f"Period({start!r}, {end!r}): ONGOING and CENSORED are ends, OPEN and NOT_BEFORE are starts"
            )
        self._start, self._end = first, last
        self._bounds = _bounds(first, last)
        if self._bounds.from_earliest >= self._bounds.to_latest:
            raise InvalidDate(f"{self} holds on no day: its end, the first day outside, is not after its start")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an EDTF interval, whose end is included, or the half-open form that `str` gives.

        >>> Period.parse("2001/2014") == Period("2001", "2015-01-01")
        True
        >>> Period.parse("1991/..") == Period("1991")
        True

        Raises:
            InvalidDate: when the text is neither.
        """
        return _parse(text.strip())

    @property
    def start(self) -> Start:
        """When it begins."""
        return self._start

    @property
    def end(self) -> End:
        """The first day outside, or what is known of it."""
        return self._end

    @property
    def bounds(self) -> Bounds:
        """The earliest and latest first day, the earliest and latest first day outside."""
        return self._bounds

    @property
    def end_kind(self) -> EndKind:
        """What its end is: date, ongoing, unknown or censored."""
        if isinstance(self._end, PartialDate):
            return "date"
        if isinstance(self._end, Censored):
            return "censored"
        return "ongoing" if self._end is ONGOING else "unknown"

    def possibly_on(self, day: date | str) -> bool:
        """Whether it may hold on that day.

        >>> Period("2001-06", "2014").possibly_on("2001-06-01")
        True
        """
        on = as_day(day)
        return self._bounds.from_earliest <= on < self._bounds.to_latest

    def certainly_on(self, day: date | str) -> bool:
        """Whether it holds on that day wherever in its bounds it began and ended.

        >>> Period("2001-06", "2014").certainly_on("2001-06-30")
        True
        """
        on = as_day(day)
        return self._bounds.from_latest <= on < self._bounds.to_earliest

    def intersection(self, other: Period) -> Period | None:
        """What both have in common: the later start and the earlier end; None when no day can be in both.

        Where two imprecise ends cannot be ordered (1994 and April 1994), the one with the later (for an end: earlier)
        bound is taken.

        >>> Period("1991", "2002-10-07").intersection(Period("1994-04-20"))
        Period('1994-04-20', '2002-10-07')
        >>> Period(NOT_BEFORE("2018-08-12")).intersection(Period("2024"))
        Period(NOT_BEFORE('2024'))
        """
        a, b = self._bounds, other._bounds
        first = self if (a.from_latest, a.from_earliest) >= (b.from_latest, b.from_earliest) else other
        last = self if (a.to_earliest, a.to_latest) <= (b.to_earliest, b.to_latest) else other
        if max(a.from_earliest, b.from_earliest) >= min(a.to_latest, b.to_latest):
            return None
        start, other_start = first.start, (other if first is self else self).start
        vague = isinstance(start, NotBefore) or start is UNKNOWN
        if vague and isinstance(other_start, (PartialDate, NotBefore)) and first.bounds < max(a, b):
            # A start on an unknown day is still no earlier than the other's.
            start = other_start if isinstance(other_start, NotBefore) else NotBefore(other_start)
        return Period(start, last.end)

    def __str__(self) -> str:
        return f"[{_name(self._start)}, {_name(self._end)})"

    def __repr__(self) -> str:
        ends = [self._start] if self._end is ONGOING else [self._start, self._end]
        return f"Period({', '.join(_code(end) for end in ends)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and (self._start, self._end) == (other._start, other._end)

    def __hash__(self) -> int:
        return hash((Period, self._start, self._end))

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Period.parse, (str(self),)

    def __copy__(self) -> Period:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Period:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return text_schema(_read)


def as_day(day: date | str) -> date:
    """A single day from a date or its ISO text.

    Raises:
        InvalidDate: when it is not one day, such as `2014` or `2014-06`.
    """
    known = PartialDate(day)
    if known.precision != "day":
        raise InvalidDate(f"{str(known)!r} is no single day: say which, such as {known.latest.isoformat()!r}")
    return known.earliest


def _read(value: Any) -> Period:
    if type(value) is Period:
        return value
    if isinstance(value, str):
        return Period.parse(value)
    raise InvalidDate(f"{value!r} is no period: give Period('2001', '2014') or the text '2001/2014'")


def _bounds(start: Start, end: End) -> Bounds:
    if isinstance(start, PartialDate):
        from_earliest, from_latest = start.earliest, start.latest
    elif isinstance(start, NotBefore):
        from_earliest, from_latest = start.at.earliest, None
    else:
        from_earliest, from_latest = FIRST_DAY, FIRST_DAY if start is OPEN else None
    after_start = from_earliest + timedelta(days=1)
    if isinstance(end, PartialDate):
        to_earliest, to_latest = end.earliest, end.latest
    elif isinstance(end, Censored):
        to_earliest, to_latest = max(end.at.earliest + timedelta(days=1), after_start), LAST_DAY
    else:
        to_earliest, to_latest = LAST_DAY if end is ONGOING else after_start, LAST_DAY
    if from_latest is None:  # a start on an unknown day may still fall on the last day inside
        from_latest = max(to_latest - timedelta(days=1), from_earliest) if to_latest > FIRST_DAY else from_earliest
    return Bounds(from_earliest, from_latest, to_earliest, to_latest)


def _name(end: Start | End) -> str:
    if isinstance(end, PartialDate):
        return str(end)
    if isinstance(end, Censored):
        return f"censored {end.at}"
    return f"not before {end.at}" if isinstance(end, NotBefore) else end.name


def _code(end: Start | End) -> str:
    if isinstance(end, PartialDate):
        return repr(str(end))
    if isinstance(end, Mark):
        return repr(end)
    return f"{'CENSORED' if isinstance(end, Censored) else 'NOT_BEFORE'}({str(end.at)!r})"


_HALF_OPEN = re.compile(r"\[(?:(?P<open>open)|(?P<unknown>unknown)|(?P<since>not before )?(?P<start>[^, ]+)), "
                        r"(?:(?P<ongoing>ongoing)|(?P<lost>unknown)|(?P<censored>censored )?(?P<end>[^, ]+))\)")  # fmt: skip


@lru_cache(maxsize=65536)
def _parse(text: str) -> Period:
    if match := _HALF_OPEN.fullmatch(text):
        start: Start | str = OPEN if match["open"] else UNKNOWN if match["unknown"] else match["start"]
        end: End | str = ONGOING if match["ongoing"] else UNKNOWN if match["lost"] else match["end"]
        return Period(
            NOT_BEFORE(match["start"]) if match["since"] else start,
            CENSORED(match["end"]) if match["censored"] else end,
        )
    first, slash, last = text.partition("/")
    if not slash or "/" in last:
        raise InvalidDate(f"{text!r} is no period: write an EDTF interval such as '2001/2014', '../1991' or '1991/..'")
    start = {"..": OPEN, "": UNKNOWN}.get(first, first)
    if last in ("..", ""):
        return Period(start, ONGOING if last else UNKNOWN)
    # An EDTF interval includes its end, so the first day outside is the day after.
    return Period(start, PartialDate(last).latest + timedelta(days=1))
