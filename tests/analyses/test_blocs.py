"""Blocs: by hand, and the partitions against networkx."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.analyses.blocs import adjusted_rand, mean_rand, modularity
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError

np = import_module("numpy")
nx = import_module("networkx")

SINCE = Period("2000-01-01", "2010-01-01")


@pytest.fixture
def camps(empty_world: World) -> World:
    """Two camps of four, in organizations `east` and `west`; D and E share a third one, and A joined west, later."""
    states = [State(key=key, name=f"Land {key}") for key in "ABCDEFGH"]
    kind = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION
    members = {"east": "ABCD", "west": "EFGH", "middle": "DE", "core": "ABC"}
    organizations = {key: Organization(key=key, name=key.title(), kind=kind) for key in members}

    def member(key: str, org: str, valid: Period) -> MemberOf:
        state, status = states["ABCDEFGH".index(key)], MembershipStatus.MEMBER
        end = organizations[org]
        return MemberOf(start=state, end=end, spell=f"{org}.{key}", status=status, valid=valid, full=valid)

    spells = [member(key, org, SINCE) for org, keys in members.items() for key in keys]
    empty_world.merge(states, list(organizations.values()), spells, member("A", "west", Period("2009", "2010-01-01")))
    return empty_world


def test_two_camps(camps: World) -> None:
    rows = camps.analyses.blocs_detect("2005-06-01", "memberships", system="any", weighted=False, runs=10)
    assert [(r.state, r.community, r.size, r.best_org, r.member) for r in rows] == [
        *((key, 1, 4, "east", True) for key in "ABCD"),
        *((key, 2, 4, "west", True) for key in "EFGH"),
    ]
    assert {(r.f1, r.purity, r.agreement, r.certain) for r in rows} == {(1.0, 1.0, 1.0, True)}
    assert "mean adjusted Rand index of 10 runs 1.000" in str(rows.about)


def test_a_strong_tie_of_two_draws_one_over(camps: World) -> None:
    """D has three ties of 1/3 to the east, and one of 1 to E: Newman's weights."""
    rows = camps.analyses.blocs_detect("2005-06-01", "memberships", system="any", runs=10)
    assert [(r.state, r.community, r.best_org, r.purity, r.member) for r in rows] == [
        ("D", 1, "west", 4 / 5, False),
        *((key, 1, "west", 4 / 5, True) for key in "EFGH"),
        *((key, 2, "core", 1.0, True) for key in "ABC"),
    ]
    assert rows[0].f1 == pytest.approx(2 * 4 / (5 + 4))


def test_a_membership_of_an_unknown_day_makes_ties_uncertain(camps: World) -> None:
    rows = {r.state: r for r in camps.analyses.blocs_detect("2009-06-01", "memberships", system="any", runs=3)}
    assert not any(row.certain for row in rows.values())  # communities depend on all ties
    sure = camps.analyses.blocs_detect("2009-06-01", "memberships", system="any", runs=3, certain=True)
    assert all(row.certain for row in sure)
    before = camps.analyses.blocs_detect("2008-12-31", "memberships", system="any", runs=3)
    assert [row.state for row in before if not row.certain] == []
    assert len(camps.analyses.blocs_detect("2010-01-01", "memberships", system="any")) == 0


def test_size_and_resolution(camps: World) -> None:
    small = camps.analyses.blocs_detect("2005-06-01", "memberships", system="any", max_size=3, runs=3)
    assert {(r.state, r.best_org) for r in small} == {*((k, "core") for k in "ABC"), *((k, "middle") for k in "DE")}
    one = camps.analyses.blocs_detect("2005-06-01", "memberships", system="any", runs=3, resolution=0.05)
    assert {row.community for row in one} == {1}
    # All eight against east: 4 in common, 2 * 4 / (8 + 4); west is as good and comes later.
    assert {(r.best_org, r.purity) for r in one} == {("east", 0.5)}
    assert one[0].f1 == pytest.approx(8 / 12)
    assert {r.state for r in one if r.member} == set("ABCD")


