"""Analyses of entries and exits: who joined and left when, and which memberships look fragile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.spells import Spell, days_within, told
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.results import Row


class MembershipChurn(Row):
    """A year of an organization; the header of `membership_churn` says what each column means."""

    org: str
    year: int
    members: int
    joined: int
    rejoined: int
    left: int
    suspended: int
    net: int
    member_years: float
    rate: float | None
    names: list[str]
    dissolved: bool
    certain: bool


class WithdrawalRisk(Row):
    """A membership that looks fragile; the header of `withdrawal_risk_flags` says what each column means."""

    state: str
    org: str
    flags: list[str]
    evidence: list[str]
    ended: str | None
    attendance_known: bool
    certain: bool
    sources: list[str]


class CountedSpell(Spell):
    """A spell that counts, or one beside it, as `membership_churn` fetches it."""

    org: str
    state: str
    status: MembershipStatus
    overlay: bool
    basis: str | None
    end: str
    dissolved: date | None


@dataclass(slots=True)
class Run:
    """A time in which a state was a member without a day between."""

    state: str
    since: tuple[date, date]
    ends: tuple[date, date]
    open: bool
    again: bool
    """Whether it is not the state's first."""
    suspended: bool
    """Whether it ended with a suspension."""


@dataclass(slots=True)
class Year:
    """What happened in a year."""

    joined: int = 0
    rejoined: int = 0
    left: int = 0
    suspended: int = 0
    dissolved: bool = False
    certain: bool = True
    names: list[tuple[date, str]] = field(default_factory=list[tuple[date, str]])


def runs_of(state: str, spells: Sequence[CountedSpell]) -> list[Run]:
    """The runs of one state in one organization, in order of time."""
    runs: list[Run] = []
    for spell in sorted(spells, key=lambda each: (each.from_earliest, each.to_earliest)):
        ends, is_open = (spell.to_earliest, spell.to_latest), spell.end != "date"
        suspended = "suspen" in (spell.basis or "").lower()
        last = runs[-1] if runs else None
        if last and spell.from_earliest <= last.ends[1]:
            if ends > last.ends:
                last.ends, last.open, last.suspended = ends, is_open, suspended
        else:
            since = spell.from_earliest, spell.from_latest
            runs.append(Run(state, since, ends, is_open, bool(runs), suspended))
    return runs


def _years(
    runs: Sequence[Run], beside: Sequence[CountedSpell], dissolved: date | None, since: date, until: date
) -> dict[int, Year]:
    years: dict[int, Year] = defaultdict(Year)

    def put(days: tuple[date, date], who: str) -> Year | None:
        if not since <= days[0] <= until:
            return None
        year = years[days[0].year]
        year.names.append((days[0], f"{who} {told(*days)}"))
        year.certain = year.certain and days[0].year == days[1].year
        return year

    for run in runs:
        if year := put(run.since, f"{'rejoined' if run.again else 'joined'} {run.state}"):
            year.joined += 1
            year.rejoined += run.again
        ended_with_it = dissolved is not None and run.ends[1] >= dissolved
        if run.open or ended_with_it:
            continue
        if year := put(run.ends, f"{'left, suspended' if run.suspended else 'left'} {run.state}"):
            year.left += 1
            year.suspended += run.suspended
    for spell in beside:
        day = spell.from_earliest
        if not any(
            run.state == spell.state and run.since[0] <= day and (run.open or day < run.ends[1]) for run in runs
        ):
            continue
        if year := put((spell.from_earliest, spell.from_latest), f"{spell.status} {spell.state}"):
            year.suspended += 1
    if dissolved and since <= dissolved <= until:
        years[dissolved.year].dissolved = True
        years[dissolved.year].names.append((dissolved, f"dissolved {dissolved}"))
    return years


def _churn_of(org: str, spells: Sequence[CountedSpell], parameters: Mapping[str, Any]) -> list[MembershipChurn]:
    counting = sorted((each for each in spells if not each.overlay), key=lambda each: each.state)
    runs = [run for state, each in groupby(counting, key=lambda each: each.state) for run in runs_of(state, list(each))]
    if not runs:
        return []
    until: date = parameters["until"]
    since: date = parameters["since"] or min(run.since[0] for run in runs)
    years = _years(runs, [each for each in spells if each.overlay], spells[0].dissolved, since, until)
    # A first day that nobody knows is no year of a table.
    first = min((run.since[0] for run in runs if run.since[0] > date.min), default=until)
    whole = range(max(since, first).year, until.year + 1) if parameters["every_year"] else sorted(years)
    rows: list[MembershipChurn] = []
    for number in whole:
        year = years.get(number, Year())
        start, stop = max(date(number, 1, 1), since), min(date(number, 12, 31), until)
        length = (date(number, 12, 31) - date(number, 1, 1)).days + 1
        days = sum(days_within(run.since[0], date.max if run.open else run.ends[0], start, stop) for run in runs)
        rows.append(
            MembershipChurn(
                org=org,
                year=number,
                members=sum(run.since[0] <= stop and (run.open or stop < run.ends[1]) for run in runs),
                joined=year.joined,
                rejoined=year.rejoined,
                left=year.left,
                suspended=year.suspended,
                net=year.joined - year.left,
                member_years=days / length,
                rate=year.left / (days / length) if days else None,
                names=[name for _, name in sorted(year.names)],
                dissolved=year.dissolved,
                certain=year.certain,
            )
        )
    return rows


