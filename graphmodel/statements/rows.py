"""The rows of hand-written Cypher into types of the user's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError

from graphmodel.errors import MappingError
from graphmodel.model import GraphObject, Node, Path, Relationship
from graphmodel.model.annotations import codec_for, unwrap
from graphmodel.model.codecs import native
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader
from graphmodel.statements.statement import Result

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What the driver gives as Python has it, and most of what it gives."""


@cache
def _kind_of(kind: type[Any]) -> str:
    """What a class of the driver's stands for. Kept, as its dates look long for what they do not have."""
    if hasattr(kind, "element_id"):
        return "node" if hasattr(kind, "labels") else "relationship"
    return "path" if hasattr(kind, "relationships") else "value"


class GraphValues:
    """Turns what the driver returns into models and Python's own values.

    `models` are the classes that nodes and relationships may become; one of none of them stays what the driver gave.
    """

    def __init__(self, models: Iterable[type[GraphObject]]) -> None:
        given = list(models)
        self._readers = [NodeReader(m) for m in given if issubclass(m, Node)]
        between = [cast("type[Relationship[Any, Any]]", m) for m in given if issubclass(m, Relationship)]
        self._relationships = {m.__graph__.type: RelationshipReader(m) for m in between if m.__graph__ is not None}

    def row(self, found: Iterable[Any]) -> Iterator[Any]:
        """The values of a row, one after the other; a node that stands in it several times becomes one object."""
        made: dict[str, Any] = {}
        return (self._value(each, made) for each in found)

    def _value(self, found: Any, made: dict[str, Any]) -> Any:
        if isinstance(found, list):
            return [self._value(each, made) for each in found]  # pyright: ignore[reportUnknownVariableType]  (whatever it holds)
        if isinstance(found, dict):
            return {key: self._value(each, made) for key, each in found.items()}  # pyright: ignore[reportUnknownVariableType]  (whatever it holds)
        kind = cast("type[Any]", type(found))
        if kind in _PLAIN:
            return found
        match _kind_of(kind):
            case "node":
                return self._node(found, made)
            case "relationship":
                return self._relationship(found, made)
            case "path":
                return self._path(found, made)
            case _:
                return native(found)

    def _path(self, found: Any, made: dict[str, Any]) -> Any:
        nodes = tuple(self._node(node, made) for node in found.nodes)
        between = tuple(self._relationship(each, made) for each in found.relationships)
        known = all(isinstance(each, GraphObject) for each in (*nodes, *between))
        return Path(nodes, between) if known else found

    def _node(self, found: Any, made: dict[str, Any]) -> Any:
        if found.element_id in made:
            return made[found.element_id]
        names = sorted(found.labels)
        fitting = [r for r in self._readers if any(set(m.labels) <= set(names) for m in r.ends.mappings)]
        if not fitting:
            return found
        best = max(fitting, key=lambda r: len(r.ends.mapping_for(names).labels))
        made[found.element_id] = node = best.read_map(names, found)
        return node

    def _relationship(self, found: Any, made: dict[str, Any]) -> Any:
        reader = self._relationships.get(found.type)
        if reader is None:
            return found
        ends = [
            self._end(node, models, made)
            for node, models in zip(found.nodes, (reader.mapping.start, reader.mapping.end), strict=True)
        ]
        return reader.read_map(found, ends[0], ends[1])

    def _end(self, found: Any, models: Sequence[type[Node]], made: dict[str, Any]) -> Node:
        of = EndReader(models)
        if found is None or not set(found.keys()).intersection(of.columns):
            raise MappingError(
                "The ends of this relationship were not returned with it: return them too, RETURN s, r, o."
            )
        node = self._node(found, made)
        return node if isinstance(node, Node) else of.read([*(found.get(c) for c in of.columns), sorted(found.labels)])


