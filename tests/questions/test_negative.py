"""What is not so: clauses that a treaty lacks, who was left out, what is still missing, what nobody can help with."""

from __future__ import annotations

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim, Event, Involves, Object, Pact, QualifiedBy, State, Subject, Topic

from .means import listed, reached, references_on


def clauses(world: World, topic: str) -> list[tuple[str, bool, str]]:
    """Which pacts are said to have a clause on a topic, and which to lack it: claim, whether it has one, pact."""
    query = (
        gm.select(Claim.key, Claim.positive, Pact.key)
        .match(Claim, Subject, Pact)
        .where(gm.exists(gm.match(Claim, Object, Topic).where(Topic.name == topic)))
        .where(gm.in_(Claim.predicate, ["provides_for", "lacks_clause"]))
        .order_by(Claim.key)
    )
    return world.all(query)


def contrasted_with(world: World, claim: str) -> list[str]:
    """The pacts that a claim names by contrast."""
    query = gm.select(Pact.key).match(Claim, QualifiedBy, Pact)
    return world.all(query.where(Claim.key == claim, QualifiedBy.role == "contrast"))


def left_out(world: World, event: str) -> list[tuple[str, str, list[str]]]:
    """Which states were not invited to an event, when it was, and the claims."""
    query = gm.select(State.name, gm.col(Event.date), Involves.evidence).match(Event, Involves, State)
    found = world.all(query.where(Event.name == event, Involves.role == "absent").order_by(State.name))
    return [(name, str(day), evidence) for name, day, evidence in found]


def test_q08_does_the_treaty_of_2025_have_a_mutual_defence_clause_which_has_and_who_says_so(world: World) -> None:
    found = clauses(world, "mutual military assistance")
    assert [(has, pact) for _, has, pact in found] == [(True, "rus-prk-2024"), (False, "rus-irn-2025")]
    (row,) = world.claims(about="rus-irn-2025", predicate="lacks_clause", positive=False)
    assert contrasted_with(world, row.claim) == ["rus-prk-2024"]
    assert (row.speakers, row.sources, row.places) == ("Iranian side, via Russian state media", ["T003"], ["12"])
    looked_up = references_on(world, [claim for claim, *_ in found])
    (on_the_clause,) = [each for each in looked_up if "article 4" in each.fact]
    assert "Russia-North Korea treaty" in on_the_clause.fact
    assert reached([row], [claim for claim, *_ in found], looked_up) >= listed("F003-043 F003-042 V29")


def test_q22_which_states_were_not_invited_to_the_washington_summit_and_when_was_it(world: World) -> None:
    found = left_out(world, "Washington summit on defeating ISIS")
    assert [(name, day) for name, day, _ in found] == [("Iran", "2017-03-22"), ("Russia", "2017-03-22")]
    rows = world.claims(about="washington-isis-summit-2017", predicate="not_invited_to")
    assert {(*row.sources, *row.places, row.when) for row in rows} == {("T001", "4", "2017-03-22")}
    told = reached(*(evidence for *_, evidence in found))
    assert reached(rows, told, references_on(world, told)) >= listed("F001-024 F001-025 V24")


def test_q29_what_is_still_missing_for_the_gas_pipeline_as_of_january_2025(world: World) -> None:
    rows = world.claims(about="Russia-Iran gas pipeline", source="T003")
    (missing,) = [row for row in rows if row.predicate == "disagrees_on"]
    (planned,) = [row for row in rows if row.predicate == "builds"]
    assert (missing.objects, missing.speakers, missing.places) == (["gas price"], "Vladimir Putin", ["17"])
    assert (planned.subjects, planned.mode) == (["Iran", "Russia"], "planned")
    assert reached(rows) >= listed("F003-059 F003-057")


def test_q38_which_concerns_of_iran_fall_outside_what_the_sco_can_help_with(world: World) -> None:
    (little,) = world.claims(about="SCO", predicate="of_little_help_on", source="T004")
    inside = world.claims(about=little.objects, predicate="concerned_about", source="T004", including_parts=True)
    assert {name for row in inside for name in row.objects if row.subjects == ["Iran"]} == {
        "civil war and possible break-up of Iraq",
        "US forces and equipment in the Persian Gulf",
        "Shia-Sunni tension",
        "pressure on oil producers to raise output and cut prices",
    }
    places = [entry.removeprefix("place: ") for row in inside for entry in row.beside]
    there = world.claims(about=places, source="T004")
    where = world.claims(about="Iran", predicate="concerned_about", source="T004")
    assert reached([little], inside, there, where) >= listed("F004-054..F004-060")


def test_what_can_iran_and_what_can_russia_not_do_and_by_which_documents(world: World) -> None:
    rows = world.claims(predicate="capable_of", positive=False)
    assert {(row.claim, row.subjects[0], row.value, row.sources[0]) for row in rows} == {
        ("F003-067", "Iran", "gas for own needs", "T003"),
        ("F004-065", "Russia", "every technology need of Iran", "T004"),
    }


def test_which_organization_was_iran_expected_in_and_never_joined(world: World) -> None:
    refuted = world.contradictions(about="CSTO", kind="refutes", between=("R05", "T002"))
    assert [row.b for row in refuted] == ["F002-086"]
    assert [row.fact for row in world.status("Iran", "CSTO") if row.holds] == []
