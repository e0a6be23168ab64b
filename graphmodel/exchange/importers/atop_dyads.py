"""ATOP by directed pairs and years, version 5.1: who owes what to whom by alliances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graphmodel.domain.observed import ObligedTo
from graphmodel.domain.vocabularies import ObligationTerm
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.exchange.importers.years import of_years
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

LEEDS = (
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. Alliance Treaty Obligations and "
    "Provisions, 1815-1944. International Interactions 28(3): 237-260."
)
ATOP_5_1 = DataSet(
    key="atop_5_1",
    title="Alliance Treaty Obligations and Provisions, version 5.1: directed dyad years",
    publisher="ATOP Project, Rice University",
    published="2022",
    citation=LEEDS,
    url="http://www.atopdata.org",
    known_to=date(2018, 12, 31),
)
TERMS = {
    "atop_defense": ObligationTerm.DEFENSE,
    "atop_offense": ObligationTerm.OFFENSE,
    "atop_neutral": ObligationTerm.NEUTRALITY,
    "atop_nonagg": ObligationTerm.NONAGGRESSION,
    "atop_consul": ObligationTerm.CONSULTATION,
}
DYAD_YEARS = sheet("directed dyad years", integer=f"ccode1 ccode2 year {' '.join(TERMS)}")


def by_dyad(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """What the first state of each row owes the second: a spell for each run of years with the same terms."""
    return list(_by_dyad(frames[DYAD_YEARS.name], draft))


def _by_dyad(frame: pl.DataFrame, draft: Draft) -> Iterator[ObligedTo]:
    pl = needed("polars", "analysis")
    keys = ["ccode1", "ccode2", "year"]
    full = frame.drop_nulls(keys)
    draft.drop("a code or the year is empty", frame.height - full.height)
    covered = full.filter(pl.col("year") <= draft.dataset.known_to.year)
    draft.drop(
        f"a year after {draft.dataset.known_to.year}, to which this version reaches", full.height - covered.height
    )
    once = covered.unique(keys, keep="first", maintain_order=True)
    draft.drop("another row of the same pair and year", covered.height - once.height)
    bits = pl.sum_horizontal(
        [(pl.col(name) == 1).fill_null(value=False).cast(pl.Int64) * 2**i for i, name in enumerate(TERMS)]
    )
    pair = ["ccode1", "ccode2"]
    ordered = once.select(*keys, bits.alias("terms")).sort(keys)
    begins = (pl.col("year") - pl.col("year").shift(1).over(pair) != 1) | (
        pl.col("terms") != pl.col("terms").shift(1).over(pair)
    )
    runs = (
        ordered.with_columns(begins.fill_null(value=True).cum_sum().alias("run"))
        .group_by("run", *pair, "terms", maintain_order=True)
        .agg(pl.col("year").first().alias("first"), pl.col("year").last().alias("last"), pl.len().alias("rows"))
    )
    number: Counter[tuple[int, int]] = Counter()
    words = list(TERMS.values())
    for _, one, other, terms, first, last, rows in runs.iter_rows():
        owed = [word for i, word in enumerate(words) if terms >> i & 1]
        valid = of_years(first, last, draft.dataset.known_to)
        for a, b, period in draft.pairs("cow", (one, other), valid, date(last, 12, 31), rows):
            number[one, other] += 1
            yield ObligedTo(
                start=a,
                end=b,
                spell=f"{draft.dataset.key}.{one}.{other}.{number[one, other]}",
                terms=owed,
                valid=period,
                dataset=draft.dataset.key,
            )
