"""Analyses of change: a state's portfolio from year to year, and the graph on two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS, reach_of
from graphmodel.analyses.lines import line, one_state
from graphmodel.analyses.presence import days_there
from graphmodel.analyses.results import Result
from graphmodel.analyses.spells import Spell, counted
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.results import Row


class PortfolioYear(Row):
    """A state's portfolio in a year; the header of `portfolio_over_time` says what each column means."""

    year: int
    n_orgs: int
    n_pacts: int
    defense_partners: int
    turnover: float | None
    turnover_pacts: float | None
    turnover_partners: float | None
    gained: list[str]
    lost: list[str]
    statuses: list[str]
    pact_kinds: list[str]
    partners: list[str]
    certain: bool


class Change(Row):
    """A tie that began or ended; the header of `snapshot_diff` says what each column means."""

    change: Literal["began", "ended"]
    day: str
    kind: str
    from_key: str
    to_key: str
    what: str | None
    since: str
    until: str
    certain: bool
    confidence: str | None
    sources: list[str]


class DatedTie(Spell):
    """A membership, pact or defense partner with its time, as `portfolio_over_time` fetches it."""

    kind: Literal["organization", "pact", "defense"]
    key: str
    bearer: str
    what: str | None
    full_from_earliest: date | None
    full_from_latest: date | None
    full_to_earliest: date | None
    full_to_latest: date | None

    def full(self, day: date, *, certain: bool) -> bool:
        """Whether it possibly, or certainly, is a full membership on the day."""
        start, end = (
            (self.full_from_latest, self.full_to_earliest)
            if certain
            else (self.full_from_earliest, self.full_to_latest)
        )
        return start is not None and end is not None and start <= day < end


def _turnover(before: set[str] | None, after: set[str]) -> float | None:
    if before is None or not before | after:
        return None
    return len(before ^ after) / len(before | after)


def _portfolios(
    ties: Sequence[DatedTie],
    parameters: Mapping[str, Any],
    notes: list[str],
    reach: tuple[date | None, date | None],
) -> list[PortfolioYear]:
    """`reach` is the last day to which memberships and commitments are known: beyond it, that nothing changes says nothing."""
    if not ties:
        return []
    statuses: list[str] | None = parameters["statuses"]
    month, day = map(int, parameters["day"].split("-"))
    until: date = parameters["until"]
    known = [tie.from_earliest for tie in ties if tie.from_earliest > date.min]
    since: date = parameters["since"] or min(known, default=until)
    days = [date(year, month, day) for year in range(since.year, until.year + 1)]
    days = [each for each in days if since <= each <= until]
    began: dict[str, date] = {}
    for tie in ties:
        began[tie.bearer] = min(tie.from_earliest, began.get(tie.bearer, date.max))
    if len(began) > 1:
        notes.append(one_state(sorted(began, key=lambda key: began[key])))
    if not days:
        notes.append(f"no {parameters['day']} lies in the window")

    def on(day: date, *, certain: bool) -> tuple[set[str], set[str], set[str]]:
        """Organizations, pacts and defense partners of a day."""
        found: dict[str, set[str]] = {"organization": set(), "pact": set(), "defense": set()}
        for tie in ties:
            if tie.kind == "organization" and statuses is None:
                holds = tie.full(day, certain=certain)
            else:
                chosen = tie.kind != "organization" or tie.what in (statuses or ())
                holds = chosen and tie.holds(day, certain=certain)
            if holds:
                found[tie.kind].add(tie.key)
        return found["organization"], found["pact"], found["defense"]

    rows: list[PortfolioYear] = []
    before: tuple[set[str], set[str], set[str]] | None = None
    for each in days:
        now = on(each, certain=parameters["certain"])
        orgs, pacts, partners = now
        was = before or (None, None, None)
        was_orgs, was_pacts, was_partners = (
            None if last is not None and each > last else known
            for last, known in zip((reach[0], reach[1], reach[1]), was, strict=True)
        )
        there = {(tie.kind, tie.key, tie.what) for tie in ties if tie.holds(each, certain=parameters["certain"])}
        rows.append(
            PortfolioYear(
                year=each.year,
                n_orgs=len(orgs),
                n_pacts=len(pacts),
                defense_partners=len(partners),
                turnover=_turnover(was_orgs, orgs),
                turnover_pacts=_turnover(was_pacts, pacts),
                turnover_partners=_turnover(was_partners, partners),
                gained=sorted(orgs - was[0]) if was[0] is not None else [],
                lost=sorted(was[0] - orgs) if was[0] is not None else [],
                statuses=counted(what or "" for kind, _, what in there if kind == "organization"),
                pact_kinds=counted(what or "" for kind, _, what in there if kind == "pact"),
                partners=sorted(partners),
                certain=now == on(each, certain=True),
            )
        )
        before = now
    return rows


def _day(year: int, parameters: Mapping[str, Any]) -> date:
    return date(year, *map(int, parameters["day"].split("-")))


