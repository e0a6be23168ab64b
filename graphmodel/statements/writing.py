"""Writes of whole sets: one statement for all rows of a kind, which counts for itself what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from graphmodel.model import NodeMapping, RelationshipMapping
from graphmodel.statements.batches import Batch, Kind, NodeKind, RelationshipKind, Row
from graphmodel.statements.statement import Result, Statement, labels, quoted

# Cypher has no word for failing; the transaction of a statement that divides by nothing is undone.
_OR_FAIL = ", 1 / CASE count(*) WHEN size($rows) THEN 1 ELSE 0 END AS all_met"


@dataclass(frozen=True, slots=True)
class Written:
    """What one statement did: how many objects it found or made, and what became of them."""

    found: int
    created: int
    updated: int
    stale: int = field(default=0, repr=False)
    """Those that have another version in the graph than in their row."""
    versions: tuple[int, ...] = field(default=(), repr=False)
    """The version of each row's object afterwards, where it has one."""

    @property
    def unchanged(self) -> int:
        """Those that were there and had these values already."""
        return self.found - self.created - self.updated


def merge(
    batch: Batch, rows: Sequence[Sequence[Any]], *, creates_apart: bool = False, alone: bool = False
) -> Statement[Written]:
    """Make or change the objects of these rows.

    Args:
        batch: what they have in common.
        rows: all of its rows, or some.
        creates_apart: a node that is new must get all its labels when it is created (see `Capabilities.merges_several_labels`).
        alone: it commits itself, and so must fail by itself when it meets more or fewer objects than rows.
    """
    kind = batch.kind
    text, plain = _merge_text(
        kind, batch.given, batch.defaults, batch.all_set_something, creates_apart, _from_end(kind, rows)
    )
    if alone:
        text += _OR_FAIL

    def decode(result: Result) -> Written:
        changed, found, *versions = result.rows[0][: 2 if alone else None]
        changed, found = int(changed or 0), int(found or 0)
        counters = result.counters
        created = counters.nodes_created if isinstance(kind, NodeKind) else counters.relationships_created
        late, after = versions or (0, ())
        return Written(found, created, changed - created if plain else changed, int(late or 0), tuple(after))

    return Statement(text, {"rows": rows}, decode, name=f"merge {kind.name}")


@lru_cache(maxsize=1024)
def _merge_text(
    kind: Kind,
    columns: tuple[str, ...],
    default: tuple[str, ...],
    all_set_something: bool,
    creates_apart: bool,
    from_end: bool,
) -> tuple[str, bool]:
    """The text of a merge, and whether a new object counts as changed in it."""
    added = kind.mapping.labels[1:] if isinstance(kind, NodeKind) else ()
    # Where every row sets something, a new object differs from its row and is set with the changed ones, which is quicker than
    # setting it when it is made.
    version = kind.mapping.version
    plain = not added and all_set_something and version is None
    first = _key_width(kind)
    given = {column: f"row[{i}]" for i, column in enumerate(columns, first)}
    defaults = {column: f"row[{i}]" for i, column in enumerate(default, first + len(given))}
    on_create = defaults if plain else {**given, **defaults}
    based_on = given.pop(version.column, None) if version is not None else None
    if isinstance(kind, NodeKind):
        x, head = "n", _merge_node(kind.mapping, on_create, creates_apart)
    else:
        x, head = "r", _merge_relationship(kind, on_create, from_end)
    # A map stands for what is not there: no property is one, and null equals nothing.
    there = ", ".join(f"coalesce({x}.{quoted(c)}, {{}})" for c in given)
    asked = ", ".join(f"coalesce({value}, {{}})" for value in given.values())
    differs = [f"coalesce([{there}] <> [{asked}], true)"] if given else []
    if added:
        differs.append(f"NOT n{labels(added)}")
    counted = stale = ""
    setting = dict(given)
    if version is not None:
        column = f"{x}.{quoted(version.column)}"
        setting[version.column] = f"coalesce({column}, 0) + 1"
        stale = f"coalesce({column}, 0) <> {based_on}" if based_on is not None else "false"
        counted = f", sum(CASE WHEN changes AND stale THEN 1 ELSE 0 END) AS stale, collect({column}) AS versions"
    may = " AND NOT stale" if counted else ""
    lines = [
        "UNWIND $rows AS row",
        head,
        f"WITH {x}, row, {' OR '.join(differs) or 'false'} AS changes" + (f", {stale} AS stale" if counted else ""),
        f"FOREACH (_ IN CASE WHEN changes{may} THEN [1] ELSE [] END | {_set(x, setting)})" if given else "",
        f"FOREACH (_ IN CASE WHEN NOT n{labels(added)} THEN [1] ELSE [] END | SET n{labels(added)})" if added else "",
        f"RETURN sum(CASE WHEN changes THEN 1 ELSE 0 END) AS changed, count(*) AS found{counted}",
    ]
    return "\n".join(filter(None, lines)), plain


