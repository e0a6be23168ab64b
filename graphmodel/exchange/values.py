"""Values on their way to and from py2neo.

py2neo has dates, times and points of its own, from the package interchange. It cannot send some values at all, and sends or reads
others wrongly: byte strings as text, fractions of a second a nanosecond short, zones west of Greenwich as ones far east. What goes
out is therefore made so that it arrives as it is; what comes in becomes what the official driver gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from functools import cache
from typing import Any, cast

import neo4j.spatial
import neo4j.time

from graphmodel.exchange.library import library

_NANO = 1_000_000_000
_DAY = 86_400


# --- to py2neo ---------------------------------------------------------------------------------------------------------


def sent(value: Any) -> Any:  # noqa: C901, PLR0911, PLR0912  (a table of types)
    """A value as py2neo can send it, and hold it in a node.

    Raises:
        OverflowError: for a whole number of more than 64 bits.
        UnicodeEncodeError: for a text with half a character.
        TypeError: for a value that no graph stores.
    """
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, str):
        value.encode()  # py2neo would notice only when half of it is sent
        return str(value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise OverflowError("Integer out of range")
        return int(value)
    if isinstance(value, (bytes, bytearray)):
        return bytearray(value)  # bytes are sent as text
    if isinstance(value, Mapping):
        return {sent(name): sent(each) for name, each in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, neo4j.time.Duration):
        months, days, seconds, nanoseconds = value
        duration: Any = tuple  # whose own class would count the nanoseconds in floats
        fields = (months, days, seconds, Fraction(nanoseconds, _NANO))
        return duration.__new__(library("interchange.time").Duration, fields)
    if isinstance(value, neo4j.spatial.Point):
        return _point(library("interchange.geo"), value)
    if any(base.__module__.startswith("interchange.") for base in type(value).__mro__):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [sent(each) for each in cast("list[Any]", value)]
    if isinstance(value, neo4j.time.DateTime):
        return _moment(value.to_native(), value.nanosecond)
    if isinstance(value, datetime):
        return _moment(value, value.microsecond * 1000)
    if isinstance(value, neo4j.time.Date):
        return value.to_native()
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        value = neo4j.time.Time.from_native(value)
    if isinstance(value, neo4j.time.Time):
        zone = None if value.tzinfo is None else _Offset(value.utc_offset() or timedelta())
        return library("interchange.time").Time(0, 0, Fraction(value.ticks, _NANO), zone)
    if isinstance(value, timedelta):
        return value
    raise TypeError(f"Values of type {type(value)} are not supported")


class _Signed(timedelta):
    """py2neo sends the seconds of an offset, which of one west of Greenwich are those that its day lacks."""

    @property
    def seconds(self) -> int:  # pyright: ignore[reportIncompatibleVariableOverride]  (a property there too)
        return self.days * _DAY + super().seconds


class _Offset(tzinfo):
    """A fixed offset that interchange's values take: Python's own checks its argument, which is none of Python's."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = _Signed(seconds=offset.total_seconds())

    def utcoffset(self, dt: object) -> timedelta:  # noqa: ARG002  (as tzinfo has it)
        return self._offset

    def dst(self, dt: object) -> timedelta:  # noqa: ARG002  (as tzinfo has it)
        return timedelta(0)

    def tzname(self, dt: object) -> str:  # noqa: ARG002  (as tzinfo has it)
        return f"UTC{self._offset.total_seconds() / 3600:+g}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Offset) and other._offset == self._offset

    def __hash__(self) -> int:
        return hash(self._offset)


@cache
def _moments() -> Any:
    times = library("interchange.time")

    class Moment(times.DateTime):
        """A DateTime that counts its nanoseconds in whole numbers when it is sent."""

        nanoseconds: int
        ordinal: int

        def to_clock_time(self) -> Any:
            seconds, nanoseconds = divmod(self.nanoseconds, _NANO)
            return times.Clock((self.ordinal - 1) * _DAY + seconds, nanoseconds)

        def replace(self, **changes: Any) -> Any:
            whole: Any = super()
            replaced: Any = whole.replace(**changes)
            if set(changes) <= {"tzinfo"}:
                replaced.ordinal, replaced.nanoseconds = self.ordinal, self.nanoseconds
                return replaced
            return times.DateTime.combine(replaced.date(), replaced.timetz())

    return Moment


