"""What a picture is made of: vertices and edges, what is said for them, and how models become such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, cast

from graphmodel.errors import QueryError
from graphmodel.model import Node, PartialDate, Path, Period, Relationship, identity, is_ref, mapping_of
from graphmodel.model.words import in_words

NAMES = ("short_name", "name", "title", "label")
"""The fields that a node is called by, the first that it has."""
UNTOLD = frozenset({"valid", "evidence", "scheme", "dataset", "status"})
"""Fields that a picture tells in a way of its own."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node as a picture shows it."""

    id: str
    """What edges and colours name it by: `State:IRN`. What follows the first colon is its key, and is searched."""
    name: str
    kind: str
    """What it is: those of one kind have one shape."""
    valid: Period | None = None
    """When it is there; None: always."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """What its card says, by heading."""
    claims: Sequence[str] = ()
    """The keys of the claims that say so."""
    also: Sequence[str] = ()
    """Other names that it is found by."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship as a picture shows it."""

    start: str
    end: str
    type: str
    status: str | None = None
    valid: Period | None = None
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    claims: Sequence[str] = ()
    sources: Sequence[str] = ()
    """The keys of the sources that it is taken from where it rests on no claim: those of data sets."""
    weight: float = 1.0
    """How strongly it draws its ends together."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one claim says."""

    says: str
    when: str = ""
    """When it was said, by whom, how firmly: one line."""
    sources: Sequence[tuple[str, str]] = ()
    """The keys of the sources that state it, each with the place in it, or an empty text."""
    against: Sequence[tuple[str, str, str]] = ()
    """The claims against it: in which way, the key of the claim, the reason or an empty text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What claims say, by their keys, and the sources that state them: each as a line of text and an address, or an empty one."""

    claims: Mapping[str, Said] = field(default_factory=dict[str, Said])
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


@dataclass(frozen=True, slots=True)
class Column:
    """A column that vertices are coloured by: texts are kinds of their own, numbers a scale."""

    name: str
    values: Mapping[str, str | float]
    """By the id of the vertex; who has none is grey."""
    about: str = ""
    none: str = "none"
    """What it means to have none."""


EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """A day as the page counts them: from the first of 1970."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The other way round."""
    return date.fromordinal(number + EPOCH)


def spaced(name: str) -> str:
    """A label as people write it.

    >>> spaced("RollCall")
    'Roll call'
    """
    return "".join(f" {letter.lower()}" if letter.isupper() and at else letter for at, letter in enumerate(name))


Drawable = Node | Relationship[Any, Any] | Path | Vertex | Edge


def read(things: Iterable[Drawable]) -> tuple[list[Vertex], list[Edge]]:
    """Vertices and edges, each once, of models, paths and what is such already. An end that is not given is made of its reference.

    Raises:
        QueryError: something else is among them.
    """
    vertices: dict[str, Vertex] = {}
    edges: dict[Any, Edge] = {}
    ends: list[Node] = []
    for thing in _flat(things):
        if isinstance(thing, Vertex):
            vertices[thing.id] = thing
        elif isinstance(thing, Edge):
            edges[len(edges)] = thing
        elif isinstance(thing, Node):
            if not is_ref(thing) or id_of(thing) not in vertices:
                vertices[id_of(thing)] = vertex(thing)
        else:
            edges[identity(thing)] = edge(thing)
            ends += (thing.start, thing.end)
    for end in ends:
        at = id_of(end)
        if at not in vertices or (vertices[at].name == _key(end) and not is_ref(end)):
            vertices[at] = vertex(end)
    return list(vertices.values()), list(edges.values())


def _flat(things: Iterable[Drawable]) -> Iterable[Node | Relationship[Any, Any] | Vertex | Edge]:
    for thing in things:
        if isinstance(thing, Path):
            yield from thing.nodes
            yield from thing.relationships
        elif isinstance(thing, (Node, Relationship, Vertex, Edge)):  # pyright: ignore[reportUnnecessaryIsInstance]  (untyped callers)
            yield thing
        else:
            raise QueryError(f"A picture is made of nodes, relationships and paths, not of {type(thing).__name__}.")


def id_of(node: Node) -> str:
    """What a node is named by in a picture: the label of its key, and its key.

    >>> from graphmodel.domain import Pact, State
    >>> id_of(State(key="IRN", name="Iran"))
    'State:IRN'
    """
    label, *key = identity(node)
    return ":".join([str(label), *map(str, key)])


def vertex(node: Node, **other: Any) -> Vertex:
    """A node of any model as a vertex; what is given by name takes the place of what would be taken from the model."""
    values = _values(node)
    names = {name: str(values[name]) for name in NAMES if values.get(name)}
    called = next(iter(names.values()), _key(node))
    untold = {*NAMES} - {name for name, text in names.items() if text != called}
    made: dict[str, Any] = {
        "id": id_of(node),
        "name": called,
        "kind": getattr(mapping_of(type(node)), "label", type(node).__name__),
        "valid": _period(values),
        "facts": {} if is_ref(node) else _facts(values, without=untold),
        "claims": tuple(values.get("evidence", ())),
        "also": [each for each in dict.fromkeys([*names.values(), *values.get("aliases", ())]) if each != called],
    }
    return Vertex(**(made | other))


def edge(between: Relationship[Any, Any], **other: Any) -> Edge:
    """A relationship of any model as an edge; what is given by name takes the place of what would be taken from the model."""
    values = _values(between)
    status, dataset = values.get("status"), values.get("dataset")
    made: dict[str, Any] = {
        "start": id_of(between.start),
        "end": id_of(between.end),
        "type": getattr(mapping_of(type(between)), "type", type(between).__name__),
        "status": None if status is None else _text(status),
        "valid": _period(values),
        "facts": _facts(values, without={"start", "end"}),
        "claims": tuple(values.get("evidence", ())),
        "sources": () if dataset is None else (str(dataset),),
    }
    return Edge(**(made | other))


def _values(thing: Node | Relationship[Any, Any]) -> dict[str, Any]:
    """The fields that are to be seen, and what else came from the graph."""
    hidden = {name for name, field in type(thing).model_fields.items() if not field.repr}
    found = {**thing.__dict__, **(thing.__pydantic_extra__ or {})}
    return {name: value for name, value in found.items() if name not in hidden}


def _key(node: Node) -> str:
    return id_of(node).partition(":")[2]


def _period(values: Mapping[str, Any]) -> Period | None:
    found = values.get("valid")
    return found if isinstance(found, Period) else None


def _facts(values: Mapping[str, Any], *, without: set[str]) -> dict[str, str]:
    """What there is to read, the key first."""
    return {
        name: text
        for name, value in values.items()
        if name not in UNTOLD and name not in without and (text := _text(value))
    }


def _text(value: object) -> str:
    """A value as people read it; empty where there is nothing, or nothing to be shown."""
    match value:
        case None | "" | False:
            return ""
        case True:
            return "yes"
        case Enum():
            return _text(value.value)
        case str():
            return value
        case float():
            return f"{value:g}"
        case Period():
            return in_words(value)
        case int() | date() | PartialDate():
            return str(value)
        case list() | tuple() | set() | frozenset():
            return ", ".join(filter(None, map(_text, cast("Iterable[object]", value))))
        case _:
            return ""
