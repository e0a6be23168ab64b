"""What no single cell of `conflicts.csv` and `source_relations.csv` can break."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graphmodel.domain.claim_vocabularies import Disagreement
from graphmodel.domain.tables.evidence_rows import ConflictRow, SourceRelationRow
from graphmodel.domain.tables.rows import ROWS
from graphmodel.domain.tables.sheets import Complaint, Sheets


def _conflicts_point_at_rows(sheets: Sheets) -> Iterator[Complaint]:
    columns = {row.TABLE: row.model_fields for row in ROWS}
    for line, each in sheets["conflicts"].each(ConflictRow):
        if each.table is None:
            if each.rows or each.properties:
                yield Complaint("conflicts", line, "table", "is empty, but rows or properties are given")
        elif each.table not in columns:
            yield Complaint("conflicts", line, "table", f"{each.table!r} is no table; there are {', '.join(columns)}")
        else:
            for key in each.rows:
                if sheets[each.table].lacks(key):
                    yield Complaint("conflicts", line, "rows", f"{key!r} is no key of {each.table}.csv")
            for column in each.properties:
                if column not in columns[each.table]:
                    yield Complaint("conflicts", line, "properties", f"{column!r} is no column of {each.table}.csv")
            if not (each.rows and each.properties):
                yield Complaint("conflicts", line, "rows", "a table is named, but not both rows and properties of it")


def _sides_are_whole(sheets: Sheets) -> Iterator[Complaint]:
    for line, each in sheets["conflicts"].each(ConflictRow):
        many = len(each.properties)
        for side, own, coded, concepts in (
            ("a", each.rows_a, each.coded_a, each.concepts_a),
            ("b", each.rows_b, each.coded_b, each.concepts_b),
        ):
            for key in own:
                if key not in each.rows:
                    yield Complaint("conflicts", line, f"rows_{side}", f"{key!r} is not among the rows concerned")
            if len(coded) != many:
                reason = f"has {len(coded)} values, one is needed for each of the {many} columns concerned"
                yield Complaint("conflicts", line, f"coded_{side}", reason)
            if len(concepts) not in (0, 1, many):
                reason = f"has {len(concepts)}; give one for all columns concerned, or one for each"
                yield Complaint("conflicts", line, f"concepts_{side}", reason)
        differ = each.concepts_a != each.concepts_b
        if differ != (each.kind is Disagreement.DIFFERS_IN_DEFINITION):
            reason = f"{each.kind.value!r}: what differs in definition has two concepts, anything else has one"
            yield Complaint("conflicts", line, "kind", reason)


def _relations_are_sound(sheets: Sheets) -> Iterator[Complaint]:
    origins: dict[str, set[str]] = {}
    for line, each in sheets["source_relations"].each(SourceRelationRow):
        if each.key != f"{each.source}.{each.based_on}":
            reason = f"{each.key!r} should be '{each.source}.{each.based_on}', as the row says"
            yield Complaint("source_relations", line, "key", reason)
        found, further = {each.based_on}, {each.based_on}
        while further:
            further = {origin for source in further for origin in origins.get(source, ())} - found
            found |= further
        if each.source in found:
            yield Complaint("source_relations", line, "based_on", f"{each.source!r} would be based on itself")
        origins.setdefault(each.source, set()).add(each.based_on)


CONFLICT_RULES: tuple[Callable[[Sheets], Iterator[Complaint]], ...] = (
    _conflicts_point_at_rows,
    _sides_are_whole,
    _relations_are_sound,
)
