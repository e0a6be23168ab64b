"""Typed rows that know their sources, and into what they can be turned."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast, overload

from pydantic import BaseModel, ConfigDict

from graphmodel import markup
from graphmodel.domain.provenance import UNCITED
from graphmodel.domain.sources import Source
from graphmodel.errors import GraphModelError, MissingExtra, UnknownField
from graphmodel.results.citations import Citations
from graphmodel.results.columns import Columns
from graphmodel.results.tables import FittedTable, in_markdown, markdown

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs]  (it has none of its own)
    import polars as pl
    from rich.console import RenderableType

FIRST = 20
"""So many rows stand in the plain text of a table."""
SOURCES = 30
"""So many sources stand below a table in a notebook."""


class Row(BaseModel):
    """One row of a result; its fields are the columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R_co = TypeVar("R_co", bound=Row, covariant=True)


class Table(Sequence[R_co], Generic[R_co]):
    """Rows of one kind: iterate, index, or turn them into a table of another make. In a notebook and in rich they show as a table.

    Args:
        rows: the rows.
        row: their class; its fields are the columns.
        title: what they are.
        caption: what is to be known of them.
        sources: gives the sources that some of the rows rest on.
    """

    is_whole: bool = True
    """Whether it has all rows and columns that were asked for, and is no part that was taken of them."""

    def __init__(
        self,
        rows: Sequence[R_co],
        *,
        row: type[R_co],
        title: str,
        caption: str = "",
        sources: Callable[[Sequence[R_co]], list[Source]],
    ) -> None:
        # Rows by the million are made when they are looked at.
        self._rows: Sequence[R_co] = rows if isinstance(rows, Columns) else tuple(rows)
        self._row = row
        self._columns = list(row.model_fields)
        self._sources = sources
        self.title = title
        self.caption = caption

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._columns)

    def citations(self) -> Citations:
        """The sources that the rows rest on, by key: as text, BibTeX or CSL-JSON. Asks the world when called."""
        found = self._sources(self._rows)
        bare = any(source.key == UNCITED for source in found)
        return Citations(found, _uncited(self._rows) if bare else ())

    def head(self, rows: int) -> Self:
        """The first rows, as a table of their own."""
        first = copy(self)
        vars(first).update(_rows=self._rows[:rows], is_whole=False)
        return first

    def select(self, *columns: str) -> Self:
        """These columns alone, in this order: what is shown, and what the table is turned into. Rows keep all their fields.

        Raises:
            UnknownField: there is no such column.
        """
        for name in columns:
            if name not in self._columns:
                raise UnknownField(f"{self.title} has no column {name!r}: it has {', '.join(self._columns)}.")
        chosen = copy(self)
        vars(chosen).update(_columns=list(dict.fromkeys(columns)), is_whole=False)
        return chosen

    def filter(self, keep: Callable[[R_co], object]) -> Self:
        """The rows for which a function of a row says yes, as a table of their own: `ties.filter(lambda row: row.shared > 1)`."""
        kept = copy(self)
        vars(kept).update(_rows=tuple(row for row in self._rows if keep(row)), is_whole=False)
        return kept

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        if isinstance(self._rows, Columns):
            parts = ([part[name] for name in self._columns] for part in self._rows.parts())
            return [dict(zip(self._columns, row, strict=True)) for part in parts for row in zip(*part, strict=True)]
        wanted = set(self._columns)
        dumped = (row.model_dump(mode="json", include=wanted) for row in self._rows)
        return [{name: row[name] for name in self._columns} for row in dumped]

    def to_json(self, path: str | Path | None = None) -> str:
        """The rows, and what is to be known of them, as JSON; also written to a file when a path is given."""
        text = json.dumps({"about": self._told(), "rows": self.to_dicts()}, ensure_ascii=False, indent=2, default=str)
        return _written(text + "\n", path)

    def to_csv(self, path: str | Path | None = None) -> str:
        """The rows as CSV, lists joined with `; `, truth as true and false; also written to a file when a path is given."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row.values()] for row in self.to_dicts())
        return _written(out.getvalue(), path)

    def to_markdown(self, path: str | Path | None = None) -> str:
        """The rows as a table in Markdown, with title and caption; also written to a file when a path is given."""
        said = [f"**{in_markdown(self.title)}**", markdown(self._filled(), self.to_dicts())]
        return _written("\n\n".join([*said, *([in_markdown(self.caption)] if self.caption else [])]) + "\n", path)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame.

        Raises:
            MissingExtra: when polars is not installed.
        """
        polars = needed("polars", "analysis")
        # Said rather than inferred: an empty result has the same types as a full one.
        fields = self._row.model_fields
        types = {name: _polars_type(polars, fields[name].annotation) for name in self._columns}
        if isinstance(self._rows, Columns):
            parts = ({name: part[name] for name in self._columns} for part in self._rows.parts())
            return polars.concat([polars.DataFrame(part, schema=types) for part in parts])
        days = [name for name, kind in types.items() if kind == polars.Date]
        as_text = {name: polars.String if name in days else kind for name, kind in types.items()}
        frame = polars.DataFrame(self.to_dicts(), schema=as_text, orient="row")
        return frame.with_columns(polars.col(days).str.to_date()) if days else frame

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame.

        Raises:
            MissingExtra: when pandas is not installed.
        """
        frame = needed("pandas", "notebook").DataFrame(self.to_dicts(), columns=self.columns)
        days = [name for name in self._columns if _of_days(self._row.model_fields[name].annotation)]
        return frame.astype(dict.fromkeys(days, "datetime64[s]"))

    def to_parquet(self, path: str | Path | io.BytesIO) -> None:
        """Write the rows to a Parquet file.

        Raises:
            MissingExtra: when polars is not installed.
        """
        self.to_polars().write_parquet(path)

    def _filled(self) -> list[str]:
        """The columns in which there is anything: the others are left out where people look."""
        return [
            name
            for name in self.columns
            if not self._rows or any(getattr(row, name) not in _EMPTY for row in self._rows)
        ]

    def _told(self) -> dict[str, Any]:
        return {"title": self.title, "caption": self.caption}

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
        """The first rows as plain text: what a terminal shows."""
        return drawn(self.head(FIRST), f"The first {FIRST} of {len(self):,} rows." if len(self) > FIRST else "")

    def __rich__(self) -> FittedTable:
        return FittedTable(self._filled(), self.to_dicts(), title=self.title, caption=self.caption)

    def _repr_html_(self) -> str:
        first = self.head(markup.ROWS)
        return markup.table(
            self._filled(),
            first.to_dicts(),
            title=self.title,
            caption=self.caption,
            meanings=self._meanings(),
            units=self._units(),
            total=len(self),
            after=_cited(first),
        )

    def _meanings(self) -> Mapping[str, str]:
        """What the columns hold, as far as that is said."""
        return {name: text for name, field in self._row.model_fields.items() if (text := field.description)}

    def _units(self) -> Mapping[str, str]:
        """What the numbers of a column count."""
        return {}


def _uncited(rows: Iterable[Row]) -> Iterator[str]:
    """The claims, of rows that each are one, for which no source is given."""
    for row in rows:
        told: Any = row.model_dump(include={"claim", "source", "sources"})
        if told.get("claim") and UNCITED in (told.get("source"), *(told.get("sources") or ())):
            yield told["claim"]


def _cited(rows: Table[Any]) -> list[str]:
    """The sources of rows as markup, where they can be asked for."""
    try:
        lines = rows.citations().lines() if rows else []
    except GraphModelError as error:  # the graph is closed, or nobody answers: to show rows is no error
        return [markup.dim(f"The sources of the rows cannot be asked for: {error}")]
    more = [f"and {len(lines) - SOURCES} more: .citations() gives all"] if len(lines) > SOURCES else []
    return [markup.folded(f"Sources: {len(lines)}", [*lines[:SOURCES], *more])] if lines else []


def drawn(what: RenderableType, after: str = "") -> str:
    """What rich draws, as plain text as wide as the terminal."""
    from shutil import get_terminal_size

    from rich.console import Console

    width = min(max(get_terminal_size((100, 24)).columns, 60), 160)
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(what)
    return "\n".join(filter(None, [*(line.rstrip() for line in captured.get().splitlines()), after]))


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


_EMPTY: tuple[object, ...] = (None, "", [])


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
    if _of_days(annotation):
        return polars.Date
    plain = {"bool": polars.Boolean, "int": polars.Int64, "float": polars.Float64}
    return next((kind for name, kind in plain.items() if name in text), polars.String)


def _of_days(annotation: Any) -> bool:
    return annotation in (date, date | None)


def _written(text: str, path: str | Path | None) -> str:
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text
