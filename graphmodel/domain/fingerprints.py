"""A fingerprint of a whole graph, or of a kind of node or relationship, so that two can be told equal without reading them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

_NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
_RELATIONSHIPS = (
    "MATCH (a)-[r]->(b) RETURN [type(r)] AS labels, properties(r) AS properties, "
    "labels(a) AS start, a.key AS start_key, labels(b) AS end, b.key AS end_key"
)
_OF_LABEL = _NODES.replace("MATCH (n)", "MATCH (n) WHERE $kind IN labels(n)")
_OF_TYPE = _RELATIONSHIPS.replace("MATCH (a)-[r]->(b)", "MATCH (a)-[r]->(b) WHERE type(r) = $kind")


def fingerprint(graph: Operations) -> str:
    """A hash of everything in a graph: labels, types, keys and properties, in no order.

    Equal graphs have equal ones, on every engine.
    The ends of relationships are told by their labels and their property `key`, as all nodes of the domain have it.

    >>> from graphmodel import World
    >>> from graphmodel.domain import State
    >>> with World.connect() as one, World.connect() as other:
    ...     iran, iraq = State(key="IRN", name="Iran"), State(key="IRQ", name="Iraq")
    ...     reports = one.merge(iran, iraq), other.merge(iraq), other.merge(iran)
    ...     fingerprint(one) == fingerprint(other)
    True
    """
    return _hash(line for text in (_NODES, _RELATIONSHIPS) for line in _lines(graph, text, {}))


def fingerprints(graph: Operations, labels: Iterable[str], types: Iterable[str]) -> dict[str, str]:
    """As `fingerprint`, of each kind of node and relationship by itself, by its label or type.

    >>> from graphmodel import World
    >>> from graphmodel.domain import State
    >>> with World.connect() as one, World.connect() as other:
    ...     reports = one.merge(State(key="IRN", name="Iran")), other.merge(State(key="IRN", name="Persia"))
    ...     kinds = [fingerprints(world, ["State", "Person"], []) for world in (one, other)]
    ...     kinds[0]["State"] == kinds[1]["State"], kinds[0]["Person"] == kinds[1]["Person"]
    (False, True)
    """
    found = {label: _hash(_lines(graph, _OF_LABEL, {"kind": label})) for label in labels}
    return found | {kind: _hash(_lines(graph, _OF_TYPE, {"kind": kind})) for kind in types}


def _lines(graph: Operations, text: str, parameters: dict[str, str]) -> Iterable[bytes]:
    for row in graph.records(text, parameters, reads=True):
        properties = {name: value for name, value in row["properties"].items() if value is not None}
        ends = [sorted(row.get("start", ())), row.get("start_key"), sorted(row.get("end", ())), row.get("end_key")]
        whole = [sorted(row["labels"]), ends, properties]
        yield json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False).encode()


def _hash(lines: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for line in sorted(lines):
        total.update(hashlib.sha256(line).digest())
    return total.hexdigest()