def decoder(into: type[T], models: Iterable[type[GraphObject]] = ()) -> Callable[[Result], list[T]]:
    """How to read rows as `into`: a model, a dataclass, a named tuple, a tuple of types, or a single value.

    Fields are filled by column name; those of a plain tuple by position; a single value is the only column.

    Raises:
        MappingError: when `into` is no such type; later, when a column is missing, left over, or does not fit.
    """
    bare: Any = unwrap(into)[0]
    if not isinstance(bare, type) and get_origin(bare) is None and bare is not Any:
        raise MappingError(f"{into!r} is no type for rows: give a class, a tuple of types, or a single type.")
    try:
        adapter = TypeAdapter[T](into, config=None if _has_config(into) else ConfigDict(arbitrary_types_allowed=True))
    except PydanticUserError as error:
        raise MappingError(f"{into!r} is no type for rows: {error.message}") from error
    values = GraphValues([*_mentioned(into), *models])
    fields, scalars = _fields(into), _scalars(into)
    name = getattr(into, "__name__", str(into))

    def decode(result: Result) -> list[T]:
        columns = list(result.columns)
        if columns or result.rows:  # the embedded engine names no columns where there are no rows
            _check_columns(name, fields, columns)
        return [_read(adapter, name, fields, scalars, columns, row, i, values) for i, row in enumerate(result.rows)]

    return decode


def mappings(models: Iterable[type[GraphObject]]) -> Callable[[Result], list[dict[str, Any]]]:
    """How to read rows as dictionaries by column."""
    values = GraphValues(models)

    def decode(result: Result) -> list[dict[str, Any]]:
        return [dict(zip(result.columns, values.row(row), strict=True)) for row in result.rows]

    return decode


def _read(
    adapter: TypeAdapter[T],
    name: str,
    fields: list[str] | int | None,
    scalars: Mapping[str | int, type[Any]],
    columns: list[str],
    row: Sequence[Any],
    i: int,
    values: GraphValues,
) -> T:
    found: dict[str, Any] = {}
    try:
        found.update(zip(columns, values.row(row), strict=True))  # what was read before an error stays
    except MappingError as error:
        column = columns[len(found)]
        raise MappingError(f"{name}: column {column!r} of row {i}: {error}", column=column, row=i) from None
    for place, (column, value) in enumerate(found.items()):
        wanted = scalars.get(column) or scalars.get(place)
        if wanted is not None and value is not None and type(value) not in _EXACT[wanted]:
            raise MappingError(
                f"{name}: column {column!r} of row {i} is {type(value).__name__} and does not fit: it should be {wanted.__name__}.",
                column=column,
                row=i,
            )
    given: Any = found
    if fields is None:
        (given,) = found.values()
    elif isinstance(fields, int):
        given = tuple(found.values())
    try:
        return adapter.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = list(first["loc"]) if fields is not None else [0, *first["loc"]]
        column = columns[place[0]] if isinstance(place[0], int) and place[0] < len(columns) else str(place[0])
        kind = "missing" if first["type"] == "missing" else type(first["input"]).__name__
        raise MappingError(
            f"{name}: column {column!r}{_inside(found.get(column), place[1:])} of row {i} is {kind} and does not fit: "
            f"{first['msg']}",
            column=column,
            row=i,
        ) from None  # pydantic's own error shows values


def _inside(value: Any, place: Iterable[int | str]) -> str:
    """Where in a column's lists and maps something is: `.name[2]`. What pydantic puts between, for unions, is left out."""
    text = ""
    for each in place:
        if isinstance(value, dict) and each in value:
            value, text = cast("dict[Any, Any]", value)[each], f"{text}.{each}"
        elif isinstance(value, list) and isinstance(each, int) and each < len(cast("list[Any]", value)):
            value, text = cast("list[Any]", value)[each], f"{text}[{each}]"
    return text


