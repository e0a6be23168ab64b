"""What an analysis gives: typed rows that know how they came about, and into what they can be turned."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from pydantic import BaseModel, ConfigDict

from graphmodel.analyses.tables import FittedTable, shown
from graphmodel.domain.sources import Source
from graphmodel.errors import MissingExtra

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs]  (it has none of its own)
    import polars as pl


class Row(BaseModel):
    """One row of a result; its fields are the columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R_co = TypeVar("R_co", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class About:
    """How a result came about: what was asked, the day, and what was done where nothing was said.

    `as_of_from` says where the day is from, `parameters` are those sent, `notes` the defaults taken and what to mind.
    """

    analysis: str
    title: str
    as_of: date
    as_of_from: str
    parameters: dict[str, Any]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "; ".join([f"As of {self.as_of} ({self.as_of_from})", *self.notes]) + "."


class Result(Sequence[R_co], Generic[R_co]):
    """The rows of an analysis: iterate, index, or turn them into a table of another kind.

    `about` says how it came about. In a notebook and in rich it shows as a table.
    """

    def __init__(
        self, rows: Sequence[R_co], *, row: type[R_co], about: About, sources: Callable[[Sequence[R_co]], list[Source]]
    ) -> None:
        self._rows = tuple(rows)
        self._row = row
        self._sources = sources
        self.about = about

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._row.model_fields)

    def citations(self) -> list[Source]:
        """The sources that the rows rest on, by key; `cite` writes one out. Asks the world when called."""
        return self._sources(self._rows)

    def head(self, rows: int) -> Result[R_co]:
        """The first rows, as a result of their own."""
        return Result(self._rows[:rows], row=self._row, about=self.about, sources=self._sources)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [row.model_dump(mode="json") for row in self._rows]

    def to_json(self, path: str | Path | None = None) -> str:
        """The rows with all that `about` says, as JSON; also written to a file when a path is given."""
        about = {name: getattr(self.about, name) for name in About.__slots__}
        text = json.dumps({"about": about, "rows": self.to_dicts()}, ensure_ascii=False, indent=2, default=str)
        return _written(text + "\n", path)

    def to_csv(self, path: str | Path | None = None) -> str:
        """The rows as CSV, lists joined with `; `, truth as true and false; also written to a file when a path is given."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row.values()] for row in self.to_dicts())
        return _written(out.getvalue(), path)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame.

        Raises:
            MissingExtra: when polars is not installed.
        """
        polars = needed("polars", "analysis")
        # Said rather than inferred: an empty result has the same types as a full one.
        types = {name: _polars_type(polars, field.annotation) for name, field in self._row.model_fields.items()}
        return polars.DataFrame(self.to_dicts(), schema=types, orient="row")

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame.

        Raises:
            MissingExtra: when pandas is not installed.
        """
        return needed("pandas", "notebook").DataFrame(self.to_dicts(), columns=self.columns)

    def to_parquet(self, path: str | Path | io.BytesIO) -> None:
        """Write the rows to a Parquet file.

        Raises:
            MissingExtra: when polars is not installed.
        """
        self.to_polars().write_parquet(path)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> R_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R_co]: ...
    def __getitem__(self, index: int | slice) -> R_co | Sequence[R_co]:
        return self._rows[index]

    def __iter__(self) -> Iterator[R_co]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{self.about.analysis}: {len(self)} rows. {self.about}>"

    def __rich__(self) -> FittedTable:
        return FittedTable(self.columns, self.to_dicts(), title=self.about.title, caption=str(self.about))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(shown(value))}</td>" for value in row.values()) + "</tr>"
            for row in self.to_dicts()
        )
        title, about = html.escape(self.about.title), html.escape(str(self.about))
        return f"<table><caption>{title}. {about}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def cite(source: Source) -> str:
    """A source on one line: title, publisher, date, key.

    >>> cite(Source(key="S01", title="Belarus joins SCO", publisher="example.org", date="2024-07-04"))
    'Belarus joins SCO. example.org, 2024-07-04. [S01]'
    """
    return f"{source.title}. {source.publisher}{f', {source.date}' if source.date else ''}. [{source.key}]"


def needed(package: str, extra: str) -> Any:
    """An optional package.

    Raises:
        MissingExtra: when it is not installed, with the command that does it.
    """
    try:
        return import_module(package)
    except ImportError:
        raise MissingExtra(
            f"This needs {package}, which is not installed: pip install 'graphmodel[{extra}]'."
        ) from None


def _cell(value: object) -> object:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(map(str, cast("list[object]", value)))
        case _:
            return value


def _polars_type(polars: Any, annotation: Any) -> Any:
    text = str(annotation)
    if "list" in text:
        return polars.List(polars.String)
    plain = {"bool": polars.Boolean, "int": polars.Int64, "float": polars.Float64}
    return next((kind for name, kind in plain.items() if name in text), polars.String)


def _written(text: str, path: str | Path | None) -> str:
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text
