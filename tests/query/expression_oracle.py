# Lambdas say no types.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUnknownMemberType=false

"""Random expressions beside what Python makes of the same values: nulls as Cypher has them, the rest as Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from functools import cache
from typing import Any

from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Key, Node


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Thing(Node):
    key: Key[str]
    n: int | None = None
    m: int | None = None
    f: float | None = None
    g: float | None = None
    s: str | None = None
    t: str | None = None
    flag: bool | None = None
    mood: Mood | None = None
    tags: list[str] | None = None
    counts: list[int] | None = None
    d: date | None = None
    e: date | None = None
    at: datetime | None = None


TEXTS = ["", "a", "Ab", "aB,c", "12", " 7 ", "-3", "1.5", "x,y,", "😀é", "ß ", "a😀a", "Ab,Ab", "zz"]
WHOLE = st.integers(-20, 20)
REAL = st.sampled_from([-7.25, -2.5, -1.0, -0.5, -0.1, 0.0, 0.1, 0.25, 0.5, 1.5, 2.0, 2.675, 3.0, 7.75])
TEXT = st.sampled_from(TEXTS)
DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MOMENT = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001  (a local one)
TAGS = st.lists(TEXT, max_size=3)
COUNTS = st.lists(WHOLE, max_size=3)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, st.none())


@st.composite
def things(draw: st.DrawFn, number: int = 20) -> list[Thing]:
    """Nodes of which each value may be missing."""
    return [
        Thing(
            key=f"k{i}", n=draw(_maybe(WHOLE)), m=draw(_maybe(WHOLE)), f=draw(_maybe(REAL)), g=draw(_maybe(REAL)),
            s=draw(_maybe(TEXT)), t=draw(_maybe(TEXT)), flag=draw(_maybe(st.booleans())), mood=draw(_maybe(st.sampled_from(Mood))),
            tags=draw(_maybe(TAGS)), counts=draw(_maybe(COUNTS)), d=draw(_maybe(DAY)), e=draw(_maybe(DAY)), at=draw(_maybe(MOMENT)),
        )
        for i in range(number)
    ]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What is asked of the graph, and what Python answers for one of the things."""

    ask: Any
    answer: Callable[[Thing], Any]

    def __repr__(self) -> str:
        return str(self.ask)


def _field(name: str) -> Said:
    return Said(getattr(Thing, name), lambda thing: getattr(thing, name))


def _plain(value: Any) -> Said:
    return Said(value, lambda _: value)


def _signless(said: Said) -> Said:
    """Without the sign of zero: Neo4j puts -0.0 before 0, which it equals."""
    return Said(said.ask + 0, lambda thing: None if (value := said.answer(thing)) is None else value + 0)


def _fields(*names: str) -> st.SearchStrategy[Said]:
    return st.sampled_from([_field(name) for name in names])


def _strict(
    ask: Callable[..., Any], answer: Callable[..., Any], *arguments: st.SearchStrategy[Said]
) -> st.SearchStrategy[Said]:
    """A function that gives null for null."""

    def made(*given: Said) -> Said:
        def value(thing: Thing) -> Any:
            values = [each.answer(thing) for each in given]
            return None if any(each is None for each in values) else answer(*values)

        return Said(ask(*(each.ask for each in given)), value)

    return st.builds(made, *arguments)


def _loose(
    ask: Callable[..., Any], answer: Callable[..., Any], *arguments: st.SearchStrategy[Said]
) -> st.SearchStrategy[Said]:
    """A function with a meaning for null."""

    def made(*given: Said) -> Said:
        return Said(ask(*(each.ask for each in given)), lambda thing: answer(*(each.answer(thing) for each in given)))

    return st.builds(made, *arguments)


def _either(own: st.SearchStrategy[Said], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Said]:
    return st.one_of(own, values.map(_plain))


