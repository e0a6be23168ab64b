"""What typed queries, `get` and hand-written Cypher say of time is what `Period` says of the same facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import (
    CENSORED,
    NOT_BEFORE,
    UNKNOWN,
    Graph,
    Indexed,
    Key,
    Node,
    PartialDate,
    Period,
    Relationship,
    ref,
    select,
)
from graphmodel.errors import InvalidDate, ModelError, NotFound, QueryError

from ..model.times import examples, periods


class Claim(Node):
    key: Key[int]
    valid: Indexed[Period]
    known: Period | None = None
    other: Period | None = None


class Person(Node):
    name: Key[str]


class Seat(Node, abstract=True):
    key: Key[str]


class Throne(Seat):
    valid: Period


class Chair(Seat):
    pass


class Holds(Relationship[Person, Throne | Chair]):
    term: Key[int]
    valid: Period
    known: Period | None = None


class Knows(Relationship[Person, Person]):
    pass


NEAR = periods(1990, 1995)
DAYS = st.dates(date(1988, 1, 1), date(1998, 1, 1))
FACTS = st.lists(NEAR, min_size=60, max_size=120)


def keys(graph: Graph, query: gm.Query[int]) -> list[int]:
    return sorted(graph.all(query))


def store(graph: Graph, facts: list[Period], known: list[Period] | None = None) -> None:
    graph.run("MATCH (n:Claim) DETACH DELETE n")
    graph.merge(Claim(key=i, valid=valid, known=known[i] if known else None) for i, valid in enumerate(facts))


@examples(3)
@given(facts=FACTS, windows=st.lists(NEAR, min_size=8, max_size=12), days=st.lists(DAYS, min_size=4, max_size=8))
def test_queries_answer_as_periods_do(
    graph: Graph, facts: list[Period], windows: list[Period], days: list[date]
) -> None:
    store(graph, facts)
    asked = select(Claim.key)
    questions: list[tuple[gm.Query[int], str, Period | date]] = []
    for window in [*windows, *(Period(day, day + timedelta(days=40)) for day in days)]:
        questions += [
            (asked.overlaps(window), "possibly_overlaps", window),
            (asked.overlaps(window, certain=True), "certainly_overlaps", window),
            (asked.during(window), "possibly_during", window),
            (asked.during(window, certain=True), "certainly_during", window),
            (asked.overlaps(window).where(gm.certain(Claim)), "certainly_overlaps", window),
            (asked.during(window).where(gm.certain(Claim.valid)), "certainly_during", window),
        ]
    for day in days:
        questions += [(asked.as_of(day), "possibly_on", day), (asked.as_of(day, certain=True), "certainly_on", day)]
    wrong = [
        gm.explain(query)
        for query, method, time in questions
        if keys(graph, query) != [i for i, valid in enumerate(facts) if getattr(valid, method)(time)]
    ]
    assert wrong == []


@examples(3)
@given(facts=FACTS, days=st.lists(st.tuples(DAYS, st.integers(1, 2000)), min_size=8, max_size=16), text=st.booleans())
def test_hand_written_conditions_answer_as_periods_do(
    graph: Graph, facts: list[Period], days: list[tuple[date, int]], text: bool
) -> None:
    store(graph, facts)
    windows = [(first, first + timedelta(days=length)) for first, length in days]
    asked: dict[str, tuple[str, Callable[[Period, date, Period], bool]]] = {
        "on": (gm.holds("n", Claim.valid, on="a"), lambda p, a, _: p.possibly_on(a)),
        "on for sure": (gm.holds("n", Claim.valid, on="a", certain=True), lambda p, a, _: p.certainly_on(a)),
        "overlaps": (gm.holds("n", Claim.valid, overlaps=("a", "b")), lambda p, _, w: p.possibly_overlaps(w)),
        "overlaps for sure": (
            gm.holds("n", Claim.valid, overlaps=("a", "b"), certain=True),
            lambda p, _, w: p.certainly_overlaps(w),
        ),
        "during": (gm.holds("n", Claim.valid, during=("a", "b")), lambda p, _, w: p.possibly_during(w)),
        "during for sure": (
            gm.holds("n", Claim.valid, during=("a", "b"), certain=True),
            lambda p, _, w: p.certainly_during(w),
        ),
    }
    wrong: list[Any] = []
    for first, outside in windows:
        values = {"a": first.isoformat(), "b": outside.isoformat()} if text else {"a": first, "b": outside}
        for name, (condition, holds) in asked.items():
            found = graph.run(f"MATCH (n:Claim) WHERE {condition} RETURN n.key AS key", values, into=int)
            left = graph.run(f"MATCH (n:Claim) WHERE NOT {condition} RETURN n.key AS key", values, into=int)
            expected = {i for i, p in enumerate(facts) if holds(p, first, Period(first, outside))}
            if set(found) != expected or set(left) != set(range(len(facts))) - expected:
                wrong.append((name, first, outside))
    assert wrong == []


@examples(3)
@given(
    facts=st.lists(st.tuples(NEAR, NEAR), min_size=40, max_size=80),
    days=st.lists(st.tuples(DAYS, DAYS), min_size=8, max_size=16),
)
def test_both_clocks(graph: Graph, facts: list[tuple[Period, Period]], days: list[tuple[date, date]]) -> None:
    store(graph, [valid for valid, _ in facts], [known for _, known in facts])
    for held, said in days:
        asked = select(Claim.key).as_of(held).known_on(said)
        possible = [i for i, (valid, known) in enumerate(facts) if valid.possibly_on(held) and known.possibly_on(said)]
        certain = [i for i in possible if facts[i][0].certainly_on(held) and facts[i][1].certainly_on(said)]
        assert keys(graph, asked) == keys(graph, select(Claim.key).known_on(said).as_of(held)) == possible
        assert keys(graph, asked.where(gm.certain(Claim))) == certain
        assert keys(graph, select(Claim.key).as_of(held, certain=True).known_on(said, certain=True)) == certain
        assert keys(graph, select(Claim.key).known_on(said)) == [
            i for i, (_, known) in enumerate(facts) if known.possibly_on(said)
        ]
        assert keys(graph, asked.where(gm.certain(Claim.known))) == [
            i for i in possible if facts[i][1].certainly_on(said)
        ]


@pytest.fixture
def court(graph: Graph) -> Graph:
    """Ann on the old throne in two terms and on the new one, Bob on a chair; who knew what since when."""
    old, new = (
        Throne(key="old", valid=Period("1900-01-01", "1950-01-01")),
        Throne(key="new", valid=Period("1950-01-01")),
    )
    ann, bob = Person(name="Ann"), Person(name="Bob")
    chair = Chair(key="chair")
    graph.merge(
        old, new, chair, ann, bob,
        Holds(start=ann, end=old, term=1, valid=Period("1940", "1945-06-01"), known=Period("1940-05-01", "1960-01-01")),
        Holds(start=ann, end=old, term=2, valid=Period("1945", "1960-01-01"), known=Period("1946-01-01")),
        Holds(start=ann, end=new, term=3, valid=Period("1960-01-01"), known=Period("1960-01-01")),
        Holds(start=bob, end=chair, term=1, valid=Period("1941-01-01"), known=Period("1941-01-01")),
        Knows(start=ann, end=bob),
    )  # fmt: skip
    return graph


def test_each_matched_part_with_the_field_is_asked(court: Graph) -> None:
    held = select(Throne.key, Holds.term).match(Person, Holds, Throne).order_by(Holds.term)
    assert court.all(held.as_of("1949-12-31")) == [("old", 2)]
    assert court.all(held.as_of("1955-01-01")) == []  # the term ran on, but the throne was no more
    assert court.all(held.as_of("1955-01-01", on=Holds.valid)) == [("old", 2)]
    assert court.all(held.overlaps("1941-01-01", "1961-01-01")) == [("old", 1), ("old", 2), ("new", 3)]
    assert court.all(held.during("1900-01-01", "1950-01-01")) == [("old", 1)]
    assert court.all(held.during("1900-01-01", "1950-01-01", on=Throne.valid)) == [("old", 1), ("old", 2)]
    assert court.all(held.as_of("1942-01-01").known_on("1941-01-01")) == [("old", 1)]
    assert court.all(held.as_of("1942-01-01").known_on("1940-01-01")) == []
    assert court.all(held.as_of("1942-01-01", on=Throne.valid).known_on("1970-01-01")) == [("old", 2)]
    a, b = gm.alias(Holds), gm.alias(Holds)
    p = gm.alias(Person)
    pairs = select(a.term, b.term).match(p, a, Throne).match(p, b, Chair)
    assert court.all(pairs.as_of("1942-01-01")) == []
    two = select(a.term, b.term).match(p, a, gm.alias(Throne)).match(p, b, gm.alias(Throne)).where(a.term < b.term)
    assert court.all(two.as_of("1945-03-01", on=a.valid).order_by(a.term, b.term)) == [(1, 2), (1, 3), (2, 3)]
    assert court.all(two.as_of("1945-03-01", on=a.valid).as_of("1945-03-01", on=b.valid)) == [(1, 2)]


def test_an_abstract_class_is_asked_as_what_it_is(court: Graph) -> None:
    anywhere: Any = gm.alias(Seat)  # checkers want a class that is one end, not a base of several
    held = select(Person.name, Holds.term).match(Person, Holds, anywhere).order_by(Person.name, Holds.term)
    assert court.all(held.as_of("1942-01-01")) == [("Ann", 1), ("Bob", 1)]
    assert court.all(held.as_of("1955-01-01")) == [("Bob", 1)]  # the throne of Ann's second term was no more
    assert court.all(held.as_of("1955-01-01", on=Holds.valid)) == [("Ann", 2), ("Bob", 1)]


def test_certain_can_be_selected(court: Graph) -> None:
    terms = select(Holds.term, gm.certain(Holds)).match(Person, Holds, Throne).order_by(Holds.term)
    assert court.all(terms.as_of("1945-03-01")) == [(1, True), (2, False)]
    assert court.all(terms.as_of("1940-12-31")) == [(1, True)]
    assert court.all(terms.overlaps("1945-03-01", "1946-02-01")) == [(1, True), (2, True)]
    assert court.all(terms.overlaps("1945-06-01", "1945-12-01")) == [(2, False)]
    assert court.all(terms.during("1940-01-01", "1950-01-01", on=Holds.valid)) == [(1, True)]
    assert court.all(terms.during("1940-06-01", "1950-01-01", on=Holds.valid)) == [(1, False)]
    one = select(gm.certain(Holds.known)).match(Person, Holds, Throne)
    assert court.all(one.as_of("1942-01-01").known_on("1942-01-01")) == [True]


def test_get_as_of_a_day(court: Graph) -> None:
    ends: dict[str, Any] = {"start": "Ann", "end": ref(Throne, "old")}
    assert court.get(Holds, **ends, as_of="1941-01-01").term == 1
    assert court.get(Holds, **ends, as_of=date(1949, 1, 1)).term == 2
    assert court.get(Holds, **ends, as_of="1949-01-01", certain=True).term == 2
    assert court.find(Holds, **ends, as_of="1939-12-31") is None
    assert court.get(Holds, **ends, as_of="1945-03-01", certain=True).term == 1
    assert court.find(Holds, **ends, as_of="1940-03-01", certain=True) is None
    assert court.get(Holds, **ends, known_on="1945-03-01").term == 1
    assert court.get(Holds, **ends, as_of="1945-03-01", known_on="1945-04-01").term == 1
    assert court.find(Holds, 2, **ends, as_of="1941-01-01") is None
    assert court.get(Throne, "old", as_of="1949-12-31").key == "old"
    assert court.find(Throne, "old", as_of="1950-01-01") is None
    with pytest.raises(NotFound, match="as_of='1939-12-31'"):
        court.get(Holds, **ends, as_of="1939-12-31")
    with pytest.raises(
        QueryError, match=r"at that time: term=1; term=2\. To have one, name one by its key, or use all"
    ):
        court.get(Holds, **ends, as_of="1945-03-01")
    with pytest.raises(QueryError, match=r"two: term=1; term=2\. .*say as_of="):
        court.get(Holds, **ends)
    with court.session() as session:
        assert session.get(Holds, **ends, as_of="1941-01-01") is session.get(Holds, 1, **ends)


def test_get_says_what_cannot_be_asked(court: Graph) -> None:
    with pytest.raises(QueryError, match="Person has no period field named valid: as_of="):
        court.get(Person, "Ann", as_of="1941-01-01")
    with pytest.raises(QueryError, match="Throne has no period field named known: known_on="):
        court.get(Throne, "old", known_on="1941-01-01")
    with pytest.raises(QueryError, match="needs the day"):
        court.get(Throne, "old", certain=True)
    with pytest.raises(QueryError, match="True or False"):
        court.get(Throne, "old", as_of="1941-01-01", certain="no")
    for vague in ("1941", "1941-01", "yesterday", None, 3):
        with pytest.raises(InvalidDate):
            court.get(Throne, "old", as_of=vague)
    with pytest.raises(ModelError):
        court.get(Throne, "old", during="1941-01-01")


def test_a_key_field_may_be_called_as_of(graph: Graph) -> None:
    class Report(Node):
        as_of: Key[str]
        certain: Key[bool]
        valid: Period

    graph.merge(Report(as_of="1941", certain=False, valid=Period("1941")))
    assert graph.get(Report, as_of="1941", certain=False).as_of == "1941"


def test_many_terms_are_listed_up_to_ten(graph: Graph) -> None:
    ann, throne = Person(name="Ann"), Throne(key="old", valid=Period("1900"))
    graph.merge(ann, throne, [Holds(start=ann, end=throne, term=i, valid=Period("1940")) for i in range(20)])
    with pytest.raises(QueryError, match=r"(term=\d+; ){10}\.\.\. To|(term=\d+; ){10}\.\.\.\. To"):
        graph.get(Holds, start=ann, end=throne, as_of="1941-01-01")


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: select(Claim).overlaps("1990-01-01"), "needs the end too"),
        (lambda: select(Claim).during(Period("1990"), "1991"), "has an end already"),
        (lambda: select(Claim).overlaps("1990", "1991", on="valid"), "name a period field"),
        (lambda: select(Claim).known_on("1990-01-01", on=3), "name a period field"),
        (lambda: select(Claim).as_of("1990-01-01", certain=cast("Any", "no")), "True or False"),
        (lambda: gm.compile(select(Claim).overlaps("1990", "1991", on=Claim.key)), "no period field"),
        (lambda: gm.compile(select(Person).overlaps("1990", "1991")), "overlaps: nothing .* named valid"),
        (lambda: gm.compile(select(Throne).known_on("1990-01-01")), "known_on: nothing .* named known"),
        (lambda: gm.compile(select(Throne).as_of("1990-01-01").known_on("1990-01-01")), "known_on: nothing"),
        (lambda: gm.compile(select(Claim, gm.certain(Claim))), "needs the time"),
        (lambda: gm.compile(select(Claim, gm.certain(Claim.other)).known_on("1990-01-01")), "certain"),
    ],
)
def test_what_cannot_be_asked(build: Callable[[], object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        build()


def test_windows_and_days_are_checked() -> None:
    for wrong in (("1991", "1990"), ("1991-01-01", "1991-01-01"), ("x", "1991"), (1990, 1991)):
        with pytest.raises(InvalidDate):
            select(Claim).overlaps(*cast("Any", wrong))
    for vague in ("1991", "1991-01", PartialDate("199X")):
        with pytest.raises(InvalidDate):
            select(Claim).known_on(cast("Any", vague))


def test_values_stand_in_parameters_only() -> None:
    asked = select(Claim).overlaps("1987-06-05", "1988-07-06").during(Period("1977", CENSORED("1999-09-09")))
    statement = gm.compile(asked.as_of("1966-05-04").known_on("1955-04-03", certain=True))
    assert not any(year in statement.text for year in ("1987", "1988", "1977", "1966", "1955", "9999"))
    assert {value for value in statement.parameters.values() if isinstance(value, date)} == {
        date(1987, 6, 5), date(1988, 7, 6), date(1977, 1, 1), date(9999, 12, 31), date(1966, 5, 4), date(1955, 4, 3),
    }  # fmt: skip


def test_the_text_stays_readable() -> None:
    where = "WHERE c0.valid_from_earliest < $p0 AND c0.valid_to_latest > $p1"
    assert where in gm.explain(select(Claim).overlaps("1987-06-05", "1988-07-06"))
    assert "WHERE c0.valid_from_earliest <= $p0 AND c0.valid_to_latest > $p0" in gm.explain(
        select(Claim).as_of("1987-06-05")
    )


@pytest.mark.parametrize("name", ["", "a b", "n) DETACH DELETE (m", "1a", "$day", "n.x", "ä", "a`", None, 3])
def test_names_in_hand_written_conditions_are_checked(name: Any) -> None:
    for wrong in (
        lambda: gm.holds(name, Claim.valid, on="day"),
        lambda: gm.holds("n", Claim.valid, overlaps=(name, "b")),
        lambda: gm.holds("n", Claim.valid, during=("a", name)),
    ):
        with pytest.raises(QueryError, match="no name of a variable or parameter"):
            wrong()


def test_conditions_for_hand_written_cypher() -> None:
    assert (
        gm.holds("m", Holds.valid, on="day")
        == "(m.valid_from_earliest <= date($day) AND m.valid_to_latest > date($day))"
    )
    assert gm.holds("m", gm.alias(Holds).known, on="day", certain=True) == (
        "(m.known_from_latest <= date($day) AND m.known_to_earliest > date($day))"
    )
    for wrong in (
        lambda: gm.holds("m", Holds.valid),
        lambda: gm.holds("m", Holds.valid, on="a", during=("a", "b")),
        lambda: gm.holds("m", Holds.valid, overlaps=cast("Any", "ab")),
        lambda: gm.holds("m", Holds.valid, during=cast("Any", ("a",))),
        lambda: gm.holds("m", cast("Any", Holds.term), on="day"),
        lambda: gm.holds("m", Period("1990"), on="day"),
    ):
        with pytest.raises(QueryError):
            wrong()


@pytest.mark.engine("neo4j")
def test_the_index_of_a_period_is_used(graph: Graph, driver: neo4j.Driver) -> None:
    store(graph, [Period("1990"), Period(NOT_BEFORE("1991"), UNKNOWN)])
    for query in (
        select(Claim).as_of("1990-06-01"),
        select(Claim).overlaps("1990-06-01", "1991-01-01"),
        select(Claim).during("1990-06-01", "1991-01-01", certain=True),
    ):
        statement = gm.compile(query)
        with cast("Any", driver).session() as session:
            plan = session.run("EXPLAIN " + statement.text, statement.parameters).consume().plan
        assert "NodeIndexSeekByRange" in str(plan), plan
