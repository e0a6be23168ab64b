"""How Python values stand in the graph: as one property, or as several with a common prefix."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from graphmodel.errors import InvalidDate, WriteError
from graphmodel.model.dates import PartialDate
from graphmodel.model.periods import Period
from graphmodel.model.points import Point


class Codec:
    """Turns a value into stored properties and back, and says what such properties are good for."""

    suffixes: tuple[str, ...] = ("",)
    """What follows the field's name in each property's name; the empty text for the name alone."""
    reads: tuple[int, ...] = (0,)
    """The places in `suffixes` of what a value is read from; the others are there to be compared."""
    order: int | None = 0
    """The place of what tells which of two values comes first; None when nothing does."""
    indexed: tuple[int, ...] = (0,)
    """The places of what an index stands on; none when an index is of no use."""
    unique: bool = True
    """Whether equal values are one stored value on every engine, so that it can be a key or unique."""
    listed: bool = True
    """Whether lists of it can be stored, by its first property."""
    spelled: bool = False
    """Whether other texts may say the same value, so that what is stored need not be what `encode` gives."""

    def family(self, stored: Any) -> Any:  # noqa: ARG002  (others use it)
        """What the stored items of one list must have in common."""
        return None

    def encode(self, value: Any) -> Sequence[Any]:
        """The stored values, in the order of `suffixes`; `value` is never None."""
        raise NotImplementedError

    def decode(self, stored: Any) -> Any:
        """The value, ready for pydantic, from what is read; never called with None.

        What `order` names is understood too, as aggregates give it.
        """
        raise NotImplementedError


class Plain(Codec):
    """What the graph stores as it is: text, numbers, truth values."""

    def encode(self, value: Any) -> Sequence[Any]:
        """The value itself."""
        return (value,)

    def decode(self, stored: Any) -> Any:
        """The value itself."""
        return stored


class Numbers(Plain):
    """Numbers with a fraction, which are too easily a little off to be keys."""

    unique = False


class Raw(Plain):
    """Bytes. Not every engine keeps an index of them, or lists of them."""

    order, indexed, unique, listed = None, (), False, False


class _Utc(tzinfo):
    """UTC as the driver takes it: by a name, as the embedded engine forgets mere offsets; a `ZoneInfo` can crash the driver."""

    key = "UTC"

    def utcoffset(self, dt: datetime | None) -> timedelta:  # noqa: ARG002  (as tzinfo has it)
        return timedelta(0)

    def dst(self, dt: datetime | None) -> timedelta:  # noqa: ARG002  (as tzinfo has it)
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:  # noqa: ARG002  (as tzinfo has it)
        return self.key


class _Offset(tzinfo):
    """A fixed offset that may be asked about a `time`, as the driver does; `timezone` refuses that."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = offset

    def utcoffset(self, dt: datetime | None) -> timedelta:  # noqa: ARG002  (as tzinfo has it)
        return self._offset

    def dst(self, dt: datetime | None) -> None:  # noqa: ARG002  (as tzinfo has it)
        return None

    def tzname(self, dt: datetime | None) -> None:  # noqa: ARG002  (as tzinfo has it)
        return None


class Zoned(Plain):
    """What has a zone or has none, of which a list can hold but one sort."""

    def family(self, stored: Any) -> Any:
        """Whether it has a zone."""
        return getattr(stored, "tzinfo", None) is not None


class Temporal(Zoned):
    """Dates and datetimes: Python's own on the way in; on the way out the driver's, which have more digits, become Python's.

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


class Times(Zoned):
    """Times of day, with their offset from UTC if they have one."""

    def encode(self, value: Any) -> Sequence[Any]:
        """The time.

        Raises:
            InvalidDate: for a zone whose offset depends on the day, or is not in whole minutes up to 18 hours.
        """
        if value.tzinfo is None:
            return (value,)
        offset = value.utcoffset()
        if offset is None:
            raise InvalidDate(f"{value!r} has a zone whose offset depends on the day: give it a fixed offset")
        if offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=18):
            raise InvalidDate(f"{value!r}: an offset is stored in whole minutes, up to 18 hours")
        return (value.replace(tzinfo=_Offset(offset)),)

    def decode(self, stored: Any) -> Any:
        """Python's time."""
        native = stored if isinstance(stored, time) else stored.to_native()
        if not isinstance(native, time):
            raise InvalidDate("it is a date, not a time of day")
        offset = native.utcoffset()
        return native if offset is None else native.replace(tzinfo=timezone(offset) if offset else UTC)


