"""The texts are in the graph as they are in their tables, cell by cell, and the world has what follows from them."""

from __future__ import annotations

import csv
import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from graphmodel import World
from graphmodel.domain import (
    Claim,
    Collective,
    Entity,
    Event,
    HoldsOffice,
    Involves,
    MemberOf,
    Mentions,
    Organization,
    Pact,
    Person,
    Place,
    Source,
    State,
    Topic,
)
from graphmodel.domain.assertions import Assertion, Assertions
from graphmodel.domain.claim_vocabularies import ClaimKind, Mode, Predicate
from graphmodel.domain.derived_claims import derived_claims
from graphmodel.domain.evidence import assertions_in, evidence_layer
from graphmodel.domain.rules.deriving import derive
from graphmodel.errors import DataError
from graphmodel.model import Period, ref
from graphmodel.query import select

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {"T000": 43, "T001": 87, "T002": 94, "T003": 90, "T004": 75}


def rows(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_read: dict[int, dict[str, Assertion]] = {}


@pytest.fixture
def told(world: World) -> dict[str, Assertion]:
    """All claims of the graph by their keys, read back from it."""
    if id(world) not in _read:
        _read[id(world)] = {each.key: each for each in assertions_in(world)}
    return _read[id(world)]


# ------------------------------------------------------------------------------- the graph against the tables, cell by cell


def text(value: object) -> str:
    """A value as a cell."""
    if value is None or value is False:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if value < 1e5 else f"{value:.0f}"
    return "true" if value is True else str(value)


def joined(entities: tuple[Entity, ...]) -> str:
    return "; ".join(each.key for each in entities)


def number(each: Assertion) -> str:
    claim = each.claim
    given = {
        "exact": {claim.quantity, claim.quantity_min, claim.quantity_max},
        "at_least": {claim.quantity_min},
        "up_to": {claim.quantity_max},
    }.get(claim.approximation or "", {claim.quantity})
    assert len(given) == 1, each.key
    return text(next(iter(given)))


def end_of(period: Period | None, name: str) -> str:
    at = None if period is None else getattr(period, name)
    return "" if at is None or repr(at) == "UNKNOWN" else str(at)


def other_qualifiers(each: Assertion) -> str:
    return "; ".join(said for said in each.claim.qualifiers if not said.startswith("precision="))


def paragraph_to(each: Assertion) -> str:
    first, last = each.paragraphs or (0, 0)
    return "" if first == last else str(last)


# Written by hand, not taken from the code: how each cell of claims.csv reads from the graph.
CLAIM: dict[str, Callable[[Assertion], str]] = {
    "source_id": lambda a: "; ".join(a.sources),
    "paragraph_from": lambda a: str((a.paragraphs or (0, 0))[0]),
    "paragraph_to": paragraph_to,
    "subjects": lambda a: joined(a.subjects),
    "objects": lambda a: joined(a.objects),
    "negative": lambda a: text(not a.claim.positive),
    "attributed_to": lambda a: joined(a.attributed_to),
    "via": lambda a: joined(a.via),
    "date": lambda a: text(a.claim.on),
    "start": lambda a: end_of(a.claim.valid, "start"),
    "end": lambda a: end_of(a.claim.valid, "end"),
    "precision": lambda a: a.said("precision") or "",
    "quantity": number,
    "qualified_by": lambda a: "; ".join(f"{role}={each.key}" for role, each in a.qualified_by),
    "mentions": lambda a: "; ".join(f"{each.key}={form}" for each, form in a.mentions),
    "qualifiers": other_qualifiers,
}


def test_claims_of_texts_are_in_the_graph_cell_by_cell(told: dict[str, Assertion]) -> None:
    table = rows("claims")
    assert len(table) == 389
    for row in table:
        claim = told[row["key"]]
        for column, cell in row.items():
            read = CLAIM[column](claim) if column in CLAIM else text(getattr(claim.claim, column))
            if column == "mentions":  # a set: the graph keeps no order of them
                assert sorted(read.split("; ")) == sorted(cell.split("; ")), row["key"]
            else:
                assert read == cell, (row["key"], column)


def test_links_are_in_the_graph_cell_by_cell(told: dict[str, Assertion]) -> None:
    found = {
        *(
            (a.key, "supports", link.claim, link.reason, "stated", "")
            for a in told.values()
            for link in a.supports
            if link.basis == "stated" and a.key.startswith("F")
        ),
        *(
            (a.key, str(link.kind), link.claim, link.reason, "", str(link.degree))
            for a in told.values()
            for link in a.contradicts
            if a.key.startswith("F") and not link.claim.startswith("conflicts/")
        ),
    }
    expected = {
        (
            row["claim"],
            row["relation"],
            row["other"],
            row["reason"],
            "stated" if row["relation"] == "supports" else "",
            {"supports": "", "contradicts": "full"}.get(row["relation"], "partial"),
        )
        for row in rows("claim_links")
    }
    assert len(expected) == 33
    assert found == expected


def test_references_are_in_the_graph_cell_by_cell(told: dict[str, Assertion]) -> None:
    for row in rows("references"):
        each = told[row["key"]]
        against = {link.claim: str(link.kind) for link in each.contradicts}
        borne_out = [link.claim for link in each.supports]
        assert (each.claim.kind, each.claim.predicate) == ("reference", "fact")
        assert {link.basis for link in each.supports} <= {"reference"}
        assert {
            "subjects": joined(each.subjects),
            "fact": each.claim.value,
            "date": text(each.claim.on),
            "verdict": each.said("verdict"),
            "bears_on": joined(each.objects),
            "source_ids": "; ".join(each.sources),
            "confidence": str(each.claim.confidence),
            "note": text(each.claim.note),
        } == {name: row[name] for name in row if name not in ("key", "bears_out")}, row["key"]
        match row["verdict"]:
            case "corrects" | "refutes":
                assert sorted(borne_out) == sorted(filter(None, row["bears_out"].split("; ")))
                assert against == {key: row["verdict"] for key in row["bears_on"].split("; ") if key not in borne_out}
            case "confirms" | "refines":
                assert (sorted(borne_out), against) == (sorted(row["bears_on"].split("; ")), {})
            case _:  # context, unverified: neither for nor against
                assert (borne_out, against) == ([], {})


def test_things_are_in_the_graph_cell_by_cell(world: World, told: dict[str, Assertion]) -> None:
    labels = {each.__name__.lower(): each for each in (Place, Topic, Event, Collective)}
    for row in rows("things"):
        each = told[f"things/{row['key']}"]
        assert {
            "key": joined(each.subjects),
            "label": type(each.subjects[0]).__name__.lower(),
            "kind": text(each.claim.value),
            "name": each.said("name"),
            "aliases": "; ".join(each.all_said("aliases")),
            "part_of": joined(each.objects),
            "located_in": "; ".join(of.key for _, of in each.qualified_by),
            "date": text(each.claim.on),
            "start": end_of(each.claim.valid, "start"),
            "end": end_of(each.claim.valid, "end"),
            "source_id": "; ".join(each.sources),
            "note": text(each.claim.note),
        } == row
        if row["label"] in labels:
            node: Any = world.get(labels[row["label"]], row["key"])
            assert (node.name, node.aliases, str(node.kind)) == (
                row["name"],
                row["aliases"].split("; ") if row["aliases"] else [],
                row["kind"],
            )


def test_sources_are_in_the_graph_cell_by_cell(world: World) -> None:
    found = {each.key: each for each in world.all(Source)}
    defaults = {"kind": "work", "standing": "other"}
    for row in rows("sources"):
        for column, cell in row.items():
            assert text(getattr(found[row["key"]], column)) == (cell or defaults.get(column, "")), (row["key"], column)


# ------------------------------------------------------------------------------------------------------ what follows from it


def test_each_text_contributes_its_claims(told: dict[str, Assertion]) -> None:
    assert (
        Counter(a.sources[0] for a in told.values() if a.sources and a.sources[0] in TEXTS and "/" not in a.key)
        == TEXTS
    )


@pytest.mark.parametrize(
    ("model", "form", "key"),
    [
        (Person, "Peseschkian", "masoud-pezeshkian"),
        (Person, "Pezeshkian", "masoud-pezeshkian"),
        (Person, "Khameini", "ali-khamenei"),
        (Person, "Khameni", "ali-khamenei"),
        (Person, "Khomeini", "ruhollah-khomeini"),
        (Person, "Kremlin chief", "vladimir-putin"),
        (Topic, "Super Sukhoi", "superjet"),
        (Collective, "ISIS", "isis"),
        (Collective, "ISIL", "isis"),
        (Collective, "Daesh", "isis"),
        (Collective, "Freedom Party", "hizb-ut-tahrir"),
        (Organization, "US houses of parliament", "us-congress"),
        (Organization, "Carnegie think tank", "carnegie-endowment"),
        (Organization, "Carnegie Moscow Center", "carnegie-moscow-center"),
        (Organization, "Kremlin", "kremlin"),
        (Organization, "ISNA", "isna"),
        (Organization, "IRNA", "irna"),
        (Pact, "JCPOA", "jcpoa-2015"),
        (Pact, "P5+1 agreement", "jcpoa-2015"),
        (State, "USSR", "SUN"),
        (State, "Soviet Union", "SUN"),
        (State, "Russia", "RUS"),
        (Place, "Tehran", "tehran"),
        (Place, "Moscow", "moscow"),
    ],
)
def test_names_and_spellings_resolve_and_look_alikes_stay_apart(
    world: World, model: type[Entity], form: str, key: str
) -> None:
    assert world.lookup(model, form).key == key


def test_every_printed_form_stands_for_one_entity_in_its_text(world: World) -> None:
    emended = {claim.key for claim in world.all(Claim) if claim.emended}
    assert emended == {"F001-072"}
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in world.all(select(Mentions)):
        assert mention.claims
        if not set(mention.claims) <= emended:
            meant[mention.start.key, mention.surface].add(mention.end.key)
    assert {form: keys for form, keys in meant.items() if len(keys) > 1} == {}
    assert {source for (source, _), keys in meant.items() if "isis" in keys} == {"T001", "T002", "T004"}
    assert {form for (_, form), keys in meant.items() if "isis" in keys} == {"ISIS", "ISIL", "Daesh"}


def test_derived_claims_are_worked_out_and_stated_by_nobody(told: dict[str, Assertion]) -> None:
    growth, price, year = (told[key] for key in ("D01", "D02", "D03"))
    assert growth.derived_from == ("F001-038", "F001-039")
    assert growth.claim.quantity == pytest.approx(200 / 3)
    assert (price.claim.quantity, price.claim.currency, price.said("flag")) == (500_000_000, "USD", "implausible")
    assert price.claim.mode == "speculative"  # as its inputs
    assert str(year.claim.on) == "2007"
    assert all(each.sources == () and each.claim.kind == "derived" for each in (growth, price, year))


def test_a_text_bears_out_the_spell_that_it_speaks_of(world: World) -> None:
    evidence = {spell.spell: spell.evidence for spell in world.all(select(HoldsOffice))}
    assert evidence["IRN.president.hassan-rouhani.1"][1:] == ["F000-004", "F001-004", "F002-068"]
    assert evidence["RUS.president.vladimir-putin.3"][1:] == ["F000-008", "F002-002", "F003-010"]
    assert evidence["RUS.president.vladimir-putin.2"][1:] == []
    assert evidence["IRN.supreme-leader.ali-khamenei.1"][1:] == ["F002-016"]
    assert {spell.spell: spell.evidence for spell in world.all(select(MemberOf)) if "F001-052" in spell.evidence} == {
        "sco.CHN.1": ["memberships/sco.CHN.1", "F001-052"]
    }


def test_where_there_is_no_spell_a_text_gives_one_of_which_its_day_is_known(world: World) -> None:
    own = {spell.spell: spell for spell in world.all(select(HoldsOffice)) if spell.spell.startswith("F")}
    assert set(own) == {"F000-026", "F000-027", "F002-005", "F002-048", "F003-078"}
    dean = own["F000-027"]
    assert (dean.start.key, dean.end.key, dean.role) == ("seyed-mohammad-marandi", "university-of-tehran", "other")
    assert dean.valid.certainly_on("2014-06-06")
    assert not dean.valid.certainly_on("2014-06-07")
    assert dean.valid.possibly_on("2014-06-07")


def test_an_absence_that_is_said_is_an_edge_and_a_denial_is_none(world: World) -> None:
    involved = {(each.start.key, str(each.role), each.end.key): each.evidence for each in world.all(select(Involves))}
    summit = "washington-isis-summit-2017"
    assert {who for event, role, who in involved if event == summit and role == "absent"} == {"IRN", "RUS"}
    assert involved["drone-transfer", "supplier", "IRN"] == ["F003-047"]
    assert "F003-048" not in set(chain.from_iterable(involved.values()))
    assert {who for thing, role, who in involved if thing == "sanctions-on-iran" and role == "imposer"} == {
        *("unsc", "us-congress", "us-administration", "eu", "JPN", "KOR", "ARE", "CAN")
    }


def test_a_membership_that_only_a_text_tells_of_is_a_spell_of_its_own() -> None:
    told = Assertion(
        Claim(
            key="F009-001",
            predicate=Predicate.OBSERVER_OF,
            kind=ClaimKind.MEMBERSHIP,
            as_of=date(2015, 1, 1),
        ),
        ("T000",),
        (ref(State, "MNG"),),
        (ref(Organization, "gcc"),),
    )
    [spell] = [each for each in derive(Assertions([told])) if isinstance(each, MemberOf)]
    assert (spell.spell, spell.status, spell.full, spell.evidence) == ("F009-001", "observer", None, ["F009-001"])
    assert spell.valid.certainly_on("2015-01-01")
    planned = dataclasses.replace(told, claim=told.claim.model_copy(update={"mode": Mode.PLANNED}))
    assert derive(Assertions([planned])) == []
    assert [str(held) for held in Assertions([planned]).held_back] == ["F009-001: is planned"]


def test_words_of_what_cannot_speak_are_refused() -> None:
    claim = Assertion(Claim(key="F009-001", predicate=Predicate.DECLARES), ("T000",), (ref(State, "IRN"),))
    wrong = dataclasses.replace(claim, attributed_to=(ref(Place, "tehran"),))
    with pytest.raises(DataError, match="'tehran' is a Place"):
        list(evidence_layer([wrong]))


def test_what_is_worked_out_needs_its_inputs() -> None:
    assert list(derived_claims([])) == []
    total = Assertion(Claim(key="F002-080", predicate=Predicate.HAS_MEASURE), ("T002",), (ref(Topic, "x"),))
    count = Assertion(Claim(key="F002-078", predicate=Predicate.TRANSFERS_TO, quantity=100), ("T002",), ())
    assert list(derived_claims([count])) == []
    with pytest.raises(DataError, match="'F002-080' has no number"):
        list(derived_claims([total, count]))
