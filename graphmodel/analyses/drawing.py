"""Results that are graphs as interactive pictures: pairs as networks, values of states as colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graphmodel.domain.entities import Entity, Organization, Person, State
from graphmodel.errors import QueryError
from graphmodel.results import shown
from graphmodel.show import Column, Edge, Picture, Vertex, view
from graphmodel.show.graph import vertex

if TYPE_CHECKING:
    from graphmodel.analyses.results import Result
    from graphmodel.analyses.values import Asked

PAIRS = {
    "network": ("source", "target", "weight"),
    "heat map": ("x", "y", "color"),
    "waves": ("by", "state", "weight"),
}
"""The charts that are of pairs, and the columns of both ends and of how strongly they are tied."""
DIRECTED = frozenset({"obligation_cascade", "obligation_profile"})
"""Analyses whose pairs have a direction."""
OF_ONE = ("state", "org")
"""The columns by which rows are of one state or organization each."""
UNSAID = frozenset({"certain", "name"})


def picture(result: Result[Any]) -> Picture:
    """What `result.show()` shows, which has the errors."""
    if result.origin is None:
        raise QueryError(
            f"{result.about.analysis}: this result does not know its world, so there is nothing to draw it in."
        )
    rows = result.to_dicts()
    if not rows:
        raise QueryError("There are no rows, so there is nothing to draw.")
    plot = result.origin.header.plot
    if plot is not None and plot.kind in PAIRS:
        return _network(result, rows, [plot.columns.get(part) for part in PAIRS[plot.kind]])
    of = next((name for name in OF_ONE if name in rows[0]), None)
    if of is None:
        raise QueryError(
            f"{result.about.analysis} is no graph: its rows are neither pairs, nor of one state or organization each. "
            "It shows as a table."
        )
    world: Any = result.origin.world
    drawn = plot.columns if plot is not None else {}
    told = drawn.get("color") if drawn.get("color") not in (None, of) else None
    columns = _columns(rows, of, told or drawn.get("value") or drawn.get("y"), group=told)
    day = result.about.as_of or world.coverage()
    return world.as_of(day).show(columns=columns, color=next(iter(columns)), title=result.title)


def _columns(
    rows: Sequence[Mapping[str, Any]], of: str, first: str | None, *, group: str | None
) -> dict[str, dict[str, str | float]]:
    """The columns to colour by, that of the chart first; how many rows each has, where they have several.

    The values of `group` name groups, also where they are numbers.
    """
    each_once = Counter(row[of] for row in rows)
    if len(each_once) < len(rows):
        return {"rows": {key: float(number) for key, number in each_once.items()}}
    names = [
        name
        for name, value in rows[0].items()
        if name != of
        and name not in UNSAID
        and not isinstance(value, list)
        and any(row[name] is not None for row in rows)
    ]
    names.sort(key=lambda name: name != first)
    return {
        name: {
            row[of]: shown(row[name]) if name == group else _value(row[name]) for row in rows if row[name] is not None
        }
        for name in names
    } or {"rows": dict.fromkeys(each_once, 1.0)}


def _value(value: Any) -> str | float:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else shown(value)


def _network(result: Result[Any], rows: Sequence[Mapping[str, Any]], parts: Sequence[str | None]) -> Picture:
    source, target, weight = parts
    assert source is not None and target is not None  # noqa: S101, PT018  (a chart of pairs has both)
    edges = [
        Edge(
            a,
            b,
            str(row.get("duty") or result.about.analysis),
            facts={
                name: text for name, value in row.items() if name not in (source, target) and (text := shown(value))
            },
            weight=float(row[weight] or 0) if weight else 1.0,
        )
        for row in rows
        for a in _each(row[source])
        for b in _each(row[target])
    ]
    keys = {end for edge in edges for end in (edge.start, edge.end)}
    waves: dict[str, str] = {}
    if "wave" in rows[0]:
        waves = {str(result.about.parameters["target"]): "attacked"}
        for row in sorted(rows, key=lambda row: row["wave"]):
            waves.setdefault(row[target], f"wave {row['wave']}")
    assert result.origin is not None  # noqa: S101  (asked before)
    vertices = _vertices(result.origin.world, keys)
    return view(
        vertices,
        edges,
        title=result.title,
        columns=[Column("wave", waves, "In which wave a state is obliged to act.")] if waves else (),
        weighed=weight if len({edge.weight for edge in edges}) > 1 else None,
        undirected=() if result.about.analysis in DIRECTED else (result.about.analysis,),
        note=result.caption,
    )


def _each(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _vertices(world: Asked, keys: Iterable[str]) -> list[Vertex]:
    """The states, organizations or people with these keys; what none of them has is called by its key."""
    left, made = set(keys), list[Vertex]()
    models: tuple[tuple[type[Entity], Callable[[Any], str]], ...] = (
        (State, lambda each: each.key),
        (Organization, lambda each: each.key),
        (Person, lambda each: each.key),
    )
    for model, key_of in models:
        if not left:
            break
        for each in world.all(model):
            key = key_of(each)
            if key in left:
                left.discard(key)
                made.append(vertex(each, id=key))
    return sorted([*made, *(Vertex(key, key, "Node") for key in left)], key=lambda each: each.id)
