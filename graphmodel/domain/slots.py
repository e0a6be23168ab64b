"""Slots: what can have one value only, a property of an entity or of a spell, and the claims that give it values.

Claims conflict within a slot and a concept alone. A row of a table gives a value for each of its columns; a claim of the
predicate `has_value` gives one value of one property.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import ClaimKind, Concept, Disagreement, Predicate, Standing
from graphmodel.domain.entities import Organization, Pact, Person, State
from graphmodel.domain.provenance import UNCITED, Provenance
from graphmodel.domain.sources import Contradicts
from graphmodel.errors import DataError, InvalidDate
from graphmodel.model import PartialDate, Period
from graphmodel.model.ends import Censored, text_of

NOT = "not "
"""What stands before a value that is only denied."""
About = tuple[str, str]
"""What a slot is of: `("spell", key)`, or the class and key of an entity."""

_SPELL = {"start": "start", "end": "end"}
_PLACES: dict[str, dict[str, str]] = {
    Predicate.MEMBER_OF: {"status": "value", **_SPELL},
    Predicate.HOLDS_OFFICE: {"office": "value", **_SPELL},
    Predicate.PACT: {"kind": "value", "signed": "on", "in_force": "start", "ended": "end"},
    Predicate.ORGANIZATION: {},
    Predicate.STATE: {},
    Predicate.PERSON: {},
    Predicate.MET: {"kind": "value", "date": "on"},
    Predicate.PACT_EVENT: {"kind": "value", "date": "on"},
    Predicate.IMPOSES_SANCTIONS_ON: {**_SPELL},
}
"""By predicate, which part of a claim has the value of a property; any other property is a qualifier."""


def about_of(assertion: Assertion) -> About | None:
    """What the slots of a claim are of; None where it is not about one thing with properties."""
    claim = assertion.claim
    if claim.spell is not None:
        return ("spell", claim.spell)
    if claim.predicate in (Predicate.MET, Predicate.PACT_EVENT):
        return ("Event", assertion.row)
    if claim.predicate in (Predicate.MEMBER_OF, Predicate.HOLDS_OFFICE):
        return ("spell", assertion.row)
    if claim.predicate in _PLACES or claim.predicate == Predicate.HAS_VALUE:
        for model in (State, Organization, Person, Pact):
            for subject in assertion.subjects:
                if isinstance(subject, model):
                    return (model.__name__, subject.key)
    return None


def gives_all(assertion: Assertion) -> bool:
    """Whether a claim says all of its spell or entity, as a row does, and the world is derived from it."""
    return assertion.claim.kind is ClaimKind.ROW and assertion.claim.predicate in _PLACES


def properties_of(assertion: Assertion) -> set[str]:
    """The properties that a claim gives a value to."""
    if assertion.claim.predicate == Predicate.HAS_VALUE:
        return {assertion.claim.property} if assertion.claim.property else set()
    qualified = {text.partition("=")[0] for text in assertion.claim.qualifiers}
    places = _PLACES.get(assertion.claim.predicate, {})
    return {name for name in (*places, *qualified) if value_of(assertion, name) is not None}


def value_of(assertion: Assertion, property_: str) -> str | None:
    """The value that a claim gives to a property, as a table would write it; None where it gives none, or a list.

    An end that was not seen is `censored` and the last day observed.
    """
    claim = assertion.claim
    if claim.predicate == Predicate.HAS_VALUE:
        return None if claim.property != property_ else str(claim.on) if claim.on is not None else claim.value
    place = _PLACES.get(claim.predicate, {}).get(property_)
    if place is None:
        said = assertion.all_said(property_)
        return said[0] if len(said) == 1 else None
    if place in ("start", "end"):
        found = None if claim.valid is None else claim.valid.start if place == "start" else claim.valid.end
        return text_of(found) if isinstance(found, PartialDate | Censored) else None
    found = getattr(claim, place)
    return None if found is None else str(found)


def with_values(assertion: Assertion, values: Mapping[str, str]) -> Assertion:
    """The same claim with other values of some properties.

    Raises:
        DataError: a value is no date, or the end would not lie after the start.
    """
    claim = assertion.claim
    places = _PLACES.get(claim.predicate, {})
    placed = {places[name]: value for name, value in values.items() if name in places}
    other = {name: value for name, value in values.items() if name not in places}
    kept = [text for text in claim.qualifiers if text.partition("=")[0] not in other]
    changed: dict[str, object] = {"qualifiers": [*kept, *(f"{name}={value}" for name, value in other.items())]}
    try:
        if "value" in placed:
            changed["value"] = placed["value"]
        if "on" in placed:
            changed["on"] = PartialDate(placed["on"])
        if {"start", "end"} & {*placed}:
            valid = assertion.valid
            start, end = placed.get("start", text_of(valid.start)), placed.get("end", text_of(valid.end))
            changed["valid"] = Period.parse(f"[{start}, {end})")
    except InvalidDate as error:
        given = ", ".join(f"{name} {value!r}" for name, value in values.items())
        raise DataError(
            f"The claims that are reported give {assertion.key!r} {given}, and that cannot be: {error} "
            "Correct one of them, or choose another policy."
        ) from None
    return replace(assertion, claim=claim.model_copy(update=changed))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that gives a value to a slot: what a policy may look at.

    `value` begins with `not ` where it is only denied. `standing` is the best of its sources', `as_of` the day that it speaks
    for, `said_from` and `said_to` the days by which it was first and last published, None where nobody knows; of compilations,
    if it has no other source. `concepts` are what a date is a date of; `row` says that it has the value of the row that the
    world is derived from.
    """

    claim: str
    value: str
    sources: tuple[str, ...] = ()
    standing: Standing = Standing.OTHER
    concepts: frozenset[Concept] = frozenset({Concept.LEGAL_EFFECT})
    as_of: date | None = None
    said_from: date | None = None
    said_to: date | None = None
    row: bool = False

    @property
    def denied(self) -> bool:
        """Whether its value is only denied."""
        return self.value.startswith(NOT)


