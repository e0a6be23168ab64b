"""How long states wait below full membership: the estimate of Kaplan and Meier."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.ladders import Rung, StatusesOfBody, ladders, ties_of
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StatusesLike
from graphmodel.results import Row

Z95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 %."""


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


def waiting(found: Mapping[tuple[str, str], Sequence[Rung]], as_of: date) -> list[tuple[str, Wait]]:
    """The times below full membership of all ladders, each with the organization and the state."""
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
    return [
        (who, wait) for who, wait in waiting(ladders(spells, as_of), as_of) if chosen is None or wait.status in chosen
    ]


def _survival(waits: Sequence[tuple[str, Wait]], notes: list[str]) -> list[AccessionSurvival]:
    rows = curve_of(waits)
    if waits:
        half = next((row.days for row in rows if row.share_below <= 0.5), None)
        notes.append(f"{sum(wait.promoted for _, wait in waits)} of {len(waits)} times ended in full membership")
        notes.append("the median is not reached" if half is None else f"the median is {half} days")
    return rows


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
        return ties_of(fetched, {(org, state) for org, _, state in pairs})

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
