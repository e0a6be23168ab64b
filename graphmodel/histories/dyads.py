"""Everything between two states over time, on one timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal

from graphmodel.analyses.coverage import COMMITMENTS, Used
from graphmodel.analyses.lines import line, one_state
from graphmodel.analyses.missing import MISSING
from graphmodel.analyses.recipes import Recipe, Replicable, plain
from graphmodel.analyses.values import DayLike
from graphmodel.domain.entities import Pact, State
from graphmodel.domain.sources import Claim, Source
from graphmodel.domain.vocabularies import Confidence, PactScope
from graphmodel.errors import QueryError
from graphmodel.evidence import Asking
from graphmodel.evidence.finding import find_contradictions, sources_of
from graphmodel.evidence.rows import Contradiction
from graphmodel.model import OPEN, PartialDate, Period, as_day
from graphmodel.model.dates import FIRST_DAY, LAST_DAY
from graphmodel.model.ends import text_of
from graphmodel.query import in_, select
from graphmodel.resources import folder
from graphmodel.results import Row

Kind = Literal["pact", "organization", "event", "commitment", "rivalry", "sanctions", "votes", "disagreement"]
NEEDS: dict[str, str] = {
    "pact": "PARTY_TO",
    "organization": "MEMBER_OF",
    "commitment": "OBLIGED_TO",
    "rivalry": "RIVAL_OF",
    "sanctions": "SANCTIONS",
    "votes": "VOTED",
}
"""What each kind of row is made of: where a graph has none at all, its absence from a timeline says nothing."""
BOUNDS = ("from_earliest", "to_latest")
WEAKEST = [Confidence.MEMORY, Confidence.PARTIAL, Confidence.VERIFIED]


class Tie(Row):
    """One thing between two states."""

    since: str
    """Its first day as far as it is known: 1991, 1991-12, not before 1991-12-26; of what happened once, when."""
    until: str
    """The first day outside; ongoing, unknown, or censored and the last day looked at; empty where it happened once."""
    from_earliest: date | None
    """The first day on which it may have been, as a date to compare with; None where no day is known."""
    to_latest: date | None
    """The first day on which it certainly was no more, as a date; None where it goes on, or nobody knows."""
    kind: Kind
    towards: str
    """`both`, or the key of the state at which it is directed."""
    key: str
    """Of the pact, organization or event; of a spell of a data set; of the two claims that disagree."""
    name: str
    said: list[str]
    """The terms and articles, the statuses, place and roles, what is restricted, how many votes were alike, what is claimed."""
    certain: bool
    """Whether both sides were certainly in it together on some day."""
    contested: list[str]
    """Values of equal rank that disagree, each as `what.property=value`."""
    confidence: Confidence | None
    sources: list[str]
    """Keys of the sources that it rests on, data sets among them."""


class Timeline(Replicable[Tie]):
    """Everything between two states over time."""

    def __init__(
        self,
        rows: Sequence[Tie],
        *,
        title: str,
        caption: str,
        sources: Callable[[Sequence[Tie]], list[Source]],
        recipe: Recipe,
    ) -> None:
        super().__init__(rows, row=Tie, title=title, caption=caption, sources=sources)
        self._recipe = recipe

    @property
    def recipe(self) -> Recipe:
        """How it came about."""
        return self._recipe

    def _filled(self) -> list[str]:
        # Where people look `since` and `until` say it, and more exactly.
        return [name for name in super()._filled() if name not in BOUNDS or not {"since", "until"} & {*self.columns}]


class _Found(Row):
    kind: Kind
    key: str
    name: str
    towards: str
    a_valid: str | None
    b_valid: str | None
    happened: str | None
    said: list[str]
    claims: list[str]
    datasets: list[str | None]
    contested: list[str]
    confidence: list[Confidence | None]


class _Stated(Row):
    claim: str
    source: str


def dyad(
    world: Asking,
    a: State | str,
    b: State | str,
    *,
    since: DayLike | None = None,
    until: DayLike | None = None,
    continuity: bool = True,
) -> Timeline:
    """Everything that joins two states over time. Arguments and errors as for `World.dyad`."""
    one, other = (world.lookup(State, each).key if isinstance(each, str) else each.key for each in (a, b))
    if one == other:
        raise QueryError(f"Both are the same state, {one}: give two different ones.")
    sides = [line(world, key) if continuity else [key] for key in (one, other)]
    if other in sides[0]:
        raise QueryError(f"{one_state(sides[0])}: give two different ones, or continuity=False.")
    first, last = (None if day is None else as_day(day) for day in (since, until))
    if first and last and last <= first:
        raise QueryError(f"The window ends on {last}, which is not after {first}.")
    text = (folder("cypher") / "dyads" / "timeline.cypher").read_text(encoding="utf-8")
    found = world.run(text, {"a": sides[0], "b": sides[1]}, into=_Found, reads=True)
    stated = _sources_by_claim(world, (claim for each in found for claim in each.claims))
    timed = [timed for each in found if (timed := _tie(each, stated)) is not None]
    timed += _disagreements(world, sides, found)
    timed = [each for each in timed if _within(each[0], first, last)]
    timed.sort(key=lambda each: (each[0] is None, each[0] or (), each[1].kind, each[1].key, each[1].towards))
    rows = [tie for _, tie in timed]
    title, notes = f"{one} and {other} over time", _notes(world, rows, first, last)
    notes += [one_state(each) for each in sides if len(each) > 1]
    return Timeline(
        rows,
        title=title,
        caption="; ".join(notes) + ".",
        sources=lambda chosen: sources_of(world, (source for row in chosen for source in row.sources)),
        recipe=Recipe(
            world=world,
            way="world",
            name="dyad",
            title=title,
            question=f"What joins {one} and {other}, and when?",
            parameters=plain({"a": one, "b": other, "since": first, "until": last, "continuity": continuity}),
            cypher={"timeline.cypher": text},
            told=tuple(notes),
        ),
    )


Days = tuple[date, date]
"""The first day on which it may have been, and the first on which it certainly was no more."""


def _tie(found: _Found, stated: dict[str, list[str]]) -> tuple[Days | None, Tie] | None:
    """A row with its days; None where the two were never in it at the same time."""
    days: Days | None = None
    since, until, certain = "", "", True
    if found.a_valid and found.b_valid:
        mine, theirs = Period.parse(found.a_valid), Period.parse(found.b_valid)
        valid = mine.intersection(theirs)
        if valid is None:
            return None
        since, until = text_of(valid.start), text_of(valid.end)
        days, certain = (valid.bounds.from_earliest, valid.bounds.to_latest), mine.certainly_overlaps(theirs)
    elif found.happened and "/" in found.happened:
        since, until = found.happened.split("/")
        days = date.fromisoformat(since), _after(date.fromisoformat(until))
    elif found.happened:
        day, since = PartialDate(found.happened), found.happened
        days = day.earliest, _after(day.latest)
    sources = {source for claim in found.claims for source in stated.get(claim, ())}
    known = [each for each in found.confidence if each is not None]
    return days, Tie(
        since=since,
        until=until,
        **_bounds(days),
        kind=found.kind,
        towards=found.towards,
        key=found.key,
        name=found.name,
        said=found.said,
        certain=certain,
        contested=list(dict.fromkeys(found.contested)),
        confidence=min(known, key=WEAKEST.index, default=None),
        sources=sorted(sources | {each for each in found.datasets if each}),
    )


def _bounds(days: Days | None) -> dict[str, Any]:
    """The days as they stand in a row, where they are any."""
    first, after = days or (FIRST_DAY, LAST_DAY)
    return {"from_earliest": None if first == FIRST_DAY else first, "to_latest": None if after == LAST_DAY else after}


def _disagreements(
    world: Asking, sides: Sequence[Sequence[str]], found: Sequence[_Found]
) -> list[tuple[Days | None, Tie]]:
    """Claims against each other that are about both, or about a pact of the two alone."""
    ends = [world.all(select(State).where(in_(State.key, side))) for side in sides]
    about: list[list[Contradiction]] = [
        [row for each in side for row in find_contradictions(world, about=[each])] for side in ends
    ]
    of_both = [row for row in about[0] if any((row.a, row.b, row.kind) == (r.a, r.b, r.kind) for r in about[1])]
    keys = [each.key for each in found if each.kind == "pact"]
    pacts = world.all(select(Pact).where(in_(Pact.key, keys), Pact.scope == PactScope.BILATERAL)) if keys else []
    rows = {(row.a, row.b, row.kind): row for row in (*of_both, *find_contradictions(world, about=pacts or []))}
    claims = [key for row in rows.values() for key in (row.a, row.b)]
    times = {each.key: each for each in (world.all(select(Claim).where(in_(Claim.key, claims))) if claims else ())}
    made: list[tuple[Days | None, Tie]] = []
    for row in rows.values():
        days = [span for key in (row.a, row.b) if (span := _days_of(times[key]))]
        tie = Tie(
            since="" if not days else str(min(days)[0]),
            until="",
            **_bounds(min(days) if days else None),
            kind="disagreement",
            towards="both",
            key=f"{row.a} {row.b}",
            name=row.kind,
            said=[row.a_says, row.b_says],
            certain=True,
            contested=[],
            confidence=None,
            sources=sorted({*row.a_sources, *row.b_sources}),
        )
        made.append((min(days) if days else None, tie))
    return made


def _days_of(claim: Claim) -> Days | None:
    if claim.on is not None:
        return claim.on.earliest, _after(claim.on.latest)
    if claim.valid is not None and claim.valid.start is not OPEN:
        return claim.valid.bounds.from_earliest, claim.valid.bounds.to_latest
    return None


def _after(day: date) -> date:
    return day if day == LAST_DAY else date.fromordinal(day.toordinal() + 1)


def _within(days: Days | None, first: date | None, last: date | None) -> bool:
    """Whether it may have been in the window; what has no time is left out of one."""
    if days is None:
        return first is None and last is None
    return (last is None or days[0] < last) and (first is None or days[1] > first)


def _sources_by_claim(world: Asking, claims: Iterable[str]) -> dict[str, list[str]]:
    keys = sorted(set(claims))
    text = "UNWIND $keys AS key MATCH (c:Claim {key: key})<-[:STATES]-(s:Source) RETURN key AS claim, s.key AS source"
    found: dict[str, list[str]] = {}
    for row in world.run(text, {"keys": keys}, into=_Stated, reads=True) if keys else ():
        found.setdefault(row.claim, []).append(row.source)
    return found


def _notes(world: Asking, rows: Sequence[Tie], first: date | None, last: date | None) -> list[str]:
    """What is to be known of a timeline: its window, and what this graph has nothing of at all."""
    window = f"from {first or 'the first day known'} to {last or 'the last'}" if first or last else "all that is known"
    missing = [
        f"no {MISSING[needed][0]} in this graph: {MISSING[needed][1]}"
        for kind, needed in NEEDS.items()
        if not any(row.kind == kind for row in rows) and not _has(world, needed)
    ]
    told = Used(tuple(each for type_ in COMMITMENTS for each in world.covered(type_)))
    selected = [] if told.of_all_pairs(last) else told.selected
    return [window, *missing, *selected, *world.assumed]


def _has(world: Asking, needed: str) -> bool:
    text = f"MATCH ()-[r:{needed}]->() RETURN 1 AS one LIMIT 1"  # a type of ours
    return bool(world.run(text, {}, into=int, reads=True))
