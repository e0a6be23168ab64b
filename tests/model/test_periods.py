from __future__ import annotations

import copy
import itertools
import pickle
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from graphmodel import CENSORED, NOT_BEFORE, ONGOING, OPEN, UNKNOWN, PartialDate, Period
from graphmodel.errors import InvalidDate
from graphmodel.model.ends import Censored, NotBefore

from .times import examples, periods

FAR = date(9999, 12, 31)
FIRST = date(1, 1, 1)


class Holder(BaseModel):
    valid: Period


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


# --- against every run of days that a period can be -------------------------------------------------------------------

Run = tuple[int, int]
"""The first day, and the first day outside, counted from the first day of the calendar."""
LAST, NEVER = 10, 99  # the last day that any test asks of; what is vague may also come later


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def runs(p: Period) -> set[Run]:
    """Each run of days that a period of the first days of the calendar can be, as its ends say."""
    starts: Iterable[int]
    ends: Iterable[int]
    if isinstance(p.start, PartialDate):
        starts = range((p.start.earliest - FIRST).days, (p.start.latest - FIRST).days + 1)
    elif isinstance(p.start, NotBefore):
        starts = range((p.start.at.earliest - FIRST).days, LAST + 2)
    else:
        starts = range(LAST + 2) if p.start is UNKNOWN else (0,)
    if isinstance(p.end, PartialDate):
        ends = range((p.end.earliest - FIRST).days, (p.end.latest - FIRST).days + 1)
    elif isinstance(p.end, Censored):
        ends = (*range((p.end.at.earliest - FIRST).days + 1, LAST + 3), NEVER)
    else:
        ends = (NEVER,) if p.end is ONGOING else (*range(LAST + 3), NEVER)
    return {(first, outside) for first in starts for outside in ends if first < outside}


@st.composite
def few_days(draw: st.DrawFn) -> PartialDate:
    first, more = draw(st.integers(0, LAST)), draw(st.sampled_from([0, 0, 1, 2, 5]))
    last = min(first + more, LAST)
    start = "" if first == 0 and draw(st.booleans()) else day(first)
    return PartialDate(f"[{start}..{day(last)}]") if first < last else PartialDate(day(first))


@st.composite
def short(draw: st.DrawFn) -> Period:
    """Periods in the first days of the calendar, with every kind of end."""
    dates = few_days()
    start = draw(st.one_of(dates, dates, st.sampled_from([OPEN, UNKNOWN]), dates.map(NOT_BEFORE)))
    end = draw(st.one_of(dates, dates, st.sampled_from([ONGOING, UNKNOWN]), dates.map(CENSORED)))
    try:
        return Period(start, end)
    except InvalidDate:
        return Period(start)


def common(a: Run, b: Run) -> Run:
    return max(a[0], b[0]), min(a[1], b[1])


def both_answers(possibly: bool, certainly: bool, answers: Iterable[bool]) -> None:
    all_of_them = list(answers)
    assert (possibly, certainly) == (any(all_of_them), all(all_of_them))


@examples(300)
@given(short(), st.integers(0, LAST))
def test_a_day_is_asked_of_every_run(p: Period, on: int) -> None:
    both_answers(p.possibly_on(day(on)), p.certainly_on(day(on)), (first <= on < outside for first, outside in runs(p)))


@examples(300)
@given(short(), short())
def test_two_periods_are_compared_as_all_their_runs(p: Period, other: Period) -> None:
    pairs = list(itertools.product(runs(p), runs(other)))
    both_answers(
        p.possibly_overlaps(other),
        p.certainly_overlaps(other),
        (a[0] < b[1] and b[0] < a[1] for a, b in pairs),
    )
    both_answers(p.possibly_during(other), p.certainly_during(other), (b[0] <= a[0] and a[1] <= b[1] for a, b in pairs))
    both_answers(p.possibly_before(other), p.certainly_before(other), (a[1] <= b[0] for a, b in pairs))


@examples(300)
@given(short(), short())
def test_the_intersection_is_each_run_that_two_of_theirs_have_in_common(p: Period, other: Period) -> None:
    expected = {
        (first, outside)
        for a, b in itertools.product(runs(p), runs(other))
        for first, outside in [common(a, b)]
        if first < outside
    }
    both = p.intersection(other)
    assert (runs(both) if both else set()) == expected


@examples(200)
@given(periods())
def test_each_of_its_bounds_can_be(p: Period) -> None:
    b = p.bounds
    assert FIRST <= b.from_earliest <= b.from_latest < b.to_latest <= FAR
    assert b.from_earliest < b.to_earliest <= b.to_latest


# --- laws, for periods of any length --------------------------------------------------------------------------------


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


def same_days(a: Period | None, b: Period | None) -> bool:
    return (a and a.bounds) == (b and b.bounds)


def cut(a: Period | None, b: Period | None) -> Period | None:
    return a.intersection(b) if a and b else None


NEAR = periods(1990, 1995)


