"""A py2neo graph as the connection: everything of ours over it, on the engines."""

from __future__ import annotations

import contextlib
import threading
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import neo4j.spatial
import neo4j.time
import pytest
from hypothesis import given

import graphmodel as gm
from graphmodel import Graph, ref, select
from graphmodel.engines import NEO4J
from graphmodel.errors import (
    ConnectionFailed,
    ConstraintViolation,
    EngineError,
    GraphClosed,
    MappingError,
    MissingEndpoint,
    NotSupported,
    ReadOnlyViolation,
    StatementError,
    WriteError,
)
from graphmodel.exchange.connecting import Py2neoConnection
from graphmodel.exchange.library import library
from graphmodel.statements import Statement

from ..model.times import examples
from ..sessions.test_values import OBJECTS, Everything
from ..support.engines import Place
from .models import CHIEF, HALL, IRAN, TERMS, Body, Knows, Leader, Person, Sits


@examples(5)
@given(objects=OBJECTS)
def test_every_value_comes_back(bridge: Graph, objects: list[Everything]) -> None:
    bridge.run("MATCH (n:Everything) DETACH DELETE n")
    bridge.merge(objects)
    objects.sort(key=lambda each: each.key)
    assert bridge.all(select(Everything).order_by(Everything.key)) == objects
    assert bridge.run("MATCH (n:Everything) RETURN n ORDER BY n.key", into=Everything) == objects
    assert bridge.merge(objects).unchanged == len(objects)


def test_it_reads_and_writes_what_the_official_driver_does(bridge: Graph, graph: Graph) -> None:
    report = bridge.merge(IRAN, CHIEF, HALL, TERMS)
    assert (report.created, report.committed) == (5, 5)
    assert graph.merge(IRAN, CHIEF, HALL, TERMS).unchanged == 5
    asked = select(Person, Sits, Body).match(Person, Sits, Body).order_by(Sits.since)
    assert bridge.all(asked) == graph.all(asked)
    assert bridge.get(Leader, "b") == CHIEF
    assert bridge.count(Person) == 2
    assert bridge.delete(ref(Person, IRAN.key)) == 1
    assert graph.count(Person) == 1


def test_a_question_is_one_statement(bridge: Graph) -> None:
    bridge.merge(CHIEF, HALL, TERMS)
    assert bridge.count(Person) == 1
    with gm.tracer(bridge) as trace:
        found = bridge.run("MATCH (p:Person)-[s:SITS]->(b) RETURN p, s, b ORDER BY s.since")
        rows = bridge.all(select(Person, Sits).match(Person, Sits, Body))
    assert [row["s"] for row in found] == TERMS
    assert found[0]["s"].start == CHIEF
    assert len(rows) == 2
    assert [(each.rows, each.error) for each in trace] == [(2, None), (1, None)]  # packed rows are one


def test_paths_and_nested_values(bridge: Graph) -> None:
    bridge.merge(IRAN, CHIEF, Knows(start=IRAN, end=CHIEF))
    text = "MATCH p = (:Leader)<-[:KNOWS]-(a) RETURN p, [a, {deep: a}] AS many, 1.5 AS x, null AS nothing"
    (row,) = bridge.records(text)
    path = row["p"]
    assert [node["key"] for node in path.nodes] == ["b", IRAN.key]
    (step,) = path.relationships
    assert (step.type, step.start_node["key"], step.end_node["key"]) == ("KNOWS", IRAN.key, "b")
    assert (row["x"], row["nothing"]) == (1.5, None)
    (mapped,) = bridge.run("MATCH (a:Person {key: $key}) RETURN [a, {deep: a}] AS many", {"key": IRAN.key})
    assert mapped["many"] == [IRAN, {"deep": IRAN}]


def test_ends_that_were_not_returned_are_asked_for(bridge: Graph) -> None:
    bridge.merge(CHIEF, HALL, TERMS)
    with pytest.raises(MappingError, match="RETURN s, r, o"):
        bridge.run("MATCH ()-[s:SITS]->() RETURN s", into=Sits)


