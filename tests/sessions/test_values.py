"""Every supported type, on every engine: what comes back is what was given, or an error of ours says why not."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, SecretStr

from graphmodel import Converter, Graph, Json, Key, Node, PartialDate, Period, Plaintext, Point, Vector, select
from graphmodel.errors import GraphModelError, InvalidDate, MappingError

from ..model.times import examples, periods
from ..model.values import objects

BATCHES = examples(5)


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Zone(BaseModel):
    code: str
    region: str | None = None


class Address(BaseModel):
    street: str
    since: PartialDate | None = None
    zone: Zone | None = None
    note: str | None = "none"


@dataclass
class Measure:
    amount: Decimal
    marks: list[str]
    at: Point | None = None


@dataclass
class Loose:
    a: str | None = None
    b: int | None = None


@dataclass(frozen=True)
class Money:
    cents: int


MONEY = Converter(encode=lambda money: f"{money.cents} ct", decode=lambda text: Money(int(text[:-3])), stored=str)


class Everything(Node):
    key: Key[int]
    text: str | None = None
    whole: int | None = None
    real: float | None = None
    truth: bool | None = None
    raw: bytes | None = None
    day: date | None = None
    moment: datetime | None = None
    colour: Colour | None = None
    level: Level | None = None
    word: Literal["x", "y"] | None = None
    number: Literal[1, 2] | None = None
    partial: PartialDate | None = None
    valid: Period | None = None
    texts: list[str] | None = None
    wholes: list[int] | None = None
    reals: list[float] | None = None
    truths: list[bool] | None = None
    days: list[date] | None = None
    moments: list[datetime] | None = None
    colours: list[Colour] | None = None
    words: list[Literal["x", "y"]] | None = None

    hour: time | None = None
    lasts: timedelta | None = None
    price: Decimal | None = None
    token: UUID | None = None
    at: Point | None = None
    pair: tuple[int, ...] | None = None
    bag: set[str] | None = None
    cold: frozenset[date] | None = None
    hours: list[time] | None = None
    lengths: list[timedelta] | None = None
    prices: list[Decimal] | None = None
    tokens: set[UUID] | None = None
    places: list[Point] | None = None
    embedding: Annotated[list[float], Vector(3)] | None = None
    anything: Json[dict[str, list[int | str | None]]] | None = None
    money: Annotated[Money, MONEY] | None = None
    coins: list[Annotated[Money, MONEY]] | None = None
    secret: Annotated[SecretStr | None, Plaintext()] = None
    must: str | None = Field(default_factory=str)
    kept: str | None = "kept"
    home: Address | None = None
    size: Measure | None = None
    loose: Loose = Loose()


OBJECTS = st.lists(objects(Everything, truth=st.booleans()), unique_by=lambda each: each.key, min_size=1, max_size=8)


@BATCHES
@given(objects=OBJECTS)
def test_what_comes_back_is_what_was_given(graph: Graph, objects: list[Everything]) -> None:
    graph.run("MATCH (n:Everything) DETACH DELETE n")
    graph.merge(objects)
    objects.sort(key=lambda each: each.key)
    assert graph.all(select(Everything).order_by(Everything.key)) == objects
    assert graph.run("MATCH (n:Everything) RETURN n ORDER BY n.key", into=Everything) == objects
    for name, p in Everything.__graph__.by_name.items():  # pyright: ignore[reportOptionalMemberAccess]
        if not p.parts:
            rows = graph.all(select(getattr(Everything, name)).order_by(Everything.key))
            assert rows == [getattr(each, name) for each in objects]
    assert [graph.get(Everything, each.key) for each in objects[:3]] == objects[:3]
    assert graph.merge(objects).unchanged == len(objects)
    with graph.session() as session:
        for each in session.all(Everything):
            each.truth = not each.truth
    changed = graph.all(select(Everything).order_by(Everything.key))
    assert [each.model_copy(update={"truth": not each.truth}) for each in changed] == objects


@BATCHES
@given(before=objects(Everything, key=st.just(1)), after=objects(Everything, key=st.just(1)))
def test_any_value_can_become_any_other_in_a_session(graph: Graph, before: Everything, after: Everything) -> None:
    graph.run("MATCH (n:Everything) DETACH DELETE n")
    graph.merge(before)
    with graph.session() as session:
        held = session.get(Everything, 1)
        for name in Everything.model_fields:
            if name != "key":
                setattr(held, name, getattr(after, name))
    assert graph.get(Everything, 1) == after
    assert graph.merge(after).unchanged == 1
    graph.merge(before)
    assert graph.get(Everything, 1) == before


def back(graph: Graph, **value: Any) -> Any:
    """One value there and back, by every way of reading."""
    graph.merge(Everything(key=1, **value), full=True)
    (name,) = value
    found = graph.get(Everything, 1)
    assert type(found) is Everything
    read = getattr(found, name)
    (again,) = graph.all(select(getattr(Everything, name)))
    assert repr(again) == repr(read)
    return read


@pytest.mark.parametrize("whole", [2**63 - 1, -(2**63), 2**53 + 1, 0])
def test_whole_numbers_up_to_the_edge(graph: Graph, whole: int) -> None:
    assert back(graph, whole=whole) == whole


@pytest.mark.parametrize("whole", [2**63, -(2**63) - 1, 10**30])
def test_whole_numbers_beyond_are_refused(graph: Graph, whole: int) -> None:
    for write in (
        lambda: graph.merge(Everything(key=1, text="beside"), Everything(key=2, whole=whole)),
        lambda: graph.merge(Everything(key=2, wholes=[1, whole])),
        lambda: graph.merge(Everything(key=whole)),
        lambda: graph.run("CREATE (:Everything {key: $x})", {"x": whole}),
        lambda: graph.find(Everything, whole),
        lambda: graph.all(select(Everything).where(Everything.whole == whole)),  # pyright: ignore[reportArgumentType]
    ):
        with pytest.raises(GraphModelError, match="64 bit"):
            write()
    assert graph.count(Everything) == 0
    assert graph.merge(Everything(key=1)).created == 1


@pytest.mark.parametrize("real", [math.inf, -math.inf, 0.0, 5e-324, 1.7976931348623157e308, 0.1, 1.0])
def test_reals(graph: Graph, real: float) -> None:
    found = back(graph, real=real)
    assert (found, type(found)) == (real, float)
    assert graph.merge(Everything(key=1, real=real)).unchanged == 1


def test_not_a_number_and_minus_zero(graph: Graph) -> None:
    assert math.isnan(back(graph, real=math.nan))
    assert [math.isnan(each) for each in back(graph, reals=[1.0, math.nan])] == [False, True]
    assert math.copysign(1, back(graph, real=-0.0)) == -1


@pytest.mark.parametrize("text", ["", " ", "'", '"', "`", "\\", "\\u0041", "\n\r\t", "😀", "e\u0301", "\u200f", "\uffff", "x" * 100_000,  # noqa: E501
                                  "$p0", "{}", "null", "\x1f", "\x7f", "\ud7ff", "\U0010ffff"])  # fmt: skip
def test_texts(graph: Graph, text: str) -> None:
    assert back(graph, text=text) == text
    assert back(graph, texts=[text, "", text]) == [text, "", text]
    assert graph.count(select(Everything).where(Everything.texts == [text, "", text])) == 1


def test_nul_is_kept(graph: Graph) -> None:
    assert back(graph, text="a\x00b") == "a\x00b"
    assert back(graph, texts=["\x00"]) == ["\x00"]


def test_lone_surrogates_are_refused(graph: Graph) -> None:
    for write in (
        lambda: graph.merge(
            Everything(key=1), Everything.model_construct(None, **{**dict(Everything(key=2)), "text": "a\ud800"})
        ),
        lambda: graph.run("RETURN $x AS x", {"x": "a\ud800"}),
        lambda: graph.run("RETURN $x AS x", {"x": [{"y": "a\udfff"}]}),
        lambda: graph.run("RETURN '\ud800' AS x"),
    ):
        with pytest.raises((GraphModelError, ValueError)) as refused:
            write()
        assert isinstance(refused.value, GraphModelError)
        assert "surrogate" in str(refused.value)
    assert graph.count(Everything) == 0


@pytest.mark.parametrize("value", [object(), {1, 2, complex}, {"a": object()}, 3 + 4j, {1: 2}])
def test_parameters_that_the_driver_cannot_send_are_refused(graph: Graph, value: Any) -> None:
    with pytest.raises(GraphModelError):
        graph.run("RETURN $x AS x", {"x": value})
    assert graph.run("RETURN 1 AS x") == [{"x": 1}]


@pytest.mark.parametrize("raw", [b"", b"\x00", bytes(range(256)), b"x" * 100_000])
def test_bytes(graph: Graph, raw: bytes) -> None:
    assert back(graph, raw=raw) == raw
    assert graph.merge(Everything(key=1, raw=raw)).unchanged == 1


@pytest.mark.parametrize("day", [date.min, date.max, date(1582, 10, 10), date(2000, 2, 29)])
def test_days(graph: Graph, day: date) -> None:
    found = back(graph, day=day)
    assert (found, type(found)) == (day, date)


@pytest.mark.parametrize(
    "moment",
    [
        datetime.min, datetime.max, datetime(2024, 7, 4, 12, 30, 15, 123456), datetime(2024, 7, 4, tzinfo=UTC),  # noqa: DTZ001, DTZ901
        datetime(2024, 7, 4, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=3, minutes=30))),
        datetime(2024, 7, 4, 12, tzinfo=timezone(-timedelta(hours=11))),
        datetime(2024, 7, 4, 12, tzinfo=ZoneInfo("Asia/Tehran")), datetime(1900, 1, 1, 12, tzinfo=UTC),
        datetime(2024, 3, 31, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    ],
    ids=str,
)  # fmt: skip
def test_moments(graph: Graph, moment: datetime) -> None:
    found = back(graph, moment=moment)
    assert type(found) is datetime
    assert found == moment
    assert found.utcoffset() == (None if moment.tzinfo is None else timedelta(0))  # zones are stored as UTC
    assert back(graph, moments=[moment, moment]) == [moment, moment]
    assert graph.merge(Everything(key=1, moments=[moment, moment])).unchanged == 1


def test_moments_of_which_there_is_none_in_utc(graph: Graph) -> None:
    for moment in (
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))),
    ):
        with pytest.raises(InvalidDate):
            graph.merge(Everything(key=1, moment=moment))


def test_moments_as_parameters_and_in_conditions(graph: Graph) -> None:
    moment = datetime(2024, 7, 4, 12, tzinfo=ZoneInfo("Asia/Tehran"))
    graph.merge(Everything(key=1, moment=moment))
    assert graph.count(select(Everything).where(Everything.moment == moment)) == 1
    assert graph.run("MATCH (n:Everything) WHERE n.moment = $at RETURN $at AS at", {"at": moment}) == [{"at": moment}]


def test_empty_lists_are_not_none(graph: Graph) -> None:
    for name in ("texts", "wholes", "reals", "truths", "days", "moments", "colours", "words"):
        assert back(graph, **{name: []}) == []
        assert back(graph, **{name: None}) is None


def test_enumerations_and_literals(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(
        Everything(key=1, colour=Colour.RED, level=Level.HIGH, word="y", number=2, colours=[Colour.BLUE, Colour.RED])
    )
    found = graph.get(Everything, 1)
    assert (found.colour, found.level, found.word, found.number) == (Colour.RED, Level.HIGH, "y", 2)
    assert found.colours == [Colour.BLUE, Colour.RED]
    assert type(found.level) is Level
    with driver.session() as session:
        assert session.run("MATCH (n:Everything) RETURN n.colour, n.level, n.colours").values() == [
            ["red", 2, ["blue", "red"]]
        ]
    for condition in (
        Everything.colour == Colour.RED, Everything.level == Level.HIGH, Everything.word == "y",
        Everything.colours == [Colour.BLUE, Colour.RED],
    ):  # fmt: skip
        assert graph.count(select(Everything).where(condition)) == 1


def test_a_value_in_the_graph_that_does_not_fit_names_class_and_field(graph: Graph, driver: neo4j.Driver) -> None:
    graph.merge(Everything(key=1))
    name: str
    value: Any
    for name, value in (("colour", "green"), ("whole", "x"), ("partial", "1991-13"), ("valid_text", "x"), ("day", 3), ("texts", 1),
                        ("moment", "x"), ("days", ["x"])):  # fmt: skip
        with driver.session() as session:
            session.run("MATCH (n:Everything) SET n = $p", p={"key": 1, name: value}).consume()
        field = name.removesuffix("_text")
        for read in (
            lambda: graph.get(Everything, 1),
            lambda: graph.all(Everything),
            lambda: graph.run("MATCH (n:Everything) RETURN n", into=Everything),
            lambda f=field: graph.all(select(getattr(Everything, f))),
        ):
            with pytest.raises(MappingError, match=rf"Everything.*\b{field}\b"):
                read()


# --- the predicates on stored periods ------------------------------------------------------------------------------------

POSSIBLE = "m.valid_from_earliest <= d AND m.valid_to_latest > d"
CERTAIN = "m.valid_from_latest <= d AND m.valid_to_earliest > d"


@examples(3)
@given(
    held=st.lists(periods(1980, 2030), min_size=40, max_size=80),
    days=st.lists(st.dates(date(1975, 1, 1), date(2035, 1, 1)), min_size=20, max_size=40),
)
def test_stored_predicates_agree_with_python(graph: Graph, held: list[Period], days: list[date]) -> None:
    graph.run("MATCH (n:Everything) DETACH DELETE n")
    days = [*days, *(day for p in held for day in p.bounds if 1900 < day.year < 9000)]
    graph.merge(Everything(key=i, valid=p) for i, p in enumerate(held))
    rows = graph.run(
        f"MATCH (m:Everything) UNWIND $days AS d RETURN m.key AS key, d AS d, {POSSIBLE} AS possible, {CERTAIN} AS certain",
        {"days": days},
        into=tuple[int, date, bool, bool],
    )
    assert len(rows) == len(held) * len(days)
    wrong = [
        (held[key], day, possible, certain)
        for key, day, possible, certain in rows
        if (possible, certain) != (held[key].possibly_on(day), held[key].certainly_on(day))
    ]
    assert wrong == []


@examples(5)
@given(held=st.lists(periods(), min_size=5, max_size=20), day=st.dates(max_value=date(9998, 12, 31)))
def test_as_of_agrees_with_python(graph: Graph, held: list[Period], day: date) -> None:
    graph.run("MATCH (n:Everything) DETACH DELETE n")
    graph.merge(Everything(key=i, valid=p) for i, p in enumerate(held))
    for certain in (False, True):
        asked = select(Everything.key).as_of(day, certain=certain).order_by(Everything.key)
        expected = [i for i, p in enumerate(held) if (p.certainly_on if certain else p.possibly_on)(day)]
        assert graph.all(asked) == expected
