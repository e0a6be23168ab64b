"""Figures that were computed once from the published files, asked of the analyses; those of alliances are with their analyses."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import World
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.query import select

DAY = "2014-12-31"


def full_members(world: World, org: str) -> set[str]:
    of_org = select(State.key).match(State, MemberOf, Organization).where(Organization.key == org)
    return set(world.all(of_org.as_of(DAY, on=MemberOf.full)))


@pytest.mark.engine("embedded")
@pytest.mark.parametrize(
    ("other", "max_size", "shared", "jaccard"),
    [("IRN", None, 39, 0.345), ("KAZ", None, 47, 0.485), ("IRN", 100, 12, 0.156), ("KAZ", 100, 21, 0.333)],
)
def test_organizations_that_russia_shares(
    imported: World, other: str, max_size: int | None, shared: int, jaccard: float
) -> None:
    (row,) = imported.analyses.co_membership("RUS", other, DAY, max_size=max_size)
    assert (row.shared, round(row.jaccard, 3)) == (shared, jaccard)


@pytest.mark.engine("embedded")
def test_organizations_of_more_than_a_hundred(imported: World) -> None:
    sizes = imported.records(
        "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) WHERE m.full_from_earliest <= $day AND m.full_to_latest > $day "
        "WITH o, count(DISTINCT s) AS size RETURN sum(CASE WHEN size > 100 THEN 1 ELSE 0 END) AS large, count(*) AS every, "
        "sum(size) AS memberships",
        {"day": date(2014, 12, 31)},
        reads=True,
    )
    assert sizes == [{"large": 38, "every": 309, "memberships": 12330}]


@pytest.mark.engine("embedded")
@pytest.mark.parametrize(
    ("a", "b", "common", "either"), [("sco", "csto", 4, 8), ("sco", "cis", 5, 10), ("csto", "eurasec", 5, 7)]
)
def test_overlap_as_cow_has_it(imported: World, a: str, b: str, common: int, either: int) -> None:
    (row,) = imported.analyses.org_overlap(a, b, DAY)
    assert (row.common, row.either) == (common, either)


@pytest.mark.engine("embedded")
def test_curated_memberships_are_those_of_cow(imported: World, world: World) -> None:
    """COW has no Angola in OPEC, still has Uzbekistan in EurAsEC, and counts the SCO from 1996."""
    for org in ("sco", "csto", "cis", "eco", "nato", "eu", "asean", "gcc"):
        assert full_members(world, org) == full_members(imported, org) != set(), org
    assert full_members(world, "opec") ^ full_members(imported, "opec") == {"AGO"}
    assert full_members(world, "eurasec") ^ full_members(imported, "eurasec") == {"UZB"}
    first = imported.analyses.membership_churn("sco", "1990-01-01", DAY)[0]
    assert (first.year, first.joined) == (1996, 5)


@pytest.mark.engine("embedded")
def test_defense_pacts_of_2018(imported: World) -> None:
    rows = imported.analyses.brokers_betweenness(as_of="2018-07-01")
    assert [(row.state, round(row.betweenness, 3)) for row in rows[:2]] == [("FRA", 0.475), ("USA", 0.398)]
    assert "146 states with a tie, 1707 ties, components of 143, 3" in str(rows.about)
    alone = imported.analyses.isolated_states("2018-07-01", kinds=["defense"], percentile=0)
    assert len(alone) == 49
    pair = ("IRN", "SYR", "2018-07-01")
    s, kappa = imported.analyses.alliance_similarity_s(*pair)[0], imported.analyses.alliance_similarity_kappa(*pair)[0]
    assert kappa.kappa is not None
    assert (round(s.s_abs, 2), round(kappa.kappa, 2)) == (0.96, 0.19)


@pytest.mark.engine("embedded")
def test_who_voted_with_russia_in_session_74(imported: World) -> None:
    rows = {row.b: row for row in imported.analyses.vote_alignment("RUS", session=74)}
    for key, expected in {"IRN": (84, 69.0, 78.6), "CHN": (87, 79.3, 87.4), "USA": (87, 20.7, 28.7)}.items():
        row = rows[key]
        assert (row.n, round(100 * row.same_vote, 1), round(100 * row.lijphart, 1)) == expected
