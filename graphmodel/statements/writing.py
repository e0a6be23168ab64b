"""Writes of whole sets: one statement for all rows of a kind, which counts for itself what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
from graphmodel.statements.statement import Result, Statement, labels, quoted

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What one statement did: how many objects it found or made, and what became of them."""

    found: int
    created: int
    updated: int

    @property
    def unchanged(self) -> int:
        """Those that were there and had these values already."""
        return self.found - self.created - self.updated


@dataclass(frozen=True, slots=True)
class Kind:
    """What rows must share to be written by one statement: labels, or the type and the labels of both ends."""

    mapping: NodeMapping | RelationshipMapping
    start: NodeMapping | None = None
    end: NodeMapping | None = None

    @property
    def name(self) -> str:
        """As reports and errors call it: `State`, or `(State)-[MEMBER_OF]->(Organization)`."""
        if isinstance(self.mapping, NodeMapping):
            return self.mapping.label
        assert self.start is not None and self.end is not None
        return f"({self.start.label})-[{self.mapping.type}]->({self.end.label})"


@dataclass(slots=True)
class Batch:
    """Objects of one kind as rows, nodes before relationships when batches are sorted."""

    kind: Kind
    rows: list[Row]
    empty: list[Row]
    """Rows that set nothing: their creation cannot be seen from what they change, so they are counted apart."""


