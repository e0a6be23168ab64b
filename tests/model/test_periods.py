from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from graphmodel import CENSORED, NOT_BEFORE, ONGOING, OPEN, UNKNOWN, PartialDate, Period
from graphmodel.errors import InvalidDate

from .times import periods

FAR = date(9999, 12, 31)
FIRST = date(1, 1, 1)


class Holder(BaseModel):
    valid: Period


@given(periods())
def test_bounds_are_in_order(p: Period) -> None:
    b = p.bounds
    assert FIRST <= b.from_earliest <= b.from_latest
    assert b.from_earliest < b.to_latest
    assert b.to_earliest <= b.to_latest <= FAR


@given(periods())
def test_its_text_says_all_of_it(p: Period) -> None:
    text = str(p)
    for again in (Period.parse(text), pickle.loads(pickle.dumps(p)), copy.copy(p), copy.deepcopy(p)):  # noqa: S301
        assert again == p
        assert hash(again) == hash(p)
        assert again.bounds == p.bounds
        assert (again.start, again.end, again.end_kind) == (p.start, p.end, p.end_kind)
    assert Holder.model_validate_json(Holder(valid=p).model_dump_json()).valid == p
    assert Holder.model_validate(Holder(valid=p).model_dump()).valid == p
    assert eval(repr(p)) == p  # noqa: S307  (its own repr)


def starts(p: Period) -> list[date]:
    """Every day that it can have begun on: small periods only."""
    if isinstance(p.start, PartialDate):
        return _days(p.start.earliest, p.start.latest)
    if p.start is OPEN:
        return [FIRST]
    low = FIRST if p.start is UNKNOWN else p.start.at.earliest  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    return _days(low, HORIZON)  # pyright: ignore[reportUnknownArgumentType]


def ends(p: Period) -> list[date]:
    """Every first day outside that it can have, up to a horizon."""
    if isinstance(p.end, PartialDate):
        return _days(p.end.earliest, p.end.latest)
    if p.end is ONGOING:
        return [FAR]
    low = FIRST if p.end is UNKNOWN else p.end.at.earliest + timedelta(days=1)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    return [*_days(low, HORIZON), FAR]  # pyright: ignore[reportUnknownArgumentType]


HORIZON = date(4, 12, 31)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


@given(periods(1, 2).filter(lambda p: "X" not in str(p)), st.dates(FIRST, date(3, 12, 31)))
def test_possibly_and_certainly_against_every_choice_of_days(p: Period, on: date) -> None:
    firsts, lasts = starts(p), ends(p)
    # Whether some choice of a start and a later end holds the day, and whether every such choice does.
    possible = any(s <= on for s in firsts) and any(e > on for e in lasts)
    assert p.possibly_on(on) == possible
    if p.certainly_on(on):
        assert all(s <= on for s in firsts if any(e > s for e in lasts))
        assert all(e > on for e in lasts if any(s < e for s in firsts))


@given(periods(), st.dates(max_value=date(9998, 12, 31)))
def test_certain_is_possible(p: Period, on: date) -> None:
    if p.certainly_on(on):
        assert p.possibly_on(on)


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 4000), st.integers(-5, 4005))
def test_whole_dates_are_a_half_open_interval(first: date, length: int, offset: int) -> None:
    p = Period(first, first + timedelta(days=length))
    try:
        on = first + timedelta(days=offset)
    except OverflowError:
        return
    assert p.possibly_on(on) == p.certainly_on(on) == (0 <= offset < length)


@given(periods(), periods())
def test_intersection_is_symmetric_in_its_days(a: Period, b: Period) -> None:
    ab, ba = a.intersection(b), b.intersection(a)
    assert (ab is None) == (ba is None)
    assert ab is None or ba is None or ab.bounds == ba.bounds


@given(periods())
def test_intersection_with_itself_and_with_all_time_is_itself(p: Period) -> None:
    assert p.intersection(p) == p
    assert p.intersection(Period(OPEN)) == p


@given(periods(1990, 1999), periods(1990, 1999), st.dates(date(1985, 1, 1), date(2005, 1, 1)))
def test_intersection_holds_where_both_do(a: Period, b: Period, on: date) -> None:
    both = a.intersection(b)
    if both is None:
        assert not (a.possibly_on(on) and b.possibly_on(on))
        return
    if both.certainly_on(on):
        assert a.certainly_on(on)
        assert b.certainly_on(on)
    if both.possibly_on(on):
        assert a.possibly_on(on) or b.possibly_on(on)


DAYS = st.dates(date(1990, 1, 1), date(1990, 3, 1))


