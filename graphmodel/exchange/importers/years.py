"""A year is not a day: what a run of coded years says of the days on which something began and ended. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from graphmodel.model import CENSORED, PartialDate, Period
from graphmodel.model.ends import End


def of_years(
    first: int, last: int, known_to: date, *, after: int | None = None, before: int | None = None, doubted: bool = False
) -> Period:
    """The period of something that is coded for the years from `first` to `last`, as one run.

    It began on some day of the first year and ended on some day of the last one, so that it possibly holds on every day of these
    years and on no other; it certainly holds between. What is coded for the last year that a data set covers was not seen to end.

    Args:
        first: the first year coded.
        last: the last one.
        known_to: the last day that the data set covers.
        after: the last year before it that was observed, where that is not the year before.
        before: the first year after it that was observed, where that is not the year after.
        doubted: whether the first year is the coders' estimate.

    >>> period = of_years(1997, 2004, date(2014, 12, 31))
    >>> str(period), period.possibly_on("2004-12-31"), period.certainly_on("2004-12-31"), period.possibly_on("2005-01-01")
    ('[1997, [2004-01-02..2005-01-01])', True, False, False)
    >>> str(of_years(1997, 2014, date(2014, 12, 31)))
    '[1997, censored 2014-12-31)'
    """
    begin = f"{first:04}" + ("~" if doubted else "")
    if after is not None and after < first - 1:
        begin = f"[{after + 1:04}-01-01..{first:04}-12-31]"
    return Period(PartialDate(begin), end_of(last, known_to, before=before))


def end_of(last: int, known_to: date, *, before: int | None = None) -> End:
    """The first day outside of what is coded up to a year."""
    if last >= known_to.year:
        return CENSORED(known_to)
    return PartialDate(f"[{last:04}-01-02..{before or last + 1:04}-01-01]")


def of_days(first: date, last: date, known_to: date) -> Period:
    """The period of a first and a last day as coded, the last one included; the last day covered was not seen to be its end.

    >>> str(of_days(date(1990, 1, 1), date(1991, 12, 25), date(2016, 12, 31)))
    '[1990-01-01, 1991-12-26)'
    """
    if last >= known_to:
        return Period(first, CENSORED(known_to))
    return Period(first, last + timedelta(days=1))


def cut(
    period: Period, since: date | None, until: date | None, *, began: date | None = None, ended: date | None = None
) -> Period:
    """The part of a period from one day up to, and without, another: who bears it changes on these days, as is known.

    Args:
        period: what is told.
        since: the day on which it passes to who is meant.
        until: the day on which it passes on.
        began: a day before which a start that is known to the year only cannot have been.
        ended: a day after which such an end cannot have been.

    >>> str(cut(of_years(1988, 1990, date(2014, 12, 31)), None, None, ended=date(1990, 5, 22)))
    '[1988, [1990-01-02..1990-05-22])'
    """
    bounds = period.bounds
    start, end = period.start, period.end
    if since is not None and since > bounds.from_earliest:
        start = PartialDate(since)
        if bounds.to_earliest <= since < bounds.to_latest and isinstance(end, PartialDate):
            end = _day_between(since + timedelta(days=1), bounds.to_latest)
    elif began is not None and bounds.from_earliest < began < bounds.from_latest:
        start = _day_between(began, bounds.from_latest)
    if until is not None and until < bounds.to_latest:
        end = PartialDate(until)
    elif ended is not None and bounds.to_earliest < ended < bounds.to_latest:
        end = _day_between(bounds.to_earliest, ended)
    return period if (start, end) == (period.start, period.end) else Period(start, end)


def _day_between(first: date, last: date) -> PartialDate:
    return PartialDate(last if first >= last else f"[{first}..{last}]")
