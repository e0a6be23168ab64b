"""The rules between rows and tables: what no single cell can break. Pure: `graphmodel.domain.tables` raises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any, TypeVar, get_args, get_type_hints

from graphmodel.domain.tables.cells import References, Row
from graphmodel.domain.tables.conflict_checks import CONFLICT_RULES
from graphmodel.domain.tables.observed_checks import OBSERVED_RULES
from graphmodel.domain.tables.rows import (
    ROWS,
    MeetingRow,
    MembershipRow,
    OfficeRow,
    OrganizationRow,
    PactEventRow,
    PactObligationRow,
    PactPartyRow,
    PactRow,
    PactSignatoryRow,
    SourceRow,
    StatusSchemeRow,
    WithdrawalRow,
)
from graphmodel.domain.tables.sheets import Complaint, Sheets
from graphmodel.domain.tables.text_checks import (
    claims_are_whole,
    entities_exist,
    references_are_whole,
    speakers_can_speak,
    things_are_whole,
)
from graphmodel.domain.vocabularies import PartyKind
from graphmodel.model import PartialDate

R = TypeVar("R", bound=Row)


def complaints(sheets: Sheets) -> Iterator[Complaint]:
    """Everything that is wrong between the rows."""
    for rule in _RULES:
        yield from rule(sheets)


@cache
def references(row: type[Row]) -> dict[str, str]:
    """The columns of a row that hold keys of another table, and which table.

    >>> from graphmodel.domain.tables.rows import PactSignatoryRow
    >>> references(PactSignatoryRow)["person"]
    'people'
    """
    hints = get_type_hints(row, include_extras=True)
    found = {column: _referenced(hints[column]) for column in row.model_fields}
    return {column: table for column, table in found.items() if table is not None}


def _referenced(annotation: Any) -> str | None:
    if isinstance(annotation, References):
        return annotation.table
    return next(filter(None, map(_referenced, get_args(annotation))), None)


def _keys_exist(sheets: Sheets) -> Iterator[Complaint]:
    for row in ROWS:
        for column, table in references(row).items():
            for line, each in sheets[row.TABLE].each(row):
                cell: str | tuple[str, ...] | None = getattr(each, column)
                for key in (cell,) if isinstance(cell, str) else cell or ():
                    if sheets[table].lacks(key):
                        yield Complaint(row.TABLE, line, column, f"{key!r} is no key of {table}.csv")


def _dates_are_in_order(sheets: Sheets) -> Iterator[Complaint]:
    # Half-open spells may not be empty: what ended on the day on which it began held on no day.
    spells = (
        (MembershipRow, "start", "end"),
        (OfficeRow, "start", "end"),
        (OfficeRow, "other_capacity_from", "other_capacity_to"),
        (StatusSchemeRow, "since", "until"),
        (PactRow, "signed", "ended"),
        (PactRow, "in_force", "ended"),
        (PactRow, "not_in_force_on", "in_force"),
        (PactRow, "not_in_force_on", "ended"),
    )
    steps = (
        (PactRow, "signed", "in_force"),
        (PactRow, "signed", "not_in_force_on"),
        (OrganizationRow, "founded", "in_force"),
        (OrganizationRow, "founded", "dissolved"),
        (OrganizationRow, "in_force", "dissolved"),
    )
    for may_be_equal, triples in ((False, spells), (True, steps)):
        for row, first, second in triples:
            for line, each in sheets[row.TABLE].each(row):
                before: PartialDate | None = getattr(each, first)
                after: PartialDate | None = getattr(each, second)
                if before is None or after is None or before.earliest < after.latest:
                    continue
                if not (may_be_equal and before.earliest == after.latest):
                    yield Complaint(row.TABLE, line, second, f"'{after}' is not after {first} '{before}'")


def _schemes_are_sound(sheets: Sheets) -> Iterator[Complaint]:
    for line, scheme in sheets["status_schemes"].each(StatusSchemeRow):
        ranked = not (scheme.overlay or scheme.stage)
        if ranked and scheme.rank is None:
            yield Complaint("status_schemes", line, "rank", "is empty, and only an overlay or a stage has no rank")
        if not ranked and scheme.rank is not None:
            yield Complaint("status_schemes", line, "rank", f"'{scheme.rank}': an overlay or a stage has no rank")
        if not ranked and scheme.full:
            yield Complaint("status_schemes", line, "full", "'true': an overlay or a stage makes no full member")
    for (line_a, a), (line_b, b) in _pairs(sheets["status_schemes"].each(StatusSchemeRow), _scheme_key):
        if _overlap(a.since, a.until, b.since, b.until):
            reason = f"'{b.since}': line {line_a} gives the status a meaning for this time too"
            yield Complaint("status_schemes", line_b, "since", reason)
        if a.full and b.full:
            reason = (
                f"'true': line {line_a} makes it full for another time; make one row of both, or name the status anew"
            )
            yield Complaint("status_schemes", line_b, "full", reason)


def _scheme_key(row: StatusSchemeRow | MembershipRow) -> tuple[str, str]:
    return row.organization, row.status


def _memberships_fit(sheets: Sheets) -> Iterator[Complaint]:
    schemes: dict[tuple[str, str], list[StatusSchemeRow]] = defaultdict(list)
    for scheme in sheets["status_schemes"].of(StatusSchemeRow):
        schemes[_scheme_key(scheme)].append(scheme)
    known_to = {row.key: row.known_to for row in sheets["organizations"].of(OrganizationRow)}
    overlays: set[str] = set()
    for line, spell in sheets["memberships"].each(MembershipRow):
        meanings = schemes[_scheme_key(spell)]
        if sheets["status_schemes"].whole and not any(
            _overlap(spell.start, spell.end, meaning.since, meaning.until) for meaning in meanings
        ):
            reason = f"'{spell.status}' has no meaning in '{spell.organization}' then: add it to status_schemes.csv"
            yield Complaint("memberships", line, "status", reason)
        if any(meaning.overlay for meaning in meanings):
            overlays.add(spell.key)
        if spell.end is None and known_to.get(spell.organization, spell.start) is None:
            reason = f"is empty, and organizations.csv has no known_to for '{spell.organization}'"
            yield Complaint("memberships", line, "end", reason)
    plain = (pair for pair in sheets["memberships"].each(MembershipRow) if pair[1].key not in overlays)
    for (line_a, a), (line_b, b) in _pairs(plain, lambda spell: (spell.organization, spell.state)):
        if _overlap(a.start, a.end, b.start, b.end):
            reason = f"'{b.start}': the spell overlaps '{a.key}' in line {line_a}, and neither is an overlay"
            yield Complaint("memberships", line_b, "start", reason)


def _pairs(rows: Iterator[tuple[int, R]], key: Callable[[R], object]) -> Iterator[tuple[tuple[int, R], tuple[int, R]]]:
    groups: dict[object, list[tuple[int, R]]] = defaultdict(list)
    for line, row in rows:
        groups[key(row)].append((line, row))
    for group in groups.values():
        yield from combinations(group, 2)


def _overlap(
    start_a: PartialDate | None, end_a: PartialDate | None, start_b: PartialDate | None, end_b: PartialDate | None
) -> bool:
    """Whether two half-open spells certainly share a day, or could not but touch where both end and start are vague."""
    return _begins_before(start_a, end_b) and _begins_before(start_b, end_a)


def _begins_before(start: PartialDate | None, end: PartialDate | None) -> bool:
    return start is None or end is None or start.latest < end.earliest


def _parties_exist(sheets: Sheets) -> Iterator[Complaint]:
    for line, each in sheets["pact_parties"].each(PactPartyRow):
        table = "states" if each.party_kind == PartyKind.STATE else "organizations"
        if sheets[table].lacks(each.party):
            yield Complaint("pact_parties", line, "party", f"{each.party!r} is no key of {table}.csv")


def _keys_say_what_they_name(sheets: Sheets) -> Iterator[Complaint]:
    # A row copied from its neighbour and half changed is the commonest slip of an editor.
    columns: dict[type[Row], tuple[str, ...]] = {
        MembershipRow: ("organization", "state"),
        WithdrawalRow: ("organization", "state"),
        StatusSchemeRow: ("organization", "status"),
        OfficeRow: ("state",),
        PactPartyRow: ("pact", "party"),
        PactObligationRow: ("pact", "term"),
        PactEventRow: ("pact", "kind"),
        PactSignatoryRow: ("event", "person"),
    }
    for row, parts in columns.items():
        for line, each in sheets[row.TABLE].each(row):
            begin = ".".join(str(getattr(each, column)) for column in parts)
            if each.key != begin and not each.key.startswith(begin + "."):
                yield Complaint(row.TABLE, line, "key", f"{each.key!r} does not begin with {begin!r}, as the row says")


def _events_agree(sheets: Sheets) -> Iterator[Complaint]:
    first: dict[str, tuple[int, PactEventRow]] = {}
    for line, each in sheets["pact_events"].each(PactEventRow):
        expected = each.event if each.actor is None else f"{each.event}.{each.actor}"
        if each.key != expected:
            yield Complaint("pact_events", line, "key", f"{each.key!r} should be {expected!r}, as event and actor say")
        line_a, other = first.setdefault(each.event, (line, each))
        for column in ("pact", "kind", "date"):
            if getattr(each, column) != getattr(other, column):
                reason = f"'{getattr(each, column)}' is not what line {line_a} says of the same event"
                yield Complaint("pact_events", line, column, reason)


def _rows_are_whole(sheets: Sheets) -> Iterator[Complaint]:
    for line, source in sheets["sources"].each(SourceRow):
        if (source.date is None) == (source.date_note is None):
            yield Complaint("sources", line, "date", "give either a date or a date_note")
    for line, office in sheets["offices"].each(OfficeRow):
        other = (office.other_capacity, office.other_capacity_from, office.other_capacity_to)
        if any(other) and not all(other):
            yield Complaint("offices", line, "other_capacity", "another capacity needs its first and last day")
    for line, meeting in sheets["meetings"].each(MeetingRow):
        if (meeting.organization is None) == (len(meeting.states) < 2):
            yield Complaint("meetings", line, "states", "give either an organization or at least two states")


_RULES: tuple[Callable[[Sheets], Iterator[Complaint]], ...] = (
    _keys_exist,
    _keys_say_what_they_name,
    _dates_are_in_order,
    _schemes_are_sound,
    _memberships_fit,
    _parties_exist,
    _events_agree,
    _rows_are_whole,
    entities_exist,
    claims_are_whole,
    speakers_can_speak,
    things_are_whole,
    references_are_whole,
    *CONFLICT_RULES,
    *OBSERVED_RULES,
)