def test_the_same_seed_gives_the_same(world: World) -> None:
    one, again = (world.analyses.blocs_detect("2024-07-04", "memberships", runs=5, seed=7) for _ in range(2))
    assert one.to_dicts() == again.to_dicts()
    assert str(one.about) == str(again.about)


@pytest.mark.parametrize("weighted", [False, True])
def test_modularity_and_matches_on_the_curated_world(world: World, weighted: bool) -> None:
    day = "2024-07-04"
    rows = world.analyses.blocs_detect(day, "memberships", system="any", weighted=weighted, runs=10)
    graph: Any = nx.Graph()
    for row in world.analyses.co_membership(as_of=day):
        graph.add_edge(row.state_a, row.state_b, weight=row.weight if weighted else 1.0)
    blocs: dict[int, set[str]] = {}
    for row in rows:
        blocs.setdefault(row.community, set()).add(row.state)
    quality = nx.community.modularity(graph, blocs.values())
    assert f"modularity {quality:.3f}" in str(rows.about)
    louvain = max(nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=i)) for i in range(5))
    assert quality >= louvain - 1e-9
    members: dict[str, set[str]] = {}
    for row in world.analyses.co_membership(as_of=day):
        for org in row.orgs:
            members.setdefault(org, set()).update((row.state_a, row.state_b))
    for row in rows:
        bloc = blocs[row.community]
        f1 = {org: 2 * len(bloc & states) / (len(bloc) + len(states)) for org, states in members.items()}
        assert row.best_org is not None
        assert row.f1 == pytest.approx(max(f1.values()))
        assert row.f1 == pytest.approx(f1[row.best_org])
        assert row.purity == pytest.approx(len(bloc & members[row.best_org]) / len(bloc))
        assert row.member is (row.state in members[row.best_org])


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="runs takes a whole number of 1 or more"):
        world.analyses.blocs_detect(runs=0)
    with pytest.raises(QueryError, match="resolution takes a number"):
        world.analyses.blocs_detect(resolution=0.0)


def test_an_empty_world_says_how_to_load_it(empty_world: World) -> None:
    with pytest.raises(MissingData, match="no parties of pacts nor commitments"):
        empty_world.analyses.blocs_detect()


# --- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_modularity_is_that_of_networkx(seed: int, resolution: float) -> None:
    random = np.random.default_rng(seed)
    strength = np.triu(random.random((30, 30)) * (random.random((30, 30)) < 0.2), 1)
    strength += strength.T
    partition = random.integers(0, 4, 30)
    sets = [set(map(int, np.flatnonzero(partition == number))) for number in range(4)]
    expected = nx.community.modularity(nx.from_numpy_array(strength), sets, resolution=resolution)
    assert modularity(strength, partition.tolist(), resolution) == pytest.approx(expected, abs=1e-12)


def test_adjusted_rand_by_counting_pairs() -> None:
    random = np.random.default_rng(1)
    partitions = [random.integers(0, 4, 25).tolist() for _ in range(6)]
    for one, other in combinations(partitions, 2):
        pairs = list(combinations(range(25), 2))
        a, b = ([part[i] == part[j] for i, j in pairs] for part in (one, other))
        both = sum(x and y for x, y in zip(a, b, strict=True))
        chance = sum(a) * sum(b) / len(pairs)
        expected = (both - chance) / ((sum(a) + sum(b)) / 2 - chance)
        assert adjusted_rand(one, other) == pytest.approx(expected)
        assert adjusted_rand(one, one) == 1.0
    several = [partitions[0], partitions[1], [9 - each for each in partitions[0]]]  # the first again, by other numbers
    indices = [adjusted_rand(x, y) for x, y in combinations(several, 2)]
    assert mean_rand(several) == pytest.approx(sum(indices) / 3)
    assert mean_rand(partitions[:1]) == 1.0
