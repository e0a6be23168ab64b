"""What compares answers of one analysis needs: which columns tell their rows apart, and which of the others are measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from graphmodel.analyses.headers import Column, Header
from graphmodel.errors import QueryError

MEASURES: Mapping[str, Any] = {"integer": int, "float": float, "boolean": bool}
"""The types of columns that measure something."""

Answer = Mapping[tuple[Any, ...], Mapping[str, Any]]
"""The rows of an answer by their key."""


def kind_of(column: Column) -> str:
    """The type of a column, whether or not it may be null."""
    return column.type.removesuffix(" or null")


def key_of(asked: Header, answers: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[str, ...]:
    """The columns that tell the rows of each answer apart: those that the header names, or the first that do.

    These are the columns of text at the front, and as many after them as it takes.

    Raises:
        QueryError: rows of an answer are equal in all of them.
    """
    usable = [
        each.name for each in asked.columns if kind_of(each) not in ("float", "list of strings", "list of integers")
    ]
    if asked.key:
        candidates = [asked.key]
    else:
        lead = 0
        while lead < len(asked.columns) and kind_of(asked.columns[lead]) in ("string", "date"):
            lead += 1
        candidates = [tuple(usable[:size]) for size in range(max(lead, 1), len(usable) + 1)]
    for key in candidates:
        if all(len(by_key(rows, key)) == len(rows) for rows in answers):
            return key
    raise QueryError(
        f"Rows of {asked.name} cannot be told apart, so that answers cannot be compared: name its key in the header."
    )


def by_key(rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> Answer:
    """The rows of an answer by their key, in their order; a list in it is a text, as tables show it."""
    return {tuple(_plain(row[name]) for name in key): row for row in rows}


def _plain(value: Any) -> Any:
    return ", ".join(cast("list[str]", value)) if isinstance(value, list) else value


def measures_of(asked: Header, key: Sequence[str], besides: Sequence[str] = ()) -> list[Column]:
    """The columns that measure something: numbers, and what is true or false."""
    return [each for each in asked.columns if kind_of(each) in MEASURES and each.name not in (*key, *besides)]


def type_of(column: Column) -> Any:
    """The type of a measure where it may be missing."""
    return MEASURES[kind_of(column)] | None
