"""Panels, by hand and on the curated world; counts of states and pairs against those that COW itself gives."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, assert_type

import pytest

from graphmodel import Period, World, ref
from graphmodel.domain import CodeList, MemberOf, Organization, State
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.histories import DyadYear, LeaderYear, Panel, StateYear

pytest.importorskip("polars", reason="needs the extra 'analysis'")
pytest.importorskip("numpy", reason="needs the extra 'analysis'")

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
"""Where published data sets lie, which are not ours to ship: beside the repository, where they are there at all."""


def years(panel: Panel[Any], **values: str) -> dict[int, Any]:
    """The rows of a panel with these values, by year."""
    return {row.year: row for row in panel if all(getattr(row, name) == value for name, value in values.items())}


def test_it_is_balanced_and_in_order(small: World) -> None:
    rows = small.panel()
    assert_type(rows, Panel[StateYear])
    assert [(row.year, row.code, row.state) for row in rows if row.year in (1990, 1991, 1995, 1996)] == [
        (1990, "2", "BBB"),
        (1990, "10", "AAA"),
        (1990, "30", "OLD"),
        (1991, "2", "BBB"),
        (1991, "10", "AAA"),
        (1991, "30", "CCC"),
        (1995, "2", "BBB"),
        (1995, "10", "AAA"),
        (1995, "30", "CCC"),
        (1996, "10", "AAA"),
        (1996, "30", "CCC"),
    ]
    assert {row.year for row in rows} == {*range(1990, 2001)}
    pairs = small.panel("dyad-year")
    assert_type(pairs, Panel[DyadYear])
    assert len(pairs) == 6 * 3 + 5 * 1
    assert [(row.code_a, row.code_b) for row in pairs[:3]] == [("2", "10"), ("2", "30"), ("10", "30")]
    directed = small.panel("dyad-year", directed=True)
    assert len(directed) == 2 * len(pairs)
    assert [(row.code_a, row.code_b) for row in directed[:3]] == [("2", "10"), ("2", "30"), ("10", "2")]


@pytest.mark.parametrize(
    ("day", "of_b", "holder_1991"),
    [("any", (1990, 1995), "CCC"), ("01-01", (1990, 1995), "OLD"), ("12-31", (1990, 1994), "CCC")],
)
def test_the_rule_for_the_day(small: World, day: Any, of_b: tuple[int, int], holder_1991: str) -> None:
    rows = small.panel(day=day)
    b = years(rows, state="BBB")
    assert (min(b), max(b)) == of_b
    assert years(rows, code="30")[1991].state == holder_1991
    assert {"any": "any day", "01-01": "1 January", "12-31": "31 December"}[day] in rows.caption


def test_zero_inside_coverage_and_empty_outside(small: World) -> None:
    rows = small.panel()
    a, c = years(rows, state="AAA"), years(rows, code="30")
    assert [a[year].igos for year in range(1990, 2001)] == [0, *[1] * 9, None]  # an observer is no full member
    assert [c[year].igos for year in (1990, 1991, 1992, 1993, 1999, 2000)] == [1, 1, 1, 2, 2, None]
    assert [a[year].allies for year in (1990, 1991, 1995, 1996, 1998, 1999)] == [None, 1, 1, 0, 0, None]
    assert [c[year].defense_allies for year in (1990, 1991, 1998, 1999)] == [None, 0, 0, None]
    assert [a[year].rivals for year in (1992, 1993, 1996, 1997)] == [None, 1, 1, None]
    assert [(a[year].cinc, c[year].cinc) for year in (1993, 1994, 1995)] == [(None, None), (0.25, 0.125), (None, None)]
    assert years(rows, state="BBB")[1994].cinc is None  # covered, and not measured
    assert [(a[year].votes, c[year].votes) for year in (1993, 1994)] == [(None, None), (3, 3)]


def test_years_of_votes_that_are_not_in_the_graph_are_empty(small: World) -> None:
    small.run(
        "MATCH (s:State) WHERE s.key IN ['AAA', 'BBB'] "
        "MERGE (c:RollCall {key: 'unga.9', name: 'Vote 9', session: 52, date: '1997-10-01', date_earliest: date('1997-10-01'), "
        "date_latest: date('1997-10-01'), dataset: 'unga_votes'}) CREATE (s)-[:VOTED {vote: 'yes', dataset: 'unga_votes'}]->(c)"
    )
    rows = small.panel()
    assert [years(rows, state="AAA")[year].votes for year in (1993, 1994, 1995, 1996, 1997, 1998)] == [
        None, 3, None, None, 1, None,
    ]  # fmt: skip
    assert "(sessions 49, 52)" in rows.caption
    pairs = {row.year: row.votes for row in small.panel("dyad-year") if (row.state_a, row.state_b) == ("BBB", "AAA")}
    assert (pairs[1994], pairs[1995]) == (2, None)


def test_what_the_named_data_sets_lack_is_said(small: World) -> None:
    panel = small.panel(datasets=["atop_5_1"])
    assert "There are no memberships in atop_5_1, but in cow_igo_3" in panel.caption
    assert {row.igos for row in panel} == {None}


def test_pairs(small: World) -> None:
    rows = small.panel("dyad-year")
    ab, ac = years(rows, state_a="BBB", state_b="AAA"), years(rows, state_a="AAA", state_b="CCC")
    assert [ab[year].shared_igos for year in (1990, 1991, 1992, 1994, 1995)] == [0, 0, 1, 1, 0]
    assert [ac[year].shared_igos for year in (1992, 1999, 2000)] == [1, 1, None]
    assert [(ab[1991].defense, ab[1991].consultation, ab[1991].offense)] == [(1, 1, 0)]
    assert [ac[year].rival for year in (1992, 1993, 1996, 1997)] == [None, 1, 1, None]
    assert (ac[1994].cinc_a, ac[1994].cinc_b) == (0.25, 0.125)
    assert (ac[1994].votes, ac[1994].agreement) == (3, pytest.approx(2 / 3))
    assert (ab[1994].votes, ab[1994].agreement) == (2, 0.5)
    assert (ac[1993].votes, ac[1993].agreement) == (None, None)


def test_directed_pairs_say_who_owes_whom(small: World) -> None:
    rows = small.panel("dyad-year", directed=True, start=1995, end=1995)
    ab, ba = years(rows, state_a="AAA", state_b="BBB")[1995], years(rows, state_a="BBB", state_b="AAA")[1995]
    assert (ab.defense, ab.consultation, ba.defense, ba.consultation) == (1, 0, 0, 1)
    ac, ca = years(rows, state_a="AAA", state_b="CCC")[1995], years(rows, state_a="CCC", state_b="AAA")[1995]
    assert (ac.rival, ca.rival) == (1, 1)
    ac, ca = (
        years(small.panel("dyad-year", directed=True, columns=["cinc_a", "cinc_b"]), state_a=a, state_b=b)[1994]
        for a, b in (("AAA", "CCC"), ("CCC", "AAA"))
    )
    assert (ac.cinc_a, ac.cinc_b, ca.cinc_a, ca.cinc_b) == (0.25, 0.125, 0.125, 0.25)


def test_leaders(small: World) -> None:
    rows = small.panel("leader-year")
    assert_type(rows, Panel[LeaderYear])
    assert [(row.year, row.leader, row.office, row.state, row.year_in_office, row.igos) for row in rows] == [
        (1992, "one", "President", "AAA", 1, 1),
        (1993, "one", "President", "AAA", 2, 1),
        (1994, "one", "President", "AAA", 3, 1),
    ]
    assert [row.year for row in small.panel("leader-year", day="01-01")] == [1993, 1994]
    assert [row.year for row in small.panel("leader-year", day="12-31")] == [1992, 1993]


def test_what_certainly_holds(small: World) -> None:
    rows = small.panel(certain=True, day="01-01")
    assert [years(rows, state="AAA")[year].igos for year in (1991, 1992, 1999)] == [0, 1, 1]  # joined some day in 1991
    assert [years(rows, state="BBB")[year].igos for year in (1992, 1993, 1994)] == [0, 1, 1]
    assert "certainly" in rows.caption


def test_one_data_set_for_each_column_and_which_is_said(small: World) -> None:
    valid = Period("1990-01-01", "2000-01-01")
    small.merge(
        MemberOf(
            start=ref(State, "BBB"),
            end=ref(Organization, "club"),
            spell="x",
            status=MembershipStatus.MEMBER,
            valid=valid,
            full=valid,
            dataset="another",
        )
    )
    rows = small.panel()
    assert years(rows, state="BBB")[1991].igos == 0  # never mixed
    assert "memberships: cow_igo_3 1990-1999" in rows.notes
    other = small.panel(columns=["igos"], datasets=["another"])
    assert years(other, state="BBB")[1991].igos == 1
    assert other.columns == ["state", "code", "year", "igos"]
    assert [source.key for source in rows.citations()] == [
        "atop_5_1",
        "cow_igo_3",
        "cow_nmc",
        "tss_rivalries",
        "unga_votes",
    ]


def test_beyond_what_the_list_looks_at_is_carried_forward_and_said(small: World) -> None:
    rows = small.panel(start=2000, end=2003)
    assert [(row.year, row.state) for row in rows] == [(y, s) for y in range(2000, 2004) for s in ("AAA", "CCC")]
    assert "cow looks to 2000 only" in rows.caption


def test_it_turns_into_frames_and_files(small: World, tmp_path: Path) -> None:
    import polars

    rows = small.panel("dyad-year")
    frame = rows.to_polars()
    assert frame.height == len(rows) == len(list(rows))
    assert frame.schema["shared_igos"] == polars.Int64
    assert [DyadYear(**each) for each in rows.to_dicts()] == list(rows)
    read = list(csv.DictReader(rows.to_csv(tmp_path / "rows.csv").splitlines()))
    assert [int(each["year"]) for each in read] == [row.year for row in rows]
    assert read[-1]["shared_igos"] == ""
    rows.to_parquet(tmp_path / "rows.parquet")
    assert polars.read_parquet(tmp_path / "rows.parquet").equals(frame)
    assert list(rows.head(2)) == list(rows[:2])
    assert '"notes"' in rows.head(2).to_json()
    assert "<table>" in rows._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_columns_and_rows_can_be_chosen(small: World) -> None:
    panel = small.panel()
    chosen = panel.filter(lambda row: row.state == panel[0].state).select("year", "state")
    assert [row.year for row in chosen] == [row.year for row in panel if row.state == panel[0].state]
    assert chosen.to_dicts()[0] == {"year": panel[0].year, "state": panel[0].state}
    assert chosen.to_polars().columns == chosen.columns == ["year", "state"]
    assert "igos" not in chosen.to_markdown()


def test_what_cannot_be_asked_is_said(small: World) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"unit": "week"}, "unit is none of"),
        ({"day": "07-01"}, "day is none of"),
        ({"columns": ["gdp"]}, "no column 'gdp'"),
        ({"directed": True}, "Only pairs have a direction"),
        ({"start": 2000, "end": 1990}, "before it starts"),
        ({"weight": 2}, "no 'weight'"),
    ]
    for given, said in wrong:
        with pytest.raises(QueryError, match=said):
            small.panel(**given)
    with pytest.raises(UnknownName, match="No list of states") as unknown:
        small.panel(system="cw")
    assert unknown.value.candidates == ("cow",)
    with pytest.raises(UnknownName, match="There is no data set 'atop_5'"):
        small.panel(datasets=["atop_5"])
    small.run("MATCH ()-[r:VOTED|HOLDS_OFFICE]->() DELETE r")
    with pytest.raises(MissingData, match="graphmodel import unga_votes"):
        small.panel(columns=["votes"])
    assert {row.votes for row in small.panel()} == {None}
    assert "no votes" in small.panel().caption
    with pytest.raises(MissingData, match="holders of offices"):
        small.panel("leader-year")
    small.run("MATCH (c:CodeList) DETACH DELETE c")
    with pytest.raises(MissingData, match="lists of states"):
        small.panel()


def test_a_list_without_codes_counts_states(small: World) -> None:
    small.run("MATCH ()-[r:IN_SYSTEM]->() REMOVE r.code")
    rows = small.panel(start=1991, end=1991)
    assert [(row.state, row.code) for row in rows] == [("AAA", None), ("BBB", None), ("CCC", None), ("OLD", None)]


def test_a_supposed_world_has_a_panel_too(small: World) -> None:
    with small.what_if() as w:
        w.add(CodeList(key="cow", name="COW"))
        w.end("org.AAA", on="1995-01-01")
        rows = w.panel()
        assert [years(rows, state="AAA")[year].igos for year in (1994, 1995)] == [1, 0]
        assert "hypothetical" in rows.caption


def test_commitments_by_pacts_where_no_data_set_tells_them_of_pairs(world: World) -> None:
    rows = world.panel("dyad-year", directed=True, start=2016, end=2016, columns=["defense", "neutrality"])
    found = {(row.state_a, row.state_b): (row.defense, row.neutrality) for row in rows}
    for a, b in (("RUS", "IRN"), ("RUS", "KAZ"), ("KAZ", "RUS"), ("USA", "FRA"), ("CHN", "PRK"), ("USA", "RUS")):
        owed = [world.analyses.obligation_profile(a, b, as_of=day)[0] for day in ("2016-01-01", "2016-12-31")]
        assert found[a, b] == (max(row.defense for row in owed), max(row.neutrality for row in owed)), (a, b)


def test_shared_organizations_are_those_of_the_analysis(world: World) -> None:
    rows = world.panel("dyad-year", start=2016, end=2016, day="12-31", columns="shared_igos")
    shared = {frozenset((row.state_a, row.state_b)): row.shared_igos for row in rows if row.shared_igos}
    states = {state for pair in shared for state in pair}
    told = {
        frozenset((row.state_a, row.state_b)): row.shared
        for row in world.analyses.co_membership(as_of="2016-12-31")
        if {row.state_a, row.state_b} <= states
    }
    assert shared == told


@pytest.mark.skipif(not DATASETS.is_dir(), reason="the published data sets are not beside the repository")
@pytest.mark.engine("embedded")
def test_states_and_pairs_are_those_of_cow(world: World) -> None:
    """As peacesciencer makes them: a code in every year of which it was in the system on any day, and all pairs of these."""
    import polars

    spells = polars.read_csv(DATASETS / "cow" / "cow_states.csv")
    expected = (
        spells.with_columns(year=polars.int_ranges("styear", polars.col("endyear") + 1))
        .explode("year")
        .select(polars.col("ccode").cast(polars.Int64), polars.col("year").cast(polars.Int64))
        .unique()
        .sort("year", "ccode")
    )
    states = world.panel(columns=[]).to_polars().select(ccode=polars.col("code").cast(polars.Int64), year="year")
    assert states.equals(expected)
    counts = polars.read_parquet(DATASETS / "cow_igo" / "cow_igo_dyad_year_counts.parquet")
    pairs = world.panel("dyad-year", columns=[], end=2014).to_polars()
    keys = [polars.col(f"code_{side}").cast(polars.Int64).alias(f"ccode{n}") for side, n in (("a", 1), ("b", 2))]
    ours, theirs = pairs.select(*keys, "year"), counts.select("ccode1", "ccode2", "year")
    assert theirs.join(ours, on=["ccode1", "ccode2", "year"], how="anti").height == 0
    # That file leaves out the states that merged in 1990: both Germanies and both Yemens of before.
    left_out = ours.join(theirs, on=["ccode1", "ccode2", "year"], how="anti")
    assert left_out["year"].unique().to_list() == [1990]
    gone = {260, 265, 678, 680}
    assert all({a, b} & gone for a, b, _ in left_out.rows())
    assert left_out.height == 165 * 164 // 2 - 161 * 160 // 2
    assert len(world.panel("dyad-year", columns=[], directed=True, start=1816, end=2016)) == 1_912_350
