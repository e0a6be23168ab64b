"""What an analysis gives: typed rows that know how they came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphmodel.domain.sources import Source
from graphmodel.results import R_co, Table


@dataclass(frozen=True, slots=True)
class About:
    """How a result came about: what was asked, the day, and what was done where nothing was said.

    `as_of` is the day, the last of a window, or None where there is none, and `as_of_from` says where it is from; `parameters`
    are those sent, `notes` the defaults taken and what to mind.
    """

    analysis: str
    title: str
    as_of: date | None
    as_of_from: str
    parameters: dict[str, Any]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        day = [] if self.as_of is None else [f"As of {self.as_of} ({self.as_of_from})"]
        return "; ".join([*day, *self.notes]) + "."


class Result(Table[R_co]):
    """The rows of an analysis; `about` says how they came about."""

    def __init__(
        self, rows: Sequence[R_co], *, row: type[R_co], about: About, sources: Callable[[Sequence[R_co]], list[Source]]
    ) -> None:
        super().__init__(rows, row=row, title=about.title, caption=str(about), sources=sources)
        self.about = about

    def __repr__(self) -> str:
        return f"<{self.about.analysis}: {len(self)} rows. {self.about}>"

    def _told(self) -> dict[str, Any]:
        return {name: getattr(self.about, name) for name in About.__slots__}
