"""The rules between rows of the tables of the texts: entities exist and are one each, labels and kinds fit, dates are in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum

from graphmodel.domain.claim_vocabularies import Predicate, ThingLabel, Verdict
from graphmodel.domain.tables.sheets import Complaint, Sheets
from graphmodel.domain.tables.text_rows import ENTITY_TABLES, ClaimLinkRow, ClaimRow, ReferenceRow, ThingRow
from graphmodel.domain.vocabularies import CollectiveKind, EventKind, PlaceKind, ProjectKind, TopicKind

KINDS: dict[ThingLabel, type[StrEnum] | None] = {
    ThingLabel.PLACE: PlaceKind,
    ThingLabel.PROJECT: ProjectKind,
    ThingLabel.TOPIC: TopicKind,
    ThingLabel.EVENT: EventKind,
    ThingLabel.COLLECTIVE: CollectiveKind,
    ThingLabel.INSTRUMENT: None,
    ThingLabel.MEASURE: None,
    ThingLabel.RESOLUTION: None,
}
"""For each label the vocabulary of its kinds; None where it has no kinds."""


def entities_exist(sheets: Sheets) -> Iterator[Complaint]:
    """Every key of an entity is in one table, and in one only."""
    tables: dict[str, list[str]] = defaultdict(list)
    for table in ENTITY_TABLES:
        for key in sheets[table].keys:
            tables[key].append(table)
    complete = all(sheets[table].readable for table in ENTITY_TABLES)
    for table, line, column, key in _entity_cells(sheets):
        found = tables.get(key, [])
        if not found and complete:
            yield Complaint(table, line, column, f"{key!r} is no key of {', '.join(ENTITY_TABLES)}")
        elif len(found) > 1:
            yield Complaint(table, line, column, f"{key!r} is a key of several tables: {', '.join(found)}")


def _entity_cells(sheets: Sheets) -> Iterator[tuple[str, int, str, str]]:
    """Table, line, column and key of every cell that names an entity."""
    for line, claim in sheets["claims"].each(ClaimRow):
        for column in ("subjects", "objects", "attributed_to", "via"):
            for key in getattr(claim, column):
                yield "claims", line, column, key
        for pair in claim.qualified_by:
            yield "claims", line, "qualified_by", pair.partition("=")[2]
        for pair in claim.mentions:
            yield "claims", line, "mentions", pair.partition("=")[0]
    for line, thing in sheets["things"].each(ThingRow):
        for column in ("part_of", "located_in"):
            for key in getattr(thing, column):
                yield "things", line, column, key
    for line, reference in sheets["references"].each(ReferenceRow):
        for key in reference.subjects:
            yield "references", line, "subjects", key


def claims_are_whole(sheets: Sheets) -> Iterator[Complaint]:
    """What a claim says of place, time and number fits together."""
    for line, each in sheets["claims"].each(ClaimRow):
        if each.paragraph_to is not None and each.paragraph_to <= each.paragraph_from:
            yield Complaint("claims", line, "paragraph_to", f"'{each.paragraph_to}' is not after paragraph_from")
        if each.date is not None and (each.start or each.end):
            yield Complaint("claims", line, "date", "give either a date, or start and end")
        if each.start and each.end and each.start.earliest >= each.end.latest:
            yield Complaint("claims", line, "end", f"'{each.end}' is not after start '{each.start}'")
        if (each.quantity is None and each.quantity_text is None) != (each.approximation is None):
            yield Complaint("claims", line, "approximation", "a number has one, and nothing else has")
        if each.value and each.objects and each.predicate is not Predicate.HOLDS_OFFICE:
            yield Complaint("claims", line, "value", "give either objects or a value; only an office has both")
        if each.via and not each.attributed_to:
            yield Complaint("claims", line, "via", "nobody's words are carried: attributed_to is empty")


def speakers_can_speak(sheets: Sheets) -> Iterator[Complaint]:
    """Words are those of people, organizations, states and collectives."""
    things = {each.key: each.label for each in sheets["things"].of(ThingRow)}
    others = {key for table in ("pacts", "meetings", "sources", "claims") for key in sheets[table].keys}
    for line, each in sheets["claims"].each(ClaimRow):
        for column in ("attributed_to", "via"):
            for key in getattr(each, column):
                if key in others or things.get(key, ThingLabel.COLLECTIVE) is not ThingLabel.COLLECTIVE:
                    yield Complaint("claims", line, column, f"{key!r} is nobody who speaks: name who does")


def things_are_whole(sheets: Sheets) -> Iterator[Complaint]:
    """A thing has a kind of its own label, and dates only where it can have them."""
    for line, each in sheets["things"].each(ThingRow):
        kinds = KINDS[each.label]
        if kinds is None and each.kind is not None:
            yield Complaint("things", line, "kind", f"'{each.kind}': {each.label} has no kinds")
        elif kinds is not None and each.kind not in {*kinds}:
            yield Complaint("things", line, "kind", f"'{each.kind}' is no kind of {each.label}: {', '.join(kinds)}")
        if each.label is not ThingLabel.EVENT and (each.start or each.end):
            yield Complaint("things", line, "start", "only an event lasts")
        if each.start and each.end and each.start.earliest >= each.end.latest:
            yield Complaint("things", line, "end", f"'{each.end}' is not after start '{each.start}'")


def references_are_whole(sheets: Sheets) -> Iterator[Complaint]:
    """A reference bears out only what it bears on; a link joins two claims, and its key names them."""
    for line, each in sheets["references"].each(ReferenceRow):
        for key in each.bears_out:
            if key not in each.bears_on or each.verdict not in (Verdict.CORRECTS, Verdict.REFUTES):
                yield Complaint("references", line, "bears_out", f"{key!r}: only what it bears on and does not correct")
    for line, link in sheets["claim_links"].each(ClaimLinkRow):
        if link.key != f"{link.claim}.{link.other}" or link.claim == link.other:
            yield Complaint(
                "claim_links", line, "key", f"{link.key!r} should name two claims: '{link.claim}.{link.other}'"
            )