@examples(200)
@given(st.one_of(st.tuples(periods(), periods()), st.tuples(NEAR, NEAR)))
def test_intersection_is_commutative(pair: tuple[Period, Period]) -> None:
    a, b = pair
    assert a.intersection(b) == b.intersection(a)
    assert (a.intersection(b) is not None) == a.possibly_overlaps(b)


@examples(300)
@given(NEAR, NEAR, NEAR)
def test_intersection_is_associative(a: Period, b: Period, c: Period) -> None:
    assert same_days(cut(cut(a, b), c), cut(a, cut(b, c)))


@examples(100)
@given(periods())
def test_intersection_with_itself_and_with_all_time_is_itself(p: Period) -> None:
    assert p.intersection(p) == p
    assert p.intersection(Period(OPEN)) == p


@examples(100)
@given(NEAR, NEAR)
def test_intersection_again_changes_nothing(a: Period, b: Period) -> None:
    both = a.intersection(b)
    assert both is None or same_days(both.intersection(b), both)
    assert both is None or Period.parse(str(both)) == both


@examples(300)
@given(NEAR, NEAR, st.dates(date(1988, 1, 1), date(1998, 1, 1)))
def test_intersection_holds_where_both_do(a: Period, b: Period, on: date) -> None:
    both = a.intersection(b)
    assert (both is not None and both.possibly_on(on)) == (a.possibly_on(on) and b.possibly_on(on))
    certain = a.certainly_on(on) and b.certainly_on(on)
    if a.certainly_overlaps(b):
        assert both is not None
        assert both.certainly_on(on) == certain
    elif certain:
        raise AssertionError("a day is certain of both, but not that they overlap")


@examples(300)
@given(NEAR, NEAR)
def test_what_is_certain_is_possible_and_the_relations_hang_together(a: Period, b: Period) -> None:
    for relation in ("overlaps", "during", "before"):
        if getattr(a, f"certainly_{relation}")(b):
            assert getattr(a, f"possibly_{relation}")(b)
    assert a.possibly_overlaps(b) == b.possibly_overlaps(a)
    assert a.certainly_overlaps(b) == b.certainly_overlaps(a)
    # Of two runs of days either they overlap, or one is before the other.
    assert a.certainly_overlaps(b) == (not a.possibly_before(b) and not b.possibly_before(a))
    assert a.possibly_overlaps(b) == (not a.certainly_before(b) and not b.certainly_before(a))
    if a.possibly_during(b):
        assert a.possibly_overlaps(b)
    if a.certainly_during(b):
        assert a.certainly_overlaps(b)


@examples(200)
@given(NEAR, st.dates(date(1988, 1, 1), date(1998, 1, 1)), st.lists(st.integers(1, 1000), min_size=3, max_size=3))
def test_a_wider_window_loses_nothing(p: Period, first: date, lengths: list[int]) -> None:
    before, length, after = map(timedelta, lengths)
    narrow, wide = Period(first, first + length), Period(first - before, first + length + after)
    for answer in ("possibly_overlaps", "certainly_overlaps", "possibly_during", "certainly_during"):
        assert getattr(p, answer)(wide) or not getattr(p, answer)(narrow)


@examples(100)
@given(NEAR, st.dates(date(1988, 1, 1), date(1998, 1, 1)))
def test_a_day_is_a_window_of_one_day(p: Period, on: date) -> None:
    window = Period(on, on + timedelta(days=1))
    assert p.possibly_overlaps(window) == p.possibly_on(on)
    assert p.certainly_overlaps(window) == p.certainly_on(on)


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


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        (
            Period("2001", CENSORED("2018-12-31")),
            Period("2005-03-01", "2024"),
            "[2005-03-01, [2019-01-01..2024-12-31])",
        ),
        (Period("2001-05-05", UNKNOWN), Period(OPEN, "2024"), "[2001-05-05, [..2024-12-31])"),
        (Period("1994"), Period("1994-04-20"), "[[1994-04-20..1994-12-31], ongoing)"),
        (Period("1994", "2000"), Period("1995", "2000-06-01"), "[1995, [2000-01-01..2000-06-01])"),
        (Period(NOT_BEFORE("2018-08-12")), Period("2024"), "[not before 2024, ongoing)"),
        (Period(NOT_BEFORE("2018")), Period(UNKNOWN, "2024"), "[not before 2018, 2024)"),
        (Period(UNKNOWN), Period("2024-05", CENSORED("2025")), "[not before 2024-05, censored 2025)"),
        (Period("1994?"), Period("1994", UNKNOWN), "[1994?, unknown)"),
        (Period("1994", CENSORED("2018")), Period("1994", UNKNOWN), "[1994, unknown)"),
        (Period("1994", CENSORED("2018")), Period("1994", CENSORED("2017")), "[1994, censored 2017)"),
    ],
)
def test_what_an_intersection_says_of_its_ends(a: Period, b: Period, both: str) -> None:
    assert str(a.intersection(b)) == str(b.intersection(a)) == both


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
