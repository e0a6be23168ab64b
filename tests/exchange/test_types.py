"""Every type of field, through py2neo's objects and over its connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Graph, Key, Node, Point

from ..model.times import examples


@dataclass(frozen=True)
class Address:
    street: str
    since: datetime | None = None
    where: Point | None = None


class Record(Node):
    key: Key[UUID]
    at: time | None = None
    lasts: timedelta | None = None
    worth: Decimal | None = None
    home: Address | None = None
    notes: gm.Json[dict[str, list[int]]]
    marks: set[str]
    pair: tuple[int, ...]
    raw: bytes


ZONES = st.none() | st.integers(-18 * 60, 18 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
COORDINATES = st.floats(-80, 80)
RECORDS = st.lists(
    st.builds(
        Record,
        key=st.uuids(),
        at=st.none() | st.times(timezones=ZONES),
        lasts=st.none() | st.timedeltas(timedelta(-(10**6)), timedelta(10**6)),
        worth=st.none() | st.decimals(-(10**9), 10**9, places=4),
        home=st.none()
        | st.builds(
            Address,
            street=st.text("ab`'", max_size=3),
            since=st.none() | MOMENTS,
            where=st.none() | st.builds(Point.on_earth, longitude=COORDINATES, latitude=COORDINATES),
        ),
        notes=st.dictionaries(st.text("ab", max_size=2), st.lists(st.integers(0, 9), max_size=2), max_size=2),
        marks=st.sets(st.text("ab`'", max_size=2), max_size=3),
        pair=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=2).map(tuple),
        raw=st.binary(max_size=4),
    ),
    unique_by=lambda each: each.key,
    min_size=1,
    max_size=10,
)


@examples(10)
@given(records=RECORDS)
def test_through_objects(records: list[Record]) -> None:
    found = gm.all_from_py2neo(gm.to_py2neo(records), Record)
    assert sorted(found, key=lambda each: each.key) == sorted(records, key=lambda each: each.key)


@examples(5)
@given(records=RECORDS)
def test_over_the_connection(bridge: Graph, graph: Graph, records: list[Record]) -> None:
    bridge.run("MATCH (n:Record) DETACH DELETE n")
    bridge.merge(records)
    records.sort(key=lambda each: str(each.key))
    for reading in (bridge, graph):
        assert reading.all(gm.select(Record).order_by(Record.key)) == records
    assert graph.merge(records).unchanged == len(records)


@pytest.mark.engine("neo4j")
@examples(5)
@given(records=RECORDS)
def test_merged_by_py2neo(py2neo_graph: Any, graph: Graph, records: list[Record]) -> None:
    graph.run("MATCH (n:Record) DETACH DELETE n")
    py2neo_graph.merge(gm.to_py2neo(records))
    records.sort(key=lambda each: str(each.key))
    assert graph.all(gm.select(Record).order_by(Record.key)) == records
