"""The curated tables are whole and sound, and whoever breaks one is told where and why."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graphmodel.domain.tables.cells import Row
from graphmodel.domain.tables.checks import references
from graphmodel.domain.tables.datapackage import EDTF_PATTERN, describe, render
from graphmodel.domain.tables.reading import Tables, read_tables
from graphmodel.domain.tables.rows import ROWS
from graphmodel.domain.vocabularies import Capacity
from graphmodel.errors import DataError, DataProblem
from graphmodel.model import PartialDate

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(SEEDS)


# ---------------------------------------------------------------------------------------------------- what is there


def test_everything_is_there(tables: Tables) -> None:
    assert {f.name: len(getattr(tables, f.name)) for f in dataclasses.fields(tables)} == {
        "sources": 495,  # 29 of them the origins of others, and one the origin that nobody knows
        "source_relations": 125,
        "states": 231,
        "code_lists": 6,
        "state_systems": 701,
        "successions": 78,
        "organizations": 47,  # 25 of them named by texts only; the CSTO's parliamentary assembly among them
        "people": 214,
        "offices": 228,
        "status_schemes": 33,
        "memberships": 280,
        "withdrawals": 4,
        "pacts": 56,
        "pact_parties": 273,
        "pact_obligations": 87,
        "pact_events": 64,  # 49 events, one row for each state that acted
        "pact_signatories": 14,
        "meetings": 43,
        "sanctions": 82,
        "indicators": 2,
        "measurements": 47,
        "conflicts": 45,
        "things": 219,
        "claims": 389,
        "claim_links": 33,
        "references": 42,
    }
    assert len({row.event for row in tables.pact_events}) == 49


def test_the_files_are_the_tables() -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == sorted(
        [*(f"{row.TABLE}.csv" for row in ROWS), "CITATION.cff", "README.md", "datapackage.json"]
    )
    assert [f.name for f in dataclasses.fields(Tables)] == [row.TABLE for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.TABLE)
def test_a_file_reads_well_in_a_diff(row: type[Row]) -> None:
    text = (SEEDS / f"{row.TABLE}.csv").read_bytes().decode("utf-8")
    header, *records = csv.reader(io.StringIO(text, newline=""))
    assert header == list(row.model_fields)

    def natural(record: list[str]) -> list[list[tuple[int, int, str]]]:
        cells = (record[header.index(column)] for column in row.SORTED_BY)
        return [[(0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", c) if p] for c in cells]

    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *sorted(records, key=natural)])
    assert out.getvalue() == text


def test_dates_are_no_more_precise_than_what_is_known(tables: Tables) -> None:
    spells = {row.key: row for row in tables.memberships}
    assert str(spells["eco.IRN.1"].start) == "1985-01"
    assert str(spells["opec.QAT.1"].start) == "1961"
    assert str(spells["opec.QAT.1"].end) == "2019-01-01"  # the exit day was verified
    assert str(spells["gecf.ARE.1"].end) == str(spells["gecf.ARE.2"].start) == "2020"
    assert str(spells["gecf.TKM.1"].end) == "2002-02"
    events = {row.key: row for row in tables.pact_events}
    assert events["caspian-2018.ratification.1.TKM"].date == PartialDate("2018-12")
    assert events["caspian-2018.ratification.2.KAZ"].date == PartialDate("2019")  # January or February
    precision = Counter(row.start.precision for row in tables.memberships)
    assert precision == {"day": 254, "year": 18, "month": 8}


def test_full_members_follow_the_schemes(tables: Tables) -> None:
    def full(organization: str, day: str) -> set[str]:
        on = PartialDate(day).earliest
        scheme = {
            row.status
            for row in tables.status_schemes
            if row.organization == organization
            and row.full
            and (row.since is None or row.since.earliest <= on)
            and (row.until is None or row.until.latest > on)
        }
        return {
            row.state
            for row in tables.memberships
            if row.organization == organization
            and row.status in scheme
            and row.start.earliest <= on
            and (row.end is None or row.end.latest > on)
        }

    # Counted in COW IGO, version 3, for the end of 2014.
    expected = {"sco": 6, "csto": 6, "cis": 9, "eco": 10, "nato": 28, "eu": 28, "asean": 10, "gcc": 6}
    assert {key: len(full(key, "2014-12-31")) for key in expected} == expected
    assert "UKR" not in full("cis", "2014-12-31")
    assert full("cis", "1992-01-01") >= {"UKR", "RUS", "BLR", "ARM"}
    assert full("cst", "1994-01-01") == {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert "ARM" in full("csto", "2024-07-04")  # frozen, and still a member
    assert full("csto_pa", "2014-12-31") == set()


def test_acting_leaders_are_told_apart(tables: Tables) -> None:
    counts = Counter(row.capacity for row in tables.offices)
    assert counts == {Capacity.FULL: 205, Capacity.ACTING: 16, Capacity.CARETAKER: 4, Capacity.INTERIM: 3}
    said = re.compile(r"\b(acting|interim|caretaker)\b")
    unsaid = [
        row.key
        for row in tables.offices
        if said.search(row.note or "") and row.capacity == Capacity.FULL and row.other_capacity is None
    ]
    assert unsaid == ["DZA.prime-minister.abdelmalek-sellal.1"]  # the note is about another man
    sidorsky = next(row for row in tables.offices if row.key == "BLR.prime-minister.sergei-sidorsky.1")
    assert (sidorsky.other_capacity, str(sidorsky.other_capacity_to)) == (Capacity.ACTING, "2003-12-19")


def test_an_organ_is_not_its_organization(tables: Tables) -> None:
    organ = next(row for row in tables.organizations if row.key == "csto_pa")
    assert (organ.kind, organ.part_of) == ("organ", "csto")
    observers = {(row.organization, row.state) for row in tables.memberships if row.state in ("SRB", "AFG")}
    assert ("csto_pa", "SRB") in observers
    assert ("csto", "SRB") not in observers
    assert ("csto", "AFG") not in observers


def test_every_row_names_its_source(tables: Tables) -> None:
    without = {row.TABLE for row in ROWS if "source_id" not in row.model_fields}
    assert without == {
        "sources",
        "source_relations",
        "conflicts",
        "claim_links",
        "references",
    }  # these have several, or those of their claims
    uncited = {
        row.TABLE
        for row in ROWS
        for each in getattr(tables, row.TABLE)
        if getattr(each, "source_id", None) in ("uncited", "MEM")
    }
    assert uncited == {"status_schemes"}
    of_offices = {source for row in tables.offices for source in (row.source_id, *row.more_source_ids)}
    publishers = {row.publisher for row in tables.sources if row.key in of_offices}
    assert publishers >= {"Archigos", "REIGN", "CIA", "Wikidata", "Peppercat", "Wikipedia", "Reuters"}
    others = {row.source_id for row in (*tables.states, *tables.memberships)}
    assert {row.key for row in tables.sources if "S196" <= row.key < "T" and len(row.key) == 4} <= of_offices | others


def test_open_spells_have_a_day_of_coverage(tables: Tables) -> None:
    known_to = {row.key: row.known_to for row in tables.organizations}
    assert all(known_to[row.organization] for row in tables.memberships if row.end is None)
    covered = {r["name"]: r["coverage"]["known_to"] for r in describe()["resources"] if "coverage" in r}
    of_all = dict.fromkeys(("successions", "offices", "pacts", "pact_events", "meetings"), "2026-06-30")
    assert covered == of_all | {"sanctions": "2025-09-30"}
    assert all(row.start.earliest <= PartialDate(covered["offices"]).earliest for row in tables.offices)


def test_conflicts_point_at_rows_where_they_can(tables: Tables) -> None:
    loose = [row.subject for row in tables.conflicts if row.table is None]
    assert loose == ["gecf.size_2015", "seed001.astana_trio", "seed002.gecf_annual", "seed_names"]


# ------------------------------------------------------------------------------------------------- what is described


def test_the_description_is_current() -> None:
    assert (SEEDS / "datapackage.json").read_text(encoding="utf-8") == render(), (
        "run: python -m graphmodel.domain.tables.datapackage > seeds/datapackage.json"
    )


def test_the_description_describes_every_column() -> None:
    for resource, row in zip(json.loads(render())["resources"], ROWS, strict=True):
        schema = resource["schema"]
        assert resource["description"]
        assert [field["name"] for field in schema["fields"]] == list(row.model_fields)
        assert all(field["description"] for field in schema["fields"])
        pointed = {key["fields"][0]: key["reference"]["resource"] or row.TABLE for key in schema.get("foreignKeys", [])}
        pointed |= {f["name"]: f["references"]["resource"] for f in schema["fields"] if "references" in f}
        assert pointed == references(row)


@pytest.mark.parametrize("text", ["1991", "1991-12", "1991-12-26", "1991?", "1991-12~", "199X", "19XX", "1991-XX"])
def test_the_pattern_of_dates_accepts_what_is_read(text: str) -> None:
    assert re.fullmatch(EDTF_PATTERN, text)
    assert str(PartialDate(text)) == text


# --------------------------------------------------------------------------------------------------- what is refused


class Copy:
    """A copy of the tables to be broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(SEEDS, folder)

    def edit(self, table: str, key: str, /, **cells: str) -> int:
        """Changes cells of one row and says its line."""
        path = self.folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *records = csv.reader(file)
        (found,) = (i for i, record in enumerate(records) if record[header.index("key")] == key)
        for column, value in cells.items():
            records[found][header.index(column)] = value
        self.write(table, [header, *records])
        return found + 2

    def write(self, table: str, records: list[list[str]]) -> None:
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(records)

    def change(self, table: str, by: Callable[[bytes], bytes]) -> None:
        path = self.folder / f"{table}.csv"
        path.write_bytes(by(path.read_bytes()))

    def problems(self) -> tuple[DataProblem, ...]:
        with pytest.raises(DataError) as caught:
            read_tables(self.folder)
        assert caught.value.problems
        return caught.value.problems


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "seeds")


