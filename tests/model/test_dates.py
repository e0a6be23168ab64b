from __future__ import annotations

import copy
import pickle
from datetime import date, datetime

import neo4j.time
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from graphmodel import PartialDate
from graphmodel.errors import GraphModelError, InvalidDate

from .times import days_of, partial_dates


class Holder(BaseModel):
    day: PartialDate


@given(partial_dates())
def test_earliest_and_latest_are_the_first_and_last_day_that_fit_its_text(d: PartialDate) -> None:
    assert (d.earliest, d.latest) == days_of(str(d))


@given(partial_dates())
def test_its_text_says_all_of_it(d: PartialDate) -> None:
    for again in (PartialDate(str(d)), PartialDate(d), pickle.loads(pickle.dumps(d)), copy.deepcopy(d)):  # noqa: S301
        assert again == d
        assert hash(again) == hash(d)
        assert (again.earliest, again.latest, again.precision) == (d.earliest, d.latest, d.precision)
    assert Holder.model_validate_json(Holder(day=d).model_dump_json()).day == d
    assert Holder.model_validate(Holder(day=d).model_dump()).day == d
    assert eval(repr(d)) == d  # noqa: S307  (its own repr)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_a_day_is_itself(day: date) -> None:
    d = PartialDate(day)
    assert d.earliest == d.latest == day
    assert str(d) == day.isoformat()
    assert d.precision == "day"


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("1991", "1991-01-01", "1991-12-31", "year"),
        ("1991-12", "1991-12-01", "1991-12-31", "month"),
        ("1991-12-26", "1991-12-26", "1991-12-26", "day"),
        ("1991?", "1991-01-01", "1991-12-31", "year"),
        ("1991~", "1991-01-01", "1991-12-31", "year"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("00XX", "0001-01-01", "0099-12-31", "century"),
        ("000X", "0001-01-01", "0009-12-31", "decade"),
        ("1991-XX", "1991-01-01", "1991-12-31", "year"),
        ("1991-02-XX", "1991-02-01", "1991-02-28", "month"),
        ("2000-02", "2000-02-01", "2000-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("9998-12-31", "9998-12-31", "9998-12-31", "day"),
        (" 1991 ", "1991-01-01", "1991-12-31", "year"),
        ("[1991..1992-03]", "1991-01-01", "1992-03-31", "range"),
        ("[1991-05-06..1991-05-07]", "1991-05-06", "1991-05-07", "range"),
        ("[..1991]", "0001-01-01", "1991-12-31", "range"),
    ],
)
def test_examples(text: str, earliest: str, latest: str, precision: str) -> None:
    d = PartialDate(text)
    assert (d.earliest.isoformat(), d.latest.isoformat(), d.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [("1991", False, False), ("1991?", True, False), ("1991~", False, True), ("1991-12%", True, True)],
)
def test_doubts(text: str, uncertain: bool, approximate: bool) -> None:
    assert (PartialDate(text).uncertain, PartialDate(text).approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    "text",
    ["", " ", "91", "1991-13", "1991-00", "1991-02-29", "1900-02-29", "1991-12-32", "1991-1", "1991-1-1", "19911226",
     "1991/1992", "1991-21", "Y19991", "-0044", "0000", "0000-01-01", "9999", "9999-12-31", "999X", "99XX", "1XXX",
     "XXXX", "199X-05", "1991-XX-05", "199X-XX-05", "?1991", "1991??", "1991?~", "1991-12-26T00:00", "١٩٩١",
     "1991-12-26 ?", "x", "1991\n1992", "{1991,1992}", "[1991,1992]", "1991..1992", "../1991", "1990s",
     "[1992..1991]", "[1991-01-01..1991-01-01]", "[1991..]", "[..]", "[1991?..1992]", "[1991..199X]", "[1991..1992]?",
     "[1991..1992..1993]", "[1991-13..1992]", "[1991..9999]"],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate) as refused:
        PartialDate(text)
    assert repr(text.strip()) in str(refused.value) or text in (
        "[1991-13..1992]",
        "[1991..9999]",
    )  # the part that is wrong


@pytest.mark.parametrize("value", [None, 1991, 1991.0, True, b"1991", datetime(2000, 1, 1), [], object()])  # noqa: DTZ001
def test_what_is_no_text_and_no_date_is_refused(value: object) -> None:
    with pytest.raises(InvalidDate):
        PartialDate(value)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValidationError):
        Holder(day=value)  # pyright: ignore[reportArgumentType]


@given(st.text(alphabet="0123456789X-?~%/. ", max_size=12))
def test_any_text_is_read_or_refused_in_our_words(text: str) -> None:
    try:
        d = PartialDate(text)
    except InvalidDate:
        return
    assert str(d) == text.strip()
    assert d.earliest <= d.latest


def test_a_date_of_the_driver_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidDate, match=r"neo4j.time.Date\(2024, 7, 4\) is no date: give its .to_native\(\)"):
        PartialDate(neo4j.time.Date(2024, 7, 4))  # pyright: ignore[reportArgumentType]


def test_the_refusal_is_a_value_error_and_ours() -> None:
    assert issubclass(InvalidDate, ValueError)
    assert issubclass(InvalidDate, GraphModelError)
    with pytest.raises(ValidationError, match="day"):
        Holder.model_validate({"day": "1991-13"})


def test_no_order_and_no_equality_with_text() -> None:
    assert PartialDate("1991") != "1991"
    assert PartialDate("1991") != PartialDate("1991-XX")
    with pytest.raises(TypeError):
        assert PartialDate("1991") < PartialDate("1992")  # pyright: ignore[reportOperatorIssue]


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        PartialDate("1991").earliest = date(1990, 1, 1)  # pyright: ignore[reportAttributeAccessIssue]


def test_json_schema_is_a_string() -> None:
    assert TypeAdapter(PartialDate).json_schema() == {"type": "string"}
