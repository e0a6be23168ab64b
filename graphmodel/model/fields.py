"""What a field's annotation says of the graph: its role as a key, an index, and the name it is stored under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyMark:
    """Marks a field as (a part of) the merge key."""


@dataclass(frozen=True, slots=True)
class UniqueMark:
    """Marks a field whose values are unique among the nodes of its label."""


@dataclass(frozen=True, slots=True)
class IndexedMark:
    """Marks a field that is looked up often."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Gives a field another name in the graph, for one that Python or pydantic has taken.

    >>> from typing import Annotated
    >>> from graphmodel import Key, Node, Stored
    >>> class Table(Node):
    ...     key: Key[str]
    ...     schema_: Annotated[str, Stored("schema")] = "public"
    """

    name: str


Key = Annotated[T, KeyMark()]
"""``Key[T]``: the merge key. On a node a uniqueness constraint; on a relationship what tells apart several of one pair.

Several ``Key`` fields make a composite key. Keys are never null and never change.
"""

Unique = Annotated[T, UniqueMark()]
"""``Unique[T]``: a uniqueness constraint beside the key; null is allowed where T allows it."""

Indexed = Annotated[T, IndexedMark()]
"""``Indexed[T]``: a range index."""
