"""How Python values stand in the graph: as one property, or as several with a common prefix."""

from __future__ import annotations

import enum
import types
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin

from graphmodel.errors import InvalidDate
from graphmodel.model.dates import PartialDate
from graphmodel.model.periods import Period


class Codec(Protocol):
    """Turns a value into stored properties and back. `suffixes` are the properties it writes; the first is the one it reads."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What follows the field's name in each property's name; the empty text for the name alone."""
        ...

    def encode(self, value: Any) -> Sequence[Any]:
        """The stored values, in the order of `suffixes`."""
        ...

    def decode(self, stored: Any) -> Any:
        """The value of the first property, ready for pydantic; never called with None."""
        ...


class Plain:
    """What the graph stores as it is: text, numbers, truth values, bytes, and lists of them."""

    suffixes = ("",)

    def encode(self, value: Any) -> Sequence[Any]:
        """The value itself."""
        return (value,)

    def decode(self, stored: Any) -> Any:
        """The value itself."""
        return stored


class _Utc(tzinfo):
    """UTC as the driver takes it: by a name, as the embedded engine forgets mere offsets; a `ZoneInfo` can crash the driver."""

    key = "UTC"

    def utcoffset(self, dt: datetime | None) -> timedelta:  # noqa: ARG002
        return timedelta(0)

    def dst(self, dt: datetime | None) -> timedelta:  # noqa: ARG002
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:  # noqa: ARG002
        return self.key


class Temporal(Plain):
    """Dates and times: Python's own on the way in; on the way out the driver's, which have more digits, become Python's.

    A datetime with a zone keeps its moment and is stored, and comes back, in UTC.
    """

    def encode(self, value: Any) -> Sequence[Any]:
        """The date or datetime, in UTC if it has a zone.

        Raises:
            InvalidDate: when it falls outside the years 1 to 9999 in UTC.
        """
        if not isinstance(value, datetime) or value.utcoffset() is None:
            return (value,)
        try:
            return (value.astimezone(_UTC),)
        except OverflowError:
            raise InvalidDate(f"{value!r} is outside the years 1 to 9999 in UTC") from None

    def decode(self, stored: Any) -> Any:
        """Python's date or datetime."""
        native = stored if isinstance(stored, date) else stored.to_native()
        return native.astimezone(UTC) if isinstance(native, datetime) and native.tzinfo is not None else native


class Enumerated(Plain):
    """Members of an `Enum` by their value; pydantic turns it into the member again."""

    def encode(self, value: Any) -> Sequence[Any]:
        """The member's value."""
        return (value.value if isinstance(value, enum.Enum) else value,)


class Listed(Plain):
    """A list whose items need a codec of one property."""

    def __init__(self, item: Codec) -> None:
        self._item = item

    def encode(self, value: Any) -> Sequence[Any]:
        """The list of stored items."""
        return ([self._item.encode(item)[0] for item in value],)

    def decode(self, stored: Any) -> Any:
        """The list of items."""
        return [self._item.decode(item) for item in stored]


class PartialDates:
    """A `PartialDate` by its text, with its first and last day beside it for comparisons in Cypher."""

    suffixes = ("", "_earliest", "_latest")

    def encode(self, value: Any) -> Sequence[Any]:
        """Text, first day, last day."""
        return (str(value), value.earliest, value.latest)

    def decode(self, stored: Any) -> Any:
        """The date that the text says."""
        return PartialDate(stored)


class Periods:
    """A `Period` by its text, with its bounds beside it: native dates, never null, for comparisons in Cypher."""

    suffixes = ("_text", "_from_earliest", "_from_latest", "_to_earliest", "_to_latest", "_end")

    def encode(self, value: Any) -> Sequence[Any]:
        """Text, the four days, the kind of the end."""
        return (str(value), *value.bounds, value.end_kind)

    def decode(self, stored: Any) -> Any:
        """The period that the text says."""
        return Period.parse(stored)


_UTC = _Utc()
PLAIN, TEMPORAL = Plain(), Temporal()
PERIODS, PARTIAL_DATES = Periods(), PartialDates()
_BY_TYPE: dict[Any, Codec] = {
    str: PLAIN,
    int: PLAIN,
    float: PLAIN,
    bool: PLAIN,
    bytes: PLAIN,
    date: TEMPORAL,
    datetime: TEMPORAL,
    PartialDate: PARTIAL_DATES,
    Period: PERIODS,
}
SUPPORTED = (
    "str, int, float, bool, bytes, date, datetime, PartialDate, Period, Enum, Literal, and lists of single values"
)


def codec_for(annotation: Any) -> Codec | None:
    """The codec of an annotation without its optional part and marks; None when the graph has no place for it."""
    if annotation in _BY_TYPE:
        return _BY_TYPE[annotation]
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        members: list[enum.Enum] = list(annotation)
        return Enumerated() if _one_type([member.value for member in members]) else None
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):  # of enumerations: pydantic finds the one that has the value
        return Enumerated() if all(type(codec_for(each)) is Enumerated for each in get_args(annotation)) else None
    if origin is Literal:
        return Enumerated() if _one_type(list(get_args(annotation))) else None
    if origin is list:
        item, optional, _ = unwrap(get_args(annotation)[0])
        codec = None if optional or item is bytes else codec_for(item)  # Neo4j has no lists of bytes
        return Listed(codec) if codec is not None and len(codec.suffixes) == 1 and type(codec) is not Listed else None
    return None


def unwrap(annotation: Any) -> tuple[Any, bool, tuple[Any, ...]]:
    """An annotation without `Annotated` and `| None`: the type, whether None is allowed, and the marks found on the way."""
    if (alias := getattr(annotation, "__value__", None)) is not None:  # `type X = ...`, and typing_extensions' of it
        return unwrap(alias)
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


def _one_type(values: list[Any]) -> bool:
    return any(all(type(value) is kind for value in values) for kind in (str, int)) and bool(values)
