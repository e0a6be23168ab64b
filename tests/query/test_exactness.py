# Mistakes are made here on purpose, datetimes without a zone are the point, and pydantic copies defaults.
# ruff: noqa: DTZ001, RUF012, PLR0124
"""What is asked means one thing: exact values, strict constants, secrets that stay hidden, the same answers on every engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import pytest
from pydantic import SecretStr

import graphmodel as gm
from graphmodel import Converter, Graph, Json, Key, Node, Plaintext, select
from graphmodel.errors import GraphModelError, MappingError, QueryError, StatementError

SECRET = "hunter" + "2" * 9


class Color(Enum):
    RED = "red"


class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and other.cents == self.cents

    def __hash__(self) -> int:
        return hash(self.cents)

    def __repr__(self) -> str:
        return "Money"


class ItemModel(Node, label="Item"):
    key: Key[str]
    n: int = 0
    x: float = 0.0
    text: str = ""
    price: Decimal | None = None
    took: timedelta | None = None
    at: datetime | None = None
    clock: time | None = None
    day: date | None = None
    color: Color | None = None
    money: Annotated[Money | None, Converter(encode=lambda m: m.cents, decode=Money, stored=int)] = None
    token: Annotated[SecretStr | None, Plaintext()] = None
    prices: list[Decimal] = []
    ids: frozenset[UUID] = frozenset()
    times: list[datetime] = []
    terms: Json[list[int]] = []
    tags: list[str] = ["old"]


Item: Any = ItemModel


def keys(graph: Graph, condition: Any) -> list[str]:
    return sorted(graph.all(select(Item.key).where(condition)))


def test_two_values_that_look_alike_are_two(graph: Graph) -> None:
    graph.merge(Item(key="a", token=SecretStr("one"), money=Money(1)))
    one, two = (gm.case((Item.token == SecretStr(each), each), otherwise="no") for each in ("one", "two"))
    assert graph.all(select(one, two, gm.count()).order_by(one, two)) == [("one", "no", 1)]
    first, second = (gm.case((Item.money == Money(each), 1), otherwise=0) for each in (1, 2))
    assert graph.all(select(first, second, gm.count())) == [(1, 0, 1)]


def test_converted_fields_are_asked_for(graph: Graph) -> None:
    graph.merge([Item(key="a", money=Money(1)), Item(key="b", money=Money(2)), Item(key="c")])
    assert keys(graph, Item.money == Money(1)) == ["a"]
    assert keys(graph, gm.in_(Item.money, [Money(1), Money(2)])) == ["a", "b"]
    assert keys(graph, Item.money > Money(1)) == ["b"]
    assert graph.all(select(Item.money).order_by(Item.key)) == [Money(1), Money(2), None]
    with pytest.raises(QueryError, match="cannot be"):
        assert Item.money == 1


def test_whole_numbers_stay_whole(graph: Graph) -> None:
    graph.merge(Item(key="a", n=94906267, x=1e19))
    assert graph.one(select(Item.n**2, Item.n**0, Item.n**1)) == (94906267**2, 1, 94906267)
    for beyond in (Item.n**3, gm.floor(Item.x), gm.ceil(Item.x), round(Item.x), gm.to_int(Item.x)):
        with pytest.raises(StatementError):
            graph.one(select(beyond))
    assert graph.one(select(gm.floor(Item.x / 4 + 0.5), gm.ceil(-Item.x / 4))) == (2500000000000000000, -(25 * 10**17))
    with pytest.raises(QueryError, match="64 bits"):
        _ = Item.n**64


def test_extremes_are_what_is_stored(graph: Graph) -> None:
    price, took = Decimal("12345678901234567890.123456789"), timedelta(days=200_000, microseconds=1)
    graph.merge(
        [Item(key="a", price=price, took=took), Item(key="b", price=Decimal(9), took=timedelta(2)), Item(key="c")]
    )
    columns = gm.max(Item.price), gm.min(Item.price), gm.max(Item.took), gm.min(Item.took)
    assert graph.one(select(*columns)) == (price, Decimal(9), took, timedelta(2))
    nothing = select(gm.max(Item.price), gm.min(Item.price, default=Decimal("1.10"))).where(Item.key == "c")
    assert graph.one(nothing) == (None, Decimal("1.1"))
    assert keys(graph, (Item.price >= price) & (Item.price <= price)) == ["a"]


@pytest.mark.parametrize(("field", "naive"), [("at", datetime(2024, 1, 1, 12)), ("clock", time(12))])
def test_with_a_zone_and_without_never_match(graph: Graph, field: str, naive: Any) -> None:
    aware, asked = naive.replace(tzinfo=UTC), getattr(Item, field)
    graph.merge([Item(key="naive", **{field: naive}), Item(key="aware", **{field: aware}), Item(key="none")])
    for value, name in ((naive, "naive"), (aware, "aware")):
        other = "aware" if name == "naive" else "naive"
        assert keys(graph, asked == value) == keys(graph, asked <= value) == keys(graph, asked >= value) == [name]
        assert keys(graph, gm.in_(asked, [value])) == [name]
        assert keys(graph, asked != value) == [other]
        assert keys(graph, gm.not_(asked == value)) == [other]
        assert keys(graph, asked < value.replace(hour=13)) == keys(graph, asked > value.replace(hour=11)) == [name]
    assert keys(graph, asked == asked) == ["aware", "naive"]


def test_constants_are_of_the_type_that_they_stand_beside() -> None:
    wrong: list[Any] = [
        lambda: Item.n == True,  # noqa: E712
        lambda: Item.n == "5",
        lambda: Item.x == "5",
        lambda: Item.at > "86400",
        lambda: Item.day == "0",
        lambda: Item.day == 86400,
        lambda: Item.day == datetime(2024, 1, 1),
        lambda: Item.took == 5,
        lambda: Item.price == True,  # noqa: E712
        lambda: Item.text == Color.RED,
        lambda: gm.in_(Item.n, ["5"]),
        lambda: gm.has(Item.tags, 5),
    ]
    for i, ask in enumerate(wrong):
        with pytest.raises(QueryError, match="cannot be"):
            pytest.fail(f"{i}: {ask()}")


def test_constants_may_be_written_as_text(graph: Graph) -> None:
    at = datetime(2024, 1, 1, 12)
    item = Item(
        key="a", at=at, day=at.date(), clock=at.time(), took=timedelta(1), color=Color.RED, price=Decimal("1.5")
    )
    graph.merge(item)
    same = [
        Item.at == "2024-01-01T12:00", Item.day == "2024-01-01", Item.clock == "12:00", Item.took == "P1D",
        Item.color == "red", Item.price == 1.5, Item.price == "1.50", Item.x == 0, Item.tags == ("old",),
    ]  # fmt: skip
    for i, condition in enumerate(same):
        assert keys(graph, condition) == ["a"], i


def test_no_secret_is_shown(graph: Graph) -> None:
    graph.merge(Item(key="a", token=SecretStr(SECRET)))
    asked = select(Item).where(Item.token == SECRET)
    assert graph.one(asked).token == SecretStr(SECRET)
    assert SECRET not in gm.explain(asked)
    for ask in (lambda: Item.token == [SECRET], lambda: gm.in_(Item.token, SECRET), lambda: Item.n == SECRET):
        with pytest.raises(QueryError) as caught:
            ask()
        assert SECRET not in str(caught.value)
    for cypher in ("RETURN date($x + '!') AS x", "RETURN duration($x + '!') AS x"):
        with pytest.raises(GraphModelError) as failed:
            graph.run(cypher, {"x": SECRET[:-1]})
        assert SECRET[:-1] not in str(failed.value)


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_frames_of_lists(graph: Graph, kind: Any) -> None:
    pytest.importorskip(kind)
    full = Item(
        key="a",
        prices=[Decimal("1.5")],
        ids=frozenset([UUID(int=1)]),
        times=[datetime(2024, 1, 1, tzinfo=UTC)],
        terms=[1],
        token=SecretStr(SECRET),
    )
    graph.merge([full, Item(key="b")], full=True)
    frame = graph.frame(select(Item).order_by(Item.key), kind=kind)
    assert [list(each) for each in frame["prices"]] == [["1.5"], []]
    assert [list(each) for each in frame["ids"]] == [[str(UUID(int=1))], []]
    assert [len(each) for each in frame["times"]] == [1, 0]
    assert list(frame["terms"]) == ["[1]", "[]"]
    assert SECRET not in str(frame) + str(frame["token"][0])


def test_patterns_and_separators_that_engines_differ_on(graph: Graph) -> None:
    for pattern in ("(?P<x>a)", "(a)?(?(1)b|c)", "a(?#no)", r"a\Z", "a{,3}", "a{", "[a[]", "[a&&b]"):
        with pytest.raises(QueryError, match="matches"):
            gm.matches(Item.text, pattern)
    for ask in (lambda: gm.split(Item.text, ""), lambda: gm.replace(Item.text, "", "-")):
        with pytest.raises(QueryError, match="empty"):
            ask()
    graph.merge([Item(key="a", text="a{2}"), Item(key="b", text="]x")])
    assert keys(graph, gm.matches(Item.text, r"(?i)(?:A)\{[0-9]{1,2}\}")) == ["a"]
    assert keys(graph, gm.matches(Item.text, r"[]\[{(?P]x{1}")) == ["b"]


def test_trim_means_the_same_on_every_engine(graph: Graph) -> None:
    graph.merge(Item(key="a", text="\u2003\t a \n\u3000"))
    assert graph.one(select(gm.trim(Item.text))) == "a"


def test_a_default_that_was_changed_in_place_is_written(graph: Graph) -> None:
    graph.merge(Item(key="a", tags=["first"], terms=[7], prices=[Decimal(1)]))
    item = Item(key="a")
    item.tags.append("new")
    graph.merge(item)
    found = graph.get(Item, "a")
    assert (found.tags, found.terms, found.prices) == (["old", "new"], [7], [Decimal(1)])
    other = Item(key="a")
    other.terms.append(1)
    with graph.session() as session:
        session.add(other)
    found = graph.get(Item, "a")
    assert (found.tags, found.terms) == (["old", "new"], [1])
    assert graph.merge(Item(key="a")).kinds["Item"].unchanged == 1


class Pair(NamedTuple):
    a: int
    b: str


@dataclass
class Row:
    a: int
    b: date
    c: Color | None = None


def test_columns_are_not_turned_into_other_types(graph: Graph) -> None:
    wrong: list[tuple[str, Any]] = [
        ("RETURN '12' AS a", int),
        ("RETURN 1.0 AS a", int),
        ("RETURN 1 AS a", bool),
        ("RETURN true AS a", int),
        ("RETURN '1.5' AS a", float),
        ("RETURN '1' AS a, 'x' AS b", Pair),
        ("RETURN '1' AS a, 'x' AS b", tuple[int, str]),
        ("RETURN 1.0 AS a, '2024-01-01' AS b", Row),
    ]
    for cypher, into in wrong:
        with pytest.raises(MappingError, match="does not fit"):
            graph.run(cypher, into=into)
    for into in (5, "x"):
        with pytest.raises(MappingError, match="no type for rows"):
            graph.run("RETURN 1 AS a", into=into)  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert graph.run("RETURN 1 AS a", into=float) == [1.0]
    assert graph.run("RETURN null AS a", into=int | None) == [None]
    assert graph.run("RETURN 1 AS a, '2024-01-01' AS b, 'red' AS c", into=Row) == [Row(1, date(2024, 1, 1), Color.RED)]
