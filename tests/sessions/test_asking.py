"""The ways of asking: streams, pages, frames, neighbours that are loaded."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import base64
import copy
import json
import math
import pickle
from datetime import date
from typing import Any

import neo4j
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Graph, Key, Node, Path, Period, Relationship, ref, select
from graphmodel.errors import AmbiguousReference, MappingError, NotLoaded, QueryError
from graphmodel.model import identity

from ..model.toy import Borders, King, Leader, MemberOf, Organization, Person, Rules, Sitting, State, member


class Row(Node):
    key: Key[str]
    n: int | None = None
    f: float | None = None
    s: str | None = None
    d: date | None = None


class Link(Relationship[Row, Row]):
    at: Key[int]


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=89), State(iso3="RUS", name="Russia", population=144),
        State(iso3="CHN", name="China"),
        Organization(key="sco", name="SCO"), Leader(key="l"), King(key="k"), Person(key="p"),
        member("IRN", "sco", "2005"), member("RUS", "sco", "2001"), member("RUS", "sco", "1992", "1999"),
        Borders(start=ref(State, "RUS"), end=ref(State, "CHN"), km=4209),
        Borders(start=ref(State, "IRN"), end=ref(State, "IRN")),
        Rules(start=ref(Leader, "l"), end=ref(State, "RUS"), role="head"),
        Rules(start=ref(King, "k"), end=ref(Organization, "sco")),
    )  # fmt: skip
    return graph


a, b, link = gm.alias(State), gm.alias(State), gm.alias(Borders)
QUERIES = [
    select(State).order_by(State.iso3),
    select(State, MemberOf, Organization).match(State, MemberOf, Organization).order_by(MemberOf.since),
    select(State.name, gm.count()).match(State, MemberOf, Organization).order_by(State.name),
    select(Person).order_by(Person.key),
    select(Leader.key, Rules).match(Leader, Rules, State),
    select(a, b, link).match(a, gm.either(link), b).order_by(a.iso3, b.iso3),
    select(a, gm.maybe(MemberOf)).match(a).optional(a, MemberOf, Organization).order_by(a.iso3, MemberOf.since),
    select(State).match(State, MemberOf, Organization).distinct().order_by(State.iso3).skip(1).limit(1),
]  # fmt: skip


# --- streams ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_stream_has_the_rows_of_all(world: Graph, number: int) -> None:
    query: Any = QUERIES[number]
    assert list(world.stream(query)) == world.all(query)
    with world.session() as session:
        assert list(session.stream(query)) == world.all(query)


def test_a_stream_is_one_statement_and_can_be_left(graph: Graph) -> None:
    graph.merge(Row(key=f"{i:05}", n=i) for i in range(3000))
    with gm.tracer() as trace:
        rows = graph.stream(select(Row).order_by(Row.key))
        assert [next(rows).n for _ in range(3)] == [0, 1, 2]
        rows.close()  # pyright: ignore[reportAttributeAccessIssue]
    assert len(trace) == 1
    assert sum(graph.stream(select(gm.col(Row.n)))) == sum(range(3000))
    assert graph.count(Row) == 3000


# --- pages --------------------------------------------------------------------------------------------------------------

VALUES = st.fixed_dictionaries({
    "n": st.none() | st.integers(-2, 2),
    "f": st.none() | st.sampled_from([-0.0, 0.0, 1.5, math.inf, -math.inf, math.nan]),
    "s": st.none() | st.sampled_from(["", "a", "B", "é", "\U0001f600", "￼", "a￼\U0001f600", "a\U0001f600￼", "a￼￼", "a\U0001f600"]),
    "d": st.none() | st.sampled_from([date(1, 1, 1), date(2020, 2, 29)]),
})  # fmt: skip


def place(value: Any, descending: bool) -> Any:
    """Where Cypher sorts a value: what is no number after all numbers, null after everything."""
    missing, nan = value is None, isinstance(value, float) and math.isnan(value)
    if missing or nan:
        value = 0
    elif isinstance(value, date):
        value = value.toordinal()
    elif isinstance(value, str):
        value = [*map(ord, value), -1]  # by code points; what it begins with comes first
    rank = (missing, nan, value)
    if not descending:
        return rank
    return tuple([-code for code in each] if isinstance(each, list) else -each for each in rank)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(
    rows=st.lists(VALUES, max_size=12),
    by=st.lists(st.tuples(st.sampled_from("nfds"), st.booleans()), max_size=2, unique_by=lambda each: each[0]),
    size=st.integers(1, 5),
    late=st.lists(st.tuples(VALUES, st.sampled_from(["a", "m", "z"]), st.booleans()), max_size=4),
)
def test_pages_are_the_sorted_rows_whatever_comes_between(
    graph: Graph, rows: list[dict[str, Any]], by: list[tuple[str, bool]], size: int, late: list[Any]
) -> None:
    graph.delete(select(Row), detach=True)
    there = [Row(key=f"m{i:02}", **each) for i, each in enumerate(rows)]
    graph.merge(there)
    query = select(Row).order_by(*(gm.desc(getattr(Row, name)) if down else getattr(Row, name) for name, down in by))
    expected = sorted(there, key=lambda row: ([place(getattr(row, name), down) for name, down in by], row.key))
    pages = list(graph.pages(query, size))
    assert [row.key for page in pages for row in page] == [row.key for row in expected]
    assert all(len(page) == size for page in pages[:-1])
    assert all(page.next is not None for page in pages[:-1])
    # Again, while others come and one goes.
    found: list[str] = []
    gone: set[str] = set()
    for page in graph.pages(query, size):
        found += [row.key for row in page]
        if late:
            values, prefix, deletes = late.pop()
            graph.merge(Row(key=f"{prefix}late{len(late)}", **values))
            if deletes and found:
                gone.add(found[-1])  # the very row that the next page begins after
                graph.delete(ref(Row, found[-1]))
    assert len(found) == len(set(found))
    assert [key for key in found if "late" not in key and key not in gone] == [
        r.key for r in expected if r.key not in gone
    ]


@pytest.mark.parametrize(
    "by",
    [
        gm.col(Row.n) > 1, gm.in_(Row.n, [1, 2]), gm.not_(gm.col(Row.n) > 1), Row.n == None, gm.col(Row.n) + 1,  # noqa: E711
        gm.col(Row.f) * 2, gm.coalesce(Row.f, 0.0), gm.lower(Row.s), gm.col(Row.s) + "x", gm.to_text(Row.n),
        gm.call("coalesce", Row.f, returns=float), gm.case((Row.n == 1, gm.col(Row.s)), otherwise="\ufffc"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("down", [False, True])
def test_pages_sorted_by_what_is_worked_out(graph: Graph, by: Any, down: bool) -> None:
    texts = ["", "a", "\U0001f600", "\ufffc", "a\U0001f600", "a\ufffc", None]
    floats = [-0.0, 0.0, 1.5, None, math.nan, 0.0, -0.0]
    graph.merge(Row(key=f"{i:02}", n=[None, 1, 2, 3][i % 4], f=floats[i % 7], s=texts[i % 7]) for i in range(28))
    query = select(Row.key).order_by(gm.desc(by) if down else by)
    for size in (1, 3):
        assert sorted(key for page in graph.pages(query, size) for key in page) == [f"{i:02}" for i in range(28)]


def test_pages_sorted_by_keys_with_rare_characters(graph: Graph) -> None:
    keys = sorted(
        [
            "a",
            "b",
            "\ufffc",
            "\U0001f600",
            "a\ufffc",
            "a\U0001f600",
            "a\U0001f600\ufffc",
            "a\U0001f600\U0001f601",
            "\ue000z",
            "\ud7ff",
        ]
    )
    graph.merge(Row(key=key) for key in keys)
    for query, expected in ((select(Row.key), keys), (select(Row.key).order_by(gm.desc(Row.key)), keys[::-1])):
        assert [key for page in graph.pages(query, 1) for key in page] == expected


def test_pages_of_patterns(graph: Graph) -> None:
    rows = [Row(key=f"r{i}", s="x" if i % 2 else None) for i in range(6)]
    links = [Link(start=rows[i % 6], end=rows[i * 5 % 6], at=i % 4) for i in range(24)]
    graph.merge(rows, {identity(each): each for each in links}.values())
    left, right, between = gm.alias(Row), gm.alias(Row), gm.alias(Link)
    for query in (
        select(left.key, between.at, right.key).match(left, gm.outgoing(between), right).order_by(gm.desc(left.s)),
        select(Link),
        select(left.key, right.key).match(left, gm.either(between), right),
        select(left.key, gm.maybe(between.at))
        .match(left)
        .optional(left, gm.outgoing(between), right)
        .order_by(between.at),
    ):
        found = [row for page in graph.pages(query, 5) for row in page]  # pyright: ignore[reportArgumentType]
        assert sorted(map(repr, found)) == sorted(map(repr, graph.all(query)))  # pyright: ignore[reportArgumentType]


def test_a_page_goes_on_elsewhere(world: Graph) -> None:
    query = select(State).order_by(gm.desc(State.population))
    first = world.page(query, 2)
    assert [state.iso3 for state in first] == ["CHN", "RUS"]
    assert first.next is not None
    assert first.next.isascii()
    sign = json.loads(base64.urlsafe_b64decode(first.next + "=" * (-len(first.next) % 4)))[0]
    assert [state.iso3 for state in world.page(query, 2, after=first.next)] == ["IRN"]
    assert world.page(query, 3).next is None
    assert list(world.pages(query.where(State.iso3 == "x"))) == []
    forged = base64.urlsafe_b64encode(json.dumps([sign, {"date": "x"}, "RUS"]).encode()).decode()
    for wrong in ("", "x", "????", "W10", first.next[:-4], "é", forged, *(token(sign, v) for v in FORGED)):
        with pytest.raises(QueryError, match="token"):
            world.page(query, 2, after=wrong)
    with pytest.raises(QueryError, match="token"):
        world.page(select(State).order_by(State.name), 2, after=first.next)
    with pytest.raises(QueryError, match="token"):
        world.page(query.where(State.name != "x"), 2, after=first.next)
    one, other = (query.where(gm.col(State.population) > n) for n in (5, 6))
    after = world.page(one, 1).next
    assert len(world.page(one, 1, after=after)) == 1
    with pytest.raises(QueryError, match="token"):
        world.page(other, 1, after=after)


FORGED: list[Any] = [
    [2**70, "RUS"], [1, "\ud800"], [[1], "RUS"], [1, None], [1, {}], [{"datetime": "2024"}, "RUS"], [{"float": "zz"}, "RUS"],
    [math.inf, "RUS"], [{"time": 5}, "RUS"],
]  # fmt: skip


def token(sign: str, values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([sign, *values]).encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        select(State.name, gm.count()), select(State).distinct(), select(State).limit(3), select(State).skip(1),
        gm.union(select(State.name), select(Organization.name)), select(a).match(a, gm.hops(Borders, 1, 2), b),
        select(MemberOf).order_by(MemberOf.valid), select(State).order_by(State.aliases),
    ],
)  # fmt: skip
def test_what_has_no_pages(world: Graph, query: Any) -> None:
    with pytest.raises(QueryError):
        world.page(query, 1)


# --- neighbours ---------------------------------------------------------------------------------------------------------


def test_neighbours_are_loaded_in_one_statement_a_kind(world: Graph) -> None:
    world.learn(State, MemberOf, Rules)
    with gm.tracer() as trace:
        china, iran, russia = world.all(select(State).order_by(State.iso3), load=[MemberOf, gm.incoming(Rules)])
    assert len(trace) == 3
    with gm.tracer() as trace:
        assert [term.end.name for term in gm.related(iran, MemberOf)] == ["SCO"]
        assert [term.since for term in gm.related(russia, MemberOf)] == ["1992", "2001"]
        assert gm.related(china, MemberOf) == []
        (rule,) = gm.related(russia, Rules)
        assert (rule.start.office, rule.end) == ("President", russia)
        assert rule.end is russia
    assert len(trace) == 0
    with pytest.raises(NotLoaded, match="load="):
        gm.related(iran, Borders)
    with pytest.raises(NotLoaded):
        gm.related(world.get(State, "IRN"), MemberOf)


def test_neighbours_of_a_day(world: Graph) -> None:
    rows = world.all(
        select(State, Organization).match(State, MemberOf, Organization).as_of("1995-01-01"), load=[MemberOf]
    )
    ((russia, sco),) = rows
    assert [term.since for term in gm.related(russia, MemberOf)] == ["1992"]
    assert [term.start.iso3 for term in gm.related(sco, MemberOf)] == ["RUS"]


def test_a_time_that_only_what_is_loaded_has(world: Graph) -> None:
    (russia,) = world.all(select(State).where(State.iso3 == "RUS").as_of("1995-01-01"), load=[MemberOf])
    assert [term.since for term in gm.related(russia, MemberOf)] == ["1992"]
    russia = world.get(State, "RUS", load=[MemberOf], as_of="1995-01-01")
    assert [term.since for term in gm.related(russia, MemberOf)] == ["1992"]
    with pytest.raises(QueryError, match="valid"):
        world.all(select(State).as_of("1995-01-01"), load=[gm.outgoing(Borders)])
    with pytest.raises(QueryError, match="valid"):
        world.get(State, "RUS", as_of="1995-01-01")


def test_load_needs_a_node(world: Graph) -> None:
    for query in (select(State.name), select(MemberOf), select(gm.count(State))):
        with pytest.raises(QueryError, match="no node"):
            world.all(query, load=[MemberOf])  # pyright: ignore[reportArgumentType]
    rows: Any = select(Organization.key, gm.subquery(select(a).match(a, MemberOf, Organization)))
    ((_, states),) = world.all(rows, load=[MemberOf])
    assert all(gm.related(state, MemberOf) for state in states)


class Cargo(Node):
    load: Key[str]
    model: Key[str]


def test_keys_with_the_names_of_parameters(graph: Graph) -> None:
    graph.merge(Cargo(load="coal", model="x"))
    assert graph.get(Cargo, load="coal", model="x") == graph.get(Cargo, "coal", "x") == Cargo(load="coal", model="x")
    assert graph.find(Cargo, load="coal", model="y") is None


def test_neighbours_of_subclasses_and_several_classes(world: Graph) -> None:
    king, leader, person = world.all(select(Person).order_by(Person.key), load=[Rules])
    assert [type(rule.end) for rule in gm.related(king, Rules)] == [Organization]
    assert [type(rule.end) for rule in gm.related(leader, Rules)] == [State]
    assert gm.related(person, Rules) == []
    assert gm.related(world.get(Person, "k", load=[Rules]), Rules)[0].start.key == "k"


def test_directions_between_equal_classes(world: Graph) -> None:
    query = select(State).order_by(State.iso3)
    for way, expected in (
        (gm.outgoing(Borders), [[], ["IRN-IRN"], ["RUS-CHN"]]),
        (gm.incoming(Borders), [["RUS-CHN"], ["IRN-IRN"], []]),
        (gm.either(Borders), [["RUS-CHN"], ["IRN-IRN"], ["RUS-CHN"]]),
    ):
        states = world.all(query, load=[way])
        assert [[f"{r.start.iso3}-{r.end.iso3}" for r in gm.related(s, way)] for s in states] == expected
    (china, _, _) = world.all(query, load=[gm.outgoing(Borders), gm.incoming(Borders)])
    assert gm.related(china, gm.outgoing(Borders)) == []
    with pytest.raises(AmbiguousReference):
        gm.related(china, Borders)
    with pytest.raises(AmbiguousReference):
        world.all(query, load=[Borders])
    with pytest.raises(QueryError, match="no end"):
        world.all(select(Sitting), load=[Borders])
    with pytest.raises(QueryError):
        world.all(query, load=[Organization])


def test_what_is_loaded_is_no_part_of_the_object(world: Graph) -> None:
    plain, loaded = world.get(State, "RUS"), world.get(State, "RUS", load=[MemberOf])
    assert loaded == plain
    assert plain == loaded
    assert loaded.model_dump() == plain.model_dump()
    assert loaded.model_dump_json() == plain.model_dump_json()
    assert repr(loaded) == repr(plain)
    assert gm.related(loaded, MemberOf)[0].model_dump()["start"] == plain.model_dump()
    for other in (copy.copy(loaded), copy.deepcopy(loaded), loaded.model_copy(), pickle.loads(pickle.dumps(loaded))):  # noqa: S301
        assert other == plain
        assert len(gm.related(other, MemberOf)) == 2
    assert world.merge(loaded).unchanged == 1


def test_neighbours_in_a_session_are_its_objects(world: Graph) -> None:
    with world.session() as session:
        sco = session.get(Organization, "sco")
        (iran,) = session.all(select(State).where(State.iso3 == "IRN"), load=[MemberOf])
        (term,) = gm.related(iran, MemberOf)
        assert term.end is sco
        term.status = "observer"
    assert world.get(MemberOf, start="IRN", end="sco").status == "observer"


# --- frames -------------------------------------------------------------------------------------------------------------


def test_frames(world: Graph) -> None:
    frame = world.frame(select(State).order_by(State.iso3))
    assert frame.schema == {"iso3": pl.String, "name": pl.String, "aliases": pl.List(pl.String), "population": pl.Int64}
    assert frame["population"].to_list() == [None, 89, 144]
    assert world.frame(select(State).where(State.iso3 == "x")).schema == frame.schema
    pair = select(State, MemberOf, gm.maybe(State.name)).match(State, MemberOf, Organization).order_by(MemberOf.since)
    both = world.frame(pair)
    assert both["MemberOf.valid_from_earliest"].to_list() == [date(1992, 1, 1), date(2001, 1, 1), date(2005, 1, 1)]
    assert both["MemberOf.start"].to_list() == ["RUS", "RUS", "IRN"]
    assert both["State.iso3"].to_list() == both["MemberOf.start"].to_list()
    names = world.frame(select(State.name, Organization.name, gm.count()).match(State, MemberOf, Organization)).columns
    assert names == ["State.name", "Organization.name", "count"]
    two = world.frame(select(a.name, b.name).match(a, gm.outgoing(Borders), b))
    assert two.columns == ["State.name", "State.name_2"]
    assert world.frame("MATCH (s:State) RETURN s.name AS name ORDER BY name LIMIT $n", {"n": 1}).to_dicts() == [
        {"name": "China"}
    ]
    with pytest.raises(MappingError):
        world.frame(select(State), kind="spark")  # pyright: ignore[reportArgumentType]


def test_frames_of_pandas(world: Graph) -> None:
    pytest.importorskip("pandas")
    frame = world.frame(select(State).order_by(State.iso3), kind="pandas")
    assert list(frame.columns) == ["iso3", "name", "aliases", "population"]
    assert frame["population"].isna().tolist() == [True, False, False]


# --- paths and nested values of hand-written Cypher ----------------------------------------------------------------------


def test_paths(world: Graph) -> None:
    text = "MATCH p = (:State {iso3: 'IRN'})-[:MEMBER_OF]->()<-[:MEMBER_OF {since: '2001'}]-(:State) RETURN p"
    world.learn(MemberOf)
    for (path,) in (world.run(text, into=Path), world.run(text)[0].values()):
        assert isinstance(path, Path)
        assert [type(node).__name__ for node in path.nodes] == ["State", "Organization", "State"]
        assert (len(path), path.start.iso3, path.end.iso3) == (2, "IRN", "RUS")
        assert path.relationships[0].start is path.nodes[0]
        assert path.relationships[1].end is path.nodes[1]
    with pytest.raises(MappingError, match="'p'"):
        world.run(text, into=Period)


SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
) | st.dates()  # fmt: skip
NAMES = st.text("abc `'\"}{$é", min_size=1, max_size=5)
ANYTHING: Any = Any  # to checkers it is no type of rows
NESTED = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=st.lists(NESTED, min_size=1, max_size=10))
def test_nested_values_come_back(graph: Graph, values: list[Any]) -> None:
    assert graph.run("UNWIND range(0, size($x) - 1) AS i RETURN $x[i] AS x", {"x": values}, into=ANYTHING) == values
    assert graph.run("RETURN $x AS x", {"x": values}) == [{"x": values}]


def test_a_misfit_inside_is_named(graph: Graph) -> None:
    with pytest.raises(MappingError, match=r"column 'x'\.a\[1\] of row 0 is str"):
        graph.run("RETURN {a: [1, 'y']} AS x", into=dict[str, list[int]])


# --- awaited ------------------------------------------------------------------------------------------------------------


def test_awaited(place: Any) -> None:
    async def use() -> None:
        target: dict[str, Any] = (
            {"target": place.folder}
            if place.folder is not None
            else {"target": place.url, "auth": place.auth, "schema": "ensure"}
        )
        async with await gm.connect_async(**target) as graph:
            await graph.merge(Row(key=f"{i:04}", n=i) for i in range(2500))
            assert [row.n async for row in graph.stream(select(Row).order_by(Row.key))] == list(range(2500))
            assert [len(page) async for page in graph.pages(select(Row))] == [1000, 1000, 500]
            assert (await graph.frame(Row)).height == 2500
            assert await graph.update(select(Row).where(gm.col(Row.n) < 5), gm.change(Row.s).to("x")) == 5
            assert await graph.delete(select(Row).where(Row.s == "x")) == 5
            (first,) = await graph.all(select(Row).order_by(Row.key).limit(1), load=[gm.outgoing(Link)])
            assert gm.related(first, Link) == []
            async with graph.session() as session:
                assert len([row async for row in session.stream(Row)]) == 2495

    asyncio.run(use())


def test_the_plain_driver_sees_the_same(world: Graph, driver: neo4j.Driver) -> None:
    with driver.session() as session:
        assert session.run("MATCH (s:State) RETURN count(s) AS n").single(strict=True)["n"] == len(
            list(world.stream(State))
        )
