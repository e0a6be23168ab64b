"""From an annotation to the codec of its values."""

from __future__ import annotations

import enum
import types
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin
from uuid import UUID

from pydantic import SecretBytes, SecretStr

from graphmodel.errors import ModelError
from graphmodel.model.codecs import (
    DURATIONS,
    PARTIAL_DATES,
    PERIODS,
    PLAIN,
    POINTS,
    TEMPORAL,
    TIMES,
    Codec,
    Decimals,
    Enumerated,
    Gathered,
    Listed,
    Numbers,
    Raw,
    Secrets,
    Uuids,
)
from graphmodel.model.converted import Converted, json_codec
from graphmodel.model.dates import PartialDate
from graphmodel.model.fields import Converter, JsonMark
from graphmodel.model.periods import Period
from graphmodel.model.points import Point

M = TypeVar("M")

_BY_TYPE: dict[Any, Codec] = {
    str: PLAIN,
    int: PLAIN,
    bool: PLAIN,
    float: Numbers(),
    bytes: Raw(),
    date: TEMPORAL,
    datetime: TEMPORAL,
    time: TIMES,
    timedelta: DURATIONS,
    Decimal: Decimals(),
    UUID: Uuids(),
    Point: POINTS,
    PartialDate: PARTIAL_DATES,
    Period: PERIODS,
    SecretStr: Secrets(),
    SecretBytes: Secrets(),
}
SUPPORTED = (
    "str, int, float, bool, bytes, date, datetime, time, timedelta, Decimal, UUID, Point, PartialDate, Period, Enum and Literal "
    "of text or of whole numbers; lists, tuples (tuple[str, ...]), sets and frozensets of single values; dataclasses and pydantic "
    "models of such fields. Whatever else pydantic can write as JSON is stored as text if you say Json[...], and a type of your "
    "own by a Converter"
)


def codec_for(annotation: Any, marks: tuple[Any, ...] = (), where: str = "a value") -> Codec | None:
    """The codec of an annotation without its optional part and marks; None when the graph has no place for it.

    Raises:
        ModelError: for a converter to what the graph does not store as one value; `where` says of what.
    """
    if find(marks, JsonMark) is not None:
        return json_codec(annotation, where)
    if (converter := find(marks, Converter)) is not None:
        return _converted(converter, where)
    codec = _BY_TYPE.get(annotation) if isinstance(annotation, type) else None
    if codec is not None:
        return codec
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        members: list[enum.Enum] = list(annotation)
        return Enumerated() if _one_type([member.value for member in members]) else None
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):  # of enumerations: pydantic finds the one that has the value
        return Enumerated() if all(type(codec_for(each)) is Enumerated for each in inside) else None
    if origin is Literal:
        return Enumerated() if _one_type(list(inside)) else None
    if origin in (list, set, frozenset) or (origin is tuple and inside[1:] == (Ellipsis,)):
        item, optional, item_marks = unwrap(inside[0])
        codec = None if optional else codec_for(item, item_marks, where)
        if codec is None or not codec.listed:
            return None
        return Gathered(codec) if origin in (set, frozenset) else Listed(codec)
    return None


def _converted(converter: Converter, where: str) -> Codec:
    stored, optional, marks = unwrap(converter.stored)
    codec = codec_for(stored, marks, where)
    if codec is None or optional or isinstance(codec, Secrets):
        raise ModelError(
            f"{where}: its converter says that it is stored as {converter.stored!r}, which has no place in a graph. "
            f"What has: {SUPPORTED}."
        )
    return Converted(converter, codec)


def unwrap(annotation: Any) -> tuple[Any, bool, tuple[Any, ...]]:
    """An annotation without `Annotated` and `| None`: the type, whether None is allowed, and the marks found on the way."""
    if (alias := getattr(annotation, "__value__", None)) is not None:  # `type X = ...`, and typing_extensions' of it
        return unwrap(alias)
    if isinstance(annotation, NewType):
        return unwrap(annotation.__supertype__)
    if get_origin(annotation) is Annotated:
        inner, optional, marks = unwrap(get_args(annotation)[0])
        return inner, optional, (*marks, *annotation.__metadata__)
    if get_origin(annotation) in (Union, types.UnionType):
        members = get_args(annotation)
        rest = [member for member in members if member is not type(None)]
        if len(rest) == 1:
            inner, optional, marks = unwrap(rest[0])
            return inner, optional or len(rest) < len(members), marks
    return annotation, annotation is type(None), ()


def find(marks: tuple[Any, ...], kind: type[M]) -> M | None:
    """The first mark of a kind."""
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _one_type(values: list[Any]) -> bool:
    return any(all(type(value) is kind for value in values) for kind in (str, int)) and bool(values)
