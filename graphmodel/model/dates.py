"""Dates that are only partly known, as EDTF (ISO 8601-2) writes them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import core_schema

from graphmodel.errors import InvalidDate

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

Precision = Literal["day", "month", "year", "decade", "century", "range"]

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
"""Stands for "no end" in the graph: it sorts after every real day and is never null."""

_EDTF = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<qualifier>[?~%])?", re.ASCII
)
_RANGE = re.compile(r"\[(?P<first>\d{4}(?:-\d{2}){0,2})?\.\.(?P<last>\d{4}(?:-\d{2}){0,2})\]", re.ASCII)


class PartialDate:
    """A day, a month, a year, a decade or a century: as much of a date as is known.

    Reads and prints EDTF of levels 0 and 1: ``1991``, ``1991-12``, ``1991-12-26``, ``199X``, ``1991-XX``, and the marks
    ``?`` (uncertain), ``~`` (approximate) and ``%`` (both); of level 2 a day between two others, ``[1991-12-21..1992-01]``,
    and ``[..1992]`` for one in 1992 or before. Years 1 to 9998. Seasons and negative years are refused.

    Args:
        value: EDTF text, a `datetime.date`, or another `PartialDate`.

    Raises:
        InvalidDate: when the text is no such date.

    >>> PartialDate("1991-12").earliest
    datetime.date(1991, 12, 1)
    >>> PartialDate("1991-12").latest
    datetime.date(1991, 12, 31)
    """

    __slots__ = ("_earliest", "_latest", "_precision", "_text")

    _text: str
    _earliest: date
    _latest: date
    _precision: Precision

    def __init__(self, value: PartialDate | date | str) -> None:
        if isinstance(value, PartialDate):
            text, earliest, latest, precision = str(value), value.earliest, value.latest, value.precision
        elif isinstance(value, datetime):
            raise InvalidDate(f"{value!r} is a moment, not a date: give its .date()")
        elif isinstance(value, date):
            text, earliest, latest, precision = value.isoformat(), value, value, "day"
        elif isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            text = value.strip()
            earliest, latest, precision = _bounds(text)
        else:
            driver = hasattr(value, "to_native")  # what the driver gives for a date that nobody decoded
            give = "its .to_native()" if driver else "EDTF text such as '1991-12' or a datetime.date"
            raise InvalidDate(f"{value!r} is no date: give {give}")
        if not 1 <= earliest.year <= latest.year <= 9998:
            raise InvalidDate(f"{text!r} is outside the years 1 to 9998")
        self._text, self._earliest, self._latest, self._precision = text, earliest, latest, precision

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return self._earliest

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        return self._latest

    @property
    def precision(self) -> Precision:
        """How much is known: day, month, year, decade or century; range for a day between two others."""
        return self._precision

    @property
    def uncertain(self) -> bool:
        """Whether the source doubts it (``?`` or ``%``)."""
        return self._text[-1] in "?%"

    @property
    def approximate(self) -> bool:
        """Whether it is an estimate (``~`` or ``%``)."""
        return self._text[-1] in "~%"

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"PartialDate({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self._text == other._text

    def __hash__(self) -> int:
        return hash((PartialDate, self._text))

    def __reduce__(self) -> tuple[type[PartialDate], tuple[str]]:
        return PartialDate, (self._text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return text_schema(_read)


def text_schema(read: Callable[[Any], Any]) -> core_schema.CoreSchema:
    """How pydantic handles a value that is a text in JSON: `read` makes it of whatever is given."""
    text = core_schema.str_schema()
    as_text = core_schema.plain_serializer_function_ser_schema(str, when_used="json", return_schema=text)
    return core_schema.no_info_plain_validator_function(read, json_schema_input_schema=text, serialization=as_text)


def _read(value: Any) -> PartialDate:
    return value if type(value) is PartialDate else PartialDate(value)


@lru_cache(maxsize=8192)
def _bounds(text: str) -> tuple[date, date, Precision]:
    if between := _RANGE.fullmatch(text):
        earliest = _bounds(between["first"])[0] if between["first"] else FIRST_DAY
        latest = _bounds(between["last"])[1]
        if earliest >= latest:
            raise InvalidDate(f"{text!r} is no range of days: its last day is not after its first")
        return earliest, latest, "range"
    match = _EDTF.fullmatch(text)
    if match is None:
        raise InvalidDate(
            f"{text!r} is no date in EDTF of level 0 or 1: write 1991, 1991-12, 1991-12-26, 199X, 1991-XX, with ? or ~"
        )
    year, month, day = match["year"], match["month"], match["day"]
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if not 1 <= max(first, 1) <= last <= 9998:
        raise InvalidDate(f"{text!r} is outside the years 1 to 9998")
    first = max(first, 1)
    if "X" in year:
        if (month or "XX") != "XX" or (day or "XX") != "XX":
            raise InvalidDate(f"{text!r} knows its month but not its year: write the decade or century alone")
        return date(first, 1, 1), date(last, 12, 31), "decade" if year[2] != "X" else "century"
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise InvalidDate(f"{text!r} knows its day but not its month: write the year alone")
        return date(first, 1, 1), date(first, 12, 31), "year"
    try:
        if day is None or day == "XX":
            last_day = calendar.monthrange(first, int(month))[1]
            return date(first, int(month), 1), date(first, int(month), last_day), "month"
        exact = date(first, int(month), int(day))
    except ValueError as error:
        raise InvalidDate(f"{text!r} is not in the calendar: {error}") from None
    return exact, exact, "day"
