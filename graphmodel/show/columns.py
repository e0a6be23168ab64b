"""What the vertices of a picture are coloured by: results, the blocs they form, their kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.show.blocs import blocs
from graphmodel.show.graph import Column, Edge, Vertex, day_of, spaced
from graphmodel.show.palette import categories

BLOC = "Groups that hang together more closely than with the rest, by the Leiden algorithm; called by their best tied members."


def coloured_by(
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    given: Sequence[Column],
    color: str | None,
    *,
    day: int | None,
    hidden: Collection[str],
    hubs: str | None,
) -> tuple[list[dict[str, Any]], int]:
    """The columns as the page reads them, the kind last, and the number of the one that it opens with.

    Raises:
        QueryError: there is no column of the name that was asked for.
        MissingExtra: graspologic-native is not installed.
    """
    names = {each.id: each.name for each in vertices if each.kind not in hidden}
    tied = [each for each in edges if each.start in names and each.end in names and each.type not in hidden]
    first = {each.id for each in vertices if each.kind == hubs}
    size = Counter(end for each in tied for end in (each.start, each.end))

    def bloc(some: Iterable[Edge]) -> dict[str, str]:
        # A tie to what nearly all are tied to says little of where somebody belongs.
        return blocs(
            names,
            first,
            [
                (each.start, each.end, each.weight / max(1, min(size[each.start], size[each.end])) ** 0.5)
                for each in some
            ],
        )

    columns = list(given)
    if day is not None:
        then = day_of(day)
        now = bloc(each for each in tied if each.valid is None or each.valid.possibly_on(then))
        columns.append(Column(f"bloc on {then}", now, BLOC, "in no bloc"))
    columns.append(Column("bloc" if day is None else "bloc in all years", bloc(tied), BLOC, "in no bloc"))
    columns.append(Column("kind", {each.id: spaced(each.kind) for each in vertices}))
    found = [_column(each, vertices) for each in columns]
    found[-1]["plain"] = True
    filled = [at for at, each in enumerate(found) if any(value is not None for value in each["of"])]
    if color is None:
        return found, filled[0]
    named = [at for at, each in enumerate(found) if each["name"] == color]
    if not named:
        raise QueryError(
            f"There is no column {color!r} to colour by: choose among {', '.join(c.name for c in columns)}."
        )
    return found, named[0]


def _column(column: Column, vertices: Sequence[Vertex]) -> dict[str, Any]:
    """Texts are numbers of names, in the order of the column, each with its colour; numbers have a scale."""
    values = [column.values.get(each.id) for each in vertices]
    said = {"name": column.name, "about": column.about, "none": column.none}
    there = [each for each in values if each is not None]
    numbers = [each for each in there if isinstance(each, (int, float)) and not isinstance(each, bool)]
    if numbers and len(numbers) == len(there):
        return {**said, "of": values, "min": min(numbers), "max": max(numbers)}
    names = list(dict.fromkeys(map(str, column.values.values())))
    number = {name: at for at, name in enumerate(names)}
    of = [None if each is None else number[str(each)] for each in values]
    return {**said, "of": of, "names": names, "colors": list(categories(names).values())}
