"""When something holds: half-open periods whose ends say how far they are known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from graphmodel.errors import InvalidDate
from graphmodel.model.dates import PartialDate, text_schema
from graphmodel.model.ends import (
    CENSORED,
    NOT_BEFORE,
    ONGOING,
    OPEN,
    UNKNOWN,
    Censored,
    End,
    Mark,
    NotBefore,
    Start,
    code_of,
    days_of_end,
    days_of_start,
    earlier,
    later,
    text_of,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import core_schema

EndKind = Literal["date", "ongoing", "unknown", "censored"]


class Bounds(NamedTuple):
    """The four days that the graph stores and compares. `to_*` is the first day outside.

    The period began on a day from `from_earliest` to `from_latest` and ended on a later one from `to_earliest` to
    `to_latest`. Each of the four can be: a start that would leave no day is none, and so with the end.
    """

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date


class Period:
    """From its start up to, and without, its end; either may be known to the day, to the year, or not at all.

    Where they are not known to the day, it is one of several runs of days, never an empty one. What is true of some of
    them is possible, what is true of all is certain. Of two periods each may be any of its own, whatever the other is.

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
        bounds = _bounds(first, last)
        if bounds is None:
            raise InvalidDate(f"{self} holds on no day: its end, the first day outside, is not after its start")
        self._bounds = bounds

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

    def possibly_overlaps(self, other: Period) -> bool:
        """Whether the two may have a day in common.

        >>> Period("2001", "2014").possibly_overlaps(Period("2014-06-01", "2015-01-01"))
        True
        """
        a, b = self._bounds, other._bounds
        return a.from_earliest < b.to_latest and b.from_earliest < a.to_latest

    def certainly_overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common, wherever in their bounds they began and ended.

        >>> Period("2001", "2014").certainly_overlaps(Period("2014-06-01", "2015-01-01"))
        False
        """
        a, b = self._bounds, other._bounds
        return a.from_latest < b.to_earliest and b.from_latest < a.to_earliest

    def possibly_during(self, other: Period) -> bool:
        """Whether it may lie within the other, no day of it outside: Allen's during, starts, finishes or equals.

        >>> Period("2001", "2014").possibly_during(Period("2001-06-01", "2014-06-01"))
        True
        """
        a, b = self._bounds, other._bounds
        return b.from_earliest <= a.from_latest and a.to_earliest <= b.to_latest

    def certainly_during(self, other: Period) -> bool:
        """Whether it lies within the other, wherever in their bounds they began and ended.

        >>> Period("2001", "2014").certainly_during(Period("2001-01-01", "2015-01-01"))
        True
        """
        a, b = self._bounds, other._bounds
        return b.from_latest <= a.from_earliest and a.to_latest <= b.to_earliest

    def possibly_before(self, other: Period) -> bool:
        """Whether it may have ended by the time that the other began: Allen's before or meets.

        >>> Period("2001", "2014").possibly_before(Period("2014-06-01"))
        True
        """
        return self._bounds.to_earliest <= other._bounds.from_latest

    def certainly_before(self, other: Period) -> bool:
        """Whether it had ended by the time that the other began, wherever in their bounds they began and ended.

        >>> Period("2001", "2014").certainly_before(Period("2014-12-31"))
        True
        """
        return self._bounds.to_latest <= other._bounds.from_earliest

    def intersection(self, other: Period) -> Period | None:
        """What both have in common, if they have a day in common: the later start and the earlier end. None if they cannot.

        Where it is open which of two ends is the later (1994 and 20 April 1994), the result says between which days it
        is. Whether there certainly is a day in common is what `certainly_overlaps` says.

        >>> Period("1991", "2002-10-07").intersection(Period("1994-04-20"))
        Period('1994-04-20', '2002-10-07')
        >>> Period("1994", CENSORED("2018-12-31")).intersection(Period("1994-04-20", "2024"))
        Period('[1994-04-20..1994-12-31]', '[2019-01-01..2024-12-31]')
        """
        if not self.possibly_overlaps(other):
            return None
        return Period(later(self._start, other._start), earlier(self._end, other._end))

    def __str__(self) -> str:
        return f"[{text_of(self._start)}, {text_of(self._end)})"

    def __repr__(self) -> str:
        ends = [self._start] if self._end is ONGOING else [self._start, self._end]
        return f"Period({', '.join(code_of(end) for end in ends)})"

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


def _bounds(start: Start, end: End) -> Bounds | None:
    """None where no day can lie between the two."""
    from_earliest, from_latest = days_of_start(start)
    to_earliest, to_latest = days_of_end(end)
    if from_earliest >= to_latest:
        return None
    return Bounds(
        from_earliest,
        min(from_latest, to_latest - timedelta(days=1)),
        max(to_earliest, from_earliest + timedelta(days=1)),
        to_latest,
    )


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
