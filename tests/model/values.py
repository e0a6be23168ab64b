"""Values for hypothesis, from what a field's annotation says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from graphmodel import PartialDate, Period, Point
from graphmodel.model.annotations import find, unwrap
from graphmodel.model.fields import Vector

from .times import partial_dates, periods

# NUL and lone surrogates have tests of their own.
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
INT = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([-(2**63), 2**63 - 1, 0, -1])
FLOAT = st.floats(allow_nan=False)
LENGTH = st.floats(allow_nan=False, allow_infinity=False)
OFFSET = st.integers(-18 * 60, 18 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = [st.datetimes(), st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=OFFSET)]  # noqa: DTZ001
TIMES = [st.times(), st.times(timezones=OFFSET)]
LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)
POINTS = [
    st.builds(Point.cartesian, LENGTH, LENGTH),
    st.builds(Point.cartesian, LENGTH, LENGTH, LENGTH),
    st.builds(Point.on_earth, latitude=LATITUDE, longitude=LONGITUDE),
    st.builds(Point.on_earth, latitude=LATITUDE, longitude=LONGITUDE, height=LENGTH),
]
_FAMILIES: dict[Any, list[st.SearchStrategy[Any]]] = {datetime: MOMENTS, time: TIMES, Point: POINTS}
"""Types of which a list holds values of one sort."""
_OF_TYPE: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: lambda: TEXT,
    int: lambda: INT,
    float: lambda: FLOAT,
    bool: st.booleans,
    bytes: st.binary,
    date: st.dates,
    datetime: lambda: st.one_of(MOMENTS),
    time: lambda: st.one_of(TIMES),
    timedelta: st.timedeltas,
    Decimal: lambda: st.decimals(allow_nan=False, allow_infinity=False),
    UUID: st.uuids,
    Point: lambda: st.one_of(POINTS),
    PartialDate: partial_dates,
    Period: periods,
    SecretStr: lambda: TEXT.map(SecretStr),
}


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a type."""
    inner, optional, marks = unwrap(annotation)
    return st.none() | _some(inner, marks) if optional else _some(inner, marks)


def _some(kind: object, marks: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    inner: Any = kind
    if inner in _OF_TYPE:
        return _OF_TYPE[inner]()
    origin, inside = get_origin(inner), get_args(inner)
    if origin in (list, set, frozenset, tuple):
        vector = find(marks, Vector)
        least, most = (0, 5) if vector is None else (vector.dimensions, vector.dimensions)
        collect: Any = origin
        items = _FAMILIES.get(inside[0]) or [values(inside[0])]
        return st.one_of([st.lists(item, min_size=least, max_size=most) for item in items]).map(collect)
    if origin is dict:
        return st.dictionaries(values(inside[0]), values(inside[1]), max_size=3)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return objects(inner)
    if dataclasses.is_dataclass(kind):
        made = cast("Any", kind)
        hints = get_type_hints(made, include_extras=True)
        return st.builds(made, **{f.name: values(hints[f.name]) for f in dataclasses.fields(kind)})
    return st.from_type(cast("Any", kind))


def objects(model: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of a class, all of whose fields are set; `given` says what some of them hold."""
    hints = get_type_hints(model, include_extras=True)
    return st.builds(model, **{name: given.get(name, values(hints[name])) for name in model.model_fields})
