# Mistakes are made here on purpose, nulls are met by arithmetic, and lambdas say no types.
# pyright: reportOperatorIssue=false, reportOptionalOperand=false, reportCallIssue=false, reportArgumentType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
"""Functions and operators: each against plain Python, random combinations of them, and what is refused."""

from __future__ import annotations

import re
import statistics
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Graph, Key, Node, PartialDate, Period, Point, select
from graphmodel.errors import EngineError, MappingError, QueryError

from ..model.times import examples
from .expression_oracle import Said, Thing, day, real, same, tags, text, things, truth, whole


class Kind(Enum):
    BLOC = "bloc"
    AGENCY = "agency"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Color(StrEnum):
    RED = "red"


class LandModel(Node, label="Land"):
    key: Key[str]
    name: str | None = None
    aliases: list[str] | None = None
    kind: Kind | None = None
    nothing: Kind | None = None
    size: Literal["small", "large"] | None = None
    level: Level | None = None
    color: Color | None = None
    founded: PartialDate | None = None
    valid: Period | None = None
    day: date | None = None
    at: datetime | None = None
    number: int | None = None
    share: float | None = None
    missing: float | None = None
    price: Decimal | None = None
    length: timedelta | None = None
    site: Point | None = None


Land: Any = LandModel  # what is asked here is not what checkers would let pass
ANYTHING = st.one_of(whole(3), real(3), text(3), tags(3), day(3), truth(3))


# The message says what was asked of which node; shrinking lists of expressions takes minutes and says less.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(examples(10), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(things(), st.lists(ANYTHING, min_size=20, max_size=20))
def test_random_expressions_mean_what_python_means(graph: Graph, nodes: list[Thing], asked: list[Said]) -> None:
    graph.merge(nodes, full=True)
    columns: list[Any] = [each.ask for each in asked]
    for key, *found in graph.all(select(Thing.key, Thing.key, Thing.key, Thing.key, *columns)):
        (thing,) = (each for each in nodes if each.key == key)
        for said, value in zip(asked, found[3:], strict=True):
            expected = said.answer(thing)
            assert same(value, expected), f"{said.ask}: {value!r}, not {expected!r}, of {thing!r}"


@given(st.data())
@examples(10)
def test_conditions_and_aggregates_over_random_expressions(graph: Graph, data: st.DataObject) -> None:
    nodes = data.draw(things())
    graph.merge(nodes, full=True)
    for _ in range(5):
        said, value = data.draw(truth(3)), data.draw(whole(2))
        kept = [thing for thing in nodes if said.answer(thing) is True]
        assert sorted(graph.all(select(Thing.key).where(said.ask))) == sorted(thing.key for thing in kept), str(said)
        values = [v for thing in kept if (v := value.answer(thing)) is not None]
        columns = (
            gm.min(value.ask),
            gm.max(value.ask, default=-99),
            gm.sum(value.ask),
            gm.avg(value.ask),
            gm.collect(value.ask),
        )
        least, greatest, total, mean, every = graph.one(select(*columns, gm.count(value.ask)).where(said.ask))[:5]
        assert (least, greatest, total) == (min(values, default=None), max(values, default=-99), sum(values)), str(
            value
        )
        assert same(mean, statistics.mean(values) * 1.0) if values else mean is None, str(value)
        assert sorted(every) == sorted(values), str(value)


@pytest.fixture
def land(graph: Graph) -> Graph:
    graph.merge(
        Land(
            key="a",
            name="Åland",
            aliases=["Ahvenanmaa", "x"],
            kind=Kind.BLOC,
            size="small",
            level=Level.HIGH,
            color=Color.RED,
            founded=PartialDate("1921-10"),
            valid=Period("1921", "1991-05"),
            day=date(1921, 10, 20),
            at=datetime(1921, 10, 20, 7, 8, 9, 10, tzinfo=timezone(timedelta(hours=2))),
            number=7,
            share=2.5,
        ),
        Land(key="b"),
    )
    return graph


