"""Analyses of events in the order of time: what led to a pact, and whether a shock moved signatures."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.cited import sources_of, together
from graphmodel.analyses.rates import exact_ratio, turned_ratio
from graphmodel.analyses.results import Result
from graphmodel.analyses.tenures import day_after
from graphmodel.analyses.values import Asked, DayLike, PactLike, StatesLike, TextsLike
from graphmodel.domain.vocabularies import ActKind, PactEventKind
from graphmodel.errors import QueryError
from graphmodel.results import Row

AGREED = (ActKind.SIGNATURE, PactEventKind.ADOPTION)
"""Steps of a pact that all its parties took."""


class ChainEvent(Row):
    """An event before a pact; the header of `summit_chain` says what each column means."""

    order: int
    date: str
    event: str
    kind: str
    place: str | None
    link: Literal["pact", "parties", "organization"]
    participants: list[str]
    organizations: list[str]
    leaders: list[str]
    carried: list[str]
    days_before: int
    certain: bool
    evidence: list[str]


class Cadence(Row):
    """Signatures before and after a shock; the header of `pact_cadence_after_shock` says what each column means."""

    shock: str
    before: int
    after: int
    unclear: int
    days_before: int
    days_after: int
    rate_ratio: float | None
    ci_low: float | None
    ci_high: float | None
    null_low: float | None
    null_high: float | None
    p_value: float | None
    pacts_before: list[str]
    pacts_after: list[str]
    certain: bool
    evidence: list[str]


class _Event(Row):
    """An event and who belongs to it; the header has the columns."""

    event: str
    kind: str
    date: str
    place: str | None
    earliest: date
    latest: date
    signed_earliest: date
    signed_latest: date
    parties: list[str]
    signers: list[str]
    steps: list[str]
    states: list[str]
    people: list[str]
    organizations: list[str]
    members: list[str]
    evidence: list[str]


class _Signed(Row):
    """A pact and the bounds of its signature; the header has the columns."""

    pact: str
    earliest: date
    latest: date
    evidence: list[str]


def summit_chain(
    world: Asked, pact: PactLike, months: int = 12, parties: int = 2, certain: bool = False
) -> Result[ChainEvent]:
    """What chain of meetings led to a pact: the events of its parties before it, and who carried them.

    The beginning of process tracing (Beach & Pedersen 2019); the header of
    `cypher/analyses/summit_chain.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.summit_chain` fills it in.
        pact: a `Pact`, its key or name.
        months: how many months before the signature.
        parties: how many parties have to take part.
        certain: only events of which, as of the signature, the day is known.

    Raises:
        UnknownName, AmbiguousName: no pact, or several, have this name.
        QueryError: a number is none, or too small.
        MissingData: the graph has no events; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [(row.date, row.event) for row in world.analyses.summit_chain("rus-irn-2025", months=7)][-1]
    ('2025-01-17', 'rus-irn-2025.signature.1')
    """
    return ask(
        world,
        "summit_chain",
        ChainEvent,
        {"pact": pact, "months": months, "parties": parties, "certain": certain},
        needs=("ATTENDED", "TREATY_ACT"),
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Event, _chain),
    )


def _chain(fetched: Sequence[_Event], parameters: Mapping[str, Any], notes: list[str]) -> list[ChainEvent]:
    pact: str = parameters["pact"]
    linked: list[tuple[_Event, Literal["pact", "parties", "organization"], list[str]]] = []
    for each in fetched:
        if each.latest < months_before(each.signed_earliest, parameters["months"]):
            continue
        if parameters["certain"] and not (each.earliest == each.latest and each.signed_earliest == each.signed_latest):
            continue
        acting = each.parties if pact in each.steps and each.kind in AGREED and not each.states else each.states
        present, members = ({*each.parties} & {*keys} for keys in (acting, each.members))
        if pact in each.steps:
            linked.append((each, "pact", sorted(present)))
        elif len(present) >= parameters["parties"]:
            linked.append((each, "parties", sorted(present)))
        elif len(members) >= parameters["parties"]:
            linked.append((each, "organization", sorted(members)))
    if not linked:
        by_then = "no event on record lies before the signature of {0}, or its day is not known"
        if fetched:
            first, last = fetched[0].earliest, max(each.earliest for each in fetched)
            by_then = (
                f"of the events on record before the signature of {{0}}, from {first} to {last}, none is in the chain"
            )
        notes.append(by_then.format(pact))
    linked.sort(key=lambda found: (found[0].earliest, found[1] == "pact", found[0].event))
    rows: list[ChainEvent] = []
    for place, (each, link, participants) in enumerate(linked):
        later = {*each.signers}.union(*(other.people for other, _, _ in linked[place + 1 :]))
        people = sorted({*each.people})
        rows.append(
            ChainEvent(
                order=place + 1,
                date=each.date,
                event=each.event,
                kind=each.kind,
                place=each.place,
                link=link,
                participants=participants,
                organizations=each.organizations,
                leaders=people,
                carried=[person for person in people if person in later],
                days_before=(each.signed_earliest - each.earliest).days,
                certain=each.earliest == each.latest and each.signed_earliest == each.signed_latest,
                evidence=sorted(each.evidence),
            )
        )
    return rows


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month where it has no such day.

    >>> months_before(date(2025, 3, 31), 1)
    datetime.date(2025, 2, 28)
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def pact_cadence_after_shock(  # noqa: PLR0913, PLR0917  (a parameter each)
    world: Asked,
    shock: DayLike,
    states: StatesLike | None = None,
    days: int = 1826,
    until: DayLike | None = None,
    interval: Literal["exact", "permutation"] = "exact",
    level: float = 0.95,
    seed: int = 1,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Cadence]:
    """Whether signatures of pacts accelerate after a shock: the ratio of the rates, with an interval fit for few events.

    The conditional test of two Poisson rates (Przyborowski & Wilenski 1940) with the interval of Clopper & Pearson (1934); the
    header of `cypher/analyses/pact_cadence_after_shock.cypher` has the definitions. Needs scipy.

    Args:
        world: the world that is asked; `world.analyses.pact_cadence_after_shock` fills it in.
        shock: the day of the shock, the first of what is after.
        states: only pacts that one of these states signed or is a party to; all pacts when None.
        days: how many days before and after.
        until: the last day that is looked at; the day to which the data reach when None.
        interval: `exact`, of Poisson rates, or `permutation`, where the ratio would lie without a shock.
        level: the confidence level.
        seed: of the permutations.
        datasets: only facts of these data sets; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: a day is none.
        QueryError: another value is none that the parameter takes, or the data end before the shock.
        MissingData: the graph has no pacts; the message says how to load them.
        MissingExtra: scipy is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.pact_cadence_after_shock("2014-03-18", "RUS")[0]
    ...     row.before, row.after
    (0, 11)
    """
    given = {
        "shock": shock,
        "states": states,
        "days": days,
        "until": until,
        "interval": interval,
        "level": level,
        "seed": seed,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "pact_cadence_after_shock",
        Cadence,
        given,
        needs=("TREATY_ACT", "PARTY_TO"),
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Signed, _cadence),
    )


def _cadence(fetched: Sequence[_Signed], parameters: Mapping[str, Any], notes: list[str]) -> list[Cadence]:
    shock: date = parameters["shock"]
    length = timedelta(days=parameters["days"])
    if shock - date.min < length or date.max - shock < length:
        raise QueryError(f"days={parameters['days']} reaches out of the calendar: give fewer.")
    first, end = shock - length, min(shock + length, day_after(parameters["until"]))
    if end <= shock:
        raise QueryError(f"The data end on {parameters['until']}, before the shock {shock}: there is nothing after it.")
    if end < shock + length:
        notes.append(f"the data end {(shock + length - end).days} days before the window does: rates are by day")
    before: list[_Signed] = []
    after: list[_Signed] = []
    unclear: list[_Signed] = []
    for each in sorted(fetched, key=lambda each: (each.earliest, each.pact)):
        if each.latest < first or each.earliest >= end:
            continue
        inside = first <= each.earliest and each.latest < end
        if (each.earliest < shock <= each.latest) or not (inside or not parameters["certain"]):
            unclear.append(each)
        else:
            (before if each.latest < shock else after).append(each)
    counted = [*before, *after]
    if not counted:
        notes.append(
            f"the data know of no pact signed from {first} until {end}, which does not mean that there was none"
        )
    exposure = (parameters["days"], (end - shock).days)
    exact = parameters["interval"] == "exact"
    if exact:
        found = exact_ratio((len(before), len(after)), exposure, parameters["level"])
    else:
        places = [max((each.earliest - first).days, 0) for each in counted]
        found = turned_ratio(places, exposure, parameters["level"], parameters["seed"])
    return [
        Cadence(
            shock=str(shock),
            before=len(before),
            after=len(after),
            unclear=len(unclear),
            days_before=exposure[0],
            days_after=exposure[1],
            rate_ratio=found.ratio,
            ci_low=found.low if exact else None,
            ci_high=found.high if exact else None,
            null_low=None if exact else found.low,
            null_high=None if exact else found.high,
            p_value=found.p_value,
            pacts_before=[each.pact for each in before],
            pacts_after=[each.pact for each in after],
            certain=bool(counted)
            and not unclear
            and all(first <= each.earliest and each.latest < end for each in counted),
            evidence=together(each.evidence for each in counted),
        )
    ]