def batches(objects: Iterable[Node | Relationship[Any, Any]], *, full: bool = False) -> list[Batch]:
    """Sort objects into rows by kind, nodes first.

    Args:
        objects: nodes and relationships in any order; references among them are left alone.
        full: write every field, not only those that were set.

    Raises:
        DuplicateKey: when one key stands twice.
        WriteError: for something that is neither a node nor a relationship.
    """
    found: dict[tuple[Any, ...], Batch] = {}
    seen: set[tuple[Any, ...]] = set()
    for each in objects:
        if not isinstance(each, (Node, Relationship)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            raise WriteError(f"Only nodes and relationships can be written, not {type(each).__name__}.")
        if isinstance(each, Node) and is_ref(each):
            continue
        who = identity(each)
        if who in seen:
            raise _twice(each)
        seen.add(who)
        kind, signature = _kind(each)
        batch = found.setdefault(signature, Batch(kind, [], []))
        row = row_of(each, kind, full=full)
        (batch.empty if all(value is None for value in row["p"].values()) else batch.rows).append(row)
    return sorted(found.values(), key=lambda batch: isinstance(batch.kind.mapping, RelationshipMapping))


def row_of(each: Node | Relationship[Any, Any], kind: Kind, *, full: bool = False) -> Row:
    """One object as a row: key (and keys of the ends), `p` to be set, `d` to be set when it is made."""
    names = set(kind.mapping.by_name)
    given = names if full else each.model_fields_set & names
    defaults = kind.mapping.encode(each, names - given)
    row = key_row(each, kind)
    row["p"] = kind.mapping.encode(each, given)
    row["d"] = {name: value for name, value in defaults.items() if value is not None}
    return row


def key_row(each: Node | Relationship[Any, Any], kind: Kind) -> Row:
    """What finds one object: its key, and the keys of its ends."""
    row: Row = {f"k{i}": value for i, value in enumerate(kind.mapping.key_of(each))}
    if isinstance(each, Relationship):
        for prefix, node, end in (("s", each.start, kind.start), ("e", each.end, kind.end)):
            assert end is not None
            row.update({f"{prefix}{i}": value for i, value in enumerate(end.key_of(node))})
    return row


def merge(kind: Kind, rows: Sequence[Row], *, creates_apart: bool) -> Statement[Written]:
    """Make or change the objects of these rows.

    Args:
        kind: what they have in common.
        rows: from `batches`; either all of them set something, or none does.
        creates_apart: the engine cannot add a label to a node that it merged in the same transaction (see `Capabilities`).
    """
    sets_nothing = bool(rows) and all(value is None for value in rows[0]["p"].values())
    mapping = kind.mapping
    if isinstance(mapping, NodeMapping):
        head, tail = _merge_node(mapping, creates_apart)
        variable = "n"
    else:
        head, tail = _merge_relationship(kind, mapping), ""
        variable = "r"
    changes = f"any(k IN keys(row.p) WHERE NOT coalesce({variable}[k] = row.p[k], {variable}[k] IS NULL AND row.p[k] IS NULL))"
    text = (
        f"UNWIND $rows AS row\n{head}\nWITH {variable}, row, {changes} AS changes\n"
        f"FOREACH (_ IN CASE WHEN changes THEN [1] ELSE [] END | SET {variable} += row.p)\n{tail}"
        f"RETURN sum(CASE WHEN changes THEN 1 ELSE 0 END) AS changed, count(*) AS found"
    )
    is_node = isinstance(mapping, NodeMapping)

    def decode(result: Result) -> Written:
        changed, found = (int(value or 0) for value in result.rows[0])
        counters = result.counters
        created = counters.nodes_created if is_node else counters.relationships_created
        # A row that sets something always changes the object that it made.
        return Written(found, created, changed if sets_nothing else changed - created)

    return Statement(text, {"rows": rows}, decode, name=f"merge {kind.name}")


def _merge_node(mapping: NodeMapping, creates_apart: bool) -> tuple[str, str]:
    key = _key_map(mapping, "row.k")
    at = f"{labels(mapping.labels[:1])} {key}"
    added = labels(mapping.labels[1:])
    if not added:
        return f"MERGE (n{at}) ON CREATE SET n += row.d", ""
    if not creates_apart:
        return f"MERGE (n{at}) ON CREATE SET n += row.d SET n{added}", ""
    head = (
        f"OPTIONAL MATCH (o{at})\n"
        f"FOREACH (_ IN CASE WHEN o IS NULL THEN [1] ELSE [] END | CREATE (c{labels(mapping.labels)} {key}) SET c += row.d)\n"
        f"WITH row MATCH (n{at})"
    )
    missing = " AND ".join(f"n:{quoted(label)}" for label in mapping.labels[1:])
    return head, f"FOREACH (_ IN CASE WHEN NOT ({missing}) THEN [1] ELSE [] END | SET n{added})\n"


def _merge_relationship(kind: Kind, mapping: RelationshipMapping) -> str:
    assert kind.start is not None and kind.end is not None
    key = f" {_key_map(mapping, 'row.k')}" if mapping.key else ""
    return (
        f"MATCH (s{labels(kind.start.labels[:1])} {_key_map(kind.start, 'row.s')})\n"
        f"MATCH (e{labels(kind.end.labels[:1])} {_key_map(kind.end, 'row.e')})\n"
        f"MERGE (s)-[r:{quoted(mapping.type)}{key}]->(e) ON CREATE SET r += row.d"
    )


def missing_ends(kind: Kind, rows: Sequence[Row], side: str) -> Statement[list[tuple[Any, ...]]]:
    """The keys among the starts (`s`) or ends (`e`) of these rows that no node has."""
    mapping = kind.start if side == "s" else kind.end
    assert mapping is not None
    names = [f"row.{side}{i}" for i in range(len(mapping.key))]
    text = (
        f"UNWIND $rows AS row\nWITH DISTINCT {', '.join(f'{name} AS k{i}' for i, name in enumerate(names))}\n"
        f"WHERE NOT EXISTS {{ MATCH (n{labels(mapping.labels[:1])} {_key_map(mapping, 'k')}) }}\n"
        f"RETURN {', '.join(f'k{i} AS k{i}' for i in range(len(names)))} ORDER BY {', '.join(f'k{i}' for i in range(len(names)))}"
    )
    return Statement(
        text, {"rows": rows}, lambda result: [tuple(row) for row in result.rows], name=f"ends of {kind.name}"
    )


def update(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """Set the properties `p` of objects that are there; gives how many were found."""
    text = f"UNWIND $rows AS row\n{_match(kind)}\nSET x += row.p\nRETURN count(x) AS found"
    return Statement(text, {"rows": rows}, _number, name=f"update {kind.name}")


def delete(kind: Kind, rows: Sequence[Row], *, detach: bool) -> Statement[int]:
    """Delete objects; gives how many were found."""
    word = "DETACH DELETE" if detach else "DELETE"
    text = f"UNWIND $rows AS row\n{_match(kind)}\nWITH collect(x) AS found\nFOREACH (x IN found | {word} x)\nRETURN size(found) AS found"
    return Statement(text, {"rows": rows}, _number, name=f"delete {kind.name}")


def count_relationships(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """How many relationships these nodes have."""
    text = f"UNWIND $rows AS row\n{_match(kind)}\nMATCH (x)-[r]-()\nRETURN count(DISTINCT r) AS n"
    return Statement(text, {"rows": rows}, _number, name=f"relationships of {kind.name}", reads=True)


def _match(kind: Kind) -> str:
    if isinstance(kind.mapping, NodeMapping):
        tested = f" WHERE x{labels(kind.mapping.labels[1:])}" if len(kind.mapping.labels) > 1 else ""
        return f"MATCH (x{labels(kind.mapping.labels[:1])} {_key_map(kind.mapping, 'row.k')}){tested}"
    assert kind.start is not None and kind.end is not None
    key = f" {_key_map(kind.mapping, 'row.k')}" if kind.mapping.key else ""
    return (
        f"MATCH (s{labels(kind.start.labels[:1])} {_key_map(kind.start, 'row.s')})"
        f"-[x:{quoted(kind.mapping.type)}{key}]->(e{labels(kind.end.labels[:1])} {_key_map(kind.end, 'row.e')})"
    )


def _key_map(mapping: NodeMapping | RelationshipMapping, prefix: str) -> str:
    return "{" + ", ".join(f"{quoted(p.column)}: {prefix}{i}" for i, p in enumerate(mapping.key)) + "}"


def kind_of(each: Node | Relationship[Any, Any]) -> Kind:
    """What an object must be written with."""
    return _kind(each)[0]


def _kind(each: Node | Relationship[Any, Any]) -> tuple[Kind, tuple[Any, ...]]:
    if isinstance(each, Node):
        at = node_mapping_of(type(each))
        return Kind(at), at.labels
    mapping = relationship_mapping_of(type(each))
    ends = node_mapping_of(type(each.start)), node_mapping_of(type(each.end))
    return Kind(mapping, *ends), (mapping.type, ends[0].labels, ends[1].labels)


def _twice(each: Node | Relationship[Any, Any]) -> DuplicateKey:
    kind, key = _kind(each)[0], identity(each)[1:]
    shown = key if isinstance(each, Node) else (key[0][1:], key[1][1:], *key[2:])
    return DuplicateKey(
        f"{kind.name} {', '.join(map(repr, shown))} stands twice in one batch; keep one of them.",
        model=type(each).__name__,
        keys=[shown],
    )


def _number(result: Result) -> int:
    return int(result.rows[0][0]) if result.rows else 0