def _churn(spells: Sequence[CountedSpell], parameters: Mapping[str, Any], notes: list[str]) -> list[MembershipChurn]:
    rows = [
        row
        for org, each in groupby(spells, key=lambda spell: spell.org)
        for row in _churn_of(org, list(each), parameters)
    ]
    if rows:
        joined, left = sum(row.joined for row in rows), sum(row.left for row in rows)
        notes.append(f"{joined} entries and {left} exits in the window")
    return rows


def membership_churn(
    world: Asked,
    organization: OrganizationLike | None = None,
    since: DayLike | None = None,
    until: DayLike | None = None,
    statuses: StatusesLike | None = None,
    every_year: bool = False,
    datasets: Iterable[str] | None = None,
) -> Result[MembershipChurn]:
    """Who joined, left, rejoined or was suspended, and when.

    Entries, exits and the rate of exit by member-years (von Borzyskowski & Vabulas 2019); the header of
    `cypher/analyses/membership_churn.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.membership_churn` fills it in.
        organization: only this one: an `Organization`, its key or name. All organizations when None.
        since: the first day of the window; the first day known when None.
        until: its last day; the day to which the data reach when None.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        every_year: also years in which nothing changed.
        datasets: only facts of these data sets; of all when None.

    Raises:
        UnknownName, AmbiguousName: no organization, or several, have this name.
        InvalidDate: `since` or `until` is not one day.
        QueryError: `since` is after `until`.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [row.names for row in world.analyses.membership_churn("OPEC", "2019-01-01") if row.left]
    [['left QAT 2019-01-01'], ['left ECU 2020-01-01'], ['left AGO 2024-01-01'], ['left ARE 2026-05-01']]
    """

    def sources(rows: Sequence[MembershipChurn]) -> Ties:
        said = ((row.org, name.removeprefix("left, ").split(" ")) for row in rows for name in row.names)
        return [(words[1], org) for org, words in said if words[0] != "dissolved"]

    given = {
        "organization": organization,
        "since": since,
        "until": until,
        "statuses": statuses,
        "every_year": every_year,
        "datasets": datasets,
    }
    return ask(
        world,
        "membership_churn",
        MembershipChurn,
        given,
        needs="MEMBER_OF",
        sources=sources,
        computed=Computed(CountedSpell, _churn),
        of_any_day=True,
    )


def withdrawal_risk_flags(
    world: Asked,
    as_of: DayLike | None = None,
    state: StateLike | None = None,
    organization: OrganizationLike | None = None,
    missed: int = 2,
    years: int = 3,
    datasets: Iterable[str] | None = None,
) -> Result[WithdrawalRisk]:
    """Which memberships look fragile, and what says so.

    Rules, not a model: frozen participation, missed summits, arrears, an announced exit; the header of
    `cypher/analyses/withdrawal_risk_flags.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.withdrawal_risk_flags` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        state: only memberships of this state: a `State`, its key, code or name. Of all when None.
        organization: only memberships in this one: an `Organization`, its key or name. In all when None.
        missed: how many missed meetings make a flag.
        years: meetings, claims and acts of so many years before the day count.
        datasets: only facts of these data sets; of all when None.

    Raises:
        UnknownName, AmbiguousName: no state or organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.withdrawal_risk_flags("2025-01-01", organization="CSTO")[0].evidence
    ['participation_frozen since 2024-02-22']
    """

    def sources(rows: Sequence[WithdrawalRisk]) -> list[str]:
        return [source for row in rows for source in row.sources]

    given = {
        "as_of": as_of,
        "state": state,
        "organization": organization,
        "missed": missed,
        "years": years,
        "datasets": datasets,
    }
    return ask(world, "withdrawal_risk_flags", WithdrawalRisk, given, needs="MEMBER_OF", sources=sources)
