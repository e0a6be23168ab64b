"""Aggregates: where they may stand, in columns and in sub-queries."""

# Mistakes are made here on purpose.
# pyright: reportArgumentType=false, reportOptionalOperand=false

from __future__ import annotations

import math
from typing import Any

import pytest

import graphmodel as gm
from graphmodel import Graph, select
from graphmodel.errors import QueryError, StatementError

from ..model.toy import MemberOf, Organization, State, member


class Note(gm.Node):
    key: gm.Key[str]
    text: gm.FullText[str] = ""


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=89), State(iso3="RUS", name="Russia", population=144),
        Organization(key="sco"), Organization(key="cis"),
        member("IRN", "sco", "2005"), member("RUS", "sco", "2001"), member("RUS", "cis", "1991"),
    )  # fmt: skip
    return graph


s, o = gm.alias(State), gm.alias(Organization)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        (select(State).where(gm.count() > 0), "having"),
        (select(State.name).where(gm.call("count", State.name, returns=int) > 0), "having"),
        (select(s).match(s, MemberOf, o, where=[gm.count(o) > 0]), "having"),
        (select(State.name).order_by(gm.count()), "select the aggregate"),
        (select(gm.sum(gm.count(State))), "another aggregate"),
        (select(State.name, gm.count() + gm.col(State.population)), "select it too"),
        (select(State.name, gm.count() + gm.count(gm.match(State, MemberOf, o))), "select it too"),
    ],
)
def test_wrong_places(graph: Graph, query: Any, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        graph.all(query)


def test_beside_what_makes_the_groups(world: Graph) -> None:
    population: Any = State.population
    by_field = select(State.iso3, population, gm.count() + population).order_by(State.iso3)
    assert world.all(by_field) == [("IRN", 89, 90), ("RUS", 144, 145)]
    counted: int = gm.count() + population
    by_node = select(State, counted).order_by(State.iso3)
    assert [n for _, n in world.all(by_node)] == [90, 145]


def test_in_sub_queries(world: Graph) -> None:
    of_state = gm.subquery(select(gm.sum(s.population), gm.count(s)).match(s, MemberOf, o))
    query = select(o.key, of_state).order_by(o.key)
    expected = [("cis", [(144, 1)]), ("sco", [(233, 2)])]
    world.merge(Organization(key="xxx"))
    expected.append(("xxx", [(0, 0)]))
    assert world.all(query) == expected == list(world.stream(query))
    assert [(each.key, rows) for each, rows in world.all(select(o, of_state).order_by(o.key))] == expected


def test_searches_of_nothing() -> None:
    for text in ("", " \n", None):
        with pytest.raises(QueryError, match="words"):
            select(Note).search(Note.text, text)
    for vector, number in (([0.0], 1), ([math.nan], 1), ([math.inf], 1), (["x"], 1), ([1.0], 0), ([1.0], True), (5, 1)):
        with pytest.raises(QueryError, match="nearest"):
            select(Note).nearest(Note.text, vector, number)


@pytest.mark.engine("neo4j")
def test_what_lucene_cannot_read(graph: Graph) -> None:
    graph.merge(Note(key="a", text="b"))
    with pytest.raises(StatementError, match="Lucene") as error:
        graph.all(select(Note).search(Note.text, "a AND (", lucene=True))
    assert "ParseException" not in str(error.value)
