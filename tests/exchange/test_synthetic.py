"""The made-up world: as large as asked, the same for a seed, shaped as what it is drawn from."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from graphmodel import Period, World
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import QueryError
from graphmodel.exchange.synthetic import KNOWN_TO, MEMBERS_OF_AN_ORGANIZATION, Synthetic, synthetic


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
