"""What is told of a made-up world: votes, leaders, meetings, signatures, sanctions, figures, rivalries, claims and sources.

Numbers keep to those of states, organizations, spells and pacts; nothing is drawn from published data.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from graphmodel.domain import (
    Alliance,
    Attended,
    BasedOn,
    Claim,
    Contradicts,
    Event,
    HoldsOffice,
    Indicator,
    Involves,
    Measured,
    Object,
    Organization,
    Person,
    RivalOf,
    RollCall,
    Sanctions,
    Signed,
    Source,
    State,
    States,
    Subject,
    Supports,
    TreatyAct,
    Vote,
    Voted,
)
from graphmodel.domain.claim_vocabularies import CopyKind, Disagreement, Predicate, SourceKind, SupportBasis
from graphmodel.domain.vocabularies import (
    ActKind,
    EventKind,
    InvolvementRole,
    MeetingKind,
    Role,
    SanctionKind,
    SignatoryRole,
)
from graphmodel.exchange.synthetic import KNOWN_TO, Making, Synthetic
from graphmodel.model import CENSORED, Node, PartialDate, Period, Relationship

SINCE = date(1990, 1, 1)
"""Meetings, sanctions and claims of exits are of the years from then on."""
TERMS = (date(1950, 1, 1), date(1980, 1, 1), date(2000, 1, 1))
"""Near these days the three leaders of each state come into office."""
SOUTH = 0.6
"""The share of states that mostly vote yes."""


@dataclass(slots=True)
class Records:
    """What `records` made; `world.merge(*told.everything)` loads it into a graph that has the made-up world."""

    roll_calls: list[RollCall] = field(default_factory=list[RollCall])
    votes: list[Voted] = field(default_factory=list[Voted])
    people: list[Person] = field(default_factory=list[Person])
    offices: list[HoldsOffice] = field(default_factory=list[HoldsOffice])
    events: list[Event] = field(default_factory=list[Event])
    attended: list[Attended] = field(default_factory=list[Attended])
    involves: list[Involves] = field(default_factory=list[Involves])
    alliances: list[Alliance] = field(default_factory=list[Alliance])
    acts: list[TreatyAct] = field(default_factory=list[TreatyAct])
    signed: list[Signed] = field(default_factory=list[Signed])
    sanctions: list[Sanctions] = field(default_factory=list[Sanctions])
    rivalries: list[RivalOf] = field(default_factory=list[RivalOf])
    indicators: list[Indicator] = field(default_factory=list[Indicator])
    figures: list[Measured] = field(default_factory=list[Measured])
    sources: list[Source] = field(default_factory=list[Source])
    claims: list[Claim] = field(default_factory=list[Claim])
    said: list[States | Subject | Object | Supports | Contradicts | BasedOn] = field(
        default_factory=list[States | Subject | Object | Supports | Contradicts | BasedOn]
    )

    @property
    def everything(self) -> tuple[list[Node], list[Relationship[Any, Any]]]:
        """All nodes, and all relationships."""
        each = [one for part in fields(self) for one in getattr(self, part.name)]
        return [one for one in each if isinstance(one, Node)], [one for one in each if isinstance(one, Relationship)]


def records(
    made: Synthetic,
    *,
    sessions: int = 2,
    roll_calls: int = 50,
    claims: int = 10_000,
    events: int = 5_000,
    sanctions: int = 2_000,
    seed: int = 1,
) -> Records:
    """What is told of a made-up world; the same for the same world, numbers and seed.

    Each state votes in nine of ten roll calls, mostly as its group does; has three leaders, one after the other, a rivalry with
    another of every second, and figures of its power, gas and oil. Half of the events are meetings of organizations, at which
    some members are absent, half are talks of two leaders; a tenth of these is a step of a pact. Each party signed its pact by its
    leader, and pacts have the provisions that make them deep. Claims tell of spells and pacts, each by one to three sources.

    Args:
        made: the world.
        sessions: how many sessions of roll calls, from number 60 on.
        roll_calls: how many roll calls a session has.
        claims: how many claims, one of fifty of which is of an exit or of arrears; as many sources as one of twenty.
        events: how many events.
        sanctions: how many spells of sanctions.
        seed: of the random numbers.

    Raises:
        MissingExtra: numpy is not installed.

    >>> from graphmodel.exchange.synthetic import synthetic
    >>> from graphmodel.exchange.synthetic_records import records
    >>> told = records(synthetic(states=10, organizations=5, spells=20, pacts=5), roll_calls=3, claims=8, events=6, sanctions=4)
    >>> len(told.roll_calls), len(told.claims), len(told.events), len(told.sanctions)
    (6, 8, 6, 4)
    """
    making, told = Making(seed), Records()
    _votes(making, made, told, sessions, roll_calls)
    leaders = _leaders(making, made, told)
    _events(making, made, told, leaders, events)
    _signatures(making, made, told, leaders)
    _sanctions(making, made, told, sanctions)
    _figures(making, made, told)
    _claims(making, made, told, claims)
    return told


def _votes(making: Making, made: Synthetic, told: Records, sessions: int, count: int) -> None:
    south = making.random.random(len(made.states)) < SOUTH
    for session in range(60, 60 + sessions):
        for number in range(count):
            day = date(1946 + session, 10, 1) + timedelta(days=number)
            call = RollCall(
                key=f"made.{session}.{number:04}",
                name=f"Question {number + 1} of session {session}",
                session=session,
                date=PartialDate(day),
                important=bool(making.random.random() < 0.15),
            )
            told.roll_calls.append(call)
            chance, there = making.random.random((2, len(made.states)))
            for state, yes, drawn, away in zip(made.states, south.tolist(), chance, there < 0.1, strict=True):
                if not away:
                    most = (0.8, 0.9) if yes else (0.3, 0.6)
                    vote = Vote.YES if drawn < most[0] else Vote.ABSTAIN if drawn < most[1] else Vote.NO
                    told.votes.append(Voted(start=state, end=call, vote=vote))


def _leaders(making: Making, made: Synthetic, told: Records) -> dict[str, list[tuple[date, Person]]]:
    """The leaders of each state, with the day on which they come into office."""
    found: dict[str, list[tuple[date, Person]]] = {}
    for state in made.states:
        days = [day + timedelta(days=int(making.random.integers(0, 3_000))) for day in TERMS]
        people = [Person(key=f"{state.key}.{i}", name=f"Leader {i} of {state.name}") for i in range(1, 4)]
        told.people += people
        told.offices += [
            HoldsOffice(
                start=person,
                end=state,
                spell=f"office.{person.key}",
                office="president",
                role=Role.HEAD_OF_STATE,
                valid=Period(start, stop),
            )
            for person, start, stop in zip(people, days, (*days[1:], CENSORED(KNOWN_TO)), strict=True)
        ]
        found[state.key] = list(zip(days, people, strict=True))
    return found


def _leader(leaders: dict[str, list[tuple[date, Person]]], state: str, day: date) -> Person | None:
    return next((person for since, person in reversed(leaders[state]) if since <= day), None)


def _day(making: Making) -> date:
    return SINCE + timedelta(days=int(making.random.integers(0, (KNOWN_TO - SINCE).days - 10)))


def _events(
    making: Making, made: Synthetic, told: Records, leaders: dict[str, list[tuple[date, Person]]], count: int
) -> None:
    members: dict[str, list[State]] = defaultdict(list)
    for spell in made.memberships:
        if isinstance(spell.start, State):
            members[spell.end.key].append(spell.start)
    held = [each for each in made.organizations if members[each.key]]
    for i in range(count):
        day = _day(making)
        meeting = bool(held) and i % 2 == 0
        kind = MeetingKind.HEADS_OF_STATE_SUMMIT if meeting else EventKind.TALKS
        event = Event(key=f"event.{i + 1:06}", name=f"Event {i + 1}", kind=kind, date=PartialDate(day))
        told.events.append(event)
        if meeting:
            organization = held[int(making.random.integers(len(held)))]
            told.involves.append(Involves(start=event, end=organization, role=InvolvementRole.MEETING_OF))
            there = list({state.key: state for state in members[organization.key]}.values())[:20]
        else:
            there = [made.states[at] for at in _two(making, len(made.states))]
        away = making.random.random(len(there)) < (0.1 if meeting else 0.0)
        for state, absent in zip(there, away.tolist(), strict=True):
            role = "absent" if absent else "participant"
            told.attended.append(Attended(start=state, end=event, role=role))
            person = _leader(leaders, state.key, day)
            if person is not None and not absent:
                told.attended.append(Attended(start=person, end=event))
        if not meeting and made.pacts and making.random.random() < 0.2:
            pact = made.pacts[int(making.random.integers(len(made.pacts)))]
            told.involves.append(Involves(start=event, end=pact, role=InvolvementRole.STEP_OF))


def _two(making: Making, count: int) -> list[int]:
    """Places of two different ones, in order; of one where there is no other."""
    return sorted(int(i) for i in making.random.choice(count, size=min(2, count), replace=False))


def _signatures(making: Making, made: Synthetic, told: Records, leaders: dict[str, list[tuple[date, Person]]]) -> None:
    for pact in made.pacts:
        signed = PartialDate(pact.valid.bounds.from_earliest)
        has = iter((making.random.random(8) < 0.25).astype(int).tolist())
        told.alliances.append(
            Alliance(
                key=pact.key,
                name=pact.name,
                kind=pact.kind,
                scope=pact.scope,
                valid=pact.valid,
                signed=signed,
                milaid=next(has),
                milcon=next(has),
                intcom=next(has),
                subord=next(has),
                base=next(has),
                organ1=next(has),
                contrib=next(has),
                compag=next(has),
                milinst=int(making.random.integers(0, 4)),
            )
        )
    for party in made.parties:
        start, pact, day = party.start, party.end, party.valid.bounds.from_earliest
        act = f"{pact.key}.{start.key}.signature"
        told.acts.append(TreatyAct(start=start, end=pact, act=act, kind=ActKind.SIGNATURE, date=PartialDate(day)))
        person = _leader(leaders, start.key, day)
        if person is not None:
            told.signed.append(
                Signed(
                    start=person,
                    end=pact,
                    event=act,
                    date=PartialDate(day),
                    on_behalf_of=start.key,
                    role=SignatoryRole.SIGNED,
                )
            )


def _sanctions(making: Making, made: Synthetic, told: Records, count: int) -> None:
    kinds = [*SanctionKind]
    for i in range(count if len(made.states) > 1 else 0):
        sender, target = _two(making, len(made.states))[:: 1 if making.random.random() < 0.5 else -1]
        start: State | Organization = made.states[sender]
        if made.organizations and making.random.random() < 0.1:
            start = made.organizations[int(making.random.integers(len(made.organizations)))]
        told.sanctions.append(
            Sanctions(
                start=start,
                end=made.states[target],
                spell=f"sanctions.{i + 1:06}",
                kinds=[kinds[int(making.random.integers(len(kinds)))]],
                valid=making.period(_day(making), (1, 1, 2, 3, 5, 8, 13, 25), 0.5),
            )
        )


def _figures(making: Making, made: Synthetic, told: Records) -> None:
    power = Indicator(key="cinc", name="Made-up share of capabilities")
    goods = [
        Indicator(key=f"{one}_reserves", name=f"Made-up reserves of {one}", unit="units") for one in ("gas", "oil")
    ]
    told.indicators.extend([power, *goods])
    always = Period("1816-01-01", CENSORED(KNOWN_TO))
    for state in made.states:
        owned = [(power, float(making.random.pareto(1.2) + 1) / len(made.states))]
        owned += [(one, float(making.random.pareto(1.0))) for one in goods if making.random.random() < 0.3]
        told.figures += [
            Measured(start=state, end=one, observation=f"{one.key}.{state.key}", value=value, valid=always)
            for one, value in owned
        ]
    pairs = {tuple(_two(making, len(made.states))) for _ in range(len(made.states) // 2)}
    for a, b in sorted(pairs):
        start, end = made.states[a], made.states[b]
        since = date(int(making.random.integers(1950, 2006)), 1, 1)
        valid = Period(since, CENSORED(KNOWN_TO))
        told.rivalries.append(RivalOf(start=start, end=end, spell=f"{start.key}.{end.key}", valid=valid))


def _claims(making: Making, made: Synthetic, told: Records, count: int) -> None:
    facts = [*made.memberships, *made.parties]
    if not facts:
        return
    for i in range(max(3, count // 20)):
        told.sources.append(
            Source(
                key=f"source.{i + 1:05}",
                title=f"Work {i + 1}",
                publisher=f"Publisher {i % 40 + 1}",
                kind=SourceKind.WORK,
                published_from=_day(making),
            )
        )
        if i % 10 == 9:
            told.said.append(BasedOn(start=told.sources[i], end=told.sources[i - 1], how=CopyKind.COPY))
    for i in range(count):
        fact = facts[int(making.random.integers(len(facts)))]
        exits = i % 50 == 49
        if exits:
            fact = made.memberships[int(making.random.integers(len(made.memberships)))]
        predicate = Predicate.MEMBER_OF if hasattr(fact, "status") else Predicate.ORIGINAL_PARTY
        if exits:
            predicate = Predicate.WITHDRAWS_FROM if i % 100 == 49 else Predicate.DEFAULTS_ON
        claim = Claim(
            key=f"claim.{i + 1:06}",
            predicate=predicate,
            spell=None if exits else fact.spell,
            valid=None if exits else fact.valid,
            on=PartialDate(_day(making)) if exits else None,
        )
        told.claims.append(claim)
        told.said += [Subject(start=claim, end=fact.start), Object(start=claim, end=fact.end)]
        by = making.random.choice(len(told.sources), size=int(making.random.integers(1, 4)), replace=False)
        told.said += [States(start=told.sources[int(at)], end=claim) for at in sorted(by)]
        if i and making.random.random() < 0.1:
            other = told.claims[int(making.random.integers(i))]
            against = making.random.random() < 0.3
            told.said.append(
                Contradicts(start=claim, end=other, kind=Disagreement.CONTRADICTS)
                if against
                else Supports(start=claim, end=other, basis=SupportBasis.STATED)
            )