def _while_there(rows: Sequence[PortfolioYear], there: set[int], state: str, notes: list[str]) -> list[PortfolioYear]:
    """Without the years in which the state was none and has no tie: a 0 would be told of nobody, and so would what follows it."""
    kept: list[PortfolioYear] = []
    after_nothing = False
    for row in rows:
        if row.year not in there and not (row.n_orgs or row.n_pacts or row.defense_partners):
            after_nothing = True
            continue
        none: dict[str, Any] = dict.fromkeys(("turnover", "turnover_pacts", "turnover_partners"))
        kept.append(row.model_copy(update={**none, "gained": [], "lost": []}) if after_nothing else row)
        after_nothing = False
    if len(kept) < len(rows):
        notes.append(f"{len(rows) - len(kept)} years in which {state} is in no list of states are left out")
    return kept


def portfolio_over_time(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    state: StateLike,
    since: DayLike | None = None,
    until: DayLike | None = None,
    day: Literal["01-01", "07-01", "12-31"] = "12-31",
    statuses: StatusesLike | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
    continuity: bool = True,
    lineage: bool = False,
) -> Result[PortfolioYear]:
    """How the memberships and alliances of a state changed from year to year.

    Counts and turnover (Kinne 2013); the header of `cypher/analyses/portfolio_over_time.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.portfolio_over_time` fills it in.
        state: a `State`, its key, code or name.
        since: the first day of the window; the first day known of the state's ties when None.
        until: its last day; the day to which the data reach when None.
        day: the month and day on which each year is looked at: 12-31, 01-01 or 07-01.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `since` or `until` is not one day.
        QueryError: `since` is after `until`, or `day` is none of the three.
        MissingData: the graph has neither memberships nor pacts; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.portfolio_over_time("Iran", "2022-01-01", "2024-12-31")
    ...     [(row.year, row.gained) for row in rows]
    [(2022, []), (2023, ['sco']), (2024, ['brics'])]
    """
    rested: list[tuple[str, str]] = []

    def rows_of(ties: Sequence[DatedTie], parameters: Mapping[str, Any], notes: list[str]) -> list[PortfolioYear]:
        rested.extend(sorted({(tie.bearer, tie.key) for tie in ties}))
        kept = parameters["datasets"]
        reach = reach_of(world, ("MEMBER_OF",), kept), reach_of(world, COMMITMENTS, kept)
        rows = _portfolios(ties, parameters, notes, reach)
        whose: str = parameters["state"]
        states = line(world, whose) if parameters["continuity"] else [whose]
        there = days_there(world, states, [_day(row.year, parameters) for row in rows])
        return _while_there(rows, {day.year for day in there}, whose, notes)

    def sources(rows: Sequence[PortfolioYear]) -> Ties:
        return rested if rows else []

    given = {
        "state": state,
        "since": since,
        "until": until,
        "day": day,
        "statuses": statuses,
        "datasets": datasets,
        "certain": certain,
        "continuity": continuity,
        "lineage": lineage,
    }
    return ask(
        world,
        "portfolio_over_time",
        PortfolioYear,
        given,
        needs=("MEMBER_OF", "PARTY_TO", "OBLIGED_TO"),
        sources=sources,
        computed=Computed(DatedTie, rows_of),
        of_any_day=True,
    )


def snapshot_diff(  # noqa: PLR0913, PLR0917  (each is a parameter of the analysis)
    world: Asked,
    organization: OrganizationLike | None = None,
    since: DayLike | None = None,
    until: DayLike | None = None,
    state: StateLike | None = None,
    kinds: Iterable[str] | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
    continuity: bool = True,
    lineage: bool = False,
) -> Result[Change]:
    """What changed in the graph between two days.

    The set difference of the ties that hold on each (Cranmer, Desmarais & Menninga 2012); the header of
    `cypher/analyses/snapshot_diff.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.snapshot_diff` fills it in.
        organization: only ties of this one: an `Organization`, its key or name. Of everything when None.
        since: the first of the two days; a year before the second when None.
        until: the second; the day to which the data reach when None.
        state: only ties of this state: a `State`, its key, code or name; with an organization, those of the two.
        kinds: only relationships of these types, such as `MEMBER_OF`; memberships, parties of pacts, commitments, rivalries,
            sanctions, offices and lists of states when None.
        datasets: only facts of these data sets; of all when None.
        certain: compare what certainly holds on the two days.
        continuity: count a state that continues another as one with it, such as Russia and the Soviet Union.
        lineage: count an organization that follows another as one with it, such as the European Union and the Communities.

    Raises:
        UnknownName, AmbiguousName: no organization or state, or several, have this name.
        InvalidDate: `since` or `until` is not one day.
        QueryError: `since` is after `until`, or a kind is none of these types.
        MissingData: the graph has no dated ties; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.snapshot_diff("EAEU", "2024-12-01", "2025-06-01")
    ...     [(row.day, row.from_key, row.to_key) for row in rows if row.change == "began"]
    [('2024-12-26', 'IRN', 'eaeu'), ('not before 2025-05-15', 'eaeu', 'eaeu-irn-2023')]
    """

    def sources(rows: Sequence[Change]) -> list[str]:
        return [source for row in rows for source in row.sources]

    given = {
        "organization": organization,
        "since": since,
        "until": until,
        "state": state,
        "kinds": kinds,
        "datasets": datasets,
        "certain": certain,
        "continuity": continuity,
        "lineage": lineage,
    }
    return ask(world, "snapshot_diff", Change, given, needs=("MEMBER_OF", "PARTY_TO", "OBLIGED_TO"), sources=sources)
