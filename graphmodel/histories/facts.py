"""What is known of units by year, each kind from one data set, and of which years that data set knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from graphmodel.analyses.rollcalls import spans
from graphmodel.errors import NotFound
from graphmodel.evidence import Asking
from graphmodel.histories.units import Rule, Spelled, Units
from graphmodel.model.dates import FIRST_DAY, LAST_DAY
from graphmodel.results import Row

S = TypeVar("S", bound=Spelled)

CURATED = "curated"
"""What is called so rests on claims, and is of no data set."""
FIRST = ("atop_5_1", "cow_igo_3", "tss_rivalries", "cow_nmc", "unga_votes", "archigos")
"""Of several data sets of one kind these come first, then the others by name, then what is curated: they are never mixed."""

_SPELL = (
    "r.valid_from_earliest AS since, r.valid_from_latest AS since_latest, "
    "r.valid_to_earliest AS until_earliest, r.valid_to_latest AS until"
)
_OF = (
    "WHERE coalesce(r.dataset, 'curated') = $dataset AND r.valid_from_earliest < $after AND r.valid_to_latest > $first "
)
MEMBERS = (
    f"MATCH (a:State)-[r:MEMBER_OF]->(o:Organization) {_OF}AND r.full_from_earliest IS NOT NULL "
    "RETURN a.key AS a, o.key AS b, [] AS said, null AS value, "
    "r.full_from_earliest AS since, r.full_from_latest AS since_latest, "
    "r.full_to_earliest AS until_earliest, r.full_to_latest AS until"
)
OBLIGED = (
    f"MATCH (a:State)-[r:OBLIGED_TO]->(b:State) {_OF}"
    f"RETURN a.key AS a, b.key AS b, r.terms AS said, null AS value, {_SPELL}"
)
RIVALS = (
    f"MATCH (a:State)-[r:RIVAL_OF]->(b:State) {_OF}RETURN a.key AS a, b.key AS b, [] AS said, null AS value, {_SPELL}"
)
CINC = (
    f"MATCH (a:State)-[r:MEASURED]->(i:Indicator {{key: 'cinc'}}) {_OF}"
    f"RETURN a.key AS a, i.key AS b, [] AS said, r.value AS value, {_SPELL}"
)
PARTIES = (
    f"MATCH (a:State)-[r:PARTY_TO]->(x:Pact) {_OF}RETURN a.key AS a, x.key AS b, [] AS said, null AS value, {_SPELL}"
)
TERMS = (
    "MATCH (x:Pact)-[:OBLIGES]->(r:Obligation) WHERE r.term IN $terms "
    "OPTIONAL MATCH (r)-[:OWED_BY]->(by:State) OPTIONAL MATCH (r)-[:OWED_TO]->(to:State) "
    f"RETURN x.key AS pact, r.term AS term, collect(DISTINCT by.key) AS owed_by, collect(DISTINCT to.key) AS owed_to, {_SPELL}"
)
COVERAGE = (
    "MATCH ()-[r:{kinds}]->() WHERE coalesce(r.dataset, 'curated') = $dataset "
    "RETURN min(CASE WHEN r.valid_from_earliest > $open THEN r.valid_from_earliest END) AS since, "
    "max(CASE WHEN r.valid_to_latest < $still THEN r.valid_to_latest END) AS until, "
    "max(CASE WHEN r.valid_to_latest = $still AND r.valid_to_earliest > $open AND r.valid_to_earliest < $still "
    "THEN r.valid_to_earliest END) AS seen"
)
BALLOTS = (
    "MATCH (s:State)-[r:VOTED]->(c:RollCall) "
    "WHERE coalesce(r.dataset, 'curated') = $dataset AND c.date_earliest >= $first AND c.date_earliest < $after "
    "RETURN c.key AS call, c.date_earliest AS on, collect(s.key) AS states, collect(r.vote) AS votes ORDER BY on, call"
)


TEXTS: dict[str, tuple[str, ...]] = {
    "memberships": (MEMBERS,),
    "commitments": (OBLIGED, PARTIES, TERMS),
    "rivalries": (RIVALS,),
    "capabilities": (CINC,),
    "votes": (BALLOTS,),
}
"""What is sent for each kind of fact."""


class Fact(Spelled):
    """A spell between two ends, with a word or number where it has one."""

    a: str
    b: str
    said: list[str]
    value: float | None


class _Ends(Row):
    since: date | None
    until: date | None
    seen: date | None


class _Term(Spelled):
    pact: str
    term: str
    owed_by: list[str]
    owed_to: list[str]


class Ballot(Row):
    """One vote: who voted how."""

    call: str
    on: date
    states: list[str]
    votes: list[str]


@dataclass(slots=True)
class Known:
    """What one data set says of one kind: the facts, and the first and last year that it covers.

    `years` are those of a panel of which the graph has facts, where it may have only a part of the data set; `part` says which.
    """

    dataset: str
    first: int
    last: int
    facts: Sequence[Any] = field(repr=False)
    years: frozenset[int] | None = None
    part: str = ""

    def covers(self, year: int) -> bool:
        """Whether it looked at a year."""
        return self.first <= year <= self.last and (self.years is None or year in self.years)

    def __str__(self) -> str:
        return f"{self.dataset} {self.first}-{self.last}{self.part}"


TERM_WORDS = ("defense", "offense", "neutrality", "nonaggression", "consultation")


def chosen(world: Asking, kinds: str, datasets: Sequence[str] | None) -> str | None:
    """The data set that facts of a type of relationship are taken from; None where there is none."""
    text = f"MATCH ()-[r:{kinds}]->() RETURN DISTINCT coalesce(r.dataset, 'curated') AS dataset"  # kinds are ours
    there = world.run(text, {}, into=str, reads=True)
    wanted = [each for each in there if datasets is None or each in datasets]
    return min(wanted, key=lambda each: (each == CURATED, _rank(each, datasets), each), default=None)


def _rank(dataset: str, datasets: Sequence[str] | None) -> int:
    order = FIRST if datasets is None else tuple(datasets)
    return order.index(dataset) if dataset in order else len(order)


def known(world: Asking, text: str, kinds: str, datasets: Sequence[str] | None, span: tuple[int, int]) -> Known | None:
    """The facts of one kind that may hold in some years, of the first data set that has any."""
    dataset = chosen(world, kinds, datasets)
    return None if dataset is None else covering(world, text, kinds, dataset, span, Fact)


def covering(
    world: Asking, text: str, kinds: str, dataset: str, span: tuple[int, int], row: type[Spelled], **more: Any
) -> Known:
    """The facts of a data set that may hold in some years, and from which to which year it looks at all.

    What was open at its end says how far it looks.
    """
    about = {"dataset": dataset, "open": FIRST_DAY, "still": LAST_DAY}
    ends = world.run(COVERAGE.format(kinds=kinds), about, into=_Ends, reads=True)[0]
    seen = [day - timedelta(days=1) for day in (ends.until, ends.seen) if day is not None]
    last = max(seen, default=LAST_DAY).year
    if dataset == CURATED:  # it looks at each organization up to a day of its own
        with suppress(NotFound):
            last = world.coverage().year
    parameters = {"dataset": dataset, "first": date(span[0], 1, 1), "after": date(span[1] + 1, 1, 1), **more}
    facts = world.run(text, parameters, into=row, reads=True)
    return Known(dataset, (ends.since or FIRST_DAY).year, last, facts)


def named(world: Asking, kind: str) -> set[str]:
    """The states that what is curated of a type of relationship names in any year."""
    text = (
        f"MATCH (s:State)-[r:{'PARTY_TO' if kind == 'OBLIGED_TO' else kind}]-() "  # kinds are ours
        "WHERE coalesce(r.dataset, $curated) = $curated RETURN DISTINCT s.key AS state"
    )
    return set(world.run(text, {"curated": CURATED}, into=str, reads=True))


def commitments(world: Asking, datasets: Sequence[str] | None, span: tuple[int, int]) -> Known | None:
    """What states owe each other: as a data set tells it of pairs, else by the pacts they are parties to."""
    of_pairs = known(world, OBLIGED, "OBLIGED_TO", datasets, span)
    if of_pairs is not None:
        return of_pairs
    parties = known(world, PARTIES, "PARTY_TO", datasets, span)
    if parties is None:
        return None
    by_pact: dict[str, list[Fact]] = {}
    for party in parties.facts:
        by_pact.setdefault(party.b, []).append(party)
    terms = world.run(TERMS, {"terms": list(TERM_WORDS)}, into=_Term, reads=True)
    facts = [fact for term in terms for fact in _owed(term, by_pact.get(term.pact, ()))]
    return Known(parties.dataset, parties.first, parties.last, facts)


def _owed(term: _Term, parties: Sequence[Fact]) -> Iterator[Fact]:
    for one in parties:
        for other in parties:
            owes = not term.owed_by or one.a in term.owed_by
            if one.a == other.a or not owes or (term.owed_to and other.a not in term.owed_to):
                continue
            sides = (one, other, term)
            since, until = max(each.since for each in sides), min(each.until for each in sides)
            if since < until:
                yield Fact(
                    a=one.a,
                    b=other.a,
                    said=[term.term],
                    value=None,
                    since=since,
                    since_latest=max(each.since_latest for each in sides),
                    until_earliest=min(each.until_earliest for each in sides),
                    until=until,
                )


def ballots(world: Asking, datasets: Sequence[str] | None, first: int, last: int) -> Known | None:
    """The votes of the years, of the first data set that has any."""
    dataset = chosen(world, "VOTED", datasets)
    if dataset is None:
        return None
    parameters = {"dataset": dataset, "first": date(first, 1, 1), "after": date(last + 1, 1, 1)}
    found = world.run(BALLOTS, parameters, into=Ballot, reads=True)
    text = "MATCH ()-[r:VOTED]->(c:RollCall) WHERE coalesce(r.dataset, 'curated') = $dataset "
    [(since, until, sessions)] = world.run(
        text
        + "RETURN min(c.date_earliest) AS first, max(c.date_latest) AS last, collect(DISTINCT c.session) AS sessions",
        {"dataset": dataset},
        into=tuple[date, date, list[int]],
        reads=True,
    )
    years = frozenset(ballot.on.year for ballot in found)
    return Known(dataset, since.year, until.year, found, years, f" (sessions {spans(sorted(sessions))})")


def by_year(facts: Sequence[S], units: Units, rule: Rule) -> Iterator[tuple[int, S]]:
    """Each fact for each year of a panel in which it holds."""
    for fact in facts:
        begun, ended = rule.years(fact)
        for year in range(max(begun, units.first), min(ended, units.last) + 1):
            yield year, fact
