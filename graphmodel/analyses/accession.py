"""Analyses of how states come to be members: the ladder of each, and how long it takes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.spells import told
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.results import Row

Z95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 %."""


class AccessionPathway(Row):
    """A state's way into an organization; the header of `accession_pathway` says what each column means."""

    org: str
    state: str
    path: list[str]
    steps: list[str]
    days_per_status: list[str]
    promoted: bool
    days_to_full: int | None
    full_since: str | None
    now: str
    certain: bool


class AccessionSurvival(Row):
    """One step of the curve; the header of `accession_survival` says what each column means."""

    days: int
    at_risk: int
    promoted: int
    censored: int
    share_below: float
    share_low: float | None
    share_high: float | None
    states: list[str]
    certain: bool


class StatusSpell(NamedTuple):
    """A spell of a membership with what its status means: `state` is as which its `bearer` is counted."""

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date
    state: str
    bearer: str
    status: MembershipStatus
    rank: int | None
    stage: bool
    end: str
    full_from_earliest: date | None
    full_from_latest: date | None
    full_to_earliest: date | None
    full_to_latest: date | None
    renamed: list[str]


class StatusesOfBody(Row):
    """All of an organization, as both analyses fetch them: `org` is as which it is counted, `body` which it is."""

    org: str
    body: str
    spells: list[StatusSpell]


@dataclass(slots=True)
class Rung:
    """A time in which a state is one thing in an organization. `ends` is the earliest first day outside."""

    status: str
    full: bool
    rank: int | None
    stage: bool
    since: tuple[date, date]
    ends: tuple[date, date]
    open: bool
    renamed: bool
    """Whether the organization gave up what the status meant on the day on which it ends."""
    lapsed: bool = False
    """Whether the status was a full one before, and is no more."""

    @property
    def below(self) -> bool:
        """Whether it is a status below full membership, and no stage of accession."""
        return not self.full and not self.stage

    @property
    def name(self) -> str:
        """What it is called in a path."""
        return f"{self.status}, not full" if self.lapsed else self.status


def rungs_of(spells: Sequence[StatusSpell]) -> list[Rung]:
    """The rungs of one state in one organization, in order of time."""
    rungs: list[Rung] = []
    parts = (rung for each in spells for rung in _parts(each))
    for rung in sorted(parts, key=lambda rung: (rung.since, rung.ends, rung.status, rung.full)):
        last = rungs[-1] if rungs else None
        if last and (last.status, last.full) == (rung.status, rung.full) and rung.since[0] <= last.ends[1]:
            if rung.ends > last.ends:
                last.ends, last.open, last.renamed = rung.ends, rung.open, rung.renamed
        else:
            rungs.append(rung)
    return rungs


def _parts(spell: StatusSpell) -> list[Rung]:
    """A spell, cut where its status becomes a full one or ceases to be."""
    start, end = (spell.from_earliest, spell.from_latest), (spell.to_earliest, spell.to_latest)
    is_open = spell.end != "date"

    def part(since: tuple[date, date], ends: tuple[date, date], *, full: bool, lapsed: bool = False) -> Rung:
        goes_on = is_open and ends == end
        return Rung(
            spell.status.value,
            full,
            spell.rank,
            spell.stage,
            since,
            ends,
            goes_on,
            renamed=not goes_on and ends[0].isoformat() in spell.renamed,
            lapsed=lapsed,
        )

    if spell.full_from_earliest is None or spell.full_from_latest is None:
        return [part(start, end, full=False)]
    first = spell.full_from_earliest, spell.full_from_latest
    last = spell.full_to_earliest or end[0], spell.full_to_latest or end[1]
    parts = [part(first, last, full=True)]
    if start[0] < first[0]:
        parts.insert(0, part(start, first, full=False))
    if last[1] < end[1]:
        parts.append(part(last, end, full=False, lapsed=True))
    return parts


def _step(before: Rung | None, rung: Rung) -> str:
    """How a state came from one rung to the next."""
    if before is None:
        return "stage" if rung.stage else "in"
    if rung.since[0] > before.ends[1]:
        return "back"
    if rung.stage or before.stage:
        return "stage" if rung.stage else "in"
    if before.full != rung.full:
        return "up" if rung.full else "down"
    if before.renamed or (before.full and rung.full and before.rank == rung.rank):
        return "relabelled"
    if before.rank is None or rung.rank is None or before.rank == rung.rank:
        return "same"
    return "up" if rung.rank < before.rank else "down"


