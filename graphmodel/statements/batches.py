"""Objects as rows of their kinds: what one statement can write together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from graphmodel.errors import DuplicateKey, WriteError
from graphmodel.model import (
    Node,
    NodeMapping,
    Relationship,
    RelationshipMapping,
    identity,
    is_ref,
    node_mapping_of,
    relationship_mapping_of,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NodeKind:
    """Nodes that one statement can write together: those of one class."""

    mapping: NodeMapping

    @property
    def name(self) -> str:
        """As reports and errors call it: `State`."""
        return self.mapping.label


@dataclass(frozen=True, slots=True)
class RelationshipKind:
    """Relationships that one statement can write together: those of one class between ends of one class each."""

    mapping: RelationshipMapping
    start: NodeMapping
    end: NodeMapping

    @property
    def name(self) -> str:
        """As reports and errors call it: `(State)-[MEMBER_OF]->(Organization)`."""
        return f"({self.start.label})-[{self.mapping.type}]->({self.end.label})"


Kind = NodeKind | RelationshipKind


@dataclass(slots=True)
class Batch:
    """Objects of one kind that set the same properties, as rows of values.

    A row holds the key of the start, the key of the end (both of a relationship only), the key, the values of the stored properties
    that are `given`, and those of the `defaults`, which are set when the object is made. Lists are sent and compared quicker
    than maps.
    """

    kind: Kind
    given: tuple[str, ...]
    defaults: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    all_set_something: bool = True
    """Whether no row only removes."""
    versioned: list[Any] = field(default_factory=list[Any])
    """The objects of the rows, where they have a version that a change counts up."""


def batches(objects: Iterable[Node | Relationship[Any, Any]], *, full: bool = False) -> list[Batch]:
    """Sort objects into rows by kind and by what they set, nodes first.

    Args:
        objects: nodes and relationships in any order; references among them are left alone.
        full: write every field, not only those that were set.

    Raises:
        DuplicateKey: when one key stands twice.
        WriteError: for something that is neither a node nor a relationship.
    """
    found: dict[tuple[Any, ...], Batch] = {}
    seen: defaultdict[Any, set[Any]] = defaultdict(set)
    ends = _Ends()
    for each in objects:
        mapping: NodeMapping | RelationshipMapping
        if isinstance(each, Node):
            if is_ref(each):
                continue
            mapping = node_mapping_of(type(each))
            place: Any = mapping.key_label
            classes: Any = type(each)
            row = [*mapping.key_of(each)]
        elif isinstance(each, Relationship):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            mapping = relationship_mapping_of(type(each))
            (start, start_key), (end, end_key) = ends.of(each.start), ends.of(each.end)
            place = (mapping.type, start.key_label, end.key_label)
            classes = (type(each), start.model, end.model)
            row = [*start_key, *end_key, *mapping.key_of(each)]
        else:
            raise WriteError(f"Only nodes and relationships can be written, not {type(each).__name__}.")
        key = row[0] if len(row) == 1 else tuple(row)  # few objects: each costs the garbage collector
        if key in seen[place]:
            raise _twice(each)
        seen[place].add(key)
        given, defaults, sets_something = _fill(row, each, mapping, full)
        signature = (classes, given, defaults)
        batch = found.get(signature)
        if batch is None:
            columns = (_columns(mapping, given), _columns(mapping, defaults))
            batch = found[signature] = Batch(kind_of(each), *columns, [])
        batch.rows.append(tuple(row))
        if not sets_something:
            batch.all_set_something = False
        if mapping.version is not None:
            batch.versioned.append(each)
    return sorted(found.values(), key=lambda batch: isinstance(batch.kind, RelationshipKind))


def _fill(
    row: list[Any], each: Node | Relationship[Any, Any], mapping: NodeMapping | RelationshipMapping, full: bool
) -> tuple[int, int, bool]:
    """Add the values to a row; gives which fields are given and which are defaults, as bits, and whether anything is set."""
    values, fields_set = each.__dict__, each.__pydantic_fields_set__
    given = defaults = 0
    sets_something = False
    later: list[Any] = []
    for bit, name, p, plain, changing in mapping.bits:
        value = values[name]
        if full or name in fields_set or (changing and p.touched(value, values)):
            given |= bit
            sets_something = sets_something or (value is not None and p.shows)
            into = row
        elif value is not None:
            defaults |= bit
            into = later
        else:
            continue
        if plain:
            into.append(value)
        else:
            p.put(value, into)
    row += later
    return given, defaults, sets_something


def _columns(mapping: NodeMapping | RelationshipMapping, bits: int) -> tuple[str, ...]:
    return tuple(column for bit, _, p, *_ in mapping.bits if bits & bit for column in p.columns)


def key_row(each: Node | Relationship[Any, Any], kind: Kind) -> Row:
    """What finds one object: its key, and the keys of its ends."""
    key = kind.mapping.key_of(each)
    if isinstance(kind, RelationshipKind) and isinstance(each, Relationship):
        return _relationship_row(key, kind.start.key_of(each.start), kind.end.key_of(each.end))
    return {f"k{i}": value for i, value in enumerate(key)}


def kind_of(each: Node | Relationship[Any, Any]) -> Kind:
    """What an object must be written with."""
    if isinstance(each, Node):
        return NodeKind(node_mapping_of(type(each)))
    start, end = (node_mapping_of(cast("type[Node]", type(node))) for node in (each.start, each.end))
    return RelationshipKind(relationship_mapping_of(type(each)), start, end)


class _Ends:
    """Mapping and key of nodes, worked out once for each of them: many relationships share an end."""

    def __init__(self) -> None:
        # The node is kept with its entry, so that its id stays its own.
        self._known: dict[int, tuple[Node, tuple[NodeMapping, tuple[Any, ...]]]] = {}

    def of(self, node: Any) -> tuple[NodeMapping, tuple[Any, ...]]:
        known = self._known.get(id(node))
        if known is None:
            mapping = node_mapping_of(cast("type[Node]", type(node)))
            known = self._known[id(node)] = (node, (mapping, mapping.key_of(node)))
        return known[1]


def _relationship_row(key: tuple[Any, ...], start: tuple[Any, ...], end: tuple[Any, ...]) -> Row:
    row: Row = {f"s{i}": value for i, value in enumerate(start)}
    for i, value in enumerate(end):
        row[f"e{i}"] = value
    for i, value in enumerate(key):
        row[f"k{i}"] = value
    return row


def _twice(each: Node | Relationship[Any, Any]) -> DuplicateKey:
    kind, key = kind_of(each), identity(each)[1:]
    shown = key if isinstance(each, Node) else (key[0][1:], key[1][1:], *key[2:])
    return DuplicateKey(
        f"{kind.name} {', '.join(map(repr, shown))} stands twice in one batch; keep one of them.",
        model=type(each).__name__,
        keys=[shown],
    )
