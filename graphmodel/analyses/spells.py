"""Dated facts as an analysis fetches them, and how their ends are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from graphmodel.results import Row


class Spell(Row):
    """Something that began on a day between two, and ended on one between two; `to_*` is the first day outside."""

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date

    def holds(self, day: date, *, certain: bool = False) -> bool:
        """Whether it possibly, or certainly, holds on the day."""
        if certain:
            return self.from_latest <= day < self.to_earliest
        return self.from_earliest <= day < self.to_latest


def told(earliest: date, latest: date) -> str:
    """A day as far as it is known: the day, the month, the year, or the first and the last that it can be.

    >>> told(date(2024, 7, 4), date(2024, 7, 4)), told(date(2019, 1, 1), date(2019, 12, 31))
    ('2024-07-04', '2019')
    >>> told(date(2002, 2, 1), date(2002, 2, 28)), told(date(2002, 2, 1), date(2003, 5, 6))
    ('2002-02', '2002-02-01/2003-05-06')
    """
    if earliest == date.min:
        return "unknown"
    if earliest == latest:
        return earliest.isoformat()
    if (earliest.month, earliest.day, latest) == (1, 1, date(earliest.year, 12, 31)):
        return str(earliest.year)
    after = latest + timedelta(days=1) if latest < date.max else latest
    if earliest.day == 1 and after.day == 1 and (earliest.year, earliest.month) == (latest.year, latest.month):
        return earliest.isoformat()[:7]
    return f"{earliest}/{latest}"


def days_within(start: date, end: date, since: date, until: date) -> int:
    """How many days of [start, end) lie in the window from `since` to `until`, both included."""
    first, last = max(start, since), min(end, until + timedelta(days=1)) if until < date.max else end
    return max((last - first).days, 0)


def counted(words: Iterable[str]) -> list[str]:
    """How often each word is there, most often first.

    >>> counted(["observer", "member", "member"])
    ['member 2', 'observer 1']
    """
    many: dict[str, int] = {}
    for word in words:
        many[word] = many.get(word, 0) + 1
    return [f"{word} {number}" for word, number in sorted(many.items(), key=lambda each: (-each[1], each[0]))]
