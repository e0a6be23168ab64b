"""A world small enough to work out by hand: three states, one code that passes from one to another, everything once."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.domain import (
    Attended,
    CodeList,
    Event,
    HoldsOffice,
    Indicator,
    InSystem,
    Leader,
    Measured,
    MemberOf,
    ObligedTo,
    Organization,
    Pact,
    PartyTo,
    RivalOf,
    RollCall,
    Sanctions,
    Source,
    State,
    Vote,
    Voted,
)
from graphmodel.domain.vocabularies import (
    Effective,
    MeetingKind,
    MembershipStatus,
    ObligationTerm,
    OrganizationKind,
    PactKind,
    PactScope,
    Role,
)

YEARS = Period("1990-01-01", CENSORED("2000-12-31"))


@pytest.fixture
def small(empty_world: World) -> World:
    """A has code 10, B code 2; C takes code 30 over from OLD on 26 December 1991. The list looks to the end of 2000."""
    cow = CodeList(key="cow", name="COW")
    a, b, c, old = (State(key=key, name=f"Land {key}") for key in ("AAA", "BBB", "CCC", "OLD"))
    listed = [
        ("AAA.1", a, "10", YEARS),
        ("BBB.1", b, "2", Period("1990-01-01", "1995-07-01")),
        ("OLD.1", old, "30", Period("1990-01-01", "1991-12-26")),
        ("CCC.1", c, "30", Period("1991-12-26", CENSORED("2000-12-31"))),
    ]
    org, club = (
        Organization(key=key, name=key.title(), kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
        for key in ("org", "club")
    )

    def member(state: State, of: Organization, valid: Period, *, full: bool = True) -> MemberOf:
        return MemberOf(
            start=state,
            end=of,
            spell=f"{of.key}.{state.key}",
            status=MembershipStatus.MEMBER if full else MembershipStatus.OBSERVER,
            valid=valid,
            full=valid if full else None,
            dataset="cow_igo_3",
        )

    # A year is a year: it began on some day of it.
    memberships = [
        member(a, org, Period("1991", CENSORED("1999-12-31"))),
        member(b, org, Period("1992", "[1994-01-02..1995-01-01]")),
        member(old, org, Period("1990", "1991-12-26")),
        member(c, org, Period("1991-12-26", CENSORED("1999-12-31"))),
        member(a, club, Period("1993-06-01"), full=False),
        member(c, club, Period("1993-06-01", CENSORED("1999-12-31"))),
    ]
    obliged = [
        ObligedTo(start=one, end=other, spell=f"o.{one.key}.{other.key}", terms=terms, valid=valid, dataset="atop_5_1")
        for one, other, terms, valid in (
            (a, b, [ObligationTerm.DEFENSE], Period("1991", CENSORED("1998-12-31"))),
            (b, a, [ObligationTerm.CONSULTATION], Period("1991", CENSORED("1998-12-31"))),
        )
    ]
    pact = Pact(
        key="peace",
        name="Peace",
        kind=PactKind.FRIENDSHIP,
        scope=PactScope.BILATERAL,
        signed="1992-05-01",  # pyright: ignore[reportArgumentType]
        valid=Period("1992-06-01", "1997-01-01"),
    )
    parties = [
        PartyTo(start=each, end=pact, spell=f"peace.{each.key}", rule="test", valid=valid)
        for each, valid in ((a, Period("1992-06-01", "1997-01-01")), (c, Period("1993-01-01", "1996-01-01")))
    ]
    summit = Event(key="summit", kind=MeetingKind.GAS_SUMMIT, date="1994-03-03", place="Oslo")  # pyright: ignore[reportArgumentType]
    cinc = Indicator(key="cinc", name="CINC")
    calls = [RollCall(key=f"unga.{n}", name=f"Vote {n}", session=49, date=f"1994-1{n}-01") for n in (0, 1, 2)]  # pyright: ignore[reportArgumentType]
    votes = [(a, "yyn"), (b, "yn"), (c, "yan")]
    words = {"y": Vote.YES, "n": Vote.NO, "a": Vote.ABSTAIN}
    leader = Leader(key="one", name="Leader One")
    objects: list[Any] = [
        *(cow, a, b, c, old, org, club, pact, summit, cinc, leader, *calls),
        *(InSystem(start=who, end=cow, spell=f"cow.{key}", code=code, valid=valid) for key, who, code, valid in listed),
        *memberships,
        *obliged,
        *parties,
        RivalOf(
            start=a,
            end=c,
            spell="r.1",
            kinds=["spatial"],
            valid=Period("1993", "[1996-01-02..1997-01-01]"),
            dataset="tss_rivalries",
        ),
        Sanctions(start=a, end=c, spell="s.1", kinds=["trade"], valid=Period("1995-02-01", "1996-02-01")),
        Attended(start=a, end=summit, role="host"),
        Attended(start=c, end=summit),
        *(
            Measured(
                start=who,
                end=cinc,
                observation=f"m.{who.key}",
                value=value,
                valid=Period("1994-01-01", "1995-01-01"),
                dataset="cow_nmc",
            )
            for who, value in ((a, 0.25), (c, 0.125))
        ),
        *(
            Voted(start=who, end=call, vote=words[mark], dataset="unga_votes")
            for who, marks in votes
            for call, mark in zip(calls, marks, strict=False)
        ),
        HoldsOffice(
            start=leader,
            end=a,
            spell="h.1",
            office="President",
            role=Role.HEAD_OF_STATE,
            effective=Effective.TRUE,
            valid=Period("1992-03-01", "1994-02-01"),
        ),
        *(
            Source(key=key, title=f"The data set {key}", publisher="somebody")
            for key in ("cow_igo_3", "atop_5_1", "tss_rivalries", "cow_nmc", "unga_votes")
        ),
    ]
    empty_world.merge(objects)
    return empty_world
