"""Rules that yield events, whose they were, who was there and who signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graphmodel.domain.assertions import Assertion, Assertions, evidence, trust
from graphmodel.domain.claim_vocabularies import Mode, Predicate
from graphmodel.domain.entities import Event, Organization, Pact, Person, State
from graphmodel.domain.relationships import Attended, Involves, Signed
from graphmodel.domain.vocabularies import (
    ActKind,
    EventKind,
    InvolvementRole,
    MeetingKind,
    PactEventKind,
    SignatoryRole,
)
from graphmodel.model import ref


def meetings(claims: Assertions) -> Iterator[Event | Involves]:
    """Each meeting, and the organization that met; a planned one is an event whose mode is planned."""
    for each in claims.of(Predicate.MET):
        event = Event(
            key=each.row,
            kind=MeetingKind(each.value),
            date=each.on,
            place=each.said("place"),
            mode=each.claim.mode,
            confidence=trust(each),
            note=each.claim.note,
            evidence=evidence(each),
        )
        yield event
        for subject in each.subjects:
            if isinstance(subject, Organization):
                yield Involves(start=event, end=subject, role=InvolvementRole.MEETING_OF, evidence=evidence(each))


def attendance(claims: Assertions) -> Iterator[Attended]:
    """The states that met, and the people who are named as present; nobody was at a meeting that is only planned."""
    for each in claims.of(Predicate.MET):
        event = ref(Event, each.row)
        for guest in (*each.subjects, *each.objects) if each.claim.mode is Mode.ASSERTED else ():
            if isinstance(guest, (State, Person)):
                yield Attended(start=guest, end=event, confidence=trust(each), evidence=evidence(each))


def withdrawal_notices(claims: Assertions) -> Iterator[Event | Involves]:
    """That a state says that it leaves: an event of the state and the organization; the membership goes on until it ends."""
    for each in claims.of(Predicate.WITHDRAWS_FROM):
        if each.claim.on is None:
            continue
        event = Event(
            key=each.row,
            kind=EventKind.WITHDRAWAL_NOTICE,
            date=each.on,
            mode=each.claim.mode,
            confidence=trust(each),
            note=each.claim.note,
            evidence=evidence(each),
        )
        yield event
        yield Involves(start=event, end=each.subject(State), role=InvolvementRole.ACTOR, evidence=evidence(each))
        yield Involves(
            start=event, end=each.object(Organization), role=InvolvementRole.NOTIFIED, evidence=evidence(each)
        )


def pact_events(claims: Assertions) -> Iterator[Event | Involves]:
    """Each step in the life of a pact, the pact, and the states that acted."""
    steps: dict[str, list[Assertion]] = defaultdict(list)
    for each in claims.of(Predicate.PACT_EVENT):
        steps[each.said("event") or each.row].append(each)
    for key, rows in steps.items():
        first = rows[0]
        event = Event(
            key=key,
            kind=_kind(first.value),
            date=first.on,
            confidence=trust(*rows),
            note="; ".join(dict.fromkeys(each.claim.note for each in rows if each.claim.note)) or None,
            evidence=evidence(*rows),
        )
        yield event
        yield Involves(start=event, end=first.subject(Pact), role=InvolvementRole.STEP_OF, evidence=evidence(*rows))
        for each in rows:
            for actor in each.objects:
                if isinstance(actor, State):
                    yield Involves(start=event, end=actor, role=InvolvementRole.ACTOR, evidence=evidence(each))


def signatures(claims: Assertions) -> Iterator[Signed]:
    """Who put a name to a pact, or agreed to a step in its life, on the day of that event."""
    events = {each.row: each for each in claims.of(Predicate.PACT_EVENT)}
    for each in claims.of(Predicate.SIGNED):
        event = events[each.said("event") or ""]
        yield Signed(
            start=each.subject(Person),
            end=each.object(Pact),
            event=event.said("event") or event.row,
            date=event.on,
            on_behalf_of=each.object(State).key,
            role=SignatoryRole(each.value),
            confidence=trust(each, event),
            evidence=evidence(each, event),
        )


def _kind(word: str) -> ActKind | PactEventKind:
    return ActKind(word) if word in {*ActKind} else PactEventKind(word)