IRN = "sco.IRN.2"
WRONG_CELLS: list[tuple[str, str, dict[str, str], str, str]] = [
    # table, key, what is changed, column complained of, part of the reason
    ("memberships", IRN, {"state": "IRX"}, "state", "'IRX' is no key of states.csv"),
    ("memberships", IRN, {"organization": "scoo"}, "organization", "'scoo' is no key of organizations.csv"),
    ("memberships", IRN, {"source_id": "S9999"}, "source_id", "'S9999' is no key of sources.csv"),
    ("memberships", IRN, {"status": "membre"}, "status", "'membre': Input should be 'member'"),
    ("memberships", IRN, {"status": "party"}, "status", "'party' has no meaning in 'sco' then"),
    ("memberships", IRN, {"status": "dialogue_partner", "start": "2025-10-01"}, "status", "has no meaning"),
    ("memberships", IRN, {"start": "2023-02-30"}, "start", "'2023-02-30' is not in the calendar"),
    ("memberships", IRN, {"start": "4 July 2023"}, "start", "is no date in EDTF"),
    ("memberships", IRN, {"start": ""}, "start", "is empty, and must not be"),
    ("memberships", IRN, {"end": "2023-07-04"}, "end", "'2023-07-04' is not after start '2023-07-04'"),
    ("memberships", IRN, {"end": "2023-06"}, "end", "is not after start"),
    ("memberships", IRN, {"start": "2023-07-03"}, "start", "overlaps 'sco.IRN.1'"),
    ("memberships", IRN, {"date_confidence": "certain"}, "date_confidence", "'certain'"),
    ("memberships", IRN, {"key": "sco IRN 2"}, "key", "should match pattern"),
    ("memberships", IRN, {"key": ""}, "key", "is empty"),
    ("memberships", IRN, {"key": "sco.KAZ.2"}, "key", "does not begin with 'sco.IRN'"),
    ("memberships", IRN, {"basis": " summit"}, "basis", "spaces or line breaks"),
    ("organizations", "au", {"known_to": "soon"}, "known_to", "is no date in EDTF"),
    ("organizations", "sco", {"predecessor": "shangai_five"}, "predecessor", "'shangai_five' is no key"),
    ("organizations", "sco", {"part_of": "hanse"}, "part_of", "'hanse' is no key of organizations.csv"),
    ("organizations", "sco", {"constitutive_pacts": "sco-charter-2002; sco-x"}, "constitutive_pacts", "'sco-x'"),
    ("organizations", "sco", {"constitutive_pacts": "sco-charter-2002;nat-1949"}, "constitutive_pacts", "is no key of"),
    ("organizations", "sco", {"dissolved": "2000"}, "dissolved", "is not after"),
    ("organizations", "sco", {"wikidata_qid": "485207"}, "wikidata_qid", "should match pattern"),
    ("states", "IRN", {"iso2": "Iran"}, "iso2", "should match pattern"),
    ("states", "IRN", {"aliases": "Persia; "}, "aliases", "at least 1 character"),
    ("sources", "S01", {"date": ""}, "date", "either a date or a date_note"),
    ("people", "xi-jinping", {"kind": "robot"}, "kind", "'robot'"),
    ("offices", "CHN.president.xi-jinping.1", {"person": "xi"}, "person", "'xi' is no key of people.csv"),
    ("offices", "CHN.president.xi-jinping.1", {"capacity": "actng"}, "capacity", "'actng'"),
    ("offices", "CHN.president.xi-jinping.1", {"end": "2013"}, "end", "OK"),
    ("offices", "CHN.president.xi-jinping.1", {"end": "2012"}, "end", "is not after start"),
    ("offices", "CHN.president.xi-jinping.1", {"other_capacity": "acting"}, "other_capacity", "first and last day"),
    ("offices", "CHN.president.xi-jinping.1", {"more_source_ids": "S196; S9999"}, "more_source_ids", "'S9999'"),
    ("status_schemes", "sco.member.1", {"full": "yes"}, "full", "write true or false"),
    ("status_schemes", "sco.member.1", {"rank": "first"}, "rank", "valid integer"),
    ("status_schemes", "sco.member.1", {"rank": "0"}, "rank", "greater than or equal to 1"),
    ("status_schemes", "sco.member.1", {"rank": ""}, "rank", "only an overlay or a stage has no rank"),
    ("status_schemes", "brics.invited.1", {"rank": "3"}, "rank", "an overlay or a stage has no rank"),
    ("status_schemes", "brics.invited.1", {"full": "true"}, "full", "makes no full member"),
    ("status_schemes", "cis.founding_state.2", {"since": "1993-01-01"}, "since", "for this time too"),
    ("pacts", "nat-1949", {"in_force": "1948-01-01"}, "in_force", "is not after signed"),
    ("pacts", "nat-1949", {"ended": "1949-08-24"}, "ended", "is not after in_force"),
    ("pacts", "rus-aze-2022", {"ended": "2022-02-22"}, "ended", "is not after signed"),
    ("pacts", "caspian-2018", {"not_in_force_on": "2017"}, "not_in_force_on", "is not after signed"),
    ("pacts", "caspian-2018", {"in_force": "2021-01-01"}, "in_force", "is not after not_in_force_on"),
    ("status_schemes", "cis.founding_state.2", {"full": "true"}, "full", "makes it full for another time"),
    ("pacts", "nat-1949", {"kind": "coalition"}, "kind", "'coalition'"),
    ("pacts", "rus-irn-2025", {"supersedes": "rus-irn-1901"}, "supersedes", "'rus-irn-1901' is no key of pacts.csv"),
    ("pact_parties", "nat-1949.BEL", {"party_kind": "organization"}, "party", "'BEL' is no key of organizations.csv"),
    ("pact_parties", "eaeu-chn-2018.eaeu", {"party_kind": "state"}, "party", "'eaeu' is no key of states.csv"),
    ("pact_obligations", "nat-1949.defense", {"term": "war"}, "term", "'war'"),
    ("pact_events", "cst-1992.withdrawal.1.GEO", {"date": "1999-04-20"}, "date", "says of the same event"),
    ("pact_events", "cst-1992.withdrawal.1.AZE", {"actor": "GEO"}, "key", "should be 'cst-1992.withdrawal.1.GEO'"),
    ("pact_events", "cst-1992.withdrawal.1.AZE", {"kind": "exit"}, "kind", "or: 'exit'"),
    ("pact_signatories", "irn-chn-2021.signature.1.wang-yi", {"on_behalf_of": "PRC"}, "on_behalf_of", "'PRC'"),
    ("pact_signatories", "irn-chn-2021.signature.1.wang-yi", {"role": "wrote"}, "role", "'wrote'"),
    ("meetings", "sco.heads_of_state_summit.1", {"organization": ""}, "states", "an organization or at least two"),
    ("meetings", "RUS-IRN.bilateral_meeting.1", {"people": "vladimir-putin; nobody"}, "people", "'nobody' is no key"),
    ("meetings", "sco.heads_of_state_summit.1", {"mode": "rumoured"}, "mode", "'rumoured'"),
    ("claims", "F001-003", {"subjects": "rohani"}, "subjects", "'rohani' is no key of states, organizations, people"),
    ("claims", "F001-003", {"subjects": ""}, "subjects", "is empty, and must not be"),
    ("claims", "F001-003", {"predicate": "went_to"}, "predicate", "'went_to'"),
    ("claims", "F001-003", {"qualified_by": "where=moscow"}, "qualified_by", "'where' is no role; there are place"),
    ("claims", "F001-003", {"qualified_by": "place=moskau"}, "qualified_by", "'moskau' is no key of"),
    ("claims", "F001-003", {"mentions": "Rohani"}, "mentions", "should match pattern"),
    ("claims", "F001-003", {"date": "2017-03-28"}, "date", "either a date, or start and end"),
    ("claims", "F001-003", {"end": "2017-03-27"}, "end", "is not after start"),
    ("claims", "F001-003", {"paragraph_to": "3"}, "paragraph_to", "is not after paragraph_from"),
    ("claims", "F001-003", {"value": "Moscow"}, "value", "only an office has both"),
    ("claims", "F001-003", {"via": "isna"}, "via", "attributed_to is empty"),
    ("claims", "F001-003", {"attributed_to": "moscow"}, "attributed_to", "'moscow' is nobody who speaks"),
    ("claims", "F001-034", {"approximation": ""}, "approximation", "a number has one"),
    ("claims", "F001-034", {"quantity": "many"}, "quantity", "valid number"),
    ("claims", "F001-038", {"currency": "dollars"}, "currency", "should match pattern"),
    ("claim_links", "F001-031.F001-040", {"other": "F001-041"}, "key", "should name two claims"),
    ("claim_links", "F001-031.F001-040", {"claim": "F009-001"}, "claim", "'F009-001' is no key of claims.csv"),
    ("references", "V38", {"bears_out": "F000-001"}, "bears_out", "only what it bears on"),
    ("references", "V03", {"verdict": "true"}, "verdict", "'true'"),
    ("things", "moscow", {"kind": "war"}, "kind", "'war' is no kind of place: city, sea"),
    ("things", "moscow", {"start": "1147"}, "start", "only an event lasts"),
    ("things", "moscow", {"located_in": "Russia"}, "located_in", "'Russia' is no key of"),
    ("things", "iran-iraq-war", {"end": "1979"}, "end", "is not after start"),
    ("things", "sanctions-on-iran", {"kind": "policy"}, "kind", "measure has no kinds"),
    ("conflicts", "C01", {"table": "treaties"}, "table", "'treaties' is no table"),
    ("conflicts", "C01", {"rows": "rus-irn-2002"}, "rows", "'rus-irn-2002' is no key of pacts.csv"),
    ("conflicts", "C01", {"properties": "sign"}, "properties", "'sign' is no column of pacts.csv"),
    ("conflicts", "C01", {"source_ids_b": "IRNA"}, "source_ids_b", "'IRNA' is no key of sources.csv"),
    ("conflicts", "C01", {"rows": ""}, "rows", "not both rows and properties"),
    ("conflicts", "C01", {"table": ""}, "table", "is empty, but rows or properties are given"),
    ("states", "IRN", {"iso2": "ir"}, "iso2", "should match pattern"),
    ("state_systems", "cow.IRN.1", {"system": "cows"}, "system", "'cows' is no key of code_lists.csv"),
    ("state_systems", "cow.IRN.1", {"key": "cow.IRQ.9"}, "key", "does not begin with 'cow.IRN'"),
    ("state_systems", "cow.IRN.1", {"end": "1855-01-01"}, "end", "is not after start"),
    ("state_systems", "cow.IRN.1", {"start": "2017-01-01"}, "start", "is after the last day of cow"),
    ("state_systems", "cow.PRK.1", {"code": "732"}, "code", "stands in line"),
    ("state_systems", "cow.SUN.1", {"end": "1991-12-27"}, "code", "stands in line"),
    ("state_systems", "cow.DEU.3", {"start": "1990-10-02"}, "state", "stands in line"),
    ("state_systems", "gw.IRN.1", {"abbreviation": "IRN"}, "abbreviation", "no list 'gw_abbrev'"),
    ("successions", "SUN.RUS", {"successor": "RUZ"}, "successor", "'RUZ' is no key of states.csv"),
    ("successions", "cst.csto", {"kind": "state"}, "successor", "'csto' is no key of states.csv"),
    ("successions", "SUN.RUS", {"how": "becomes"}, "how", "'becomes'"),
    ("successions", "SUN.RUS", {"key": "SUN.UKR.2"}, "key", "does not begin with 'SUN.RUS'"),
    ("organizations", "csto", {"predecessor": "cis"}, "predecessor", "successions.csv has no row of this for 'csto'"),
    ("memberships", "eu.FRA.1", {"start": "1957-03-24"}, "start", "before 'eu' and its predecessors were founded"),
    ("memberships", "shanghai_five.RUS.1", {"start": "1996-04-25"}, "start", "before 'shanghai_five'"),
]