MOMENT = datetime(2024, 7, 4, 12, 34, 41, 279322)  # noqa: DTZ001  (py2neo alone sends it a nanosecond short)
VALUES: list[Any] = [
    MOMENT, date(1, 1, 1), date(9999, 12, 31), time(23, 59, 59, 999999), timedelta(-3, 5, 7), b"\x00\xffa", [b"x"], -(2**63),
    2**63 - 1, "é`'", float("inf"), True, {"a": [1, {"b": None}]}, [], (1, 2), MOMENT.replace(tzinfo=ZoneInfo("UTC")),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_parameters_arrive_as_they_are(bridge: Graph, value: Any) -> None:
    expected = list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    (row,) = bridge.records("RETURN $value AS value", {"value": value})
    found: Any = row["value"]
    if isinstance(found, neo4j.time.Duration):
        found = timedelta(days=found.days, seconds=found.seconds, microseconds=found.nanoseconds // 1000)
    assert (found.to_native() if hasattr(found, "to_native") else found) == expected


@pytest.mark.engine("neo4j")
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (neo4j.time.DateTime(2024, 7, 4, 12, 34, 41, 279322999), "2024-07-04T12:34:41.279322999"),
        (time(12, 0, tzinfo=timezone(timedelta(hours=-5, minutes=-30))), "12:00:00-05:30"),
        (time(12, 0, tzinfo=timezone(timedelta(hours=9))), "12:00:00+09:00"),
        (neo4j.time.Duration(months=-14, days=3, nanoseconds=-1), "P-1Y-2M3DT-0.000000001S"),
        (neo4j.spatial.WGS84Point((-70.25, 1, 2)), "point({x: -70.25, y: 1.0, z: 2.0, crs: 'wgs-84-3d'})"),
        (neo4j.spatial.CartesianPoint((3, 4)), "point({x: 3.0, y: 4.0, crs: 'cartesian'})"),
    ],
)
def test_values_of_the_driver_arrive_as_they_are(py2neo_graph: Any, place: Place, value: Any, shown: str) -> None:
    text = "RETURN toString($value) AS shown, $value AS value"
    with Py2neoConnection(py2neo_graph, place.url, NEO4J).begin() as transaction:
        found = transaction.execute(Statement(text, {"value": value}, lambda result: list(result.rows[0])))
    assert found[0] == shown
    if "279322999" not in shown:  # py2neo reads fractions of seconds as floats
        assert found[1] == value


def test_errors_are_ours_and_hold_no_values(bridge: Graph) -> None:
    bridge.merge(CHIEF, HALL)
    cases: list[tuple[type[EngineError], Any]] = [
        (StatementError, lambda: bridge.run("RETRUN 1")),
        (ConstraintViolation, lambda: bridge.run("CREATE (:Person {key: $key})", {"key": CHIEF.key})),
        (StatementError, lambda: bridge.run("RETURN $x AS x", {"x": 2**63})),
        (StatementError, lambda: bridge.run("RETURN $x AS x", {"x": "\ud800"})),
        (StatementError, lambda: bridge.run("RETURN $x AS x", {"x": object()})),
        (ReadOnlyViolation, lambda: bridge.run("CREATE (:Person {key: 'secret'})", reads=True)),
    ]
    for kind, fails in cases:
        with pytest.raises(kind) as caught:
            fails()
        assert "secret" not in str(caught.value)
    assert bridge.count(Person) == 1
    assert list(bridge.run("RETURN 1 AS one")) == [{"one": 1}]


def test_all_or_nothing(bridge: Graph) -> None:
    with pytest.raises(MissingEndpoint, match="'zz'"):
        bridge.merge(CHIEF, HALL, TERMS, Sits(start=ref(Person, "zz"), end=HALL, since="1"))
    assert bridge.count(Person) == 0


def test_sessions(bridge: Graph) -> None:
    bridge.merge(CHIEF)
    with bridge.session() as session:
        session.get(Person, "b").name = "lost"
        session.flush()
        assert session.run("MATCH (n:Person) RETURN n.name AS name") == [{"name": "lost"}]
        session.rollback()
    assert bridge.get(Person, "b").name == "Bo"
    with bridge.session() as session:
        session.get(Person, "b").name = "kept"
    assert bridge.get(Person, "b").name == "kept"

    def rename(session: gm.Session) -> None:
        session.get(Person, "b").name = "again"

    bridge.transact(rename)
    assert bridge.get(Person, "b").name == "again"
    with bridge.session() as session:
        with pytest.raises(StatementError):
            session.run("RETRUN 1")
        with pytest.raises(WriteError, match="as a whole"):
            session.run("RETURN 1 AS one")
        session.rollback()


