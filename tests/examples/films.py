"""People, films and what was thought of them: a tour of graphmodel in one program. `python films.py` runs it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID, uuid5

import graphmodel as gm
from graphmodel import ONGOING, Indexed, Key, Node, PartialDate, Period, Relationship, Version, errors
from pydantic import Field

NAMESPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


class Certificate(Enum):
    """Who may see a film."""

    EVERYBODY = "U"
    ADULTS = "18"


@dataclass
class Money:
    """A nested value object, stored flat in the film."""

    amount: Decimal
    currency: str = "USD"


class Person(Node):
    """Somebody who acts, directs or watches."""

    name: Key[str]
    born: PartialDate | None = None
    city: str = "unknown"


class Critic(Person):
    """A person who writes of films: the subclass adds a label."""

    paper: str


class Studio(Node):
    """Who makes films."""

    name: Key[str]


class Title(Node, abstract=True):
    """What every title has; no label of its own."""

    id_: Key[UUID]
    name: Indexed[str]
    year: Indexed[int]


class Film(Title):
    """A film; `version` guards it while it is out of the graph."""

    certificate: Certificate = Certificate.EVERYBODY
    budget: Money | None = None
    genres: set[str] = Field(default_factory=set[str])
    version: Version = 0


class Short(Film):
    """A film of some minutes."""

    minutes: int


class ActedIn(Relationship[Person, Film]):
    """Two roles in one film stand side by side."""

    role: Key[str]


class Directed(Relationship[Person, Film]):
    """Who directed what; once."""


class Rated(Relationship[Person, Film]):
    """What somebody thought of a film on a day."""

    on: Key[date]
    stars: int


class Follows(Relationship[Person, Person]):
    """Who reads whose ratings."""


class UnderContract(Relationship[Person, Studio]):
    """A dated relationship: it holds for a period."""

    number: Key[int]
    valid: Indexed[Period]


MODELS = (Person, Critic, Studio, Film, Short, ActedIn, Directed, Rated, Follows, UnderContract)


@dataclass
class Verdict:
    """A row of VERDICTS."""

    film: str
    votes: int
    mean: float | None
    best: int | None
    names: list[str]


def key_of(name: str) -> UUID:
    """The key of a title, the same in each run."""
    return uuid5(NAMESPACE, name)


def everything() -> list[Node | Relationship[Any, Any]]:
    """The graph that both programs begin with."""
    ann, bob, eve = Person(name="Ann", city="Oslo"), Person(name="Bob"), Critic(name="Eve", paper="The Globe")
    grant, hawks = Person(name="Cary Grant", born=PartialDate("1904-01-18")), Person(name="Howard Hawks")
    rko = Studio(name="RKO")
    baby = Film(
        id_=key_of("Bringing Up Baby"),
        name="Bringing Up Baby",
        year=1938,
        genres={"comedy"},
        budget=Money(Decimal("1073000.50")),
    )
    friday = Film(id_=key_of("His Girl Friday"), name="His Girl Friday", year=1940, genres={"comedy", "press"})
    noir = Film(id_=key_of("Notorious"), name="Notorious", year=1946, certificate=Certificate.ADULTS)
    tramp = Short(id_=key_of("The Tramp"), name="The Tramp", year=1915, minutes=26, genres={"comedy"})
    return [
        *(ann, bob, eve, grant, hawks, rko, baby, friday, noir, tramp),
        ActedIn(start=grant, end=baby, role="David"),
        ActedIn(start=grant, end=friday, role="Walter"),
        ActedIn(start=grant, end=noir, role="Devlin"),
        *(Directed(start=hawks, end=film) for film in (baby, friday)),
        Rated(start=ann, end=baby, on=date(2024, 1, 2), stars=3),
        Rated(start=ann, end=baby, on=date(2024, 5, 1), stars=5),  # seen again
        Rated(start=bob, end=baby, on=date(2024, 2, 1), stars=2),
        Rated(start=eve, end=noir, on=date(2024, 3, 1), stars=4),
        Follows(start=ann, end=bob),
        Follows(start=bob, end=eve),
        UnderContract(start=grant, end=rko, number=1, valid=Period("1937", "1941-12")),
        UnderContract(start=hawks, end=rko, number=1, valid=Period("1938-03-01", ONGOING)),
    ]


# Queries are values: the same ones are asked of a Graph, a Session, an AsyncGraph.
actor, director, film, reader, friend = (
    gm.alias(Person),
    gm.alias(Person),
    gm.alias(Film),
    gm.alias(Person),
    gm.alias(Person),
)
FILMS = gm.select(Film).order_by(Film.year)
PAIRS = (
    gm.select(actor.name, director.name, film.name)
    .match(actor, ActedIn, film)
    .match(director, Directed, film)
    .order_by(film.year)
)
VERDICTS = (
    gm.select(Film.name, gm.count(), gm.avg(Rated.stars), gm.max(Rated.stars), gm.collect(Person.name, distinct=True))
    .match(Person, Rated, Film)
    .order_by(gm.desc(gm.count()))
    .into(Verdict)
)
LATE_VOTES = (
    gm.select(film.name, gm.maybe(Rated.stars))
    .match(film)
    .optional(film, Rated, Person, where=[Rated.on >= date(2024, 3, 1)])
    .order_by(film.year)
)
WAY = gm.hops(gm.outgoing(Follows), 1, 3)
REACHED = gm.select(friend.name, gm.length(WAY)).match(reader, WAY, friend).where(reader.name == "Ann")
RATINGS = gm.match(Person, Rated, Film)
UNRATED = gm.select(Film.name).match(Film).where(gm.not_(gm.exists(RATINGS))).order_by(Film.year)
ROLES = gm.subquery(gm.select(ActedIn.role, Film.year).match(Person, ActedIn, Film).order_by(Film.year))
FILMOGRAPHY = gm.select(Person.name, ROLES).match(Person).where(Person.name == "Cary Grant")
CREW = gm.union(
    gm.select(Person.name).match(Person, ActedIn, Film),
    gm.select(Person.name).match(Person, Directed, Film),
).order_by(Person.name)
BOUND = gm.select(Person.name, gm.certain(UnderContract)).match(Person, UnderContract, Studio).order_by(Person.name)
DEAR = gm.select(Film.name).where(gm.col(Film.budget).amount > Decimal(1_000_000))
BOBS = gm.select(Rated).match(Person, Rated, Film).where(Person.name == "Bob")


@dataclass
class Fan:
    """A row of FANS."""

    name: str
    stars: list[int]


FANS = (
    "MATCH (p:Person)-[r:RATED]->(:Film {name: $film}) RETURN p.name AS name, collect(r.stars) AS stars ORDER BY name"
)


def main(graph: gm.Graph) -> None:
    """Fill an empty graph, ask it everything below, and change it."""
    graph.schema.apply(*MODELS)
    assert graph.schema.plan(*MODELS) == []
    report = graph.merge(everything())
    assert (report.created, report.unchanged) == (23, 0)
    assert graph.merge(everything()).unchanged == 23
    ask(graph)
    work(graph)
    leaf(graph)
    change(graph)


def ask(graph: gm.Graph) -> None:
    """Ask: aliases, aggregates, optional parts, ways, sub-queries, a union, a day, Cypher."""
    baby = graph.get(Film, key_of("Bringing Up Baby"))
    assert baby.budget == Money(Decimal("1073000.50")) and baby.genres == {"comedy"}
    assert [type(each) for each in graph.all(FILMS)] == [Short, Film, Film, Film]
    assert isinstance(graph.get(Person, "Eve"), Critic)
    pairs: list[tuple[str, str, str]] = graph.all(PAIRS)
    assert [name for _, _, name in pairs] == ["Bringing Up Baby", "His Girl Friday"]
    best = graph.all(VERDICTS)[0]
    assert (best.film, best.votes, best.best, sorted(best.names)) == ("Bringing Up Baby", 3, 5, ["Ann", "Bob"])
    late: list[tuple[str, int | None]] = graph.all(LATE_VOTES)
    assert late == [("The Tramp", None), ("Bringing Up Baby", 5), ("His Girl Friday", None), ("Notorious", 4)]
    assert sorted(graph.all(REACHED)) == [("Bob", 1), ("Eve", 2)]
    assert graph.all(UNRATED) == ["The Tramp", "His Girl Friday"]
    assert graph.one(FILMOGRAPHY) == ("Cary Grant", [("David", 1938), ("Walter", 1940), ("Devlin", 1946)])
    assert graph.all(CREW) == ["Cary Grant", "Howard Hawks"]
    assert graph.all(BOUND.as_of("1941-12-10")) == [("Cary Grant", False), ("Howard Hawks", True)]
    assert graph.all(BOUND.overlaps("1942-06-01", "1943-01-01")) == [("Howard Hawks", True)]
    assert graph.all(DEAR) == ["Bringing Up Baby"]
    assert graph.count(gm.select(Film).where(Film.certificate == Certificate.ADULTS)) == 1
    assert graph.run(FANS, {"film": "Notorious"}, into=Fan, reads=True) == [Fan("Eve", [4])]


def work(graph: gm.Graph) -> None:
    """Write in sessions, and meet others who write too."""
    with graph.session() as session:
        bob = session.get(Person, "Bob")
        bob.city = "Lima"
        session.add(Rated(start=bob, end=gm.ref(Film, key_of("Notorious")), on=date(2024, 6, 1), stars=4))
        assert session.count(BOBS) == 2
    assert graph.get(Person, "Bob").city == "Lima"

    try:  # somebody else changes what this session has read and wants to change
        with graph.session() as session:
            session.get(Person, "Bob").city = "Rome"
            graph.merge(Person(name="Bob", city="Cork"))
    except errors.Conflict:
        assert graph.get(Person, "Bob").city == "Cork"
    else:
        raise AssertionError("the session overwrote what it had not read")

    mine, theirs = graph.get(Film, key_of("Notorious")), graph.get(Film, key_of("Notorious"))
    theirs.genres = {"thriller"}
    graph.merge(theirs)
    mine.year = 1947
    try:
        graph.merge(mine)
    except errors.StaleWrite:
        assert graph.get(Film, key_of("Notorious")).version == 1
    else:
        raise AssertionError("an older copy was saved")

    def move(session: gm.Session) -> str:
        ann = session.get(Person, "Ann")
        ann.city = "Turin"
        return ann.city

    assert graph.transact(move) == "Turin"


def leaf(graph: gm.Graph) -> None:
    """Read in pages, as a stream, and with neighbours."""
    first = graph.page(FILMS, 3)
    assert [each.year for each in first] == [1915, 1938, 1940]
    assert [each.year for each in graph.page(FILMS, 3, after=first.next)] == [1946]
    assert [len(page) for page in graph.pages(FILMS, 3)] == [3, 1]
    assert sum(each.year for each in graph.stream(FILMS)) == 7739
    with gm.tracer(graph) as trace:
        ann = graph.get(Person, "Ann", load=[Rated, gm.outgoing(Follows)])
    assert len(trace) == 3
    assert sorted(rating.stars for rating in gm.related(ann, Rated)) == [3, 5]
    assert [follows.end.name for follows in gm.related(ann, Follows)] == ["Bob"]


def change(graph: gm.Graph) -> None:
    """Change and delete what a query finds."""
    assert graph.update(BOBS, gm.change(Rated.stars).to(Rated.stars + 1)) == 2
    assert sorted(rating.stars for rating in graph.all(BOBS)) == [3, 5]
    assert graph.delete(BOBS) == 2
    try:
        graph.delete(gm.select(Person).where(Person.name == "Bob"))
    except errors.HasRelationships as error:
        assert error.count == 2
    else:
        raise AssertionError("a person was deleted with relationships")
    assert graph.delete(gm.select(Person).where(Person.name == "Bob"), detach=True) == 1
    with graph.session() as session:
        session.delete(session.get(Person, "Eve"), detach=True)
    assert sorted([person.name for person in graph.all(Person)]) == ["Ann", "Cary Grant", "Howard Hawks"]


if __name__ == "__main__":
    with gm.connect() as opened:
        main(opened)
