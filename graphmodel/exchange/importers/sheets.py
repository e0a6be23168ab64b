"""Reading the files of data sets: CSV or Parquet, by the columns of the published layout, every cell of the type it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graphmodel.errors import DataError, DataProblem
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["integer", "number", "text", "day"]
_SHOWN = 20
_EMPTY = ("", "NA", "NaN", ".")
"""How programs of statistics write that there is nothing."""
_WORDS: Mapping[Kind, str] = {"integer": "whole number", "number": "number", "text": "text", "day": "day (2014-12-31)"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of file of a data set, known by its columns.

    `columns` must be there; `optional` are read where they are; of the columns that `others` names the rest of the file is read
    too, as whole numbers: a file with a column a state.
    """

    name: str
    columns: Mapping[str, Kind]
    optional: Mapping[str, Kind]
    others: Kind | None = None


def sheet(name: str, *, others: Kind | None = None, optional: str = "", **kinds: str) -> Sheet:
    """A sheet from the names of its columns by kind, with blanks between them."""
    columns: dict[str, Kind] = {}
    kind: Kind
    for kind in ("integer", "number", "text", "day"):
        columns |= dict.fromkeys(kinds.get(kind, "").split(), kind)
    more: dict[str, Kind] = {}
    for each in optional.split():
        column, _, word = each.partition(":")
        more[column] = next(kind for kind in _WORDS if kind == (word or "integer"))
    return Sheet(name, columns, more, others)


def read(path: Path, sheets: Sequence[Sheet]) -> tuple[Sheet, pl.DataFrame]:
    """Read a file that is one of several kinds. The frame has the columns of the sheet, typed; empty cells are null.

    Raises:
        DataError: the file is not there or cannot be read, is of none of the kinds, has no rows, or cells are of another type.
        MissingExtra: polars is not installed.
    """
    frame = _frame(path)
    names = {name.strip().lower(): name for name in frame.columns}
    meant = _kind_of(path, names, sheets)
    if not frame.height:
        raise _error(path, [DataProblem(str(path), None, None, "has a header and no rows")])
    kinds: dict[str, Kind] = {**meant.columns, **{name: kind for name, kind in meant.optional.items() if name in names}}
    if meant.others is not None:
        kinds |= {name: meant.others for name in names if name not in kinds}
    problems: list[DataProblem] = []
    columns: list[pl.Series] = []
    for name, kind in kinds.items():
        column = frame[names[name]].alias(name)
        cast = _cast(column, kind)
        known = name in meant.columns or name in meant.optional
        if not known and (cast is None or cast.null_count() * 2 > column.null_count() + column.len()):
            continue  # of the rest of the file a column that is mostly of another kind is none of ours
        if cast is None:
            problems += _wrong(path, name, column, None, kind)
            continue
        if cast.null_count() > column.null_count():
            problems += _wrong(path, name, column, cast, kind)
        columns.append(cast)
    if problems:
        raise _error(path, problems)
    return meant, needed("polars", "analysis").DataFrame(columns)


def matching(columns: Iterable[str], sheets: Sequence[Sheet]) -> Sheet | None:
    """The kind of file that has these columns: of several the one that asks for most."""
    there = set(columns)
    fitting = [each for each in sheets if there >= set(each.columns)]
    return max(fitting, key=lambda each: len(each.columns), default=None)


def _kind_of(path: Path, names: Mapping[str, str], sheets: Sequence[Sheet]) -> Sheet:
    found = matching(names, sheets)
    if found is None:
        nearest = min(sheets, key=lambda each: len(set(each.columns) - set(names)) / len(each.columns))
        lacking = [name for name in nearest.columns if name not in names]
        known = "" if len(sheets) == 1 else f"; known are: {', '.join(each.name for each in sheets)}"
        reason = f"has no column {', '.join(lacking)}, so it is no file of the {nearest.name} as published{known}"
        raise _error(path, [DataProblem(str(path), 1, None, reason)])
    return found


def _frame(path: Path) -> pl.DataFrame:
    """The file as it is, with texts for the cells of a CSV."""
    pl = needed("polars", "analysis")
    if not path.is_file():
        raise _error(path, [DataProblem(str(path), None, None, "there is no such file")])
    with path.open("rb") as opened:
        head = opened.read(4)
    if not head:
        raise _error(path, [DataProblem(str(path), None, None, "is empty")])
    parquet = head == b"PAR1" or path.suffix.lower() in {".parquet", ".pq"}
    try:
        if parquet:
            return pl.read_parquet(path)
        options: dict[str, Any] = {"infer_schema": False, "null_values": list(_EMPTY)}
        try:
            return pl.read_csv(path, **options)
        except pl.exceptions.ComputeError as error:
            if "utf-8" not in str(error).lower() and "utf8" not in str(error).lower():
                raise
            return pl.read_csv(path, **options, encoding="cp1252")  # what spreadsheets of the West write
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        form = "Parquet" if parquet else "CSV"
        reason = f"cannot be read as {form}: {str(error).splitlines()[0]}"
        raise _error(path, [DataProblem(str(path), None, None, reason)]) from None


def _cast(column: pl.Series, kind: Kind) -> pl.Series | None:
    """The column with the cells that are of the kind; None where it can have none."""
    pl = needed("polars", "analysis")
    text = column.dtype == pl.String
    if kind == "text":
        cast = column.cast(pl.String, strict=False)
        return cast.str.strip_chars()
    if kind == "day":
        if not text:
            return column.cast(pl.Date, strict=False) if column.dtype in (pl.Date, pl.Datetime) else None
        return column.str.strip_chars().str.to_date("%Y-%m-%d", strict=False)
    if not text and not column.dtype.is_numeric() and column.dtype not in (pl.Boolean, pl.Null):
        return None
    number = (column.str.strip_chars() if text else column).cast(pl.Float64, strict=False)
    number = number.fill_nan(None) if not text else number
    if kind == "number":
        return number
    return (
        pl.select(pl.when(number == number.floor()).then(number).otherwise(None))
        .to_series()
        .cast(pl.Int64)
        .alias(column.name)
    )


def _wrong(path: Path, name: str, column: pl.Series, cast: pl.Series | None, kind: Kind) -> Iterator[DataProblem]:
    if cast is None:
        yield DataProblem(str(path), None, name, f"holds no {_WORDS[kind]}s but {column.dtype}")
        return
    for i in (cast.is_null() & column.is_not_null()).arg_true():
        yield DataProblem(str(path), i + 2, name, f"{column[i]!r} is no {_WORDS[kind]}")


def _error(path: Path, problems: Sequence[DataProblem]) -> DataError:
    if len(problems) == 1:
        return DataError(f"{problems[0]}. Nothing was written.", problems=problems)
    lines = [
        f"{len(problems)} cells of {path} are wrong; nothing was written:",
        *(f"  {each}" for each in problems[:_SHOWN]),
    ]
    if len(problems) > _SHOWN:
        lines.append(f"  ... and {len(problems) - _SHOWN} more")
    return DataError("\n".join(lines), problems=problems)