def _check_columns(name: str, fields: list[str] | int | None, columns: list[str]) -> None:
    if fields is None or isinstance(fields, int):
        wanted = 1 if fields is None else fields
        if wanted not in (-1, len(columns)):
            raise MappingError(
                f"{name} takes {wanted} columns, the statement returns {len(columns)}: {', '.join(columns) or 'none'}."
            )
        return
    if over := [column for column in columns if column not in fields]:
        raise MappingError(
            f"{name} has no field for the column {over[0]!r}. Its fields: {', '.join(fields)}.", column=over[0]
        )


def _fields(into: Any) -> list[str] | int | None:
    """The names of its fields; how many places a plain tuple has (-1 for any); None for a single value."""
    if get_origin(into) is tuple:
        inside = get_args(into)
        return -1 if len(inside) == 2 and inside[1] is Ellipsis else len(inside)
    if not isinstance(into, type) or issubclass(into, (GraphObject, Path)) or codec_for(into) is not None:
        return None  # the last is what a field may hold, such as a Point, though it has fields of its own
    row = cast("type[Any]", into)
    if issubclass(row, BaseModel):
        return [f.alias or n for n, f in row.model_fields.items()]
    if dataclasses.is_dataclass(row):
        return [f.name for f in dataclasses.fields(row)]
    if hasattr(row, "_fields") or hasattr(row, "__required_keys__"):
        return list(get_type_hints(row))
    return -1 if issubclass(row, tuple) else None


_EXACT: dict[type[Any], tuple[type[Any], ...]] = {str: (str,), int: (int,), float: (float, int), bool: (bool,)}


def _scalars(into: Any) -> dict[str | int, type[Any]]:
    """The columns of plain text, numbers and truth values, by name or place: pydantic would make one of the other.

    Pydantic's own models are left alone: they may have validators, and `strict` is theirs to say.
    """
    if get_origin(into) is tuple:
        inside: Iterable[tuple[str | int, Any]] = enumerate(get_args(into))
    elif isinstance(into, type) and (_fields(into) is None or into is tuple):
        inside = [(0, into)]
    elif isinstance(into, type) and not issubclass(into, BaseModel):
        hints = get_type_hints(cast("type[Any]", into), include_extras=True)
        inside = [*hints.items()]
    else:
        inside = [(0, into)] if not isinstance(into, type) else []
    found = {name: unwrap(kind) for name, kind in inside}
    return {name: kind for name, (kind, _, marks) in found.items() if kind in _SCALARS and not marks}


_SCALARS: tuple[Any, ...] = (str, int, float, bool)


def _has_config(into: type[Any]) -> bool:
    """Whether a type brings its own pydantic configuration, so that none may be given."""
    is_class = isinstance(into, type)  # pyright: ignore[reportUnnecessaryIsInstance]  (tuple[str, int] is none)
    return is_class and (
        issubclass(into, BaseModel) or dataclasses.is_dataclass(into) or hasattr(into, "__required_keys__")
    )


def _mentioned(into: Any, seen: tuple[Any, ...] = ()) -> list[type[GraphObject]]:
    """The model classes that stand in a type, in its fields, and in theirs."""
    if isinstance(into, type) and issubclass(into, GraphObject):
        return [into]
    inside: list[Any] = list(get_args(into))
    if isinstance(into, type) and not inside and into not in seen and _fields(into):
        inside = list(get_type_hints(into).values())
    return [model for each in inside for model in _mentioned(each, (*seen, into))]


_LISTS: tuple[type[Any], ...] = (list, tuple, set, frozenset)


def as_parameters(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Parameters of hand-written Cypher: enumerations by their value, partial dates and periods by their text."""

    def plain(value: Any) -> Any:
        if isinstance(value, _LISTS) and not hasattr(value, "srid"):  # the driver's points are tuples
            return [plain(each) for each in cast("Iterable[Any]", value)]
        if isinstance(value, Mapping):
            return {key: plain(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]  (whatever it holds)
        codec = codec_for(type(value))
        return value if codec is None or value is None else codec.encode(value)[0]

    return {name: plain(value) for name, value in (values or {}).items()}