class Durations(Codec):
    """A `timedelta` as a duration, which has no order in Cypher, with its seconds beside it for order, ranges and sums."""

    suffixes = ("", "_seconds")
    order, indexed = 1, (0, 1)

    def encode(self, value: Any) -> Sequence[Any]:
        """Days, seconds and microseconds as they are; and all of it in seconds."""
        return (value, value.total_seconds())

    def decode(self, stored: Any) -> Any:
        """The timedelta.

        Raises:
            InvalidDate: for a duration in months, which have no fixed length.
        """
        if isinstance(stored, (int, float)):
            return timedelta(seconds=stored)
        if isinstance(stored, timedelta):
            return stored
        if stored.months:
            raise InvalidDate("a duration of months or years has no fixed length in days")
        return timedelta(days=stored.days, seconds=stored.seconds, microseconds=stored.nanoseconds // 1000)


class Decimals(Codec):
    """A `Decimal` by its exact text, one for all that are equal, with a float beside it for order, ranges and sums."""

    suffixes = ("", "_number")
    order, indexed, spelled = 1, (0, 1), True

    def encode(self, value: Any) -> Sequence[Any]:
        """Text and float.

        Raises:
            WriteError: for what is no number.
        """
        if not value.is_finite():
            raise WriteError(f"The decimal {value} is not a finite number: it has no place in a graph.")
        return (_canonical(value), float(value))

    def decode(self, stored: Any) -> Any:
        """The decimal that the text says."""
        return Decimal(repr(stored) if isinstance(stored, float) else stored)


def _canonical(value: Decimal) -> str:
    """The same text for all decimals that are equal: without zeros at the end, with an exponent only far from 1.

    >>> _canonical(Decimal("1.50")), _canonical(Decimal("1E+3")), _canonical(Decimal("-0.00")), _canonical(Decimal("1E-60"))
    ('1.5', '1000', '0', '1E-60')
    """
    sign, digits, exponent = value.as_tuple()
    if not value or not isinstance(exponent, int):
        return "0"
    text = "".join(map(str, digits))
    kept = text.rstrip("0")
    exponent += len(text) - len(kept)
    shortest = Decimal((sign, tuple(map(int, kept)), exponent))
    return f"{shortest:f}" if -40 <= shortest.adjusted() <= 40 else str(shortest)


class Uuids(Plain):
    """A `UUID` by its text."""

    spelled = True

    def encode(self, value: Any) -> Sequence[Any]:
        """Its 36 characters."""
        return (str(value),)

    def decode(self, stored: Any) -> Any:
        """The UUID."""
        return UUID(stored)


class _HiddenText(str):
    """Text that is sent as it is, and shown as stars."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'**********'"


class _HiddenBytes(bytes):
    """Bytes that are sent as they are, and shown as stars."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "b'**********'"


class Secrets(Plain):
    """A `SecretStr` or `SecretBytes` by what it hides; the field must say that this is meant."""

    order, indexed, unique, listed = None, (), False, False

    def encode(self, value: Any) -> Sequence[Any]:
        """What it hides."""
        hidden = value.get_secret_value()
        return (_HiddenText(hidden) if isinstance(hidden, str) else _HiddenBytes(hidden),)


class Enumerated(Plain):
    """Members of an `Enum` by their value; pydantic turns it into the member again."""

    def encode(self, value: Any) -> Sequence[Any]:
        """The member's value."""
        return (value.value if isinstance(value, enum.Enum) else value,)


class Listed(Plain):
    """A list or tuple whose items are each stored as one value."""

    order, unique, listed = None, False, False

    def __init__(self, item: Codec) -> None:
        self.item = item
        self.spelled = item.spelled
        self._mixable = type(item).family is Codec.family

    def encode(self, value: Any) -> Sequence[Any]:
        """The list of stored items.

        Raises:
            WriteError: when some have a zone, or a system of coordinates, that others have not.
        """
        stored = [self.item.encode(item)[0] for item in value]
        if not self._mixable and len({self.item.family(each) for each in stored}) > 1:
            raise WriteError(
                "A list is stored of one type: its points must be of one system and as many coordinates, "
                "its times must all have a zone, or none of them."
            )
        return (stored,)

    def decode(self, stored: Any) -> Any:
        """The list of items."""
        return [self.item.decode(item) for item in stored]


def read_as_stored(codec: Codec) -> bool:
    """Whether what is stored is the value already, so that reading it takes no step."""
    if type(codec).decode is Listed.decode:
        return read_as_stored(cast("Listed", codec).item)
    return type(codec).decode is Plain.decode


class Gathered(Listed):
    """A set as a sorted list, so that equal sets are stored alike."""

    spelled = True

    def encode(self, value: Any) -> Sequence[Any]:
        """The list of stored items, in their order; in that of their text where they have none."""
        (items,) = super().encode(value)
        try:
            return (sorted(items),)
        except TypeError:
            return (sorted(items, key=repr),)


class Points(Plain):
    """A `Point` as the driver's."""

    order, unique = None, False
    _SYSTEMS: ClassVar[dict[int, Any]] = {4326: "wgs-84", 4979: "wgs-84", 7203: "cartesian", 9157: "cartesian"}

    def family(self, stored: Any) -> Any:
        """Its system of coordinates, and how many there are."""
        return stored.srid

    def encode(self, value: Any) -> Sequence[Any]:
        """The driver's point."""
        from neo4j.spatial import CartesianPoint, WGS84Point

        return ((WGS84Point if value.system == "wgs-84" else CartesianPoint)(value.coordinates),)

    def decode(self, stored: Any) -> Any:
        """The point."""
        x, y, *z = stored
        return Point(x=x, y=y, z=z[0] if z else None, system=self._SYSTEMS[stored.srid])


class PartialDates(Codec):
    """A `PartialDate` by its text, with its first and last day beside it for comparisons in Cypher."""

    suffixes = ("", "_earliest", "_latest")
    order, unique, listed, spelled = None, False, False, True

    def encode(self, value: Any) -> Sequence[Any]:
        """Text, first day, last day."""
        return (str(value), value.earliest, value.latest)

    def decode(self, stored: Any) -> Any:
        """The date that the text says."""
        return PartialDate(stored)


class Periods(Codec):
    """A `Period` by its text, with its bounds beside it: native dates, never null, for comparisons in Cypher."""

    suffixes = ("_text", "_from_earliest", "_from_latest", "_to_earliest", "_to_latest", "_end")
    order, indexed, unique, listed, spelled = None, (1,), False, False, True

    def encode(self, value: Any) -> Sequence[Any]:
        """Text, the four days, the kind of the end."""
        return (str(value), *value.bounds, value.end_kind)

    def decode(self, stored: Any) -> Any:
        """The period that the text says."""
        return Period.parse(stored)


_UTC = _Utc()
PLAIN, TEMPORAL, TIMES, DURATIONS, POINTS = Plain(), Temporal(), Times(), Durations(), Points()
PERIODS, PARTIAL_DATES = Periods(), PartialDates()


def native(found: Any) -> Any:
    """A value of the driver's as Python's own, or ours; what has no such counterpart as it is."""
    kind = type(found).__module__
    if kind == "neo4j.spatial":
        return POINTS.decode(found)
    if kind != "neo4j.time":
        return found
    if hasattr(found, "months") and not hasattr(found, "to_native"):
        return found if found.months else DURATIONS.decode(found)
    made = found.to_native()
    return TIMES.decode(made) if isinstance(made, time) else TEMPORAL.decode(made)
