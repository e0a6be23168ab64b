"""When: relative words that an event fixes, durations, starts that are printed or worked out, order in time."""

from __future__ import annotations

from datetime import date

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim, Event, Object, QualifiedBy, Source, States, Subject

from .means import listed, reached, references_on


def worded(world: World, words: str, document: str) -> list[Claim]:
    """The claims whose time a document gives in these words."""
    query = gm.select(Claim).match(Source, States, Claim)
    return world.all(query.where(Claim.date_text == words, Source.key == document).order_by(Claim.key))


def starts(world: World, *events: str) -> dict[str, tuple[str, str, str, str]]:
    """When each event began: the start, as far as it is known, the document, whether it is printed there, and the claim."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for between in (Subject, QualifiedBy):
        query = (
            gm.select(Event.name, Claim, Source.key)
            .match(Source, States, Claim, between, Event)
            .where(gm.in_(Claim.predicate, ["occurs", "involves", "attacks"]), Claim.date_basis != None)  # noqa: E711
            .where(gm.in_(Event.key, events))
        )
        for name, claim, source in world.all(query):
            start = claim.on or (claim.valid.start if claim.valid else None)
            found[str(name)] = (str(start), source, str(claim.date_basis), claim.key)
    return found


def test_q03_which_date_is_last_monday_in_document_002_and_which_event_fixes_it(world: World) -> None:
    (claim,) = worded(world, "last Monday", "T002")
    assert (str(claim.on), claim.on and claim.on.earliest.strftime("%A")) == ("2015-11-23", "Monday")
    (place,) = [row.objects for row in world.claims(predicate="visited", source="T002") if row.claim == claim.key]
    held = [
        row for row in world.claims(about=place, predicate="located_in", source="T002") if row.when == str(claim.on)
    ]
    assert [(row.subjects, row.beside) for row in held] == [(["gecf.gas_summit.3"], [])]
    looked_up = references_on(world, reached(held))
    assert [(each.reference, each.date) for each in looked_up] == [("V06", "2015-11-23")]
    assert reached([claim.key], held, looked_up) == listed("F002-003 F002-008 V06")


def test_q25_how_long_was_the_s_300_sale_pending_and_which_years_follow(world: World) -> None:
    rows = {row.predicate: row for row in world.claims(about="S-300 sale", source="T002") if row.kind == "arms"}
    assert rows["has_measure"].quantity == "8 year"
    assert rows["expected_to"].when == "2016"
    (contract,) = world.claims(about="S-300 sale", kind="derived")
    assert contract.when == "2007"
    looked_up = references_on(world, reached(rows.values()))
    assert {each.reference for each in looked_up} == {"V22"}
    assert "contract 2007" in looked_up[0].fact
    assert "first delivery announced 2016-04-11" in looked_up[0].fact
    assert reached(rows.values(), looked_up) == listed("F002-073 F002-074 F002-075 V22")


def test_q34_when_did_each_conflict_start_by_which_document_printed_or_worked_out(world: World) -> None:
    found = starts(
        world, "iran-iraq-war", "syrian-conflict", "attack-on-crimea-2014", "attack-on-ukraine-2022", "gaza-war"
    )
    assert found == {
        "Iran-Iraq war": ("1980", "T002", "stated", "F002-034"),
        "Syrian conflict": ("2011", "T002", "stated", "F002-042"),
        "Russian attack on Ukraine": ("2022-02-24", "T003", "resolved", "F003-013"),
        "Gaza war": ("2023-10-07", "T003", "resolved", "F003-085"),
        "Russian attack on Crimea": ("2014", "T004", "resolved", "F004-034"),
    }
    (war,) = world.claims(about="Iran-Iraq war", predicate="involves")
    assert war.when == "[1980, 1988)"
    assert {key for *_, key in found.values()} == listed("F002-034 F002-042 F003-013 F003-085 F004-034")


def test_q39_when_were_the_payment_systems_linked_and_what_does_the_document_say_of_the_date(world: World) -> None:
    (row,) = [
        row for row in world.claims(about="payment-system-link", source="T003") if row.predicate == "cooperates_on"
    ]
    (claim,) = [each for each in worded(world, "recently", "T003") if each.key == row.claim]
    assert (str(claim.on), claim.date_basis) == ("2024-11-11", "resolved")
    (said,) = references_on(world, [row.claim])
    assert (said.date, said.fact[:14]) == ("2024-11-11", "Mir and Shetab")
    assert reached([row], [said]) == listed("F003-070 V32")
    named = gm.select(Claim.key).match(Source, States, Claim).where(Source.key == "T003")
    named = named.where(gm.any_of(gm.contains(Claim.value, "Mir"), gm.contains(Claim.value, "Shetab")))
    assert not world.exists(named)


def test_how_many_days_before_which_event_was_the_treaty_of_2025_signed(world: World) -> None:
    query = gm.select(gm.col(Claim.on).earliest, gm.col(Event.date).earliest, Event.name, Claim.key)
    query = query.match(Claim, Object, Event).where(Claim.predicate == "precedes")
    ((signed, followed, name, claim),) = world.all(query)
    assert (signed, (followed - signed).days, name) == (date(2025, 1, 17), 3, "inauguration of Donald Trump")
    assert {claim} == listed("F003-031")


def test_which_date_is_earlier_this_year_in_document_000_and_in_document_002(world: World) -> None:
    found = {document: worded(world, "earlier this year", document) for document in ("T000", "T002")}
    told = {document: [(claim.key, str(claim.on)) for claim in claims] for document, claims in found.items()}
    assert told == {"T000": [("F000-036", "2014-03")], "T002": [("F002-076", "2015-07-14")]}


def test_when_did_the_islamic_revolution_begin_and_is_it_printed(world: World) -> None:
    assert starts(world, "islamic-revolution") == {"Islamic Revolution": ("1979", "T002", "stated", "F002-030")}