def _merge_node(mapping: NodeMapping, on_create: Mapping[str, str], creates_apart: bool) -> str:
    key = _key_at(mapping, 0)
    at = f"{labels(mapping.labels[:1])} {key}"
    added = labels(mapping.labels[1:])
    if added and creates_apart:
        return (
            f"OPTIONAL MATCH (o{at})\n"
            f"FOREACH (_ IN CASE WHEN o IS NULL THEN [1] ELSE [] END | "
            f"CREATE (c{labels(mapping.labels)} {key}) {_set('c', on_create)})\n"
            f"WITH row MATCH (n{at})"
        )
    return f"MERGE (n{at}){_on_create('n', on_create)}" + (f" ON CREATE SET n{added}" if added else "")


def _from_end(kind: Kind, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether relationships are looked for from their ends: where these are more than the starts, each has fewer.

    The embedded engine goes through those of the node that is named first: 6,000 votes of a state, or 190 in a roll call.
    """
    if not isinstance(kind, RelationshipKind):
        return False
    starts = len(kind.start.key)
    ends = starts + len(kind.end.key)
    return len({tuple(row[starts:ends]) for row in rows}) > len({tuple(row[:starts]) for row in rows})


def _merge_relationship(kind: RelationshipKind, on_create: Mapping[str, str], from_end: bool) -> str:
    mapping, starts = kind.mapping, len(kind.start.key)
    key = f" {_key_at(mapping, starts + len(kind.end.key))}" if mapping.key else ""
    found = f"[r:{quoted(mapping.type)}{key}]"
    return (
        f"MATCH (s{labels(kind.start.labels[:1])} {_key_at(kind.start, 0)})\n"
        f"MATCH (e{labels(kind.end.labels[:1])} {_key_at(kind.end, starts)})\n"
        f"MERGE {f'(e)<-{found}-(s)' if from_end else f'(s)-{found}->(e)'}{_on_create('r', on_create)}"
    )


def _on_create(variable: str, values: Mapping[str, str]) -> str:
    return f" ON CREATE {_set(variable, values)}" if values else ""


def _set(variable: str, values: Mapping[str, str]) -> str:
    changes = ", ".join(f"{variable}.{quoted(column)} = {value}" for column, value in values.items())
    return f"SET {changes}" if changes else ""


def _key_width(kind: Kind) -> int:
    """How many places of a row the keys take."""
    ends = len(kind.start.key) + len(kind.end.key) if isinstance(kind, RelationshipKind) else 0
    return ends + len(kind.mapping.key)


def _key_at(mapping: NodeMapping | RelationshipMapping, place: int) -> str:
    return "{" + ", ".join(f"{quoted(p.column)}: row[{i}]" for i, p in enumerate(mapping.key, place)) + "}"


def missing_ends(
    kind: RelationshipKind, rows: Sequence[Sequence[Any]], side: Literal["start", "end"]
) -> Statement[list[tuple[Any, ...]]]:
    """The keys among the starts or ends of these rows that no node has."""
    mapping, place = (kind.start, 0) if side == "start" else (kind.end, len(kind.start.key))
    keys = [f"k{i}" for i in range(len(mapping.key))]
    listed = ", ".join(keys)
    text = (
        f"UNWIND $rows AS row\nWITH DISTINCT {', '.join(f'row[{place + i}] AS {key}' for i, key in enumerate(keys))}\n"
        f"WHERE NOT EXISTS {{ MATCH (n{labels(mapping.labels[:1])} {_key_map(mapping, 'k')}) }}\n"
        f"RETURN {listed} ORDER BY {listed}"
    )
    return Statement(
        text, {"rows": rows}, lambda result: [tuple(row) for row in result.rows], name=f"ends of {kind.name}"
    )


def update(kind: Kind, rows: Sequence[Row]) -> Statement[int]:
    """Set the properties `p` of objects whose properties are still `was`, or whose version is `v`; gives how many those are.

    Each is locked first (by a change that is taken back), so that nobody comes between the comparison and the change on engines
    whose transactions see what others commit meanwhile. A property that is gone counts as unchanged: a default may stand for it.
    """
    version = kind.mapping.version
    if version is None:
        still = "all(k IN keys(row.was) WHERE coalesce(x[k] = row.was[k], x[k] IS NULL))"
    else:
        still = f"coalesce(x.{quoted(version.column)}, 0) = row.v"
    text = (
        f"UNWIND $rows AS row\n{_match(kind)}\nSET x._changing = true\nREMOVE x._changing\nWITH x, row\n"
        f"WHERE {still}\nSET x += row.p\nRETURN count(x) AS found"
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
