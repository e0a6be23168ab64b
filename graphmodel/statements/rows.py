"""The rows of hand-written Cypher into types of the user's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError

from graphmodel.errors import MappingError
from graphmodel.model import GraphObject, Node, Relationship
from graphmodel.model.codecs import native
from graphmodel.statements.objects import EndReader, NodeReader, RelationshipReader
from graphmodel.statements.statement import Result

T = TypeVar("T")


class GraphValues:
    """Turns what the driver returns into models and Python's own values.

    `models` are the classes that nodes and relationships may become; one of none of them stays what the driver gave.
    """

    def __init__(self, models: Iterable[type[GraphObject]]) -> None:
        given = list(models)
        self._readers = [NodeReader(m) for m in given if issubclass(m, Node)]
        between = [cast("type[Relationship[Any, Any]]", m) for m in given if issubclass(m, Relationship)]
        self._relationships = {m.__graph__.type: RelationshipReader(m) for m in between if m.__graph__ is not None}

    def value(self, found: Any) -> Any:
        """A value of a row, and what it holds."""
        if isinstance(found, list):
            return [self.value(each) for each in found]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(found, dict):
            return {key: self.value(each) for key, each in found.items()}  # pyright: ignore[reportUnknownVariableType]
        if hasattr(found, "element_id"):
            return self._node(found) if hasattr(found, "labels") else self._relationship(found)
        return native(found)

    def _node(self, found: Any) -> Any:
        names = sorted(found.labels)
        fitting = [r for r in self._readers if any(set(m.labels) <= set(names) for m in r.ends.mappings)]
        if not fitting:
            return found
        best = max(fitting, key=lambda r: len(r.ends.mapping_for(names).labels))
        return best.read_map(names, found)

    def _relationship(self, found: Any) -> Any:
        reader = self._relationships.get(found.type)
        if reader is None:
            return found
        ends = [
            self._end(node, models)
            for node, models in zip(found.nodes, (reader.mapping.start, reader.mapping.end), strict=True)
        ]
        return reader.read_map(found, ends[0], ends[1])

    def _end(self, found: Any, models: Sequence[type[Node]]) -> Node:
        of = EndReader(models)
        if found is None or not set(found.keys()).intersection(of.columns):
            raise MappingError(
                "The ends of this relationship were not returned with it: return them too, RETURN s, r, o."
            )
        node = self._node(found)
        return node if isinstance(node, Node) else of.read([*(found.get(c) for c in of.columns), sorted(found.labels)])


def decoder(into: type[T], models: Iterable[type[GraphObject]] = ()) -> Callable[[Result], list[T]]:
    """How to read rows as `into`: a model, a dataclass, a named tuple, a tuple of types, or a single value.

    Fields are filled by column name; those of a plain tuple by position; a single value is the only column.

    Raises:
        MappingError: when `into` is no such type; later, when a column is missing, left over, or does not fit.
    """
    try:
        adapter = TypeAdapter[T](into, config=None if _has_config(into) else ConfigDict(arbitrary_types_allowed=True))
    except PydanticUserError as error:
        raise MappingError(f"{into!r} is no type for rows: {error.message}") from error
    values = GraphValues([*_mentioned(into), *models])
    fields = _fields(into)
    name = getattr(into, "__name__", str(into))

    def decode(result: Result) -> list[T]:
        columns = list(result.columns)
        if columns or result.rows:  # the embedded engine names no columns where there are no rows
            _check_columns(name, fields, columns)
        return [_read(adapter, name, fields, columns, row, i, values) for i, row in enumerate(result.rows)]

    return decode


def mappings(models: Iterable[type[GraphObject]]) -> Callable[[Result], list[dict[str, Any]]]:
    """How to read rows as dictionaries by column."""
    values = GraphValues(models)

    def decode(result: Result) -> list[dict[str, Any]]:
        return [dict(zip(result.columns, map(values.value, row), strict=True)) for row in result.rows]

    return decode


def _read(
    adapter: TypeAdapter[T],
    name: str,
    fields: list[str] | int | None,
    columns: list[str],
    row: Sequence[Any],
    i: int,
    values: GraphValues,
) -> T:
    found: list[Any] = []
    for column, each in zip(columns, row, strict=True):
        try:
            found.append(values.value(each))
        except MappingError as error:
            raise MappingError(f"{name}: column {column!r} of row {i}: {error}", column=column, row=i) from None
    given: Any = (
        found[0]
        if fields is None
        else tuple(found)
        if isinstance(fields, int)
        else dict(zip(columns, found, strict=True))
    )
    try:
        return adapter.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = first["loc"][0] if first["loc"] and fields is not None else 0
        column = columns[place] if isinstance(place, int) and place < len(columns) else str(place)
        value = found[columns.index(column)] if column in columns else None
        kind = type(value).__name__
        raise MappingError(
            f"{name}: column {column!r} of row {i} is {kind} and does not fit: {first['msg']}", column=column, row=i
        ) from None  # pydantic's own error shows values


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
    if not isinstance(into, type) or issubclass(into, GraphObject):
        return None
    row = cast("type[Any]", into)
    if issubclass(row, BaseModel):
        return [f.alias or n for n, f in row.model_fields.items()]
    if dataclasses.is_dataclass(row):
        return [f.name for f in dataclasses.fields(row)]
    if hasattr(row, "_fields") or hasattr(row, "__required_keys__"):
        return list(get_type_hints(row))
    return -1 if issubclass(row, tuple) else None


def _has_config(into: type[Any]) -> bool:
    """Whether a type brings its own pydantic configuration, so that none may be given."""
    is_class = isinstance(into, type)  # pyright: ignore[reportUnnecessaryIsInstance]  (tuple[str, int] is none)
    return is_class and (
        issubclass(into, BaseModel) or dataclasses.is_dataclass(into) or hasattr(into, "__required_keys__")
    )


def _mentioned(into: Any) -> list[type[GraphObject]]:
    """The model classes that stand in a type or in its fields."""
    if isinstance(into, type) and issubclass(into, GraphObject):
        return [into]
    inside: list[Any] = list(get_args(into))
    if isinstance(into, type) and not inside and _fields(into):
        inside = list(get_type_hints(into).values())
    return [model for each in inside for model in _mentioned(each)]


def as_parameters(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Parameters of hand-written Cypher: enumerations by their value, partial dates and periods by their text."""
    from graphmodel.model.annotations import codec_for

    def plain(value: Any) -> Any:
        if isinstance(value, (list, tuple, set, frozenset)):
            listed = cast("Iterable[Any]", value)
            return (
                value if hasattr(listed, "srid") else [plain(each) for each in listed]
            )  # the driver's points are tuples
        if isinstance(value, Mapping):
            return {key: plain(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
        codec = codec_for(type(value))
        return value if codec is None or value is None else codec.encode(value)[0]

    return {name: plain(value) for name, value in (values or {}).items()}
