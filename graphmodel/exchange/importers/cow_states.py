"""The state system of COW: who was a state from which day to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graphmodel.domain.relationships import InSystem
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.exchange.importers.years import of_days

if TYPE_CHECKING:
    import polars as pl

STATES_2016 = DataSet(
    key="cow_states_2016",
    title="State System Membership List, version 2016",
    publisher="Correlates of War Project",
    published="2017",
    citation="Correlates of War Project. 2017. State System Membership List, v2016. https://correlatesofwar.org",
    url="https://correlatesofwar.org/data-sets/state-system-membership/",
    known_to=date(2016, 12, 31),
)
SHEET = sheet(
    "list of states", integer="ccode styear stmonth stday endyear endmonth endday", text="stateabb", optional="version"
)


def facts(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """A spell in the list `cow` for each row; several where states follow each other under one code (365: Russia, Soviet Union)."""
    return list(_facts(frames[SHEET.name], draft))


def _facts(frame: pl.DataFrame, draft: Draft) -> Iterator[InSystem]:
    system = draft.code_list("cow")
    runs: Counter[int] = Counter()
    columns = ("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday")
    for code, *days in frame.select(columns).sort("ccode", "styear", "stmonth", "stday", nulls_last=True).iter_rows():
        if code is None or None in days:
            draft.drop("a code or a day is empty")
            continue
        try:
            first, last = date(*days[:3]), date(*days[3:])
        except ValueError:
            draft.drop("a day is not in the calendar")
            continue
        if last < first:
            draft.drop("it ends before it begins")
            continue
        valid = of_days(first, last, draft.dataset.known_to)
        for state, period in draft.pieces("cow", code, valid, last):
            runs[code] += 1
            yield InSystem(
                start=state,
                end=system,
                spell=f"{draft.dataset.key}.{code}.{runs[code]}",
                code=str(code),
                valid=period,
                dataset=draft.dataset.key,
            )


COW_STATES = Importer(
    "cow_states",
    "COW state system",
    (Layout(STATES_2016, (SHEET,), facts, types=(InSystem,)),),
    "the list of states (states2016.csv)",
)
