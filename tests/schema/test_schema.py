from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any

import neo4j
import pytest
from pydantic import Field

import graphmodel as gm
from graphmodel import (
    FullText,
    Graph,
    Indexed,
    Key,
    Node,
    PartialDate,
    Period,
    Point,
    Relationship,
    Stored,
    Unique,
    Vector,
    ref,
)
from graphmodel.errors import ConstraintViolation, QueryError, SchemaError
from graphmodel.model import mapping_of
from graphmodel.schema import SchemaItem
from graphmodel.statements.constraints import search_index

from ..model.toy import King, Leader, MemberOf, Organization, Person, SitsIn, Sitting, State
from ..support.engines import Engine, Place


class Harbour(Node):
    code: Annotated[Key[str], Stored("port code")]
    sign: Unique[str | None] = None
    name: Indexed[str] = "?"
    opened: Indexed[PartialDate | None] = None


class Quay(Harbour):
    number: Indexed[int | None] = None


class Serves(Relationship[Harbour, Harbour]):
    line: Indexed[str]
    valid: Indexed[Period]


@dataclass
class Berth:
    name: Indexed[str]
    at: Indexed[Point | None] = None
    sign: Unique[str | None] = None


class Ship(Node):
    imo: Key[str]
    log: FullText[str] = ""
    built: Indexed[Decimal | None] = None
    took: Indexed[timedelta | None] = None
    at: Indexed[Point | None] = None
    likeness: Annotated[list[float], Vector(3, "euclidean")] = [0.0, 0.0, 1.0]  # noqa: RUF012  (pydantic copies it)
    berth: Berth | None = None


class Tows(Relationship[Ship, Ship]):
    words: FullText[list[str]] = Field(default_factory=list)
    likeness: Annotated[list[float] | None, Vector(2)] = None


SEARCHED = [
    "full-text index on :Ship(log)", "point index on :Ship(at)", "vector index on :Ship(likeness) of 3 dimensions, euclidean",
    "point index on :Ship(berth_at)", "full-text index on ()-[:TOWS]-()(words)",
    "vector index on ()-[:TOWS]-()(likeness) of 2 dimensions, cosine",
]  # fmt: skip
PLAINLY = [
    "uniqueness constraint on :Ship(imo)", "index on :Ship(built)", "index on :Ship(built_number)", "index on :Ship(took)",
    "index on :Ship(took_seconds)", "index on :Ship(berth_name)", "uniqueness constraint on :Ship(berth_sign)",
]  # fmt: skip


def opened(place: Place, mode: Any, **options: Any) -> Graph:
    """A graph on the same database, with another way of seeing to its schema."""
    if place.folder is not None:
        return gm.connect(place.folder, schema=mode, **options)
    return gm.connect(place.url, auth=place.auth, schema=mode, **options)


def named(items: list[SchemaItem]) -> set[str]:
    return {str(item) for item in items}


def test_what_models_ask_for(graph: Graph) -> None:
    assert named(graph.schema.plan(Quay, Serves, SitsIn, King)) == {
        "uniqueness constraint on :Harbour(port code)", "uniqueness constraint on :Harbour(sign)", "index on :Harbour(name)",
        "index on :Harbour(opened)", "index on :Quay(number)", "index on ()-[:SERVES]-()(line)",
        "index on ()-[:SERVES]-()(valid_from_earliest)", "uniqueness constraint on :Person(key)",
    }  # fmt: skip
    assert named(graph.schema.plan(Sitting)) == {"uniqueness constraint on :Sitting(organ, number)"}


def test_what_is_searched_is_planned_where_it_can_be_had(graph: Graph, engine: Engine) -> None:
    planned, without = named(graph.schema.plan(Ship, Tows)), named(graph.schema.unsupported(Ship, Tows))
    assert planned | without == {*SEARCHED, *PLAINLY}
    assert without == (set(SEARCHED) if engine.embedded else set())
    made = graph.schema.apply(Ship, Tows)
    assert named(made) == planned
    assert graph.schema.plan(Ship, Tows) == []
    assert set(made) <= set(graph.schema.read())
    graph.schema.check(Ship, Tows)
    graph.merge(Ship(imo="a", log="calm sea", likeness=[1, 2, 3]))
    assert graph.count(Ship) == 1


