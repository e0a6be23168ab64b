"""A panel as a table: a frame whose rows become objects only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from graphmodel.analyses.recipes import Recipe, Replicable
from graphmodel.domain.sources import Source
from graphmodel.results import FittedTable, Row

if TYPE_CHECKING:
    import polars as pl

R = TypeVar("R", bound=Row)
SHOWN = 20
"""So many rows are drawn where people look."""


class _Rows(Sequence[R], Generic[R]):
    def __init__(self, frame: pl.DataFrame, row: type[R]) -> None:
        self.frame, self._row = frame, row

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> _Rows[R]: ...
    def __getitem__(self, index: int | slice) -> R | _Rows[R]:
        if isinstance(index, slice):
            return _Rows(self.frame[index], self._row)
        return self._row(**self.frame.row(index, named=True))

    def __iter__(self) -> Iterator[R]:
        for values in self.frame.iter_rows(named=True):
            yield self._row(**values)


class Panel(Replicable[R]):
    """A row for each unit and year, in order. Empty is what no data set looked at; nothing where one looked is 0 or False.

    A panel of pairs has a million rows: `to_polars` and `to_parquet` give them as they are, and objects are made as they are
    asked for.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        *,
        row: type[R],
        title: str,
        notes: Sequence[str],
        sources: Callable[[Sequence[R]], list[Source]],
        recipe: Recipe,
    ) -> None:
        super().__init__((), row=row, title=title, caption="; ".join(notes) + ".", sources=sources)
        self.notes = tuple(notes)
        """The rule for the day, which data set each column is from and which years it covers."""
        vars(self).update(_rows=_Rows(frame, row), _columns=frame.columns)
        self._recipe = recipe

    @property
    def recipe(self) -> Recipe:
        """How it came about."""
        return self._recipe

    @property
    def _frame(self) -> pl.DataFrame:
        rows: Any = self._rows
        return rows.frame.select(self._columns)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return super().columns

    def head(self, rows: int) -> Self:
        """The first rows, as a panel of their own."""
        return super().head(rows)

    def filter(self, keep: Callable[[R], object]) -> Self:
        """The rows for which a function says yes, as a panel of their own. Of many rows `to_polars().filter(...)` is quicker."""
        kept = copy(self)
        rows: Any = self._rows
        chosen = [bool(keep(row)) for row in self]
        vars(kept).update(_rows=_Rows(rows.frame.filter(chosen), self._row), is_whole=False)
        return kept

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return self._frame.to_dicts()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame."""
        return self._frame

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame.

        Raises:
            MissingExtra: when pandas is not installed.
        """
        return super().to_pandas()

    def to_csv(self, path: str | Path | None = None) -> str:
        """The rows as CSV, empty where nothing is known; also written to a file when a path is given."""
        text = self._frame.write_csv()
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text

    def to_parquet(self, path: str | Path | BytesIO) -> None:
        """Write the rows to a Parquet file."""
        self._frame.write_parquet(path)

    def _told(self) -> dict[str, Any]:
        return {"title": self.title, "notes": list(self.notes)}

    def _filled(self) -> list[str]:
        return self.columns

    def __rich__(self) -> FittedTable:
        more = f"The first {SHOWN} of {len(self):,} rows. " if len(self) > SHOWN else ""
        first = self._frame.head(SHOWN).to_dicts()
        return FittedTable(self.columns, first, title=self.title, caption=more + self.caption)