@dataclass(frozen=True, slots=True)
class Slot:
    """A property of a spell or an entity, the claims that give it a value, and where their sources are from."""

    about: About
    field: str
    """The property."""
    candidates: tuple[Candidate, ...]
    provenance: Provenance = Provenance()  # noqa: RUF009  (it is frozen)

    @property
    def name(self) -> str:
        """Its name: `sco.IRN.2.start`."""
        return f"{self.about[1]}.{self.field}"

    @property
    def values(self) -> dict[str, list[Candidate]]:
        """The candidates by value, both in the order of their texts."""
        found: dict[str, list[Candidate]] = {}
        for each in sorted(self.candidates, key=lambda each: (each.value, each.claim)):
            found.setdefault(each.value, []).append(each)
        return found

    @property
    def standing_value(self) -> str | None:
        """The value of the row that the world is derived from."""
        return next((each.value for each in self.candidates if each.row), None)

    def reporting(self, concept: Concept) -> Slot:
        """The candidates for a concept: those of this concept, or where there are none, of what the row dates."""
        own = tuple(each for each in self.candidates if concept in each.concepts)
        if not own:
            row = frozenset(c for each in self.candidates if each.row for c in each.concepts)
            own = tuple(each for each in self.candidates if each.concepts & row) or self.candidates
        return replace(self, candidates=own)


def slot_of(about: About, property_: str, row: Assertion, others: Iterable[Assertion], provenance: Provenance) -> Slot:
    """The slot of one property: the row, and the claims that have the same or another value.

    Where claims of single values have the value of the row, they say who says so, and of what date; the row is left out, unless
    they have no source.
    """
    others = [each for each in others if value_of(each, property_) is not None]
    standing = value_of(row, property_)
    agreeing = [each for each in others if each.claim.positive and value_of(each, property_) == standing]
    cited = [each for each in agreeing if each.claim.property and {*each.sources} - {UNCITED}]
    concepts = frozenset(Concept(each.claim.concept) for each in agreeing if each.claim.concept)
    of_row = concepts or frozenset({Concept.LEGAL_EFFECT})
    candidates = [_candidate(each, property_, of_row, provenance) for each in others]
    if cited:
        finer = {each.key for each in cited}
        candidates = [replace(each, row=True) if each.claim in finer else each for each in candidates]
    elif standing is not None:
        candidates.append(replace(_candidate(row, property_, of_row, provenance), row=True))
    return Slot(about, property_, tuple(candidates), provenance)


def _candidate(assertion: Assertion, property_: str, of_row: frozenset[Concept], provenance: Provenance) -> Candidate:
    claim, value = assertion.claim, value_of(assertion, property_)
    dated = [each for each in assertion.sources if provenance.standing([each]) is not Standing.COMPILATION]
    first, last = provenance.published(dated or assertion.sources)
    return Candidate(
        claim=assertion.key,
        value=f"{value}" if claim.positive else f"{NOT}{value}",
        sources=assertion.sources,
        standing=claim.standing or provenance.standing(assertion.sources),
        concepts=frozenset({Concept(claim.concept)}) if claim.concept else of_row,
        as_of=claim.as_of,
        said_from=first,
        said_to=last,
    )


def set_aside(links: Iterable[Contradicts]) -> frozenset[str]:
    """The claims that are no candidates: errors that are corrected, and what holds for another time or in another sense."""
    found: set[str] = set()
    for link in links:
        if link.kind in (Disagreement.CORRECTS, Disagreement.REFUTES):
            found.add(link.end.key)
        elif link.kind in (Disagreement.DIFFERS_IN_TIME, Disagreement.DIFFERS_IN_SCOPE):
            found.add(link.start.key)
    return frozenset(found)
