"""Shortest paths of organizations and states with few ties: by hand, and against networkx and plain Python."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import Period, World, select
from graphmodel.analyses.paths import Link, Search, percentile_of
from graphmodel.domain import (
    CodeList,
    InSystem,
    MemberOf,
    Obligation,
    ObligedTo,
    Obliges,
    Organization,
    Pact,
    PartyTo,
    State,
)
from graphmodel.domain.vocabularies import MembershipStatus, ObligationTerm, OrganizationKind, PactKind, PactScope
from graphmodel.errors import MissingData, QueryError

from .plain import members


@pytest.fixture
def chain(empty_world: World) -> World:
    """A and B share ab, B and C bc and its twin, C and D cd, all of them big; a pact of A and D; E stands alone."""
    states = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABCDE"]
    by_letter = dict(zip("ABCDE", states, strict=True))
    since, early = Period("2000-01-01"), Period("1990-01-01", "1999-01-01")
    cow = CodeList(key="cow", name="COW")
    made: list[object] = [cow, *states]
    made += [InSystem(start=each, end=cow, spell=f"cow.{each.key}", valid=Period("1980-01-01")) for each in states]
    for key, letters, valid in (
        ("ab", "AB", since),
        ("bc", "BC", since),
        ("bc2", "BC", since),
        ("cd", "CD", since),
        ("big", "ABCD", early),
    ):
        org = Organization(key=key, name=key.upper(), kind=OrganizationKind.INFORMAL_GROUP)
        made.append(org)
        for letter in letters:
            spell = f"{key}.{letter}"
            status = MembershipStatus.MEMBER
            made.append(MemberOf(start=by_letter[letter], end=org, spell=spell, status=status, valid=valid, full=valid))
    pact = Pact(key="ad", name="AD", kind=PactKind.DEFENSE_PACT, scope=PactScope.BILATERAL, valid=since)
    duty = Obligation(key="ad/defense", term=ObligationTerm.DEFENSE, valid=since)
    made += [pact, duty, Obliges(start=pact, end=duty)]
    made += [PartyTo(start=by_letter[each], end=pact, spell=f"ad.{each}", rule="test", valid=since) for each in "AD"]
    told = {"spell": "B.C", "terms": [ObligationTerm.CONSULTATION], "valid": since, "dataset": "atop_5_1"}
    made.append(ObligedTo(start=by_letter["B"], end=by_letter["C"], **told))  # pyright: ignore[reportArgumentType]
    empty_world.merge(*made)  # pyright: ignore[reportArgumentType]
    return empty_world


def test_institutional_path_and_isolated_states_by_hand(chain: World) -> None:
    path = chain.analyses.institutional_path
    rows = path("AAA", "DDD", "2005-01-01")
    assert [(r.hops, r.path) for r in rows] == [
        (3, ["AAA", "ab", "BBB", "bc", "CCC", "cd", "DDD"]),
        (3, ["AAA", "ab", "BBB", "bc2", "CCC", "cd", "DDD"]),
    ]
    assert (rows[0].via, rows[0].through) == (["ab", "bc", "cd"], ["BBB", "CCC"])
    assert [r.via for r in path("DDD", "AAA", "2005-01-01")] == [["cd", "bc", "ab"], ["cd", "bc2", "ab"]]
    few = path("AAA", "DDD", "2005-01-01", most=1)
    assert len(few) == 1
    assert "the first 1 of 2 shortest paths" in str(few.about)
    assert [r.via for r in path("AAA", "DDD", "2005-01-01", exclude=["bc"])] == [["ab", "bc2", "cd"]]
    assert [r.via for r in path("AAA", "CCC", "2005-01-01")] == [["ab", "bc"], ["ab", "bc2"]]
    assert [r.via for r in path("AAA", "BBB", "2005-01-01")] == [["ab"]]
    assert [r.via for r in path("AAA", "DDD", "2005-01-01", pacts=True)] == [["ad"]]
    assert [r.via for r in path("BBB", "DDD", "2005-01-01", pacts=True)] == [["ab", "ad"], ["bc", "cd"], ["bc2", "cd"]]
    assert len(path("AAA", "EEE", "2005-01-01")) == 0
    # All are in big, up to and without the day on which it ends.
    assert [r.via for r in path("AAA", "DDD", "1998-12-31")] == [["big"]]
    assert len(path("AAA", "DDD", "1998-12-31", max_size=3)) == 0
    assert len(path("AAA", "DDD", "1999-01-01")) == 0

    few_ties = chain.analyses.isolated_states
    rows = few_ties("2005-01-01", percentile=0)
    assert [(r.kind, r.state, r.kinds_missing) for r in rows] == [
        ("memberships", "EEE", ["memberships", "pacts", "defense", "consultation"]),
        ("pacts", "EEE", ["memberships", "pacts", "defense", "consultation"]),
        ("defense", "BBB", ["defense"]),
        ("defense", "CCC", ["defense"]),
        ("defense", "EEE", ["memberships", "pacts", "defense", "consultation"]),
        ("consultation", "AAA", ["consultation"]),
        ("consultation", "DDD", ["consultation"]),
        ("consultation", "EEE", ["memberships", "pacts", "defense", "consultation"]),
    ]
    assert "no ties of the kinds offense, neutrality, nonaggression" in str(few_ties("2005-01-01").about)
    below = few_ties("2005-01-01", kinds=["memberships"], percentile=75)
    assert [(r.state, r.degree, r.threshold, r.states) for r in below] == [
        ("EEE", 0, 3.0, 5),
        ("AAA", 1, 3.0, 5),
        ("DDD", 1, 3.0, 5),
    ]
    atop = few_ties("2005-01-01", kinds=["pacts"], datasets=["atop_5_1"], percentile=0)
    assert [r.state for r in atop] == ["AAA", "DDD", "EEE"]
    with pytest.raises(MissingData, match="that isolates nobody"):
        few_ties("2005-01-01", kinds=["offense"])
    with pytest.raises(MissingData, match="No state is in the list cow on 1979-12-31"):
        few_ties("1979-12-31")
    with pytest.raises(QueryError, match="system is none of"):
        few_ties("2005-01-01", "ISO")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("day", "max_size"), [("2014-12-31", None), ("2024-07-04", None), ("2024-07-04", 10), ("1993-12-31", None)]
)
def test_shortest_paths_are_those_of_networkx(world: World, day: str, max_size: int | None) -> None:
    networkx = pytest.importorskip("networkx", reason="needs networkx, which only tests use")
    graph = networkx.Graph()
    links = [
        Link(via=org, pact=False, states=sorted(states))
        for org, states in members(day).items()
        if max_size is None or len(states) <= max_size
    ]
    for link in links:
        graph.add_edges_from((("org", link.via), ("state", state)) for state in link.states)
    states = ["ARM", "CHN", "IRN", "QAT", "TUR", "UKR", "USA", "VNM"]
    for number, a in enumerate(states):
        for b in states[number + 1 :]:
            search = Search(links, a, b)
            expected: list[list[str]] = []
            if ("state", a) in graph and ("state", b) in graph and networkx.has_path(graph, ("state", a), ("state", b)):
                found = networkx.all_shortest_paths(graph, ("state", a), ("state", b))
                expected = sorted([key for _, key in path] for path in found)
            assert sorted(search.paths()) == expected
            assert search.many == len(expected)
            if a in ("IRN", "TUR"):
                rows = world.analyses.institutional_path(a, b, day, max_size=max_size, most=1000)
                assert [row.path for row in rows] == expected


def test_citations_of_a_path(world: World) -> None:
    rows = world.analyses.institutional_path("USA", "IRN", "2024-07-04")
    assert [row.path for row in rows] == [["USA", "nato", "TUR", "eco", "IRN"]]
    assert "S147" in {source.key for source in rows.citations()}
    with pytest.raises(QueryError, match="same state"):
        world.analyses.institutional_path("IRN", "Iran")


def test_isolated_states_of_the_system(world: World) -> None:
    day = "2024-07-04"
    rows = world.analyses.isolated_states(day, percentile=0)
    spells = world.all(select(State, InSystem, CodeList))
    listed = {
        state.key for state, spell, codes in spells if codes.key == "cow" and spell.valid.possibly_on(date(2024, 7, 4))
    }
    assert {row.states for row in rows} == {len(listed)}
    full = {state for states in members(day).values() for state in states}
    assert {row.state for row in rows if row.kind == "memberships"} == listed - full
    bound = {
        state.key
        for state, spell, _ in world.all(select(State, PartyTo, Pact))
        if spell.valid.possibly_on(date(2024, 7, 4))
    }
    assert {row.state for row in rows if row.kind == "pacts"} >= listed - bound
    keys = [(row.kind, row.degree, row.state) for row in rows if row.kind == "pacts"]
    assert keys == sorted(keys)
    assert len(rows.citations()) == 0


def test_percentiles_are_numpys() -> None:
    numpy = pytest.importorskip("numpy", reason="needs the extra 'analysis'")
    values = [3, 1, 4, 1, 5, 9, 2, 6, 0, 0, 7]
    for percent in (0, 5, 10, 33.3, 50, 90, 100):
        assert percentile_of(values, percent) == pytest.approx(float(numpy.percentile(values, percent)))


def test_what_is_certain_of_paths_and_degrees(chain: World) -> None:
    paths = chain.analyses.institutional_path
    assert [row.certain for row in paths("AAA", "CCC", "2005-01-01")] == [True, True]
    chain.run(
        "MATCH (:State {key: 'BBB'})-[m:MEMBER_OF]->(:Organization {key: 'bc2'}) SET m.full_from_latest = date('2006-01-01')"
    )
    found = {tuple(row.via): row.certain for row in paths("AAA", "CCC", "2005-01-01")}
    assert found == {("ab", "bc"): True, ("ab", "bc2"): False}
    assert [row.via for row in paths("AAA", "CCC", "2005-01-01", certain=True)] == [["ab", "bc"]]
    rows = chain.analyses.isolated_states("2005-01-01", kinds=["memberships"], percentile=0)
    assert [(row.state, row.degree, row.certain) for row in rows] == [("EEE", 0, True)]
    chain.run(
        "MATCH (s:State {key: 'AAA'})-[m:MEMBER_OF]->(:Organization {key: 'ab'}) SET m.full_from_latest = date('2006-01-01')"
    )
    few = chain.analyses.isolated_states("2005-01-01", kinds=["memberships"], percentile=30)
    # With less that is certain the threshold is lower.
    assert [(row.state, row.certain) for row in few] == [("EEE", False)]
