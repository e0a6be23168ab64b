"""The analyses on a world small enough to work out by hand, on every engine."""

from __future__ import annotations

import math

import pytest

from graphmodel import CENSORED, NOT_BEFORE, Period, World
from graphmodel.analyses import co_membership, ego_portfolio, obligation_profile
from graphmodel.domain import (
    Claim,
    MemberOf,
    Obligation,
    Obliges,
    Organization,
    Pact,
    PartyTo,
    Source,
    State,
    States,
)
from graphmodel.domain.vocabularies import MembershipStatus, ObligationTerm, OrganizationKind, PactKind, PactScope
from graphmodel.errors import InvalidDate, MissingData, QueryError, UnknownName

IGO = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION
MEMBER, OBSERVER = MembershipStatus.MEMBER, MembershipStatus.OBSERVER


@pytest.fixture
def small(empty_world: World) -> World:
    """Four states, organizations of four, two and two full members, one with an observer, one that lists nobody."""
    a, b, c, d = states = [State(key=key * 3, name=f"Land {key}") for key in "ABCD"]
    big, pair, late, _ = organizations = [
        Organization(key="big", name="Big", kind=IGO),
        Organization(key="pair", name="Pair", kind=IGO),
        Organization(key="late", name="Late", kind=IGO, short_name="L"),
        Organization(key="unlisted", name="Unlisted", kind=IGO, founded="2005"),  # pyright: ignore[reportArgumentType]
    ]

    def member(state: State, org: Organization, valid: Period, *, full: bool = True, run: int = 1) -> MemberOf:
        return MemberOf(
            start=state,
            end=org,
            spell=f"{org.key}.{state.key}.{run}",
            status=MEMBER if full else OBSERVER,
            valid=valid,
            full=valid if full else None,
            evidence=["claim/big"] if org is big else [],
        )

    since, seen = Period("2000-01-01"), Period("2000-01-01", CENSORED("2015-12-31"))
    memberships = [
        *(member(state, big, since) for state in states),
        *(member(state, pair, seen) for state in (a, b)),
        member(c, late, Period("2010-03-05", "2012-06-07")),
        member(d, late, Period("2010")),
        member(a, late, Period("2009-01-01", "2011-01-01"), full=False),
        member(a, late, Period("2011-01-01"), run=2),
    ]

    def pact(key: str, *terms: ObligationTerm, valid: Period, parties: list[State]) -> list[object]:
        made = Pact(
            key=key, name=key.title(), kind=PactKind.DEFENSE_COOPERATION, scope=PactScope.BILATERAL, valid=valid
        )
        duties = [Obligation(key=f"{key}/{term}", term=term, article="4", valid=valid) for term in terms]
        return [
            made,
            *duties,
            *(Obliges(start=made, end=duty) for duty in duties),
            *(PartyTo(start=each, end=made, spell=f"{key}.{each.key}", rule="test", valid=valid) for each in parties),
        ]

    term = ObligationTerm
    pacts = [
        *pact("shield", term.DEFENSE, term.CONSULTATION, valid=Period("2001-02-03", "2011-02-03"), parties=[a, b]),
        *pact("peace", term.NONAGGRESSION, valid=Period(NOT_BEFORE("2005-05-05")), parties=[a, b, c]),
        *pact("trade", term.TRADE, valid=Period("2000-01-01"), parties=[a, d]),
    ]
    source = Source(key="S2", title="Gazette", publisher="Press")
    claim = Claim(key="claim/big", predicate="MEMBER_OF")
    evidence = [source, claim, States(start=source, end=claim)]
    empty_world.merge(states, organizations, memberships, pacts, evidence)  # pyright: ignore[reportArgumentType]
    return empty_world


def test_co_membership_of_all_pairs(small: World) -> None:
    """2011-06-01: big has all four; pair A and B; late A, C and D."""
    rows = small.analyses.co_membership(as_of="2011-06-01")
    newman = {"big": 1 / 3, "pair": 1.0, "late": 1 / 2}
    adamic = {"big": 1 / math.log(4), "pair": 1 / math.log(2), "late": 1 / math.log(3)}
    expected = [
        ("CCC", "DDD", ["big", "late"], 2 / 2),
        ("AAA", "BBB", ["big", "pair"], 2 / 3),
        ("AAA", "CCC", ["big", "late"], 2 / 3),
        ("AAA", "DDD", ["big", "late"], 2 / 3),
        ("BBB", "CCC", ["big"], 1 / 3),
        ("BBB", "DDD", ["big"], 1 / 3),
    ]
    assert [(r.state_a, r.state_b, r.orgs) for r in rows] == [row[:3] for row in expected]
    for row, (*_, orgs, jaccard) in zip(rows, expected, strict=True):
        assert row.shared == len(orgs)
        assert row.jaccard == pytest.approx(jaccard, abs=1e-12)
        assert row.weight == pytest.approx(sum(newman[org] for org in orgs), abs=1e-12)
        assert row.weight_adamic_adar == pytest.approx(sum(adamic[org] for org in orgs), abs=1e-12)
        assert (row.n_missing, row.certain) == (1, True)