def _moment(at: datetime, nanosecond: int) -> Any:
    times = library("interchange.time")
    clock = times.Time(at.hour, at.minute, at.second + nanosecond / _NANO, _pytz(at))
    made = _moments().combine(times.Date(at.year, at.month, at.day), clock)
    made.ordinal = at.toordinal()
    made.nanoseconds = ((at.hour * 60 + at.minute) * 60 + at.second) * _NANO + nanosecond
    return made


def _pytz(at: datetime) -> Any:
    """The zone of a datetime as interchange takes it: pytz's, or a fixed offset."""
    zone = at.tzinfo
    if zone is None:
        return None
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if name is None:
        return _Offset(zone.utcoffset(at) or timedelta())
    named = library("pytz").timezone(name)
    return named.localize(at.replace(tzinfo=None), is_dst=not at.fold).tzinfo


def _point(module: Any, point: Any) -> Any:
    """A point of another module, which has the same classes of points."""
    try:
        made, _ = (
            module.Point.class_for_srid(point.srid) if hasattr(module.Point, "class_for_srid") else _DRIVERS[point.srid]
        )
    except KeyError:
        made = module.Point
    moved = made(tuple(point))
    if moved.srid != point.srid:
        moved.srid = point.srid
    return moved


_DRIVERS = {
    7203: (neo4j.spatial.CartesianPoint, 2),
    9157: (neo4j.spatial.CartesianPoint, 3),
    4326: (neo4j.spatial.WGS84Point, 2),
    4979: (neo4j.spatial.WGS84Point, 3),
}


# --- from py2neo -------------------------------------------------------------------------------------------------------


def received(value: Any) -> Any:
    """A value of py2neo's, or one that a user put into a node, as the official driver gives it."""
    times, geo = library("interchange.time"), library("interchange.geo")
    if value is None or isinstance(value, (str, bool, int, float, bytes)):
        return value
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, geo.Point):
        return _point(neo4j.spatial, value)
    if isinstance(value, times.Duration):
        months, days, seconds, rest = cast("tuple[int, int, int, float]", value)
        return neo4j.time.Duration(months=months, days=days, seconds=seconds, nanoseconds=round(rest * _NANO))
    if isinstance(value, (list, tuple, set, frozenset)):
        return [received(each) for each in cast("list[Any]", value)]
    if isinstance(value, Mapping):
        return {name: received(each) for name, each in cast("Mapping[Any, Any]", value).items()}
    return _time(times, value)


def _time(times: Any, value: Any) -> Any:
    if isinstance(value, times.DateTime):
        day, clock = value.date(), _clock(value.timetz().ticks)
        return neo4j.time.DateTime(day.year, day.month, day.day, *clock, tzinfo=value.tzinfo)
    if isinstance(value, times.Date):
        return neo4j.time.Date(*value.year_month_day)
    if isinstance(value, times.Time):
        return neo4j.time.Time(*_clock(value.ticks), tzinfo=value.tzinfo)
    if isinstance(value, datetime):
        return neo4j.time.DateTime.from_native(value)
    if isinstance(value, date):
        return neo4j.time.Date.from_native(value)
    if isinstance(value, time):
        return neo4j.time.Time.from_native(value)
    return value


def _clock(ticks: Any) -> tuple[int, int, int, int]:
    """Hour, minute, second and nanosecond of the seconds since midnight, of which py2neo loses some nanoseconds."""
    nanoseconds = round(Fraction(ticks) * _NANO)
    lost = -nanoseconds % 1000
    if lost < 10 and nanoseconds + lost < _DAY * _NANO:
        nanoseconds += lost
    seconds, nanosecond = divmod(nanoseconds, _NANO)
    minutes, second = divmod(seconds, 60)
    return *divmod(minutes, 60), second, nanosecond