@pytest.mark.engine("neo4j")
def test_search_indexes_are_found_by_their_names(graph: Graph) -> None:
    graph.merge(
        Ship(imo="a", log="calm sea", likeness=[1, 0, 0]),
        Ship(imo="b", log="storm", likeness=[0, 1, 0]),
        Tows(start=ref(Ship, "a"), end=ref(Ship, "b"), words=["slow", "heavy"], likeness=[1, 1]),
    )
    graph.run("CALL db.awaitIndexes()")
    log = search_index(Ship, mapping_of(Ship).by_name["log"], "fulltext")
    likeness = search_index(Ship, mapping_of(Ship).by_name["likeness"], "vector")
    words = search_index(Tows, mapping_of(Tows).by_name["words"], "fulltext")
    assert graph.run(
        "CALL db.index.fulltext.queryNodes($name, 'sea') YIELD node RETURN node.imo AS imo",
        {"name": log.name},
        into=str,
    ) == ["a"]
    assert graph.run(
        "CALL db.index.fulltext.queryRelationships($name, 'heavy') YIELD relationship AS r RETURN r.words AS words",
        {"name": words.name},
        into=list[str],
    ) == [["slow", "heavy"]]
    assert graph.run(
        "CALL db.index.vector.queryNodes($name, 1, [0.0, 0.9, 0.1]) YIELD node RETURN node.imo AS imo",
        {"name": likeness.name},
        into=str,
    ) == ["b"]
    with pytest.raises(QueryError, match=r"Ship\.imo.*FullText"):
        search_index(Ship, mapping_of(Ship).by_name["imo"], "fulltext")


@pytest.mark.engine("neo4j")
def test_a_vector_index_of_other_dimensions_is_not_taken_for_ours(graph: Graph) -> None:
    graph.schema.apply(Ship)

    class Other(Node, label="Ship"):
        imo: Key[str]
        likeness: Annotated[list[float], Vector(4)]

    assert named(graph.schema.plan(Other)) == {"vector index on :Ship(likeness) of 4 dimensions, cosine"}
    with pytest.raises(SchemaError, match=r"3 dimensions, euclidean.*Drop"):
        graph.schema.apply(Other)


def test_plan_apply_check(place: Place) -> None:
    with opened(place, "off") as graph:
        models = (Quay, Serves, Sitting, State)
        planned = graph.schema.plan(*models)
        with pytest.raises(SchemaError, match="and 3 more") as lacking:
            graph.schema.check(*models)
        assert "uniqueness constraint on :Harbour(port code)" in lacking.value.missing
        assert graph.schema.apply(*models) == planned
        assert graph.schema.plan(*models) == graph.schema.apply(*models) == []
        graph.schema.check(*models)
        assert set(planned) <= set(graph.schema.read())


def test_ensure_makes_what_it_meets(place: Place) -> None:
    with opened(place, "ensure") as graph:
        graph.merge(Harbour(code="a"))
        assert "uniqueness constraint on :Harbour(port code)" in named(graph.schema.read())
        graph.all(Organization)
        assert "uniqueness constraint on :Organization(key)" in named(graph.schema.read())
        assert graph.schema.plan(Harbour, Organization) == []


def test_models_given_to_connect_are_seen_to(place: Place) -> None:
    with opened(place, "ensure", models=[State, Sitting]) as graph:
        assert graph.schema.plan(State, Sitting) == []
        assert graph.models == [State, Sitting]


