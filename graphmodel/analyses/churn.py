"""Entries and exits: who joined and left when, and at what rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.spells import days_within, told
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StatusesLike
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.results import Row

Days = tuple[date, date]
"""The first and the last day that a day can be."""


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
    rate_low: float | None
    rate_high: float | None
    names: list[str]
    dissolved: bool
    certain: bool


class CountedSpell(NamedTuple):
    """A spell that counts, one beside it, or a time that is not coded, as `membership_churn` fetches it.

    `line` is as which the state is counted; it is None for all states.
    """

    from_earliest: date
    from_latest: date
    to_earliest: date
    to_latest: date
    state: str
    line: str | None
    coded: bool
    dataset: str
    status: MembershipStatus | None
    overlay: bool
    basis: str | None
    end: str | None


class SpellsOfBody(Row):
    """All of an organization; `org` is as which it is counted, `body` which it is."""

    org: str
    body: str
    dissolved: date | None
    spells: list[CountedSpell]


class ChurnBounds(Row):
    """The least and the most of each measure of a year, wherever in their bounds the imprecise days lie."""

    org: str
    year: int
    certain: bool
    members_low: int
    members_high: int
    joined_low: int
    joined_high: int
    rejoined_low: int
    rejoined_high: int
    left_low: int
    left_high: int
    suspended_low: int
    suspended_high: int
    net_low: int
    net_high: int
    member_years_low: float
    member_years_high: float
    rate_low: float | None
    rate_high: float | None


@dataclass(slots=True)
class Run:
    """A time in which a state was a member without a day between."""

    line: str
    """As which state it is counted."""
    joins: str
    """Who entered, and `leaves` who was the last to be a member: another where one state continues the other."""
    leaves: str
    since: Days
    ends: Days
    open: bool
    again: bool
    """Whether it is not the state's first."""
    suspended: bool
    """Whether it ended with a suspension."""
    told_by: tuple[str, str]
    """The data sets that tell of its begin and of its end."""

    def lasts(self, since: date, until: date, *, longest: bool) -> int:
        """The most, or fewest, days of it from one day to another, this included."""
        start, end = (self.since[0], self.ends[1]) if longest else (self.since[1], self.ends[0])
        return days_within(start, date.max if self.open else end, since, until)

    def is_member(self, day: date) -> bool:
        """Whether it lasts on the day, by the days on which it is taken to begin and to end."""
        return middle(self.since) <= day and (self.open or day < middle(self.ends))

    def may_last(self, day: date, *, certainly: bool) -> bool:
        """Whether it possibly, or certainly, lasts on the day; on one that nobody looked at, an open one possibly."""
        if certainly:
            return self.since[1] <= day < self.ends[0]
        return self.since[0] <= day and (self.open or day < self.ends[1])


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a membership between two days, and what it counts as: nothing where it was not seen and so has no name."""

    days: Days
    name: str = ""
    joined: bool = False
    rejoined: bool = False
    left: bool = False
    suspended: bool = False

    @property
    def on(self) -> date:
        """The day on which it counts."""
        return middle(self.days)

    def is_in_doubt(self, since: date, until: date) -> bool:
        """Whether it may lie between the two days, these included, and may not."""
        first, last = self.days
        inside = since <= first and last <= until
        return first <= until and last >= since and not (inside and self.name)

    def lies(self, since: date, until: date, *, certainly: bool) -> bool:
        """Whether it possibly, or certainly, lies between the two days, these included."""
        first, last = self.days
        return since <= first and last <= until if certainly else first <= until and last >= since


def middle(days: Days) -> date:
    """The day on which what happened between two days is taken to have happened.

    That in the middle; the only one of them that is known where the other is not.

    >>> middle((date(1995, 1, 2), date(1996, 1, 1))), middle((date(2025, 5, 15), date.max))
    (datetime.date(1995, 7, 3), datetime.date(2025, 5, 15))
    """
    first, last = days
    if date.min in days or date.max in days:
        return first if last == date.max else date.min
    return first + (last - first) // 2


def runs_of(line: str, spells: Sequence[CountedSpell]) -> list[Run]:
    """The runs of one state in one organization, in order of time."""
    runs: list[Run] = []
    for spell in sorted(spells, key=lambda each: (each.from_earliest, each.to_earliest)):
        ends, is_open = (spell.to_earliest, spell.to_latest), spell.end != "date"
        suspended = "suspen" in (spell.basis or "").lower()
        last = runs[-1] if runs else None
        if last and spell.from_earliest <= last.ends[1]:
            if ends > last.ends:
                last.ends, last.open, last.suspended, last.leaves = ends, is_open, suspended, spell.state
                last.told_by = last.told_by[0], spell.dataset
        else:
            since = spell.from_earliest, spell.from_latest
            told_by = spell.dataset, spell.dataset
            runs.append(Run(line, spell.state, spell.state, since, ends, is_open, bool(runs), suspended, told_by))
    return runs


def _changes(runs: Sequence[Run], spells: Sequence[CountedSpell], dissolved: date | None) -> Iterator[Change]:
    not_coded = [each for each in spells if not each.coded]
    for gap in not_coded:
        yield Change((gap.from_earliest, gap.to_latest - timedelta(days=1)))

    def unseen(run: Run, day: date, *, ends: bool) -> bool:
        """Whether the data set that tells of the day lacks what was before it, or what is after it."""
        gaps = (gap for gap in not_coded if gap.line in (None, run.line) and gap.dataset == run.told_by[ends])
        if ends:
            return any(gap.from_earliest <= day < gap.to_latest for gap in gaps)
        return any(gap.from_earliest < day <= gap.to_latest for gap in gaps)

    for run in runs:
        if not unseen(run, run.since[0], ends=False):
            word = "rejoined" if run.again else "joined"
            yield Change(run.since, f"{word} {run.joins} {told(*run.since)}", joined=True, rejoined=run.again)
        ended_with_it = dissolved is not None and run.ends[1] >= dissolved
        if not run.open and not ended_with_it and not unseen(run, run.ends[1], ends=True):
            word = "left, suspended" if run.suspended else "left"
            yield Change(run.ends, f"{word} {run.leaves} {told(*run.ends)}", left=True, suspended=run.suspended)
    for spell in spells:
        if not spell.overlay:
            continue
        days = spell.from_earliest, spell.from_latest
        if any(run.line == spell.line and run.is_member(middle(days)) for run in runs):
            yield Change(days, f"{spell.status} {spell.state} {told(*days)}", suspended=True)


def _line(spell: CountedSpell) -> str:
    return spell.line or ""


def _in_order(spell: CountedSpell) -> tuple[object, ...]:
    return (_line(spell), *spell[:5], spell.dataset, spell.status or "", spell.end or "")


def _runs_and_changes(bodies: Sequence[SpellsOfBody], dissolved: date | None) -> tuple[list[Run], list[Change]]:
    spells = sorted((each for body in bodies for each in body.spells), key=_in_order)
    counting = sorted((each for each in spells if each.coded and not each.overlay), key=_line)
    runs = [run for line, each in groupby(counting, key=_line) for run in runs_of(line, list(each))]
    return runs, list(_changes(runs, spells, dissolved)) if runs else []


def churn_of(org: str, bodies: Sequence[SpellsOfBody], parameters: Mapping[str, Any]) -> list[MembershipChurn]:
    """The years of one organization."""
    dissolved = next((each.dissolved for each in bodies if each.dissolved), None)
    runs, changes = _runs_and_changes(bodies, dissolved)
    if not runs:
        return []
    until: date = parameters["until"]
    since: date = parameters["since"] or min(middle(run.since) for run in runs)
    happened = [each for each in changes if each.name and since <= each.on <= until]
    ended = {dissolved.year} if dissolved and since <= dissolved <= until else set[int]()
    if parameters["every_year"]:
        # A first day that nobody knows is no year of a table.
        first = min((on for run in runs if (on := middle(run.since)) > date.min), default=until)
        numbers = [*range(max(since, first).year, until.year + 1)]
    else:
        numbers = sorted({each.on.year for each in happened} | ended)
    rows: list[MembershipChurn] = []
    for number in numbers:
        year = [each for each in happened if each.on.year == number]
        names = [(each.on, each.name) for each in year]
        if dissolved and number in ended:
            names.append((dissolved, f"dissolved {dissolved}"))
        start, stop = max(date(number, 1, 1), since), min(date(number, 12, 31), until)
        length = (date(number, 12, 31) - date(number, 1, 1)).days + 1
        least, most = (sum(run.lasts(start, stop, longest=longest) for run in runs) for longest in (False, True))
        days = sum(
            days_within(middle(run.since), date.max if run.open else middle(run.ends), start, stop) for run in runs
        )
        left = sum(each.left for each in year)
        rate, low, high = (left * length / each if each else None for each in (days, most, least))
        lost_from_sight = any(run.open and run.ends[0] <= stop for run in runs)
        rows.append(
            MembershipChurn(
                org=org,
                year=number,
                members=sum(run.is_member(stop) for run in runs),
                joined=sum(each.joined for each in year),
                rejoined=sum(each.rejoined for each in year),
                left=left,
                suspended=sum(each.suspended for each in year),
                net=sum(each.joined for each in year) - left,
                member_years=days / length,
                rate=rate,
                rate_low=low,
                rate_high=high,
                names=[name for _, name in sorted(names)],
                dissolved=number in ended,
                certain=low == high and not lost_from_sight and not any(c.is_in_doubt(start, stop) for c in changes),
            )
        )
    return rows


def _churn(bodies: Sequence[SpellsOfBody], parameters: Mapping[str, Any], notes: list[str]) -> list[MembershipChurn]:
    rows = [
        row for org, each in groupby(bodies, key=lambda body: body.org) for row in churn_of(org, list(each), parameters)
    ]
    if rows:
        joined, left = sum(row.joined for row in rows), sum(row.left for row in rows)
        notes.append(f"{joined} entries and {left} exits in the window")
    return rows


def bounds_by_year(org: str, bodies: Sequence[SpellsOfBody], parameters: Mapping[str, Any]) -> Iterator[ChurnBounds]:
    """The least and the most of the years of one organization."""
    dissolved = next((each.dissolved for each in bodies if each.dissolved), None)
    runs, changes = _runs_and_changes(bodies, dissolved)
    until: date = parameters["until"]
    known = [day for run in runs for day in run.since if day > date.min]
    since: date = parameters["since"] or min(known, default=until)
    for year in range(since.year, until.year + 1):
        start, stop = max(date(year, 1, 1), since), min(date(year, 12, 31), until)
        sure, may = ([c for c in changes if c.lies(start, stop, certainly=each)] for each in (True, False))
        happened = [c for c in may if c.name]
        if not happened and not parameters["every_year"] and not (dissolved and start <= dissolved <= stop):
            continue
        length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        least, most = (sum(run.lasts(start, stop, longest=each) for run in runs) / length for each in (False, True))
        counts: list[dict[str, Any]] = [
            {
                word: sum(getattr(c, word) for c in each if c.name)
                for word in ("joined", "rejoined", "left", "suspended")
            }
            for each in (sure, may)
        ]
        low, high = counts
        low |= {"members": sum(run.may_last(stop, certainly=True) for run in runs)}
        high |= {"members": sum(run.may_last(stop, certainly=False) for run in runs)}
        low |= {"net": low["joined"] - high["left"], "member_years": least}
        high |= {"net": high["joined"] - low["left"], "member_years": most}
        low["rate"], high["rate"] = (low["left"] / most if most else None), (high["left"] / least if least else None)
        yield ChurnBounds(
            org=org,
            year=year,
            certain=low == high and all(c.name for c in may),
            **{f"{word}_low": value for word, value in low.items()},
            **{f"{word}_high": value for word, value in high.items()},
        )


def churn_bounds(world: Asked, given: Mapping[str, Any]) -> tuple[Result[MembershipChurn], list[ChurnBounds]]:
    """What is told of the years, and the least and the most that can be true of each."""
    rows: list[ChurnBounds] = []

    def bounded(bodies: Sequence[SpellsOfBody], parameters: Mapping[str, Any]) -> None:
        for org, each in groupby(bodies, key=lambda body: body.org):
            rows.extend(bounds_by_year(org, list(each), parameters))

    return _asked(world, given, bounded), rows


def membership_churn(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    organization: OrganizationLike | None = None,
    since: DayLike | None = None,
    until: DayLike | None = None,
    statuses: StatusesLike | None = None,
    every_year: bool = False,
    datasets: Iterable[str] | None = None,
    continuity: bool = True,
    lineage: bool = False,
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
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.

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
    given = {
        "organization": organization,
        "since": since,
        "until": until,
        "statuses": statuses,
        "every_year": every_year,
        "datasets": datasets,
        "continuity": continuity,
        "lineage": lineage,
    }
    return _asked(world, given)


def _asked(
    world: Asked,
    given: Mapping[str, Any],
    also: Callable[[Sequence[SpellsOfBody], Mapping[str, Any]], None] | None = None,
) -> Result[MembershipChurn]:
    """Ask; `also` gets what was fetched, and with what."""
    fetched: list[SpellsOfBody] = []

    def rows_of(
        bodies: Sequence[SpellsOfBody], parameters: Mapping[str, Any], notes: list[str]
    ) -> list[MembershipChurn]:
        fetched.extend(bodies)
        if also is not None:
            also(bodies, parameters)
        return _churn(bodies, parameters, notes)

    def sources(rows: Sequence[MembershipChurn]) -> Ties:
        said = ((row.org, name.removeprefix("left, ").split(" ")) for row in rows for name in row.names)
        shown = {(org, words[1]) for org, words in said if words[0] != "dissolved"}
        return sorted({(each.state, of.body) for of in fetched for each in of.spells if (of.org, each.state) in shown})

    return ask(
        world,
        "membership_churn",
        MembershipChurn,
        given,
        needs="MEMBER_OF",
        sources=sources,
        computed=Computed(SpellsOfBody, rows_of),
        of_any_day=True,
    )