def _pathway(org: str, state: str, rungs: Sequence[Rung], as_of: date) -> AccessionPathway:
    path: list[str] = []
    steps: list[str] = []
    days: list[str] = []

    def add(name: str, step: str, since: tuple[date, date], until: date) -> None:
        path.append(f"{name} {told(*since)}")
        steps.append(step)
        days.append(f"{name} {(until - since[0]).days}")

    before: Rung | None = None
    for rung in rungs:
        if before and rung.since[0] > before.ends[1]:
            add("out", "out", before.ends, rung.since[0])
        over = not rung.open and rung.ends[0] <= as_of
        add(rung.name, _step(before, rung), rung.since, rung.ends[0] if over else as_of)
        before = rung
    if before and not before.open and before.ends[0] <= as_of:
        add("out", "out", before.ends, as_of)
    full = next((rung for rung in rungs if rung.full), None)
    waits = [wait for wait in waits_of(rungs, as_of) if wait.promoted]
    return AccessionPathway(
        org=org,
        state=state,
        path=path,
        steps=steps,
        days_per_status=days,
        promoted=bool(waits),
        days_to_full=waits[0].days if waits else None,
        full_since=told(*full.since) if full else None,
        now=path[-1].rpartition(" ")[0],
        certain=all(_known(rung, as_of) for rung in rungs),
    )


def _known(rung: Rung, as_of: date) -> bool:
    return rung.since[0] == rung.since[1] and (rung.open or rung.ends[0] > as_of or rung.ends[0] == rung.ends[1])


@dataclass(frozen=True, slots=True)
class Wait:
    """A time below full membership that begins with an entry, up to full membership, an exit, or the last day."""

    status: str
    days: int
    promoted: bool
    certain: bool
    least: int
    """The fewest and the most days that it can have been; `surely` says whether it has certainly ended in full membership."""
    most: int
    surely: bool

    def as_short(self) -> Wait:
        """It, if it was as short as it can be."""
        return replace(self, days=self.least)

    def as_long(self) -> Wait:
        """It, if it was as long as it can be: not over by the last day, where that is possible."""
        return replace(self, days=self.most, promoted=self.surely)


class SurvivalBounds(Row):
    """The share still below full membership after so many days, of the two curves."""

    days: int
    certain: bool
    share_below_low: float
    share_below_high: float


def waits_of(rungs: Sequence[Rung], as_of: date) -> list[Wait]:
    """The times below full membership of one state in one organization."""
    waits: list[Wait] = []
    ranked = [rung for rung in rungs if not rung.stage]
    runs: list[list[Rung]] = [[ranked[0]]] if ranked else []
    for before, rung in pairwise(ranked):
        if rung.since[0] > before.ends[1]:
            runs.append([rung])
        else:
            runs[-1].append(rung)
    for run in runs:
        below = [rung for rung, _ in zip(run, _until_full(run), strict=False)]
        if not below:
            continue
        promoted = len(below) < len(run)
        last = run[len(below)].since if promoted else below[-1].ends
        over = promoted or (not below[-1].open and last[0] <= as_of)
        end = last[0] if over else as_of
        certain = below[0].since[0] == below[0].since[1] and (not over or last[0] == last[1])
        since, days = below[0].since, (end - below[0].since[0]).days
        most = (min(last[1], as_of) - since[0]).days if over else days
        least = max((end - since[1]).days, 0)
        surely = promoted and last[1] <= as_of
        waits.append(Wait(below[0].status, days, promoted, certain, least, most, surely))
    return waits


def _until_full(run: Sequence[Rung]) -> Iterable[Rung]:
    for rung in run:
        if rung.full:
            return
        yield rung


def _by_pair(bodies: Sequence[StatusesOfBody], as_of: date) -> dict[tuple[str, str], list[Rung]]:
    """The rungs of each organization and state that begin on or before the day."""
    spells: dict[tuple[str, str], list[StatusSpell]] = defaultdict(list)
    for body in bodies:
        for each in body.spells:
            spells[body.org, each.state].append(each)
    found = {pair: [rung for rung in rungs_of(spells[pair]) if rung.since[0] <= as_of] for pair in sorted(spells)}
    return {pair: rungs for pair, rungs in found.items() if rungs}


