"""What a run of coded years says of days, and whom a code means when: pure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.exchange.importers.codes import code_tables
from graphmodel.exchange.importers.cow_igo import IGO_3, keys_of
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.years import cut, of_days, of_years

END = date(2014, 12, 31)
YEARS = st.integers(1816, 2014)


@given(YEARS, YEARS, st.dates(date(1800, 1, 1), date(2030, 12, 31)))
def test_a_run_of_years_possibly_holds_on_their_days_and_on_no_other(one: int, other: int, day: date) -> None:
    first, last = sorted((one, other))
    period = of_years(first, last, END)
    coded = first <= day.year <= last
    assert period.possibly_on(day) == (coded or (last == END.year and day > END))
    if period.certainly_on(day):
        assert coded
    if first < day.year < last:
        assert period.certainly_on(day)


def test_the_last_year_observed_is_no_end() -> None:
    assert of_years(1997, 2014, END).end_kind == "censored"
    assert of_years(1997, 2013, END).end_kind == "date"
    assert of_years(2014, 2014, END).certainly_on("2014-12-31")
    assert not of_years(2014, 2014, END).certainly_on("2014-12-30")
    assert of_days(date(1990, 1, 1), END, END).end_kind == "censored"
    assert not of_days(date(1990, 1, 1), date(2014, 12, 30), END).possibly_on("2014-12-31")


def test_between_years_that_were_looked_at_nothing_is_known() -> None:
    period = of_years(1955, 1960, END, after=1950, before=1965)
    assert period.possibly_on("1951-01-01")
    assert not period.possibly_on("1950-12-31")
    assert period.certainly_on("1956-01-01")
    assert not period.certainly_on("1955-06-01")
    assert period.possibly_on("1964-12-31")
    assert not period.possibly_on("1965-01-01")


@given(YEARS, YEARS, st.dates(date(1816, 1, 1), END))
def test_the_parts_on_both_sides_of_a_day_make_the_whole(one: int, other: int, at: date) -> None:
    first, last = sorted((one, other))
    whole = of_years(first, last, END)
    if not whole.bounds.from_earliest < at < min(whole.bounds.to_latest, END):
        return
    before, after = cut(whole, None, at), cut(whole, at, None)
    assert before is not None
    assert after is not None
    for day in (at - timedelta(days=1), at, date(first, 1, 1), date(last, 12, 31)):
        assert before.possibly_on(day) == (whole.possibly_on(day) and day < at)
        assert after.possibly_on(day) == (whole.possibly_on(day) and day >= at)


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        (365, "1991-12-25", "SUN"),
        (365, "1991-12-26", "RUS"),
        (365, "1900-01-01", "RUS"),
        (255, "1870-06-01", "prussia"),
        (255, "1900-01-01", "DEU"),
        (260, "1970-01-01", "DEU"),
        (265, "1970-01-01", "DDR"),
        (345, "1910-01-01", "SRB"),
        (345, "1942-06-01", "YUG"),
        (345, "1991-01-01", "YUG"),
        (345, "2000-01-01", "SCG"),
        (345, "2010-01-01", "SRB"),
        (678, "1980-01-01", "north-yemen"),
        (679, "2000-01-01", "YEM"),
        (680, "1980-01-01", "YMD"),
        (240, "1820-01-01", "hanover"),
        (999, "1980-01-01", None),
    ],
)
def test_codes_of_cow_are_dated(code: int, day: str, state: str | None) -> None:
    assert code_tables().on("cow", code, date.fromisoformat(day)) == state


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [("Russia", 1980, "SUN"), ("Russia", 2000, "RUS"), ("Germany", 1980, "DEU"), ("Atlantis", 1980, None)],
)
def test_names_are_those_of_their_day(name: str, year: int, state: str | None) -> None:
    assert code_tables().by_name(name, date(year, 12, 1)) == state


def test_who_took_over_within_a_year_has_the_rest_of_it() -> None:
    draft = Draft(IGO_3, code_tables())
    whole = of_years(1990, 1991, END)
    parts = {state.key: str(period) for state, period in draft.pieces("cow", 365, whole, date(1991, 12, 31))}
    assert parts == {"SUN": "[1990, 1991-12-26)", "RUS": "[1991-12-26, [1991-12-27..1992-01-01])"}


def test_a_state_is_no_member_before_it_is_a_state_or_after() -> None:
    draft = Draft(IGO_3, code_tables())
    [(_, north)] = draft.pieces("cow", 678, of_years(1988, 1990, END), date(1990, 12, 31))
    [(_, yemen)] = draft.pieces("cow", 679, of_years(1990, 1995, END), date(1995, 12, 31))
    assert not north.possibly_on("1990-12-31")
    assert north.possibly_on("1990-05-21")
    assert not yemen.possibly_on("1990-01-01")
    assert yemen.possibly_on("1990-12-31")


def test_organizations_of_cow_are_those_of_the_tables() -> None:
    keys = keys_of(Draft(IGO_3, code_tables()))
    assert (keys["sco"], keys["eaec"], keys["nato"]) == ("sco", "eurasec", "nato")
    assert (keys["un"], keys["oau"], keys["eec"]) == (
        "un",
        "oau",
        "eec",
    )  # of which the tables have no members themselves
    assert "iaea" not in keys


def test_two_that_were_never_states_together_have_nothing_together() -> None:
    draft = Draft(IGO_3, code_tables())
    assert list(draft.pairs("cow", (680, 679), of_years(1990, 1990, END), date(1990, 12, 31))) == []
    assert draft.dropped == {"the two were never states at the same time": 1}
    [(one, other, period)] = draft.pairs("cow", (341, 345), of_years(2006, 2007, END), date(2007, 12, 31))
    assert (one.key, other.key) == ("MNE", "SRB")
    assert not period.possibly_on("2006-06-01")
