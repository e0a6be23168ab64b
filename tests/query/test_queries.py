# Mistakes are made here on purpose, and lambdas say no types.
# pyright: reportOperatorIssue=false, reportUnknownLambdaType=false, reportAttributeAccessIssue=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportCallIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import graphmodel as gm
from graphmodel import Graph, Key, Node, Period, Relationship, alias, ref, select
from graphmodel.errors import (
    AmbiguousReference,
    InvalidDate,
    MappingError,
    ModelError,
    NotFound,
    QueryError,
    UnknownField,
)
from graphmodel.model import is_ref

from ..model.times import examples
from ..model.toy import (
    Borders,
    Kind,
    King,
    Leader,
    MemberOf,
    Organization,
    Person,
    Rules,
    SitsIn,
    Sitting,
    State,
    member,
)


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=89, aliases=["Persia"]), State(iso3="RUS", name="Russia", population=144),
        State(iso3="CHN", name="China"),
        Organization(key="sco", name="SCO", kind=Kind.BLOC, founded="2001-06-15"),
        Organization(key="csto", name="CSTO", kind=Kind.BLOC), Organization(key="iaea", name="IAEA", kind=Kind.AGENCY),
        member("IRN", "sco", "2005-07-05", "2023-07-04", "observer"), member("IRN", "sco", "2023-07-04"),
        member("RUS", "sco", "2001"), member("CHN", "sco", "2001"), member("RUS", "csto", "1992"),
        member("RUS", "iaea", "1957"), member("IRN", "iaea", "1958"),
        Borders(start=ref(State, "RUS"), end=ref(State, "CHN"), km=4209), Borders(start=ref(State, "IRN"), end=ref(State, "IRN")),
        Leader(key="l"), King(key="k"), Person(key="p"), Sitting(organ="un", number=1), Sitting(organ="un", number=2),
        Rules(start=ref(Leader, "l"), end=ref(State, "RUS"), role="head"), Rules(start=ref(King, "k"), end=ref(Organization, "sco")),  # noqa: E501
        SitsIn(start=ref(Leader, "l"), end=ref(Sitting, "un", 2), seat=1),
    )  # fmt: skip
    return graph


# --- by key -------------------------------------------------------------------------------------------------------------


def test_get_and_find(world: Graph) -> None:
    assert world.get(State, "IRN") == State(iso3="IRN", name="Iran", population=89, aliases=["Persia"])
    assert world.get(State, iso3="IRN").name == "Iran"
    assert world.get(Sitting, "un", 2).number == 2
    assert world.get(Sitting, "un", number=2) == world.get(Sitting, number=2, organ="un")
    assert world.find(State, "XXX") is None
    with pytest.raises(NotFound, match="no State 'XXX'") as missing:
        world.get(State, "XXX")
    assert missing.value.model == "State"
    assert type(world.get(Person, "k")) is King
    assert type(world.get(Person, "p")) is Person
    assert world.find(King, "l") is None
    assert world.find(Leader, "p") is None


def test_get_relationships(world: Graph) -> None:
    term = world.get(MemberOf, start="IRN", end="sco", since="2005-07-05")
    assert (term.status, term.start.iso3, term.end.key) == ("observer", "IRN", "sco")
    assert is_ref(term.start)
    assert world.get(MemberOf, start=ref(State, "RUS"), end=world.get(Organization, "csto")).since == "1992"
    assert world.get(MemberOf, "1992", start="RUS", end="csto") == world.get(MemberOf, start="RUS", end="csto")
    assert world.find(MemberOf, start="RUS", end="csto", since="x") is None
    assert world.find(MemberOf, start="CHN", end="csto") is None
    assert world.find(MemberOf, start="nobody", end="nothing") is None
    assert world.get(Borders, start="RUS", end="CHN").km == 4209
    assert world.find(Borders, start="CHN", end="RUS") is None
    assert world.get(Rules, start="l", end=ref(State, "RUS")).role == "head"
    assert world.get(SitsIn, start="l", end=("un", 2)).seat == 1
    with pytest.raises(QueryError, match="Several MemberOf"):
        world.get(MemberOf, start="IRN", end="sco")