def _pathways(
    spells: Sequence[StatusesOfBody], parameters: Mapping[str, Any], notes: list[str]
) -> list[AccessionPathway]:
    as_of: date = parameters["as_of"]
    found = _by_pair(spells, as_of)
    ways = sorted(
        ((rungs[0].since[0], _pathway(org, state, rungs, as_of)) for (org, state), rungs in found.items()),
        key=lambda way: (way[0], way[1].state),
    )
    rows = [row for _, row in ways]
    started = [rungs for rungs in found.values() if waits_of(rungs, as_of)]
    if started and parameters["state"] is None:
        promoted = sum(row.promoted for row in rows)
        notes.append(f"{promoted} of the {len(started)} that began below full membership were promoted")
        half = next((step.days for step in curve_of(_waiting(found, as_of)) if step.share_below <= 0.5), None)
        reached = "is not reached" if half is None else f"is {half} days"
        notes.append(f"the time after which half of them are full members (Kaplan-Meier) {reached}")
    return rows


def _waiting(found: Mapping[tuple[str, str], Sequence[Rung]], as_of: date) -> list[tuple[str, Wait]]:
    return [(f"{org} {state}", wait) for (org, state), rungs in found.items() for wait in waits_of(rungs, as_of)]


def curve_of(waits: Sequence[tuple[str, Wait]]) -> list[AccessionSurvival]:
    """The product-limit estimate, one row for each number of days on which somebody was promoted or censored."""
    by_days: dict[int, list[tuple[str, Wait]]] = defaultdict(list)
    for who, wait in waits:
        by_days[wait.days].append((who, wait))
    at_risk, share, variance = len(waits), 1.0, 0.0
    rows: list[AccessionSurvival] = []
    for days, each in sorted(by_days.items()):
        promoted = sum(wait.promoted for _, wait in each)
        if promoted:
            share *= 1 - promoted / at_risk
            variance += promoted / (at_risk * (at_risk - promoted)) if at_risk > promoted else 0.0
        low, high = _interval(share, variance)
        rows.append(
            AccessionSurvival(
                days=days,
                at_risk=at_risk,
                promoted=promoted,
                censored=len(each) - promoted,
                share_below=share,
                share_low=low,
                share_high=high,
                states=sorted(who for who, wait in each if wait.promoted),
                certain=all(wait.certain for _, wait in each),
            )
        )
        at_risk -= len(each)
    return rows


def bounds_of_curve(waits: Sequence[tuple[str, Wait]]) -> list[SurvivalBounds]:
    """The share when every wait is as short as it can be, and when it is as long: the lower and the higher.

    These are no bounds of the estimate: a promotion that comes later may come when fewer are left, and then counts for more.
    """
    curves = [
        [(row.days, row.share_below) for row in curve_of([(who, each) for who, each in chosen]) if row.promoted]
        for chosen in (
            [(who, wait.as_short()) for who, wait in waits],
            [(who, wait.as_long()) for who, wait in waits],
        )
    ]
    rows: list[SurvivalBounds] = []
    for days in sorted({at for curve in curves for at, _ in curve}):
        low, high = sorted(next((share for at, share in reversed(curve) if at <= days), 1.0) for curve in curves)
        rows.append(SurvivalBounds(days=days, certain=low == high, share_below_low=low, share_below_high=high))
    return rows


def _interval(share: float, variance: float) -> tuple[float | None, float | None]:
    if not 0 < share < 1:
        return None, None
    width = Z95 * math.sqrt(variance) / abs(math.log(share))
    return share ** math.exp(width), share ** math.exp(-width)


def _chosen(spells: Sequence[StatusesOfBody], parameters: Mapping[str, Any]) -> list[tuple[str, Wait]]:
    as_of: date = parameters["as_of"]
    chosen: list[str] | None = parameters["statuses"]
    waiting = _waiting(_by_pair(spells, as_of), as_of)
    return [(who, wait) for who, wait in waiting if chosen is None or wait.status in chosen]


def _survival(waits: Sequence[tuple[str, Wait]], notes: list[str]) -> list[AccessionSurvival]:
    rows = curve_of(waits)
    if waits:
        half = next((row.days for row in rows if row.share_below <= 0.5), None)
        notes.append(f"{sum(wait.promoted for _, wait in waits)} of {len(waits)} times ended in full membership")
        notes.append("the median is not reached" if half is None else f"the median is {half} days")
    return rows


def _ties(fetched: Sequence[StatusesOfBody], shown: set[tuple[str, str]]) -> Ties:
    """What the ways of some states into some organizations rest on."""
    return sorted({(each.bearer, of.body) for of in fetched for each in of.spells if (of.org, each.state) in shown})


