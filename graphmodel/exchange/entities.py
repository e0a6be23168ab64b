"""py2neo's nodes, relationships, subgraphs and paths into models."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any, TypeVar, cast

from graphmodel.errors import MappingError
from graphmodel.exchange.errors import translating
from graphmodel.exchange.library import library
from graphmodel.exchange.subgraphs import REFERENCE
from graphmodel.exchange.values import received
from graphmodel.model import GraphObject, Node, Relationship, relationship_mapping_of
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader, ref_from

G = TypeVar("G", bound=GraphObject)


def from_py2neo(entity: Any, model: type[G], *ends: type[GraphObject]) -> G:
    """A py2neo `Node` or `Relationship` as a model.

    Args:
        entity: the node or relationship, bound to a graph or not.
        model: what it becomes; of its subclasses the most specific one that fits the labels of a node.
        ends: the classes of a relationship's ends, which are then read whole; without them they become references.

    Raises:
        MappingError: when it is no such thing, or its values do not fit.
        MissingExtra: when py2neo is not installed.

    >>> import graphmodel as gm
    >>> import py2neo
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     name: str
    >>> gm.from_py2neo(py2neo.Node("Country", iso3="IRN", name="Iran"), Country).name
    'Iran'
    """
    with translating("reading what py2neo holds"):
        found = _Reading([model, *ends]).entity(entity)
    if not isinstance(found, model):  # it is of the class of an end
        raise MappingError(f"{_described(entity)} is none of {model.__name__}.")
    return found


def all_from_py2neo(subgraph: Any, *models: type[G]) -> list[G]:
    """All nodes and relationships of a py2neo `Subgraph`, or those of a `Path` in their order, as models.

    Relationships share their ends with the nodes of the list. A subgraph has no order.

    Args:
        subgraph: what py2neo gave or was given.
        models: what its nodes and relationships may become: of each the most specific class that fits.

    Raises:
        MappingError: when something in it is none of these, or its values do not fit.
        MissingExtra: when py2neo is not installed.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> class Borders(gm.Relationship[Country, Country]):
    ...     pass
    >>> iran, iraq = Country(iso3="IRN"), Country(iso3="IRQ")
    >>> subgraph = gm.to_py2neo(Borders(start=iran, end=iraq), iran)
    >>> len(gm.all_from_py2neo(subgraph, Country, Borders))
    3
    """
    py2neo = library()
    if not isinstance(subgraph, py2neo.Subgraph):
        raise MappingError(f"{type(subgraph).__name__} is no subgraph or path of py2neo's.")
    parts: list[Any]
    if isinstance(subgraph, (py2neo.Node, py2neo.Relationship)):
        parts = [subgraph]
    elif isinstance(subgraph, py2neo.Path):
        parts = [each for each in chain(*zip_longest(subgraph.nodes, subgraph.relationships)) if each is not None]
    else:
        # py2neo's sets hold the node with the number 0 several times.
        parts = [*{_who(each): each for each in subgraph.nodes}.values()]
        parts += {_who(each): each for each in subgraph.relationships}.values()
    reading = _Reading(models)
    with translating("reading what py2neo holds"):
        return [reading.entity(each) for each in parts]


class _Reading:
    """Models of some py2neo entities: one for each node."""

    def __init__(self, models: Sequence[type[Any]]) -> None:
        self._library = library()
        self._nodes = [NodeReader(m) for m in models if issubclass(m, Node)]
        between = [cast("type[Relationship[Any, Any]]", m) for m in models if issubclass(m, Relationship)]
        self._relationships = {relationship_mapping_of(m).type: RelationshipReader(m) for m in between}
        self._made: dict[Any, Node] = {}

    def entity(self, found: Any) -> Any:
        if isinstance(found, self._library.Node):
            node = self._node(found)
            if node is None:
                raise MappingError(f"{_described(found)} is none of {self._names()}.")
            return node
        if isinstance(found, self._library.Relationship):
            return self._relationship(found)
        raise MappingError(
            f"{type(found).__name__} is no node or relationship of py2neo's; subgraphs and paths are read with all_from_py2neo."
        )

    def _node(self, found: Any) -> Node | None:
        who = _who(found)
        if who not in self._made:
            names = sorted(found.labels)
            fitting = [r for r in self._nodes if any(set(m.labels) <= set(names) for m in r.ends.mappings)]
            if not fitting:
                return None
            best = max(fitting, key=lambda r: len(r.ends.mapping_for(names).labels))
            self._made[who] = _reference(found, best.ends) or best.read_map(names, _values(found))
        return self._made[who]

    def _relationship(self, found: Any) -> Relationship[Any, Any]:
        reader = self._relationships.get(type(found).__name__)
        if reader is None:
            raise MappingError(f"{_described(found)} is none of {self._names()}.")
        ends = zip(found.nodes, (reader.mapping.start, reader.mapping.end), strict=True)
        start, end = (self._end(node, models) for node, models in ends)
        return reader.read_map(_values(found), start, end)

    def _end(self, found: Any, models: Sequence[type[Node]]) -> Node:
        if not isinstance(found, self._library.Node):
            raise MappingError("A relationship lacks its start or end: give it both nodes.")
        return self._node(found) or _key_of(found, EndReader(models))

    def _names(self) -> str:
        names = [
            *(r.model.__name__ for r in self._nodes),
            *(r.mapping.model.__name__ for r in self._relationships.values()),
        ]
        return ", ".join(names) or "no models"


def _reference(found: Any, reader: EndReader) -> Node | None:
    """The reference that a node was made of, unless it was filled in since."""
    if not getattr(found, REFERENCE, False) or not set(found) <= set(reader.columns):
        return None
    return _key_of(found, reader)


def _key_of(found: Any, reader: EndReader) -> Node:
    mapping = reader.mapping_for(sorted(found.labels))
    return ref_from(mapping, [received(found[p.column]) for p in mapping.key])


def _values(found: Any) -> dict[str, Any]:
    return {name: received(found[name]) for name in found.keys()}  # noqa: SIM118  (which fetches what py2neo has not fetched yet)


def _who(found: Any) -> Any:
    """What makes two py2neo nodes, or two relationships, the same; its own equality and hash disagree on the number 0."""
    return (
        id(found)
        if found.graph is None or found.identity is None
        else (id(found.graph.service), found.graph.name, found.identity)
    )


def _described(found: Any) -> str:
    if isinstance(found, library().Node):
        return f"A py2neo node labelled {', '.join(sorted(found.labels)) or 'nothing'}"
    return f"A py2neo relationship {type(found).__name__}"