@pytest.mark.parametrize(("table", "key", "cells", "column", "reason"), WRONG_CELLS)
def test_a_wrong_cell_is_told_with_file_line_column_and_reason(
    copy: Copy, table: str, key: str, cells: dict[str, str], column: str, reason: str
) -> None:
    line = copy.edit(table, key, **cells)
    if reason == "OK":  # a year that may lie after the day is no mistake
        assert read_tables(copy.folder)
        return
    file = str(copy.folder / f"{table}.csv")
    assert any((p.file, p.line, p.column) == (file, line, column) and reason in p.reason for p in copy.problems())


def test_a_key_of_two_tables_of_entities_is_told_where_it_is_used(copy: Copy) -> None:
    copy.edit("things", "moscow", key="RUS")
    reasons = {(Path(p.file).name, p.reason) for p in copy.problems()}
    assert ("claims.csv", "'RUS' is a key of several tables: states, things") in reasons


def test_all_problems_are_told_at_once(copy: Copy) -> None:
    a = copy.edit("states", "IRN", iso2="I")
    b = copy.edit("pacts", "nat-1949", signed="1949-13", kind="x")
    c = copy.edit("memberships", IRN, state="XXX", key="sco.XXX.1")
    d = copy.edit("conflicts", "C13")
    # A row that is wrong in itself is not called missing by the rows that name it; a key that is gone is.
    assert [(Path(p.file).name, p.line, p.column) for p in copy.problems()] == [
        ("states.csv", a, "iso2"),
        ("memberships.csv", c, "state"),
        ("pacts.csv", b, "kind"),
        ("pacts.csv", b, "signed"),
        ("conflicts.csv", d, "rows"),
    ]