@given(st.tuples(DAYS, DAYS, DAYS, DAYS), DAYS)
def test_intersection_of_whole_dates_is_that_of_intervals(days: tuple[date, date, date, date], on: date) -> None:
    (a, b), (c, d) = sorted(days[:2]), sorted(days[2:])
    if a == b or c == d:
        return
    both = Period(a, b).intersection(Period(c, d))
    assert (both is not None and both.possibly_on(on)) == (max(a, c) <= on < min(b, d))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2001/2014", Period("2001", "2015-01-01")),
        ("2001-02/2014-06", Period("2001-02", "2014-07-01")),
        ("2001-02-03/2014-06-30", Period("2001-02-03", "2014-07-01")),
        ("../1991", Period(OPEN, "1992-01-01")),
        ("/1991", Period(UNKNOWN, "1992-01-01")),
        ("1991/..", Period("1991", ONGOING)),
        ("1991/", Period("1991", UNKNOWN)),
        ("../..", Period(OPEN, ONGOING)),
        ("/", Period(UNKNOWN, UNKNOWN)),
        ("199X/2001?", Period("199X", "2002-01-01")),
        ("1991/1991", Period("1991", "1992-01-01")),
        ("[2001, 2014)", Period("2001", "2014")),
        ("[open, censored 2018-12-31)", Period(OPEN, CENSORED("2018-12-31"))),
        ("[not before 2018-08-12, ongoing)", Period(NOT_BEFORE("2018-08-12"))),
    ],
)
def test_reading(text: str, period: Period) -> None:
    assert Period.parse(text) == period
    assert Holder.model_validate({"valid": text}).valid == period


@pytest.mark.parametrize(
    "text",
    ["", "1991", "1991-1992", "1991/1990", "1991//1992", "1991/1992/1993", "2001/x", "x/2001", "[1991, 1990)",
     "[1991)", "[1991, 1992]", "(1991, 1992)", "[ongoing, 1991)", "[1991, open)", "[1991-01-01, 1991-01-01)",
     "1991/9998-12-31x", "null", "2001/9998", "../../..", "[1991,1992)"],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        Period.parse(text)
    with pytest.raises(ValidationError, match="valid"):
        Holder.model_validate({"valid": text})


@pytest.mark.parametrize("value", [None, 1991, ["1991", "1992"], date(1991, 1, 1), {"start": "1991"}, b"1991/1992"])
def test_what_is_no_period_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="valid"):
        Holder.model_validate({"valid": value})


@pytest.mark.parametrize(
    "ends",
    [("2014", "2001"), ("2001-01-01", "2001-01-01"), (ONGOING, "2001"), ("2001", OPEN), (CENSORED("2001"), "2002"),
     ("2001", NOT_BEFORE("2002")), ("2001-13", "2002"), (None, None), (NOT_BEFORE("2002"), "2001"), (1991, 1992),
     (UNKNOWN, "0001-01-01"), (OPEN, "0001-01-01")],
)  # fmt: skip
def test_wrong_ends_are_refused(ends: tuple[Any, Any]) -> None:
    with pytest.raises(InvalidDate):
        Period(*ends)


def test_what_an_end_says() -> None:
    assert Period("2024-01-01").end is ONGOING
    assert Period("2024-01-01").end_kind == "ongoing"
    assert Period("2024-01-01", UNKNOWN).end_kind == "unknown"
    assert Period("2024-01-01", CENSORED("2024-06")).end_kind == "censored"
    assert Period("2024-01-01", "2025").end_kind == "date"


def test_a_missing_day_is_the_whole_month() -> None:
    p = Period("2001-06", "2014")
    assert [p.possibly_on("2001-06-01"), p.certainly_on("2001-06-01"), p.certainly_on("2001-06-30")] == [
        True,
        False,
        True,
    ]
    assert [p.certainly_on("2013-12-31"), p.certainly_on("2014-01-01"), p.possibly_on("2014-12-30")] == [
        True,
        False,
        True,
    ]
    assert not p.possibly_on("2014-12-31")  # it ends on some day of 2014, and that day is outside


def test_it_holds_on_one_day_only_when_asked_for_one() -> None:
    for vague in ("2014", "2014-06", "201X"):
        with pytest.raises(InvalidDate, match="no single day"):
            Period("2001").possibly_on(vague)


def test_marks_survive_pickling_and_copying() -> None:
    for mark in (ONGOING, UNKNOWN, OPEN, CENSORED("2001"), NOT_BEFORE("2001")):
        assert pickle.loads(pickle.dumps(mark)) == mark  # noqa: S301
    p = pickle.loads(pickle.dumps(Period("2001", UNKNOWN)))  # noqa: S301
    assert p.end is UNKNOWN
    assert Period("2001", copy.deepcopy(ONGOING)) == Period("2001")
    assert Period("2001", copy.deepcopy(ONGOING)).end_kind == "ongoing"
