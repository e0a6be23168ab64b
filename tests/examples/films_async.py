"""The tour of films.py on an AsyncGraph: the same models and queries, awaited. `python films_async.py` runs it."""

import asyncio
from datetime import date
from decimal import Decimal

import graphmodel as gm
from graphmodel import errors

from films import (
    BOBS,
    BOUND,
    CREW,
    DEAR,
    FANS,
    FILMOGRAPHY,
    FILMS,
    LATE_VOTES,
    MODELS,
    PAIRS,
    REACHED,
    UNRATED,
    VERDICTS,
    Certificate,
    Critic,
    Fan,
    Film,
    Follows,
    Money,
    Person,
    Rated,
    Short,
    everything,
    key_of,
)


async def main(graph: gm.AsyncGraph) -> None:
    """Fill an empty graph, ask it everything below, and change it."""
    await graph.schema.apply(*MODELS)
    assert await graph.schema.plan(*MODELS) == []
    report = await graph.merge(everything())
    assert (report.created, report.unchanged) == (23, 0)
    assert (await graph.merge(everything())).unchanged == 23
    await ask(graph)
    await work(graph)
    await leaf(graph)
    await change(graph)


async def ask(graph: gm.AsyncGraph) -> None:
    """Ask: aliases, aggregates, optional parts, ways, sub-queries, a union, a day, Cypher."""
    baby = await graph.get(Film, key_of("Bringing Up Baby"))
    assert baby.budget == Money(Decimal("1073000.50")) and baby.genres == {"comedy"}
    assert [type(each) for each in await graph.all(FILMS)] == [Short, Film, Film, Film]
    assert isinstance(await graph.get(Person, "Eve"), Critic)
    pairs: list[tuple[str, str, str]] = await graph.all(PAIRS)
    assert [name for _, _, name in pairs] == ["Bringing Up Baby", "His Girl Friday"]
    best = (await graph.all(VERDICTS))[0]
    assert (best.film, best.votes, best.best, sorted(best.names)) == ("Bringing Up Baby", 3, 5, ["Ann", "Bob"])
    late: list[tuple[str, int | None]] = await graph.all(LATE_VOTES)
    assert late == [("The Tramp", None), ("Bringing Up Baby", 5), ("His Girl Friday", None), ("Notorious", 4)]
    assert sorted(await graph.all(REACHED)) == [("Bob", 1), ("Eve", 2)]
    assert await graph.all(UNRATED) == ["The Tramp", "His Girl Friday"]
    assert await graph.one(FILMOGRAPHY) == ("Cary Grant", [("David", 1938), ("Walter", 1940), ("Devlin", 1946)])
    assert await graph.all(CREW) == ["Cary Grant", "Howard Hawks"]
    assert await graph.all(BOUND.as_of("1941-12-10")) == [("Cary Grant", False), ("Howard Hawks", True)]
    assert await graph.all(BOUND.overlaps("1942-06-01", "1943-01-01")) == [("Howard Hawks", True)]
    assert await graph.all(DEAR) == ["Bringing Up Baby"]
    assert await graph.count(gm.select(Film).where(Film.certificate == Certificate.ADULTS)) == 1
    assert await graph.run(FANS, {"film": "Notorious"}, into=Fan, reads=True) == [Fan("Eve", [4])]


async def work(graph: gm.AsyncGraph) -> None:
    """Write in sessions, and meet others who write too."""
    async with graph.session() as session:
        bob = await session.get(Person, "Bob")
        bob.city = "Lima"
        session.add(Rated(start=bob, end=gm.ref(Film, key_of("Notorious")), on=date(2024, 6, 1), stars=4))
        assert await session.count(BOBS) == 2
    assert (await graph.get(Person, "Bob")).city == "Lima"

    try:  # somebody else changes what this session has read and wants to change
        async with graph.session() as session:
            (await session.get(Person, "Bob")).city = "Rome"
            await graph.merge(Person(name="Bob", city="Cork"))
    except errors.Conflict:
        assert (await graph.get(Person, "Bob")).city == "Cork"
    else:
        raise AssertionError("the session overwrote what it had not read")

    mine, theirs = [await graph.get(Film, key_of("Notorious")) for _ in range(2)]
    theirs.genres = {"thriller"}
    await graph.merge(theirs)
    mine.year = 1947
    try:
        await graph.merge(mine)
    except errors.StaleWrite:
        assert (await graph.get(Film, key_of("Notorious"))).version == 1
    else:
        raise AssertionError("an older copy was saved")

    async def move(session: gm.AsyncSession) -> str:
        ann = await session.get(Person, "Ann")
        ann.city = "Turin"
        return ann.city

    assert await graph.transact(move) == "Turin"


async def leaf(graph: gm.AsyncGraph) -> None:
    """Read in pages, as a stream, and with neighbours."""
    first = await graph.page(FILMS, 3)
    assert [each.year for each in first] == [1915, 1938, 1940]
    assert [each.year for each in await graph.page(FILMS, 3, after=first.next)] == [1946]
    assert [len(page) async for page in graph.pages(FILMS, 3)] == [3, 1]
    assert sum([each.year async for each in graph.stream(FILMS)]) == 7739
    with gm.tracer(graph) as trace:
        ann = await graph.get(Person, "Ann", load=[Rated, gm.outgoing(Follows)])
    assert len(trace) == 3
    assert sorted(rating.stars for rating in gm.related(ann, Rated)) == [3, 5]
    assert [follows.end.name for follows in gm.related(ann, Follows)] == ["Bob"]


async def change(graph: gm.AsyncGraph) -> None:
    """Change and delete what a query finds."""
    assert await graph.update(BOBS, gm.change(Rated.stars).to(Rated.stars + 1)) == 2
    assert sorted(rating.stars for rating in await graph.all(BOBS)) == [3, 5]
    assert await graph.delete(BOBS) == 2
    try:
        await graph.delete(gm.select(Person).where(Person.name == "Bob"))
    except errors.HasRelationships as error:
        assert error.count == 2
    else:
        raise AssertionError("a person was deleted with relationships")
    assert await graph.delete(gm.select(Person).where(Person.name == "Bob"), detach=True) == 1
    async with graph.session() as session:
        await session.delete(await session.get(Person, "Eve"), detach=True)
    assert sorted([person.name for person in await graph.all(Person)]) == ["Ann", "Cary Grant", "Howard Hawks"]


async def run() -> None:
    """Run it on the embedded engine."""
    async with await gm.connect_async() as opened:
        await main(opened)


if __name__ == "__main__":
    asyncio.run(run())
