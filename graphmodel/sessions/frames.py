"""Rows as data frames of polars or pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from importlib import import_module
from typing import Any, Literal, cast, get_args, get_origin

from graphmodel.errors import MappingError, MissingExtra
from graphmodel.model import ENDS, Node, Point, Property, mapping_of
from graphmodel.model.annotations import unwrap
from graphmodel.model.codecs import (
    Decimals,
    Durations,
    Enumerated,
    Listed,
    PartialDates,
    Periods,
    Points,
    Secrets,
    Temporal,
    Times,
    Uuids,
    native,
)
from graphmodel.model.converted import Converted, Jsons
from graphmodel.model.expressions import Attribute, Expression
from graphmodel.query import Aggregate, Count, Maybe, Query, is_node, model_of
from graphmodel.statements.objects import concrete

FrameKind = Literal["polars", "pandas"]
_EXTRAS = {"polars": "analysis", "pandas": "notebook"}
_POLARS = {str: "String", int: "Int64", float: "Float64", bool: "Boolean", bytes: "Binary", date: "Date", time: "Time"}

_ITEMS: dict[type[Any], Any] = {Decimals: str, Uuids: str, PartialDates: str, Points: None}
"""What items of a list become that are not stored as they are."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of a frame: its name, the class or alias it is of, and the type of its values; None where that is not known."""

    name: str
    owner: Any
    type: Any


