"""What the guide says of py2neo alone is so: each silent difference, and what is ours in its place."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

import graphmodel as gm
from graphmodel import Graph
from graphmodel.exchange.library import library

from ..support.engines import Place
from .models import CHIEF, HALL, IRAN, TERMS, Body, Knows, Person, Sits

pytestmark = pytest.mark.engine("neo4j")


def plain(relationship: Any, py2neo: Any) -> Any:
    """A relationship of py2neo's own, as a program without graphmodel would make it."""
    made = py2neo.Relationship(relationship.start_node, type(relationship).__name__, relationship.end_node)
    made.update(dict(relationship))
    return made


@pytest.mark.parametrize("way", ["create", "merge"])
def test_two_terms_of_one_pair(py2neo_graph: Any, bridge: Graph, way: str) -> None:
    py2neo = library()
    subgraph = gm.to_py2neo(TERMS)
    alone = py2neo.Subgraph(subgraph.nodes, [plain(each, py2neo) for each in subgraph.relationships])
    assert len(alone.relationships) == 2
    getattr(py2neo_graph, way)(alone)
    assert py2neo_graph.evaluate("MATCH ()-[s:SITS]->() RETURN count(s)") == 1
    py2neo_graph.delete_all()
    getattr(py2neo_graph, way)(gm.to_py2neo(TERMS))
    found = bridge.all(gm.select(Sits).match(Person, Sits, Body).order_by(Sits.since))
    assert [(each.since, each.status, each.valid) for each in found] == [(t.since, t.status, t.valid) for t in TERMS]


def test_merging_again_changes_the_term_that_is_meant(py2neo_graph: Any, bridge: Graph) -> None:
    py2neo_graph.merge(gm.to_py2neo(IRAN, TERMS))
    py2neo_graph.merge(gm.to_py2neo(TERMS[0].model_copy(update={"status": "left"})))
    found = bridge.all(gm.select(Sits).match(Person, Sits, Body).order_by(Sits.since))
    assert [(each.since, each.status) for each in found] == [("1991", "left"), ("2005", "observer")]
    assert bridge.all(gm.select(Person).order_by(Person.key)) == [IRAN, CHIEF]
    assert bridge.all(Body) == [HALL]


def test_what_was_merged_is_bound(py2neo_graph: Any) -> None:
    subgraph = gm.to_py2neo(IRAN, TERMS)
    py2neo_graph.merge(subgraph)
    for relationship in subgraph.relationships:
        relationship["status"] = "pushed"
    py2neo_graph.push(subgraph)
    assert py2neo_graph.evaluate("MATCH ()-[s:SITS {status: 'pushed'}]->() RETURN count(s)") == 2
    py2neo_graph.merge(subgraph)  # what is bound is left alone
    assert py2neo_graph.evaluate("MATCH (n) RETURN count(n)") == 3


def test_a_path_is_merged(py2neo_graph: Any, bridge: Graph) -> None:
    py2neo_graph.merge(gm.path_to_py2neo(IRAN, Knows(start=IRAN, end=CHIEF), Knows(start=CHIEF, end=IRAN, warmth=1)))
    assert bridge.count(gm.select(Knows)) == 2
    read = py2neo_graph.evaluate("MATCH p = (:Person {key: $key})-[*2]->() RETURN p", key=IRAN.key)
    walk = gm.all_from_py2neo(read, Person, Knows)
    assert [getattr(each, "key", None) for each in walk] == [IRAN.key, None, CHIEF.key, None, IRAN.key]
    assert walk[0] is walk[4]


def test_the_node_with_the_number_0(py2neo_graph: Any, bridge: Graph) -> None:
    bridge.merge(CHIEF, HALL, TERMS)
    subgraph = py2neo_graph.run("MATCH (p)-[s:SITS]->(b) RETURN p, s, b").to_subgraph()
    found = gm.all_from_py2neo(subgraph, Person, Sits, Body)
    assert sorted(type(each).__name__ for each in found) == ["Body", "Leader", "Sits", "Sits"]


def test_ends_are_fetched_one_by_one(py2neo_graph: Any, bridge: Graph) -> None:
    bridge.merge(CHIEF, HALL, TERMS)
    (relationship, *_) = py2neo_graph.match(r_type="SITS")
    assert gm.from_py2neo(relationship, Sits, Person, Body).start == CHIEF


def test_values(py2neo_graph: Any) -> None:
    def sent(value: Any, shown: str = "$value") -> Any:
        return py2neo_graph.evaluate(f"RETURN {shown}", value=value)

    assert sent(b"ab") == "ab"
    short = datetime(1050, 7, 4, 18, 37, 28, 984678)  # noqa: DTZ001  (a zone is what it cannot send)
    assert sent(short, "toString($value)") == "1050-07-04T18:37:28.984677999"
    with pytest.raises(TypeError, match="utcoffset"):
        sent(datetime(2024, 1, 1, tzinfo=UTC))
    west = library("pytz").FixedOffset(-8 * 60)
    assert sent(time(12, tzinfo=west), "toString($value)") == "12:00:00+16:00"
    zoned = py2neo_graph.evaluate("RETURN datetime('2024-01-01T12:00+02:00')")
    assert zoned.to_native().tzinfo is None
    late = py2neo_graph.evaluate("RETURN datetime('7375-03-26T18:25:33.530835[Europe/Berlin]')")
    assert late.tzinfo is None
    assert dict(library().Node("P", x=None)) == {}


def test_a_transaction_that_cannot_begin(place: Place) -> None:
    elsewhere = library().Graph(place.url, auth=place.auth, name="nowhere")
    transaction = elsewhere.begin()
    assert transaction.evaluate("RETURN 1") is None
    elsewhere.service.connector.close()


@pytest.mark.parametrize("call", ["create_uniqueness_constraint", "create_index", "get_indexes", "drop_index"])
def test_schema_calls_fail(py2neo_graph: Any, call: str) -> None:
    arguments = ("P",) if call == "get_indexes" else ("P", "x")
    with pytest.raises(library("py2neo.errors").ClientError):
        getattr(py2neo_graph.schema, call)(*arguments)


def test_old_numbers(bridge: Graph) -> None:
    (row,) = bridge.records("CREATE (n:P) RETURN n, elementId(n) AS id")
    assert row["id"].endswith(f":{row['n'].element_id}")