def test_a_state_stands_first_in_its_own_pairs(small: World) -> None:
    rows = co_membership(small, "Land C", as_of="2011-06-01")
    assert [(r.state_a, r.state_b) for r in rows] == [("CCC", "DDD"), ("CCC", "AAA"), ("CCC", "BBB")]


@pytest.mark.parametrize(
    ("day", "shared"), [("2010-03-04", 1), ("2010-03-05", 2), ("2012-06-06", 2), ("2012-06-07", 1)]
)
def test_a_spell_holds_from_its_first_day_up_to_and_without_its_end(small: World, day: str, shared: int) -> None:
    assert small.analyses.co_membership("CCC", "DDD", day)[0].shared == shared


@pytest.mark.parametrize(
    ("pair", "day", "certain"),
    [
        ("AB", "2015-12-31", True),  # the last day that was looked at
        ("AB", "2016-01-01", False),
        ("CD", "2010-12-30", False),  # D joined late some day in 2010
        ("CD", "2010-12-31", True),
    ],
)
def test_certain(small: World, pair: str, day: str, certain: bool) -> None:
    a, b = (letter * 3 for letter in pair)
    row = small.analyses.co_membership(a, b, day)[0]
    assert (row.shared, row.certain) == (2, certain)


def test_statuses_count_what_is_no_full_member_and_leave_sizes_alone(small: World) -> None:
    (row,) = small.analyses.co_membership("AAA", "CCC", "2010-06-01", statuses=["observer", "member"])
    assert row.orgs == ["big", "late"]
    assert row.weight == pytest.approx(1 / 3 + 1)  # C and D are the full members of late
    assert small.analyses.co_membership("AAA", "CCC", "2010-06-01")[0].orgs == ["big"]


def test_a_named_pair_that_shares_nothing_is_a_row_of_zeros(small: World) -> None:
    (row,) = small.analyses.co_membership("AAA", "CCC", "2010-06-01", statuses=["observer"])
    assert (row.shared, row.jaccard, row.weight, row.orgs, row.n_missing) == (0, 0.0, 0.0, [], 1)


def test_max_size_cuts_large_organizations_from_both_sides_of_the_ratio(small: World) -> None:
    (row,) = small.analyses.co_membership(as_of="2011-06-01", max_size=2)
    assert (row.state_a, row.state_b, row.orgs, row.jaccard) == ("AAA", "BBB", ["pair"], 1.0)


@pytest.mark.parametrize(("day", "missing"), [("2004-12-31", 0), ("2005-01-01", 1)])
def test_an_organization_that_lists_nobody_counts_as_missing_since_it_may_exist(
    small: World, day: str, missing: int
) -> None:
    assert {row.n_missing for row in small.analyses.co_membership(as_of=day)} == {missing}


def test_ego_portfolio(small: World) -> None:
    rows = ego_portfolio(small, "Land A", "2010-06-01")
    told = [(r.kind, r.key, r.name, r.status, r.full, r.since, r.until, r.certain, r.sources) for r in rows]
    assert told == [
        ("membership", "big", "Big", "member", True, "2000-01-01", "ongoing", True, ["S2"]),
        ("membership", "late", "L", "observer", False, "2009-01-01", "2011-01-01", True, []),
        ("membership", "pair", "Pair", "member", True, "2000-01-01", "censored 2015-12-31", True, []),
        ("pact", "peace", "Peace", "party", None, "not before 2005-05-05", "ongoing", False, []),
        ("pact", "shield", "Shield", "party", None, "2001-02-03", "2011-02-03", True, []),
        ("pact", "trade", "Trade", "party", None, "2000-01-01", "ongoing", True, []),
    ]
    only = ego_portfolio(small, "AAA", "2010-06-01", statuses="observer")
    assert [row.key for row in only] == ["late", "peace", "shield", "trade"]


def test_obligation_profile(small: World) -> None:
    rows = obligation_profile(small, "AAA", as_of="2010-06-01")
    assert [(r.b, r.rank, r.pacts, r.certain) for r in rows] == [
        ("BBB", 3, ["peace", "shield"], False),  # peace began on an unknown day
        ("CCC", 1, ["peace"], False),
        ("DDD", 0, ["trade"], False),  # that no pact has a term is certain by data of all pairs alone
    ]
    first = rows[0]
    assert (first.defense, first.offense, first.neutrality, first.nonaggression, first.consultation) == (
        True,
        False,
        False,
        True,
        True,
    )
    assert first.promises == ["peace nonaggression 4", "shield consultation 4", "shield defense 4"]


