"""The made-up world: as large as asked, the same for a seed, shaped as what it is drawn from."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from graphmodel import Period, World
from graphmodel.domain import States
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import QueryError
from graphmodel.exchange.synthetic import KNOWN_TO, MEMBERS_OF_AN_ORGANIZATION, Synthetic, synthetic
from graphmodel.exchange.synthetic_records import Records, records


@pytest.fixture(scope="module")
def made() -> Synthetic:
    return synthetic(states=200, organizations=150, spells=5_000, pacts=200, seed=3)


def test_it_is_as_large_as_asked(made: Synthetic) -> None:
    assert (len(made.states), len(made.organizations), len(made.memberships), len(made.pacts)) == (200, 150, 5_000, 200)
    assert len({spell.spell for spell in made.memberships}) == 5_000
    assert len({each.start.key for each in made.listed}) == 200
    assert {pact.key for pact in made.pacts} == {party.end.key for party in made.parties}


def test_a_seed_gives_the_same_world_and_another_seed_another(made: Synthetic) -> None:
    def told(world: Synthetic) -> list[tuple[str, str]]:
        return [(each.spell, str(each.valid)) for each in (*world.memberships, *world.parties)]

    again, other = (synthetic(states=200, organizations=150, spells=5_000, pacts=200, seed=seed) for seed in (3, 4))
    assert told(again) == told(made)
    assert told(other) != told(made)


def test_spells_of_a_pair_follow_each_other_and_keep_within_what_is_known(made: Synthetic) -> None:
    pairs = defaultdict[tuple[str, str], list[Period]](list)
    for each in made.memberships:
        assert each.valid.bounds.from_earliest < KNOWN_TO
        assert str(each.valid).endswith(f"censored {KNOWN_TO})") or each.valid.bounds.to_latest <= KNOWN_TO
        assert each.full == (each.valid if each.status is MembershipStatus.MEMBER else None)
        pairs[each.start.key, each.end.key].append(each.valid)
    for first, *second in pairs.values():
        assert all(first.bounds.to_latest < later.bounds.from_earliest for later in second)
    twice = sum(len(spells) == 2 for spells in pairs.values())
    assert twice == 5_000 - round(5_000 / 1.07)


def test_its_shape_is_that_of_the_quantiles() -> None:
    whole = synthetic(states=400, organizations=600, spells=24_000, pacts=0)
    sizes = Counter(each.end.key for each in whole.memberships if each.spell.endswith(".1"))
    found = np.quantile([*sizes.values()], np.linspace(0, 1, 21))
    scale = (
        sum(sizes.values())
        / 600
        / np.interp(np.linspace(0, 1, 999), np.linspace(0, 1, 21), MEMBERS_OF_AN_ORGANIZATION).mean()
    )
    assert found[4:17] == pytest.approx(np.array(MEMBERS_OF_AN_ORGANIZATION[4:17]) * scale, rel=0.35)
    over = sum("censored" not in str(each.valid) for each in whole.memberships) / 24_000
    assert 0.12 < over < 0.30
    first = {each.end.key: each.valid.bounds.from_earliest for each in whole.memberships}
    assert 1960 < np.median([day.year for day in first.values()]) < 1995


def test_too_much_for_so_few_is_refused() -> None:
    with pytest.raises(QueryError, match="cannot have 1000 spells"):
        synthetic(states=10, organizations=10, spells=1_000)


def test_it_loads_and_can_be_asked(empty_world: World) -> None:
    made = synthetic(states=30, organizations=12, spells=150, pacts=25)
    report = empty_world.merge(*made.everything)
    assert report.created > 150
    assert len(empty_world.analyses.co_membership()) > 20
    rows = empty_world.analyses.brokers_betweenness(tie="memberships")
    assert rows.about.as_of == KNOWN_TO
    assert empty_world.merge(*made.everything).created == 0


# --- what is told of it -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(made: Synthetic) -> Records:
    return records(made, roll_calls=10, claims=400, events=300, sanctions=100, seed=5)


def test_as_much_is_told_as_asked(made: Synthetic, told: Records) -> None:
    assert (len(told.roll_calls), len(told.claims), len(told.events), len(told.sanctions)) == (20, 400, 300, 100)
    assert len(told.sources) == 20
    assert 0.85 < len(told.votes) / (20 * len(made.states)) < 0.95
    assert {each.vote.value for each in told.votes} == {"yes", "abstain", "no"}
    assert len({(each.start.key, each.end.key) for each in told.votes}) == len(told.votes)
    assert {each.key for each in told.alliances} == {each.key for each in made.pacts}
    assert len({each.end.key for each in told.said if isinstance(each, States)}) == 400  # no claim without a source


def test_what_is_told_is_the_same_for_a_seed(made: Synthetic, told: Records) -> None:
    def texts(of: Records) -> list[str]:
        nodes, relationships = of.everything
        return [repr(each) for each in (*nodes, *relationships)]

    again, other = (records(made, roll_calls=10, claims=400, events=300, sanctions=100, seed=seed) for seed in (5, 6))
    assert texts(again) == texts(told)
    assert texts(other) != texts(told)


def test_leaders_follow_each_other_and_are_in_office_when_they_meet_and_sign(told: Records) -> None:
    terms = {each.start.key: each.valid for each in told.offices}
    for key, valid in terms.items():
        state, number = key.rsplit(".", 1)
        if number != "3":
            assert valid.bounds.to_latest <= terms[f"{state}.{int(number) + 1}"].bounds.from_earliest
    days = {each.key: each.date for each in told.events}
    met = [(each.start.key, days[each.end.key]) for each in told.attended if each.start.key in terms]
    signed = [(each.start.key, each.date) for each in told.signed]
    assert min(len(met), len(signed)) > 100
    for person, day in (*met, *signed):
        assert day is not None
        assert terms[person].bounds.from_earliest <= day.latest
        assert day.earliest < terms[person].bounds.to_latest
    assert {each.role for each in told.attended} == {"participant", "absent"}


def test_what_is_told_loads_and_can_be_asked(empty_world: World) -> None:
    small = synthetic(states=30, organizations=12, spells=150, pacts=25)
    told = records(small, roll_calls=6, claims=100, events=80, sanctions=60)
    empty_world.merge(*small.everything)
    assert empty_world.merge(*told.everything).created > 500
    assert empty_world.merge(*told.everything).created == 0
    ask = empty_world.analyses
    assert len(ask.vote_alignment("S01")) == 29
    assert {row.tie for row in ask.vote_correlation(permutations=20)} >= {"shared_orgs"}
    assert len(ask.evidence_strength()) == 100
    assert len(ask.sanction_blocs(as_of="2010-07-01")) > 3
    assert len(ask.leader_pairs()) > 30
    assert len(ask.tenure_x_pacts()) > 20
    assert len(ask.pact_depth(as_of="2014-12-31", in_force=False)) == 25
    assert len(ask.energy_interdependence()) > 5
    assert sum(len(ask.summit_chain(pact.key)) for pact in small.pacts) > 0
