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
    assert_type(graph.run("RETURN 1", into=tuple[int, str]), gm.Rows[tuple[int, str]])
    assert_type(graph.run("RETURN 1", into=Row), gm.Rows[Row])
    assert_type(graph.transact(lambda s: s.get(State, "IRN").name), str)
    assert_type(graph.merge(State(iso3="a", name="b")).created, int)


class King(Leader):
    pass


class Borders(Relationship[State, State]):
    km: int | None = None


def patterns(graph: Graph) -> None:
    a, b, c, o, m = gm.alias(State), gm.alias(State), gm.alias(State), gm.alias(Organization), gm.alias(MemberOf)
    gm.select(a).match(a).match(a, MemberOf, o).match(o, m, b).match(a, gm.outgoing(MemberOf), o)
    gm.select(a).match(o, gm.incoming(MemberOf), a).match(a, gm.either(MemberOf), o).match(o, gm.either(MemberOf), a)
    gm.select(a).match(King, Rules, State).match(Leader, Rules, Organization).match(State, Rules, King)
    gm.select(a).match(a, MemberOf, o, MemberOf, b).match(a, gm.outgoing(Borders), b, gm.incoming(Borders), c)
    gm.select(a).match(King, Rules, State, MemberOf, Organization, m, b)
    gm.select(a).match(King, gm.outgoing(Rules), a, gm.hops(MemberOf, 1, 1), o, Rules, Leader)
    gm.select(a).match(a, MemberOf, o, MemberOf, b, MemberOf, Organization, MemberOf, c)
    way = gm.hops(gm.either(Borders), 1, 3, where=[gm.col(Borders.km) > 3])
    found = gm.select(gm.length(way), gm.nodes(way), gm.relationships(way)).match(a, way, b, where=[a.iso3 == "IRN"])
    assert_type(graph.all(found), list[tuple[int, list[State], list[Borders]]])
    gm.select(a).match(a, gm.hops(MemberOf, 1, 1), o).match(a, gm.shortest(gm.outgoing(Borders), 3), b)
    gm.select(a).match(a, gm.all_shortest(gm.incoming(Borders), 3), b, MemberOf, o)
    known = gm.select(a, gm.maybe(o), gm.maybe(o.name), gm.count(m)).optional(a, m, o, where=[o.name == "x"])
    assert_type(graph.all(known), list[tuple[State, Organization | None, str | None, int]])
    joined = gm.match(a, MemberOf, o).as_of("2001-01-01")
    assert_type(gm.exists(joined), bool)
    assert_type(gm.count(joined), int)
    assert_type(graph.exists(joined), bool)
    quantified = gm.select(a).where(gm.any(joined, o.name == "x"), gm.all(joined), gm.none(joined), gm.single(joined))
    names = gm.subquery(gm.select(o.name).match(a, MemberOf, o).order_by(o.name).limit(3))
    assert_type(names, list[str])
    assert_type(graph.all(gm.select(a, names)), list[tuple[State, list[str]]])
    assert_type(
        graph.all(gm.select(gm.subquery(gm.select(o, m).match(a, m, o)))), list[list[tuple[Organization, MemberOf]]]
    )
    quantified.where(gm.in_(a.name, names)).having(gm.count() > 3).distinct()
    assert_type(graph.all(gm.union(gm.select(a), gm.select(b))), list[State])
    assert_type(graph.all(gm.union(gm.select(a.name), gm.select(a.population), all=True)), list[str | int | None])
    assert_type(graph.first(gm.union(gm.select(a), gm.select(o)).limit(3)), State | Organization | None)
    assert_type(graph.all(gm.select(a, gm.score()).search(a.name, "x")), list[tuple[State, float]])


def changes_and_neighbours(graph: Graph, iran: State) -> None:
    graph.update(gm.select(State), gm.change(State.name).to("x"), gm.change(State.population).to(None))
    graph.update(gm.select(State), gm.change(State.population).to(gm.col(State.population) + 1))
    graph.delete(gm.select(State), detach=True)
    graph.delete(iran, detach=True)
    assert_type(gm.related(iran, MemberOf), list[MemberOf])
    assert_type(gm.related(iran, gm.outgoing(MemberOf)), list[MemberOf])
    for state in graph.stream(State):
        assert_type(state, State)
    for page in graph.pages(gm.select(State.name)):
        assert_type(page, gm.Page[str])
    numbers: list[int | None] = []
    numbers = graph.run("RETURN 1 AS x", into=int | None)
    assert_type(graph.run("RETURN 1 AS x", into=tuple[int | None, str]), gm.Rows[tuple[int | None, str]])
    numbers.append(None)
