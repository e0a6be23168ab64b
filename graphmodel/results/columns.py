"""Rows that are made when somebody looks at them, of columns: for results with millions of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from pydantic import BaseModel

R_co = TypeVar("R_co", bound=BaseModel, covariant=True)

PART = 20_000
"""How many rows are made at once."""


class Columns(Sequence[R_co], Generic[R_co]):
    """A sequence of rows, each made of the columns when it is asked for.

    Args:
        row: the class of the rows.
        count: how many there are.
        values: gives the values of every field, for the rows from one number to before another.
    """

    def __init__(self, row: type[R_co], count: int, values: Callable[[int, int], Mapping[str, Sequence[Any]]]) -> None:
        self._row, self._count, self._values = row, count, values

    def parts(self) -> Iterator[Mapping[str, Sequence[Any]]]:
        """The values of all rows by field, some thousand rows at a time; at least one part, so that one knows the fields."""
        for start in range(0, max(self._count, 1), PART):
            yield self._values(start, min(start + PART, self._count))

    def with_all(self, name: str, value: Any) -> Columns[R_co]:
        """The same rows, in all of which one field has this value."""
        return Columns(
            self._row, self._count, lambda start, end: {**self._values(start, end), name: [value] * (end - start)}
        )

    def column(self, name: str) -> Iterator[Sequence[Any]]:
        """The values of one field, by parts."""
        return (part[name] for part in self.parts())

    def _made(self, values: Mapping[str, Sequence[Any]]) -> list[R_co]:
        return [self._row(**dict(zip(values, each, strict=True))) for each in zip(*values.values(), strict=True)]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> R_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R_co]: ...
    def __getitem__(self, index: int | slice) -> R_co | Sequence[R_co]:
        if isinstance(index, slice):
            wanted = range(self._count)[index]
            if not wanted:
                return ()
            first = min(wanted[0], wanted[-1])
            made = self._made(self._values(first, max(wanted[0], wanted[-1]) + 1))
            return tuple(made[at - first] for at in wanted)
        at = range(self._count)[index]  # whose errors and negative numbers are those of a list
        return self._made(self._values(at, at + 1))[0]

    def __iter__(self) -> Iterator[R_co]:
        for part in self.parts():
            yield from self._made(part)
