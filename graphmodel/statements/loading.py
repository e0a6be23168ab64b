"""Neighbours that are asked for with `load=`: one statement for all nodes of a result, and where they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, cast, overload

from pydantic import BaseModel

from graphmodel.errors import AmbiguousReference, NotLoaded, QueryError
from graphmodel.model import (
    GraphObject,
    Node,
    NodeMapping,
    Relationship,
    identity,
    is_ref,
    node_mapping_of,
    relationship_mapping_of,
)
from graphmodel.query import Asked
from graphmodel.query.alias import is_node, model_of
from graphmodel.query.patterns import Hop, Way
from graphmodel.statements.objects import NodeReader, RelationshipReader, concrete
from graphmodel.statements.statement import Result, Statement, labels, quoted
from graphmodel.statements.temporal import Temporal

L = TypeVar("L", bound=Relationship[Any, Any])
PAGE = 1000
LOADED = "__loaded__"
"""Where a node's `__dict__` keeps what was loaded: beside its fields, so that to pydantic the node is equal with and without."""


@overload
def related(node: Node, kind: type[L]) -> list[L]: ...
@overload
def related(node: Node, kind: Hop[L]) -> list[L]: ...
def related(node: Node, kind: Any) -> list[Any]:
    """The relationships of a node that were loaded with it, their far ends as whole objects. Nothing is sent.

    They are those of the moment and of the day of the question that loaded them, sorted by their keys.

    Args:
        node: from a question with `load=`.
        kind: as it was given there: a relationship class, or `gm.outgoing`, `gm.incoming` or `gm.either` of one.

    Raises:
        NotLoaded: when they were not asked for. (An empty list says that there were none.)
        AmbiguousReference: when they were loaded in several directions, and none is named.

    >>> import graphmodel as gm
    >>> class Person(gm.Node):
    ...     name: gm.Key[str]
    >>> class Knows(gm.Relationship[Person, Person]):
    ...     pass
    >>> ann, bob = Person(name="Ann"), Person(name="Bob")
    >>> with gm.connect() as graph:
    ...     report = graph.merge(ann, bob, Knows(start=ann, end=bob))
    ...     people = graph.all(gm.select(Person).order_by(Person.name), load=[gm.outgoing(Knows)])
    >>> [[knows.end.name for knows in gm.related(person, Knows)] for person in people]
    [['Bob'], []]
    """
    relationship, way = _named(kind)
    kept: _Loaded | None = node.__dict__.get(LOADED)
    found = [] if kept is None else [kept[each] for each in kept if each[0] is relationship and way in (None, each[1])]
    name = relationship.__name__
    if not found:
        raise NotLoaded(
            f"The {name} of this {type(node).__name__} were not asked for: fetch it with load=[{name}] to have them."
        )
    if len(found) > 1:
        raise AmbiguousReference(
            f"{name} was loaded in several directions: name one, gm.outgoing({name}), gm.incoming({name}), gm.either({name})."
        )
    return list(found[0])


