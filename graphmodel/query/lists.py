"""Lists in queries: what they hold, and how much. A list that is missing makes null."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import Any, TypeVar, cast, overload

from graphmodel.model.expressions import Constant, Expression, Function
from graphmodel.model.kinds import BOOL, INT
from graphmodel.query.arguments import items, of_family

T = TypeVar("T")


def has(field: list[T] | set[T] | None, item: T) -> bool:
    """Whether a list in the graph holds an item.

    Raises:
        QueryError: when the list can never hold it.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     aliases: list[str] = []
    >>> with gm.connect() as graph:
    ...     _ = graph.merge(Country(iso3="IRN", aliases=["Persia"]), Country(iso3="RUS"))
    ...     graph.all(gm.select(Country.iso3).where(gm.has(Country.aliases, "Persia")))
    ['IRN']
    """
    held = of_family("gm.has", field, "list")
    kind = held.__kind__.item
    one = item if isinstance(item, Expression) else Constant(kind.checked(item, "An item of " + str(held)), kind)
    return cast("bool", Function("has", (held, one), BOOL))


def has_any(field: list[T] | set[T] | None, values: Iterable[T]) -> bool:
    """Whether a list in the graph holds at least one of these. Raises as `has`."""
    held = of_family("gm.has_any", field, "list")
    return cast("bool", Function("has_any", (held, items("gm.has_any", values, held.__kind__.item)), BOOL))


def has_all(field: list[T] | set[T] | None, values: Iterable[T]) -> bool:
    """Whether a list in the graph holds every one of these. Raises as `has`."""
    held = of_family("gm.has_all", field, "list")
    return cast("bool", Function("has_all", (held, items("gm.has_all", values, held.__kind__.item)), BOOL))


@overload
def size(field: Sized) -> int: ...
@overload
def size(field: Sized | None) -> int | None: ...
def size(field: Any) -> Any:
    """How many items a list has, or characters a text."""
    return Function("size", (of_family("gm.size", field, "list", "text"),), INT)
