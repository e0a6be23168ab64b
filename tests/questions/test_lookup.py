"""Lookup: what was signed, who met, what is in a treaty."""

from __future__ import annotations

import graphmodel as gm
from graphmodel import PartialDate, World
from graphmodel.domain import (
    Attended,
    Claim,
    Concerns,
    Event,
    Instrument,
    Involves,
    Organization,
    Person,
    QualifiedBy,
    Subject,
    Topic,
)

from .means import listed, reached, references_on


def signed_on(world: World, day: str) -> list[tuple[str, Claim]]:
    """The key of each instrument that was signed on a day, with each claim that says so."""
    query = (
        gm.select(Instrument.key, Claim)
        .match(Claim, Subject, Instrument)
        .where(Claim.predicate == "signed_between", gm.col(Claim.on) == PartialDate(day))
        .order_by(Claim.key)
    )
    return world.all(query)


def sectors(world: World, instrument: str) -> list[tuple[str, list[str]]]:
    """The sectors that an instrument covers, each with the claims that say so."""
    query = (
        gm.select(Topic.name, Concerns.evidence)
        .match(Instrument, Concerns, Topic)
        .where(Instrument.key == instrument, Topic.kind == "sector")
        .order_by(Topic.name)
    )
    return world.all(query)


def meetings(world: World, *people: str) -> list[Event]:
    """The meetings at which two people were, by any names of theirs, the earliest first."""
    a, b, meeting = gm.alias(Person), gm.alias(Person), gm.alias(Event)
    one, other = (world.lookup(Person, name).key for name in people)
    query = (
        gm.select(meeting)
        .match(a, Attended, meeting)
        .match(b, Attended, meeting)
        .where(a.key == one, b.key == other)
        .order_by(gm.col(meeting.date).earliest)
    )
    return world.all(query)


def occasion_of(world: World, meeting: Event) -> tuple[Event, str | None]:
    """The event in whose margins a meeting was, by the claims about it, and the organization that held it."""
    claim, beside, held, in_margins = gm.alias(Claim), gm.alias(Event), gm.alias(Event), gm.alias(QualifiedBy)
    query = (
        gm.select(held, Organization.short_name)
        .match(claim, QualifiedBy, beside)
        .match(claim, in_margins, held)
        .match(held, Involves, Organization)
        .where(beside.key == meeting.key, in_margins.role == "occasion")
    )
    return world.one(query)


def test_q01_how_many_agreements_were_signed_on_28_march_2017_where_and_in_which_sectors(world: World) -> None:
    ((instrument, _),) = [signed for signed in signed_on(world, "2017-03-28") if signed[1].quantity is not None]
    (row,) = world.claims(about=instrument, predicate="signed_between")
    assert (row.number, row.unit, row.sources, row.places) == (14, "agreement", ["T001"], ["3"])
    assert row.beside == ["place: Moscow", "place: Kremlin, Moscow"]
    covered = sectors(world, instrument)
    names = [name for name, _ in covered]
    assert names == ["energy", "legal", "nuclear", "telecommunication", "tourism", "transportation"]
    assert reached([row], *(keys for _, keys in covered)) >= listed("F001-010..F001-016")


def test_q02_when_and_where_did_putin_and_rouhani_first_meet_and_beside_whose_summit(world: World) -> None:
    first = meetings(world, "Putin", "Rouhani")[0]
    assert (str(first.date), first.place) == ("2013-09-13", "Bishkek")
    summit, organization = occasion_of(world, first)
    assert organization == "SCO"
    told = world.claims(about=[first, summit], source="T000")
    assert {place for row in told for place in row.places} == {"7"}
    looked_up = references_on(world, reached(told))
    assert {(each.reference, each.date) for each in looked_up} == {("V07", "2013-09-13")}
    assert reached(told, looked_up) >= listed("F000-009 F000-010 V07")


def test_q30_term_articles_signing_and_sectors_of_the_treaty_of_2025(world: World) -> None:
    measures = world.claims(about="rus-irn-2025", predicate="has_measure")
    assert [(row.number, row.unit) for row in measures] == [(20, "year"), (47, "article")]
    (signed,) = world.claims(about="rus-irn-2025", predicate="signed_between")
    assert (signed.when, signed.objects) == ("2025-01-17", ["Masoud Pezeshkian", "Vladimir Putin"])
    assert "place: Moscow" in signed.beside
    assert [claim.date_basis for _, claim in signed_on(world, "2025-01-17")] == ["resolved"]
    covered = sectors(world, "rus-irn-2025")
    of_the_media = world.claims(about="rus-irn-2025", predicate="covers_sector", by="Iranian media")
    names = {name for row in of_the_media for name in row.objects}
    assert (
        names == {"military", "politics", "trade", "research", "education", "culture"} <= {name for name, _ in covered}
    )
    assert reached(measures, [signed], *(keys for _, keys in covered)) >= listed(
        "F003-002 F003-022 F003-009 F003-023..F003-028"
    )


def test_how_many_agreements_were_signed_in_tehran_on_23_november_2015_and_by_whom(world: World) -> None:
    ((instrument, _),) = signed_on(world, "2015-11-23")
    (row,) = world.claims(about=instrument, predicate="signed_between")
    assert (row.number, row.objects, row.beside) == (7, ["Vladimir Putin", "Hassan Rouhani"], ["place: Tehran"])
    assert (row.sources, row.places) == (["T002"], ["11"])
    assert reached([row], references_on(world, [row.claim])) >= listed("F002-064 V19")


def test_where_did_putin_and_khamenei_meet_and_which_summit_was_there(world: World) -> None:
    (met,) = meetings(world, "Putin", "Ali Khamenei")
    assert (str(met.date), met.place) == ("2015-11-23", "Tehran")
    held = world.claims(about=met.place, predicate="located_in")
    assert [(row.subjects, row.when) for row in held] == [(["gecf.gas_summit.3"], "2015-11-23")]
    assert reached(world.claims(about=met), held) >= listed("F002-015 F002-008")
