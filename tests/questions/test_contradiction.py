"""Which documents disagree, on what, and which statements only look as if they did."""

from __future__ import annotations

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim, Mentions, Object, Person, Source, State, States, Subject

from .means import listed, reached, references_on


def numbers_of(world: World, unit: str) -> list[tuple[str, str | None, str]]:
    """What each document counts in a unit: document, number in words, claim."""
    keys = gm.select(Claim.key).where(Claim.unit == unit).order_by(Claim.key)
    wanted = set(world.all(keys))
    return [(row.sources[0], row.quantity, row.claim) for row in world.claims(counted=True) if row.claim in wanted]


def emended(world: World) -> list[tuple[str, str, str, str]]:
    """What was corrected in reading: claim, document, as printed there, what is meant."""
    source, state = gm.alias(Source), gm.alias(State)
    query = (
        gm.select(Claim.key, source.key, Mentions.surface, state.name)
        .match(source, States, Claim, Subject, state)
        .match(source, Mentions, state)
        .where(Claim.emended == True, gm.has(Mentions.claims, Claim.key))  # noqa: E712  (it is Cypher's)
    )
    return world.all(query)


def test_q10_which_documents_disagree_about_the_number_of_new_nuclear_plants(world: World) -> None:
    told = numbers_of(world, "plant")
    assert told == [
        ("T000", "at least 2 plant", "F000-037"),
        ("T000", "2 plant", "F000-039"),
        ("T001", "2 plant", "F001-036"),
        ("T004", "8 plant", "F004-002"),
    ]
    keys = {claim for *_, claim in told}
    disagree = [row for row in world.contradictions(kind="contradicts") if {row.a, row.b} <= keys]
    assert {(row.a_sources[0], row.b_sources[0]) for row in disagree} == {
        ("T000", "T000"),
        ("T000", "T004"),
        ("T001", "T004"),
    }
    (up_to_eight,) = [each for each in references_on(world, ["F004-002"]) if "up to eight in all" in each.fact]
    assert "two units at Bushehr firm" in up_to_eight.fact
    assert reached(disagree, [up_to_eight]) >= listed("F000-037 F000-039 F001-036 F004-002 V09")


def test_how_many_plants_there_are_to_be_at_bushehr_according_to_each_source(world: World) -> None:
    told = world.claims(about="New nuclear power plants in Iran", including_parts=True, counted=True)
    told = [row for row in told if row.unit == "plant"]
    assert [(row.sources[0], row.quantity) for row in told] == [
        ("T000", "at least 2 plant"),
        ("T000", "2 plant"),
        ("T001", "2 plant"),
        ("T004", "8 plant"),
    ]
    there = world.claims(about="Bushehr", including_parts=True, counted=True)
    assert {(row.sources[0], row.quantity) for row in there if row.unit == "plant"} == {
        ("T000", "2 plant"),
        ("T001", "2 plant"),
    }


def test_q20_who_takes_part_in_the_trilateral_diplomacy_how_is_it_printed_and_what_is_emended(world: World) -> None:
    part = world.claims(about="Iran-Turkey-Russia trilateral", predicate="participates_in")
    assert {name for row in part for name in row.subjects} == {"Iran", "Turkey", "Russia"}
    assert {source for row in part for source in row.sources} == {"T001"}
    ((claim, document, printed, meant),) = emended(world)
    assert (document, printed, meant) == ("T001", "Iran", "Russia")
    (row,) = [each for each in part if each.claim == claim]
    assert "both mentions print Iran where Russia is meant" in (row.note or "")
    assert reached(part) == listed("F001-070 F001-071 F001-072")
    assert claim == "F001-072"


def test_q23_which_claims_conflict_on_irans_readiness_to_work_with_the_united_states(world: World) -> None:
    (row,) = world.contradictions(about="Iran", between=("T001", "T002"), kind="contradicts")
    of_a, of_b = (
        next(each for each in world.claims(source=source) if each.claim == key)
        for source, key in (("T001", row.a), ("T002", row.b))
    )
    authors = gm.select(Person.name).match(Source, Subject, Claim, Object, Person)
    author = world.one(authors.where(Source.key == of_a.sources[0], Claim.predicate == "authored_by"))
    assert (of_a.speakers, author, of_a.said) == (None, "Kaveh L. Afrasiabi", "2017-03-29")
    assert (of_b.speakers, of_b.when) == ("Ali Khamenei", "2015-11-23")
    assert (of_a.value, of_b.predicate, of_b.value) == (
        "coordinating policy with the US administration",
        "refuses",
        "bilateral negotiation with the United States",
    )
    limits = world.one(gm.select(Claim.qualifiers).where(Claim.key == of_b.claim))
    assert "exception=nuclear issue" in limits
    assert reached([row]) == listed("F001-030 F002-055")


def test_q32_what_does_document_003_assert_about_iranian_drones_and_what_is_denied_by_whom(world: World) -> None:
    (row,) = world.contradictions(about="Iran", between=("T003", "T003"))
    asserted, denied = (
        next(each for each in world.claims(source="T003") if each.claim == key) for key in (row.a, row.b)
    )
    assert (asserted.mode, asserted.speakers, asserted.beside[0]) == ("asserted", None, "item: drones")
    assert (denied.mode, denied.speakers) == ("denied", "Government of Iran")
    assert (asserted.subjects, asserted.objects) == (denied.subjects, denied.objects) == (["Iran"], ["Russia"])
    assert world.one(gm.select(Claim.verb).where(Claim.key == denied.claim)) == "gave direct war aid to"
    assert asserted.places == denied.places == ["14"]
    assert reached([row]) == listed("F003-047 F003-048")


def test_where_does_document_002_contradict_itself_on_irans_reactors(world: World) -> None:
    (row,) = world.contradictions(about="Arak reactor", between=("T002", "T002"))
    assert (row.a_places, row.b_places, row.b_speakers) == (["6"], ["11"], "IRNA")
    assert reached([row]) == listed("F002-038 F002-070")


def test_which_documents_are_in_tension_on_what_the_sco_is_worth_to_iran(world: World) -> None:
    rows = world.contradictions(about="SCO", kind="tension")
    assert {(row.a_sources[0], row.b_sources[0]) for row in rows} == {("T004", "T001"), ("T004", "T002")}
    assert reached(rows) == listed("F004-060 F001-048 F002-087")


def test_which_statements_on_sanctions_differ_only_in_time(world: World) -> None:
    (row,) = world.contradictions(about="International sanctions", kind="differs_in_time")
    assert reached([row]) == listed("F001-033 F003-015")
