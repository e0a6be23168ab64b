"""Each data set from a small file in its published layout, on each engine: what comes of its rows, and what does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphmodel import World
from graphmodel.domain import State
from graphmodel.exchange.importers import ImportReport
from graphmodel.query import select

FILES = Path(__file__).parent / "files"


def bring(world: World, name: str, *files: str, **options: Any) -> ImportReport:
    report = world.import_data(name, *(FILES / file for file in files), **options)
    again = world.import_data(name, *(FILES / file for file in files), **options)
    assert not again.changed, f"the second import of {name} changed something: {again}"
    assert (again.rows, again.dropped, again.unresolved) == (report.rows, report.dropped, report.unresolved)
    return report


def rows(world: World, text: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in world.run(text, reads=True)]


def test_states_and_organizations(empty_world: World) -> None:
    world = empty_world
    report = bring(world, "cow_states", "states.csv")
    assert report.dropped == {
        "a day is not in the calendar": 1,
        "it ends before it begins": 1,
        "the code means no known state": 1,
    }
    assert [(each.scheme, each.code, each.rows) for each in report.unresolved] == [("cow", "999", 1)]
    assert rows(
        world,
        "MATCH (s)-[r:IN_SYSTEM {dataset: 'cow_states_2016'}]->(:CodeList {key: 'cow'}) "
        "RETURN s.key AS s, r.code AS c, r.valid_text AS v ORDER BY r.spell",
    ) == [
        ("RUS", "365", "[1816-01-01, 1922-12-30)"),
        ("SUN", "365", "[1922-12-30, 1991-12-26)"),
        ("RUS", "365", "[1991-12-26, censored 2016-12-31)"),
        ("north-yemen", "678", "[1926-09-02, 1990-05-22)"),
        ("YEM", "679", "[1990-05-22, censored 2016-12-31)"),
        ("YMD", "680", "[1967-11-30, 1990-05-22)"),
    ]
    assert world.lookup(State, "365", scheme="cow", on="1980").key == "SUN"

    report = bring(world, "cow_igo", "igo_years.csv")
    assert report.dropped["a cell with a status that the codebook does not have"] == 1
    assert [each.code for each in report.unresolved] == ["atlantis"]
    spells = rows(
        world,
        "MATCH (s)-[m:MEMBER_OF]->(o) WHERE o.key = 'sco' OR s.key IN ['RUS', 'SUN', 'IRN', 'IND'] "
        "RETURN s.key AS s, o.key AS o, m.status AS status, m.valid_text AS v, m.full_text AS f "
        "ORDER BY o, s, m.valid_from_earliest",
    )
    begun, ended = "[1988, [1988-01-02..1989-01-01])", "[1993, [1993-01-02..1994-01-01])"
    assert spells == [
        ("IND", "cow_igo.clb", "member", "[1957~, [1957-01-02..1958-01-01])", "[1957~, [1957-01-02..1958-01-01])"),
        ("IND", "cow_igo.clb", "member", begun, begun),
        ("IND", "cow_igo.clb", "member", "[1990, [1991-01-02..1992-01-01])", "[1990, [1991-01-02..1992-01-01])"),
        ("IRN", "cow_igo.clb", "associate_member", "[1988, [1991-01-02..1992-01-01])", None),
        ("IRN", "cow_igo.clb", "member", ended, ended),
        (
            "RUS",
            "cow_igo.clb",
            "member",
            "[1991-12-26, [1991-12-27..1992-01-01])",
            "[1991-12-26, [1991-12-27..1992-01-01])",
        ),
        ("RUS", "cow_igo.clb", "member", ended, ended),
        ("SUN", "cow_igo.clb", "member", "[1955, [1957-01-02..1958-01-01])", "[1955, [1957-01-02..1958-01-01])"),
        ("SUN", "cow_igo.clb", "member", "[1988, 1991-12-26)", "[1988, 1991-12-26)"),
        ("IND", "sco", "observer", "[2010, [2011-01-02..2012-01-01])", None),
        ("IND", "sco", "member", "[2012, censored 2014-12-31)", "[2012, censored 2014-12-31)"),
        ("IRN", "sco", "observer", "[2010, censored 2014-12-31)", None),
        ("KAZ", "sco", "member", "[2010, [2013-01-02..2014-01-01])", "[2010, [2013-01-02..2014-01-01])"),
        ("RUS", "sco", "member", "[2010, censored 2014-12-31)", "[2010, censored 2014-12-31)"),
    ]
    assert rows(
        world,
        "MATCH (a)-[r:NOT_CODED]->(o) RETURN a.key AS a, o.key AS o, r.valid_text AS v ORDER BY a, r.valid_from_earliest",
    ) == [
        ("IND", "cow_igo.clb", "[1989, [1989-01-02..1990-01-01])"),
        ("cow", "cow_igo.clb", "[1958, [1987-01-02..1988-01-01])"),
        ("cow", "cow_igo.clb", "[1992, [1992-01-02..1993-01-01])"),
    ]
    assert [str(day) for day in (world.coverage(),)] == ["2014-12-31"]
    shared = world.analyses.co_membership("RUS", "IND", "2013-06-30")
    assert shared[0].orgs == ["sco"]
    assert [source.key for source in shared.citations()] == ["cow_igo_3"]


def test_alliances(empty_world: World) -> None:
    world = empty_world
    report = bring(world, "atop", "dyads.csv")
    assert report.dropped == {
        "a code or the year is empty": 1,
        "another row of the same pair and year": 1,
        "both codes mean one state": 1,
        "the code means no known state": 2,
    }
    assert {each.code: each.meant for each in report.outside} == {"713": ("TWN",), "221": ("MCO",)}
    assert rows(
        world,
        "MATCH (a)-[r:OBLIGED_TO]->(b) RETURN a.key AS a, b.key AS b, r.terms AS t, r.valid_text AS v ORDER BY r.spell",
    ) == [
        ("USA", "SUN", ["nonaggression"], "[1990, 1991-12-26)"),
        ("USA", "RUS", ["nonaggression"], "[1991-12-26, [1992-01-02..1993-01-01])"),
        ("USA", "RUS", ["nonaggression", "consultation"], "[1993, [1993-01-02..1994-01-01])"),
        ("MCO", "FRA", ["defense"], "[1980, [1980-01-02..1981-01-01])"),
        ("RUS", "KAZ", ["defense"], "[2017, censored 2018-12-31)"),
        ("SUN", "TWN", ["defense", "nonaggression", "consultation"], "[1945, [1945-01-02..1946-01-01])"),
        ("TWN", "SUN", ["nonaggression", "consultation"], "[1945, [1945-01-02..1946-01-01])"),
    ]

    report = bring(world, "atop", "alliances.csv", "members.csv")
    assert report.dataset == "atop_4_01"
    assert rows(
        world, "MATCH (a:Alliance)<-[r:PARTY_TO]-(s) RETURN s.key AS s, r.valid_text AS v ORDER BY r.spell"
    ) == [
        ("RUS", "[1992-05-15, 2002-10-07)"),
        ("RUS", "[2002-10-07, censored 2016-12-31)"),
        ("ARM", "[1992-05, 2002-10-07)"),
        ("ARM", "[2002-10-07, censored 2016-12-31)"),
        ("SUN", "[1980-10-08, 1991-12-26)"),
        ("RUS", "[1991-12-26, 1995-03)"),
        ("SYR", "[1980-10-08, 1995-03)"),
    ]
    [pact] = rows(
        world,
        "MATCH (a:Alliance:Pact {key: 'atop_4_01.9001'}) RETURN a.scope AS s, a.valid_text AS v, a.compag AS c, a.milinst AS m",
    )
    assert pact == ("multilateral", "[1992-05-15, censored 2016-12-31)", 1, 2)
    [armenia] = world.analyses.obligation_profile("ARM", as_of="2010-01-01")
    [russia] = world.analyses.obligation_profile("RUS", as_of="2010-01-01")
    assert (armenia.b, armenia.defense, armenia.nonaggression) == ("RUS", False, True)
    assert (russia.b, russia.defense, russia.nonaggression) == ("ARM", True, True)
    assert len(world.all(select(State))) > 200


def test_capabilities_rivalries_leaders_and_votes(empty_world: World) -> None:
    world = empty_world
    bring(world, "cow_nmc", "capabilities.csv", only=["cinc", "irst"])
    assert rows(
        world,
        "MATCH (s)-[r:MEASURED]->(i) RETURN s.key AS s, i.key AS i, r.value AS n, r.valid_text AS v ORDER BY r.observation",
    ) == [
        ("SUN", "cinc", 0.125, "[1991-01-01, 1991-12-26)"),
        ("RUS", "cinc", 0.125, "[1991-12-26, 1992-01-01)"),
        ("north-yemen", "cinc", 0.001, "[1990-01-01, 1991-01-01)"),
        ("north-yemen", "irst", 0.0, "[1990-01-01, 1991-01-01)"),
    ]
    report = bring(world, "rivalries", "rivalries.csv")
    assert report.dropped == {"it ends before it begins": 1, "the code means no known state": 1}
    bring(world, "rivalries", "rivalries_td.csv")
    assert rows(
        world,
        "MATCH (a)-[r:RIVAL_OF]->(b) RETURN a.key AS a, b.key AS b, r.kinds AS k, r.valid_text AS v ORDER BY r.spell",
    ) == [
        ("CHN", "IND", ["spatial", "positional"], "[1948, censored 2010-12-31)"),
        ("DDR", "DEU", ["ideological"], "[1949, [1973-01-02..1974-01-01])"),
        ("SUN", "USA", ["positional", "ideological"], "[1945, [1989-01-02..1990-01-01])"),
        ("IRN", "USA", ["ideological"], "[1979, censored 2020-12-31)"),
    ]
    bring(world, "archigos", "leaders.csv")
    assert rows(
        world,
        "MATCH (p:Leader)-[r:HOLDS_OFFICE]->(s) "
        "RETURN p.name AS p, s.key AS s, r.valid_text AS v ORDER BY r.valid_from_earliest",
    ) == [
        ("Gorbachev", "SUN", "[1985-03-11, 1991-08-21)"),
        ("Yeltsin", "SUN", "[1991-08-21, 1991-12-26)"),
        ("Yeltsin", "RUS", "[1991-12-26, 2000-01-01)"),
        ("Putin", "RUS", "[2000-01-01, 2008-05-07)"),
        ("Medvedev", "RUS", "[2008-05-07, 2012-05-07)"),
        ("Putin", "RUS", "[2012-05-07, censored 2015-12-31)"),
    ]
    report = bring(world, "unga_votes", "votes.csv", "roll_calls.csv", commit_every=3)
    assert sum(report.dropped.values()) == 5
    assert rows(
        world, "MATCH (s)-[v:VOTED]->(c) RETURN s.key AS s, c.key AS c, v.vote AS v, c.session AS n ORDER BY c, s"
    ) == [
        ("SUN", "unga.1", "yes", 35),
        ("USA", "unga.1", "no", 35),
        ("north-yemen", "unga.1", "abstain", 35),
        ("IRN", "unga.2", "yes", 74),
        ("RUS", "unga.2", "no", 74),
    ]


@pytest.mark.engine("embedded")
def test_a_newer_file_updates_and_takes_out(empty_world: World, tmp_path: Path) -> None:
    bring(empty_world, "cow_igo", "igo_years.csv")
    newer = tmp_path / "igo.csv"
    lines = (FILES / "igo_years.csv").read_text().splitlines()
    lines = [line.replace(",2013,1,3,1,1,", ",2013,1,3,3,1,") for line in lines if not line.startswith("CLB,Club,1993")]
    newer.write_text("\n".join(lines) + "\n")
    report = empty_world.import_data("cow_igo", newer)
    assert (report.removed, report.merged.created > 0, report.merged.updated > 0) == (3, True, True)
    india = rows(
        empty_world, "MATCH (:State {key: 'IND'})-[m:MEMBER_OF]->({key: 'sco'}) RETURN m.status AS s ORDER BY m.spell"
    )
    assert india == [("observer",), ("member",), ("observer",), ("member",)]
    assert not empty_world.import_data("cow_igo", newer).changed


@pytest.mark.engine("embedded")
def test_what_is_curated_stays_as_it_is(empty_world: World) -> None:
    empty_world.load_seeds()
    before = empty_world.analyses.ego_portfolio("IRN", "2013-01-01", ["observer"]).to_dicts()
    known = empty_world.coverage()
    report = bring(empty_world, "cow_igo", "igo_years.csv")
    assert "State" not in report.merged.kinds
    assert empty_world.coverage() == known
    assert not empty_world.load_seeds().changed
    after = empty_world.analyses.ego_portfolio("IRN", "2013-01-01", ["observer"]).to_dicts()
    assert [row for row in after if row in before] == before
    assert len(after) == len(before) + 1


@pytest.mark.engine("embedded")
def test_the_seeds_may_come_after(empty_world: World) -> None:
    bring(empty_world, "cow_igo", "igo_years.csv")
    empty_world.load_seeds()
    assert not empty_world.load_seeds().changed
    assert not empty_world.import_data("cow_igo", FILES / "igo_years.csv").changed
    assert str(empty_world.coverage()) > "2014-12-31"


@pytest.mark.engine("embedded")
def test_the_report_tells_all_in_words_and_as_json(empty_world: World) -> None:
    report = empty_world.import_data("rivalries", FILES / "rivalries.csv")
    assert "4 rows read" in str(report)
    assert "Dropped, 1 row: it ends before it begins" in str(report)
    assert "cow 324 1494-1717 (1 row)" in str(report)
    told = json.loads(report.to_json())
    assert told["dataset"] == "tss_rivalries"
    assert told["unresolved"] == [{"scheme": "cow", "code": "324", "first_year": 1494, "last_year": 1717, "rows": 1}]
    assert told["created"] == report.merged.created
