"""Strategic rivalries, in the layouts of Thompson, Sakuwa and Suhas (2022) and of Thompson and Dreyer (2012)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from graphmodel.domain.observed import RivalOf
from graphmodel.domain.vocabularies import Confidence
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.exchange.importers.years import of_years

if TYPE_CHECKING:
    import polars as pl

TSS = DataSet(
    key="tss_rivalries",
    title="Strategic Rivalries, 1494-2020",
    publisher="William R. Thompson, Kentaro Sakuwa and Prashant Hosur Suhas",
    published="2022",
    citation="Thompson, William R., Kentaro Sakuwa, and Prashant Hosur Suhas. 2022. Analyzing Strategic Rivalries in World "
    "Politics: Types of Rivalry, Regional Variation, and Escalation/De-escalation. Singapore: Springer.",
    url="https://doi.org/10.1007/978-981-16-6671-1",
    known_to=date(2020, 12, 31),
)
TD = DataSet(
    key="td_rivalries",
    title="Handbook of International Rivalries, 1494-2010",
    publisher="William R. Thompson and David R. Dreyer",
    published="2012",
    citation="Thompson, William R., and David R. Dreyer. 2012. Handbook of International Rivalries, "
    "1494-2010. Washington: CQ Press.",
    url="https://doi.org/10.4135/9781608718627",
    known_to=date(2010, 12, 31),
)
KINDS = ("spatial", "positional", "ideological", "interventionary")
TSS_SHEET = sheet(
    "rivalries of Thompson, Sakuwa and Suhas",
    integer=f"tssr_id ccode1 ccode2 start end {' '.join(KINDS)}",
    optional="rivalry:text principal aprin",
)
TD_SHEET = sheet(
    "rivalries of Thompson and Dreyer",
    integer="rivalryno ccode1 ccode2 styear endyear",
    text="type1 type2 type3",
    optional="rivalryname:text region:text",
)


def tss(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Rivalries with a column a kind."""
    rows = frames[TSS_SHEET.name].sort("tssr_id", nulls_last=True).iter_rows(named=True)
    return list(
        _facts(
            (
                (r["tssr_id"], r["ccode1"], r["ccode2"], r["start"], r["end"], [kind for kind in KINDS if r[kind] == 1])
                for r in rows
            ),
            draft,
        )
    )


def td(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Rivalries with up to three kinds, the first that of most weight."""
    rows = frames[TD_SHEET.name].sort("rivalryno", nulls_last=True).iter_rows(named=True)
    return list(
        _facts(
            (
                (
                    r["rivalryno"],
                    r["ccode1"],
                    r["ccode2"],
                    r["styear"],
                    r["endyear"],
                    [r[name] for name in ("type1", "type2", "type3") if r[name]],
                )
                for r in rows
            ),
            draft,
        )
    )


def _facts(rows: Iterator[tuple[Any, ...]], draft: Draft) -> Iterator[RivalOf]:
    """A spell for each rivalry and pair of states that it was one of, told once: from the key that sorts first."""
    number: Counter[int] = Counter()
    for row, one, other, first, last, kinds in rows:
        if None in (row, one, other, first, last):
            draft.drop("a code or a year is empty")
            continue
        if last < first:
            draft.drop("it ends before it begins")
            continue
        valid = of_years(first, last, draft.dataset.known_to)
        for a, b, period in draft.pairs("cow", (one, other), valid, date(last, 12, 31)):
            start, end = sorted((a, b), key=lambda each: each.key)
            number[row] += 1
            yield RivalOf(
                start=start,
                end=end,
                spell=f"{draft.dataset.key}.{row}.{number[row]}",
                kinds=kinds,
                valid=period,
                dataset=draft.dataset.key,
                confidence=Confidence.VERIFIED,
            )


RIVALRIES = Importer(
    "rivalries",
    "Strategic rivalries",
    (Layout(TSS, (TSS_SHEET,), tss, types=(RivalOf,)), Layout(TD, (TD_SHEET,), td, types=(RivalOf,))),
    "the rivalries of Thompson, Sakuwa and Suhas, or those of Thompson and Dreyer",
)
