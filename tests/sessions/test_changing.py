"""Updates and deletes of whatever a query selects."""

# Mistakes are made here on purpose.
# pyright: reportArgumentType=false, reportOptionalOperand=false

from __future__ import annotations

import threading
from typing import Any

import pytest

import graphmodel as gm
from graphmodel import Graph, Period, change, ref, select
from graphmodel.errors import HasRelationships, QueryError, StaleWrite, WriteError
from graphmodel.statements.expressions import Written

from ..model.toy import Borders, Kind, Leader, MemberOf, Organization, Person, State, member


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=89), State(iso3="RUS", name="Russia", population=144),
        State(iso3="CHN", name="China"),
        Organization(key="sco", name="SCO", founded="2001-06"), Leader(key="l"), Person(key="p"),
        member("IRN", "sco", "2005"), member("RUS", "sco", "2001"), member("RUS", "sco", "1992", "1999"),
        Borders(start=ref(State, "RUS"), end=ref(State, "CHN"), km=4209),
    )  # fmt: skip
    return graph


def names(graph: Graph) -> list[tuple[str, str, int | None]]:
    return [(s.iso3, s.name, s.population) for s in graph.all(select(State).order_by(State.iso3))]


def test_values(world: Graph) -> None:
    members = select(State).match(State, MemberOf, Organization)
    assert world.update(members, change(State.name).to("x"), change(State.population).to(None)) == 2
    assert names(world) == [("CHN", "China", None), ("IRN", "x", None), ("RUS", "x", None)]
    assert (
        world.update(
            select(Organization),
            change(Organization.kind).to(Kind.BLOC),
            change(Organization.founded).to(gm.PartialDate("1996")),
        )
        == 1
    )
    assert world.get(Organization, "sco").founded == gm.PartialDate("1996")
    assert (
        world.run("MATCH (o:Organization) RETURN o.founded_latest AS d, o.kind AS k", into=tuple[Any, str])[0][1]
        == "bloc"
    )
    assert world.update(select(State).where(State.iso3 == "x"), change(State.name).to("y")) == 0
    assert world.update(select(Person), change(Person.name).to("z")) == 2
    assert world.get(Person, "l").name == "z"


def test_relationships(world: Graph) -> None:
    early = select(MemberOf).as_of("1995-01-01")
    assert (
        world.update(early, change(MemberOf.valid).to(Period("1990", "2000")), change(MemberOf.status).to("gone")) == 1
    )
    term = world.get(MemberOf, start="RUS", end="sco", since="1992")
    assert (term.valid, term.status) == (Period("1990", "2000"), "gone")
    assert world.all(select(MemberOf.since).as_of("1999-12-31")) == ["1992"]
    a, b = gm.alias(State), gm.alias(State)
    assert world.update(select(Borders).match(a, gm.either(Borders), b), change(Borders.km).to(7)) == 1


def test_values_made_of_fields(world: Graph) -> None:
    assert world.update(select(State).where(State.iso3 == "IRN"), change(State.name).to(State.iso3)) == 1
    assert world.get(State, "IRN").name == "IRN"
    iran = select(State).match(State, MemberOf, Organization).where(State.iso3 == "IRN")
    assert world.update(iran, change(State.name).to(MemberOf.since)) == 1
    assert world.get(State, "IRN").name == "2005"
    with pytest.raises(WriteError, match="different values"):
        world.update(select(State).match(State, MemberOf, Organization), change(State.name).to(MemberOf.since))
    world.run("MATCH (s:State {iso3: 'CHN'}) REMOVE s.name")
    russia = gm.alias(State)
    with pytest.raises(WriteError, match="empty"):
        world.update(select(russia).match(russia, gm.outgoing(Borders), State), change(russia.name).to(State.name))
    assert world.get(State, "RUS").name == "Russia"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: change(State.iso3), lambda: change("name"), lambda: change(State.name).to(5), lambda: change(State.name).to(None),
        lambda: change(State.name).to(State.population), lambda: change(State.name).to(State.name == "x"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be(wrong: Any) -> None:
    with pytest.raises(QueryError):
        wrong()


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        (select(State), []), (select(State), ["x"]), (select(State), [change(MemberOf.status).to("x")]),
        (select(State.name), [change(State.name).to("x")]), (select(State, MemberOf), [change(State.name).to("x")]),
        (select(State), [change(State.name).to("x"), change(State.name).to("y")]),
        (select(State).distinct(), [change(State.name).to(State.iso3)]),
        (gm.union(select(State), select(State)), [change(State.name).to("x")]),
    ],
)  # fmt: skip
def test_an_update_that_cannot_be(world: Graph, query: Any, changes: Any) -> None:
    before = names(world)
    with pytest.raises(QueryError):
        world.update(query, *changes)
    assert names(world) == before