def one(graph: Graph, *columns: Any, key: str = "a") -> Any:
    return graph.one(select(*columns).where(Land.key == key))


def test_each_function(land: Graph) -> None:
    moment = datetime(1921, 10, 20, 5, 8, 9, 10, tzinfo=UTC)
    cases: list[tuple[Any, Any]] = [
        (gm.lower(Land.name), "åland"),
        (gm.upper(Land.name), "ÅLAND"),
        (gm.trim(Land.name + "  "), "Åland"),
        (gm.replace(Land.name, "l", Land.key), "Åaand"),
        (gm.substring(Land.name, 2), "and"),
        (gm.substring(Land.name, 1, 2), "la"),
        (Land.name[1:3], "la"),
        (Land.name[:2], "Ål"),
        (Land.name[2:], "and"),
        (Land.name[4:2], ""),
        (Land.name[9:], ""),
        (gm.split("a,b," + Land.name, ","), ["a", "b", "Åland"]),
        (gm.size(Land.name), 5),
        (gm.size(Land.aliases), 2),
        (gm.matches(Land.name, "(?i)ÅL.*"), True),
        (gm.matches(Land.name, "land"), False),
        (gm.startswith(Land.name, Land.name), True),
        (Land.aliases[0], "Ahvenanmaa"),
        (Land.aliases[-1], "x"),
        (Land.aliases[2], None),
        (Land.aliases[-3], None),
        (Land.aliases[1:], ["x"]),
        (Land.aliases[:-1], ["Ahvenanmaa"]),
        (Land.aliases[:], ["Ahvenanmaa", "x"]),
        (Land.aliases[5:], []),
        (Land.aliases[Land.number - 7], "Ahvenanmaa"),
        (Land.aliases + ["y"], ["Ahvenanmaa", "x", "y"]),  # noqa: RUF005  (the operator is what is asked)
        (gm.has(Land.aliases, "x"), True),
        (gm.has(Land.aliases, Land.key), False),
        (gm.has_any(Land.aliases, {"x", "z"}), True),
        (gm.has_all(Land.aliases, ["x", "z"]), False),
        (gm.has_all(Land.aliases, Land.aliases), True),
        (gm.in_(Land.key, ["a"]), True),
        (gm.in_(Land.key, Land.aliases), False),
        (gm.in_("x" + Land.key, ["xa"]), True),
        (-Land.number, -7),
        (abs(-Land.number), 7),
        (Land.number / 2, 3.5),
        (Land.number // -2, -4),
        (Land.number % -4, -1),
        (-7 // Land.share, -3.0),
        (Land.number**2, 49),
        (Land.number**-1, 1 / 7),
        (2**Land.number, 128.0),
        (Land.share % -2, -1.5),
        (Land.share // 0.5, 5.0),
        (Land.number / 0, None),
        (Land.number // 0, None),
        (Land.number % 0, None),
        (Land.share / 0.0, None),
        (5 / (Land.number - 7), None),
        (round(Land.share), 2),
        (round(Land.share + 1), 4),
        (round(Land.share * 1.01, 1), 2.5),
        (round(Land.number, 3), 7),
        (round(Land.number), 7),
        (gm.floor(-Land.share), -3),
        (gm.ceil(-Land.share), -2),
        (gm.sqrt(Land.number + 2), 3.0),
        (gm.coalesce(Land.missing, 1.5), 1.5),
        (Land.day + timedelta(days=12, hours=30), date(1921, 11, 2)),
        (Land.day - timedelta(days=20), date(1921, 9, 30)),
        (Land.at + timedelta(hours=-1, microseconds=5), moment + timedelta(hours=-1, microseconds=5)),
        (timedelta(1) + Land.day, date(1921, 10, 21)),
        (Land.day.year, 1921),
        (Land.day.month, 10),
        (Land.at.hour, 5),
        (Land.at.microsecond, 10),
        ((Land.day + timedelta(days=12)).month, 11),
        (gm.days_between(Land.day, date(1921, 10, 1)), -19),
        (gm.days_between(Land.founded.earliest, Land.at), 19),
        (Land.founded.earliest, date(1921, 10, 1)),
        (Land.founded.latest, date(1921, 10, 31)),
        (Land.valid.bounds.from_earliest, date(1921, 1, 1)),
        (Land.valid.bounds.to_latest, date(1991, 5, 31)),
        (gm.to_text(Land.number), "7"),
        (gm.to_text(Land.share), "2.5"),
        (gm.to_text(Land.day), "1921-10-20"),
        (gm.to_text(Land.kind), "bloc"),
        (gm.to_text(Land.founded), "1921-10"),
        (gm.to_text(Land.number > 3), "true"),
        (gm.to_int(Land.share), 2),
        (gm.to_int("12" + Land.key), None),
        (gm.to_int("99999999999999999999" + gm.to_text(Land.number)), None),
        (gm.to_float("1e" + gm.to_text(Land.number)), 1e7),
        (gm.case((Land.number > 9, "x"), (Land.number > 5, Land.key)), "a"),
        (gm.case((Land.number > 9, 1)), None),
        (gm.case((Land.number > 9, Kind.BLOC), otherwise=Kind.AGENCY), Kind.AGENCY),
        (gm.case((Land.number > 9, 1), otherwise=2.5), 2.5),
        (gm.coalesce(Land.missing, Land.number, 0), 7.0),
        (gm.coalesce(Land.nothing, Land.kind), Kind.BLOC),
        (gm.coalesce(Land.nothing, Kind.AGENCY), Kind.AGENCY),
        (gm.coalesce(Land.founded, PartialDate("2001")), PartialDate("1921-10")),
        (gm.coalesce(Land.valid, Period("2001")), Period("1921", "1991-05")),
        (gm.call("reverse", Land.name, returns=str), "dnalÅ"),
        (gm.call("date.truncate", "month", Land.day, returns=date), date(1921, 10, 1)),
        (gm.call("toUpper", Land.kind, returns=object), "BLOC"),
        (gm.call("split", Land.name, "l", returns=list[str]), ["Å", "and"]),
        (Land.level > 1, True),
        (Land.level == Level.HIGH, True),
        (Land.color == Color.RED, True),
        (gm.upper(Land.color), "RED"),
        (Land.size > "a", True),
        (Land.kind == "bloc", True),
        (Land.day > "1921-01-01", True),
        (Land.founded == "1921-10", True),
        (Land.number > 6.5, True),
        (Land.share == 2.5, True),
        (Land.missing == None, True),  # noqa: E711
        ((Land.number > 6) == None, False),  # noqa: E711
        ((Land.day == None) | (Land.number == 7), True),  # noqa: E711
        (gm.collect(Land.day), [date(1921, 10, 20)]),
        (gm.collect(Land.founded), [PartialDate("1921-10")]),
        (gm.max(Land.at), moment),
        (gm.max(Land.number) - gm.min(Land.share), 4.5),
        (gm.count() * 2 + 1, 3),
        (gm.call("stDev", Land.number, returns=float), 0.0),
        (gm.avg(Land.number), 7.0),
        (gm.sum(Land.missing), 0.0),
        (gm.min(Land.missing), None),
        (gm.min(Land.missing, default=1), 1.0),
    ]
    for ask, expected in cases:
        found = one(land, ask)
        assert (type(found), found) == (type(expected), expected), str(ask)


def test_null_makes_null(land: Graph) -> None:
    lifted: list[Any] = [
        Land.number + 1,
        1 - Land.number,
        Land.number // 2,
        Land.number % 2,
        Land.number / 2,
        Land.number**2,
        -Land.number,
        abs(Land.number),
        round(Land.share),
        round(Land.share, 1),
        gm.floor(Land.share),
        gm.sqrt(Land.share),
        gm.lower(Land.name),
        gm.substring(Land.name, 1),
        gm.split(Land.name, ","),
        gm.size(Land.name),
        Land.name + "x",
        Land.aliases[0],
        Land.aliases[:1],
        gm.has(Land.aliases, "x"),
        Land.day.year,
        gm.has_any(Land.aliases, ["x"]),
        gm.has_all(Land.aliases, ["x"]),
        gm.matches(Land.name, "x"),
        Land.day + timedelta(days=1),
        gm.days_between(Land.day, Land.day),
        gm.to_int(Land.name),
        gm.to_text(Land.number),
        gm.to_float(Land.name),
        Land.founded.earliest,
        Land.valid.bounds.to_latest,
        Land.number > 3,
        Land.aliases + ["x"],  # noqa: RUF005  (the operator is what is asked)
        gm.coalesce(Land.number, Land.number),
        gm.case((Land.number > 3, 1)),
        gm.max(Land.number),
        gm.avg(Land.number),
        gm.call("reverse", gm.coalesce(Land.name, Land.name), returns=object),
    ]
    assert [one(land, ask, key="b") for ask in lifted] == [None] * len(lifted)
    assert one(land, gm.collect(Land.number), gm.sum(Land.number), gm.count(Land.number), key="b") == ([], 0, 0)
    with pytest.raises(MappingError, match=r"gm\.coalesce"):
        one(land, gm.call("reverse", Land.name, returns=str), key="b")
    with pytest.raises(MappingError, match=r"date\(\) is str|toUpper"):
        one(land, gm.call("toUpper", Land.name, returns=date))


def test_overflow_fails(land: Graph) -> None:
    with pytest.raises(EngineError, match="overflow"):
        one(land, Land.number * 2**61)


def test_grouped_and_sorted_by_expressions(land: Graph) -> None:
    land.merge(Land(key="c", number=8), Land(key="d", number=9))
    half = gm.coalesce(Land.number, 0) // 4
    assert land.all(select(half, gm.count()).order_by(half)) == [(0, 1), (1, 1), (2, 2)]
    assert land.all(select(Land.number % 2).where(Land.number > 0).distinct().order_by(Land.number % 2)) == [0, 1]
    assert land.all(select(Land.key).where(Land.number > 0).order_by(gm.desc(Land.number % 8), Land.key)) == [
        "a",
        "d",
        "c",
    ]
    assert land.all(select(Land.kind, gm.max(Land.number) + gm.count()).order_by(gm.max(Land.number) + gm.count())) == [
        (Kind.BLOC, 8),
        (None, 12),
    ]
    assert land.count(select(Land.kind, gm.count() + 1)) == 2


def test_what_cannot_be_said() -> None:
    wrong: list[tuple[str, Any]] = [
        ("to_text", lambda: Land.name + 1),
        ("to_text", lambda: 1 + Land.name),
        ("text", lambda: Land.name - "a"),
        ("text", lambda: Land.name * 3),
        ("truth value", lambda: (Land.number > 1) + 1),
        ("enumeration", lambda: Land.kind + "x"),
        ("days_between", lambda: Land.day - date(2001, 1, 1)),
        ("days_between", lambda: Land.at - Land.day),
        ("date", lambda: Land.day + 1),
        ("as a list", lambda: Land.aliases + "x"),
        ("list", lambda: Land.aliases + [3]),  # noqa: RUF005  (the operator is what is asked)
        ("None", lambda: Land.number + None),
        ("None", lambda: Land.number < None),
        ("number", lambda: -Land.name),
        ("number", lambda: abs(Land.day)),
        ("number", lambda: round(Land.name)),
        ("digits", lambda: round(Land.share, -1)),
        ("whole node", lambda: Land.number + Land),
        ("whole node", lambda: Land.name == Land),
        ("substring", lambda: Land.name[0]),
        ("from 0", lambda: Land.name[-2:]),
        ("no step", lambda: Land.aliases[::2]),
        ("whole number", lambda: Land.aliases["x"]),
        ("whole number", lambda: Land.aliases[Land.name]),
        ("only lists", lambda: Land.number[0]),
        ("no order", lambda: Land.aliases < ["x"]),
        ("bounds", lambda: Land.valid < Period("2001")),
        ("earliest", lambda: Land.founded >= PartialDate("2001")),
        ("no order", lambda: Land.kind < Kind.BLOC),
        ("cannot be", lambda: Land.name == 3),
        ("cannot be", lambda: Land.number == "x"),
        ("cannot be", lambda: Land.number > date(2001, 1, 1)),
        ("cannot be", lambda: Land.kind == "blok"),
        ("cannot be", lambda: Land.size == "middling"),
        ("cannot be", lambda: Land.day == "2001-13-01"),
        ("cannot be", lambda: gm.in_(Land.name, [3])),
        ("cannot be", lambda: Land.aliases == "x"),
        ("compared", lambda: Land.name == Land.number),
        ("compared", lambda: Land.day == Land.at),
        ("compared", lambda: Land.name < Land.number),
        ("brackets", lambda: (Land.number > 1) == (Land.number > 2)),
        ("no truth value", lambda: 1 < Land.number < 3),
        ("no truth value", lambda: Land.number and Land.name),
        ("no truth value", lambda: not Land.number),
        ("at once", lambda: "x" in Land.aliases),
        ("looped", lambda: list(Land.aliases)),
        ("size", lambda: len(Land.aliases)),
        ("year", lambda: Land.day.yaer),
        ("earliest", lambda: Land.founded.first),
        ("bounds", lambda: Land.valid.start),
        ("from_earliest", lambda: Land.valid.bounds.first),
        ("gm.lower", lambda: Land.name.lower()),  # noqa: PLW0108  (the attribute is what fails)
        ("list", lambda: gm.in_(Land.name, "abc")),
        ("list", lambda: gm.in_(Land.name, Land.key)),
        ("list", lambda: gm.in_(Land.name, 3)),
        ("text", lambda: gm.lower(Land.number)),
        ("no field", lambda: gm.lower("x")),
        ("text", lambda: gm.replace(Land.name, "a", 3)),
        ("regular", lambda: gm.matches(Land.name, "(")),
        ("whole numbers", lambda: gm.substring(Land.name, -1)),
        ("text", lambda: gm.contains(Land.aliases, "x")),
        ("list or text", lambda: gm.size(Land.number)),
        ("list", lambda: gm.has(Land.name, "x")),
        ("cannot be", lambda: gm.has(Land.aliases, 3)),
        ("cannot be", lambda: gm.has_any(Land.aliases, [3])),
        ("no list", lambda: gm.has_all(Land.aliases, "x")),
        ("number", lambda: gm.sqrt(Land.name)),
        ("dates", lambda: gm.days_between(Land.day, 3)),
        ("earliest", lambda: gm.days_between(Land.founded, Land.day)),
        ("bounds", lambda: gm.days_between(Land.valid, Land.day)),
        ("none of these", lambda: gm.days_between(date(2001, 1, 1), date(2001, 1, 1))),
        ("none of these", lambda: gm.coalesce(1, 2)),
        ("to_text", lambda: gm.to_text(Land.at)),
        ("to_int", lambda: gm.to_int(Land.day)),
        ("Point", lambda: gm.distance(Land.name, Land.name)),
        ("Point", lambda: gm.distance(Land.name, 3)),
        ("of one type", lambda: gm.coalesce(Land.name, Land.number)),
        ("cannot be", lambda: gm.coalesce(Land.name, 3)),
        ("None", lambda: gm.coalesce(Land.name, None)),
        ("pairs", gm.case),
        ("pairs", lambda: gm.case(Land.number > 1)),
        ("not a condition", lambda: gm.case((Land.name, 1))),
        ("of one type", lambda: gm.case((Land.number > 1, Land.name), (Land.number > 2, Land.day))),
        ("cannot be", lambda: gm.case((Land.number > 1, Land.name), otherwise=3)),
        ("no name", lambda: gm.call("x y", returns=int)),
        ("no name", lambda: gm.call("f(1) //", returns=int)),
        ("no place", lambda: gm.call("f", returns=dict)),
        ("number", lambda: gm.sum(Land.name)),
        ("number", lambda: gm.avg(Land.kind)),
        ("no order", lambda: gm.max(Land.kind)),
        ("no order", lambda: gm.min(Land.aliases)),
        ("cannot be", lambda: gm.max(Land.number, default="x")),
        ("not a condition", lambda: select(Land).where(Land.name)),
        ("not a condition", lambda: gm.not_(Land.number + 1)),
        ("four days", lambda: gm.compile(select(Land.valid.bounds))),
        ("no order", lambda: gm.compile(select(Land).order_by(Land.aliases))),
    ]
    for i, (said, ask) in enumerate(wrong):
        with pytest.raises(QueryError, match=re.escape(said)):
            pytest.fail(f"number {i} ({said}) was not refused: {ask()!r}")


def test_no_value_stands_in_the_text_of_functions() -> None:
    asked = gm.coalesce(gm.replace(Land.name, "SECRET1", "SECRET2"), "SECRET3") + "SECRET4"
    query = select(asked, Land.aliases[876], gm.call("f", "SECRET5", returns=str)).where(
        gm.matches(Land.name, "SECRET6"),
        gm.has_any(Land.aliases, ["SECRET7"]),
        Land.number % 876 == 0,
        gm.case((Land.name == "SECRET8", "SECRET9"), otherwise="SECRET0") == "SECRET",
    )
    text = gm.compile(query).text
    assert "SECRET" not in text
    assert "876" not in text


def test_values_that_are_sorted_by_a_number_beside_them(graph: Graph) -> None:
    graph.merge(
        Land(key="a", price=Decimal("10.5"), length=timedelta(days=9), day=date(2001, 1, 1)),
        Land(key="b", price=Decimal("9.25"), length=timedelta(days=10, hours=1), day=date(2001, 1, 1)),
        Land(key="c"),
    )
    for field in (Land.price, Land.length):
        larger, smaller = ("a", "b") if field.property is Land.price.property else ("b", "a")
        values = {key: graph.one(select(field).where(Land.key == key)) for key in "ab"}
        assert graph.all(select(Land.key).where(field > values[smaller])) == [larger]
        assert graph.all(select(Land.key).where(field >= values[smaller]).order_by(field)) == [smaller, larger]
        assert graph.all(select(Land.key).where(field == values[larger])) == [larger]
        found = graph.one(select(gm.min(field), gm.max(field), gm.sum(field), gm.max(field, default=values[larger])))
        assert found == (values[smaller], values[larger], values[larger] + values[smaller], values[larger])
    assert graph.all(select(Land.day + Land.length).where(Land.key == "a")) == [date(2001, 1, 10)]
    assert graph.all(select(gm.to_float(Land.price) * 2).where(Land.key == "a")) == [21.0]
    with pytest.raises(QueryError, match="to_float"):
        assert Land.price * 2
    with pytest.raises(QueryError, match="worked out"):
        assert Land.length + Land.length > timedelta(1)


def test_distance(graph: Graph) -> None:
    tehran, moscow = Point.on_earth(latitude=35.69, longitude=51.39), Point.on_earth(latitude=55.75, longitude=37.62)
    high = Point.on_earth(latitude=35.69, longitude=51.39, height=1000)
    graph.merge(Land(key="a", site=tehran), Land(key="b", site=Point.cartesian(0, 3)), Land(key="c", site=high))
    assert one(graph, gm.distance(Land.site, moscow)) == pytest.approx(2_466_000, rel=0.005)
    assert one(graph, gm.distance(Land.site, Land.site)) == 0.0
    assert one(graph, gm.distance(Land.site, moscow), key="b") is None
    assert one(graph, gm.distance(Land.site, Point.cartesian(4, 0)), key="b") == 5.0
    assert (
        one(graph, gm.distance(Land.site, Point.on_earth(latitude=35.69, longitude=51.39, height=3000)), key="c")
        == 2000.0
    )
    assert one(graph, gm.coalesce(Land.site, moscow)) == tehran
    with pytest.raises(QueryError, match="no order"):
        select(Land).where(Land.site < moscow)
