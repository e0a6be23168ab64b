"""What analyses fetch of a whole day is kept, and never outlives a write: by this world, by another, by a plain driver."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from graphmodel import AsyncWorld, Period, World, tracer
from graphmodel.analyses.headers import header
from graphmodel.analyses.kept import MOST, Kept
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.testing import Server

from ..support.engines import Engine

DAY = "2010-07-01"
STATES = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABC"]
ORGANIZATIONS = [
    Organization(key=key, name=key.upper(), kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    for key in ("one", "two")
]


def _spell(state: State, organization: Organization) -> MemberOf:
    valid = Period("2000-01-01")
    key = f"{organization.key}.{state.key}"
    return MemberOf(start=state, end=organization, spell=key, status=MembershipStatus.MEMBER, valid=valid, full=valid)


@pytest.fixture
def small(empty_world: World) -> World:
    """Three states, two of them in one organization."""
    empty_world.merge(STATES, ORGANIZATIONS, [_spell(each, ORGANIZATIONS[0]) for each in STATES[:2]])
    return empty_world


@pytest.fixture
def second(small: World, server: Server | None, request: pytest.FixtureRequest) -> Iterator[World]:
    """The same graph by another connection."""
    if server is None:
        opened = World.connect(request.getfixturevalue("place").folder)
    else:
        opened = World.connect(server.url, auth=server.auth)
    with opened:
        yield opened
    assert small is not opened


def _shared(world: World, state: str = "AAA") -> dict[str, int]:
    return {row.state_b: row.shared for row in world.analyses.co_membership(state, as_of=DAY)}


def test_it_is_fetched_once_for_all_states_of_a_day(small: World) -> None:
    with tracer(small) as first:
        assert _shared(small) == {"BBB": 1}
    with tracer(small) as second:
        assert _shared(small, "BBB") == {"AAA": 1}
    text = header("co_membership").cypher
    assert [sum(each.text == text for each in trace) for trace in (first, second)] == [1, 0]


def test_what_is_written_here_is_seen(small: World) -> None:
    assert _shared(small) == {"BBB": 1}
    small.merge(_spell(STATES[2], ORGANIZATIONS[0]))
    assert _shared(small) == {"BBB": 1, "CCC": 1}
    with small.session() as session:
        session.run("MATCH (:State {key: 'BBB'})-[m:MEMBER_OF]->() DELETE m")
        session.commit()
    assert _shared(small) == {"CCC": 1}


def test_what_others_write_is_seen(small: World, second: World) -> None:
    assert _shared(small) == _shared(second) == {"BBB": 1}
    second.merge(_spell(STATES[2], ORGANIZATIONS[0]))
    assert _shared(small) == _shared(second) == {"BBB": 1, "CCC": 1}
    small.run("MATCH (:State {key: 'CCC'})-[m:MEMBER_OF]->() DELETE m", into=int)
    assert _shared(second) == {"BBB": 1}


def test_a_supposed_world_neither_keeps_nor_is_told_what_is_kept(small: World) -> None:
    assert _shared(small) == {"BBB": 1}
    with small.what_if() as supposed:
        supposed.join("CCC", "one", "2005-01-01")
        assert {row.state_b for row in supposed.analyses.co_membership("AAA", as_of=DAY)} == {"BBB", "CCC"}
        assert _shared(small) == {"BBB": 1}
    assert _shared(small) == {"BBB": 1}


def test_the_day_and_all_else_that_was_asked_count(small: World) -> None:
    assert _shared(small) == {"BBB": 1}
    assert not small.analyses.co_membership("AAA", as_of="1999-12-31")
    assert not small.analyses.co_membership("AAA", as_of=DAY, statuses=["observer"])
    assert _shared(small) == {"BBB": 1}


def test_tasks_see_what_is_written(engine: Engine, server: Server | None, request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue("place")

    async def main() -> list[int]:
        auth = server.auth if server else None
        async with await AsyncWorld.connect(
            server.url if server else place.folder, auth=auth, schema="ensure"
        ) as world:
            await world.merge(STATES, ORGANIZATIONS, [_spell(each, ORGANIZATIONS[0]) for each in STATES[:2]])
            found = [len(await world.analyses.co_membership("AAA", as_of=DAY))]
            await world.merge(_spell(STATES[2], ORGANIZATIONS[0]))
            return [*found, len(await world.analyses.co_membership("AAA", as_of=DAY))]

    assert asyncio.run(main()) == [1, 2], engine


def test_so_much_is_kept_and_no_more() -> None:
    kept, made = Kept(), list[int]()

    def make(number: int) -> int:
        made.append(number)
        return number

    for number in [*range(MOST), 0, MOST, 0, 1]:
        assert kept.get(number, "mark", lambda number=number: make(number)) == number
    assert made == [*range(MOST), MOST, 1]  # when one too many came, 1 was the one not asked for the longest time
    assert kept.get(0, "another", lambda: make(0)) == 0
    assert made[-1] == 0
