"""Counts: of visits, of claims by speaker and by document, of those who imposed, of rounds held, of movements named."""

from __future__ import annotations

from datetime import date

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import (
    Claim,
    Collective,
    HoldsOffice,
    Involves,
    Measure,
    Object,
    Organization,
    Person,
    QualifiedBy,
    Source,
    State,
    States,
    Subject,
)
from graphmodel.domain.claim_vocabularies import SourceKind

from .means import listed, reached


def imposers(world: World, measure: str) -> dict[str, list[str]]:
    """Who imposed a measure, each with the claims that say so."""
    found: dict[str, list[str]] = {}
    for kind in (State, Organization):
        who = gm.alias(kind)
        query = gm.select(who.name, Involves.evidence).match(Measure, Involves, who)
        found |= world.all(query.where(Measure.key == measure, Involves.role == "imposer"))
    return found


def rounds(world: World, by: date) -> list[tuple[str, float | None, str, int | None, str]]:
    """How many rounds each format had held by a day: format, number, document, paragraph, claim."""
    query = gm.select(Organization.name, Claim, Source.key, States.paragraph_from)
    found = world.all(
        query.match(Source, States, Claim, Subject, Organization)
        .where(Claim.unit == "round", gm.col(Claim.as_of) <= by)
        .order_by(Organization.name)
    )
    return [(name, claim.quantity, source, place, claim.key) for name, claim, source, place in found]


def movements(world: World) -> dict[str, dict[str, set[str]]]:
    """The movements that texts name: each with the documents, and the claims of each, that name it."""
    found: dict[str, dict[str, set[str]]] = {}
    for between in (Subject, Object, QualifiedBy):
        query = (
            gm.select(Collective.name, Source.key, Claim.key)
            .match(Source, States, Claim, between, Collective)
            .where(
                gm.in_(Collective.kind, ["armed_movement", "political_movement"]),
                Source.kind == SourceKind.SEED_TEXT,
                Claim.kind != "row",
            )
        )
        for name, source, claim in world.all(query):
            found.setdefault(name, {}).setdefault(source, set()).add(claim)
    return found


def test_q04_who_of_the_presidents_visited_where_when_by_which_document(world: World) -> None:
    visits = [
        row
        for row in world.claims(predicate="visited")
        if all(is_president(world, visitor) for visitor in row.subjects)
    ]
    assert {(row.subjects[0], row.objects[0], row.when, row.sources[0]) for row in visits} == {
        ("Vladimir Putin", "Tehran", "2015-11-23", "T002"),
        ("Hassan Rouhani", "Moscow", "[2017-03-27, 2017-03-29)", "T001"),
        ("Masoud Pezeshkian", "Moscow", "2025-01-17", "T003"),
    }
    assert len(visits) == 3
    assert reached(visits) >= listed("F002-003 F001-003 F003-007")


def is_president(world: World, name: str) -> bool:
    """Whether somebody was ever president, of whatever state."""
    offices = gm.select(HoldsOffice).match(Person, HoldsOffice, State)
    return world.exists(offices.where(Person.name == name, HoldsOffice.office == "President"))


def test_q15_how_many_claims_are_attributed_to_marandi(world: World) -> None:
    claims = world.claims(by="Seyed Mohammad Marandi")
    assert len(claims) == 9
    assert reached(claims) >= listed("F000-022 F000-023 F000-025 F000-028..F000-033")


def test_q16_which_actors_imposed_sanctions_on_iran_by_document_004_and_which_voluntarily(world: World) -> None:
    found = imposers(world, "sanctions-on-iran")
    stated = reached(world.claims(source="T004", predicate="imposes_sanctions_on"))
    assert reached(*found.values()) == stated
    of_states, of_others = (
        {"Japan", "South Korea", "United Arab Emirates", "Canada"},
        {
            "United Nations Security Council",
            "US Congress",
            "US administration",
            "European Union",
        },
    )
    assert set(found) == of_states | of_others
    voluntary = gm.select(State.name).match(Claim, Subject, State)
    voluntary = voluntary.where(
        gm.in_(Claim.key, sorted(stated)), gm.has(Claim.qualifiers, "basis=additional and voluntary")
    )
    assert set(world.all(voluntary)) == of_states
    assert stated >= listed("F004-015..F004-022")


def test_q21_how_many_astana_and_geneva_rounds_had_been_held_by_28_march_2017(world: World) -> None:
    held = rounds(world, date(2017, 3, 28))
    assert [row[:4] for row in held] == [("Astana format", 3, "T001", 7), ("Geneva format", 5, "T001", 7)]
    assert {row[4] for row in held} >= listed("F001-067 F001-068")
    assert rounds(world, date(2017, 3, 27)) == []


def test_q24_how_many_claims_are_attributed_to_khamenei_and_in_which_documents(world: World) -> None:
    claims = world.claims(by="Ali Khamenei")
    assert (len(claims), {source for row in claims for source in row.sources}) == (12, {"T002"})
    assert reached(claims) >= listed("F002-018 F002-020..F002-023 F002-050..F002-056")


def test_q36_how_many_armed_or_militant_movements_are_named_and_in_which_documents(world: World) -> None:
    found = movements(world)
    assert {name: set(documents) for name, documents in found.items()} == {
        "ISIS": {"T001", "T002", "T004"},
        "Taliban": {"T004"},
        "al-Qaeda": {"T004"},
        "Hizb ut-Tahrir": {"T004"},
        "Hezbollah": {"T003"},
    }
    keys = reached(*(claims for documents in found.values() for claims in documents.values()))
    assert keys >= listed("F001-064 F002-061 F004-049..F004-052 F003-081")


def test_q40_how_many_claims_does_each_document_contribute(world: World) -> None:
    contributed = (
        gm.select(Source.key, gm.count(Claim.key))
        .match(Source, States, Claim)
        .where(Source.kind == SourceKind.SEED_TEXT, Claim.kind != "row")
        .order_by(Source.key)
    )
    found = world.all(contributed)
    assert found == [("T000", 43), ("T001", 87), ("T002", 94), ("T003", 90), ("T004", 75)]
    assert sum(number for _, number in found) == 389


def test_how_many_claims_are_attributed_to_putin_and_in_which_documents(world: World) -> None:
    counted = (
        gm.select(Source.key, gm.count(Claim.key, distinct=True))
        .match(Source, States, Claim)
        .where(gm.in_(Claim.key, sorted(reached(world.claims(by="Kremlin chief")))))
        .order_by(Source.key)
    )
    assert world.all(counted) == [("T000", 6), ("T001", 2), ("T002", 5), ("T003", 7)]


def test_in_how_many_organizations_do_iran_and_asian_countries_converge(world: World) -> None:
    rows = world.claims(about="Asian countries", predicate="converges_within")
    names = {name for row in rows for name in row.objects}
    assert names == {
        "Shanghai Cooperation Organisation",
        "Economic Cooperation Organization",
        "Collective Security Treaty Organization",
    }
    assert reached(rows) == listed("F004-043..F004-045")
