"""COW's intergovernmental organizations: who was what in which, year by year.

A cell is 1 full member, 2 associate, 3 observer, 0 none, -9 missing, -1 or empty: not in the state system. A run of years with one
status becomes a spell. Before 1965 COW looked at some organizations every fifth year only and carried what it saw forward; these
years stand in the file as imputed, and the spells are those of the file: where a spell begins or ends beside such a year its note
says so, and its first year is marked as approximate. Where the rows of those years are left out of the file, the day lies between
the two that were looked at.

COW codes a year in which states unite under the one that remains: 1990 has a united Germany and a united Yemen, and nothing of
those who were states for most of it. Germany is one state here under both of its codes, and its memberships go on. What the others
belonged to the year before they keep as possible up to their last day; of all else in that year it is not coded what they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import Organization
from graphmodel.domain.observed import NotCoded
from graphmodel.domain.relationships import MemberOf
from graphmodel.domain.vocabularies import Confidence, OrganizationKind
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.igo_cells import (
    MISSING,
    STATUSES,
    by_one_code,
    cells_of_last_years,
    extent,
    last_years_not_coded,
)
from graphmodel.exchange.importers.igo_columns import codes_of
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.exchange.importers.years import of_years
from graphmodel.model import PartialDate, Period, ref
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

IGO_3 = DataSet(
    key="cow_igo_3",
    title="Intergovernmental Organizations, version 3.0",
    publisher="Correlates of War Project",
    published="2020",
    citation="Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer Jamison. 2020. Tracking Organizations "
    "in the World: The Correlates of War IGO Version 3.0 Datasets. Journal of Peace Research 57(3): 492-503.",
    url="https://correlatesofwar.org/data-sets/igos/",
    known_to=date(2014, 12, 31),
)
BY_ORGANIZATION = sheet(
    "organization years",
    text="ioname",
    integer="year sdate deaddate",
    optional="longorgname:text orgname:text imputed dead integrated replaced ionum igocode version:number political social "
    "economic accuracyofpre1965membershipdates:text sourcesandnotes:text",
    others="integer",
)
BY_STATE = sheet("state years", integer="ccode year", optional="state:text version:number", others="integer")
GRID_TO, GRID = 1965, 5
"""Up to which year COW looked at some organizations every fifth year only."""


def keys_of(draft: Draft) -> dict[str, str]:
    """The key of each organization of COW that the tables of graphmodel know, by its abbreviation in small letters.

    Where several are one to COW (SCO and the Shanghai Five) it is the one that there still is.
    """
    known = sorted(draft.codes.organizations, key=lambda each: (each.dissolved is None, each.key))
    return {each.cow_ioname.lower(): each.key for each in known if each.cow_ioname}


def by_organization(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Facts of the wide file with a row for each organization and year."""
    pl = needed("polars", "analysis")
    frame = _clean(frames[BY_ORGANIZATION.name], draft, "ioname", "year")
    told = {*BY_ORGANIZATION.columns, *BY_ORGANIZATION.optional}
    columns, unknown = codes_of([name for name in frame.columns if name not in told], draft.codes)
    first, last = extent(frame)
    for column in unknown:
        filled = frame.filter(pl.col(column).is_in([*STATUSES, MISSING])).height
        if filled:
            draft.unresolved("column of the file", column, first, last, filled)
    if "imputed" not in frame.columns:
        frame = frame.with_columns(pl.lit(0).alias("imputed"))
    years = _beside(frame.select("ioname", "year", pl.col("imputed").fill_null(1) == 1))
    cells = (
        frame.select("ioname", "year", *columns)
        .unpivot(index=["ioname", "year"], variable_name="column", value_name="status")
        .with_columns(pl.col("column").replace_strict(columns, return_dtype=pl.Int64).alias("code"))
        .select("ioname", "code", "year", "status")
    )
    cells = by_one_code(cells, draft)
    whole = frame.filter(
        pl.all_horizontal([(pl.col(c) == MISSING) | pl.col(c).is_null() | (pl.col(c) == -1) for c in columns])
        & pl.any_horizontal([pl.col(c) == MISSING for c in columns])
    ).select("ioname", "year")
    return [*_organizations(frame, draft), *_spells(cells, years, whole, draft), *_missing(cells, years, whole, draft)]


