"""The rows of the tables while they are checked, and what is said against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from graphmodel.domain.tables.cells import Row

R = TypeVar("R", bound=Row)


class Complaint(NamedTuple):
    """What is wrong, and where."""

    table: str
    line: int
    column: str | None
    reason: str


@dataclass
class Sheet:
    """The rows of one table that could be read, with their lines."""

    rows: list[tuple[int, Row]] = field(default_factory=list[tuple[int, Row]])
    keys: dict[str, int] = field(default_factory=dict[str, int])
    """Every key, also of rows that are wrong elsewhere, with its line."""
    readable: bool = True
    """Whether all keys are known; otherwise nothing is said of references to this table."""

    @property
    def whole(self) -> bool:
        """Whether every row could be read."""
        return self.readable and len(self.rows) == len(self.keys)

    def of(self, row: type[R]) -> tuple[R, ...]:
        """The rows, as what they are."""
        return tuple(each for _, each in self.each(row))

    def each(self, row: type[R]) -> Iterator[tuple[int, R]]:
        """Lines and rows."""
        return ((line, each) for line, each in self.rows if isinstance(each, row))

    def lacks(self, key: str) -> bool:
        """Whether no row has this key, as far as can be told."""
        return self.readable and key not in self.keys


Sheets = dict[str, Sheet]
