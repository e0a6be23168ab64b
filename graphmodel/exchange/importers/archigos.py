"""Archigos: who in fact led each state, from which day to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import Leader
from graphmodel.domain.relationships import HoldsOffice
from graphmodel.domain.vocabularies import Capacity, Confidence, Effective, Role
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.model import CENSORED, Period

if TYPE_CHECKING:
    import polars as pl

ARCHIGOS_4_1 = DataSet(
    key="archigos",
    title="Archigos, a Data Set on Leaders 1875-2015, version 4.1",
    publisher="H. E. Goemans, Kristian Skrede Gleditsch and Giacomo Chiozza",
    published="2016",
    citation="Goemans, H. E., Kristian Skrede Gleditsch, and Giacomo Chiozza. 2009. Introducing Archigos: A Dataset of Political "
    "Leaders. Journal of Peace Research 46(2): 269-283.",
    url="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    known_to=date(2015, 12, 31),
)
SHEET = sheet(
    "leaders",
    integer="gwcode",
    text="obsid leadid leader",
    day="startdate enddate",
    optional="yrborn gender:text entry:text exit:text exitcode:text",
)
ALTERNATIVE = sheet(
    "leaders as first published",
    integer="ccode",
    text="obsid leadid leader",
    day="startdate enddate",
    optional="idacr:text yrborn gender:text entry:text exit:text exitcode:text",
)
STILL = "still in office"


def facts(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Leaders, then what they held. The day on which one leaves is of the next where somebody enters on it, else of who leaves."""
    [frame] = frames.values()
    code = "gwcode" if "gwcode" in frame.columns else "ccode"
    rows = [row | {"gwcode": row[code]} for row in frame.iter_rows(named=True)]
    return [*_leaders(rows), *_offices(rows, draft)]


def _leaders(rows: list[dict[str, Any]]) -> Iterator[Leader]:
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["leadid"] is not None and row["leader"] is not None:
            told.setdefault(row["leadid"], row)
    for key, row in sorted(told.items()):
        born, gender = row.get("yrborn"), row.get("gender")
        known = [f"born {born}" if born is not None and born > 0 else "", f"gender {gender}" if gender else ""]
        yield Leader(key=f"archigos.{key}", name=row["leader"], note="; ".join(filter(None, known)) or None)


def _offices(rows: list[dict[str, Any]], draft: Draft) -> Iterator[HoldsOffice]:
    seen: set[str] = set()
    entered = {(row["gwcode"], row["startdate"]) for row in rows}
    for row in rows:
        first, last, name = row["startdate"], row["enddate"], row["obsid"]
        if None in (first, last, name, row["gwcode"], row["leadid"], row["leader"]):
            draft.drop("a name, code or day is empty")
            continue
        if last < first:
            draft.drop("it ends before it begins")
            continue
        if name in seen:
            draft.drop("another row of the same obsid")
            continue
        seen.add(name)
        still = (row.get("exit") or "").lower() == STILL
        until = last if last > first and (row["gwcode"], last) in entered else last + timedelta(days=1)
        valid = Period(first, CENSORED(last) if still else until)
        told = {"entered": row.get("entry"), "left": row.get("exit"), "how": row.get("exitcode")}
        note = "; ".join(f"{word}: {value}" for word, value in told.items() if value)
        leader = Leader(key=f"archigos.{row['leadid']}", name=row["leader"])
        for part, (state, period) in enumerate(draft.pieces("gw", row["gwcode"], valid, last)):
            yield HoldsOffice(
                start=leader,
                end=state,
                spell=f"{draft.dataset.key}.{name}" + (f".{part + 1}" if part else ""),
                office="effective leader",
                role=Role.EFFECTIVE_LEADER,
                capacity=Capacity.FULL,
                effective=Effective.TRUE,
                valid=period,
                confidence=Confidence.VERIFIED,
                note=note or None,
                dataset=draft.dataset.key,
            )


ARCHIGOS = Importer(
    "archigos",
    "Archigos leaders",
    (
        Layout(ARCHIGOS_4_1, (SHEET,), facts, types=(HoldsOffice,)),
        Layout(ARCHIGOS_4_1, (ALTERNATIVE,), facts, types=(HoldsOffice,)),
    ),
    "the leaders (Archigos_4.1)",
)
