"""What is sent to an engine, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SUBQUERY = re.compile(r"\b(COLLECT|COUNT|EXISTS) \{")
"""Where a sub-query begins in a text."""
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Counters:
    """What a statement changed, as the engine counts it."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    labels_added: int = 0
    contains_updates: bool = False


@dataclass(frozen=True, slots=True)
class Notification:
    """A hint of the database on a statement: an index that is missing, a label that nothing has."""

    status: str
    """The GQL status code: `01N50`."""
    description: str
    severity: str
    category: str


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of a statement, its columns, its counters, what the database had to say of it, and the plan if it was asked for."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    counters: Counters
    notifications: Sequence[Notification] = ()
    plan: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """A text, its parameters, and how to read what comes back. Values stand in the parameters, never in the text.

    `name` is what errors and traces call it; `reads` says that it changes nothing; `by_hand` that a person wrote it, so that the
    engine has to see to that; `requires` names the capabilities that it takes.
    """

    text: str
    parameters: Mapping[str, Any] = field(repr=False)
    decode: Callable[[Result], T] = field(repr=False)
    name: str = "statement"
    reads: bool = False
    by_hand: bool = False
    requires: tuple[str, ...] = ()
    packed: bool = False
    """Each record has many rows, as a list in its first column."""

    def count(self, records: Sequence[Sequence[Any]]) -> int:
        """How many rows stand in these records."""
        return sum(len(record[0]) for record in records) if self.packed else len(records)


def quoted(name: str) -> str:
    """A label, type or property name as it stands in a statement. Names were checked when their class was made.

    >>> quoted("MEMBER_OF"), quoted("a `b`")
    ('MEMBER_OF', '`a ``b```')
    """
    return name if _PLAIN_NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def labels(names: Sequence[str]) -> str:
    """Labels as they stand in a pattern: `:Person:Leader`."""
    return "".join(f":{quoted(name)}" for name in names)
