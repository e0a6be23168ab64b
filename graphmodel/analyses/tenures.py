"""Time in office: spells of one person in one state taken together, as they possibly and as they certainly were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
"""A first day, and the first day after."""


@dataclass(frozen=True, slots=True)
class Tenures:
    """When somebody was in office: spans that do not touch, in order."""

    possible: tuple[Span, ...]
    certain: tuple[Span, ...]

    def spans(self, *, certain: bool) -> tuple[Span, ...]:
        """Those of the one reading or the other."""
        return self.certain if certain else self.possible

    def days(self, first: date | None, after: date, *, certain: bool) -> int:
        """Days in office from a first day, None for any, up to a day that does not count any more."""
        return sum(
            max(0, (min(end, after) - (start if first is None else max(start, first))).days)
            for start, end in self.spans(certain=certain)
        )

    def held_on(self, earliest: date, latest: date, *, certain: bool) -> bool:
        """Whether the office was held on a day of which two bounds are known: certainly, on each day between them."""
        if certain:
            return any(start <= earliest and latest < end for start, end in self.certain)
        return any(start <= latest and earliest < end for start, end in self.possible)

    def since_start(self, day: date, *, certain: bool) -> int | None:
        """Days from the start of the tenure in which a day lies; None when it lies in none."""
        return next(
            ((day - start).days for start, end in self.spans(certain=certain) if start <= day < end),
            None,
        )


def tenures(spells: Sequence[tuple[date, date, date, date]]) -> Tenures:
    """Spells, each with the bounds of its first day and of its end, as tenures.

    >>> a, b, c = date(2000, 1, 1), date(2004, 1, 1), date(2008, 1, 1)
    >>> tenures([(a, a, b, b), (b, b, c, c)]).possible == ((a, c),)
    True
    """
    return Tenures(
        _joined((first, last) for first, _, _, last in spells),
        _joined((first, last) for _, first, last, _ in spells if first < last),
    )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def day_after(day: date) -> date:
    """The first day after; the last day of all stays."""
    return day if day == date.max else day + timedelta(days=1)
