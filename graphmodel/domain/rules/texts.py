"""Rules that yield the world from what texts claim: what they name, who is involved in what, what it is about, who stands how.

An edge of several claims is one edge with all of them as its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from graphmodel.domain.assertions import Assertion, Assertions, evidence
from graphmodel.domain.claim_vocabularies import Predicate, QualifierRole
from graphmodel.domain.entities import (
    Collective,
    Entity,
    Event,
    Instrument,
    Organization,
    Person,
    Place,
    Project,
    Resolution,
    State,
)
from graphmodel.domain.relationships import Concerns, Involves, LocatedIn, PartOf, StanceOn
from graphmodel.domain.rules.told import around, when
from graphmodel.domain.vocabularies import InvolvementRole, Stance
from graphmodel.model import Period, Relationship, ref

Whole = Event | Instrument | Project
Party = Organization | Instrument | State | Person | Collective
R = TypeVar("R", bound=Relationship[Any, Any])


class _Edges(Generic[R]):
    """Relationships of one type: what several claims say is one of them, with all these claims as its evidence."""

    def __init__(self, model: type[R], starts: Any = Entity, ends: Any = Entity) -> None:
        self._model, self._starts, self._ends = model, starts, ends
        self._found: dict[tuple[object, ...], tuple[Entity, Entity, dict[str, Any], list[Assertion]]] = {}

    def add(self, claim: Assertion, start: Entity, end: Entity, **key: Any) -> None:
        """A claim says so; one about ends that the type does not join says nothing here."""
        if isinstance(start, self._starts) and isinstance(end, self._ends):
            place = (type(start), start.key, type(end), end.key, *key.values())
            self._found.setdefault(place, (start, end, key, []))[3].append(claim)

    def with_claims(self) -> Iterator[tuple[R, list[Assertion]]]:
        """Each with its claims."""
        for start, end, key, told in self._found.values():
            yield self._model(start=start, end=end, **key | {"evidence": evidence(*told)}), told

    def __iter__(self) -> Iterator[R]:
        return (edge for edge, _ in self.with_claims())


def things(claims: Assertions) -> Iterator[Entity]:
    """Each thing that texts name: a place, project, topic, event, collective, instrument, measure or resolution."""
    for each in claims.of(Predicate.THING):
        model = type(each.subjects[0])
        dates: dict[str, object] = {}
        if issubclass(model, Event):
            dates = {"date": each.claim.on, "valid": each.claim.valid}
        elif issubclass(model, Instrument):
            dates = {"signed": each.claim.on}
        yield model.model_validate(
            {
                "key": each.subjects[0].key,
                "name": each.said("name"),
                "aliases": each.all_said("aliases"),
                "note": each.claim.note,
                "evidence": evidence(each),
                **({"kind": each.claim.value} if "kind" in model.model_fields else {}),
                **dates,
            }
        )


def parts(claims: Assertions) -> Iterator[PartOf]:
    """What is part of what: things as their rows say, organs of organizations, and what texts say."""
    found = _Edges(PartOf)
    for each in (*claims.of(Predicate.THING), *claims.told(Predicate.PART_OF)):
        for start in each.subjects:
            for end in each.objects:
                found.add(each, start, end)
    for each in claims.of(Predicate.ORGANIZATION):
        if whole := each.said("part_of"):
            found.add(each, each.subject(Organization), ref(Organization, whole))
    yield from found


def locations(claims: Assertions) -> Iterator[LocatedIn]:
    """Where things are, and where texts say that something was held, crashed or lies; a sea lies in the states at its coast."""
    found = _Edges(LocatedIn, Event | Project | Place | Organization, Place | State)
    for each in claims.of(Predicate.THING):
        for end in each.named(QualifierRole.PLACE, Entity):
            found.add(each, each.subjects[0], end)
    for each in (*claims.told(Predicate.LOCATED_IN), *claims.told(Predicate.CRASHED_IN)):
        for start in each.subjects:
            for end in each.objects:
                found.add(each, start, end)
    for each in claims.told(Predicate.LITTORAL_STATE_OF):
        for state in each.subjects:
            if isinstance(state, State):
                found.add(each, each.object(Place), state)
    yield from found


class _Roles(NamedTuple):
    """Where a claim names the whole, and what its subjects and objects are in it."""

    wholes: Callable[[Assertion], list[Whole]]
    subject: InvolvementRole | None = None
    object: InvolvementRole | None = None


def _occasion(claim: Assertion) -> list[Whole]:
    return [*claim.named(QualifierRole.OCCASION, Event)]


def _item(claim: Assertion) -> list[Whole]:
    return [*claim.named(QualifierRole.ITEM, Instrument)]


def _subjects(claim: Assertion) -> list[Whole]:
    return [each for each in claim.subjects if isinstance(each, (Event, Instrument, Project))]


def _objects(claim: Assertion) -> list[Whole]:
    return [each for each in claim.objects if isinstance(each, (Event, Resolution, Project))]


_I = InvolvementRole
INVOLVEMENTS: dict[Predicate, _Roles] = {
    Predicate.VISITED: _Roles(_occasion, subject=_I.VISITOR),
    Predicate.ACCOMPANIED: _Roles(_occasion, subject=_I.PARTICIPANT),
    Predicate.NEGOTIATED_WITH: _Roles(_occasion, _I.PARTICIPANT, _I.PARTICIPANT),
    Predicate.TRANSFERS_TO: _Roles(_occasion, _I.SUPPLIER, _I.RECIPIENT),
    Predicate.ATTACKS: _Roles(_occasion, _I.BELLIGERENT, _I.VICTIM),
    Predicate.OVERTHROWN_IN: _Roles(_occasion, subject=_I.VICTIM),
    Predicate.CHARGES: _Roles(_occasion, _I.ACCUSER, _I.ACCUSED),
    Predicate.LIFTS: _Roles(_occasion, subject=_I.ACTOR),
    Predicate.IMPOSES_SANCTIONS_ON: _Roles(_item, _I.IMPOSER, _I.TARGET),
    Predicate.PARTICIPATES_IN: _Roles(_objects, subject=_I.PARTICIPANT),
    Predicate.NOT_INVITED_TO: _Roles(_objects, subject=_I.ABSENT),
    Predicate.VOTED_FOR: _Roles(_objects, subject=_I.VOTER),
    Predicate.BUILDS: _Roles(_objects, subject=_I.BUILDER),
    Predicate.SIGNED_BETWEEN: _Roles(_subjects, object=_I.SIGNATORY),
    Predicate.INVOLVES: _Roles(_subjects, object=_I.BELLIGERENT),
}
"""For each predicate the roles that it gives."""


def involvements(claims: Assertions) -> Iterator[Involves]:
    """Who visited, hosted, signed, built, supplied, imposed, voted, fought, and who was not invited."""
    found = _Edges(Involves, Whole, Party)
    for predicate, roles in INVOLVEMENTS.items():
        for each in claims.told(predicate):
            for whole in roles.wholes(each):
                for role, parties in ((roles.subject, each.subjects), (roles.object, each.objects)):
                    for party in parties if role else ():
                        found.add(each, whole, party, role=role)
    places = {each.subjects[0].key: each for each in claims.of(Predicate.THING) if isinstance(each.subjects[0], Place)}
    for each in claims.told(Predicate.VISITED):
        for visit in _occasion(each):
            for place in each.objects:
                if place.key in places:
                    for host in places[place.key].named(QualifierRole.PLACE, State):
                        found.add(each, visit, host, role=InvolvementRole.HOST)
                        found.add(places[place.key], visit, host, role=InvolvementRole.HOST)
    yield from found


def concerns(claims: Assertions) -> Iterator[Concerns]:
    """What instruments cover or provide for, the goods of a transfer, the measure that was lifted."""
    found = _Edges(Concerns, Whole)
    for predicate in (Predicate.COVERS_SECTOR, Predicate.PROVIDES_FOR):
        for each in claims.told(predicate):
            for instrument in each.subjects:
                for about in each.objects:
                    found.add(each, instrument, about)
    for each in claims.told(Predicate.TRANSFERS_TO):
        for event in _occasion(each):
            for good in each.named(QualifierRole.ITEM, Entity):
                found.add(each, event, good)
    for each in claims.told(Predicate.LIFTS):
        for event in _occasion(each):
            for measure in each.objects:
                found.add(each, event, measure)
    yield from found


STANCES = {
    Predicate.SUPPORTS: Stance.SUPPORTS,
    Predicate.PROMOTES: Stance.SUPPORTS,
    Predicate.PRAISES: Stance.PRAISES,
    Predicate.CRITICISES: Stance.CRITICISES,
    Predicate.SEEKS_TO_BREAK_UP: Stance.OPPOSES,
    Predicate.CONCERNED_ABOUT: Stance.FEARS,
    Predicate.PREFERS: Stance.WANTS,
    Predicate.INTERESTED_IN: Stance.WANTS,
    Predicate.DEMANDS: Stance.WANTS,
}
"""For each predicate the stance that it tells."""


def stances(claims: Assertions) -> Iterator[StanceOn]:
    """How somebody stands to an entity; where several claims say so on different days, on all of them."""
    found = _Edges(StanceOn, Person | State | Organization | Collective)
    for predicate, stance in STANCES.items():
        for each in claims.told(predicate):
            for holder in each.subjects:
                for about in each.objects:
                    found.add(each, holder, about, stance=stance)
    for edge, told in found.with_claims():
        yield edge.model_copy(update={"valid": _time(told)})


def _time(told: list[Assertion]) -> Period | None:
    times = [time for each in told if (time := when(each)) is not None]
    if len(times) < 2:
        return next(iter(times), None)
    days = [time.bounds for time in times]
    return around(min(day.from_latest for day in days), max(day.from_latest for day in days))
