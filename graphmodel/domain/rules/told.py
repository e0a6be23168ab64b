"""What texts tell of spells: that somebody held an office, or was a member, bears out the curated spell, and makes no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import Predicate
from graphmodel.domain.entities import Organization, Person, State
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.model import CENSORED, Period

STATUSES = {Predicate.MEMBER_OF: MembershipStatus.MEMBER, Predicate.OBSERVER_OF: MembershipStatus.OBSERVER}
"""Which status each predicate of a text is the word for."""

GENERAL_TITLES = ("leader", "ruler")
"""What somebody is called who holds any of the offices of a state."""


@dataclass(frozen=True, slots=True)
class Told:
    """For each curated spell, by the key of its claim, the claims of texts that speak of it; and those that speak of none."""

    of: dict[str, list[Assertion]]
    alone: list[Assertion]

    def by(self, spell: Assertion) -> list[Assertion]:
        """The claims of texts that speak of this spell."""
        return self.of.get(spell.key, [])


def told_memberships(claims: Assertions) -> Told:
    """Who was what in which organization: the spell of the same state, organization and status on its day."""

    def same(told: Assertion, row: Assertion) -> bool:
        return (
            told.subject(State).key == row.subject(State).key
            and told.object(Organization).key == row.object(Organization).key
            and STATUSES[Predicate(told.claim.predicate)] == row.value
        )

    return _told(
        (each for predicate in STATUSES for each in claims.told(predicate)), claims.of(Predicate.MEMBER_OF), same
    )


def told_offices(claims: Assertions) -> Told:
    """Who held which office: the spell of the same person in the same state on its day, under that title or a general one."""

    def same(told: Assertion, row: Assertion) -> bool:
        title = told.value.casefold()
        return (
            told.subject(Person).key == row.subject(Person).key
            and any(isinstance(each, State) and each.key == row.object(State).key for each in told.objects)
            and (title in GENERAL_TITLES or title == row.value.casefold())
        )

    return _told(claims.told(Predicate.HOLDS_OFFICE), claims.of(Predicate.HOLDS_OFFICE), same)


def _told(told: Iterable[Assertion], rows: list[Assertion], same: Callable[[Assertion, Assertion], bool]) -> Told:
    found: dict[str, list[Assertion]] = defaultdict(list)
    alone: list[Assertion] = []
    for each in told:
        spoken_of = [row for row in rows if same(each, row) and _at_its_time(each, row)]
        for row in spoken_of:
            found[row.key].append(each)
        if not spoken_of:
            alone.append(each)
    return Told(found, alone)


def _at_its_time(told: Assertion, row: Assertion) -> bool:
    if told.claim.valid is not None:
        return told.claim.valid.possibly_overlaps(row.valid)
    day = _day(told)
    return day is not None and row.valid.possibly_on(day)


def _day(claim: Assertion) -> date | None:
    return claim.claim.on.latest if claim.claim.on else claim.claim.as_of


def when(claim: Assertion) -> Period | None:
    """For which time a claim of a text holds: as it says, else a time of which nothing is known but that its day is in it."""
    if claim.claim.valid is not None:
        return claim.claim.valid
    day = _day(claim)
    return None if day is None else around(day, day)


def around(first: date, last: date) -> Period:
    """A time of which it is known only that these days lie in it.

    >>> around(date(2014, 6, 6), date(2014, 6, 6)).certainly_on("2014-06-06")
    True
    """
    return Period(f"[..{first.isoformat()}]", CENSORED(last))
