"""A fingerprint of a whole graph, so that two can be told equal without reading them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

_NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
_RELATIONSHIPS = (
    "MATCH (a)-[r]->(b) RETURN [type(r)] AS labels, properties(r) AS properties, "
    "labels(a) AS start, a.key AS start_key, labels(b) AS end, b.key AS end_key"
)


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
    total = hashlib.sha256()
    lines: list[bytes] = []
    for text in (_NODES, _RELATIONSHIPS):
        for row in graph.records(text, reads=True):
            properties = {name: value for name, value in row["properties"].items() if value is not None}
            ends = [sorted(row.get("start", ())), row.get("start_key"), sorted(row.get("end", ())), row.get("end_key")]
            whole = [sorted(row["labels"]), ends, properties]
            lines.append(json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False).encode())
    for line in sorted(lines):
        total.update(hashlib.sha256(line).digest())
    return total.hexdigest()