def test_threads_share_it(bridge: Graph) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for i in range(5):
                bridge.merge(Person(key=f"{number}-{i}"))
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert bridge.count(Person) == 20


@pytest.mark.engine("neo4j")
def test_conflicts_are_run_again(bridge: Graph) -> None:
    bridge.merge(Body(kind="n", number=1, title="0"))

    def hit(session: gm.Session) -> None:
        body = session.get(Body, "n", 1)
        body.title = str(int(body.title) + 1)

    threads = [threading.Thread(target=lambda: [bridge.transact(hit) for _ in range(5)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bridge.get(Body, "n", 1).title == "15"


def test_schema(bridge: Graph, graph: Graph) -> None:
    assert [str(item) for item in bridge.schema.apply(Person)] == ["uniqueness constraint on :Person(key)"]
    graph.schema.check(Person)


def test_it_is_closed_and_py2neo_goes_on(py2neo_graph: Any) -> None:
    with gm.connect_py2neo(py2neo_graph) as bridge:
        assert list(bridge.run("RETURN 1 AS one")) == [{"one": 1}]
        assert "bolt://" in repr(bridge)
    with pytest.raises(GraphClosed):
        bridge.run("RETURN 1 AS one")
    assert py2neo_graph.evaluate("RETURN 1") == 1


def test_what_cannot_be_is_refused(bridge: Graph) -> None:
    with pytest.raises(NotSupported, match="name="):
        bridge.using(database="other")
    assert bridge.bookmarks == []
    with pytest.raises(ConnectionFailed, match="str is no py2neo Graph"):
        gm.connect_py2neo("bolt://localhost")


def test_a_refused_commit_is_an_error(bridge: Graph, py2neo_graph: Any, place: Place) -> None:
    """Each engine checks something only then: keys that are taken, nodes that are deleted and still related."""
    bridge.merge(CHIEF, HALL, TERMS)
    late = "CREATE (:Person {key: 'b'})" if place.folder is not None else "MATCH (n:Person) DELETE n"
    with bridge.session() as session:
        session.run(late)
        with pytest.raises(EngineError):
            session.commit()
    assert bridge.count(Person) == 1
    # py2neo alone takes it for a success, and what it sends next over this connection is ignored.
    transaction = py2neo_graph.begin()
    transaction.run(late)
    py2neo_graph.commit(transaction)
    assert py2neo_graph.evaluate("RETURN 1") is None
    py2neo_graph.service.connector.close()


def test_connections_are_given_back_after_refusals(bridge: Graph, py2neo_graph: Any) -> None:
    bridge.merge(CHIEF)
    for text in ("RETRUN 1", "CREATE (:Person {key: 'b'})", "RETURN 1 AS one"):
        with contextlib.suppress(EngineError):
            bridge.run(text)
    assert set(py2neo_graph.service.connector.in_use.values()) <= {0}


@pytest.mark.engine("neo4j")
def test_a_transaction_that_cannot_begin(place: Place) -> None:
    elsewhere = library().Graph(place.url, auth=place.auth, name="nowhere")
    with pytest.raises(ConnectionFailed, match="nowhere"):
        gm.connect_py2neo(elsewhere)
    transaction = Py2neoConnection(elsewhere, place.url, NEO4J).begin()
    with pytest.raises(EngineError, match="ignored"):
        transaction.execute(Statement("RETURN 1 AS one", {}, lambda result: result.rows))
    assert set(elsewhere.service.connector.in_use.values()) <= {0}
    elsewhere.service.connector.close()


def test_a_connection_that_is_gone(bridge: Graph, py2neo_graph: Any, place: Place) -> None:
    py2neo_graph.service.connector.close()
    with pytest.raises(ConnectionFailed, match="does not answer") as caught:
        bridge.run("RETURN 1 AS one")
    assert place.auth[1] not in repr(caught.value)
    with pytest.raises(ConnectionFailed):
        gm.connect_py2neo(py2neo_graph)
