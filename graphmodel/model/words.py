"""Dates and periods as people write them: for cards and pictures. The exact text is what `str` gives."""

from __future__ import annotations

from datetime import date

from graphmodel.model.dates import FIRST_DAY, PartialDate
from graphmodel.model.ends import OPEN, UNKNOWN, Censored, NotBefore
from graphmodel.model.periods import Period

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(value: PartialDate | Period | date) -> str:
    """A day, a partial date or a period in words.

    >>> in_words(date(2005, 7, 6)), in_words(PartialDate("1991-12~")), in_words(PartialDate("[..1992]"))
    ('6 July 2005', 'about December 1991', '1992 or before')
    >>> in_words(Period("2005-07-06", "2023-07-04")), in_words(Period("2017-06"))
    ('6 July 2005 until 4 July 2023', 'since June 2017')
    """
    if isinstance(value, Period):
        return _period(value)
    return _date(value) if isinstance(value, PartialDate) else _day(value)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _date(known: PartialDate) -> str:
    first = known.earliest
    match known.precision:
        case "day":
            text = _day(first)
        case "month":
            text = f"{MONTHS[first.month - 1]} {first.year}"
        case "year":
            text = str(first.year)
        case "decade" | "century":
            text = f"{str(known)[: 3 if known.precision == 'decade' else 2].ljust(4, '0')}s"
        case "range":
            text = f"{_last(known)} or before" if first == FIRST_DAY else f"between {_first(known)} and {_last(known)}"
    if known.approximate:
        text = f"about {text}"
    return f"{text} (doubted)" if known.uncertain else text


def _first(known: PartialDate) -> str:
    return _date(PartialDate(str(known).strip("[]").partition("..")[0]))


def _last(known: PartialDate) -> str:
    return _date(PartialDate(str(known).strip("[]").partition("..")[2]))


def _period(period: Period) -> str:
    start, end = period.start, period.end
    if isinstance(start, PartialDate):
        begun = _date(start)
    elif isinstance(start, NotBefore):
        begun = f"{_date(start.at)} or later"
    else:
        begun = "" if start is OPEN else "an unknown day"
    if isinstance(end, PartialDate):
        return f"{begun} until {_date(end)}".strip()
    if isinstance(end, Censored):
        seen = f"seen to {_date(end.at)}"
        return f"since {begun}, {seen}" if begun else f"from before all that is looked at, {seen}"
    if end is UNKNOWN:
        return f"from {begun}, end unknown" if begun else "ended, nobody knows when"
    return f"since {begun}" if begun else "at all times"
