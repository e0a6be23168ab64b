"""The rows that questions about evidence are answered with."""

from __future__ import annotations

from graphmodel.evidence.told import Told, amount, earliest_said, name_of, place_of
from graphmodel.results import Row


class ClaimRow(Row):
    """One claim. What is empty is not said."""

    claim: str
    """Its key."""
    subjects: list[str]
    """What it is about, by name."""
    predicate: str
    verb: str | None
    """The finer word behind the predicate."""
    objects: list[str]
    """What it relates its subjects to, by name."""
    value: str | None
    quantity: str | None
    """Its number with approximation, unit and currency, or in the words of the source."""
    number: float | None
    """The number alone; of one with bounds only, the bound."""
    approximation: str | None
    unit: str | None
    """Unit or currency, and per what."""
    when: str | None
    """When it holds, or the day of what happened once."""
    date_text: str | None
    """The words of the source for that."""
    date_basis: str | None
    """Whether it is printed so, or was worked out."""
    as_of: str | None
    """The day its source speaks from."""
    positive: bool
    mode: str
    hedge: str | None
    speakers: str | None
    """Whose words it is, step by step."""
    sources: list[str]
    """The keys of the sources that state it."""
    places: list[str]
    """Where in each: paragraphs, or lines."""
    said: str | None
    """When it was first said, as far as its sources are dated."""
    recorded: str | None
    """When it was entered here; empty: with the tables."""
    kind: str
    confidence: str | None
    beside: list[str]
    """What else it names, each as `role: name`."""
    qualifiers: list[str]
    """The rest that it says, each as `name=value`."""
    note: str | None


def claim_row(told: Told) -> ClaimRow:
    """A claim as a row."""
    claim = told.claim
    numbers = (claim.quantity, claim.quantity_min, claim.quantity_max)
    per = f"per {claim.per}" if claim.per else None
    said = earliest_said(told.sources)
    return ClaimRow(
        claim=claim.key,
        subjects=[name_of(entity) for _, entity in told.subjects],
        predicate=str(claim.predicate),
        verb=claim.verb,
        objects=[name_of(entity) for _, entity in told.objects],
        value=claim.value,
        quantity=amount(claim),
        number=next((number for number in numbers if number is not None), None),
        approximation=claim.approximation,
        unit=" ".join(part for part in (claim.currency, claim.unit, per) if part) or None,
        when=told.when,
        date_text=claim.date_text,
        date_basis=claim.date_basis,
        as_of=str(claim.as_of) if claim.as_of else None,
        positive=claim.positive,
        mode=claim.mode,
        hedge=claim.hedge,
        speakers=told.spoken_by or None,
        sources=[source.key for source in told.sources],
        places=[place for states, _ in told.stated if (place := place_of(states))],
        said=str(said) if said else None,
        recorded=str(claim.recorded) if claim.recorded else None,
        kind=claim.kind,
        confidence=claim.confidence,
        beside=[f"{qualified.role}: {name_of(entity)}" for qualified, entity in told.beside],
        qualifiers=claim.qualifiers,
        note=claim.note,
    )


class Contradiction(Row):
    """Two claims that are against each other, or seem to be."""

    kind: str
    """`contradicts`, `corrects` and `refutes` are contradictions; the others only look so."""
    degree: str
    a: str
    """The key of one claim."""
    a_says: str
    a_speakers: str | None
    a_sources: list[str]
    a_places: list[str]
    b: str
    """The key of the other."""
    b_says: str
    b_speakers: str | None
    b_sources: list[str]
    b_places: list[str]
    reason: str | None


class PolicyChange(Row):
    """One property of a fact that is another one under a policy: `before` and `after` are empty where there is no such fact."""

    fact: str
    property: str
    before: str | None
    after: str | None
    decided_by: list[str]
    """The claims that decided the value after, where claims differ."""


class Because(Row):
    """A claim that bears on a fact, as one source has it."""

    bearing: str
    """`for` and `against`; `input`: what it was worked out from; or why the claim is not really against it: `tension`, ..."""
    claim: str
    says: str
    source: str | None
    """Key of the source; None where no source states it: it was worked out."""
    place: str | None
    said: str | None
    """When the source was published, or between which days."""
    speakers: str | None
    mode: str
    hedge: str | None
    confidence: str | None
    roots: str
    """How many independent sources state this claim."""
    reason: str | None


class Assessment(Row):
    """One side of a claim."""

    side: str
    """`stated`: by its own sources; `for` and `against`: what others say."""
    claims: list[str]
    references: list[str]
    """Those of the claims that were looked up to check it."""
    sources: list[str]
    roots: str
    """How many independent sources those are; what goes back to the claim's own sources is no support of its own."""
    roots_least: int
    roots_most: int
