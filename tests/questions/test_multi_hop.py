"""Several steps: from what was ahead to what came, from flows to their ends, from a project to the system it belongs to."""

from __future__ import annotations

from datetime import date

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import (
    Claim,
    Event,
    HoldsOffice,
    Involves,
    MemberOf,
    Object,
    Organization,
    PartOf,
    Person,
    Project,
    Source,
    State,
    States,
    Subject,
)

from .means import listed, reached, references_on

FLOWS = ("transfers_to", "supports")
"""The predicates of what goes from one to another."""


def prospects(world: World, state: str, day: str) -> list[tuple[str, str, str, str | None, date | None]]:
    """The organizations that a state is said to join: claim, document, organization, its status there on a day, and since when."""
    prospect, member = gm.alias(Claim), gm.alias(State)
    query = (
        gm.select(prospect.key, Source.key, Organization)
        .match(Source, States, prospect, Object, Organization)
        .match(prospect, Subject, member)
        .where(prospect.predicate == "prospective_member_of", member.key == world.lookup(State, state).key)
        .order_by(prospect.key)
    )
    found: list[tuple[str, str, str, str | None, date | None]] = []
    for claim, source, organization in world.all(query):
        status = gm.select(MemberOf).match(State, MemberOf, Organization).as_of(day)
        spell = world.first(
            status.where(State.key == world.lookup(State, state).key, Organization.key == organization.key)
        )
        since = spell.valid.bounds.from_earliest if spell else None
        found.append((claim, source, organization.short_name or organization.name, spell and spell.status, since))
    return found


def test_q07_which_organizations_are_named_as_ahead_for_iran_and_which_has_it_joined_by_2025(world: World) -> None:
    found = prospects(world, "Iran", "2025-01-17")
    assert {source for _, source, *_ in found} == {"T002"}
    assert [row[2:] for row in found] == [
        ("EAEU", "observer", date(2024, 12, 26)),
        ("CSTO", None, None),
        ("SCO", "member", date(2023, 7, 4)),
    ]
    claims = [claim for claim, *_ in found]
    looked_up = references_on(world, claims)
    assert reached(claims, looked_up) >= listed("F002-085 F002-086 F002-087 V03 V04 V05")


def test_q33_which_arms_or_military_support_flow_from_whom_to_whom_by_document(world: World) -> None:
    flows = [row for row in world.claims(kind="arms") if row.predicate in FLOWS]
    told = {
        (row.sources[0], row.subjects[0], row.objects[0], (row.beside or ["?"])[0], row.mode, row.speakers)
        for row in flows
    }
    assert told == {
        ("T002", "Russia", "Iran", "item: S-300 air defence system", "planned", None),
        ("T004", "Russia", "Iran's defence capability", "?", "asserted", None),
        ("T002", "Russia", "Iraq", "beneficiary: Saddam Hussein", "speculative", None),
        ("T003", "Iran", "Russia", "item: drones", "asserted", None),
        ("T003", "Iran", "Russia", "?", "denied", "Government of Iran"),
        ("T003", "Bashar al-Assad", "Hezbollah", "place: Lebanon", "asserted", None),
    }
    words = gm.select(Claim.key, Claim.verb, gm.col(Claim.hedge)).where(gm.in_(Claim.key, sorted(reached(flows))))
    said = {key: (verb, hedge) for key, verb, hedge in world.all(words)}
    (denied,) = [row.claim for row in flows if row.mode == "denied"]
    (anachronism,) = [row for row in flows if row.objects == ["Iraq"]]
    assert "the supplier was the USSR" in (anachronism.note or "")
    (alleged,) = [key for key, (_, hedge) in said.items() if hedge == "alleged"]
    assert (said[denied][0], alleged) == ("gave direct war aid to", anachronism.claim)
    assert reached(flows) == listed("F002-073 F004-003 F002-032 F003-047 F003-048 F003-080")


def test_which_ministers_went_along_on_a_visit_of_a_president_and_in_which_office(world: World) -> None:
    visit, visitor, companion = gm.alias(Event), gm.alias(Person), gm.alias(Person)
    came, went = gm.alias(Involves), gm.alias(Involves)
    query = (
        gm.select(visit.name, visitor.name, companion.name, HoldsOffice.office)
        .match(visit, came, visitor)
        .match(visit, went, companion)
        .match(companion, HoldsOffice, State)
        .where(came.role == "visitor", went.role == "participant")
    )
    assert set(world.all(query)) == {("Putin Tehran visit 2015", "Vladimir Putin", "Sergei Lavrov", "Foreign Minister")}
    assert reached(world.claims(predicate="accompanied")) >= listed("F002-006")


def test_which_project_that_iran_and_russia_build_is_part_of_which_corridor(world: World) -> None:
    part, whole = gm.alias(Project), gm.alias(Project)
    query = (
        gm.select(part.name, whole.key, Involves.evidence)
        .match(part, gm.outgoing(PartOf), whole)
        .match(part, Involves, State)
        .where(Involves.role == "builder", State.key == "IRN", whole.kind == "corridor")
    )
    assert world.all(query) == [("International North-South Transport Corridor rail line", "instc", ["F003-049"])]