class _Loaded(dict[tuple[type[Any], Way], list[Any]]):
    """Relationship class and direction -> relationships. Equal to itself alone: comparing neighbours would go in circles."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    __hash__ = object.__hash__  # pyright: ignore[reportAssignmentType]  (by identity too)


@dataclass(slots=True)
class Loading:
    """The relationships of one kind and direction of some nodes: `statement` asks for them, `put` gives them to their nodes."""

    relationship: type[Relationship[Any, Any]]
    way: Way
    mapping: NodeMapping
    nodes: list[Node]
    times: Sequence[Asked]

    def statement(self) -> Statement[list[tuple[int, Relationship[Any, Any]]]]:
        """Asks for them; each comes with the place of its node among `nodes`."""
        return _Neighbours(self).statement()

    def put(self, found: Sequence[tuple[int, Relationship[Any, Any]]], known: dict[tuple[Any, ...], Node]) -> None:
        """Give each node what was found of its; `known` nodes stand in for equal ones at the far ends."""
        of_node: list[list[Any]] = [[] for _ in self.nodes]
        for place, each in found:
            for side in ("start", "end"):
                node = vars(each)[side]
                vars(each)[side] = known.get(identity(node), node)
            of_node[place].append(each)
        for node, relationships in zip(self.nodes, of_node, strict=True):
            _keep(node, (self.relationship, self.way), relationships)


def loadings(
    found: object, load: Sequence[Any], times: Sequence[Asked]
) -> tuple[list[Loading], dict[tuple[Any, ...], Node]]:
    """What must be asked for the nodes of a result, and these nodes by their identity.

    Args:
        found: rows of any shape.
        load: relationship classes, with a direction where a node could be at either end.
        times: those of the query.

    Raises:
        AmbiguousReference: when a class fits both ends of a relationship and no direction is said.
    """
    nodes = list({id(node): node for node in _nodes(found)}.values())
    groups: dict[tuple[Any, ...], Loading] = {}
    for each in load:
        relationship, way = _named(each)
        for node in nodes:
            towards = _way(relationship, way, type(node))
            if towards is None:
                _keep(node, (relationship, way or "out"), [])
                continue
            mapping = node_mapping_of(type(node))
            key = (relationship, towards, mapping.key_label)
            groups.setdefault(key, Loading(relationship, towards, mapping, [], times)).nodes.append(node)
    return list(groups.values()), {identity(node): node for node in nodes}


def check_load(load: Iterable[Any], models: Iterable[type[GraphObject]]) -> list[type[Relationship[Any, Any]]]:
    """The relationship classes to load, for a result with nodes of these classes.

    Raises:
        QueryError: for what is no relationship class, or fits none of the nodes.
        AmbiguousReference: when a class fits both ends and no direction is said.
    """
    nodes = [model for model in models if issubclass(model, Node)]
    found: list[type[Relationship[Any, Any]]] = []
    for each in load:
        relationship, way = _named(each)
        if not any(_way(relationship, way, model) or _way(relationship, way, model, widely=True) for model in nodes):
            names = ", ".join(model.__name__ for model in nodes) or "no node"
            raise QueryError(f"load: {relationship.__name__} has no end for what is selected, which is {names}.")
        found.append(relationship)
    return found


def _named(kind: Any) -> tuple[type[Relationship[Any, Any]], Way | None]:
    hop = cast("Hop[Any]", kind) if isinstance(kind, Hop) else cast("Hop[Any]", Hop(kind))
    part, way = hop.part, hop.way
    if hop.search is not None or is_node(part):
        raise QueryError(f"load takes relationship classes, such as MemberOf or gm.incoming(MemberOf), not {part!r}.")
    return cast("type[Relationship[Any, Any]]", model_of(part)), way


def _way(relationship: type[Any], way: Way | None, model: type[Node], *, widely: bool = False) -> Way | None:
    """The direction in which a node of this class has the relationship; None where it cannot have it."""
    mapping = relationship_mapping_of(relationship)
    starts, ends = (
        any(issubclass(model, each) or (widely and issubclass(each, model)) for each in side)
        for side in (mapping.start, mapping.end)
    )
    if way is not None:
        return way if {"out": starts, "in": ends, "either": starts or ends}[way] else None
    name = relationship.__name__
    if starts and ends and not widely:
        raise AmbiguousReference(
            f"A {model.__name__} may be at either end of {name}: load gm.outgoing({name}), gm.incoming({name}) or gm.either(...)."
        )
    return "out" if starts else "in" if ends else None


def _keep(node: Node, kind: tuple[type[Any], Way], relationships: list[Any]) -> None:
    # A new one each time: copies of the node share the old one.
    vars(node)[LOADED] = _Loaded({**vars(node).get(LOADED, {}), kind: relationships})


def _nodes(found: object) -> Iterator[Node]:
    """The whole nodes in rows of any shape."""
    if isinstance(found, Node):
        if not is_ref(found):
            yield found
    elif isinstance(found, GraphObject):
        return
    elif isinstance(found, (list, tuple)):
        for each in cast("Iterable[Any]", found):
            yield from _nodes(each)
    elif isinstance(found, dict):
        yield from _nodes(list(cast("dict[Any, Any]", found).values()))
    elif isinstance(found, BaseModel):
        yield from _nodes(list(found.__dict__.values()))
    elif is_dataclass(found):
        yield from _nodes([getattr(found, f.name) for f in fields(found)])


class _Neighbours(Temporal):
    """The statement of a `Loading`."""

    def __init__(self, loading: Loading) -> None:
        self.times = loading.times
        self._loading = loading
        self._relationship = RelationshipReader(loading.relationship)
        between = self._relationship.mapping
        self._models = {"out": between.end, "in": between.start, "either": (*between.start, *between.end)}[loading.way]
        self._far = NodeReader(*dict.fromkeys(self._models))
        key = [p.column for p in loading.mapping.key]
        self.parameters: dict[str, Any] = {
            "keys": [[i, *loading.mapping.key_of(node)] for i, node in enumerate(loading.nodes)]
        }
        self._near = ", ".join(f"{quoted(column)}: key[{i}]" for i, column in enumerate(key, 1))

    def parameter(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def variable(self, part: Any) -> str:
        raise QueryError(f"{part} is not among the relationships that are loaded.")

    def statement(self) -> Statement[list[tuple[int, Relationship[Any, Any]]]]:
        near, far = self._loading.mapping, self._far
        way, reader = self._loading.way, self._relationship
        arrow = f"-[r:{quoted(reader.mapping.type)}]-"
        arrow = f"<{arrow}" if way == "in" else f"{arrow}>" if way == "out" else arrow
        found = dict.fromkeys(quoted(m.key_label) for m in far.ends.mappings)
        conditions = [*self.holding({"r": self._loading.relationship}), *self._far_conditions()]
        values = [f"r.{quoted(c)}" for c in reader.columns]
        forward = "startNode(r) = n" if way == "either" else "true" if way == "out" else "false"
        sign = f"o.{quoted(far.ends.one_key)}" if far.ends.one_key else "elementId(o)"
        record = [f"x.{quoted(c)}" for c in far.columns]
        record = ["elementId(x)", *record] if far.ends.one_key is None else record
        order = [f"r.{quoted(p.column)}" for p in reader.mapping.key] + [f"o.{quoted(c)}" for c in far.ends.columns]
        row = ["key[0]", forward, sign, *values, self._extras("r", reader.known)]
        lines = [
            "UNWIND $keys AS key",
            f"MATCH (n{labels([near.key_label])} {{{self._near}}}){arrow}(o:{'|'.join(found)})",
            f"WHERE {' AND '.join(conditions)}" if conditions else "",
            f"WITH * ORDER BY {', '.join(order)}",
            f"WITH collect([{', '.join(row)}]) AS rows, collect(DISTINCT o) AS far",
            f"WITH rows, [x IN far | [{', '.join([*record, 'labels(x)', self._extras('x', far.known)])}]] AS far",
            f"UNWIND range(0, size(rows) - 1, {PAGE}) AS i",
            f"RETURN rows[i..i + {PAGE}] AS rows, far[i..i + {PAGE}] AS far",
        ]
        name = f"load {self._loading.relationship.__name__}"
        return Statement(
            "\n".join(filter(None, lines)), self.parameters, self._decode, name=name, reads=True, packed=True
        )

    def _far_conditions(self) -> list[str]:
        """What the far node must be and fulfil, where its key's label does not say it."""
        alternatives: list[str] = []
        tops = list(dict.fromkeys(self._models))
        for model in tops:
            for mapping in [model.__graph__] if model.__graph__ is not None else concrete(model):
                tested = mapping.labels if len(tops) > 1 else mapping.labels[1:]
                conditions = [f"o{labels(tested)}"] if tested else []
                conditions += self.holding({"o": mapping.model})
                alternatives.append(" AND ".join(conditions))
        if not all(alternatives):
            return []
        return [f"({' OR '.join(dict.fromkeys(alternatives))})"]

    def _extras(self, variable: str, known: Sequence[str]) -> str:
        parameter = self.parameter(list(known))
        return f"CASE WHEN all(k IN keys({variable}) WHERE k IN {parameter}) THEN null ELSE properties({variable}) END"

    def _decode(self, result: Result) -> list[tuple[int, Relationship[Any, Any]]]:
        far: dict[Any, Node] = {}
        one_key = self._far.ends.one_key
        place, skipped = (0, 1) if one_key is None else (self._far.columns.index(one_key), 0)
        for page in result.rows:
            for record in page[1]:
                far[record[place]] = self._far.read(record[skipped:])
        read, nodes = self._relationship.read, self._loading.nodes
        made: list[tuple[int, Relationship[Any, Any]]] = []
        for page in result.rows:
            for at, forward, sign, *values in page[0]:
                near, other = cast("Node", nodes[at]), far[sign]
                made.append((at, read(values, near, other) if forward else read(values, other, near)))
        return made
