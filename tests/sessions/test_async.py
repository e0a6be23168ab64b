"""The same names, awaited. What is decided in the shared core is tested with `Graph`; here is what tasks add."""

from __future__ import annotations

import asyncio
import gc
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import graphmodel as gm
from graphmodel import AsyncGraph, AsyncSession, Graph, Period, Session, connect_async, ref, select, tracer
from graphmodel.errors import (
    AuthenticationFailed,
    Conflict,
    ConnectionFailed,
    GraphClosed,
    MissingEndpoint,
    NotFound,
    NotSupported,
    QueryError,
    ReadOnlyViolation,
)

from ..model.toy import MemberOf, Organization, Person, State, member
from ..support.engines import Place


async def opened(place: Place) -> AsyncGraph:
    if place.folder is not None:
        return await connect_async(place.folder)
    return await connect_async(place.url, auth=place.auth, schema="ensure")


def with_graph(place: Place, work: Callable[[AsyncGraph], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with await opened(place) as graph:
            await graph.merge(
                State(iso3="IRN", name="Iran", population=1),
                State(iso3="RUS", name="Russia"),
                Organization(key="sco"),
                member("IRN", "sco", "2005"),
                member("RUS", "sco", "2001"),
            )
            return await work(graph)

    return asyncio.run(main())


@pytest.mark.parametrize(("waits", "awaits"), [(Graph, AsyncGraph), (Session, AsyncSession)])
def test_same_names_and_parameters(waits: type[Any], awaits: type[Any]) -> None:
    ours = {name for name in dir(waits) if not name.startswith("_")}
    assert ours == {name for name in dir(awaits) if not name.startswith("_")}
    for name in ours:
        one, other = inspect.getattr_static(waits, name), inspect.getattr_static(awaits, name)
        if inspect.isfunction(one) and inspect.isfunction(other):
            assert list(inspect.signature(one).parameters) == list(inspect.signature(other).parameters), name


def test_every_operation(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        iran = await graph.get(State, "IRN")
        assert (iran.name, iran.population) == ("Iran", 1)
        assert await graph.find(State, "XXX") is None
        with pytest.raises(NotFound):
            await graph.get(State, "XXX")
        assert (await graph.get(MemberOf, start="IRN", end="sco")).since == "2005"
        query = select(State, MemberOf).order_by(State.iso3)
        assert [(s.iso3, m.since) for s, m in await graph.all(query)] == [("IRN", "2005"), ("RUS", "2001")]
        assert await graph.first(query.where(State.iso3 == "RUS")) is not None
        assert (await graph.one(select(State.name).where(State.iso3 == "IRN"))) == "Iran"
        assert await graph.count(State) == 2
        assert await graph.exists(select(State).where(State.iso3 == "XXX")) is False
        rows = await graph.run("MATCH (s:State) RETURN s ORDER BY s.iso3", into=State)
        assert [s.iso3 for s in rows] == ["IRN", "RUS"]
        assert (await graph.records("RETURN 1 AS one")) == [{"one": 1}]
        assert await graph.delete(await graph.get(MemberOf, start="IRN", end="sco")) == 1
        assert await graph.schema.plan(State, MemberOf) == []
        assert {m.__name__ for m in graph.models} == {"State", "Organization", "MemberOf"}
        with pytest.raises(MissingEndpoint):
            await graph.merge(member("XXX", "sco", "1"))

    with_graph(place, work)


def test_a_session(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        async with graph.session() as s:
            iran = await s.get(State, "IRN")
            assert await s.get(State, "IRN") is iran
            iran.population = 89
            s.add(MemberOf(start=iran, end=ref(Organization, "sco"), since="2023", valid=Period("2023")))
            with tracer(graph) as trace:
                await s.flush()
                await s.flush()
            assert [each.name for each in trace] == ["merge (State)-[MEMBER_OF]->(Organization)", "update State"]
        assert (await graph.get(State, "IRN")).population == 89
        assert await graph.count(MemberOf) == 3
        with pytest.raises(GraphClosed):
            await s.get(State, "IRN")

        async def fail() -> None:
            async with graph.session() as s:
                (await s.get(State, "IRN")).population = 0
                await s.flush()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        assert (await graph.get(State, "IRN")).population == 89
        async with graph.session() as s:
            iran = await s.get(State, "IRN")
            iran.name = "x"
            await s.refresh(iran)
            assert iran.name == "Iran"
            iran.name = "y"
            s.expunge(iran)
            await s.rollback()
        with pytest.raises(QueryError, match="end it and open another"):
            async with graph.session() as s, s:
                pass
        with pytest.raises(GraphClosed, match="async with"):
            await graph.session().get(State, "IRN")

    with_graph(place, work)


def test_a_session_is_of_one_task_at_a_time(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        async with graph.session() as s:
            results = await asyncio.gather(s.all(State), s.all(State), return_exceptions=True)
            assert sum(isinstance(each, QueryError) for each in results) == 1
            assert len(await s.all(State)) == 2

    with_graph(place, work)


def test_reading_sessions_do_not_write(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        with pytest.raises(ReadOnlyViolation):
            async with graph.session("read") as s:
                (await s.get(State, "IRN")).population = 7
        assert (await graph.get(State, "IRN")).population == 1

    with_graph(place, work)


def test_many_tasks_count_together(place: Place) -> None:
    async def hit(s: AsyncSession) -> None:
        iran = await s.get(State, "IRN")
        iran.population = (iran.population or 0) + 1

    async def work(graph: AsyncGraph) -> None:
        await asyncio.gather(*(graph.transact(hit) for _ in range(40)))
        assert (await graph.get(State, "IRN")).population == 41

    with_graph(place, work)


def test_many_tasks_merge_one_new_relationship(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        for year in range(2011, 2016):
            reports = await asyncio.gather(*(graph.merge(member("IRN", "sco", f"{year}")) for _ in range(8)))
            assert sum(report.created for report in reports) == 1
        assert await graph.count(MemberOf) == 7

    with_graph(place, work)


def test_many_readers_at_once(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        found = await asyncio.gather(*(graph.all(select(State.iso3).order_by(State.iso3)) for _ in range(100)))
        assert all(each == ["IRN", "RUS"] for each in found)

    with_graph(place, work)


# The driver leaves the socket of a connection that is cancelled while it is made to Python's collector, which says so.
left_to_the_collector = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@left_to_the_collector
@pytest.mark.parametrize("moment", [0.0, 0.001, 0.003, 0.01, 0.03])
def test_cancellation_leaves_nothing_behind(place: Place, moment: float) -> None:
    async def write(graph: AsyncGraph) -> None:
        async with graph.session() as s:
            iran = await s.get(State, "IRN")
            iran.population = 99
            s.add(Person(key="new"))
            await s.flush()
            await asyncio.sleep(30)

    async def work(graph: AsyncGraph) -> None:
        task = asyncio.create_task(write(graph))
        await asyncio.sleep(moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # Nothing holds a lock or a turn: the same objects can be written at once, and what was cancelled is not there.
        async with asyncio.timeout(10):
            assert await graph.find(Person, "new") is None
            assert (await graph.get(State, "IRN")).population == 1
            await graph.merge(State(iso3="IRN", name="Iran", population=2), Person(key="new"))

    with_graph(place, work)
    gc.collect()


@left_to_the_collector
def test_cancelled_merges_are_whole_or_not_there(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        await graph.learn(Person)
        for i in range(10):
            task = asyncio.create_task(graph.merge([Person(key=f"{i}-{n}") for n in range(300)]))
            await asyncio.sleep(0.002 * i)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            async with asyncio.timeout(10):
                there = await graph.count(select(Person).where(gm.startswith(Person.key, f"{i}-")))
            assert there in (0, 300)

    with_graph(place, work)
    gc.collect()


def test_conflicts_are_told(place: Place) -> None:
    async def work(graph: AsyncGraph) -> None:
        first = graph.session()
        async with first:
            iran = await first.get(State, "IRN")
            async with graph.session() as second:
                (await second.get(State, "IRN")).population = 5
            iran.population = 6
            with pytest.raises(Conflict):
                await first.flush()
            await first.rollback()
        assert (await graph.get(State, "IRN")).population == 5

    with_graph(place, work)


def test_connecting_fails_clearly(place: Place) -> None:
    async def nowhere() -> None:
        with pytest.raises(ConnectionFailed, match="does not answer"):
            await connect_async("bolt://127.0.0.1:1")
        with pytest.raises(ConnectionFailed, match="no address"):
            await connect_async("ftp://127.0.0.1:1")
        with pytest.raises(AuthenticationFailed):
            await connect_async(place.url, auth=("neo4j", "wrong-password"))

    asyncio.run(nowhere())


def test_what_commits_in_batches_runs_on_the_graph_and_in_nothing_that_is_open(place: Place) -> None:
    text = "UNWIND range(1, 3) AS i CALL (i) { CREATE (:Left {x: i}) } IN TRANSACTIONS OF 1 ROWS"

    async def work(graph: AsyncGraph) -> None:
        await graph.run(text)
        async with graph.session() as session:
            with pytest.raises(NotSupported, match="run it on the graph itself"):
                await session.run(text)
        assert await graph.run("MATCH (n:Left) RETURN count(n) AS n", into=int) == [3]

    with_graph(place, work)


def test_after_closing(place: Place) -> None:
    async def main() -> None:
        graph = await opened(place)
        derived = graph.using(timeout=None)
        await derived.close()
        assert await graph.run("RETURN 1 AS one") == [{"one": 1}]
        await graph.close()
        await graph.close()
        for closed in (graph, derived):
            with pytest.raises(GraphClosed):
                await closed.run("RETURN 1 AS one")

    asyncio.run(main())