@cache  # as the others below: a strategy that is made anew is looked through anew, which took most of the time
def whole(depth: int) -> st.SearchStrategy[Said]:
    """Expressions for whole numbers."""
    leaf = _fields("n", "m")
    if depth == 0:
        return leaf
    one, other = whole(depth - 1), _either(whole(depth - 1), WHOLE)
    return st.one_of(
        leaf,
        _strict(lambda a, b: a + b, lambda a, b: a + b, one, other),
        _strict(lambda a, b: b - a, lambda a, b: b - a, one, other),
        _strict(lambda a, b: a * b, lambda a, b: a * b, one, other),
        _strict(lambda a, b: a // b, lambda a, b: a // b if b else None, one, other),
        _strict(lambda a, b: b % a, lambda a, b: b % a if a else None, one, other),
        _strict(lambda a, b: a**b, lambda a, b: a**b, leaf, st.integers(0, 3).map(_plain)),
        _strict(lambda a: -a, lambda a: -a, one),
        _strict(abs, abs, one),
        _strict(round, round, real(depth - 1)),
        _strict(gm.floor, math.floor, real(depth - 1)),
        _strict(gm.ceil, math.ceil, real(depth - 1)),
        _strict(gm.size, len, text(depth - 1)),
        _strict(gm.size, len, tags(depth - 1)),
        _strict(gm.to_int, int, st.one_of(real(depth - 1), one)),
        _strict(gm.to_int, _int_of_text, text(depth - 1)),
        _strict(gm.days_between, lambda a, b: (b - a).days, day(depth - 1), _either(day(depth - 1), DAY)),
        _strict(lambda a: a.year * 400 + a.month * 31 + a.day, lambda a: a.year * 400 + a.month * 31 + a.day, day(depth - 1)),
        _strict(lambda a: a.hour + a.minute + a.second + a.microsecond, lambda a: a.hour + a.minute + a.second + a.microsecond, _fields("at")),  # noqa: E501
        _strict(lambda a, i: a[i], _item, _fields("counts"), _either(whole(depth - 1), st.integers(-4, 4))),
        *_choices(one, other),
    )  # fmt: skip


@cache
def real(depth: int) -> st.SearchStrategy[Said]:
    """Expressions for floats."""
    leaf = _fields("f", "g")
    if depth == 0:
        return leaf
    one = st.one_of(real(depth - 1), whole(depth - 1))
    other = st.one_of(real(depth - 1), REAL.map(_plain))
    return st.one_of(
        leaf,
        _strict(lambda a, b: a + b, lambda a, b: a + b, one, other),
        _strict(lambda a, b: a - b, lambda a, b: a - b, one, other),
        _strict(lambda a, b: b * a, lambda a, b: b * a, one, other),
        _strict(lambda a, b: a / b, lambda a, b: a / b if b else None, one, st.one_of(other, whole(depth - 1))),
        _strict(lambda a, b: b // a, lambda a, b: b // a if a else None, leaf, REAL.map(_plain)),
        _strict(lambda a, b: a % b, lambda a, b: a % b if b else None, one, other),
        _strict(lambda a: -a, lambda a: -a, one),
        _strict(abs, abs, one),
        _strict(lambda a: round(a, 2), lambda a: float(_decimal(a)), leaf),
        _strict(lambda a: gm.sqrt(abs(a)), lambda a: math.sqrt(abs(a)), one),
        _strict(gm.to_float, float, one),
        _strict(gm.to_float, _float_of_text, text(depth - 1)),
        *_choices(real(depth - 1), other),
    )


@cache
def text(depth: int) -> st.SearchStrategy[Said]:
    """Expressions for text."""
    leaf = _fields("s", "t", "key")
    if depth == 0:
        return leaf
    one, other = text(depth - 1), _either(text(depth - 1), TEXT)
    return st.one_of(
        leaf,
        _strict(lambda a, b: a + b, lambda a, b: a + b, one, other),
        _strict(lambda a, b: b + a, lambda a, b: b + a, one, other),
        _strict(gm.lower, str.lower, one),
        _strict(gm.upper, str.upper, one),
        _strict(gm.trim, str.strip, one),
        _strict(gm.replace, lambda a, b, c: a.replace(b, c), one, st.sampled_from(["a", ",", "Ab"]).map(_plain), other),
        _strict(gm.substring, lambda a, i: a[i:], one, st.integers(0, 3).map(_plain)),
        _strict(lambda a, i, n: a[i : i + n], lambda a, i, n: a[i : i + n], one, *[st.integers(0, 3).map(_plain)] * 2),
        _strict(gm.to_text, _text_of, st.one_of(whole(depth - 1), truth(depth - 1), one, day(depth - 1))),
        _strict(gm.to_text, lambda mood: mood.value, _fields("mood")),
        _strict(lambda a, i: a[i], _item, tags(depth - 1), _either(whole(depth - 1), st.integers(-4, 4))),
        *_choices(one, other),
    )


@cache
def tags(depth: int) -> st.SearchStrategy[Said]:
    """Expressions for lists of text."""
    leaf = _fields("tags")
    if depth == 0:
        return leaf
    one, other = tags(depth - 1), _either(tags(depth - 1), TAGS)
    bound = st.one_of(st.none(), st.integers(-4, 4)).map(_plain)
    return st.one_of(
        leaf,
        _strict(lambda a, b: a + b, lambda a, b: a + b, one, other),
        _strict(lambda a, b: b + a, lambda a, b: b + a, one, other),
        _strict(gm.split, lambda a, b: a.split(b), text(depth - 1), st.sampled_from([",", "a"]).map(_plain)),
        _loose(lambda a, i, j: a[i:j], lambda a, i, j: None if a is None else a[i:j], one, bound, bound),
        *_choices(one, other),
    )


@cache
def day(depth: int) -> st.SearchStrategy[Said]:
    """Expressions for dates."""
    leaf = _fields("d", "e")
    if depth == 0:
        return leaf
    one, other = day(depth - 1), _either(day(depth - 1), DAY)
    days = st.timedeltas(timedelta(-3000), timedelta(3000)).map(_plain)
    return st.one_of(
        leaf,
        _strict(lambda a, b: a + b, lambda a, b: a + b, one, days),
        _strict(lambda a, b: a - b, lambda a, b: a - b, one, days),
        *_choices(one, other),
    )


@cache
def truth(depth: int) -> st.SearchStrategy[Said]:
    """Conditions."""
    leaf = st.one_of(_fields("flag"), _compared(whole(0), WHOLE), _compared(text(0), TEXT))
    if depth == 0:
        return leaf
    one, other = truth(depth - 1), truth(depth - 1)
    value = st.one_of(whole(depth - 1), text(depth - 1), real(depth - 1), tags(depth - 1), day(depth - 1))
    return st.one_of(
        leaf,
        _compared(whole(depth - 1), WHOLE),
        _compared(real(depth - 1).map(_signless), REAL),
        _compared(text(depth - 1), TEXT),
        _compared(day(depth - 1), DAY),
        _strict(lambda a, b: a == b, lambda a, b: a == b, tags(depth - 1), _either(tags(depth - 1), TAGS)),
        _strict(lambda a, b: a == b, lambda a, b: a is b, _fields("mood"), st.sampled_from(Mood).map(_plain)),
        _loose(lambda a, b: a & b, _and, one, other),
        _loose(lambda a, b: a | b, _or, one, other),
        _strict(gm.not_, lambda a: not a, one),
        _loose(lambda a: a == None, lambda a: a is None, value),  # noqa: E711
        _loose(lambda a: a != None, lambda a: a is not None, value),  # noqa: E711
        _loose(gm.in_, _in, text(depth - 1), _either(tags(depth - 1), TAGS)),
        _loose(gm.in_, _in, whole(depth - 1), COUNTS.map(_plain)),
        _loose(gm.in_, _in, _fields("mood"), st.lists(st.sampled_from(Mood), max_size=2).map(_plain)),
        _loose(gm.has, lambda a, b: _in(b, a), tags(depth - 1), _either(text(depth - 1), TEXT)),
        _strict(gm.has_any, lambda a, b: any(x in a for x in b), tags(depth - 1), TAGS.map(_plain)),
        _loose(gm.has_all, _has_all, tags(depth - 1), TAGS.map(_plain)),
        _strict(gm.startswith, str.startswith, text(depth - 1), _either(text(depth - 1), TEXT)),
        _strict(gm.endswith, str.endswith, text(depth - 1), _either(text(depth - 1), TEXT)),
        _strict(gm.contains, lambda a, b: b in a, text(depth - 1), _either(text(depth - 1), TEXT)),
        _strict(gm.matches, lambda a, _: set(a) <= set("aAbB"), text(depth - 1), st.just(_plain("[aAbB]*"))),
    )


def _choices(one: st.SearchStrategy[Said], other: st.SearchStrategy[Said]) -> Sequence[st.SearchStrategy[Said]]:
    return (
        _loose(gm.coalesce, lambda a, b: b if a is None else a, one, other),
        _loose(lambda when, a, b: gm.case((when, a), otherwise=b), lambda when, a, b: a if when else b, truth(0), one, other),
        _loose(lambda v, w, a, b: gm.case((v, a), (w, b)), lambda v, w, a, b: a if v else b if w else None, *[truth(0)] * 2, one, other),  # noqa: E501
    )  # fmt: skip


def _compared(one: st.SearchStrategy[Said], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Said]:
    other = _either(one, values)
    return st.one_of(
        _strict(lambda a, b: a == b, lambda a, b: a == b, one, other),
        _strict(lambda a, b: a != b, lambda a, b: a != b, one, other),
        _strict(lambda a, b: a < b, lambda a, b: a < b, one, other),
        _strict(lambda a, b: a <= b, lambda a, b: a <= b, one, other),
        _strict(lambda a, b: a > b, lambda a, b: a > b, one, other),
        _strict(lambda a, b: a >= b, lambda a, b: a >= b, one, other),
    )


def same(found: Any, expected: Any) -> bool:
    """Whether two answers are equal, floats but for their last bits."""
    if isinstance(found, float) and type(expected) in (
        int,
        float,
    ):  # of int and float a row may get either; ours is a float
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return type(found) is type(expected) and bool(found == expected)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _int_of_text(value: str) -> int | None:
    number = _float_of_text(value)
    return None if number is None else int(number)


def _float_of_text(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _text_of(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _item(values: list[Any], i: int) -> Any:
    return values[i] if -len(values) <= i < len(values) else None


def _and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    return True if a is True or b is True else None if a is None or b is None else False


def _in(a: Any, values: list[Any] | None) -> bool | None:
    if values is None:
        return None
    return (None if values else False) if a is None else a in values


def _has_all(values: list[Any] | None, wanted: list[Any]) -> bool | None:
    if values is None:
        return None if wanted else True
    return all(each in values for each in wanted)
