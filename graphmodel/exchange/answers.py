"""What a server answers over py2neo, as the official driver would give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from graphmodel.exchange.library import library
from graphmodel.exchange.values import received
from graphmodel.statements import Counters

_NODE, _RELATIONSHIP, _PATH = b"NRP"


class FoundEntity(Mapping[str, Any]):
    """What nodes and relationships share: their properties, and what the server calls them.

    They look as the official driver's do, their classes too. py2neo's own would each ask the server for what they lack, two
    statements a relationship.
    """

    element_id: str = ""

    def __init__(self, number: int, properties: Mapping[str, Any]) -> None:
        self.id, self.element_id = number, str(number)
        self._properties = dict(properties)

    def __getitem__(self, name: str) -> Any:
        return self._properties[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._properties)

    def __len__(self) -> int:
        return len(self._properties)


class FoundNode(FoundEntity):
    """A node that a statement returned; one that only a relationship named has neither labels nor properties."""

    labels: frozenset[str] = frozenset()

    def __init__(self, number: int, labels: Iterable[str] = (), properties: Mapping[str, Any] | None = None) -> None:
        super().__init__(number, properties or {})
        self.labels = frozenset(labels)

    def __repr__(self) -> str:
        return f"<Node {self.id} {sorted(self.labels)} {self._properties}>"


class FoundRelationship(FoundEntity):
    """A relationship that a statement returned, with the nodes at its ends."""

    def __init__(
        self, number: int, kind: str, properties: Mapping[str, Any], nodes: tuple[FoundNode, FoundNode]
    ) -> None:
        super().__init__(number, properties)
        self.type, self.nodes = kind, nodes

    @property
    def start_node(self) -> FoundNode:
        """Where it begins."""
        return self.nodes[0]

    @property
    def end_node(self) -> FoundNode:
        """Where it ends."""
        return self.nodes[1]

    def __repr__(self) -> str:
        return f"<Relationship {self.id} {self.type} {self._properties}>"


class FoundPath:
    """A path that a statement returned: its nodes and relationships in the order of the walk."""

    relationships: tuple[FoundRelationship, ...] = ()

    def __init__(self, nodes: Sequence[FoundNode], relationships: Sequence[FoundRelationship]) -> None:
        self.nodes, self.relationships = tuple(nodes), tuple(relationships)

    @property
    def start_node(self) -> FoundNode:
        """Where it begins."""
        return self.nodes[0]

    @property
    def end_node(self) -> FoundNode:
        """Where it ends."""
        return self.nodes[-1]

    def __repr__(self) -> str:
        return f"<Path {self.nodes} {self.relationships}>"

    def __len__(self) -> int:
        return len(self.relationships)

    def __iter__(self) -> Iterator[FoundRelationship]:
        return iter(self.relationships)


def found_rows(records: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows as they came over the wire; each node once, so that relationships know all of their ends that stand in some row."""
    rows = [list(record) for record in records]
    found = _Found()
    for row in rows:
        found.meet(row)
    return [[found.value(each) for each in row] for row in rows]


class _Found:
    def __init__(self) -> None:
        self._structure: type[Any] = library("interchange.packstream").Structure
        self._nodes: dict[int, FoundNode] = {}

    def meet(self, value: Any) -> None:
        """Make the nodes that stand in a value."""
        if isinstance(value, self._structure):
            if value.tag == _NODE:
                number, labels, properties = value.fields
                self._nodes[number] = FoundNode(number, labels, received(properties))
            elif value.tag == _PATH:
                self.meet(value.fields[0])
        elif isinstance(value, list):
            for each in cast("list[Any]", value):
                self.meet(each)
        elif isinstance(value, dict):
            self.meet(list(cast("dict[str, Any]", value).values()))

    def value(self, value: Any) -> Any:
        if isinstance(value, self._structure):
            return self._entity(value.tag, value.fields)
        if isinstance(value, list):
            return [self.value(each) for each in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {name: self.value(each) for name, each in cast("dict[str, Any]", value).items()}
        return received(value)

    def _entity(self, tag: int, fields: list[Any]) -> Any:
        if tag == _NODE:
            return self._nodes[fields[0]]
        if tag == _RELATIONSHIP:
            number, start, end, kind, properties = fields
            return FoundRelationship(number, kind, received(properties), (self._node(start), self._node(end)))
        if tag == _PATH:
            return self._path(*fields)
        raise ValueError(f"py2neo read a structure that it does not know: {tag:#x}")

    def _node(self, number: int) -> FoundNode:
        return self._nodes.setdefault(number, FoundNode(number))

    def _path(self, nodes: list[Any], relationships: list[Any], steps: list[int]) -> FoundPath:
        """Steps name a relationship (counted from 1, negative when walked against its direction) and the node that it leads to."""
        walked, between = [self.value(nodes[0])], list[FoundRelationship]()
        for which, to in zip(steps[::2], steps[1::2], strict=True):
            number, kind, properties = relationships[abs(which) - 1].fields
            at, then = walked[-1], self.value(nodes[to])
            ends = (at, then) if which > 0 else (then, at)
            between.append(FoundRelationship(number, kind, received(properties), ends))
            walked.append(then)
        return FoundPath(walked, between)


def counters(stats: Mapping[str, Any]) -> Counters:
    """What a statement changed."""
    names = (
        "nodes_created",
        "nodes_deleted",
        "relationships_created",
        "relationships_deleted",
        "properties_set",
        "labels_added",
    )
    counted = {name: int(stats.get(name, 0)) for name in names}
    return Counters(**counted, contains_updates=any(value for value in stats.values() if not isinstance(value, str)))