def rows_of(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_key_used_twice_names_the_other_line(copy: Copy) -> None:
    copy.change("states", lambda b: b + b.splitlines(keepends=True)[1])
    (problem,) = copy.problems()
    line = len(rows_of("states")) + 2
    assert (problem.line, problem.column, problem.reason) == (line, "key", "'AFG' is the key of line 2 too")


def test_lines_are_those_of_the_file_also_after_a_cell_of_several_lines(copy: Copy) -> None:
    line = copy.edit("states", "IRN", iso2="I")
    copy.edit("states", "AFG", note="one\ntwo\nthree")
    (problem,) = copy.problems()
    assert (problem.line, problem.column) == (line + 2, "iso2")
    text = (copy.folder / "states.csv").read_text(encoding="utf-8").splitlines()
    assert problem.line is not None
    assert text[problem.line - 1].startswith("IRN,I,")


def test_columns_may_stand_in_any_order_but_none_may_be_missing_unknown_or_twice(copy: Copy) -> None:
    with (copy.folder / "states.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.reader(file))
    copy.write("states", [record[::-1] for record in records])
    assert read_tables(copy.folder) == read_tables(SEEDS)
    copy.change("states", lambda b: b.replace(b"iso2", b"iso_2", 1).replace(b"note", b"name", 1))
    told = {(p.line, p.column, p.reason.split(";")[0]) for p in copy.problems()}
    assert told == {
        (1, "iso2", "the column is missing"),
        (1, "note", "the column is missing"),
        (1, "iso_2", "the column is unknown"),
        (1, "name", "the column stands there twice"),
    }


@pytest.mark.parametrize("added", [b"IRX\n", b"IRX,IX,Irx,,,S01,,,\n", b"\n"], ids=["short", "long", "empty"])
def test_a_row_of_another_length_is_told(copy: Copy, added: bytes) -> None:
    copy.change("states", lambda b: b + added)
    (problem,) = copy.problems()
    assert (problem.line, problem.column) == (len(rows_of("states")) + 2, None)
    assert "the header has 7" in problem.reason


def test_another_encoding_is_told_with_its_line(copy: Copy) -> None:
    copy.change("people", lambda b: b.decode("utf-8").encode("latin-1", "replace"))
    (problem,) = copy.problems()
    lines = (SEEDS / "people.csv").read_text(encoding="utf-8").splitlines()
    first = next(i for i, text in enumerate(lines, 1) if any("\x7f" < c < "\u0100" for c in text))
    assert (problem.line, problem.column) == (first, None)
    assert "is not UTF-8" in problem.reason


def test_a_byte_order_mark_is_told_alone(copy: Copy) -> None:
    copy.change("states", lambda b: b"\xef\xbb\xbf" + b)
    (problem,) = copy.problems()
    assert (problem.line, "byte order mark" in problem.reason) == (1, True)


def test_line_ends_of_another_system_do_no_harm(copy: Copy) -> None:
    copy.change("states", lambda b: b.replace(b"\n", b"\r\n"))
    assert read_tables(copy.folder) == read_tables(SEEDS)


def test_a_broken_quote_is_told_with_its_line(copy: Copy) -> None:
    copy.change("states", lambda b: b.replace(b"\nIRN,IR,Iran", b'\nIRN,IR,"Ir"an', 1))
    (problem,) = copy.problems()
    lines = (SEEDS / "states.csv").read_text(encoding="utf-8").splitlines()
    assert problem.line == next(i for i, text in enumerate(lines, 1) if text.startswith("IRN"))
    assert "is not CSV" in problem.reason


def test_a_missing_or_empty_file_is_told_alone(copy: Copy) -> None:
    (copy.folder / "people.csv").unlink()
    (problem,) = copy.problems()
    assert (Path(problem.file).name, problem.line) == ("people.csv", None)
    assert "cannot be read" in problem.reason
    (copy.folder / "people.csv").write_bytes(b"")
    assert {p.reason for p in copy.problems()} == {"the column is missing"}


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such folder") as caught:
        read_tables(tmp_path / "nowhere")
    assert "\n" not in str(caught.value)


def test_an_open_spell_needs_coverage(copy: Copy) -> None:
    copy.edit("organizations", "gcc", known_to="")
    problems = copy.problems()
    assert len(problems) == 6
    assert {(p.column, Path(p.file).name) for p in problems} == {("end", "memberships.csv")}


def test_an_overlay_may_run_beside_a_membership_and_nothing_else_may(copy: Copy) -> None:
    line = copy.edit("status_schemes", "csto.participation_frozen.1", overlay="false", rank="2")
    assert line
    (problem,) = copy.problems()
    assert "overlaps 'csto.ARM.1'" in problem.reason
    assert Path(problem.file).name == "memberships.csv"


def test_the_message_counts_all_and_shows_the_first(copy: Copy) -> None:
    copy.change("memberships", lambda b: b.replace(b",verified,", b",sure,"))
    with pytest.raises(DataError) as caught:
        read_tables(copy.folder)
    text = str(caught.value)
    assert text.startswith(f"{len(caught.value.problems)} problems in the tables of ")
    assert len(text.splitlines()) == 22
    assert text.splitlines()[-1].strip() == f"... and {len(caught.value.problems) - 20} more"
