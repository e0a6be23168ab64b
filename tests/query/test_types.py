"""Questions about fields of every type: order, ranges, sums, parts of nested objects, equality of what is stored otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import graphmodel as gm
from graphmodel import Converter, Graph, Indexed, Key, Node, Point, Unique, select
from graphmodel.errors import QueryError

from ..model.times import examples


class Country(BaseModel):
    code: Indexed[str]
    area: Decimal | None = None


@dataclass
class Address:
    street: str
    country: Country | None = None
    at: Point | None = None


@dataclass(frozen=True)
class Money:
    cents: int


MONEY = Converter(encode=lambda money: money.cents, decode=Money, stored=int)


class Parcel(Node):
    key: Key[UUID]
    price: Indexed[Decimal | None] = None
    took: timedelta | None = None
    left: time | None = None
    to: Address | None = None
    tags: frozenset[str] = frozenset()
    paid: Annotated[Money | None, MONEY] = None
    code: Unique[Decimal | None] = None


def parcel(number: int, **values: Any) -> Parcel:
    return Parcel(key=UUID(int=number), **values)


PRICES = st.decimals(-1_000_000, 1_000_000, allow_nan=False, places=4)
TOOK = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


@examples(4)
@given(rows=st.lists(st.tuples(st.none() | PRICES, st.none() | TOOK), min_size=1, max_size=12), price=PRICES, took=TOOK)
def test_decimals_and_timedeltas_are_ordered_as_in_python(
    graph: Graph, rows: list[tuple[Decimal | None, timedelta | None]], price: Decimal, took: timedelta
) -> None:
    graph.run("MATCH (n:Parcel) DETACH DELETE n")
    graph.merge(parcel(i, price=p, took=t) for i, (p, t) in enumerate(rows))
    prices = [p for p, _ in rows if p is not None]
    times = [t for _, t in rows if t is not None]
    for bound in (price, *prices[:2]):
        assert graph.count(select(Parcel).where(gm.col(Parcel.price) < bound)) == sum(p < bound for p in prices)
        assert graph.count(select(Parcel).where(gm.col(Parcel.price) >= bound)) == sum(p >= bound for p in prices)
        assert graph.count(select(Parcel).where(Parcel.price == bound)) == prices.count(bound)
    for bound in (took, *times[:2]):
        assert graph.count(select(Parcel).where(gm.col(Parcel.took) <= bound)) == sum(t <= bound for t in times)
        assert graph.count(select(Parcel).where(Parcel.took == bound)) == times.count(bound)
    in_order: list[Any] = graph.all(select(Parcel.price).order_by(Parcel.price))
    assert in_order == [*sorted(prices), *[None] * (len(rows) - len(prices))]
    longest: list[Any] = graph.all(select(Parcel.took).order_by(gm.desc(Parcel.took)))
    assert longest == [*[None] * (len(rows) - len(times)), *sorted(times, reverse=True)]
    assert graph.all(select(gm.max(Parcel.price), gm.min(Parcel.took))) == [
        (max(prices, default=None), min(times, default=None))
    ]


def test_parts_of_nested_objects(graph: Graph) -> None:
    graph.merge(
        parcel(
            1, to=Address("a", Country(code="IR", area=Decimal(1648195)), Point.on_earth(latitude=35, longitude=51))
        ),
        parcel(2, to=Address("b", Country(code="RU", area=Decimal(17098246)))),
        parcel(3, to=Address("c")),
        parcel(4),
    )
    to: Any = Parcel.to
    assert graph.all(select(to.street).order_by(to.street)) == ["a", "b", "c", None]
    assert graph.all(select(Parcel).where(to.country.code == "IR")) == [graph.get(Parcel, UUID(int=1))]
    assert graph.all(select(to.street).where(to.country.area > Decimal(2_000_000))) == ["b"]
    assert graph.all(select(to.at).where(to.street == "a")) == [Point.on_earth(latitude=35, longitude=51)]
    assert graph.count(select(Parcel).where(to.country.code == None)) == 2  # noqa: E711
    other = gm.alias(Parcel)
    that: Any = other.to
    assert graph.count(select(other).where(gm.in_(that.country.code, ["IR", "RU"]))) == 2
    for ask in (
        lambda: graph.all(select(Parcel.to)),
        lambda: graph.count(select(Parcel).where(Parcel.to == Address("a"))),
    ):
        with pytest.raises(QueryError, match=r"to\.street"):
            ask()
    with pytest.raises(QueryError, match="strete"):
        graph.all(select(to.strete))


def test_values_that_are_stored_as_something_else_are_found(graph: Graph) -> None:
    graph.merge(
        parcel(1, price=Decimal("1.50"), left=time(6, 30), tags=frozenset("ab"), paid=Money(5), code=Decimal("2.0")),
        parcel(2),
    )
    for condition in (
        Parcel.key == UUID(int=1), Parcel.price == Decimal("1.5"), Parcel.left == time(6, 30), Parcel.tags == frozenset("ba"),
        Parcel.paid == Money(5), Parcel.code == Decimal(2), gm.in_(Parcel.key, [UUID(int=1)]),
    ):  # fmt: skip
        assert [each.key.int for each in graph.all(select(Parcel).where(condition))] == [1]
    assert graph.get(Parcel, UUID(int=1)).price == Decimal("1.5")
    assert graph.find(Parcel, str(UUID(int=2))) is not None


def test_parameters_and_columns_of_hand_written_cypher(graph: Graph) -> None:
    at = Point.on_earth(latitude=1, longitude=2, height=3)
    given: dict[str, Any] = {
        "d": Decimal("1.50"), "t": timedelta(days=-1, microseconds=1), "l": time(1, 2), "u": UUID(int=7), "p": at,
        "s": {"b", "a"}, "n": [at, at],
    }  # fmt: skip
    (row,) = graph.run("RETURN $d AS d, $t AS t, $l AS l, $u AS u, $p AS p, $s AS s, $n AS n", given)
    assert (row["d"], row["t"], row["l"], row["u"]) == ("1.5", given["t"], given["l"], str(UUID(int=7)))
    assert (row["p"], sorted(row["s"]), row["n"]) == (at, ["a", "b"], [at, at])
    assert graph.run("RETURN $t AS t", {"t": given["t"]}, into=timedelta) == [given["t"]]
    assert graph.run("RETURN $p AS p", {"p": at}, into=Point) == [at]
    (months,) = graph.run("RETURN duration({months: 2}) AS d")
    assert months["d"].months == 2


def test_nested_objects_are_changed_as_a_whole(graph: Graph) -> None:
    graph.merge(parcel(1, to=Address("a", Country(code="IR"))), parcel(2))
    assert (
        graph.update(select(Parcel), gm.change(Parcel.to).to(Address("z")), gm.change(Parcel.price).to(Decimal("7.25")))
        == 2
    )
    assert [each.to for each in graph.all(Parcel)] == [Address("z")] * 2
    assert graph.count(select(Parcel).where(gm.col(Parcel.price) > Decimal(7))) == 2
    assert graph.update(select(Parcel), gm.change(Parcel.to).to(None)) == 2
    assert [each.to for each in graph.all(Parcel)] == [None, None]
    to: Any = Parcel.to
    with pytest.raises(QueryError, match="whole"):
        gm.change(to.street)


def test_frames_have_the_columns_of_every_type(graph: Graph) -> None:
    at = Point.on_earth(latitude=35, longitude=51)
    graph.merge(
        parcel(
            1,
            to=Address("a", Country(code="IR", area=Decimal(2)), at),
            took=timedelta(days=1),
            left=time(1),
            paid=Money(3),
        )
    )
    for rows in (1, 0):
        frame = graph.frame(select(Parcel).limit(rows))
        assert frame.columns == [
            "key", "price", "price_number", "took", "took_seconds", "left", "to.street", "to.country.code", "to.country.area",
            "to.country.area_number", "to.at", "tags", "paid", "code", "code_number",
        ]  # fmt: skip
        assert frame.height == rows
        if rows:
            (row,) = frame.rows(named=True)
            assert (row["took"], row["took_seconds"], row["left"], row["paid"]) == (
                timedelta(days=1),
                86400.0,
                time(1),
                3,
            )
            assert (row["to.street"], row["to.country.area"], row["to.country.area_number"]) == ("a", "2", 2.0)
            assert row["to.at"] == [51.0, 35.0]
