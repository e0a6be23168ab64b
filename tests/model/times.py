"""Partial dates and periods for hypothesis: every form that EDTF of levels 0 and 1 has here, and every kind of end."""

from __future__ import annotations

import calendar
import os
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from graphmodel import CENSORED, NOT_BEFORE, ONGOING, OPEN, UNKNOWN, PartialDate, Period
from graphmodel.errors import InvalidDate

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"


def examples(number: int) -> settings:
    """So many examples, twenty times as many with HYPOTHESIS_PROFILE=full; the graph of a test serves all of them."""
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=number * (20 if FULL else 1), deadline=None, suppress_health_check=health)


QUALIFIERS = st.sampled_from(["", "", "", "?", "~", "%"])


@st.composite
def partial_dates(draw: st.DrawFn, first: int = 1, last: int = 9998) -> PartialDate:
    year, month = draw(st.integers(first, last)), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    forms = [f"{year:04}", f"{year:04}-{month:02}", f"{year:04}-{month:02}-{day:02}"]
    forms += [f"{year:04}-XX", f"{year:04}-XX-XX", f"{year:04}-{month:02}-XX"]
    forms += [f"{year:04}"[:3] + "X", f"{year:04}"[:2] + "XX"] if year < 9900 else []
    if not draw(st.integers(0, 9)):
        return PartialDate(f"[{draw(st.sampled_from(['', f'{first:04}', f'{first:04}-01-01']))}..{year:04}-{month:02}]")
    return PartialDate(draw(st.sampled_from(forms)) + draw(QUALIFIERS))


@st.composite
def periods(draw: st.DrawFn, first: int = 1, last: int = 9998) -> Period:
    dates = partial_dates(first, last)
    start = draw(st.one_of(dates, dates, st.sampled_from([OPEN, UNKNOWN]), dates.map(NOT_BEFORE)))
    end = draw(st.one_of(dates, dates, st.sampled_from([ONGOING, UNKNOWN]), dates.map(CENSORED)))
    try:
        return Period(start, end)
    except InvalidDate:  # it would end before it starts
        return Period(start)


def days_of(text: str) -> tuple[date, date]:
    """The first and last day that a partial date can be, worked out by trying the days one by one."""
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        return days_of(first)[0] if first else date(1, 1, 1), days_of(last)[1]
    shape = text.rstrip("?~%")
    if "-" not in shape and "X" in shape:
        years = [y for y in range(1, 9999) if all(c in ("X", d) for c, d in zip(shape, f"{y:04}", strict=True))]
        return date(years[0], 1, 1), date(years[-1], 12, 31)
    year = int(shape[:4])
    day, fits = date(year, 1, 1), list[date]()
    while day.year == year:
        if all(c in ("X", d) for c, d in zip(shape, day.isoformat(), strict=False)):
            fits.append(day)
        day += timedelta(days=1)
    return fits[0], fits[-1]
