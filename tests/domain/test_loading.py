"""Loading the curated world on every engine: all of it, once, and nothing of what is wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import neo4j
import pytest
from rich.console import Console

import graphmodel as gm
from graphmodel import World, select
from graphmodel.domain import (
    NODES,
    RELATIONSHIPS,
    Claim,
    Event,
    HoldsOffice,
    Leader,
    MemberOf,
    Obligation,
    Obliges,
    Organization,
    Pact,
    Person,
    Source,
    State,
    States,
    Subject,
    Supports,
    TreatyAct,
)
from graphmodel.domain.assertions import Assertions
from graphmodel.domain.claim_vocabularies import ClaimKind
from graphmodel.domain.claims import claims_from
from graphmodel.domain.loading import load_seeds
from graphmodel.domain.policies import OFFICIAL_FIRST
from graphmodel.domain.rebuilding import settled_in
from graphmodel.domain.rules.deriving import derive
from graphmodel.domain.tables.reading import read_tables
from graphmodel.domain.tables.rows import ROWS
from graphmodel.errors import DataError, MissingEndpoint
from graphmodel.model import Node, Relationship

SEEDS = Path(__file__).parents[2] / "seeds"


def cells(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seeds_with(folder: Path, table: str, old: str, new: str) -> Path:
    """A copy of the tables in which one text is another."""
    shutil.copytree(SEEDS, folder)
    file = folder / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")
    return folder


def nodes_in(driver: neo4j.Driver) -> int:
    """How many nodes a plain driver sees."""
    return driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]


EVERYTHING = (
    "MATCH (n) RETURN labels(n) AS labels, [n.key] AS keys, [] AS start, [] AS end, properties(n) AS properties",
    """
    MATCH (a)-[r]->(b)
    RETURN [type(r)] AS labels, [a.key, b.key] AS keys, labels(a) AS start, labels(b) AS end, properties(r) AS properties
    """,
)


def everything(world: gm.Graph) -> tuple[dict[str, int], str]:
    """What is in a graph: how much of each kind, and a fingerprint of all labels, keys and properties."""
    lines: list[str] = []
    counts: Counter[str] = Counter()
    for text in EVERYTHING:
        for row in world.records(text, reads=True):
            kind, start, end = ("/".join(sorted(row[name])) for name in ("labels", "start", "end"))
            counts[kind] += 1
            properties = {name: value for name, value in row["properties"].items() if value is not None}
            whole = [kind, row["keys"], start, end, properties]
            lines.append(json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False))
    return dict(sorted(counts.items())), hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


TOLD = {"bashar-al-assad", "sergei-lavrov", "seyed-mohammad-marandi"}
"""Who holds an office by a text only."""


def everything_of_the_tables() -> tuple[dict[str, int], str]:
    """The same of the curated world in an embedded engine of its own."""
    with World.connect() as fresh:
        fresh.load_seeds()
        return everything(fresh)


def test_everything_in_the_tables_is_in_the_graph(world: World) -> None:
    offices, people = cells("offices"), cells("people")
    holders = {row["person"] for row in offices}
    assert world.count(State) == len(cells("states"))
    assert world.count(Organization) == len(cells("organizations"))
    assert world.count(Person) == len(people)
    assert world.count(Leader) == len(holders | TOLD)
    assert world.count(Source) == len(cells("sources"))
    assert world.count(Pact) == len(cells("pacts"))
    assert world.count(Obligation) == world.count(select(Obliges)) == len(cells("pact_obligations"))
    assert world.count(select(MemberOf)) == len(cells("memberships"))
    assert world.count(select(HoldsOffice)) == len(offices) + 5  # two of Marandi and of Assad, one of Lavrov
    undisputed = [row for row in cells("pact_events") if row["confidence"] != "conflict"]
    things = [row for row in cells("things") if row["label"] == "event"]
    steps = {row["event"] for row in undisputed}
    assert world.count(Event) == len(cells("meetings")) + len(steps) + len(things) + len(cells("withdrawals"))
    acts = {
        *("signature", "ratification", "acceptance", "approval", "accession", "succession", "provisional_application"),
        *("provisional_application_end", "reservation", "objection", "denunciation", "withdrawal", "re_accession"),
    }
    own = [row for row in undisputed if row["actor"] and row["kind"] in acts]
    signatures = [row for row in cells("pact_parties") if row["pact"] != "jcpoa-2015"]
    assert world.count(select(TreatyAct)) == len(own) + len(signatures)
    others = ("sources", "source_relations", "conflicts", "claim_links")
    claimed = [row for table in ROWS if table.TABLE not in others for row in cells(table.TABLE)]
    derived = 3
    of_rows = select(Claim).where(Claim.kind != ClaimKind.PROPERTY)
    assert world.count(of_rows) == len(claimed) + derived
    lists = (
        f"{row.get('source_id', '')}; {row.get('more_source_ids', '')}; {row.get('source_ids', '')}" for row in claimed
    )
    stated = sum(len(list(filter(None, cell.split("; ")))) for cell in lists)
    assert world.count(select(States).match(Source, States, Claim).where(Claim.kind != ClaimKind.PROPERTY)) == stated


def test_labels_and_properties_are_plain_for_hand_written_cypher(world: World) -> None:
    [row] = world.records(
        "MATCH (s:State {key: $key})-[m:MEMBER_OF]->(o:Organization {key: 'sco'}) "
        "WHERE m.valid_from_earliest <= $day AND m.valid_to_latest > $day RETURN m.status AS status, m.evidence AS evidence",
        {"key": "IRN", "day": gm.PartialDate("2014-12-31").earliest},
    )
    assert row == {"status": "observer", "evidence": ["memberships/sco.IRN.1", "F001-049"]}
    assert world.records("MATCH (n:Pact:Instrument) RETURN count(n) AS n")[0]["n"] == 56


def test_everything_derived_rests_on_claims_that_have_sources(world: World) -> None:
    sourced = {states.end.key for states in world.all(select(States))}
    about = {subject.start.key for subject in world.all(select(Subject))}
    claims = {claim.key for claim in world.all(Claim)}
    worked_out = {claim.key for claim in world.all(Claim) if claim.kind == "derived"}
    assert about == claims
    assert sourced == claims - worked_out
    assert worked_out == {link.end.key for link in world.all(select(Supports)) if link.basis == "derived"}
    kinds = [kind for kind in (*NODES, *RELATIONSHIPS) if "evidence" in kind.model_fields]
    assert {MemberOf, Organization} <= {*kinds}
    for kind in kinds:
        for each in world.all(select(kind)):
            cited: list[str] = getattr(each, "evidence")  # noqa: B009
            assert cited, each
            assert set(cited) <= sourced


def test_loading_twice_changes_nothing_and_says_so(empty_world: World) -> None:
    calls: list[tuple[str, int, int]] = []

    def progress(kind: str, done: int, rows: int) -> None:
        calls.append((kind, done, rows))

    first = empty_world.load_seeds(progress=progress)
    before = everything(empty_world)
    assert first.changed
    assert (first.merged.updated, first.merged.unchanged) == (0, 0)
    assert first.merged.created == sum(before[0].values()) == calls[-1][1] == calls[-1][2]
    again = empty_world.load_seeds()
    assert not again.changed
    assert (again.merged.created, again.merged.updated) == (0, 0)
    assert again.merged.unchanged == first.merged.created
    assert everything(empty_world) == before
    assert "nothing changed" in str(again)
    assert "nothing changed" not in str(first)


def test_a_corrected_row_is_corrected_in_the_graph(empty_world: World, tmp_path: Path) -> None:
    old = seeds_with(
        tmp_path / "old",
        "memberships",
        "sco.IRN.2,sco,IRN,member,2023-07-04,,summit",
        "sco.IRN.2,sco,IRN,member,2023-07,,a wrong word",
    )
    empty_world.load_seeds(old)
    report = empty_world.load_seeds()
    assert report.changed
    assert report.merged.created == 0
    assert {kind: written.updated for kind, written in report.merged if written.updated} == {
        "Claim": 1,
        "(State)-[MEMBER_OF]->(Organization)": 1,
        "(State)-[PARTY_TO]->(Pact)": 1,  # of the charter, by the rule
    }
    spell = empty_world.get(MemberOf, start=gm.ref(State, "IRN"), end=gm.ref(Organization, "sco"), spell="sco.IRN.2")
    assert str(spell.valid.start) == "2023-07-04"
    assert everything(empty_world) == everything_of_the_tables()


def test_a_wrong_row_is_told_and_nothing_is_written(empty_world: World, driver: neo4j.Driver, tmp_path: Path) -> None:
    broken = seeds_with(
        tmp_path / "broken",
        "memberships",
        "sco.IRN.2,sco,IRN,member,2023-07-04",
        "sco.IRN.2,sco,IRX,memberr,2023-07-04",
    )
    with pytest.raises(DataError) as error:
        empty_world.load_seeds(broken)
    found = {(Path(problem.file).name, problem.column) for problem in error.value.problems}
    assert ("memberships.csv", "status") in found
    assert nodes_in(driver) == 0
    with pytest.raises(DataError, match="no such folder"):
        empty_world.load_seeds(tmp_path / "nowhere")


def test_a_load_that_fails_half_way_leaves_nothing(
    empty_world: World, driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graphmodel.domain import loading

    def without_leaders(claims: Assertions) -> list[Node | Relationship[Any, Any]]:
        return [each for each in derive(claims) if not isinstance(each, Person)]

    monkeypatch.setattr(loading, "derive", without_leaders)
    with pytest.raises(MissingEndpoint):
        empty_world.load_seeds()
    assert nodes_in(driver) == 0


def test_a_load_is_part_of_the_transaction_that_it_is_given(empty_world: World, driver: neo4j.Driver) -> None:
    with empty_world.session() as session:
        assert load_seeds(session).changed
        session.rollback()
    assert nodes_in(driver) == 0


def test_the_world_can_be_thrown_away_and_rebuilt_from_the_claims_of_the_graph(empty_world: World) -> None:
    empty_world.load_seeds()
    before = everything(empty_world)
    evidence = {
        "STATES",
        "SUBJECT",
        "OBJECT",
        "ATTRIBUTED_TO",
        "QUALIFIED_BY",
        "MENTIONS",
        "SUPPORTS",
        "CONTRADICTS",
        "BASED_ON",
    }
    empty_world.run("MATCH ()-[r]->() WHERE NOT type(r) IN $kept DELETE r", {"kept": sorted(evidence)})
    empty_world.run("MATCH (n) WHERE NOT (n:Source OR n:Claim) AND NOT (n)--() DELETE n")
    # What claims are about stays, as a key and nothing else.
    empty_world.run("MATCH (n) WHERE NOT (n:Source OR n:Claim) SET n = {key: n.key}")
    assert everything(empty_world) != before
    [(claims, _)] = settled_in(empty_world, OFFICIAL_FIRST)
    assert claims.held_back == Assertions(claims_from(read_tables(SEEDS))).held_back
    empty_world.merge(derive(claims), full=True)
    assert everything(empty_world) == before


def test_all_engines_hold_the_same(world: World) -> None:
    found = everything(world)
    assert found == everything_of_the_tables()
    assert found[0]["MEMBER_OF"] == 280


def test_the_report_prints_well(empty_world: World) -> None:
    report = empty_world.load_seeds()
    assert report.rows["memberships"] == 280
    assert "79 claims are kept and yield no relationship (23: is planned; 33: is speculative" in str(report)
    assert any("pact_events/rus-prk-2024.signature.2: sources disagree" in str(held) for held in report.held_back)
    console = Console(file=StringIO(), width=120, record=True)
    console.print(report)
    text = console.export_text()
    for word in (f"{sum(len(cells(table)) for table in report.rows)} rows", "MEMBER_OF", "280", "Held back: 79 claims"):
        assert word in text
