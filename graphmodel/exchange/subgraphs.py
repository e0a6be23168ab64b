"""Models into py2neo's nodes, relationships, subgraphs and paths. No connection is needed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MethodType
from typing import TYPE_CHECKING, Any, cast

from graphmodel.errors import DuplicateKey, MappingError, WriteError
from graphmodel.exchange.library import library
from graphmodel.exchange.values import sent
from graphmodel.model import (
    GraphObject,
    Node,
    NodeMapping,
    Relationship,
    RelationshipMapping,
    identity,
    is_ref,
    node_mapping_of,
    relationship_mapping_of,
)
from graphmodel.sessions.core import flat
from graphmodel.statements import unexpected

if TYPE_CHECKING:
    from collections.abc import Iterable

REFERENCE = "__reference__"
"""What marks a py2neo node that stands for a reference: it holds the key alone."""
_KEY = "__relationshipkey__"


def to_py2neo(*objects: GraphObject | Iterable[GraphObject]) -> Any:
    """Models as py2neo's: one node or relationship becomes a `Node` or `Relationship`, several become a `Subgraph`.

    Objects with one key become one `Node`, whether they are whole or references. Labels and properties that a model does not know
    are kept; None has no place in py2neo and is left out. Nodes carry their primary label and key, so that `graph.merge(...)` needs
    nothing else. What this gives keeps apart the relationships of one pair that differ in their key when it is created or merged;
    py2neo's own relationships, and unions made with `|`, make one of them.

    Args:
        objects: nodes and relationships, or iterables of them; the ends of relationships come along.

    Raises:
        DuplicateKey: when two objects with one key say different things.
        MappingError: for something that is no model, or a value that py2neo cannot hold.
        MissingExtra: when py2neo is not installed.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    ...     name: str
    >>> gm.to_py2neo(Country(iso3="IRN", name="Iran"))
    Node('Country', iso3='IRN', name='Iran')
    """
    made = _Made()
    given = [made.entity(each) for each in flat(objects)]
    if len(given) == 1 and len(objects) == 1 and isinstance(objects[0], GraphObject):
        return given[0]
    return _keeping_keys(library().Subgraph(made.nodes.values(), made.relationships.values()))


def path_to_py2neo(start: Node, *relationships: Relationship[Any, Any]) -> Any:
    """A walk along relationships, in either direction, as a py2neo `Path`.

    Raises:
        MappingError: when a relationship does not begin or end where the walk has come.
        MissingExtra: when py2neo is not installed.

    >>> import graphmodel as gm
    >>> class Country(gm.Node):
    ...     iso3: gm.Key[str]
    >>> class Borders(gm.Relationship[Country, Country]):
    ...     pass
    >>> iran, iraq = Country(iso3="IRN"), Country(iso3="IRQ")
    >>> [node["iso3"] for node in gm.path_to_py2neo(iraq, Borders(start=iran, end=iraq)).nodes]
    ['IRQ', 'IRN']
    """
    made = _Made()
    steps = [made.entity(each) for each in (start, *relationships)]
    try:
        return _keeping_keys(library().Path(*steps))
    except ValueError:
        raise MappingError(
            "This is no path: each relationship has to begin or end where the one before it led."
        ) from None


class _Made:
    """What was made of some objects: one py2neo node or relationship for each that they stand for."""

    def __init__(self) -> None:
        self._library = library()
        self.nodes: dict[tuple[Any, ...], Any] = {}
        self.relationships: dict[tuple[Any, ...], Any] = {}

    def entity(self, each: Any) -> Any:
        if isinstance(each, Node):
            return self._node(each)
        if isinstance(each, Relationship):
            return self._relationship(cast("Relationship[Any, Any]", each))
        raise MappingError(f"Only nodes and relationships have a place in py2neo's graphs, not {type(each).__name__}.")

    def _node(self, each: Node) -> Any:
        mapping = node_mapping_of(type(each))
        who = (mapping.key_label, *mapping.key_of(each))
        labels, values = _stored(each, mapping)
        node = self.nodes.get(who)
        if node is None:
            node = self.nodes[who] = self._library.Node()
            node.__primarylabel__ = mapping.key_label
            key = tuple(p.column for p in mapping.key)
            node.__primarykey__ = key[0] if len(key) == 1 else key
        elif is_ref(each):
            return node
        elif getattr(node, REFERENCE):
            node.clear_labels()
        elif (dict(node), set(node.labels)) != (_without_none(values), {*labels}):
            raise _twice(each, identity(each)[1:])
        node.update_labels(labels)
        node.update(values)
        setattr(node, REFERENCE, is_ref(each))
        return node

    def _relationship(self, each: Relationship[Any, Any]) -> Any:
        mapping = relationship_mapping_of(type(each))
        start, end = self._node(each.start), self._node(each.end)
        _, values = _stored(each, mapping)
        who = (mapping.type, id(start), id(end), *mapping.key_of(each))
        relationship = self.relationships.get(who)
        if relationship is not None and dict(relationship) != _without_none(values):
            raise _twice(each, tuple(mapping.key_of(each)))
        if relationship is None:
            relationship = self.relationships[who] = self._library.Relationship(start, mapping.type, end)
            relationship.update(values)
            setattr(relationship, _KEY, tuple(p.column for p in mapping.key))
            _keeping_keys(relationship)
        return relationship


def _stored(each: Any, mapping: NodeMapping | RelationshipMapping) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The labels and properties of an object, those that its class does not know too."""
    labels, extras = unexpected(each)
    values = dict(zip((p.column for p in mapping.key), mapping.key_of(each), strict=True))
    if not is_ref(each):
        values |= mapping.encode(each)
    try:
        values = {name: sent(value) for name, value in {**extras, **values}.items()}
    except (TypeError, OverflowError, UnicodeEncodeError) as error:
        raise MappingError(f"A {type(each).__name__} does not fit into py2neo: {error}") from None
    return (*(mapping.labels if isinstance(mapping, NodeMapping) else ()), *labels), values


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _twice(each: GraphObject, key: tuple[Any, ...]) -> DuplicateKey:
    shown = ", ".join(map(repr, key))
    return DuplicateKey(
        f"Two objects {type(each).__name__} {shown} say different things, and py2neo takes one: leave one out.",
        model=type(each).__name__,
        keys=[key],
    )


