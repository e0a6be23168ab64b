"""From rows to claims: every row is one assertion, with its sources, its subjects and objects, and all that it says.

Here are the curated tables; `text_claims` has those of the texts, whose claims say more.

Each column has one place: the key, the sources, an end, a field of the claim; whatever has none of these is a qualifier
`column=value`, so that nothing is lost and a new column arrives by itself.

The further sources of a row (`more_source_ids`) make the same claim: it asserts the spell, and how far each source's date
lies from the one that is asserted stands in its qualifier `verified_by`. Claims of their own would need dates read out of
that prose. A row that rests on its pact (`pact_parties`, `pact_obligations`) has the pact's confidence too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graphmodel.domain.assertions import Assertion
from graphmodel.domain.claim_vocabularies import Approximation, Predicate
from graphmodel.domain.derived_claims import derived_claims
from graphmodel.domain.entities import CodeList, Entity, Organization, Pact, Person, State
from graphmodel.domain.observed import Indicator
from graphmodel.domain.sources import Claim
from graphmodel.domain.tables.cells import Row
from graphmodel.domain.tables.observed_rows import SanctionRow
from graphmodel.domain.tables.reading import Tables
from graphmodel.domain.tables.rows import MeetingRow, OfficeRow, PactRow
from graphmodel.domain.text_claims import text_claims
from graphmodel.domain.vocabularies import PartyKind
from graphmodel.model import CENSORED, NOT_BEFORE, ONGOING, OPEN, PartialDate, Period, ref


def claims_from(tables: Tables) -> list[Assertion]:
    """Every row that asserts something: all but those of `sources`, and `conflicts` and `claim_links`, which compare claims.

    Args:
        tables: what `read_tables` gave.

    Returns:
        One assertion a row, in the order of tables and rows, and what is worked out from them. Keys are `table/key of the row`; but
        claims of texts and references have keys of their own: F000-001, V01.

    >>> from graphmodel.domain.tables.reading import read_tables
    >>> from graphmodel.resources import folder
    >>> claims = {each.key: each for each in claims_from(read_tables(folder("seeds")))}
    >>> claims["memberships/sco.IRN.1"].claim.value, claims["memberships/sco.IRN.1"].sources
    ('observer', ('S106',))
    """
    curated = [assertion for table in _TABLES for assertion in table(tables)]
    told = text_claims(tables)
    return [*curated, *told, *derived_claims(told)]


def _states(tables: Tables) -> Iterator[Assertion]:
    for row in tables.states:
        yield _assertion(row, Predicate.STATE, [ref(State, row.key)])


def _code_lists(tables: Tables) -> Iterator[Assertion]:
    for row in tables.code_lists:
        yield _assertion(row, Predicate.CODE_LIST, [ref(CodeList, row.key)])


def _state_systems(tables: Tables) -> Iterator[Assertion]:
    known_to = {row.key: row.known_to for row in tables.code_lists}
    for row in tables.state_systems:
        yield _assertion(
            row,
            Predicate.IN_SYSTEM,
            [ref(State, row.state)],
            [ref(CodeList, row.system)],
            told=("state", "system", "code", "start", "end"),
            value=row.code,
            spell=row.key,
            valid=_observed(row.start, row.end, known_to[row.system]),
        )


def _successions(tables: Tables) -> Iterator[Assertion]:
    for row in tables.successions:
        model = State if row.kind is PartyKind.STATE else Organization
        yield _assertion(
            row,
            Predicate.SUCCEEDED_BY,
            [ref(model, row.predecessor)],
            [ref(model, row.successor)],
            told=("kind", "predecessor", "successor", "how", "date"),
            value=row.how,
            on=row.date,
        )


def _people(tables: Tables) -> Iterator[Assertion]:
    for row in tables.people:
        yield _assertion(row, Predicate.PERSON, [ref(Person, row.key)])


def _organizations(tables: Tables) -> Iterator[Assertion]:
    for row in tables.organizations:
        yield _assertion(
            row,
            Predicate.ORGANIZATION,
            [ref(Organization, row.key)],
            [ref(Pact, key) for key in row.constitutive_pacts],
            told=("constitutive_pacts",),
        )


def _status_schemes(tables: Tables) -> Iterator[Assertion]:
    for row in tables.status_schemes:
        yield _assertion(
            row,
            Predicate.STATUS_MEANS,
            [ref(Organization, row.organization)],
            told=("organization", "status", "since", "until"),
            value=row.status,
            valid=Period(row.since or OPEN, row.until or ONGOING),
        )


def _memberships(tables: Tables) -> Iterator[Assertion]:
    known_to = {row.key: row.known_to for row in tables.organizations}
    for row in tables.memberships:
        yield _assertion(
            row,
            Predicate.MEMBER_OF,
            [ref(State, row.state)],
            [ref(Organization, row.organization)],
            told=("state", "organization", "status", "start", "end", "status_confidence"),
            value=row.status,
            spell=row.key,
            valid=_observed(row.start, row.end, known_to[row.organization]),
            confidence=row.status_confidence,
        )


def _withdrawals(tables: Tables) -> Iterator[Assertion]:
    for row in tables.withdrawals:
        yield _assertion(
            row,
            Predicate.WITHDRAWS_FROM,
            [ref(State, row.state)],
            [ref(Organization, row.organization)],
            told=("state", "organization", "kind", "date", "more_source_ids"),
            more_sources=row.more_source_ids,
            value=row.kind,
            on=row.date,
        )


def _offices(tables: Tables) -> Iterator[Assertion]:
    for row in tables.offices:
        yield _assertion(
            row,
            Predicate.HOLDS_OFFICE,
            [ref(Person, row.person)],
            [ref(State, row.state)],
            told=("person", "state", "office", "start", "end", "more_source_ids"),
            more_sources=row.more_source_ids,
            value=row.office,
            spell=row.key,
            valid=_observed(row.start, row.end, OfficeRow.COVERED_TO),
        )


def _pacts(tables: Tables) -> Iterator[Assertion]:
    for row in tables.pacts:
        yield _assertion(
            row,
            Predicate.PACT,
            [ref(Pact, row.key)],
            told=("kind", "signed", "in_force", "ended"),
            value=row.kind,
            on=row.signed,
            valid=_observed(
                row.in_force or NOT_BEFORE(row.not_in_force_on or row.signed), row.ended, PactRow.COVERED_TO
            ),
        )


def _pact_parties(tables: Tables) -> Iterator[Assertion]:
    confidence = {row.key: row.confidence for row in tables.pacts}
    for row in tables.pact_parties:
        model = State if row.party_kind is PartyKind.STATE else Organization
        yield _assertion(
            row,
            Predicate.ORIGINAL_PARTY,
            [ref(model, row.party)],
            [ref(Pact, row.pact)],
            told=("party", "party_kind", "pact"),
            confidence=confidence[row.pact],
        )


def _pact_obligations(tables: Tables) -> Iterator[Assertion]:
    confidence = {row.key: row.confidence for row in tables.pacts}
    for row in tables.pact_obligations:
        yield _assertion(
            row,
            Predicate.OBLIGES,
            [ref(Pact, row.pact)],
            told=("pact", "term"),
            value=row.term,
            confidence=confidence[row.pact],
        )


def _pact_events(tables: Tables) -> Iterator[Assertion]:
    for row in tables.pact_events:
        yield _assertion(
            row,
            Predicate.PACT_EVENT,
            [ref(Pact, row.pact)],
            [] if row.actor is None else [ref(State, row.actor)],
            told=("pact", "actor", "kind", "date"),
            value=row.kind,
            on=row.date,
        )


def _pact_signatories(tables: Tables) -> Iterator[Assertion]:
    pacts = {row.key: row.pact for row in tables.pact_events}
    for row in tables.pact_signatories:
        yield _assertion(
            row,
            Predicate.SIGNED,
            [ref(Person, row.person)],
            [ref(Pact, pacts[row.event]), ref(State, row.on_behalf_of)],
            told=("person", "on_behalf_of", "role"),
            value=row.role,
        )


def _meetings(tables: Tables) -> Iterator[Assertion]:
    for row in tables.meetings:
        yield _assertion(
            row,
            Predicate.MET,
            _who_met(row),
            [ref(Person, key) for key in row.people],
            told=("organization", "states", "people", "kind", "date", "mode"),
            value=row.kind,
            on=row.date,
            mode=row.mode,
        )


def _sanctions(tables: Tables) -> Iterator[Assertion]:
    for row in tables.sanctions:
        yield _assertion(
            row,
            Predicate.IMPOSES_SANCTIONS_ON,
            [_party(row.sender, row.sender_kind)],
            [_party(row.target, row.target_kind)],
            told=("sender", "sender_kind", "target", "target_kind", "start", "end"),
            spell=row.key,
            valid=_observed(row.start, row.end, SanctionRow.COVERED_TO),
        )


def _party(key: str, kind: PartyKind) -> State | Organization:
    return ref(State if kind is PartyKind.STATE else Organization, key)


def _indicators(tables: Tables) -> Iterator[Assertion]:
    for row in tables.indicators:
        yield _assertion(row, Predicate.INDICATOR, [ref(Indicator, row.key)], told=("unit",), unit=row.unit)


def _measurements(tables: Tables) -> Iterator[Assertion]:
    units = {row.key: row.unit for row in tables.indicators}
    for row in tables.measurements:
        yield _assertion(
            row,
            Predicate.HAS_MEASURE,
            [ref(State, row.state)],
            [ref(Indicator, row.indicator)],
            told=("indicator", "state", "value", "start", "end"),
            spell=row.key,
            valid=Period(row.start, row.end),
            quantity=row.value,
            quantity_min=row.value,
            quantity_max=row.value,
            approximation=Approximation.EXACT,
            unit=units[row.indicator],
        )


def _who_met(row: MeetingRow) -> list[Entity]:
    organization = [] if row.organization is None else [ref(Organization, row.organization)]
    return [*organization, *(ref(State, key) for key in row.states)]


_TABLES = (
    _states,
    _code_lists,
    _state_systems,
    _people,
    _organizations,
    _successions,
    _status_schemes,
    _memberships,
    _withdrawals,
    _offices,
    _pacts,
    _pact_parties,
    _pact_obligations,
    _pact_events,
    _pact_signatories,
    _meetings,
    _sanctions,
    _indicators,
    _measurements,
)

_OWN_FIELDS = ("note", "confidence", "date_confidence")
"""Columns that are fields of the claim under the same name, in every table that has them."""


def _assertion(
    row: Row,
    predicate: Predicate,
    subjects: Iterable[Entity],
    objects: Iterable[Entity] = (),
    *,
    told: Iterable[str] = (),
    more_sources: Iterable[str] = (),
    **fields: Any,
) -> Assertion:
    """One row as an assertion; `told` are the columns that have a place already, `fields` those of the claim."""
    columns = type(row).model_fields
    named = {name: getattr(row, name) for name in _OWN_FIELDS if name in columns}
    placed = {"key", "source_id", *told, *named}
    qualifiers = [f"{name}={text}" for name in columns if name not in placed for text in _texts(getattr(row, name))]
    claim = Claim(key=f"{row.TABLE}/{row.key}", predicate=predicate, qualifiers=qualifiers, **{**named, **fields})
    source: str = getattr(row, "source_id")  # noqa: B009  (all rows that come here have one; `Row` itself has not)
    return Assertion(claim, (source, *more_sources), tuple(subjects), tuple(objects))


def _texts(cell: object) -> list[str]:
    """What a cell holds, as texts: none for an empty one, several for a list."""
    if cell is None:
        return []
    if isinstance(cell, tuple):
        return [str(each) for each in cell]  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]  (whatever it holds)
    return [str(cell).lower() if isinstance(cell, bool) else str(cell)]


def _observed(start: Any, end: PartialDate | None, known_to: PartialDate | str | None) -> Period:
    """A period whose empty end means: still so on the last day that was looked at."""
    if end is not None:
        return Period(start, end)
    return Period(start, ONGOING if known_to is None else CENSORED(known_to))