@pytest.mark.parametrize(
    ("day", "ranks"),
    [
        ("2001-02-02", {"DDD": 0}),
        ("2001-02-03", {"BBB": 3, "DDD": 0}),
        ("2005-05-05", {"BBB": 3, "CCC": 1, "DDD": 0}),
        ("2011-02-02", {"BBB": 3, "CCC": 1, "DDD": 0}),
        ("2011-02-03", {"BBB": 1, "CCC": 1, "DDD": 0}),
    ],
)
def test_obligations_hold_as_long_as_their_pact(small: World, day: str, ranks: dict[str, int]) -> None:
    assert {row.b: row.rank for row in obligation_profile(small, "AAA", as_of=day)} == ranks


def test_an_obligation_may_be_owed_one_way(small: World) -> None:
    small.run(
        "MATCH (o:Obligation {key: $o}) MATCH (s:State {key: $s}) CREATE (o)-[:OWED_BY]->(s)",
        {"o": "shield/defense", "s": "AAA"},
    )
    assert obligation_profile(small, "AAA", "BBB", "2010-06-01")[0].defense
    other = obligation_profile(small, "BBB", "AAA", "2010-06-01")[0]
    assert (other.defense, other.consultation, other.rank) == (False, True, 2)


def test_an_obligation_may_be_owed_to_some_only(small: World) -> None:
    small.run(
        "MATCH (o:Obligation {key: $o}) MATCH (s:State {key: $s}) CREATE (o)-[:OWED_TO]->(s)",
        {"o": "peace/nonaggression", "s": "CCC"},
    )
    rows = {row.b: row.nonaggression for row in obligation_profile(small, "AAA", as_of="2012-01-01")}
    assert rows == {"BBB": False, "CCC": True, "DDD": False}


def test_a_party_may_leave_and_a_term_may_lapse_before_the_pact_ends(small: World) -> None:
    whole, left, lapsed = Period("2000-01-01"), Period("2000-01-01", "2008-01-01"), Period("2000-01-01", "2007-01-01")
    made = Pact(key="x", name="X", kind=PactKind.DEFENSE_COOPERATION, scope=PactScope.BILATERAL, valid=whole)
    duty = Obligation(key="x/offense", term=ObligationTerm.OFFENSE, valid=lapsed)
    c, d = small.lookup(State, "CCC"), small.lookup(State, "DDD")
    stays, leaves = (
        PartyTo(start=state, end=made, spell=f"x.{state.key}", rule="test", valid=valid)
        for state, valid in ((c, whole), (d, left))
    )
    small.merge(made, duty, Obliges(start=made, end=duty), stays, leaves)
    for a, b in (("CCC", "DDD"), ("DDD", "CCC")):
        found = {day: obligation_profile(small, a, b, day)[0] for day in ("2006-12-31", "2007-01-01", "2008-01-01")}
        assert [(row.offense, row.pacts) for row in found.values()] == [(True, ["x"]), (False, ["x"]), (False, [])]


def test_a_named_pair_without_a_pact_is_a_row_of_rank_0(small: World) -> None:
    (row,) = obligation_profile(small, "BBB", "DDD", "2010-06-01")
    assert (row.a, row.b, row.rank, row.pacts, row.promises) == ("BBB", "DDD", 0, [], [])


def test_citations_are_the_sources_behind_the_rows(small: World) -> None:
    assert [source.key for source in co_membership(small, "AAA", "CCC", "2010-06-01").citations()] == ["S2"]
    assert [source.key for source in ego_portfolio(small, "AAA", "2010-06-01").citations()] == ["S2"]
    assert len(obligation_profile(small, "AAA", as_of="2010-06-01").citations()) == 0


def test_what_cannot_be_asked_is_said_clearly(small: World) -> None:
    with pytest.raises(UnknownName, match="No State is called 'Land X'") as unknown:
        small.analyses.ego_portfolio("Land X", "2010-06-01")
    assert "AAA" in unknown.value.candidates
    with pytest.raises(QueryError, match="give as_of"):
        small.analyses.co_membership()  # nothing says how far these data reach
    with pytest.raises(InvalidDate, match="no single day"):
        small.analyses.co_membership(as_of="2010")
    with pytest.raises(QueryError, match="'guest' is no membership status"):
        small.analyses.co_membership(as_of="2010-06-01", statuses=["guest"])
    with pytest.raises(QueryError, match="give state too"):
        small.analyses.co_membership(other="AAA", as_of="2010-06-01")
    with pytest.raises(QueryError, match="max_size takes a whole number"):
        small.analyses.co_membership(as_of="2010-06-01", max_size="4")  # pyright: ignore[reportArgumentType]


def test_an_empty_world_says_how_to_load_it(empty_world: World) -> None:
    for ask in (
        lambda: empty_world.analyses.co_membership(as_of="2010-06-01"),
        empty_world.analyses.co_membership,
        lambda: empty_world.analyses.ego_portfolio("IRN"),
        lambda: empty_world.analyses.obligation_profile("IRN", as_of="2010-06-01"),
    ):
        with pytest.raises(MissingData, match=r"world\.load_seeds\(\)"):
            ask()
