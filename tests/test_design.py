"""The design's own samples of the mapper, on each engine: what the library looks like to those who use it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

import graphmodel as gm
from graphmodel import CENSORED, ONGOING, UNKNOWN, Indexed, Key, Node, PartialDate, Period, Relationship, Version
from graphmodel.errors import (
    AmbiguousReference,
    DuplicateKey,
    HasRelationships,
    MissingEndpoint,
    ModelError,
    NotFound,
    NotLoaded,
    QueryError,
    ReadOnlyViolation,
    StaleWrite,
)
from graphmodel.testing import ConnectEmpty

from .support.engines import Place

# --- declaring a model ------------------------------------------------------------------------------------------------


class State(Node):
    iso3: Key[str]
    name: Indexed[str]
    aliases: list[str] = []  # noqa: RUF012  (pydantic copies it)
    population: int | None = None


class Organization(Node):
    key: Key[str]
    name: str


class MemberOf(Relationship[State, Organization]):
    since: Key[str]
    status: str = "member"
    valid: Period


class Person(Node):
    key: Key[str]
    version: Version = 0
    name: str = "?"


class Leader(Person):
    office: str = "President"


class Rules(Relationship[Leader, State | Organization]):
    pass


class Borders(Relationship[State, State]):
    pass


@pytest.fixture
def world(graph: gm.Graph) -> gm.Graph:
    """Two states in several organizations, Iran with two terms in one."""
    states = [State(iso3="IRN", name="Iran"), State(iso3="RUS", name="Russia"), State(iso3="IND", name="India")]
    organizations = [Organization(key="sco", name="SCO"), Organization(key="brics", name="BRICS")]
    memberships = [
        MemberOf(start=states[0], end=organizations[0], since="2005", status="observer", valid=Period("2005", "2023")),
        MemberOf(start=states[0], end=organizations[0], since="2023", valid=Period("2023-07-04")),
        MemberOf(start=states[1], end=organizations[0], since="2001", valid=Period("2001-06-15")),
        MemberOf(start=states[1], end=organizations[1], since="2009", valid=Period("2009-06-16")),
        MemberOf(start=states[2], end=organizations[0], since="2005", valid=Period("2005-07-05")),
    ]
    report = graph.merge(states, organizations, memberships)
    assert (report.created, report.updated, report.unchanged) == (10, 0, 0)
    return graph


def test_labels_types_and_what_is_stored(world: gm.Graph, place: Place) -> None:
    with place.driver() as driver:
        (record,) = driver.execute_query(
            "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization {key: 'sco'}) WHERE s.iso3 = 'RUS' RETURN m"
        ).records
    stored = dict(record["m"])
    assert stored["valid_from_earliest"].to_native() == stored["valid_from_latest"].to_native() == date(2001, 6, 15)
    assert stored["valid_to_latest"].to_native() == date(9999, 12, 31)
    terms = world.all(gm.select(MemberOf).where(State.iso3 == "IRN").order_by(MemberOf.since))
    assert [term.since for term in terms] == ["2005", "2023"]


@pytest.mark.filterwarnings("ignore:Field name:UserWarning")  # pydantic's, before our error
def test_a_class_is_checked_when_it_is_complete() -> None:
    with pytest.raises(ModelError, match="key"):
        type("Keyless", (Node,), {"__annotations__": {"name": str}, "__module__": __name__})
    with pytest.raises(ModelError, match="schema"):
        type("Shadowed", (Node,), {"__annotations__": {"key": Key[str], "schema": str}, "__module__": __name__})
    wrong: Any = 3
    with pytest.raises(ValidationError):
        State(iso3=wrong, name="Iran")


def test_a_subclass_adds_a_label_and_ends_are_what_they_are(graph: gm.Graph) -> None:
    putin = Leader(key="putin", name="Putin")
    russia, sco = State(iso3="RUS", name="Russia"), Organization(key="sco", name="SCO")
    graph.merge(putin, russia, sco, Rules(start=putin, end=russia), Rules(start=putin, end=sco))
    assert isinstance(graph.get(Person, "putin"), Leader)
    ends = {type(rules.end) for rules in graph.all(gm.select(Rules))}
    assert ends == {State, Organization}
    assert Rules(start=putin, end=russia).model_dump()["end"]["name"] == "Russia"


def test_a_reference_knows_its_key_only() -> None:
    iran = gm.ref(State, "IRN")
    assert iran.iso3 == "IRN"
    with pytest.raises(NotLoaded):
        _ = iran.name
    with pytest.raises(NotLoaded):
        iran.population = 1
    whole = State(iso3="IRN", name="Iran")
    assert gm.same(iran, whole)
    assert hash(iran) == hash(whole)


# --- asking -----------------------------------------------------------------------------------------------------------


def test_co_membership(world: gm.Graph) -> None:
    a, b, o = gm.alias(State), gm.alias(State), gm.alias(Organization)
    shared = (
        gm.select(b.iso3, gm.count(o, distinct=True))
        .match(a, MemberOf, o).match(b, MemberOf, o)
        .where(a.iso3 == "IRN", b.iso3 != "IRN")
        .as_of("2014-12-31")
        .order_by(gm.desc(gm.count(o, distinct=True)), b.iso3).limit(10)
    )  # fmt: skip
    rows: list[tuple[str, int]] = world.all(shared)
    assert rows == [("IND", 1), ("RUS", 1)]
    statement = gm.compile(shared)
    assert "IRN" not in statement.text
    assert "IRN" in statement.parameters.values()
    assert statement.text in gm.explain(shared)


@dataclass
class Row:
    s: State
    m: MemberOf


def test_ways_of_asking(world: gm.Graph) -> None:
    assert {type(each) for each in world.all(gm.select(State))} == {State}
    state, member = world.all(gm.select(State, MemberOf).order_by(State.iso3, MemberOf.since))[0]
    assert (state.iso3, member.since) == ("IND", "2005")
    grouped = gm.select(State.name, gm.count()).match(State, MemberOf, Organization).order_by(State.name)
    assert world.all(grouped) == [("India", 1), ("Iran", 2), ("Russia", 2)]
    assert world.get(State, "IRN").name == "Iran"
    assert world.get(MemberOf, start="IRN", end="sco", since="2023").status == "member"
    with pytest.raises(NotFound):
        world.get(State, "XXX")
    assert world.find(State, "XXX") is None
    assert world.exists(State)
    assert world.count(MemberOf) == 5
    assert sorted(world.stream(gm.select(State.iso3))) == ["IND", "IRN", "RUS"]
    assert [[s.iso3 for s in page] for page in world.pages(State, 2)] == [["IND", "IRN"], ["RUS"]]
    assert world.frame(gm.select(State.iso3).order_by(State.iso3))["iso3"].to_list() == ["IND", "IRN", "RUS"]
    text = "MATCH (s:State {iso3: 'RUS'})-[m:MEMBER_OF]->(o) RETURN s, m, o ORDER BY m.since"
    rows = world.run(text, into=tuple[State, MemberOf, Organization])
    assert [(s.iso3, m.since, o.key) for s, m, o in rows] == [("RUS", "2001", "sco"), ("RUS", "2009", "brics")]
    assert world.records("RETURN 1 AS one") == [{"one": 1}]


def test_certain_and_possible(world: gm.Graph) -> None:
    terms = gm.select(MemberOf.since, gm.certain(MemberOf)).match(State, MemberOf, Organization)
    iran = terms.where(State.iso3 == "IRN").order_by(MemberOf.since)
    assert world.all(iran.as_of("2005-03-01")) == [("2005", False)]
    assert world.all(iran.as_of("2010-01-01")) == [("2005", True)]
    assert world.all(iran.as_of("2005-03-01", certain=True)) == []
    assert world.all(iran.as_of("2024-07-04", on=MemberOf.valid)) == [("2023", True)]


def test_what_is_refused_says_what_to_write() -> None:
    with pytest.raises(QueryError, match="write & for and"):
        gm.select(State).where(State.name == "Iran" and State.iso3 == "IRN")
    with pytest.raises(QueryError, match=r"gm\.in_"):
        _ = "Iran" in State.name
    with pytest.raises(AmbiguousReference, match=r"gm\.alias\(State\)"):
        gm.compile(gm.select(State.name).match(State, gm.outgoing(Borders), State))


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_session_sends_what_changed(world: gm.Graph) -> None:
    with world.session() as s:
        iran = s.get(State, "IRN")
        with gm.tracer() as trace:
            iran.population = 89_000_000
            s.add(
                MemberOf(start=iran, end=s.get(Organization, "brics"), since="2024-01-01", valid=Period("2024-01-01"))
            )
            s.flush()
    sent = [each.parameters for each in trace if each.counters.properties_set and each.name.startswith("update")]
    assert len(sent) == 1
    assert "89000000" in str(sent)
    assert "Iran" not in str(sent)
    assert world.get(State, "IRN").population == 89_000_000
    assert world.get(MemberOf, start="IRN", end="brics", since="2024-01-01").valid.end_kind == "ongoing"

    def count_up(s: gm.Session) -> int:
        russia = s.get(State, "RUS")
        russia.population = (russia.population or 0) + 1
        return russia.population

    assert [world.transact(count_up), world.transact(count_up)] == [1, 2]


def test_merging_is_safe(world: gm.Graph) -> None:
    assert str(world.merge(State(iso3="IRN", name="Iran"))) == "0 created, 0 updated, 1 unchanged"
    term = MemberOf(start=gm.ref(State, "IRN"), end=gm.ref(Organization, "nato"), since="1", valid=Period("1990"))
    with pytest.raises(MissingEndpoint) as missing:
        world.merge(term, State(iso3="DEU", name="Germany"))
    assert missing.value.keys == ("nato",)
    with pytest.raises(DuplicateKey):
        world.merge(State(iso3="DEU", name="Germany"), State(iso3="DEU", name="Deutschland"))
    assert world.find(State, "DEU") is None
    with pytest.raises(HasRelationships):
        world.delete(gm.ref(State, "IRN"))
    assert world.count(MemberOf) == 5
    assert world.merge([State(iso3=f"X{i:02}", name="x") for i in range(25)], commit_every=10).committed == 25


def test_neighbours_are_asked_for(world: gm.Graph) -> None:
    with gm.tracer(world) as trace:
        states = world.all(gm.select(State).order_by(State.iso3), load=[MemberOf])
        names = [[term.end.name for term in gm.related(state, MemberOf)] for state in states]
    assert names == [["SCO"], ["SCO", "SCO"], ["SCO", "BRICS"]]
    assert len(trace) == 2
    with pytest.raises(NotLoaded):
        gm.related(world.get(State, "IRN"), MemberOf)


def test_versions_and_reads(graph: gm.Graph) -> None:
    graph.merge(Person(key="a"))
    mine, theirs = graph.get(Person, "a"), graph.get(Person, "a")
    theirs.name = "theirs"
    graph.merge(theirs)
    mine.name = "mine"
    with pytest.raises(StaleWrite):
        graph.merge(mine)
    with pytest.raises(ReadOnlyViolation):
        graph.run("CREATE (:Person {key: 'b'})", reads=True)
    assert graph.count(Person) == 1


def test_schemas_are_made_or_checked(connect_empty: ConnectEmpty) -> None:
    checking = connect_empty(schema="check")
    with pytest.raises(gm.errors.SchemaError):
        checking.merge(State(iso3="IRN", name="Iran"))
    made = connect_empty(schema="ensure")
    made.merge(State(iso3="IRN", name="Iran"))
    assert made.schema.plan(State) == []
    checking.merge(State(iso3="IRN", name="Persia"))
    assert made.get(State, "IRN").name == "Persia"


def test_awaited(place: Place) -> None:
    async def main() -> tuple[int, list[str]]:
        async with await place.connect(gm.connect_async) as graph:
            await graph.merge(State(iso3="IRN", name="Iran"))
            async with graph.session() as s:
                (await s.get(State, "IRN")).population = 5
            state = await graph.get(State, "IRN")
            return state.population or 0, await graph.all(gm.select(State.name))

    assert asyncio.run(main()) == (5, ["Iran"])


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1991", "1991-12", "1991-12-26", "1991?", "1991~", "199X"])
def test_partial_dates_keep_what_was_said(text: str) -> None:
    assert str(PartialDate(text)) == text


def test_periods() -> None:
    assert PartialDate("1991-12").earliest == date(1991, 12, 1)
    assert PartialDate("1991-12").latest == date(1991, 12, 31)
    assert Period("2001", "2014").possibly_on("2014-06-01")
    assert not Period("2001", "2014").certainly_on("2014-06-01")
    assert Period.parse("2001/2014") == Period("2001", "2015-01-01")
    for text in ("../1991", "1991/..", "1991/"):
        Period.parse(text)
    kinds = [Period("2024-01-01", end).end_kind for end in (ONGOING, UNKNOWN, CENSORED("2026-01-01"))]
    assert kinds == ["ongoing", "unknown", "censored"]


def test_periods_in_cypher_by_hand(world: gm.Graph) -> None:
    text = (
        "MATCH (s:State)-[m:MEMBER_OF]->(:Organization {key: 'sco'}) "
        "WHERE m.valid_from_earliest <= $d AND m.valid_to_latest > $d RETURN s.iso3 AS iso3 ORDER BY iso3"
    )
    assert world.run(text, {"d": date(2004, 1, 1)}, into=str) == ["RUS"]
    assert world.run(text, {"d": date(2023, 8, 1)}, into=str) == ["IND", "IRN", "IRN", "RUS"]
