"""How the rows of a query show in a notebook: nodes, relationships and paths each as what they are, and together as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, cast

from pydantic import BaseModel

from graphmodel import markup
from graphmodel.model import cards
from graphmodel.model.base import GraphObject, Node, Relationship, identity
from graphmodel.model.mapping import ENDS
from graphmodel.model.paths import Path

CARDS = 3
"""So many nodes show as cards; more are a table."""
MOST = 500
"""A picture of more relationships than these says less than the table."""


def of_rows(rows: Sequence[Any], columns: Sequence[str] = ()) -> str:
    """Rows as markup: cards of a few nodes, else a table; above it a picture, where there are relationships or paths."""
    nodes, ties = found_in(rows[:MOST])
    picture = _picture(nodes, ties) if ties else ""
    if rows and all(isinstance(each, Node) for each in rows) and len(rows) <= CARDS:
        return markup.block(*map(cards.node_card, rows))
    records = [_record(row, columns) for row in rows[: markup.ROWS]]
    names = list(dict.fromkeys(name for record in records for name in record))
    filled = [name for name in names if any(record.get(name) not in (None, "", [], ()) for record in records)]
    shown = [{name: cell(record.get(name)) for name in filled or names} for record in records]
    return picture + markup.table(filled or names, shown, total=len(rows))


def cell(value: object) -> object:
    """A value as it stands in a table."""
    if isinstance(value, Node):
        return cards.name_of(value)
    if isinstance(value, Relationship):
        return cards.tie_chain(cast("Relationship[Any, Any]", value))
    if isinstance(value, Path):
        return cards.path_chain(value)
    if isinstance(value, (list, tuple)):
        each = [cell(item) for item in cast("Sequence[object]", value)]
        if any(isinstance(item, markup.Html) for item in each):
            return markup.Html("".join(markup.said(item) for item in each))
        return each
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {item}" for name, item in cast("Mapping[str, object]", value).items())
    return _of_driver(value) or cards.readable(value)


def found_in(rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The nodes and relationships that stand anywhere in rows, each once: ours, or the driver's where no class is known."""
    nodes: dict[Any, Any] = {}
    ties: dict[Any, Any] = {}
    for each in _leaves(rows):
        if isinstance(each, Relationship):
            ties.setdefault(identity(cast("Relationship[Any, Any]", each)), each)
        elif isinstance(each, Node):
            kept = nodes.get(identity(each))
            if kept is None or len(kept.__dict__) < len(each.__dict__):  # of a reference and the node itself the node
                nodes[identity(each)] = each
        else:
            (nodes if hasattr(each, "labels") else ties).setdefault(each.element_id, each)
    return list(nodes.values()), list(ties.values())


def _leaves(value: Any) -> Iterator[Any]:
    """The nodes and relationships in a value, these after their ends."""
    for each in _within(value):
        yield from _leaves(each)
    if isinstance(value, GraphObject) or hasattr(value, "element_id"):
        yield value


def _within(value: Any) -> Iterable[Any]:
    """What a value holds; what the driver gives is told by its attributes."""
    kind = cast("Any", type(value))  # asked of the class, so that the value itself keeps its type
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        return (*value.nodes, *value.relationships)
    if issubclass(kind, Relationship):
        return value.start, value.end
    if hasattr(value, "start_node"):
        return value.start_node, value.end_node
    if issubclass(kind, (list, tuple)):
        return value
    if issubclass(kind, Mapping) and not hasattr(value, "element_id"):  # the driver's nodes are mappings too
        return value.values()
    if issubclass(kind, BaseModel) and not issubclass(kind, Node):
        return value.__dict__.values()
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(cast("object", kind)) else ()


def _picture(nodes: Sequence[Any], ties: Sequence[Any]) -> str:
    draw: Callable[[Sequence[Any], Sequence[Any]], str] | None = markup.PICTURES.get("subgraph")
    return draw(nodes, ties) if draw is not None and len(ties) <= MOST else ""


def _record(row: Any, columns: Sequence[str]) -> dict[str, Any]:
    """A row by column."""
    if isinstance(row, Mapping):
        return dict(cast("Mapping[str, Any]", row))
    if isinstance(row, Relationship):
        return dict(_of_tie(cast("Relationship[Any, Any]", row)))
    if isinstance(row, GraphObject):
        return dict(cards.told(row))
    if isinstance(row, Path):
        return {"path": row}
    if isinstance(row, BaseModel):
        return {name: getattr(row, name) for name in type(row).model_fields}
    if is_dataclass(row) and not isinstance(row, type):
        return {field.name: getattr(row, field.name) for field in fields(row)}
    if isinstance(row, tuple):
        values = cast("tuple[Any, ...]", row)
        names: Sequence[str] = getattr(values, "_fields", columns)
        if len(names) != len(values):
            names = [str(place) for place in range(1, len(values) + 1)]
        return dict(zip(names, values, strict=True))
    return {columns[0] if len(columns) == 1 else "value": row}


def _of_tie(tie: Relationship[Any, Any]) -> Iterator[tuple[str, Any]]:
    for name in ENDS:
        yield name, getattr(tie, name)
    yield from cards.told(tie)


def _of_driver(value: Any) -> str:
    """What the driver gave for a node, a relationship or a path of which no class is known."""
    if hasattr(value, "element_id"):
        held = ", ".join(f"{name}: {item}" for name, item in value.items())
        kind = ":".join(sorted(value.labels)) if hasattr(value, "labels") else value.type
        return f"{kind} {{{held}}}" if held else kind
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        return " – ".join(map(_of_driver, value.nodes))
    return ""
