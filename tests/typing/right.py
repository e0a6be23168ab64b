"""A program that both checkers accept. It is checked, not run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, assert_type

import graphmodel as gm
from graphmodel import Graph, Indexed, Key, Node, PartialDate, Period, Relationship, Session, Stored, Unique


class State(Node):
    iso3: Key[str]
    name: Indexed[str]
    aliases: list[str] = []  # noqa: RUF012  (pydantic copies it)
    population: int | None = None
    code: Unique[str | None] = None
    schema_: Annotated[str, Stored("schema")] = "x"
    born: PartialDate | None = None


class Organization(Node, label="Org"):
    key: Key[str]
    name: str


class Person(Node):
    key: Key[str]


class Leader(Person):
    office: str = "x"


class MemberOf(Relationship[State, Organization], type="MEMBER"):
    since: Key[str]
    status: str = "member"
    valid: Period


class Rules(Relationship[Leader, State | Organization]):
    pass


@dataclass
class Row:
    state: State
    n: int


def objects(graph: Graph) -> None:
    iran = State(iso3="IRN", name="Iran")
    sco = Organization(key="sco", name="SCO")
    term = MemberOf(start=iran, end=gm.ref(Organization, "sco"), since="2005", valid=Period("2005"))
    assert_type(iran.population, int | None)
    assert_type(term.start, State)
    assert_type(term.end.name, str)
    assert_type(gm.ref(State, "IRN"), State)
    assert_type(Rules(start=Leader(key="p"), end=sco).end, State | Organization)
    iran.population = 5
    graph.merge(iran, [sco], (each for each in [term]), commit_every=10)
    graph.delete(iran, detach=True)
    graph.schema.apply(State, MemberOf)


def reading(graph: Graph, session: Session) -> None:
    assert_type(graph.get(State, "IRN"), State)
    assert_type(graph.find(MemberOf, start="IRN", end="sco"), MemberOf | None)
    assert_type(graph.all(State), list[State])
    assert_type(session.first(State), State | None)
    assert_type(graph.all(gm.select(State, MemberOf)), list[tuple[State, MemberOf]])
    assert_type(graph.one(gm.select(State.name, gm.count())), tuple[str, int])
    assert_type(graph.all(gm.select(State.population)), list[int | None])
    assert_type(
        graph.all(gm.select(State, MemberOf, Organization, State.name)), list[tuple[State, MemberOf, Organization, str]]
    )
    assert_type(graph.all(gm.select(gm.collect(State.name))), list[list[str]])
    a = gm.alias(State)
    assert_type(
        graph.all(gm.select(a, gm.certain(MemberOf)).match(a, MemberOf, Organization)), list[tuple[State, bool]]
    )
    query = gm.select(State, gm.count()).where(State.name == "x", gm.col(State.population) > 5, gm.not_(a.iso3 == "y"))
    assert_type(graph.all(query.as_of("2001-01-01").order_by(gm.desc(State.name)).into(Row)), list[Row])
    assert_type(graph.run("RETURN 1", into=tuple[int, str]), list[tuple[int, str]])
    assert_type(graph.run("RETURN 1", into=Row), list[Row])
    assert_type(graph.transact(lambda s: s.get(State, "IRN").name), str)
    assert_type(graph.merge(State(iso3="a", name="b")).created, int)
