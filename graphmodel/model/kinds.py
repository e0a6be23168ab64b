"""What kind of values an expression has, as far as is known before the database is asked: it decides what may be said of it."""

from __future__ import annotations

import enum
import types
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from graphmodel.errors import QueryError
from graphmodel.model.annotations import codec_for, unwrap
from graphmodel.model.codecs import PLAIN, Codec, Listed, Plain
from graphmodel.model.converted import Converted, Jsons
from graphmodel.model.fields import Converter, Vector

if TYPE_CHECKING:
    from graphmodel.model.properties import Property

_FAMILIES: Final[dict[Any, str]] = {
    str: "text",
    bool: "truth value",
    int: "number",
    float: "number",
    Decimal: "decimal",
    date: "date",
    datetime: "datetime",
    time: "time",
    timedelta: "timedelta",
}
_SPELLED: Final = (str, int, float, list, tuple, set, frozenset)
"""Types whose values may stand for those of another."""
_DAYS: Final = ("date", "datetime")
_ARTICLE: Final = {"text": "text", "any": "anything"}


@dataclass(frozen=True, eq=False)
class Kind:
    """The Python type of an expression's values, without None, and how they stand in the graph."""

    type: Any
    """`Any` where it is not known."""
    codec: Codec
    marks: tuple[Any, ...] = ()
    """What pydantic needs beside the type to check a value: a converter, a vector."""

    @property
    def annotation(self) -> Any:
        """The type with its marks."""
        made = self.type
        for mark in self.marks:
            made = Annotated[made, mark]
        return made

    @cached_property
    def family(self) -> str:
        """What it may be combined and compared with: number, text, date, list, ...; any where the type is not known."""
        kind = self.type
        if kind is Any:
            return "any"
        if isinstance(self.codec, (Jsons, Converted)):
            return str(getattr(kind, "__name__", kind))
        if get_origin(kind) is Literal:
            return _FAMILIES.get(type(get_args(kind)[0]), "enumeration")
        if get_origin(kind) in (list, set, frozenset, tuple) or kind in (list, set, frozenset, tuple):
            return "list"
        if isinstance(kind, type):
            if kind in _FAMILIES:
                return _FAMILIES[kind]
            if issubclass(kind, enum.Enum) and not issubclass(kind, (str, int)):
                return "enumeration"
            return next((_FAMILIES[base] for base in (str, int, float) if issubclass(kind, base)), kind.__name__)
        return "enumeration" if get_origin(kind) is not None and _all_enums(kind) else str(kind)

    @property
    def called(self) -> str:
        """The family as messages say it: a number, text."""
        return _ARTICLE.get(self.family) or f"{'an' if self.family[0] in 'aeiou' else 'a'} {self.family}"

    @property
    def ordered(self) -> bool:
        """Whether one value comes before another in Python and in the graph alike."""
        return self.codec.order is not None and self.family != "enumeration"

    @cached_property
    def item(self) -> Kind:
        """The kind of a list's items."""
        arguments = get_args(self.type)
        kind, _, marks = unwrap(arguments[0]) if arguments else (Any, False, ())
        return Kind(kind, self.codec.item, _checking(marks)) if isinstance(self.codec, Listed) else kind_of(kind)

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The check of a value of this kind by pydantic."""
        return TypeAdapter(self.annotation)

    def checked(self, value: Any, beside: object) -> Any:
        """A value given beside an expression of this kind, as a Python value of the kind.

        It is of the type, as pydantic's strict mode says. Beside that a number stands for a decimal, a text in ISO form for a date,
        a time or a duration, a UUID's text for it, the value of an enumeration for the member, and one sort of list for another.

        Raises:
            QueryError: when no such expression can ever have it.
        """
        if self.family == "any" or (self.family == "number" and _is_number(value)):
            return value
        try:
            return self._taken(value)
        except ValidationError as error:
            name = getattr(self.type, "__name__", None) or str(self.type)
            first = error.errors(include_url=False, include_input=False)[0]
            # What a validator of one's own says may repeat the value, and the value may be secret.
            why = "" if first["type"] in ("value_error", "assertion_error") else f": {first['msg']}"
            raise QueryError(f"{beside} is of type {name} and cannot be this {type(value).__name__}{why}.") from None

    def _taken(self, value: Any) -> Any:
        if isinstance(self.codec, (Jsons, Converted)):
            return self.adapter.validate_python(value)
        try:
            return self.adapter.validate_python(value, strict=True)
        except ValidationError:
            if (
                type(value) not in _SPELLED
                or self.family == "bytes"
                or (self.family in _DAYS and "-" not in str(value))
            ):
                raise
            return self.adapter.validate_json(to_json(value), strict=True)

    def encode(self, value: Any) -> Any:
        """A checked value as it is stored in the first property of such a field."""
        if value is None or type(self.codec) is Plain or (self.family == "number" and _is_number(value)):
            return value
        return self.codec.encode(value)[0]


@lru_cache(maxsize=512)
def kind_of(kind: Any) -> Kind:
    """The kind of the values of a Python type; `ANY` for one that the graph has no place for."""
    codec = codec_for(kind)
    return ANY if codec is None else Kind(kind, codec)


@lru_cache(maxsize=1024)
def kind_of_property(stored: Property) -> Kind:
    """The kind of the values of a field."""
    kind, _, marks = unwrap(stored.annotation)
    return Kind(kind, stored.codec, _checking(marks))


def kind_of_value(value: Any) -> Kind:
    """The kind of a plain value; for a list that of its first item decides."""
    if isinstance(value, (list, tuple, set, frozenset)):
        items = list(cast("list[Any]", value))
        return list_of(kind_of_value(items[0]) if items else ANY)
    return ANY if value is None else kind_of(cast("Any", type(value)))


def list_of(kind: Kind) -> Kind:
    """The kind of lists of such values."""
    return Kind(list[kind.annotation], Listed(kind.codec))


def _checking(marks: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(mark for mark in marks if isinstance(mark, (Converter, Vector)))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, (bool, enum.Enum))


def _all_enums(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType) and all(isinstance(each, type) for each in get_args(kind))


ANY: Final = Kind(Any, PLAIN)
BOOL: Final = kind_of(bool)
TEXT: Final = kind_of(str)
INT: Final = kind_of(int)
FLOAT: Final = kind_of(float)
DATE: Final = kind_of(date)