# --- creating and merging by py2neo ----------------------------------------------------------------------------------------


def _keeping_keys(subgraph: Any) -> Any:
    """Have py2neo create and merge relationships by their key too: it calls these methods of what it is given.

    Its own know but type and ends of a relationship, so that of two terms of one pair the later would overwrite the earlier.
    """
    subgraph.__db_merge__ = MethodType(_merge, subgraph)
    subgraph.__db_create__ = MethodType(_create, subgraph)
    return subgraph


def _merge(subgraph: Any, transaction: Any, label: str | None = None, key: Any = None) -> None:
    queries = library("py2neo.cypher.queries")
    library().Subgraph(subgraph.nodes).__db_merge__(transaction, label, key)
    for (name, keys), relationships in _unbound(subgraph).items():
        _write(
            transaction, queries.unwind_merge_relationships_query(_data(relationships), (name, *keys)), relationships
        )


def _create(subgraph: Any, transaction: Any) -> None:
    queries = library("py2neo.cypher.queries")
    library().Subgraph(subgraph.nodes).__db_create__(transaction)
    for (name, _), relationships in _unbound(subgraph).items():
        _write(transaction, queries.unwind_create_relationships_query(_data(relationships), name), relationships)


def _unbound(subgraph: Any) -> dict[tuple[str, tuple[str, ...]], list[Any]]:
    found: dict[tuple[str, tuple[str, ...]], list[Any]] = {}
    for each in {id(each): each for each in subgraph.relationships if each.graph is None}.values():
        found.setdefault((type(each).__name__, getattr(each, _KEY, ())), []).append(each)
    return found


def _data(relationships: list[Any]) -> list[list[Any]]:
    return [[each.start_node.identity, dict(each), each.end_node.identity] for each in relationships]


def _write(transaction: Any, query: tuple[str, dict[str, Any]], relationships: list[Any]) -> None:
    text, parameters = query
    made = list(transaction.run(f"{text}\nRETURN id(_)", parameters))  # py2neo goes by these numbers
    if len(made) != len(relationships):
        name = type(relationships[0]).__name__
        raise WriteError(
            f"{name}: {len(relationships)} relationships were sent and {len(made)} found: some stand twice."
        )
    for relationship, (number,) in zip(relationships, made, strict=True):
        relationship.graph, relationship.identity = transaction.graph, number
