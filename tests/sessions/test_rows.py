"""Hand-written Cypher into rows of the user's own, completely or not at all."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import neo4j
import pytest
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from graphmodel import Graph, PartialDate, Period, ref
from graphmodel.errors import GraphModelError, MappingError, NotSupported, ReadOnlyViolation, StatementError
from graphmodel.testing import EMBEDDED

from ..model.toy import Kind, Leader, MemberOf, Organization, Person, Rules, State, member
from ..support.engines import Engine


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=89), State(iso3="RUS", name="Russia"),
        Organization(key="sco", name="SCO", kind=Kind.BLOC, founded=PartialDate("2001-06")),
        member("IRN", "sco", "2005"), member("RUS", "sco", "2001"), Leader(key="l"), Person(key="p"),
        Rules(start=ref(Leader, "l"), end=ref(State, "RUS")),
    )  # fmt: skip
    return graph


@dataclass
class Data:
    state: State
    since: str
    n: int = 0
    names: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Frozen:
    state: State
    since: str


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: State
    since: str
    population: int | None = None


class Aliased(BaseModel):
    who: State = Field(alias="state")


class Named(NamedTuple):
    state: State
    since: str
    n: int = 0


class Typed(TypedDict):
    state: State
    since: str


Optional: Any = int | None
OptionalState: Any = State | None
PAIRS = "MATCH (state:State)-[m:MEMBER_OF]->(o) RETURN state, m.since AS since ORDER BY since"


@pytest.mark.parametrize("into", [Data, Frozen, Model, Named, Typed, tuple[State, str], tuple[Any, Any]])
def test_rows_of_every_shape(world: Graph, into: Any) -> None:
    rows = world.run(PAIRS, into=into)
    states = [world.get(State, "RUS"), world.get(State, "IRN")]
    plain = into in (tuple[State, str], tuple[Any, Any])
    pairs = list(zip(states, ("2001", "2005"), strict=True))
    assert rows == (pairs if plain else [into(state=state, since=since) for state, since in pairs])
    swapped = world.run(
        "MATCH (s:State)-[m:MEMBER_OF]->() RETURN m.since AS since, s AS state ORDER BY since", into=Data
    )
    assert swapped == [Data(states[0], "2001"), Data(states[1], "2005")]


def test_single_values(world: Graph) -> None:
    assert world.run("MATCH (s:State) RETURN count(s) AS n", into=int) == [2]
    assert world.run("MATCH (s:State) RETURN s.name AS n ORDER BY n", into=str) == ["Iran", "Russia"]
    assert world.run("RETURN date('2024-07-04') AS d", into=date) == [date(2024, 7, 4)]
    assert world.run("MATCH (o:Organization) RETURN o.kind AS k", into=Kind) == [Kind.BLOC]
    assert world.run("MATCH (o:Organization) RETURN o.founded AS f", into=PartialDate) == [PartialDate("2001-06")]
    assert world.run("MATCH ()-[m:MEMBER_OF]->() RETURN m.valid_text AS v ORDER BY v", into=Period) == [
        Period("2001"),
        Period("2005"),
    ]
    assert world.run("RETURN null AS n", into=Optional) == [None]
    assert world.run("RETURN [1, 2] AS n", into=list[int]) == [[1, 2]]
    assert world.run("RETURN {a: 1} AS n", into=dict[str, int]) == [{"a": 1}]
    for into in (int, State):
        assert world.run("MATCH (n:Person {key: 'nobody'}) RETURN n.x AS x", into=into) == []


def test_models_in_every_place(world: Graph) -> None:
    iran, russia = world.get(State, "IRN"), world.get(State, "RUS")
    assert world.run("MATCH (s:State) RETURN s ORDER BY s.iso3", into=State) == [iran, russia]
    assert world.run("MATCH (s:State) WITH s ORDER BY s.iso3 RETURN collect(s) AS all", into=list[State]) == [
        [iran, russia]
    ]
    assert world.run("MATCH (s:State {iso3: 'IRN'}) RETURN {one: s, more: [s]} AS m") == [
        {"m": {"one": iran, "more": [iran]}}
    ]
    assert world.run("MATCH (s:State {iso3: 'IRN'}) RETURN {one: s} AS m", into=dict[str, State]) == [{"one": iran}]
    ((term, start, end),) = world.run(
        "MATCH (s:State {iso3: 'RUS'})-[m:MEMBER_OF]->(o) RETURN m, s, o", into=tuple[MemberOf, State, Organization]
    )
    assert term.valid == Period("2001")
    assert (term.start.iso3, term.end.key, start.name, end.name) == ("RUS", "sco", "Russia", "SCO")
    assert type(world.run("MATCH (p:Person {key: 'l'}) RETURN p", into=Person)[0]) is Leader
    assert world.run(
        "MATCH (s:State {iso3: 'IRN'}) OPTIONAL MATCH (s)-[:NO]->(x:State) RETURN x", into=OptionalState
    ) == [None]


def test_dictionaries_by_default_and_plain_records(world: Graph) -> None:
    (row,) = world.run("MATCH (s:State {iso3: 'IRN'}) RETURN s, 1 AS one, date('2024-01-01') AS d")
    assert row == {"s": world.get(State, "IRN"), "one": 1, "d": date(2024, 1, 1)}
    (raw,) = world.records("MATCH (s:State {iso3: 'IRN'}) RETURN s")
    assert isinstance(raw["s"], neo4j.graph.Node)
    (unknown,) = world.run("CREATE (x:Unknown {a: 1}) RETURN x")
    assert isinstance(unknown["x"], neo4j.graph.Node)
    assert world.run("MATCH (x:Unknown) DELETE x") == []


def test_learned_models_are_known() -> None:
    import graphmodel

    with graphmodel.connect() as other:
        other.run("CREATE (:State {iso3: 'IRN', name: 'Iran'})")
        assert isinstance(other.run("MATCH (s:State) RETURN s")[0]["s"], neo4j.graph.Node)
        other.learn(State)
        assert other.run("MATCH (s:State) RETURN s") == [{"s": State(iso3="IRN", name="Iran")}]


class Wide(enum.Enum):
    A = "a"


@pytest.mark.parametrize(
    ("text", "into", "column"),
    [
        ("MATCH (s:State) RETURN s AS state", Data, "since"),
        ("MATCH (s:State) RETURN s AS state", Named, "since"),
        ("MATCH (s:State) RETURN s AS state", Model, "since"),
        ("MATCH (s:State) RETURN s AS state", Typed, "since"),
        (PAIRS.replace("AS since", "AS since, 1 AS extra"), Data, "extra"),
        (PAIRS.replace("AS since", "AS since, 1 AS extra"), Named, "extra"),
        (PAIRS.replace("AS since", "AS since, 1 AS extra"), Model, "extra"),
        (PAIRS.replace("AS since", "AS since, 1 AS extra"), Typed, "extra"),
        ("MATCH (s:State) RETURN s AS state, s.population AS since ORDER BY s.iso3", Data, "since"),
        ("MATCH (s:State) RETURN s.name AS state, 'x' AS since", Data, "state"),
        ("MATCH (s:Organization) RETURN s AS state, 'x' AS since", Data, "state"),
        ("MATCH (s:State) RETURN s, s.population AS p ORDER BY s.iso3", tuple[State, str], "p"),
        ("MATCH (s:State) RETURN s.population AS p ORDER BY s.iso3", int, "p"),
        ("MATCH (s:State) RETURN s.name AS p", int, "p"),
        ("RETURN 'x' AS w", Wide, "w"),
        ("MATCH (s:Organization) RETURN s AS w", State, "w"),
        ("MATCH (:State)-[m]->() RETURN m AS w", State, "w"),
        ("MATCH (s:State) RETURN s", Aliased, "s"),
        ("RETURN [1, 'x'] AS l", list[int], "l"),
    ],
)  # fmt: skip
def test_a_misfit_names_its_column(world: Graph, text: str, into: Any, column: str) -> None:
    with pytest.raises(MappingError) as misfit:
        world.run(text, into=into)
    assert misfit.value.column == column
    assert repr(column) in str(misfit.value)


@pytest.mark.parametrize(("text", "into"), [("RETURN 1 AS a, 2 AS b", int), ("RETURN 1 AS a", tuple[int, int]), ("RETURN 1 AS a, 2 AS b", State),  # noqa: E501
                                            ("RETURN 1 AS a, 2 AS b, 3 AS c", tuple[int, int])])  # fmt: skip
def test_a_wrong_number_of_columns(world: Graph, text: str, into: Any) -> None:
    with pytest.raises(MappingError, match="columns"):
        world.run(text, into=into)


def test_ends_that_were_not_returned(world: Graph) -> None:
    with pytest.raises(MappingError, match="ends"):
        world.run("MATCH (:State)-[m:MEMBER_OF]->() RETURN m", into=MemberOf)


def test_a_misfit_of_a_write_writes_nothing(world: Graph) -> None:
    with pytest.raises(MappingError):
        world.run("CREATE (s:State {iso3: 'XXX', name: 'x'}) RETURN s.name AS n", into=int)
    assert world.find(State, "XXX") is None


def test_values_of_a_misfit_are_not_told(world: Graph) -> None:
    import traceback

    secret = {"secret": "hunter" + "2" * 7}
    with pytest.raises(MappingError) as misfit:
        world.run("RETURN $secret AS x", secret, into=int)
    assert "hunter2" not in "".join(traceback.format_exception(misfit.value))


def test_parameters(world: Graph) -> None:
    text = "MATCH (o:Organization) WHERE o.kind = $kind AND o.founded IN $founded RETURN o.key AS key"
    assert world.run(text, {"kind": Kind.BLOC, "founded": (PartialDate("2001-06"),)}, into=str) == ["sco"]
    assert world.run("RETURN $a AS a, $b AS b", {"a": {1}, "b": {"x": Kind.BLOC}}) == [{"a": [1], "b": {"x": "bloc"}}]
    with pytest.raises(StatementError):
        world.run("RETURN $missing AS x")


def test_what_commits_in_batches_runs_on_the_graph_and_in_nothing_that_is_open(world: Graph, engine: Engine) -> None:
    text = "UNWIND range(1, 3) AS i CALL (i) { CREATE (:Left {x: i}) } IN TRANSACTIONS OF 1 ROWS"
    world.run(text)
    (world if engine.name == EMBEDDED else world.using(timeout=60)).run(text)  # which the embedded engine has none of
    assert world.run("MATCH (n:Left) RETURN count(n) AS n", into=int) == [6]
    with world.session() as session, pytest.raises(NotSupported, match="run it on the graph itself"):
        session.run(text)
    assert world.run("MATCH (n:Left) RETURN count(n) AS n", into=int) == [6]
    world.run("MATCH (n:Left) CALL (n) { DELETE n } IN 2 CONCURRENT TRANSACTIONS OF 2 ROWS")
    assert world.run("MATCH (n:Left) RETURN count(n) AS n", into=int) == [0]


# --- reads --------------------------------------------------------------------------------------------------------------

WRITES = [
    "CREATE (:Left {x: 1})", "MATCH (s:State) SET s.name = 'x'", "MATCH (s:State) SET s:Left", "MATCH (s) DETACH DELETE s",
    "MATCH (s:State) REMOVE s.name", "MERGE (:Left {x: 1}) RETURN 1 AS n", "UNWIND range(1, 3) AS i CREATE (:Left {x: i})",
    "CREATE CONSTRAINT left_over IF NOT EXISTS FOR (n:Left) REQUIRE n.x IS UNIQUE", "CREATE INDEX left_index IF NOT EXISTS FOR (n:Left) ON (n.x)",  # noqa: E501
    "UNWIND range(1, 3) AS i CALL (i) { CREATE (:Left {x: i}) } IN TRANSACTIONS OF 1 ROWS",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITES)
def test_a_read_cannot_write_and_leaves_nothing(world: Graph, driver: neo4j.Driver, text: str) -> None:
    def state() -> list[Any]:
        with driver.session() as session:
            everything = session.run("MATCH (n) RETURN labels(n) AS l, properties(n) AS p").data()
            return [sorted(map(repr, everything)), sorted(map(repr, world.schema.read()))]

    before = state()
    for read in (world.run, world.records):
        with pytest.raises(GraphModelError) as refused:
            read(text, reads=True)
        assert isinstance(refused.value, (ReadOnlyViolation, StatementError))
        if "TRANSACTIONS" not in text:
            assert isinstance(refused.value, ReadOnlyViolation)
    assert state() == before


def test_a_read_reads(world: Graph) -> None:
    assert world.run("MATCH (s:State) RETURN count(s) AS n", into=int, reads=True) == [2]
    assert len(world.records("MATCH (s:State) RETURN s", reads=True)) == 2
    assert world.run("MATCH (s:State) RETURN s ORDER BY s.iso3", into=State, reads=True)[0].name == "Iran"
