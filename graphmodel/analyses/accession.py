"""How states come to be members: the ladder of each, what it stood on and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.ladders import Rung, StatusesOfBody, ladders, ties_of
from graphmodel.analyses.results import Result
from graphmodel.analyses.spells import told
from graphmodel.analyses.survival import curve_of, waiting, waits_of
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike
from graphmodel.results import Row


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


def _pathways(
    spells: Sequence[StatusesOfBody], parameters: Mapping[str, Any], notes: list[str]
) -> list[AccessionPathway]:
    as_of: date = parameters["as_of"]
    found = ladders(spells, as_of)
    ways = sorted(
        ((rungs[0].since[0], _pathway(org, state, rungs, as_of)) for (org, state), rungs in found.items()),
        key=lambda way: (way[0], way[1].state),
    )
    rows = [row for _, row in ways]
    started = [rungs for rungs in found.values() if waits_of(rungs, as_of)]
    if started and parameters["state"] is None:
        promoted = sum(row.promoted for row in rows)
        notes.append(f"{promoted} of the {len(started)} that began below full membership were promoted")
        half = next((step.days for step in curve_of(waiting(found, as_of)) if step.share_below <= 0.5), None)
        reached = "is not reached" if half is None else f"is {half} days"
        notes.append(f"the time after which half of them are full members (Kaplan-Meier) {reached}")
    return rows


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
        return ties_of(fetched, {(row.org, row.state) for row in rows})

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
