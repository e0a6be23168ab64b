"""From the tables of the texts to claims: what the texts say, what it was checked by, and the things that they name.

A claim of a text, and a reference, has a key of its own (F000-001, V01), which is that of its row. `links` become part of the
claim that they go out from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphmodel.domain.assertions import Assertion, Objection, Support
from graphmodel.domain.claim_vocabularies import (
    Approximation,
    ClaimKind,
    ClaimRelation,
    Degree,
    Disagreement,
    Predicate,
    QualifierRole,
    SupportBasis,
    ThingLabel,
    Verdict,
)
from graphmodel.domain.entities import (
    Collective,
    Entity,
    Event,
    Instrument,
    Measure,
    Organization,
    Pact,
    Person,
    Place,
    Project,
    Resolution,
    State,
    Topic,
)
from graphmodel.domain.sources import Claim, Source
from graphmodel.domain.tables.reading import Tables
from graphmodel.domain.tables.text_rows import ClaimRow, ReferenceRow, ThingRow
from graphmodel.model import UNKNOWN, PartialDate, Period, ref

LABELS: dict[ThingLabel, type[Entity]] = {
    ThingLabel.PLACE: Place,
    ThingLabel.PROJECT: Project,
    ThingLabel.TOPIC: Topic,
    ThingLabel.EVENT: Event,
    ThingLabel.COLLECTIVE: Collective,
    ThingLabel.INSTRUMENT: Instrument,
    ThingLabel.MEASURE: Measure,
    ThingLabel.RESOLUTION: Resolution,
}


def text_claims(tables: Tables) -> list[Assertion]:
    """The claims of `things`, `claims` (with `claim_links`) and `references`.

    Args:
        tables: what `read_tables` gave.

    >>> from graphmodel.domain.tables.reading import read_tables
    >>> from graphmodel.resources import folder
    >>> claims = {each.key: each for each in text_claims(read_tables(folder("seeds")))}
    >>> claims["F002-025"].attributed_to[0].key, claims["F002-025"].via[0].key, claims["F002-025"].paragraphs
    ('vladimir-putin', 'isna', (5, 5))
    """
    entities = _Entities(tables)
    return [*_things(tables.things, entities), *_claims(tables, entities), *_references(tables.references, entities)]


class _Entities:
    """What a key stands for, whatever table it is in."""

    def __init__(self, tables: Tables) -> None:
        self._models: dict[str, type[Entity]] = {row.key: LABELS[row.label] for row in tables.things}
        for rows, model in (
            (tables.states, State),
            (tables.organizations, Organization),
            (tables.people, Person),
            (tables.pacts, Pact),
            (tables.meetings, Event),
            (tables.sources, Source),
            (tables.claims, Claim),
        ):
            self._models.update((row.key, model) for row in rows)

    def one(self, key: str) -> Entity:
        return ref(self._models[key], key)

    def all(self, keys: Iterable[str]) -> tuple[Entity, ...]:
        return tuple(map(self.one, keys))


def _things(rows: Iterable[ThingRow], entities: _Entities) -> Iterator[Assertion]:
    for row in rows:
        claim = Claim(
            key=f"{row.TABLE}/{row.key}",
            predicate=Predicate.THING,
            value=row.kind,
            on=row.date,
            valid=_period(row.start, row.end),
            qualifiers=[f"name={row.name}", *(f"aliases={alias}" for alias in row.aliases)],
            note=row.note,
        )
        yield Assertion(
            claim,
            (row.source_id,),
            (entities.one(row.key),),
            entities.all(row.part_of),
            qualified_by=tuple((QualifierRole.PLACE, entities.one(key)) for key in row.located_in),
        )


def _claims(tables: Tables, entities: _Entities) -> Iterator[Assertion]:
    supports: dict[str, list[Support]] = defaultdict(list)
    contradicts: dict[str, list[Objection]] = defaultdict(list)
    for link in tables.claim_links:
        if link.relation is ClaimRelation.SUPPORTS:
            supports[link.claim].append(Support(link.other, SupportBasis.STATED, link.reason))
        else:
            degree = Degree.FULL if link.relation is ClaimRelation.CONTRADICTS else Degree.PARTIAL
            contradicts[link.claim].append(Objection(link.other, Disagreement(link.relation), degree, link.reason))
    for row in tables.claims:
        yield Assertion(
            _claim(row),
            (row.source_id,),
            entities.all(row.subjects),
            entities.all(row.objects),
            attributed_to=entities.all(row.attributed_to),
            via=entities.all(row.via),
            qualified_by=tuple((QualifierRole(role), entities.one(key)) for role, key in _pairs(row.qualified_by)),
            paragraphs=(row.paragraph_from, row.paragraph_to or row.paragraph_from),
            mentions=tuple((entities.one(key), form) for key, form in _pairs(row.mentions)),
            supports=tuple(supports[row.key]),
            contradicts=tuple(contradicts[row.key]),
        )


def _claim(row: ClaimRow) -> Claim:
    number, lowest, highest = _bounds(row.quantity, row.approximation)
    return Claim(
        key=row.key,
        predicate=row.predicate,
        verb=row.verb,
        kind=row.kind,
        mode=row.mode,
        positive=not row.negative,
        hedge=row.hedge,
        value=row.value,
        on=row.date,
        valid=_period(row.start, row.end),
        as_of=row.as_of,
        date_text=row.date_text,
        date_basis=row.date_basis,
        quantity=number,
        quantity_min=lowest,
        quantity_max=highest,
        approximation=row.approximation,
        unit=row.unit,
        currency=row.currency,
        per=row.per,
        quantity_text=row.quantity_text,
        emended=row.emended,
        qualifiers=[*row.qualifiers, *([f"precision={row.precision}"] if row.precision else [])],
        note=row.note,
    )


def _bounds(
    number: float | None, approximation: Approximation | None
) -> tuple[float | None, float | None, float | None]:
    """The number, the least and the most that it can be, as the claim says it."""
    match approximation:
        case Approximation.EXACT:
            return number, number, number
        case Approximation.AT_LEAST:
            return None, number, None
        case Approximation.UP_TO:
            return None, None, number
        case _:
            return number, None, None


def _period(start: PartialDate | None, end: PartialDate | None) -> Period | None:
    """From start to end; of an end that is not given nobody says when it was, or whether it came."""
    return Period(start or UNKNOWN, end or UNKNOWN) if start or end else None


def _references(rows: Iterable[ReferenceRow], entities: _Entities) -> Iterator[Assertion]:
    for row in rows:
        claim = Claim(
            key=row.key,
            predicate=Predicate.FACT,
            kind=ClaimKind.REFERENCE,
            value=row.fact,
            on=row.date,
            confidence=row.confidence,
            qualifiers=[f"verdict={row.verdict}"],
            note=row.note,
        )
        against = row.verdict in _AGAINST
        borne_out = row.bears_out if against else row.bears_on if row.verdict in _FOR else ()
        yield Assertion(
            claim,
            row.source_ids,
            entities.all(row.subjects),
            entities.all(row.bears_on),
            supports=tuple(Support(key, SupportBasis.REFERENCE, row.verdict) for key in borne_out),
            contradicts=tuple(
                Objection(key, *_AGAINST[row.verdict], row.verdict)
                for key in (row.bears_on if against else ())
                if key not in borne_out
            ),
        )


_FOR = (Verdict.CONFIRMS, Verdict.REFINES)
_AGAINST = {
    Verdict.CORRECTS: (Disagreement.CORRECTS, Degree.PARTIAL),
    Verdict.REFUTES: (Disagreement.REFUTES, Degree.FULL),
}


def _pairs(cell: Iterable[str]) -> Iterator[tuple[str, str]]:
    for pair in cell:
        left, _, right = pair.partition("=")
        yield left, right