def by_state(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Facts of the same data with a row for each state and year and a column for each organization."""
    pl = needed("polars", "analysis")
    frame = _clean(frames[BY_STATE.name], draft, "ccode", "year")
    names = [name for name in frame.columns if name not in {"ccode", "year", "state", "version"}]
    cells = (
        frame.select(pl.col("ccode").alias("code"), "year", *names)
        .unpivot(index=["code", "year"], on=names, variable_name="ioname", value_name="status")
        .filter(pl.col("status") != -1)
        .select(pl.col("ioname").str.to_uppercase(), "code", "year", "status")
    )
    cells = by_one_code(cells, draft)
    counts = cells.group_by("ioname", "year").agg((pl.col("status") != MISSING).sum().alias("coded"))
    years = _beside(counts.select("ioname", "year", pl.lit(value=False).alias("imputed")))
    whole = counts.filter(pl.col("coded") == 0).select("ioname", "year")
    founded = counts.group_by("ioname").agg(pl.col("year").min().alias("sdate"), pl.col("year").max().alias("deaddate"))
    known = founded.with_columns(
        pl.when(pl.col("deaddate") < draft.dataset.known_to.year).then("deaddate").alias("deaddate")
    )
    draft.notes.append("Names of organizations are their abbreviations: the file by state years has no others.")
    return [*_organizations(known, draft), *_spells(cells, years, whole, draft), *_missing(cells, years, whole, draft)]


def _clean(frame: pl.DataFrame, draft: Draft, *keys: str) -> pl.DataFrame:
    pl = needed("polars", "analysis")
    full = frame.drop_nulls(keys)
    draft.drop(f"{' or '.join(keys)} is empty", frame.height - full.height)
    covered = full.filter(pl.col("year") <= draft.dataset.known_to.year)
    draft.drop(
        f"a year after {draft.dataset.known_to.year}, to which this version reaches", full.height - covered.height
    )
    once = covered.unique(keys, keep="first", maintain_order=True)
    draft.drop(f"another row of the same {' and '.join(keys)}", covered.height - once.height)
    return once


def _beside(years: pl.DataFrame) -> pl.DataFrame:
    """For each year of an organization the one looked at before it and after it, and which of the three are imputed."""
    pl = needed("polars", "analysis")
    over: dict[str, Any] = {"partition_by": "ioname", "order_by": "year"}
    return years.with_columns(
        pl.col("year").shift(1).over(**over).alias("before"),
        pl.col("year").shift(-1).over(**over).alias("after"),
        pl.col("imputed").shift(1).over(**over).fill_null(value=False).alias("imputed_before"),
        pl.col("imputed").shift(-1).over(**over).fill_null(value=False).alias("imputed_after"),
    )


def _next_to_each_other(year: pl.Expr, before: pl.Expr) -> pl.Expr:
    grid = (year <= GRID_TO) & (year - before <= GRID)
    return (year - before == 1) | grid


def _organizations(frame: pl.DataFrame, draft: Draft) -> Iterator[Organization]:
    keys = keys_of(draft)
    for row in frame.sort("ioname").unique("ioname", keep="last", maintain_order=True).iter_rows(named=True):
        name = row["ioname"]
        known = keys.get(name.lower())
        yield Organization(
            key=known or f"cow_igo.{name.lower()}",
            name=row.get("longorgname") or row.get("orgname") or name,
            short_name=name,
            kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION,
            founded=_year(row["sdate"]),
            dissolved=_year(row["deaddate"]),
            cow_ioname=name,
            known_to=draft.dataset.known_to,
            confidence=Confidence.VERIFIED,
            dataset=draft.dataset.key,
        )


def _year(year: int | None) -> PartialDate | None:
    return None if year is None else PartialDate(f"{year:04}")


def _spells(cells: pl.DataFrame, years: pl.DataFrame, whole: pl.DataFrame, draft: Draft) -> Iterator[MemberOf]:
    pl = needed("polars", "analysis")
    del whole
    keys = keys_of(draft)
    other = cells.filter(pl.col("status").is_not_null() & ~pl.col("status").is_in([*STATUSES, 0, MISSING, -1]))
    draft.drop("a cell with a status that the codebook does not have", other.height)
    coded = cells.filter(pl.col("status").is_in([*STATUSES]))
    left_out = last_years_not_coded(cells, draft)
    number: Counter[tuple[str, int]] = Counter()
    for row in _runs(coded, years).iter_rows(named=True):
        name, code, status = row["ioname"], row["code"], row["status"]
        word, rank = STATUSES[status]
        doubted = row["imputed_start"] or row["imputed_end"]
        valid = of_years(
            row["first"],
            row["last"],
            draft.dataset.known_to,
            after=row["after"],
            before=row["before"],
            doubted=row["imputed_start"],
        )
        if end := left_out.get((code, row["last"] + 1)):
            valid = Period(valid.start, PartialDate(f"[{row['last'] + 1:04}-01-01..{end}]"))
        for state, period in draft.pieces("cow", code, valid, date(row["last"], 12, 31), row["rows"], as_one=True):
            number[name, code] += 1
            yield MemberOf(
                start=state,
                end=ref(Organization, keys.get(name.lower()) or f"cow_igo.{name.lower()}"),
                spell=f"{draft.dataset.key}.{name.lower()}.{code}.{number[name, code]}",
                status=word,
                valid=period,
                full=period if rank == 1 else None,
                rank=rank,
                confidence=Confidence.VERIFIED,
                date_confidence=Confidence.PARTIAL,
                note="Begins or ends beside a year that COW imputed." if doubted else None,
                dataset=draft.dataset.key,
            )


def _runs(cells: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """Runs of one status over years next to each other, with the years looked at before and after where these lie further off."""
    pl = needed("polars", "analysis")
    joined = cells.join(years, on=["ioname", "year"], how="left").sort("ioname", "code", "year")
    over = ["ioname", "code"]
    begins = (
        pl.col("year").shift(1).over(over).is_null()
        | (pl.col("status") != pl.col("status").shift(1).over(over))
        | (pl.col("year").shift(1).over(over) != pl.col("before"))
        | ~_next_to_each_other(pl.col("year"), pl.col("before"))
    )
    runs = joined.with_columns(begins.fill_null(value=True).cum_sum().alias("run"))
    last = pl.col("after").last()
    return (
        runs.group_by("run", "ioname", "code", "status", maintain_order=True)
        .agg(
            pl.col("year").first().alias("first"),
            pl.col("year").last().alias("last"),
            pl.len().alias("rows"),
            pl.col("before").first().alias("looked_before"),
            last.alias("looked_after"),
            (pl.col("imputed").first() | pl.col("imputed_before").first()).alias("imputed_start"),
            (pl.col("imputed").last() | pl.col("imputed_after").last()).alias("imputed_end"),
        )
        .with_columns(
            pl.when(_next_to_each_other(pl.col("first"), pl.col("looked_before"))).then("looked_before").alias("after"),
            pl.when(_next_to_each_other(pl.col("looked_after"), pl.col("last"))).then("looked_after").alias("before"),
        )
        .sort("ioname", "code", "first")
    )


def _missing(cells: pl.DataFrame, years: pl.DataFrame, whole: pl.DataFrame, draft: Draft) -> Iterator[NotCoded]:
    """What is missing: of an organization as a whole, or of one state in it; also years for which an organization has no row."""
    pl = needed("polars", "analysis")
    keys = keys_of(draft)
    gaps = years.filter(~_next_to_each_other(pl.col("year"), pl.col("before")))
    rows = [
        (name, year)
        for name, before, after in gaps.select("ioname", "before", "year").iter_rows()
        for year in range(before + 1, after)
    ]
    between = pl.DataFrame(rows, schema=whole.schema, orient="row")
    every = pl.concat([whole, between]).with_columns(
        pl.lit(MISSING).alias("status"), pl.lit(0).cast(pl.Int64).alias("code")
    )
    single = pl.concat([cells.filter(pl.col("status") == MISSING), cells_of_last_years(cells, years, draft)])
    single = single.unique(["ioname", "code", "year"]).join(whole, on=["ioname", "year"], how="anti")
    number: Counter[tuple[str, int]] = Counter()
    system = draft.code_list("cow")
    for name, code, first, last, rows_ in _plain_runs(
        pl.concat([every.select(cells.columns).cast(dict(cells.schema)), single])
    ).iter_rows():
        valid = of_years(first, last, draft.dataset.known_to)
        end = ref(Organization, keys.get(name.lower()) or f"cow_igo.{name.lower()}")
        starts = draft.pieces("cow", code, valid, date(last, 12, 31), rows_, as_one=True) if code else [(system, valid)]
        for start, period in starts:
            number[name, code] += 1
            key = f"{draft.dataset.key}.{name.lower()}.{code or 'all'}.missing.{number[name, code]}"
            yield NotCoded(start=start, end=end, spell=key, valid=period, dataset=draft.dataset.key)


def _plain_runs(cells: pl.DataFrame) -> pl.DataFrame:
    pl = needed("polars", "analysis")
    over = ["ioname", "code"]
    run = pl.col("year").rank("ordinal").over(over).cast(pl.Int64)
    return (
        cells.sort("ioname", "code", "year")
        .with_columns((pl.col("year") - run).alias("run"))
        .group_by("ioname", "code", "run", maintain_order=True)
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"), pl.len().alias("rows"))
        .select("ioname", "code", "first", "last", "rows")
        .sort("ioname", "code", "first")
    )


COW_IGO = Importer(
    "cow_igo",
    "COW intergovernmental organizations",
    (
        Layout(IGO_3, (BY_ORGANIZATION,), by_organization, types=(MemberOf, NotCoded)),
        Layout(IGO_3, (BY_STATE,), by_state, types=(MemberOf, NotCoded)),
    ),
    "the file by organization years (igo_year_format_3.csv), or that by state years (state_year_format_3.csv)",
)