@pytest.mark.parametrize(
    ("model", "key", "named"),
    [
        (State, (), {}), (State, ("a", "b"), {}), (State, ("a",), {"iso3": "a"}), (State, (), {"name": "Iran"}), (Sitting, ("un",), {}),  # noqa: E501
        (MemberOf, (), {"start": "IRN"}), (MemberOf, (), {"end": "sco"}), (MemberOf, ("a", "b"), {"start": "a", "end": "b"}),
        (MemberOf, (), {"start": "IRN", "end": "sco", "status": "x"}), (Rules, (), {"start": "l", "end": "RUS"}), (Node, ("x",), {}),  # noqa: E501
    ],
)  # fmt: skip
def test_a_key_that_is_none(world: Graph, model: Any, key: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        world.get(model, *key, **named)


# --- selecting ----------------------------------------------------------------------------------------------------------


def test_shapes_of_rows(world: Graph) -> None:
    iran = world.get(State, "IRN")
    assert world.all(select(State).where(State.iso3 == "IRN")) == [iran]
    assert world.all(select(State.name).where(State.iso3 == "IRN")) == ["Iran"]
    assert world.all(select(State, State.name).where(State.iso3 == "IRN")) == [(iran, "Iran")]
    (row,) = world.all(select(MemberOf).where(MemberOf.since == "1992"))
    assert (is_ref(row.start), is_ref(row.end), row.start.iso3, row.end.key) == (True, True, "RUS", "csto")
    ((state, term),) = world.all(select(State, MemberOf).where(MemberOf.since == "1992"))
    assert (state.name, is_ref(term.end)) == ("Russia", True)
    assert term.start is state
    ((s, m, o),) = world.all(select(State, MemberOf, Organization).where(MemberOf.since == "1992"))
    assert m.start is s
    assert m.end is o
    assert o.name == "CSTO"
    ((a, b, c, d),) = world.all(
        select(State, MemberOf, Organization, Organization.kind).where(MemberOf.since == "1992")
    )
    assert (a, b, c, d) == (s, m, o, Kind.BLOC)
    assert world.all(select(MemberOf.valid).where(MemberOf.since == "1992")) == [Period("1992")]
    assert world.all(select(Organization.founded).where(Organization.key == "sco")) == [gm.PartialDate("2001-06-15")]
    assert world.all(select(State.aliases).where(State.iso3 == "IRN")) == [["Persia"]]


def test_one_object_for_each_node_of_a_result(world: Graph) -> None:
    rows = world.all(select(State, MemberOf, Organization))
    assert len(rows) == 7
    assert len({id(state) for state, _, _ in rows}) == 3
    assert len({id(o) for _, _, o in rows}) == 3


class Named(NamedTuple):
    state: State
    terms: int


@dataclass
class Data:
    name: str
    since: str


class Model(BaseModel):
    name: str
    kind: Kind | None


def test_into(world: Graph) -> None:
    query = select(State, gm.count(MemberOf)).match(State, MemberOf, Organization).where(State.iso3 == "IRN")
    assert world.all(query.into(Named)) == [Named(world.get(State, "IRN"), 3)]
    pairs = select(State.name, MemberOf.since).match(State, MemberOf, Organization).where(MemberOf.since == "1992")
    assert world.all(pairs.into(Data)) == [Data("Russia", "1992")]
    kinds = select(Organization.name, Organization.kind).where(Organization.key == "sco")
    assert world.all(kinds.into(Model)) == [Model(name="SCO", kind=Kind.BLOC)]
    with pytest.raises(QueryError, match="2 columns"):
        world.all(kinds.into(Single))
    with pytest.raises(MappingError):
        world.all(select(State.name, State.population).into(Numbers))


@dataclass
class Single:
    name: str


@dataclass
class Numbers:
    name: int
    population: int


def test_first_one_exists_count(world: Graph) -> None:
    by_name = select(State).order_by(State.name)
    first = world.first(by_name)
    assert first is not None
    assert first.name == "China"
    assert world.first(select(State).where(State.iso3 == "XXX")) is None
    assert world.first(by_name.limit(0)) is None
    assert world.one(select(State).where(State.iso3 == "IRN")).name == "Iran"
    assert world.one(by_name.limit(1)).name == "China"
    with pytest.raises(NotFound):
        world.one(select(State).where(State.iso3 == "XXX"))
    with pytest.raises(QueryError, match="several rows"):
        world.one(State)
    assert world.exists(State)
    assert not world.exists(select(State).where(State.iso3 == "XXX"))
    assert world.count(State) == 3
    assert world.count(MemberOf) == 7
    assert world.count(select(State, MemberOf)) == 7
    assert world.count(by_name.limit(1)) == 3
    assert world.count(select(MemberOf.status).distinct()) == 2
    assert world.count(select(MemberOf.status).distinct().order_by(MemberOf.status).limit(1)) == 2
    assert world.count(select(State.iso3, gm.count()).match(State, MemberOf, Organization)) == 3


def test_order_skip_limit_distinct(world: Graph) -> None:
    names = select(State.name)
    assert world.all(names.order_by(State.name)) == ["China", "Iran", "Russia"]
    assert world.all(names.order_by(gm.desc(State.name))) == ["Russia", "Iran", "China"]
    assert world.all(names.order_by(State.name).skip(1)) == ["Iran", "Russia"]
    assert world.all(names.order_by(State.name).skip(1).limit(1)) == ["Iran"]
    assert world.all(names.order_by(State.name).limit(0)) == []
    assert world.all(names.order_by(State.name).skip(9)) == []
    assert world.all(select(MemberOf.status).distinct().order_by(MemberOf.status)) == ["member", "observer"]
    assert world.all(select(Organization.kind, Organization.key).order_by(gm.desc(Organization.kind), Organization.key)) == [
        (Kind.BLOC, "csto"), (Kind.BLOC, "sco"), (Kind.AGENCY, "iaea"),
    ]  # fmt: skip
    pairs = select(State).match(State, MemberOf, Organization).distinct().order_by(State.iso3)
    assert [s.iso3 for s in world.all(pairs)] == ["CHN", "IRN", "RUS"]
    assert len(world.all(select(State).match(State, MemberOf, Organization))) == 7
    assert len(world.all(select(MemberOf).distinct())) == 7


def test_aggregates(world: Graph) -> None:
    assert world.all(select(gm.count(State))) == [3]
    assert world.all(select(gm.count(State.population))) == [2]
    assert world.all(select(gm.sum(State.population), gm.min(State.name), gm.max(State.population))) == [
        (233, "China", 144)
    ]
    assert world.all(select(gm.count(State)).where(State.iso3 == "XXX")) == [0]
    (names,) = world.all(select(gm.collect(State.name)))
    assert sorted(names) == ["China", "Iran", "Russia"]
    (kinds,) = world.all(select(gm.collect(Organization.kind, distinct=True)))
    assert set(kinds) == set(Kind)
    per_state = select(State.iso3, gm.count(), gm.count(Organization, distinct=True)).match(
        State, MemberOf, Organization
    )
    assert world.all(per_state.order_by(gm.desc(gm.count()), State.iso3)) == [
        ("IRN", 3, 2),
        ("RUS", 3, 3),
        ("CHN", 1, 1),
    ]
    whole = (
        select(Organization, gm.count(MemberOf))
        .match(State, MemberOf, Organization)
        .order_by(gm.desc(gm.count(MemberOf)))
    )
    first, number = world.all(whole)[0]
    assert (first.name, number) == ("SCO", 4)
    assert world.all(select(gm.min(MemberOf.since), MemberOf.status).order_by(MemberOf.status)) == [
        ("1957", "member"), ("2005-07-05", "observer"),
    ]  # fmt: skip


def test_conditions(world: Graph) -> None:
    def keys(*conditions: bool) -> list[str]:
        return sorted(world.all(select(State.iso3).where(*conditions)))

    everyone = ["CHN", "IRN", "RUS"]
    assert keys() == everyone
    assert keys(State.name == "Iran") == ["IRN"]
    assert keys(State.name != "Iran") == ["CHN", "RUS"]
    assert keys(gm.col(State.population) > 89) == ["RUS"]
    assert keys(gm.col(State.population) >= 89, gm.col(State.population) < 144) == ["IRN"]
    assert keys(gm.col(State.population) >= 89) == ["IRN", "RUS"]
    assert keys(State.population == None) == ["CHN"]  # noqa: E711
    assert keys(State.population != None) == ["IRN", "RUS"]  # noqa: E711
    assert keys(gm.in_(State.iso3, ["IRN", "XXX"])) == ["IRN"]
    assert keys(gm.in_(State.iso3, (c for c in ("IRN", "RUS")))) == ["IRN", "RUS"]
    assert keys(gm.in_(State.iso3, [])) == []
    assert keys(gm.not_(gm.in_(State.iso3, []))) == everyone
    assert keys(gm.not_(State.name == "Iran")) == ["CHN", "RUS"]
    assert keys(gm.any_of(State.name == "Iran", State.name == "China")) == ["CHN", "IRN"]
    assert keys(gm.any_of()) == []
    assert keys((State.name == "Iran") | (State.name == "China")) == ["CHN", "IRN"]
    assert keys((State.name == "Iran") & (State.name == "China")) == []
    assert keys((State.name == "Iran") | (State.name == "China") & (State.iso3 == "x")) == ["IRN"]
    assert keys(gm.not_((State.name == "Iran") | (State.name == "China"))) == ["RUS"]
    assert keys(gm.startswith(State.name, "I")) == ["IRN"]
    assert keys(gm.endswith(State.name, "a")) == ["CHN", "RUS"]
    assert keys(gm.contains(State.name, "ussi")) == ["RUS"]
    assert keys(gm.contains(State.name, "")) == everyone
    assert keys(State.name == State.iso3) == []
    assert keys(State.aliases == ["Persia"]) == ["IRN"]
    assert keys(State.aliases == []) == ["CHN", "RUS"]
    assert keys(gm.in_(State.aliases, [["Persia"], ["x"]])) == ["IRN"]
    assert world.all(select(Organization.key).where(Organization.kind == Kind.AGENCY)) == ["iaea"]
    assert world.all(select(Organization.key).where(gm.in_(Organization.kind, [Kind.AGENCY]))) == ["iaea"]
    assert world.all(select(Organization.key).where(Organization.founded == gm.PartialDate("2001-06-15"))) == ["sco"]
    assert world.all(select(MemberOf.since).where(MemberOf.valid == Period("1992"))) == ["1992"]


def test_patterns(world: Graph) -> None:
    a, b, o = alias(State), alias(State), alias(Organization)
    shared = (
        select(b.iso3, gm.count(o, distinct=True)).match(a, MemberOf, o).match(b, MemberOf, o)
        .where(a.iso3 == "IRN", b.iso3 != "IRN").order_by(gm.desc(gm.count(o, distinct=True)), b.iso3).limit(10)
    )  # fmt: skip
    assert world.all(shared) == [("RUS", 2), ("CHN", 1)]
    assert world.all(shared.as_of("2000-06-01")) == [("RUS", 1)]
    m, n = alias(MemberOf), alias(MemberOf)
    both = select(a.iso3, b.iso3).match(a, m, o, n, b).where(o.key == "csto")
    assert world.all(both) == []  # one relationship does not stand twice in one pattern
    assert world.all(select(a.iso3, b.iso3).match(a, m, o).match(b, n, o).where(o.key == "csto")) == [("RUS", "RUS")]
    assert sorted(world.all(select(a.iso3).match(Organization, MemberOf, a).where(Organization.key == "sco").distinct())) == [
        "CHN", "IRN", "RUS",
    ]  # fmt: skip
    assert world.all(select(a.iso3, b.iso3).match(a, gm.outgoing(Borders), b).where(a.iso3 != b.iso3)) == [
        ("RUS", "CHN")
    ]
    assert world.all(select(a.iso3, b.iso3).match(a, gm.incoming(Borders), b).where(a.iso3 != b.iso3)) == [
        ("CHN", "RUS")
    ]
    either = select(a.iso3, b.iso3).match(a, gm.either(Borders), b).where(a.iso3 != b.iso3)
    assert sorted(world.all(either)) == [("CHN", "RUS"), ("RUS", "CHN")]
    for row in world.all(select(a, Borders, b).match(a, gm.either(Borders), b).where(a.iso3 == "CHN")):
        assert (row[1].start, row[1].end) == (row[2], row[0])
        assert row[1].km == 4209
    (alone,) = world.all(select(Borders).match(a, gm.either(Borders), b).where(a.iso3 == "CHN"))
    assert (alone.start.iso3, alone.end.iso3) == ("RUS", "CHN")
    ((same, loop),) = world.all(select(State, Borders).match(State, gm.outgoing(Borders), b).where(State.iso3 == "IRN"))
    assert loop.start is same
    assert loop.end.iso3 == "IRN"


def test_ends_of_several_classes(world: Graph) -> None:
    found = {(type(r.start).__name__, type(r.end).__name__): r for r in world.all(select(Rules))}
    assert found.keys() == {("Leader", "State"), ("King", "Organization")}
    assert found["King", "Organization"].end.model_dump(include={"key"}) == {"key": "sco"}
    assert world.all(select(Leader.key, State.iso3).match(Leader, Rules, State)) == [("l", "RUS")]
    assert world.all(select(King.key, Organization.key).match(King, Rules, Organization)) == [("k", "sco")]
    assert sorted(type(p).__name__ for p in world.all(Person)) == ["King", "Leader", "Person"]
    assert [type(p) for p in world.all(King)] == [King]
    assert world.all(select(Leader.office).where(Leader.key == "k")) == ["President"]
    person = select(Person.key, SitsIn.seat).match(Person, SitsIn, Sitting)
    assert world.all(person) == [("l", 1)]
    assert type(world.all(select(SitsIn))[0].start) is Leader


def test_as_of(world: Graph) -> None:
    def terms(query: Any) -> list[tuple[str, str]]:
        return sorted(world.all(query))

    base = select(State.iso3, MemberOf.status).match(State, MemberOf, Organization).where(Organization.key == "sco")
    assert terms(base.as_of("2014-12-31")) == [("CHN", "member"), ("IRN", "observer"), ("RUS", "member")]
    assert terms(base.as_of(date(2023, 7, 3))) == [("CHN", "member"), ("IRN", "observer"), ("RUS", "member")]
    assert terms(base.as_of("2023-07-04")) == [("CHN", "member"), ("IRN", "member"), ("RUS", "member")]
    assert terms(base.as_of("2001-06-01")) == [("CHN", "member"), ("RUS", "member")]
    assert terms(base.as_of("2001-06-01", certain=True)) == []
    assert terms(base.as_of("2000-12-31")) == []
    assert terms(base.as_of("2014-12-31", on=MemberOf.valid)) == terms(base.as_of("2014-12-31"))
    certain = (
        select(State.iso3, gm.certain(MemberOf)).match(State, MemberOf, Organization).where(Organization.key == "sco")
    )
    assert terms(certain.as_of("2001-06-01")) == [("CHN", False), ("RUS", False)]
    assert terms(certain.as_of("2002-01-01")) == [("CHN", True), ("RUS", True)]
    assert terms(base.as_of("2001-06-01").where(gm.certain(MemberOf))) == []
    assert terms(base.as_of("2014-12-31").as_of("2023-07-04")) == [("CHN", "member"), ("RUS", "member")]


def test_implied_patterns(world: Graph) -> None:
    assert len(world.all(select(MemberOf))) == 7
    assert sorted(world.all(select(State.iso3, MemberOf.since).where(MemberOf.since < "1990"))) == [
        ("IRN", "1958"),
        ("RUS", "1957"),
    ]
    assert world.all(select(Organization.key, MemberOf.since).where(MemberOf.since == "1992")) == [("csto", "1992")]
    assert world.all(select(MemberOf.since).where(State.iso3 == "CHN")) == ["2001"]
    assert world.all(select(State.iso3, Organization.key).where(MemberOf.since == "1992")) == [("RUS", "csto")]
    ambiguous: Any
    loose: Any
    for ambiguous in (select(State, Borders), select(Person, Borders), select(State, State, Borders)):
        with pytest.raises(QueryError):
            world.all(ambiguous)
    for loose in (
        select(State, Organization),
        select(gm.count()),
        select(MemberOf, Borders),
        select(State, Person, MemberOf),
    ):
        with pytest.raises(QueryError, match="match"):
            world.all(loose)


# --- what is refused ----------------------------------------------------------------------------------------------------


def test_a_class_that_stands_twice_is_ambiguous() -> None:
    a = alias(State)
    query: Any
    for query in (
        select(State).match(State, gm.outgoing(Borders), State),
        select(a).match(State, MemberOf, Organization).match(State, MemberOf, Organization).where(State.iso3 == "x"),
        select(MemberOf).match(a, MemberOf, Organization).match(a, MemberOf, alias(Organization)),
        select(Organization).match(a, MemberOf, Organization).match(a, MemberOf, Organization),
        select(a).match(a, Borders, alias(State)),
    ):
        with pytest.raises(AmbiguousReference, match=r"alias|outgoing"):
            gm.compile(query)


def test_what_cannot_be_asked() -> None:
    a, m = alias(State), alias(MemberOf)
    select: Any = gm.select  # checkers refuse most of these too
    wrong: list[Any] = [
        lambda: select(),  # noqa: PLW0108
        lambda: select(3), lambda: select("State"), lambda: select(None), lambda: select(int), lambda: select(Period("2001")),
        lambda: select(State).match(), lambda: select(State).match(State, MemberOf),
        lambda: select(State).match(MemberOf, State, MemberOf), lambda: select(State).match(State, Organization, State),
        lambda: select(State).match("State"), lambda: select(State).match(State, MemberOf, 3),
        lambda: select(State).where(True), lambda: select(State).where(State.iso3 in ["a"]),  # noqa: FURB171
        lambda: select(State).where(not State.iso3), lambda: select(State).where((State.iso3 == "a") and (State.name == "b")),
        lambda: select(State).where("a" < State.iso3 < "b"), lambda: select(State).where("x" in State.iso3),
        lambda: select(State).where((State.iso3 == "a") == (State.name == "b")),
        lambda: select(State).where((State.iso3 == "a") < 3),
        lambda: select(State).limit(-1), lambda: select(State).limit(1.5), lambda: select(State).limit(True),
        lambda: select(State).skip(-1), lambda: select(State).skip("1"),
        lambda: gm.count(distinct=True), lambda: gm.in_(State.iso3, "abc"), lambda: gm.in_("a", ["a"]), lambda: gm.sum(3),
        lambda: gm.not_(True), lambda: gm.any_of(State.iso3 == "a", False), lambda: gm.startswith("abc", "a"),
        lambda: list(State.name), lambda: State.name.startswith("a"), lambda: alias(State).nme,        lambda: gm.compile(select(State).where(Organization.key == "a")), lambda: gm.compile(select(a).match(State)),  # noqa: E501
        lambda: gm.compile(select(State).match(State, MemberOf, Person)), lambda: gm.compile(select(State).as_of("2001-01-01")),
        lambda: gm.compile(select(MemberOf, gm.certain(MemberOf))),
        lambda: gm.compile(select(State, gm.certain(State)).match(State, MemberOf, Organization).as_of("2001-01-01")),
        lambda: gm.compile(select(MemberOf).as_of("2001-01-01", on=MemberOf.since)), lambda: select(State).as_of("2001-01-01", on=3),  # noqa: E501
        lambda: gm.compile(select(MemberOf).where(MemberOf.valid < Period("2001"))),
        lambda: gm.compile(select(MemberOf).order_by(MemberOf.valid)), lambda: gm.compile(select(gm.max(MemberOf.valid))),
        lambda: gm.compile(select(gm.count()).match(State).order_by(State.name)),
        lambda: gm.compile(select(State.name).distinct().order_by(State.iso3)),
        lambda: gm.compile(select(m).match(a, m, Organization).match(a, m, alias(Organization))),
        lambda: gm.compile(select(Organization).where(gm.col(Organization.founded) < gm.PartialDate("2001"))),    ]  # fmt: skip
    for i, ask in enumerate(wrong):
        with pytest.raises(QueryError):
            pytest.fail(f"number {i} was not refused: {ask()!r}")
    for vague in ("2001", "2001-05", "x", "2001-13-01"):
        with pytest.raises(InvalidDate):
            select(MemberOf).as_of(vague)
    with pytest.raises(AttributeError):
        assert State.nme  # pyright: ignore[reportAttributeAccessIssue]
    for nothing in (3, int, "State"):
        with pytest.raises(ModelError):
            alias(nothing)


def test_queries_do_not_change_each_other() -> None:
    base = select(State)
    texts = [gm.compile(base.where(State.iso3 == "a")).text, gm.compile(base.limit(1)).text, gm.compile(base).text]
    assert texts[2] == gm.compile(select(State)).text
    assert len(set(texts)) == 3


def test_no_value_stands_in_the_text() -> None:
    query = (
        select(State, MemberOf).where(State.iso3 == "SECRET", gm.in_(State.name, ["SECRET1"]), gm.contains(State.name, "SECRET2"))
        .where(gm.col(State.population) > 987654).as_of("1987-06-05").skip(7654).limit(8765)
    )  # fmt: skip
    statement = gm.compile(query)
    for value in ("SECRET", "987654", "1987", "7654", "8765"):
        assert value not in statement.text
    assert {"SECRET", 987654, 7654, 8765} <= {v for v in statement.parameters.values() if not isinstance(v, list)}
    assert "SECRET" not in repr(statement)
    assert "SECRET" in gm.explain(query)


# --- tolerance ----------------------------------------------------------------------------------------------------------


def test_unknown_labels_and_properties(world: Graph, driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (s:State {iso3: 'CHN'}) SET s.extra = 1, s:Nuclear").consume()
        session.run("MATCH (:State {iso3: 'CHN'})-[m:MEMBER_OF]->() SET m.note = 'x'").consume()
    found = world.get(State, "CHN")
    assert gm.unexpected(found) == (("Nuclear",), {"extra": 1})
    for state in (
        found, world.all(select(State).where(State.iso3 == "CHN"))[0], world.all(select(State, MemberOf).where(State.iso3 == "CHN"))[0][0],  # noqa: E501
        world.run("MATCH (s:State {iso3: 'CHN'}) RETURN s", into=State)[0],
    ):  # fmt: skip
        assert gm.unexpected(state) == (("Nuclear",), {"extra": 1})
    (term,) = world.all(select(MemberOf).where(State.iso3 == "CHN"))
    assert gm.unexpected(term) == ((), {"note": "x"})
    assert gm.unexpected(world.get(State, "IRN")) == ((), {})
    query: Any
    for query in (select(State), select(MemberOf), select(State, MemberOf)):
        world.all(query)
        with pytest.raises(MappingError, match=r"extra|note"):
            world.all(query, strict=True)
    assert len(world.all(select(State).where(State.iso3 != "CHN"), strict=True)) == 2


def test_a_node_without_its_key_or_with_anothers(world: Graph, driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("CREATE (:Sitting {organ: 'un', title: 'no number'})").consume()
    query: Any
    for query in (select(Sitting), select(Sitting.number, Sitting)):
        with pytest.raises(MappingError, match="Sitting"):
            world.all(query)
    assert world.count(Sitting) == 3


# --- many rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 1001, 2500])
def test_any_number_of_rows(graph: Graph, number: int) -> None:
    graph.merge([State(iso3=f"{i:04}", name="x") for i in range(number)], Organization(key="o"))
    graph.merge(member(f"{i:04}", "o", "1") for i in range(number))
    expected = [f"{i:04}" for i in range(number)]
    assert [s.iso3 for s in graph.all(select(State).order_by(State.iso3))] == expected
    assert graph.all(select(State.iso3).order_by(State.iso3)) == expected
    rows = graph.all(select(State, MemberOf, Organization).order_by(State.iso3))
    assert [(s.iso3, m.start is s, m.end is o) for s, m, o in rows] == [(key, True, True) for key in expected]
    assert [m.start.iso3 for m in graph.all(select(MemberOf).order_by(State.iso3))] == expected
    assert graph.count(MemberOf) == number
    assert len({id(o) for _, _, o in rows}) == min(number, 1)


# --- against plain Python -----------------------------------------------------------------------------------------------


class Dot(Node):
    key: Key[str]
    size: int | None = None
    word: str | None = None


class Line(Relationship[Dot, Dot]):
    number: Key[int]
    weight: int | None = None


SIZES = st.none() | st.integers(0, 4)
LINE = st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 2), SIZES)
GRAPHS = st.tuples(
    st.dictionaries(
        st.sampled_from("abcde"), st.tuples(SIZES, st.none() | st.sampled_from(["", "x", "xy", "yx"])), min_size=1
    ),
    st.lists(LINE, max_size=12, unique_by=lambda line: line[:3]),
)
Row = dict[str, Any]


def condition(draw: st.DrawFn, dot: Any, name: str, depth: int = 2) -> tuple[Any, Any]:
    """A condition, and the same in Python, with None for what is not known."""

    def maybe(test: Any) -> Any:
        return lambda row: None if row[name] is None else test(row[name])

    kind = draw(
        st.sampled_from(["cmp", "null", "in", "text", "not", "and", "or"] if depth else ["cmp", "null", "in", "text"])
    )
    if kind == "cmp":
        number, operator = draw(st.integers(0, 4)), draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
        test = eval(f"lambda a, b: a {operator} b")  # noqa: S307  (one of six)
        return test(dot.size, number), maybe(lambda v: None if v[0] is None else test(v[0], number))
    if kind == "null":
        missing = draw(st.booleans())
        made = dot.size == None if missing else dot.size != None  # noqa: E711
        return made, lambda row: row[name] is None or (row[name][0] is None) == missing
    if kind == "in":
        values = draw(st.lists(st.integers(0, 4), max_size=3))
        return gm.in_(dot.size, values), maybe(
            lambda v: (False if not values else None) if v[0] is None else v[0] in values
        )
    if kind == "text":
        text, which = (
            draw(st.sampled_from(["", "x", "y"])),
            draw(st.sampled_from(["startswith", "endswith", "contains"])),
        )
        does = {"startswith": str.startswith, "endswith": str.endswith, "contains": str.__contains__}[which]
        return getattr(gm, which)(dot.word, text), maybe(lambda v: None if v[1] is None else does(v[1], text))
    a, in_a = condition(draw, dot, name, depth - 1)
    if kind == "not":
        return gm.not_(a), lambda row: None if in_a(row) is None else not in_a(row)
    b, in_b = condition(draw, dot, name, depth - 1)

    def both(row: Row) -> Any:
        found = {in_a(row), in_b(row)}
        return False if False in found else None if None in found else True

    def some(row: Row) -> Any:
        found = {in_a(row), in_b(row)}
        return True if True in found else None if None in found else False

    return (a & b, both) if kind == "and" else (a | b, some)


@st.composite
def questions(draw: st.DrawFn) -> list[tuple[Any, Any, Any, Any, Any]]:
    a, b, line = alias(Dot), alias(Dot), alias(Line)
    made: list[tuple[Any, Any, Any, Any, Any]] = []
    for _ in range(8):
        (one, in_one), (two, in_two) = condition(draw, a, "a"), condition(draw, b, "b")
        way = draw(st.sampled_from([gm.outgoing, gm.incoming, gm.either]))
        query = select(a.key, b.key, line.number).match(a, way(line), b).where(one, two)
        made.append((query, way, in_one, in_two, (a, b, line)))
    return made


@examples(3)
@given(shape=GRAPHS, asked=questions())
def test_queries_against_plain_python(graph: Graph, shape: Any, asked: Any) -> None:
    dots, lines = shape
    lines = [line for line in lines if line[0] in dots and line[1] in dots]
    graph.run("MATCH (n:Dot) DETACH DELETE n")
    graph.merge(
        (Dot(key=key, size=size, word=word) for key, (size, word) in dots.items()),
        (Line(start=ref(Dot, s), end=ref(Dot, e), number=n, weight=w) for s, e, n, w in lines),
    )
    for query, way, in_one, in_two, (a, b, line) in asked:
        rows = [(s, e, n) for s, e, n, _ in lines] if way is not gm.incoming else [(e, s, n) for s, e, n, _ in lines]
        if way is gm.either:
            rows += [(e, s, n) for s, e, n, _ in lines if s != e]
        expected = sorted(row for row in rows if in_one({"a": dots[row[0]]}) and in_two({"b": dots[row[1]]}))
        assert sorted(graph.all(query)) == expected
        assert graph.count(query) == len(expected)
        assert sorted(graph.all(query.distinct())) == sorted(set(expected))
        ordered = query.order_by(a.key, gm.desc(b.key), line.number)
        by_hand = sorted(expected, key=lambda row: (row[0], [-ord(row[1])], row[2]))
        assert graph.all(ordered) == by_hand
        assert graph.all(ordered.skip(1).limit(2)) == by_hand[1:3]
        grouped = select(a.key, gm.count(), gm.count(b, distinct=True)).match(
            *query.patterns[0].nodes[:1], way(line), b
        )
        grouped = grouped.where(*query.conditions).order_by(a.key)
        groups = sorted({row[0] for row in expected})
        assert graph.all(grouped) == [
            (key, sum(r[0] == key for r in expected), len({r[1] for r in expected if r[0] == key})) for key in groups
        ]


def test_a_field_that_is_not_there_is_named_with_those_that_are() -> None:
    for asked in (State, alias(State)):
        with pytest.raises(UnknownField, match=r"State has no field 'nme'\. Its fields: iso3, name") as missing:
            getattr(asked, "nme")  # noqa: B009  (checkers see that it is none)
        assert isinstance(missing.value, AttributeError)
    assert not hasattr(State, "nme")


def test_a_key_of_another_type_is_named_with_its_field(graph: Graph) -> None:
    with pytest.raises(ModelError, match=r"State\.iso3 cannot be 1"):
        graph.get(State, 1)
