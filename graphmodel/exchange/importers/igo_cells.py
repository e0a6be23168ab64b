"""The cells of COW's organizations: one code for a state that changed it, and last years of states that are coded for others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

STATUSES = {
    1: (MembershipStatus.MEMBER, 1),
    2: (MembershipStatus.ASSOCIATE_MEMBER, 2),
    3: (MembershipStatus.OBSERVER, 3),
}
MISSING = -9


def extent(frame: pl.DataFrame) -> tuple[int, int]:
    """The first and the last year of a frame."""
    first, last = frame["year"].min(), frame["year"].max()
    return (first, last) if isinstance(first, int) and isinstance(last, int) else (0, 0)


def by_one_code(cells: pl.DataFrame, draft: Draft) -> pl.DataFrame:
    """The cells with one code for a state that changed it: the later one, with what was told under either."""
    pl = needed("polars", "analysis")
    coded = pl.col("status").is_not_null() & (pl.col("status") != -1)
    for _, old, new, on in (each for each in draft.codes.changed_codes if each.scheme == "cow"):
        both = cells.filter(pl.col("code").is_in([old, new]))
        fits = (pl.col("code") == old) == (pl.col("year") < on.year)
        one = (
            both.sort(coded.fill_null(value=False), fits, descending=True, maintain_order=True)
            .with_columns(pl.lit(new).cast(pl.Int64).alias("code"))
            .unique(["ioname", "code", "year"], keep="first", maintain_order=True)
        )
        cells = pl.concat([cells.filter(~pl.col("code").is_in([old, new])), one])
    return cells


def last_years_not_coded(cells: pl.DataFrame, draft: Draft) -> dict[tuple[int, int], date]:
    """The last years of states in which no organization has a cell, though some have the year before, and when the states ended."""
    pl = needed("polars", "analysis")
    told = cells.filter(pl.col("status").is_in([*STATUSES, 0])).select("code", "year").unique()
    seen = set(told.iter_rows())
    _, last = extent(cells)
    found: dict[tuple[int, int], date] = {}
    for code in told["code"].unique():
        for end in draft.codes.ended("cow", code):
            year = (end - timedelta(days=1)).year
            if year <= last and (code, year) not in seen and (code, year - 1) in seen:
                found[code, year] = end
    return found


def cells_of_last_years(cells: pl.DataFrame, years: pl.DataFrame, draft: Draft) -> pl.DataFrame:
    """The cells that there would be of last years that are not coded, but for what is taken to go on."""
    pl = needed("polars", "analysis")
    parts = [cells.clear()]
    for code, year in last_years_not_coded(cells, draft):
        one = cells.filter(pl.col("code") == code)
        goes_on = one.filter((pl.col("year") == year - 1) & pl.col("status").is_in([*STATUSES]))
        there = years.filter(pl.col("year") == year).select("ioname").join(goes_on, on="ioname", how="anti")
        cell = (pl.lit(code), pl.lit(year), pl.lit(MISSING))
        named = (each.cast(cells.schema[name]).alias(name) for each, name in zip(cell, cells.columns[1:], strict=True))
        parts.append(there.with_columns(*named).select(cells.columns))
    return pl.concat(parts)