def test_deletes(world: Graph) -> None:
    with pytest.raises(HasRelationships) as kept:
        world.delete(select(State).where(State.iso3 != "IRN"))
    assert kept.value.count == 3
    assert world.count(State) == 3
    assert world.delete(select(Borders)) == 1
    assert world.delete(select(State).where(State.iso3 == "CHN")) == 1
    assert world.delete(select(MemberOf).where(MemberOf.status == "x")) == 0
    assert world.delete(select(State).match(State, MemberOf, Organization), detach=True) == 2
    assert (world.count(State), world.count(MemberOf), world.count(Organization)) == (0, 0, 1)
    with pytest.raises(QueryError):
        world.delete(select(Organization.name))


def test_limits_choose(world: Graph) -> None:
    assert world.update(select(State).order_by(State.iso3).limit(1), change(State.name).to("first")) == 1
    assert world.get(State, "CHN").name == "first"
    assert world.delete(select(MemberOf).order_by(MemberOf.since).limit(2)) == 2
    assert world.all(select(MemberOf.since)) == ["2005"]


def test_a_session_sees_what_its_updates_did(world: Graph) -> None:
    with world.session() as session:
        iran, china = session.get(State, "IRN"), session.get(State, "CHN")
        iran.population = 90
        assert session.update(select(State).where(State.iso3 == "IRN"), change(State.name).to("Persia")) == 1
        assert (iran.name, iran.population) == ("Persia", 90)
        session.delete(select(Borders))
        assert session.delete(select(State).where(State.iso3 == "CHN")) == 1
        china.name = "gone"  # is no object of the session any more
    assert world.find(State, "CHN") is None
    assert world.get(State, "IRN").population == 90


def test_counting_up_loses_nothing(world: Graph) -> None:
    world.update(select(State), change(State.population).to(0))
    up = change(State.population).to(Written(lambda scope: f"{scope.text(State.population)} + 1"))

    def work() -> None:
        for _ in range(10):
            world.update(select(State).where(State.iso3 == "IRN"), up)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.get(State, "IRN").population == 40


def test_a_version_counts_up(graph: Graph) -> None:
    class Account(gm.Node):
        key: gm.Key[str]
        name: str = "x"
        version: gm.Version = 0

    graph.merge(Account(key="a"))
    before = graph.get(Account, "a")
    for value in ("y", Account.key):
        assert graph.update(select(Account), change(Account.name).to(value)) == 1
    assert graph.get(Account, "a").version == before.version + 2
    before.name = "z"
    with pytest.raises(StaleWrite):
        graph.merge(before)
    with pytest.raises(QueryError, match="version"):
        change(Account.version)


def test_what_cannot_be_changed_is_said(world: Graph) -> None:
    wrong: Any = State
    with pytest.raises(QueryError, match=r"gm\.select"):
        world.update(wrong, change(State.name).to("x"))
    classes: list[Any] = [wrong, gm.alias(State)]
    for each in classes:
        with pytest.raises(QueryError, match=r"gm\.select"):
            world.delete(each)
    for column in (Organization, gm.maybe(Organization)):
        query: Any = select(column).optional(State, MemberOf, Organization)
        with pytest.raises(QueryError, match="optional pattern"):
            world.delete(query, detach=True)
        with pytest.raises(QueryError, match="optional pattern"):
            world.update(query, change(Organization.name).to("x"))
    with pytest.raises(QueryError, match="aggregate"):
        world.update(select(State), change(State.population).to(gm.count(State)))
    members = gm.count(gm.match(State, MemberOf, Organization))
    assert world.update(select(State), change(State.population).to(members)) == 3
    assert [n for _, _, n in names(world)] == [0, 1, 2]