def accession_pathway(
    world: Asked,
    organization: OrganizationLike,
    state: StateLike | None = None,
    as_of: DayLike | None = None,
    datasets: Iterable[str] | None = None,
    continuity: bool = True,
    lineage: bool = False,
    certain: bool = False,
) -> Result[AccessionPathway]:
    """What ladder leads to membership of an organization, and how long each rung takes.

    Statuses are ranked by the organization's own scheme, and a new name for the same is no move (Schneider 2009); the header of
    `cypher/analyses/accession_pathway.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.accession_pathway` fills it in.
        organization: an `Organization`, its key or name.
        state: only the way of this state: a `State`, its key, code or name. All states when None.
        as_of: the day up to which ways are told, a date or its ISO text; the day to which the data reach when None.
        datasets: only facts of these data sets; of all when None.
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.
        certain: only states of whose way all days are known.

    Raises:
        UnknownName, AmbiguousName: no organization or state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.accession_pathway("SCO", "Belarus")[0].path
    ['dialogue_partner 2010-04-28', 'observer 2015-07-10', 'member 2024-07-04']
    """
    fetched: list[StatusesOfBody] = []

    def rows_of(
        spells: Sequence[StatusesOfBody], parameters: Mapping[str, Any], notes: list[str]
    ) -> list[AccessionPathway]:
        fetched.extend(spells)
        rows = _pathways(spells, parameters, notes)
        return [row for row in rows if row.certain] if parameters["certain"] else rows

    def sources(rows: Sequence[AccessionPathway]) -> Ties:
        return _ties(fetched, {(row.org, row.state) for row in rows})

    given = {
        "organization": organization,
        "state": state,
        "as_of": as_of,
        "datasets": datasets,
        "continuity": continuity,
        "lineage": lineage,
        "certain": certain,
    }
    return ask(
        world,
        "accession_pathway",
        AccessionPathway,
        given,
        needs="MEMBER_OF",
        sources=sources,
        computed=Computed(StatusesOfBody, rows_of),
        of_any_day=True,
    )


def accession_survival(
    world: Asked,
    organizations: Iterable[OrganizationLike] | None = None,
    statuses: StatusesLike | None = None,
    as_of: DayLike | None = None,
    datasets: Iterable[str] | None = None,
    continuity: bool = True,
    lineage: bool = False,
) -> Result[AccessionSurvival]:
    """How long observers and partners wait until they are full members.

    The estimate of Kaplan & Meier (1958) of the share that is still below full membership; the header of
    `cypher/analyses/accession_survival.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.accession_survival` fills it in.
        organizations: only ways into these, taken together; into all when None.
        statuses: only times that begin with one of these statuses; with any below full membership when None.
        as_of: the day up to which times are told, a date or its ISO text; the day to which the data reach when None.
        datasets: only facts of these data sets; of all when None.
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.

    Raises:
        UnknownName, AmbiguousName: no organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.accession_survival(["SCO"])
    ...     [(row.days, row.states) for row in rows if row.promoted]
    [(4357, ['sco IND', 'sco PAK']), (5181, ['sco BLR']), (6573, ['sco IRN'])]
    """
    given = {
        "organizations": organizations,
        "statuses": statuses,
        "as_of": as_of,
        "datasets": datasets,
        "continuity": continuity,
        "lineage": lineage,
    }
    return _asked(world, given)


def survival_bounds(world: Asked, given: Mapping[str, Any]) -> tuple[Result[AccessionSurvival], list[SurvivalBounds]]:
    """The curve, and those of the shortest and of the longest waits."""
    rows: list[SurvivalBounds] = []
    return _asked(world, given, lambda waits: rows.extend(bounds_of_curve(waits))), rows


def _asked(
    world: Asked, given: Mapping[str, Any], also: Callable[[Sequence[tuple[str, Wait]]], None] = lambda _: None
) -> Result[AccessionSurvival]:
    """Ask; `also` gets the times below full membership."""
    fetched: list[StatusesOfBody] = []

    def rows_of(
        spells: Sequence[StatusesOfBody], parameters: Mapping[str, Any], notes: list[str]
    ) -> list[AccessionSurvival]:
        fetched.extend(spells)
        waits = _chosen(spells, parameters)
        also(waits)
        return _survival(waits, notes)

    def sources(rows: Sequence[AccessionSurvival]) -> Ties:
        pairs = (who.partition(" ") for row in rows for who in row.states)
        return _ties(fetched, {(org, state) for org, _, state in pairs})

    return ask(
        world,
        "accession_survival",
        AccessionSurvival,
        given,
        needs="MEMBER_OF",
        sources=sources,
        computed=Computed(StatusesOfBody, rows_of),
        of_any_day=True,
    )
