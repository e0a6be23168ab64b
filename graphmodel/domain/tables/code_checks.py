"""The rules of the tables of identity, and of memberships in the life of their organization. Pure, as `checks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from graphmodel.domain.successions import line_of
from graphmodel.domain.tables.code_rows import CodeListRow, StateSystemRow, SuccessionRow
from graphmodel.domain.tables.rows import MembershipRow, OrganizationRow
from graphmodel.domain.tables.sheets import Complaint, Sheets
from graphmodel.domain.vocabularies import PartyKind
from graphmodel.model import PartialDate


def complaints_of_codes(sheets: Sheets) -> Iterator[Complaint]:
    """Everything that is wrong with codes, successions, and memberships outside the life of their organization."""
    for rule in (_spells_fit, _codes_are_of_one, _successions_fit, _predecessors_succeed, _memberships_in_life):
        yield from rule(sheets)


def _spells_fit(sheets: Sheets) -> Iterator[Complaint]:
    known_to = {each.key: each.known_to for each in sheets["code_lists"].of(CodeListRow)}
    for line, each in sheets["state_systems"].each(StateSystemRow):
        begin = f"{each.system}.{each.state}"
        if not each.key.startswith(begin + "."):
            yield Complaint(
                "state_systems", line, "key", f"{each.key!r} does not begin with {begin!r}, as the row says"
            )
        if each.end is not None and each.start.earliest >= each.end.latest:
            yield Complaint("state_systems", line, "end", f"'{each.end}' is not after start '{each.start}'")
        last = known_to.get(each.system)
        if last is not None and each.start.earliest > last.latest:
            reason = f"'{each.start}' is after the last day of {each.system} (known_to in code_lists.csv)"
            yield Complaint("state_systems", line, "start", reason)
        letters = f"{each.system}_abbrev"
        if each.abbreviation and sheets["code_lists"].lacks(letters):
            yield Complaint("state_systems", line, "abbreviation", f"code_lists.csv has no list {letters!r} for it")


def _codes_are_of_one(sheets: Sheets) -> Iterator[Complaint]:
    spells: dict[tuple[str, str, str], list[tuple[int, StateSystemRow]]] = defaultdict(list)
    for line, each in sheets["state_systems"].each(StateSystemRow):
        spells[each.system, "state", each.state].append((line, each))
        if each.code is not None:
            spells[each.system, "code", each.code].append((line, each))
    for (_, column, _), group in spells.items():
        for (line_a, a), (line_b, b) in combinations(group, 2):
            if _meet(a, b) and not (column == "code" and a.state == b.state):
                reason = f"'{getattr(b, column)}' stands in line {line_a} for a part of the same time"
                yield Complaint("state_systems", line_b, column, reason)


def _meet(a: StateSystemRow, b: StateSystemRow) -> bool:
    def before(one: StateSystemRow, other: StateSystemRow) -> bool:
        return one.end is not None and one.end.earliest <= other.start.latest

    return not before(a, b) and not before(b, a)


def _successions_fit(sheets: Sheets) -> Iterator[Complaint]:
    for line, each in sheets["successions"].each(SuccessionRow):
        begin = f"{each.predecessor}.{each.successor}"
        if each.key != begin and not each.key.startswith(begin + "."):
            yield Complaint("successions", line, "key", f"{each.key!r} does not begin with {begin!r}, as the row says")
        if each.predecessor == each.successor:
            yield Complaint("successions", line, "successor", f"{each.successor!r} cannot come after itself")
        table = "states" if each.kind is PartyKind.STATE else "organizations"
        for column, key in (("predecessor", each.predecessor), ("successor", each.successor)):
            if sheets[table].lacks(key):
                yield Complaint("successions", line, column, f"{key!r} is no key of {table}.csv")


def _predecessors_succeed(sheets: Sheets) -> Iterator[Complaint]:
    pairs = {(each.predecessor, each.successor) for each in sheets["successions"].of(SuccessionRow)}
    for line, each in sheets["organizations"].each(OrganizationRow):
        if each.predecessor and (each.predecessor, each.key) not in pairs and sheets["successions"].whole:
            reason = f"{each.predecessor!r}: successions.csv has no row of this for {each.key!r}"
            yield Complaint("organizations", line, "predecessor", reason)


def _memberships_in_life(sheets: Sheets) -> Iterator[Complaint]:
    """A spell lies in the life of its organization, or of what was before or came after it under another name."""
    organizations = {each.key: each for each in sheets["organizations"].of(OrganizationRow)}
    pairs = [
        (each.predecessor, each.successor)
        for each in sheets["successions"].of(SuccessionRow)
        if each.kind is PartyKind.ORGANIZATION
    ]
    if not sheets["successions"].whole or not sheets["organizations"].whole:
        return
    lines = {
        key: [organizations[each] for each in line_of(key, pairs) if each in organizations] for key in organizations
    }
    for line, spell in sheets["memberships"].each(MembershipRow):
        lineage = lines.get(spell.organization, [])
        founded, dissolved = _founded(lineage), _dissolved(lineage)
        if founded is not None and spell.start.latest < founded.earliest:
            reason = f"'{spell.start}' is before {spell.organization!r} and its predecessors were founded ('{founded}')"
            yield Complaint("memberships", line, "start", reason)
        last = spell.end or spell.start
        if dissolved is not None and last.earliest > dissolved.latest:
            reason = f"'{last}' is after {spell.organization!r} and its successors were dissolved ('{dissolved}')"
            yield Complaint("memberships", line, "end" if spell.end else "start", reason)


def _founded(lineage: list[OrganizationRow]) -> PartialDate | None:
    """The earliest foundation; None where one of them has none."""
    days = [each.founded or each.in_force for each in lineage]
    known = [day for day in days if day is not None]
    return min(known, key=lambda day: day.earliest) if known and len(known) == len(days) else None


def _dissolved(lineage: list[OrganizationRow]) -> PartialDate | None:
    """The last dissolution; None where one of them still exists."""
    known = [each.dissolved for each in lineage if each.dissolved is not None]
    return max(known, key=lambda day: day.latest) if known and len(known) == len(lineage) else None
