"""A world small enough to work out by hand: what four sources say of two states, a club and a plant."""

from __future__ import annotations

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.domain import (
    AttributedTo,
    BasedOn,
    Claim,
    Contradicts,
    MemberOf,
    Object,
    Organization,
    PartOf,
    Person,
    Place,
    Project,
    QualifiedBy,
    Source,
    State,
    States,
    Subject,
    Supports,
)
from graphmodel.domain.claim_vocabularies import (
    Approximation,
    ClaimKind,
    CopyKind,
    Degree,
    Disagreement,
    Mode,
    QualifierRole,
    SourceKind,
    SupportBasis,
)
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind, PlaceKind, ProjectKind
from graphmodel.model import PartialDate


@pytest.fixture
def small(empty_world: World) -> World:
    """States A and B, the club C, a plant; an agency, a paper that copies it, an undated note, a reference."""
    a, b = State(key="AAA", name="Aland"), State(key="BBB", name="Beland")
    club = Organization(key="club", name="The Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    envoy = Person(key="envoy", name="The Envoy")
    wire = Organization(key="wire", name="The Wire", kind=OrganizationKind.MEDIA)
    town = Place(key="town", name="Town", kind=PlaceKind.CITY)
    site, unit = (
        Project(key=key, name=name, kind=ProjectKind.POWER_PLANT)
        for key, name in (("site", "Site"), ("unit", "Unit 2"))
    )
    agency = _source("agency", "Aland joins {The Club}", PartialDate("2010-05-02"))
    paper = _source("paper", "Aland in", PartialDate("2010-05"))
    note = _source("note", "A note", None)
    book = _source("book", "A book of reference", PartialDate("2012"), SourceKind.REFERENCE)
    joins = _membership("joins", "member", Period("2010-05-01", CENSORED("2020-01-01")))
    before = _membership("before", "observer", Period("2005", "2010-05-01"))
    denial = _membership("denial", "member", Period("2010-05-01"), mode=Mode.DENIED)
    looked_up = _membership("looked_up", "member", Period("2010"), kind=ClaimKind.REFERENCE)
    two = _plants("two", 2, Approximation.AT_LEAST)
    eight = _plants("eight", 8, Approximation.EXACT)
    total = Claim(key="texts/total", predicate="has_measure", kind=ClaimKind.DERIVED, quantity=10, unit="plant")
    empty_world.merge(
        [a, b, club, envoy, wire, town, site, unit, agency, paper, note, book],
        [joins, before, denial, looked_up, two, eight, total],
        PartOf(start=unit, end=site),
        BasedOn(start=paper, end=agency, how=CopyKind.SYNDICATION),
        States(start=agency, end=joins, paragraph_from=3, paragraph_to=5),
        States(start=paper, end=joins, order=2),
        States(start=note, end=before),
        States(start=note, end=denial, paragraph_from=7),
        States(start=book, end=looked_up),
        States(start=agency, end=two, paragraph_from=4),
        States(start=paper, end=eight, paragraph_from=1),
        [Subject(start=claim, end=a) for claim in (joins, before, denial, looked_up)],
        [Object(start=claim, end=club) for claim in (joins, before, denial, looked_up)],
        Subject(start=two, end=site),
        Subject(start=eight, end=unit),
        Subject(start=total, end=site),
        QualifiedBy(start=eight, end=town, role=QualifierRole.PLACE),
        AttributedTo(start=denial, end=envoy, step=1),
        AttributedTo(start=denial, end=wire, step=2),
        Supports(start=looked_up, end=joins, basis=SupportBasis.REFERENCE, reason="looked up"),
        Supports(start=two, end=total, basis=SupportBasis.DERIVED),
        Supports(start=eight, end=total, basis=SupportBasis.DERIVED),
        Contradicts(start=denial, end=joins, kind=Disagreement.CONTRADICTS, degree=Degree.FULL, reason="a denial"),
        Contradicts(start=before, end=joins, kind=Disagreement.DIFFERS_IN_TIME, reason="earlier"),
        Contradicts(start=two, end=eight, kind=Disagreement.CONTRADICTS, reason="two against eight"),
        _spell(a, club, "before", "observer", before),
        _spell(a, club, "joins", "member", joins),
    )
    return empty_world


def _source(key: str, title: str, day: PartialDate | None, kind: SourceKind = SourceKind.WORK) -> Source:
    return Source(key=key, title=title, publisher=f"The {key}", date=day, kind=kind)


def _membership(
    key: str, value: str, valid: Period, mode: Mode = Mode.ASSERTED, kind: ClaimKind = ClaimKind.ROW
) -> Claim:
    return Claim(key=f"texts/{key}", predicate="member_of", value=value, valid=valid, mode=mode, kind=kind, spell=key)


def _plants(key: str, number: int, approximation: Approximation) -> Claim:
    exact = approximation is Approximation.EXACT
    return Claim(
        key=f"texts/{key}",
        predicate="provides_for",
        kind=ClaimKind.ENERGY_PROJECT,
        quantity=number if exact else None,
        quantity_min=number,
        quantity_max=number if exact else None,
        approximation=approximation,
        unit="plant",
    )


def _spell(state: State, club: Organization, spell: str, status: str, claim: Claim) -> MemberOf:
    assert claim.valid is not None
    return MemberOf(
        start=state,
        end=club,
        spell=spell,
        status=MembershipStatus(status),
        valid=claim.valid,
        evidence=[claim.key],
    )
