"""The world for tasks: the same answers, several at once, the loop free, and nothing left behind when one is cancelled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, assert_type

import pytest

from graphmodel import AsyncWorld, World
from graphmodel.analyses import CoMembership, Result
from graphmodel.domain import State
from graphmodel.errors import GraphClosed, QueryError, UnknownName

from ..support.engines import Place, Server
from .test_running import OWN

T = TypeVar("T")
DAY = "2024-07-04"
SLOW = "UNWIND range(1, $size) AS a UNWIND range(1, $size) AS b WITH a, b WHERE (a * b) % 7 = 3 RETURN count(*) AS n"
"""Takes some seconds on every engine, with the size for it."""

Run = Callable[[Callable[[AsyncWorld], Awaitable[Any]]], Any]


@pytest.fixture
def slow(place: Place) -> Callable[[World], list[int]]:
    """Asks something that takes seconds."""
    size = 900 if place.folder else 9000
    return lambda world: world.run(SLOW, {"size": size}, into=int, reads=True)


@pytest.fixture
def run(place: Place) -> Run:
    """Run a test with an async world on an empty database."""
    return _runner(place.folder or place.url, place.auth)


@pytest.fixture
def run_beside(world: World, server: Server | None, request: pytest.FixtureRequest) -> Run:
    """The same beside the curated world: on a server in its database, as there is one only, else in an empty one."""
    assert world
    return request.getfixturevalue("run") if server is None else _runner(server.url, server.auth)


def _runner(target: Path | str, auth: tuple[str, str]) -> Run:
    def go(work: Callable[[AsyncWorld], Awaitable[T]]) -> T:
        async def main() -> T:
            options: dict[str, Any] = {} if isinstance(target, Path) else {"auth": auth, "schema": "ensure"}
            async with await AsyncWorld.connect(target, **options) as world:
                return await work(world)

        return asyncio.run(main())

    return go


def test_everything_is_as_in_a_world_that_waits(run_beside: Run, world: World) -> None:
    async def work(awaited: AsyncWorld) -> None:
        report = await awaited.load_seeds()
        assert report.rows["states"] > 200  # a server may have been loaded by the other world already
        assert (await awaited.lookup(State, "Türkiye")).key == "TUR"
        assert await awaited.coverage() == world.coverage()
        rows = await awaited.analyses.co_membership("Iran", as_of=DAY)
        assert_type(rows, Result[CoMembership])
        assert list(rows) == list(world.analyses.co_membership("Iran", as_of=DAY))
        expected = world.analyses.obligation_profile("RUS", "PRK", DAY)
        found = await awaited.analyses.obligation_profile("RUS", "PRK", DAY)
        assert (list(found), found.about) == (list(expected), expected.about)
        assert list(await awaited.citations(found)) == list(expected.citations())
        told = await awaited.analyses.obligation_profile.explain("RUS", as_of=DAY)
        assert told.parameters["a"] == "RUS"
        moves = await awaited.analyses.obligation_profile.robustness("RUS", "PRK", over={"as_of": ["2000-01-01", DAY]})
        assert len(moves.results) == 2
        own = await awaited.analyses.register(OWN)
        assert (await own.bounds("sco", as_of=DAY)).to_dicts() == world.analyses.register(OWN).bounds(
            "sco", as_of=DAY
        ).to_dicts()
        why = await awaited.in_thread(lambda world: world.why("sco.IRN.2"))
        assert len(why) == len(world.why("sco.IRN.2"))
        # The plain graph is the same one.
        assert await awaited.count(State) == world.count(State)

        # Answers are many at once, the loop is free meanwhile, and a wrong one among them harms no other.
        states = ["IRN", "RUS", "Atlantis", "KAZ"]
        many = await asyncio.gather(
            *(awaited.analyses.co_membership(state, as_of=DAY) for state in states), return_exceptions=True
        )
        for state, each in zip(states, many, strict=True):
            if state == "Atlantis":
                assert isinstance(each, UnknownName)
            else:
                assert not isinstance(each, BaseException)
                assert list(each) == list(world.analyses.co_membership(state, as_of=DAY))

        # A policy is tried and undone, in a thread, on the connections of the loop.
        before = await awaited.in_thread(lambda world: world.records("MATCH (n) RETURN count(n) AS n", reads=True)[0])
        latest = await own.robustness("brics", as_of="2025-06-01", over={"policy": ["latest"]})
        assert len(latest) == 1
        assert (await awaited.records("MATCH (n) RETURN count(n) AS n", reads=True))[0] == before

        # What would keep the loop waiting for itself says so.
        with pytest.raises(QueryError, match="in_thread"):
            rows.citations()

    run_beside(work)


def test_the_loop_goes_on_while_a_thread_computes_and_waits(run: Run) -> None:
    async def work(world: AsyncWorld) -> None:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        await world.in_thread(lambda inside: [inside.run("RETURN 1 AS one", reads=True), time.sleep(0.3)])
        ticking.cancel()
        assert ticks > 10

    run(work)


def test_a_cancelled_task_ends_its_statement(run: Run, slow: Callable[[World], list[int]]) -> None:
    async def work(world: AsyncWorld) -> None:
        begun = time.monotonic()
        asking = asyncio.create_task(world.in_thread(slow))
        await asyncio.sleep(0.2)
        assert not asking.done()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert time.monotonic() - begun < 2.0
        assert (await world.run("RETURN 1 AS one", into=int)) == [1]

    run(work)


def test_what_a_cancelled_task_had_begun_is_undone_and_others_can_write(run: Run) -> None:
    async def work(world: AsyncWorld) -> None:
        merged, loop = asyncio.Event(), asyncio.get_running_loop()

        def write(inside: World) -> None:
            with inside.session() as session:
                session.merge(State(key="AAA", name="Begun"))
                loop.call_soon_threadsafe(merged.set)
                while True:
                    session.run("RETURN 1 AS one", reads=True)

        writing = asyncio.create_task(world.in_thread(write))
        await merged.wait()
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        report = await asyncio.wait_for(world.merge(State(key="BBB", name="After")), timeout=20)
        assert report.created == 1
        assert [state.key for state in await world.all(State)] == ["BBB"]

    run(work)


def test_transactions_of_a_thread_commit_and_fail_as_elsewhere(run: Run) -> None:
    async def work(world: AsyncWorld) -> None:
        def put(key: str, *, fails: bool) -> Callable[[World], int]:
            def write(inside: World) -> int:
                def merged(session: Any) -> int:
                    made = session.merge(State(key=key, name=key)).created
                    if fails:
                        raise ValueError(key)
                    return made

                return inside.transact(merged)

            return write

        assert await asyncio.gather(*(world.in_thread(put(f"A{i}", fails=False)) for i in range(6))) == [1] * 6
        with pytest.raises(ValueError, match="BBB"):
            await world.in_thread(put("BBB", fails=True))
        assert sorted(state.key for state in await world.all(State)) == [f"A{i}" for i in range(6)]
        assert (await world.lookup(State, "A0")).key == "A0"
        await world.merge(State(key="CCC", name="Late"))
        # What was looked up before does not hide what was written since.
        assert (await world.lookup(State, "Late")).key == "CCC"
        assert len(await world.in_thread(lambda inside: [*inside.stream(State)])) == 7

    run(work)


def test_after_the_end_it_is_closed(place: Place, slow: Callable[[World], list[int]]) -> None:
    async def main() -> None:
        world = await (
            AsyncWorld.connect(place.folder) if place.folder else AsyncWorld.connect(place.url, auth=place.auth)
        )
        asking = asyncio.create_task(world.in_thread(slow))
        await asyncio.sleep(0.2)
        await world.close()
        await world.close()
        with pytest.raises(GraphClosed):
            await asking
        with pytest.raises(GraphClosed):
            await world.analyses.co_membership("IRN")

    asyncio.run(main())
