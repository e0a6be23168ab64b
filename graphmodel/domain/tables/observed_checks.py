"""The rules of the tables of sanctions and figures. Pure, as `checks`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graphmodel.domain.tables.observed_rows import MeasurementRow, SanctionRow
from graphmodel.domain.tables.sheets import Complaint, Sheets
from graphmodel.domain.vocabularies import PartyKind
from graphmodel.model import PartialDate


def _ends_exist(sheets: Sheets) -> Iterator[Complaint]:
    for line, each in sheets["sanctions"].each(SanctionRow):
        for column, key, kind in (
            ("sender", each.sender, each.sender_kind),
            ("target", each.target, each.target_kind),
        ):
            table = "states" if kind is PartyKind.STATE else "organizations"
            if sheets[table].lacks(key):
                yield Complaint("sanctions", line, column, f"{key!r} is no key of {table}.csv")
        if each.sender == each.target:
            yield Complaint("sanctions", line, "target", f"{each.target!r} is the sender too")


def _keys_say_what_they_name(sheets: Sheets) -> Iterator[Complaint]:
    begins = (
        *(("sanctions", line, each, f"{each.sender}.{each.target}.") for line, each in sheets["sanctions"].each(SanctionRow)),
        *(
            ("measurements", line, each, f"{each.indicator}.{each.state}.")
            for line, each in sheets["measurements"].each(MeasurementRow)
        ),
    )  # fmt: skip
    for table, line, each, begin in begins:
        if not each.key.startswith(begin):
            yield Complaint(table, line, "key", f"{each.key!r} does not begin with {begin!r}, as the row says")


def _dates_are_in_order(sheets: Sheets) -> Iterator[Complaint]:
    known_to = PartialDate(SanctionRow.COVERED_TO or "").latest
    for line, each in sheets["sanctions"].each(SanctionRow):
        if each.end is not None and each.start.earliest >= each.end.latest:
            yield Complaint("sanctions", line, "end", f"'{each.end}' is not after start '{each.start}'")
        if each.start.earliest > known_to:
            yield Complaint(
                "sanctions", line, "start", f"'{each.start}' is after the last day of the table, {known_to}"
            )
    for line, figure in sheets["measurements"].each(MeasurementRow):
        if figure.start.earliest >= figure.end.latest:
            yield Complaint("measurements", line, "end", f"'{figure.end}' is not after start '{figure.start}'")


OBSERVED_RULES: tuple[Callable[[Sheets], Iterator[Complaint]], ...] = (
    _ends_exist,
    _keys_say_what_they_name,
    _dates_are_in_order,
)
"""The rules, in the order in which they are asked."""