def test_check_refuses_writes_and_lets_reads_through(place: Place) -> None:
    with opened(place, "check") as graph:
        assert graph.all(State) == []
        assert graph.find(State, "x") is None
        writes = (
            lambda: graph.merge(State(iso3="a", name="A")),
            lambda: graph.transact(lambda s: s.add(State(iso3="a", name="A"))),
        )
        for write in writes:
            with pytest.raises(SchemaError, match=r":State\(iso3\)") as lacking:
                write()
            assert lacking.value.missing == ("uniqueness constraint on :State(iso3)",)
            assert "schema.apply" in str(lacking.value)
        assert named(graph.schema.read()) == set()
        graph.schema.apply(State)
        for write in writes:
            write()
        assert graph.count(State) == 1


def test_off_does_neither(place: Place) -> None:
    with opened(place, "off") as graph:
        graph.merge(State(iso3="a", name="A"))
        assert graph.schema.read() == []


def test_data_that_break_a_constraint(place: Place, driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("CREATE (:State {iso3: 'a', name: 'secret1'}), (:State {iso3: 'a', name: 'secret2'})").consume()
    with opened(place, "ensure") as graph:
        for ask in (
            lambda: graph.all(State),
            lambda: graph.schema.apply(State),
            lambda: graph.merge(State(iso3="b", name="B")),
        ):
            with pytest.raises(SchemaError, match=r"State\(iso3\).*cannot be made"):
                ask()
    with driver.session() as session:
        assert session.run("MATCH (n:State) RETURN count(n)").values() == [[2]]


def test_keys_are_unique_for_everybody(graph: Graph, driver: neo4j.Driver) -> None:  # noqa: ARG001
    graph.merge(Leader(key="p"), Sitting(organ="un", number=1))
    for text in ("CREATE (:Person {key: 'p'})", "CREATE (:Sitting {organ: 'un', number: 1})"):
        with pytest.raises(ConstraintViolation):
            graph.run(text)
    graph.run("CREATE (:Sitting {organ: 'un', number: 2}), (:Sitting {organ: 'x', number: 1})")
    assert graph.count(Sitting) == 3


def test_names_that_could_be_taken_for_one_another(graph: Graph) -> None:
    class A(Node, label="A_b"):
        c: Key[str]

    class B(Node, label="A"):
        b_c: Key[str]

    graph.merge(A(c="x"), B(b_c="x"))
    assert graph.schema.plan(A, B) == []


def operators(plan: Any) -> list[str]:
    return [plan["operatorType"], *(name for child in plan.get("children", []) for name in operators(child))]


@pytest.mark.engine("neo4j")
def test_indexes_are_used(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(
        [State(iso3=f"{i}", name=f"{i}") for i in range(300)],
        Organization(key="o"),
        [Leader(key=f"{i}") for i in range(300)],
    )
    graph.run("CALL db.awaitIndexes()")
    from graphmodel.statements.batches import batches
    from graphmodel.statements.lookup import get
    from graphmodel.statements.writing import merge

    term = MemberOf(start=ref(State, "1"), end=ref(Organization, "o"), since="1", valid=Period("2001"))
    statements: list[Any] = [
        get(State, ("1",), {}), get(Leader, ("1",), {}), get(MemberOf, (), {"start": "1", "end": "o"}),
        gm.compile(gm.select(State).where(State.iso3 == "1")), gm.compile(gm.select(State).where(State.name == "1")),
        gm.compile(gm.select(State).where(gm.in_(State.iso3, ["1", "2"]))), gm.compile(gm.select(Leader).where(Leader.key == "1")),
        gm.compile(gm.select(State, MemberOf).where(State.iso3 == "1")), gm.compile(gm.select(State).where(gm.startswith(State.name, "1"))),  # noqa: E501
        *(merge(batch, batch.rows) for batch in batches([State(iso3="1", name="x"), Leader(key="1"), Person(key="2"), term])),
    ]  # fmt: skip
    with driver.session() as session:
        for statement in statements:
            summary = session.run("EXPLAIN " + statement.text, dict(statement.parameters)).consume()
            used = operators(summary.plan)
            assert not [name for name in used if name.startswith(("NodeByLabelScan", "AllNodesScan"))], (
                statement.text,
                used,
            )
