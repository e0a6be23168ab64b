"""Profiles of obligations: directions, data sets, certainty; and each text of this room as it stands."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import Period, World
from graphmodel.domain import Source
from graphmodel.errors import MissingData, QueryError

from . import made


def test_by_hand(empty_world: World) -> None:
    s = made.states("ABCD")
    empty_world.merge(
        list(s.values()),
        made.pact("shield", [s["A"], s["B"]], "defense 4", "consultation", valid=Period("2001-01-01", "2009-01-01")),
        made.owes(s["A"], s["B"], "defense", "neutrality", valid=Period("2003", "2008")),
        made.owes(s["B"], s["A"], "offense", valid=Period("2003", "2008")),
        made.owes(s["C"], s["A"], "nonaggression", dataset="other"),
        Source(key="atop_5_1", title="ATOP", publisher="ATOP"),
    )
    empty_world.run(
        "MATCH (o:Obligation {key: 'shield/consultation'}) MATCH (s:State {key: 'BBB'}) CREATE (o)-[:OWED_BY]->(s)"
    )
    ask = empty_world.analyses.obligation_profile
    (row,) = ask("AAA", as_of="2005-01-01")
    assert (row.b, row.defense, row.offense, row.neutrality, row.consultation) == ("BBB", True, False, True, False)
    assert (row.pacts, row.datasets, row.certain) == (["shield"], ["atop_5_1"], True)
    assert row.promises == ["shield defense 4", "atop_5_1 defense", "atop_5_1 neutrality"]
    assert [source.key for source in ask("AAA", as_of="2005-01-01").citations()] == ["atop_5_1"]
    both = ask("AAA", as_of="2005-01-01", directed=False)
    assert [(r.b, r.rank, r.offense, r.consultation, r.nonaggression) for r in both] == [
        ("BBB", 3, True, True, False),
        ("CCC", 1, False, False, True),
    ]
    # Asked undirected from the other end, the same terms come.
    back = {r.b: r for r in ask("BBB", as_of="2005-01-01", directed=False)}["AAA"]
    assert (back.promises, back.rank) == (both[0].promises, both[0].rank)
    (only,) = ask("AAA", as_of="2005-01-01", datasets=["atop_5_1"])
    assert (only.pacts, only.neutrality, only.defense) == ([], True, True)
    (curated,) = ask("AAA", "BBB", "2005-01-01", datasets=["curated"])
    assert (curated.neutrality, curated.datasets) == (False, [])
    # 2003 is a year: neutrality holds possibly from its first day, certainly after its last.
    found = {day: ask("AAA", "BBB", day)[0] for day in ("2002-12-31", "2003-01-01", "2003-12-31")}
    assert [(r.neutrality, r.certain) for r in found.values()] == [(False, True), (True, False), (True, True)]
    assert not ask("AAA", "BBB", "2003-06-01", certain=True)[0].neutrality
    (nothing,) = ask("AAA", "DDD", "2005-01-01", directed=False)
    assert (nothing.rank, nothing.datasets, nothing.certain) == (0, [], True)
    assert len(ask("DDD", as_of="2005-01-01")) == 0
    empty_world.run("MATCH ()-[p:PARTY_TO]->(:Pact {key: 'shield'}) SET p.dataset = 'atop_4_01'")
    (row,) = ask("AAA", "BBB", "2005-01-01")
    assert row.datasets == ["atop_4_01", "atop_5_1"]


def test_both_ways_is_the_union_of_one_way_each(world: World) -> None:
    ask = world.analyses.obligation_profile
    both = {row.b: row for row in ask("RUS", as_of="2024-07-04", directed=False)}
    one = {row.b: row for row in ask("RUS", as_of="2024-07-04")}
    assert both.keys() == one.keys()
    for key, row in list(both.items())[:5]:
        (back,) = ask(key, "RUS", "2024-07-04")
        assert set(row.promises) == {*one[key].promises, *back.promises}


NAMES = [
    "alliance_similarity_kappa",
    "alliance_similarity_s",
    "contradictory_commitments",
    "obligation_cascade",
    "obligation_profile",
    "structural_balance",
    "tau_b_portfolio",
    "treaty_lifecycle",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_text_runs_as_it_stands_with_the_headers_example(world: World, name: str) -> None:
    header = getattr(world.analyses, name).header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched or header.columns]


def test_none_of_a_state_that_no_table_names_is_not_certain(world: World) -> None:
    [row] = (result := world.analyses.obligation_profile("USA", "JPN", "2010-06-30"))
    assert (row.rank, row.certain) == (0, False)
    assert "the data know of no parties of pacts" in str(result.about)
    assert "of JPN" in str(result.about)
    [known] = (told := world.analyses.obligation_profile("ARM", "AZE", "1993-06-30"))
    assert known.certain or known.pacts
    assert "the data know of no" not in str(told.about)


def test_depth_is_missing_here_and_says_so(world: World) -> None:
    with pytest.raises(MissingData, match="graphmodel import atop"):
        world.analyses.pact_depth()


def test_the_treaty_of_1921_binds_russia_the_soviet_union_and_russia_again(world: World) -> None:
    ask = world.analyses.obligation_profile
    for state, day, pacts in (
        ("RUS", "1922-12-29", ["rus-irn-1921"]),
        ("SUN", "1922-12-30", ["rus-irn-1921"]),
        ("SUN", "1991-12-25", ["rus-irn-1921", "rus-irn-1940"]),
        ("RUS", "1991-12-26", ["rus-irn-1921", "rus-irn-1940"]),
    ):
        [row] = ask(state, "IRN", day)
        assert (row.nonaggression, row.pacts, row.certain) == (True, pacts, True), (state, day)
    with pytest.raises(QueryError, match="Soviet Union"):
        ask("RUS", "IRN", "1950-01-01")
    assert "S182" in {source.key for source in ask("SUN", "IRN", "1950-01-01").citations()}


def test_that_no_commitment_is_told_is_certain_by_data_of_all_pairs_alone(empty_world: World) -> None:
    s = made.states("ABCD")
    listed = made.listed(list(s.values()))
    empty_world.merge(
        list(s.values()),
        listed,
        made.pact("shield", [s["A"], s["B"]], "defense", valid=Period("2001-01-01", "2020-01-01")),
    )
    ask, selected = empty_world.analyses, "complete for no pair of states"
    (none,), (some,) = (ask.obligation_profile("AAA", b, "2005-01-01") for b in ("CCC", "BBB"))
    assert (none.rank, none.certain, some.rank, some.certain) == (0, False, 3, True)
    for result in (
        ask.obligation_profile("AAA", "CCC", "2005-01-01"),
        ask.obligation_cascade("AAA", as_of="2005-01-01"),
        ask.contradictory_commitments("AAA", "CCC", as_of="2005-01-01"),
        ask.alliance_similarity_s("AAA", "CCC", as_of="2005-01-01"),
        ask.portfolio_over_time("AAA", "2005-01-01", "2006-12-31"),
        ask.isolated_states("2005-01-01", kinds=["defense"]),
    ):
        assert selected in str(result.about), result.about.analysis
    assert not any(row.certain for row in ask.alliance_similarity_s(as_of="2005-01-01"))
    assert not any(row.certain for row in ask.isolated_states("2005-01-01", kinds=["defense"]))
    assert selected in empty_world.dyad("AAA", "CCC").caption
    (bound,) = ask.obligation_profile.bounds("AAA", "CCC", as_of="2005-01-01").to_dicts()
    assert (bound["rank_low"], bound["rank_high"], bound["certain"]) == (0, 0, False)

    empty_world.merge(
        Source(key="atop_5_1", title="ATOP", publisher="ATOP", known_to=date(2010, 12, 31)),
        made.owes(s["C"], s["D"], "defense", valid=Period("2002-01-01", "2008-01-01")),
    )
    for day, covered in (("2005-01-01", True), ("2001-06-01", False), ("2011-01-01", False)):
        about = ask.obligation_profile("AAA", "CCC", day)
        assert (about[0].rank, about[0].certain) == (0, covered), day
        assert (selected in str(about.about)) is not covered, day
    assert all(row.certain for row in ask.alliance_similarity_s(as_of="2005-01-01"))
    assert all(row.certain for row in ask.isolated_states("2005-01-01", kinds=["defense"]))
    assert not ask.obligation_profile("AAA", "CCC", "2005-01-01", datasets=["curated"])[0].certain


def test_of_the_two_whom_the_tables_name_none_is_not_certain(world: World) -> None:
    (row,) = rows = world.analyses.obligation_profile("USA", "Mexico", "2014-01-01")  # the Rio treaty is in no table
    assert (row.rank, row.pacts, row.certain) == (0, [], False)
    assert "complete for no pair" in str(rows.about)
    assert world.analyses.obligation_profile("USA", "Canada", "2014-01-01")[0].certain
