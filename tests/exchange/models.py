"""The classes of these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from graphmodel import Key, Node, PartialDate, Period, Relationship, Stored


class Person(Node):
    key: Key[str]
    name: str | None = None
    born: PartialDate | None = None


class Leader(Person):
    office: str


class Body(Node):
    kind: Key[str]
    number: Key[int]
    title: str
    seen: datetime | None = None


class Sits(Relationship[Person, Body]):
    since: Key[str]
    status: str = "member"
    valid: Period | None = None


class Knows(Relationship[Person, Person]):
    warmth: float | None = None


class Odd(Node, label="A `b`}"):
    key: Key[str]
    self_: Annotated[int, Stored("self")] = 0  # which no keyword argument can be


class Link(Relationship[Odd, Odd], type="T `x`]->()"):
    nodes_: Annotated[str, Stored("nodes")]


ODD = Odd(key="k", self_=3)
IRAN = Person(key="a`'}", name="Änne", born=PartialDate("1991?"))
CHIEF = Leader(key="b", name="Bo", office="chair")
HALL = Body(kind="hall", number=1, title="The Hall", seen=datetime(2024, 3, 1, 12, 30, 15, 123457, tzinfo=UTC))
TERMS = [
    Sits(start=CHIEF, end=HALL, since="1991", valid=Period("1991", "2001")),
    Sits(start=CHIEF, end=HALL, since="2005", status="observer"),
]