class Frames:
    """Makes frames of one library.

    Raises:
        MissingExtra: when it is not installed.
    """

    def __init__(self, kind: FrameKind) -> None:
        if kind not in _EXTRAS:
            raise MappingError(f"kind={kind!r}: say 'polars' or 'pandas'.")
        self._kind = kind
        try:
            self._library: Any = import_module(kind)
        except ImportError:
            raise MissingExtra(f"Frames need {kind}: pip install 'graphmodel[{_EXTRAS[kind]}]'.") from None

    def of_query(self, query: Query[Any], rows: Sequence[Any]) -> Any:
        """The rows of a query, read without `into`."""
        columns = [column.of if isinstance(column, Maybe) else column for column in query.columns]
        names = _row_names(query)
        parts = [_column(i, column, names, whole=len(columns) == 1) for i, column in enumerate(columns)]
        wide = [(values,) for values in rows] if len(columns) == 1 else rows
        flat = [[each for part, value in zip(parts, row, strict=True) for each in part.values(value)] for row in wide]
        return self._frame(_named([field for part in parts for field in part.fields]), flat)

    def of_records(self, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Any:
        """Rows of hand-written Cypher, by column."""
        flat = [[_plain(value) for value in row.values()] for row in rows]
        return self._frame([_Field(name, None, None) for name in columns], flat)

    def _frame(self, fields: Sequence[_Field], rows: Sequence[Sequence[Any]]) -> Any:
        names = [field.name for field in fields]
        if self._kind == "pandas":
            columns = {field.name: [row[i] for row in rows] for i, field in enumerate(fields)}
            series = {
                field.name: self._library.Series(columns[field.name], dtype=_pandas_type(field.type))
                for field in fields
            }
            return self._library.DataFrame(series, columns=names)
        schema = {field.name: _polars_type(self._library, field.type) for field in fields}
        try:
            return self._library.DataFrame(
                [list(row) for row in rows], schema=schema, orient="row", infer_schema_length=None
            )
        except (TypeError, self._library.exceptions.PolarsError):
            raise MappingError(
                "These rows are no frame: a column has values of several types."
            ) from None  # polars shows them


class _Column:
    """What one column of a query becomes: a value its stored properties; a node or relationship those of all its fields."""

    def __init__(self, properties: Sequence[tuple[Property, str]], owner: Any, ends: Sequence[Any] = ()) -> None:
        self._properties, self._ends, self._whole = properties, ends, owner is not None
        self.fields = [
            _Field(name + leaf.name.removeprefix(p.name) + suffix, owner, type_)
            for p, name in properties
            for leaf in p.leaves()
            for suffix, type_ in _types(leaf)
        ]
        self.fields += [
            _Field(f"{side}.{p.name}" if len(keys) > 1 else side, owner, p.annotation)
            for side, keys in ends
            for p in keys
        ]

    def values(self, value: Any) -> Iterator[Any]:
        """The values of a row."""
        for p, _ in self._properties:
            inner = getattr(value, p.name, None) if self._whole else value
            for leaf in p.leaves():
                yield from _stored(leaf, _part(inner, leaf.name.removeprefix(p.name)))
        for side, keys in self._ends:
            node = None if value is None else getattr(value, side)
            for p in keys:
                yield None if node is None else getattr(node, p.name, None)


class _Plain:
    """A column of values that are no field's."""

    def __init__(self, name: str, type_: Any) -> None:
        self.fields = [_Field(name, None, type_)]

    def values(self, value: Any) -> Iterator[Any]:
        """The value itself."""
        yield value


def _column(i: int, column: Any, names: Sequence[str] | None, *, whole: bool) -> _Column | _Plain:
    if isinstance(column, Attribute):
        made = _Column([(column.property, names[i] if names else column.property.name)], None)
        made.fields = [_Field(f.name, None if names else column.owner, f.type) for f in made.fields]
        return made
    if isinstance(column, Expression):
        return _Plain(names[i] if names else _called(i, column), int if isinstance(column, Count) else None)
    model: Any = model_of(column)
    mappings = concrete(cast("type[Node]", model)) if is_node(column) else (mapping_of(model),)
    own = model.__graph__
    found = own.properties if own is not None else {p.name: p for m in mappings for p in m.properties}.values()
    start = "" if whole else f"{names[i] if names else model.__name__}."
    ends: list[Any] = []
    if not is_node(column):
        for side in ENDS:
            classes: Any = getattr(mapping_of(model), side)
            keys = {p.name: p for each in classes for m in concrete(each) for p in m.key}
            ends.append((side, list(keys.values())))
    made = _Column([(p, p.name) for p in found], column, ends)
    made.fields = [_Field(start + f.name, column, f.type) for f in made.fields]
    return made


def _called(i: int, column: Expression) -> str:
    if isinstance(column, Count):
        return "count"
    if isinstance(column, Aggregate) and isinstance(column.of, Attribute):
        return f"{column.function}_{column.of.property.name}"
    return f"column_{i}"


def _named(fields: Sequence[_Field]) -> list[_Field]:
    """Columns of one name get their class before it, and columns of one class and name a number after it."""
    often = Counter(field.name for field in fields)
    named: list[_Field] = []
    seen: Counter[str] = Counter()
    for field in fields:
        name = field.name
        if often[name] > 1 and field.owner is not None and "." not in name:
            name = f"{model_of(field.owner).__name__}.{name}"
        seen[name] += 1
        named.append(_Field(name if seen[name] == 1 else f"{name}_{seen[name]}", field.owner, field.type))
    return named


def _row_names(query: Query[Any]) -> list[str] | None:
    if query.row is None:
        return None
    return list(getattr(query.row, "__pydantic_fields__", None) or getattr(query.row, "__annotations__", ()))


def _part(value: Any, path: str) -> Any:
    """What a nested object holds at a path such as `.country.code`; the value itself at none."""
    for name in path.split(".")[1:]:
        value = getattr(value, name, None)
    return value


def _stored(p: Property, value: Any) -> list[Any]:
    if value is None:
        return [None] * len(p.columns)
    if isinstance(p.codec, Secrets):
        return [str(value)]  # stars: a frame is there to be shown
    if isinstance(p.codec, (Temporal, Times)):
        return [value]
    if isinstance(value, Point):
        return [list(value.coordinates)]
    values: list[Any] = []
    p.put(value, values)
    return values


def _types(p: Property) -> list[tuple[str, Any]]:
    """What each stored property adds to the field's name, and the type of its values; None where the values say which."""
    inner = unwrap(p.annotation)[0]
    match p.codec:
        case Durations():
            return [("", timedelta), (p.codec.suffixes[1], float)]
        case Decimals():
            return [("", str), (p.codec.suffixes[1], float)]
        case PartialDates() | Periods():  # named by the field, not by the property of its text
            return [
                ("", str),
                *((s, date if s.endswith(("_earliest", "_latest")) else str) for s in p.codec.suffixes[1:]),
            ]
        case Uuids() | Jsons() | Secrets():
            return [("", str)]
        case Points():
            return [("", list[float])]
        case Converted():
            return [(suffix, None) for suffix in p.codec.suffixes]
        case Enumerated():
            return [("", _enumerated(inner))]
        case Listed():
            item = unwrap(get_args(inner)[0])[0]
            return [("", list[_ITEMS.get(type(p.codec.item)) or _enumerated(item)])]
        case _:
            return [("", inner)]


def _enumerated(kind: object) -> Any:
    inner: Any = kind
    if isinstance(kind, type) and issubclass(kind, Enum):
        value: Any = next(iter(kind)).value
    elif get_origin(inner) is Literal:
        value = get_args(inner)[0]
    else:
        return inner
    return cast("Any", type(value))


def _polars_type(polars: Any, of: Any) -> Any:
    if get_origin(of) is list:
        item = _polars_type(polars, get_args(of)[0])
        return None if item is None else polars.List(item)
    if of is datetime:
        return None  # with a zone or without: the values say which
    if of is timedelta:
        return polars.Duration("us")
    of = unwrap(of)[0]
    return getattr(polars, _POLARS[of]) if of in _POLARS else None


def _pandas_type(of: Any) -> Any:
    """Types that have a null; dates and whatever else is no number or text stay Python's own."""
    return {str: "string", int: "Int64", float: "Float64", bool: "boolean"}.get(of, "object")


def _plain(value: Any) -> Any:
    """A value of the driver's as a frame takes it: nodes and relationships by their properties."""
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in cast("dict[str, Any]", value).items()}
    if hasattr(value, "element_id"):
        return {name: _plain(each) for name, each in value.items()}
    if hasattr(value, "relationships"):
        return [_plain(each) for each in value.nodes]
    found = native(value)
    return list(found.coordinates) if isinstance(found, Point) else found
