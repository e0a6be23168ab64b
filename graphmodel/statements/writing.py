"""Writes of whole sets: one statement for all rows of a kind, which counts for itself what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graphmodel.model import NodeMapping, RelationshipMapping
from graphmodel.statements.batches import Kind, NodeKind, RelationshipKind, Row
from graphmodel.statements.statement import Result, Statement, labels, quoted


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


def merge(kind: Kind, rows: Sequence[Row], *, creates_apart: bool = False) -> Statement[Written]:
    """Make or change the objects of these rows.

    Args:
        kind: what they have in common.
        rows: from `batches`.
        creates_apart: a node that is new must get all its labels when it is created (see `Capabilities.merges_several_labels`).
    """
    defaults = any("d" in row for row in rows)
    # Where every row sets something, a new object differs from its row and is set with the changed ones, which is quicker than
    # setting it when it is made.
    plain = _labels_added(kind) == () and all(any(v is not None for v in row["p"].values()) for row in rows)
    on_create = ", ".join(["{x} += row.p"] * (not plain) + ["{x} += coalesce(row.d, {{}})"] * defaults)
    variable = "n" if isinstance(kind, NodeKind) else "r"
    changes = f"any(k IN keys(row.p) WHERE NOT coalesce({variable}[k] = row.p[k], {variable}[k] IS NULL AND row.p[k] IS NULL))"
    tail = ""
    if not isinstance(kind, NodeKind):
        head = _merge_relationship(kind, on_create)
    else:
        head = _merge_node(kind.mapping, on_create, creates_apart)
        if len(kind.mapping.labels) > 1:
            missing = f"NOT n{labels(kind.mapping.labels[1:])}"
            changes = f"{missing} OR {changes}"
            tail = f"FOREACH (_ IN CASE WHEN {missing} THEN [1] ELSE [] END | SET n{labels(kind.mapping.labels[1:])})\n"
    text = (
        f"UNWIND $rows AS row\n{head}\nWITH {variable}, row, {changes} AS changes\n"
        f"FOREACH (_ IN CASE WHEN changes THEN [1] ELSE [] END | SET {variable} += row.p)\n{tail}"
        f"RETURN sum(CASE WHEN changes THEN 1 ELSE 0 END) AS changed, count(*) AS found"
    )
    is_node = isinstance(kind, NodeKind)

    def decode(result: Result) -> Written:
        changed, found = (int(value or 0) for value in result.rows[0])
        created = result.counters.nodes_created if is_node else result.counters.relationships_created
        return Written(found, created, changed - created if plain else changed)

    return Statement(text, {"rows": rows}, decode, name=f"merge {kind.name}")


def _labels_added(kind: Kind) -> tuple[str, ...]:
    return kind.mapping.labels[1:] if isinstance(kind, NodeKind) else ()


def _merge_node(mapping: NodeMapping, on_create: str, creates_apart: bool) -> str:
    key = _key_map(mapping, "row.k")
    at = f"{labels(mapping.labels[:1])} {key}"
    added = labels(mapping.labels[1:])
    if not added or not creates_apart:
        return f"MERGE (n{at}){_on_create('n', on_create)}" + (f", n{added}" if added else "")
    values = on_create.format(x="c")
    return (
        f"OPTIONAL MATCH (o{at})\n"
        f"FOREACH (_ IN CASE WHEN o IS NULL THEN [1] ELSE [] END | CREATE (c{labels(mapping.labels)} {key}) SET {values})\n"
        f"WITH row MATCH (n{at})"
    )


def _merge_relationship(kind: RelationshipKind, on_create: str) -> str:
    mapping = kind.mapping
    key = f" {_key_map(mapping, 'row.k')}" if mapping.key else ""
    return (
        f"MATCH (s{labels(kind.start.labels[:1])} {_key_map(kind.start, 'row.s')})\n"
        f"MATCH (e{labels(kind.end.labels[:1])} {_key_map(kind.end, 'row.e')})\n"
        f"MERGE (s)-[r:{quoted(mapping.type)}{key}]->(e){_on_create('r', on_create)}"
    )


def _on_create(variable: str, on_create: str) -> str:
    return f" ON CREATE SET {on_create.format(x=variable)}" if on_create else ""


def missing_ends(
    kind: RelationshipKind, rows: Sequence[Row], side: Literal["s", "e"]
) -> Statement[list[tuple[Any, ...]]]:
    """The keys among the starts (`s`) or ends (`e`) of these rows that no node has."""
    mapping = kind.start if side == "s" else kind.end
    keys = [f"k{i}" for i in range(len(mapping.key))]
    listed = ", ".join(keys)
    text = (
        f"UNWIND $rows AS row\nWITH DISTINCT {', '.join(f'row.{side}{i} AS {key}' for i, key in enumerate(keys))}\n"
        f"WHERE NOT EXISTS {{ MATCH (n{labels(mapping.labels[:1])} {_key_map(mapping, 'k')}) }}\n"
        f"RETURN {listed} ORDER BY {listed}"
    )
    return Statement(
        text, {"rows": rows}, lambda result: [tuple(row) for row in result.rows], name=f"ends of {kind.name}"
    )


def update(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """Set the properties `p` of objects whose properties are still `was`; gives how many those are.

    Each is locked first (by a change that is taken back), so that nobody comes between the comparison and the change on engines
    whose transactions see what others commit meanwhile. A property that is gone counts as unchanged: a default may stand for it.
    """
    text = (
        f"UNWIND $rows AS row\n{_match(kind)}\nSET x._changing = true\nREMOVE x._changing\nWITH x, row\n"
        "WHERE all(k IN keys(row.was) WHERE coalesce(x[k] = row.was[k], x[k] IS NULL))\n"
        "SET x += row.p\nRETURN count(x) AS found"
    )
    return Statement(text, {"rows": rows}, _number, name=f"update {kind.name}")


def count_objects(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """How many of these objects are there."""
    text = f"UNWIND $rows AS row\n{_match(kind)}\nRETURN count(x) AS found"
    return Statement(text, {"rows": rows}, _number, name=f"count {kind.name}", reads=True)


def delete(kind: Kind, rows: Sequence[Row], *, detach: bool) -> Statement[int]:
    """Delete objects; gives how many were found."""
    word = "DETACH DELETE" if detach else "DELETE"
    text = (
        f"UNWIND $rows AS row\n{_match(kind)}\nWITH collect(x) AS found\n"
        f"FOREACH (x IN found | {word} x)\nRETURN size(found) AS found"
    )
    return Statement(text, {"rows": rows}, _number, name=f"delete {kind.name}")


def count_relationships(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """How many relationships these nodes have."""
    text = f"UNWIND $rows AS row\n{_match(kind)}\nMATCH (x)-[r]-()\nRETURN count(DISTINCT r) AS n"
    return Statement(text, {"rows": rows}, _number, name=f"relationships of {kind.name}", reads=True)


def _match(kind: Kind) -> str:
    if isinstance(kind, NodeKind):
        tested = f" WHERE x{labels(kind.mapping.labels[1:])}" if len(kind.mapping.labels) > 1 else ""
        return f"MATCH (x{labels(kind.mapping.labels[:1])} {_key_map(kind.mapping, 'row.k')}){tested}"
    key = f" {_key_map(kind.mapping, 'row.k')}" if kind.mapping.key else ""
    return (
        f"MATCH (s{labels(kind.start.labels[:1])} {_key_map(kind.start, 'row.s')})"
        f"-[x:{quoted(kind.mapping.type)}{key}]->(e{labels(kind.end.labels[:1])} {_key_map(kind.end, 'row.e')})"
    )


def _key_map(mapping: NodeMapping | RelationshipMapping, prefix: str) -> str:
    return "{" + ", ".join(f"{quoted(p.column)}: {prefix}{i}" for i, p in enumerate(mapping.key)) + "}"


def _number(result: Result) -> int:
    return int(result.rows[0][0]) if result.rows else 0
