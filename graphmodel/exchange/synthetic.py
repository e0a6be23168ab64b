"""A made-up world of any size, for measuring and trying out: as large as asked, shaped as the real one is.

Nobody in it exists. Who belongs to how much, how large organizations are and how long spells last is drawn from quantiles that were
computed once from published data; no row of these is in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graphmodel.domain import (
    CodeList,
    InSystem,
    MemberOf,
    Obligation,
    Obliges,
    Organization,
    Pact,
    PartyTo,
    State,
)
from graphmodel.domain.vocabularies import MembershipStatus, ObligationTerm, OrganizationKind, PactKind, PactScope
from graphmodel.errors import QueryError
from graphmodel.model import CENSORED, Node, Period, Relationship
from graphmodel.results.rows import needed

# The minimum, every twentieth and the maximum of spells of membership 1816 to 2014, from: Correlates of War, Intergovernmental
# Organizations version 3.0 (Pevehouse, Nordstrom, McManus & Jamison 2020, Journal of Peace Research 57(3)).
ORGANIZATIONS_OF_A_STATE = (
    *(1, 24, 30, 44, 53, 58, 63, 67, 69, 75, 80),
    *(86, 92, 97, 104, 110, 115, 122, 133, 160, 226),
)
MEMBERS_OF_AN_ORGANIZATION = (1, 4, 5, 5, 6, 8, 9, 11, 13, 15, 17, 20, 22, 24, 27, 34, 44, 53, 80, 160, 201)
FIRST_YEAR = (
    *(1816, 1904, 1919, 1929, 1946, 1950, 1955, 1960, 1962, 1967, 1971),
    *(1975, 1977, 1981, 1985, 1989, 1992, 1994, 1998, 2002, 2014),
)
YEARS_OF_A_SPELL = (1, 1, 2, 4, 5, 7, 9, 11, 13, 14, 17, 19, 21, 23, 27, 30, 35, 39, 49, 64, 127)
"""Of spells that ended while they were watched."""
ENDED, RETURNED, OBSERVERS = 0.18, 0.07, 0.02
"""Shares: of spells that ended, of pairs with a second spell, of members that are less than full ones."""
YEARS_TO_JOIN = 6.0
"""Mean of the exponential distribution of the years from the first member to the next ones."""

# Likewise of alliances 1815 to 2016, from: Alliance Treaty Obligations and Provisions (Leeds, Ritter, Mitchell & Long 2002,
# International Interactions 28(3)), version 4.01.
PARTIES_OF_A_PACT = (*(2,) * 17, 3, 3, 5, 59)
YEARS_OF_A_PACT = (1, 1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 9, 10, 11, 13, 16, 19, 20, 23, 28, 63)
FIRST_YEAR_OF_A_PACT = (
    *(1815, 1854, 1887, 1919, 1929, 1939, 1946, 1951, 1960, 1967, 1974),
    *(1979, 1984, 1991, 1992, 1993, 1994, 1995, 1997, 2001, 2014),
)
IN_FORCE = 0.45
TERMS = {
    ObligationTerm.DEFENSE: 0.37,
    ObligationTerm.OFFENSE: 0.11,
    ObligationTerm.NEUTRALITY: 0.16,
    ObligationTerm.NONAGGRESSION: 0.54,
    ObligationTerm.CONSULTATION: 0.51,
}

KNOWN_TO = date(2014, 12, 31)
"""The last day that is looked at: what is open then is censored."""


@dataclass(frozen=True, slots=True)
class Synthetic:
    """What `synthetic` made; `world.merge(*made.everything)` loads it."""

    states: list[State]
    organizations: list[Organization]
    memberships: list[MemberOf]
    pacts: list[Pact]
    obligations: list[Obligation]
    parties: list[PartyTo]
    obliges: list[Obliges]
    systems: list[CodeList]
    listed: list[InSystem]

    @property
    def everything(self) -> tuple[Sequence[Node], Sequence[Relationship[Any, Any]]]:
        """All nodes, and all relationships."""
        nodes = [*self.states, *self.organizations, *self.pacts, *self.obligations, *self.systems]
        return nodes, [*self.memberships, *self.parties, *self.obliges, *self.listed]


def synthetic(
    states: int = 2_000, organizations: int = 3_000, spells: int = 120_000, pacts: int = 3_000, *, seed: int = 1
) -> Synthetic:
    """A made-up world: states in organizations and pacts; the same one for the same numbers and seed.

    How many organizations a state belongs to, and how many members an organization has, follow the distributions of COW's data;
    a membership begins as long after the first one as an exponential distribution of mean 6 years has it, and lasts as COW's do.
    Pacts are as large and promise as much as ATOP's. All states are in the list `cow`; everything is known to 2014-12-31.

    Args:
        states: how many states.
        organizations: how many organizations.
        spells: how many memberships, some of which are a second spell of the same pair.
        pacts: how many pacts.
        seed: of the random numbers.

    Raises:
        QueryError: there are more spells than so many states and organizations can have.
        MissingExtra: numpy is not installed.

    >>> from graphmodel import World
    >>> from graphmodel.exchange.synthetic import synthetic
    >>> made = synthetic(states=20, organizations=10, spells=60, pacts=5)
    >>> len(made.states), len(made.organizations), len(made.memberships)
    (20, 10, 60)
    >>> with World.connect() as world:
    ...     report = world.merge(*made.everything)
    ...     world.coverage().isoformat()
    '2014-12-31'
    """
    making = Making(seed)
    pairs = round(spells / (1 + RETURNED))
    if pairs > states * organizations or min(states, organizations) < 1:
        raise QueryError(
            f"{states} states and {organizations} organizations cannot have {spells} spells: ask for fewer."
        )
    width = len(str(max(states, organizations, pacts)))
    countries = [State(key=f"S{i:0{width}}", name=f"Land {i}") for i in range(1, states + 1)]
    bodies = [
        Organization(
            key=f"o{i:0{width}}",
            name=f"Organization {i}",
            kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION,
            known_to=KNOWN_TO,
        )
        for i in range(1, organizations + 1)
    ]
    pull = making.drawn(ORGANIZATIONS_OF_A_STATE, states)
    pull /= pull.sum()
    cow = CodeList(key="cow", name="All states of a made-up world")
    always = Period("1816-01-01", CENSORED(KNOWN_TO))
    agreed = _pacts(making, pacts, countries, pull, width)
    return Synthetic(
        states=countries,
        organizations=bodies,
        memberships=_memberships(making, countries, bodies, pull, pairs, spells - pairs),
        systems=[cow],
        listed=[InSystem(start=each, end=cow, spell=f"cow.{each.key}", valid=always) for each in countries],
        **agreed,
    )


class Making:
    """Random numbers, and what is drawn with them."""

    def __init__(self, seed: int) -> None:
        self.numpy = needed("numpy", "analysis")
        self.random = self.numpy.random.default_rng(seed)

    def drawn(self, quantiles: Sequence[int], count: int) -> Any:
        """So many numbers with these quantiles."""
        at = self.numpy.linspace(0.0, 1.0, len(quantiles))
        return self.numpy.interp(self.random.random(count), at, quantiles)

    def members(self, count: int, pull: Any) -> list[int]:
        """So many different states, each as likely as its pull."""
        return [int(i) for i in self.random.choice(len(pull), size=count, replace=False, p=pull)]

    def day(self, year: float) -> date:
        """The day of a year with a fraction, before the last that is looked at."""
        whole = min(int(year), KNOWN_TO.year)
        day = date(whole, 1, 1) + timedelta(days=int((year - whole) * 365) % 365)
        return min(day, KNOWN_TO - timedelta(days=10))

    def period(self, start: date, years: Sequence[int], ended: float) -> Period:
        """A spell from a day on: with this share it ends after so many years, else it is open when last looked at."""
        length = timedelta(days=max(1, int(float(self.drawn(years, 1)[0]) * 365.25)))
        over = self.random.random() < ended and start + length <= KNOWN_TO
        return Period(start, start + length if over else CENSORED(KNOWN_TO))


def _sizes(making: Making, organizations: int, pairs: int, most: int) -> list[int]:
    """How many members each organization has: drawn, and scaled so that they are as many as asked."""
    sizes = making.drawn(MEMBERS_OF_AN_ORGANIZATION, organizations)
    whole = [min(most, max(1, round(float(size) * pairs / float(sizes.sum())))) for size in sizes]
    step = 1 if sum(whole) < pairs else -1
    while sum(whole) != pairs:
        for i in making.random.permutation(organizations)[: abs(pairs - sum(whole))]:
            if 0 <= whole[i] + step <= most:
                whole[i] += step
    return whole


def _memberships(
    making: Making, states: list[State], organizations: list[Organization], pull: Any, pairs: int, again: int
) -> list[MemberOf]:
    made: list[MemberOf] = []
    twice = {int(i) for i in making.random.choice(pairs, size=again, replace=False)}
    number = 0
    sizes = _sizes(making, len(organizations), pairs, len(states))
    for organization, size in zip(organizations, sizes, strict=True):
        birth = float(making.drawn(FIRST_YEAR, 1)[0])
        for member in making.members(size, pull):
            start = making.day(birth + float(making.random.exponential(YEARS_TO_JOIN)))
            full = making.random.random() >= OBSERVERS
            if number in twice:
                middle = start + (KNOWN_TO - start) // 2
                spells = [Period(start, middle), making.period(middle + timedelta(days=1), YEARS_OF_A_SPELL, ENDED)]
            else:
                spells = [making.period(start, YEARS_OF_A_SPELL, ENDED)]
            made += [
                MemberOf(
                    start=states[member],
                    end=organization,
                    spell=f"{organization.key}.{states[member].key}.{run}",
                    status=MembershipStatus.MEMBER if full else MembershipStatus.OBSERVER,
                    valid=valid,
                    full=valid if full else None,
                )
                for run, valid in enumerate(spells, 1)
            ]
            number += 1
    return made


def _pacts(making: Making, count: int, states: list[State], pull: Any, width: int) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = {"pacts": [], "obligations": [], "parties": [], "obliges": []}
    sizes = making.drawn(PARTIES_OF_A_PACT, count)
    years = making.drawn(FIRST_YEAR_OF_A_PACT, count)
    for i in range(count):
        size = min(round(float(sizes[i])), len(states))
        valid = making.period(making.day(float(years[i])), YEARS_OF_A_PACT, 1 - IN_FORCE)
        pact = Pact(
            key=f"p{i + 1:0{width}}",
            name=f"Pact {i + 1}",
            kind=PactKind.DEFENSE_COOPERATION,
            scope=PactScope.BILATERAL if size == 2 else PactScope.MULTILATERAL,
            valid=valid,
        )
        terms = [term for term, share in TERMS.items() if making.random.random() < share]
        duties = [Obligation(key=f"{pact.key}/{term}", term=term, valid=valid) for term in terms]
        made["pacts"].append(pact)
        made["obligations"] += duties
        made["obliges"] += [Obliges(start=pact, end=duty) for duty in duties]
        made["parties"] += [
            PartyTo(start=states[j], end=pact, spell=f"{pact.key}.{states[j].key}", rule="synthetic", valid=valid)
            for j in making.members(size, pull)
        ]
    return made
