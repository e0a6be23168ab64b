"""As of a day: who held an office, what a state was in an organization, and what was known of it."""

from __future__ import annotations

from datetime import date

import pytest

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import Claim, HoldsOffice, Person, Source, State, States, Subject
from graphmodel.evidence import KnownFact
from graphmodel.results import Table

from .means import listed, reached


def holders_named(world: World, office: str, state: str, day: str) -> list[tuple[str, str, str]]:
    """Who held an office on a day, with each text that names the holder as of that day, and the claim."""
    held = gm.select(Person.name, HoldsOffice.evidence).match(Person, HoldsOffice, State)
    ((holder, evidence),) = world.all(
        held.where(State.key == world.lookup(State, state).key, HoldsOffice.office == office).as_of(day)
    )
    named = gm.select(Person.name, Source.key, Claim.key).match(Source, States, Claim, Subject, Person)
    told = world.all(named.where(gm.in_(Claim.key, evidence), gm.col(Claim.as_of) == date.fromisoformat(day)))
    assert {name for name, _, _ in told} == {holder}  # the texts and the tables name the same
    return told


@pytest.mark.parametrize(
    ("day", "holder", "text", "evidence"),
    [
        ("2014-06-06", "Hassan Rouhani", "T000", "F000-004"),
        ("2015-11-23", "Hassan Rouhani", "T002", "F002-068"),
        ("2017-03-28", "Hassan Rouhani", "T001", "F001-004"),
        ("2025-01-17", "Masoud Pezeshkian", "T003", "F003-008"),
    ],
)
def test_q05_who_is_named_president_of_iran_as_of_a_day_and_by_which_document(
    world: World, day: str, holder: str, text: str, evidence: str
) -> None:
    assert holders_named(world, "President", "Iran", day) == [(holder, text, evidence)]


def spells(table: Table[KnownFact]) -> list[KnownFact]:
    """Of what is said of a state and an organization, what holds on the day: the best known first, then what began last."""
    latest_first = sorted((row for row in table if row.holds), key=lambda row: row.valid or "", reverse=True)
    return sorted(latest_first, key=lambda row: (row.holds != "certainly", row.known != "certainly"))


def test_q06_what_is_irans_status_in_the_sco_in_2017_by_the_documents_and_in_2025_with_references(world: World) -> None:
    (then,) = spells(world.status("Iran", "SCO", as_of="2017-03-28"))
    assert (then.value, "T001" in then.sources) == ("observer", True)
    told = world.status("Iran", "SCO", as_of="2025-01-17")
    (now,) = spells(told)
    assert (now.value, now.holds, str(now.valid)[:11]) == ("member", "certainly", "[2023-07-04")
    looked_up = [row for row in told if row.fact == "fact"]
    assert [(row.valid, row.sources) for row in looked_up] == [("2023-07-04", ["R03"])]
    assert "full (ninth) member on 4 July 2023" in (looked_up[0].value or "")
    assert reached([then], looked_up) >= listed("F001-049 V03")


@pytest.mark.parametrize(
    ("day", "status", "sources"),
    [
        ("2016-01-01", "observer", ["S106"]),
        ("2017-04-01", "observer", ["S106", "T001"]),
        ("2024-01-01", "member", ["S343"]),
    ],
)
def test_what_was_irans_status_in_the_sco_as_known_on_a_day_and_by_which_sources(
    world: World, day: str, status: str, sources: list[str]
) -> None:
    best = spells(world.status("Iran", "SCO", known_on=day))[0]
    assert (best.value, best.known, best.sources, best.undated) == (status, "certainly", sources, [])
    assert [source.key for source in world.citations(best.sources)] == sources


@pytest.mark.parametrize(
    ("day", "text", "evidence"), [("2014-06-06", "T000", "F000-008"), ("2015-11-23", "T002", "F002-002")]
)
def test_who_is_named_president_of_russia_as_of_a_day(world: World, day: str, text: str, evidence: str) -> None:
    assert holders_named(world, "President", "Russian Federation", day) == [("Vladimir Putin", text, evidence)]


def test_what_is_chinas_status_in_the_sco_as_of_28_march_2017_by_the_documents(world: World) -> None:
    (row,) = spells(world.status("China", "SCO", as_of="2017-03-28"))
    assert (row.value, "T001" in row.sources, reached([row]) >= listed("F001-052")) == ("member", True, True)
