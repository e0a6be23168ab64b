"""A small domain for the tests of queries and sessions; the library knows nothing of it."""

from __future__ import annotations

import enum

from graphmodel import Indexed, Key, Node, PartialDate, Period, Relationship, Unique, ref


class Kind(enum.Enum):
    BLOC = "bloc"
    AGENCY = "agency"


class State(Node):
    iso3: Key[str]
    name: Indexed[str]
    aliases: list[str] = []  # noqa: RUF012  (pydantic copies it)
    population: int | None = None


class Organization(Node):
    key: Key[str]
    name: str = "?"
    kind: Kind | None = None
    founded: PartialDate | None = None


class MemberOf(Relationship[State, Organization]):
    since: Key[str]
    status: str = "member"
    valid: Period


class Borders(Relationship[State, State]):
    km: int | None = None


class Person(Node):
    key: Key[str]
    name: str | None = None


class Leader(Person):
    office: str = "President"
    born: PartialDate | None = None


class King(Leader):
    dynasty: str | None = None


class Rules(Relationship[Leader, State | Organization]):
    role: str | None = None


class Sitting(Node):
    organ: Key[str]
    number: Key[int]
    title: str | None = None


class SitsIn(Relationship[Person, Sitting]):
    seat: Key[int]


class Ship(Node):
    imo: Key[str]
    sign: Unique[str | None] = None


def member(state: str, organization: str, since: str, until: str | None = None, status: str = "member") -> MemberOf:
    """A term of a member, its ends as references."""
    valid = Period(since.zfill(4)) if until is None else Period(since.zfill(4), until)
    return MemberOf(
        start=ref(State, state), end=ref(Organization, organization), since=since, status=status, valid=valid
    )
