"""Overlap of organizations, and the states that bridge them, against plain Python over the seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from graphmodel import World
from graphmodel.analyses.results import Result
from graphmodel.errors import QueryError, UnknownName
from graphmodel.results import Row

from .plain import holds, is_full, members, table

DAYS = ["1994-01-21", "1994-01-22", "2014-12-31", "2015-01-01", "2024-07-03", "2024-07-04", "2026-06-30", "2026-07-01"]


def _field(key: str) -> str:
    return next(each["field"] for each in table("organizations") if each["key"] == key)


@pytest.mark.parametrize(
    ("statuses", "certain"),
    [(None, False), (None, True), (["observer", "dialogue_partner", "partner", "member"], False)],
)
@pytest.mark.parametrize("day", DAYS)
def test_org_overlap_of_all_pairs(world: World, day: str, statuses: list[str] | None, certain: bool) -> None:
    counted = members(day, statuses, certain=certain)
    expected = {
        (a, b): (
            sorted(counted[a] & counted[b]),
            len(counted[a] & counted[b]) / len(counted[a] | counted[b]),
            len(counted[a] & counted[b]) / min(len(counted[a]), len(counted[b])),
            counted[a] <= counted[b],
            counted[b] <= counted[a],
        )
        for a, b in combinations(sorted(counted), 2)
        if counted[a] & counted[b]
    }
    rows = world.analyses.org_overlap(as_of=day, statuses=statuses, certain=certain)
    found = {
        (r.org_a, r.org_b): (
            r.states,
            r.jaccard,
            r.overlap,
            r.containment_a == 1 and r.subset in ("same", "a in b"),
            r.containment_b == 1 and r.subset in ("same", "b in a"),
        )
        for r in rows
    }
    assert found == expected
    assert [(-r.jaccard, -r.common, r.org_a, r.org_b) for r in rows] == sorted(
        (-r.jaccard, -r.common, r.org_a, r.org_b) for r in rows
    )
    for row in rows:
        assert (row.size_a, row.size_b) == (len(counted[row.org_a]), len(counted[row.org_b]))
        fields = _field(row.org_a), _field(row.org_b)
        assert row.same_field == (fields[0] == fields[1] if all(fields) else None)
        on = date.fromisoformat(day)
        sure = all(
            any(
                holds(each, on, certain=True)
                for each in table("memberships")
                if (each["organization"], each["state"]) == (org, state)
                and (is_full(each, on) if statuses is None else each["status"] in statuses)
            )
            for org in (row.org_a, row.org_b)
            for state in counted[org]
        )
        assert row.certain == sure, (row.org_a, row.org_b)


def test_org_overlap_of_2014(world: World) -> None:
    """As in the COW data of that year; those still have Uzbekistan in the third, which makes it 5 of 7 there."""
    for a, b, common, either in (("sco", "csto", 4, 8), ("SCO", "CIS", 5, 10), ("csto", "eurasec", 5, 6)):
        (row,) = world.analyses.org_overlap(a, b, "2014-12-31")
        assert (row.common, row.either) == (common, either)


def test_org_overlap_of_one(world: World) -> None:
    rows = world.analyses.org_overlap("sco", as_of="2014-12-31")
    every = world.analyses.org_overlap(as_of="2014-12-31")
    assert {(r.org_b, r.common, r.jaccard) for r in rows} == {
        (r.org_b if r.org_a == "sco" else r.org_a, r.common, r.jaccard) for r in every if "sco" in (r.org_a, r.org_b)
    }
    assert {r.org_a for r in rows} == {"sco"}
    (nothing,) = world.analyses.org_overlap("nato", "opec", "2014-12-31")
    assert (nothing.common, nothing.jaccard, nothing.states, nothing.subset) == (0, 0.0, [], None)
    (before,) = world.analyses.org_overlap("eaeu", "sco", "2014-12-31")
    assert (before.size_a, before.size_b, before.containment_a) == (0, 6, 0.0)


def test_datasets_and_max_size(world: World) -> None:
    every = world.analyses.org_overlap(as_of="2014-12-31")
    assert world.analyses.org_overlap(as_of="2014-12-31", datasets=["curated"]).to_dicts() == every.to_dicts()
    with pytest.raises(UnknownName, match="no data set 'cow_igo_3'"):
        world.analyses.org_overlap(as_of="2014-12-31", datasets=["cow_igo_3"])
    small = world.analyses.org_overlap(as_of="2014-12-31", max_size=9)
    assert {(r.org_a, r.org_b) for r in small} == {(r.org_a, r.org_b) for r in every if max(r.size_a, r.size_b) <= 9}


@pytest.mark.parametrize(
    ("day", "theta", "min_size"), [("2024-07-04", 0.05, 2), ("2014-12-31", 0.2, 5), ("2024-07-04", 0, 1)]
)
def test_bridge_states(world: World, day: str, theta: float, min_size: int) -> None:
    counted = {org: states for org, states in members(day).items() if len(states) >= min_size}
    expected = {
        (state, a, b)
        for a, b in combinations(sorted(counted), 2)
        for state in counted[a] & counted[b]
        if len(counted[a] & counted[b]) == 1 or len(counted[a] & counted[b]) / len(counted[a] | counted[b]) < theta
    }
    rows = world.analyses.bridge_states(as_of=day, theta=theta, min_size=min_size)
    assert {(r.state, r.org_a, r.org_b) for r in rows} == expected
    assert len(rows) == len(expected)
    many = Counter(state for state, _, _ in expected)
    for row in rows:
        both = counted[row.org_a] & counted[row.org_b]
        assert (row.common, row.alone, row.pairs) == (len(both), len(both) == 1, many[row.state])
        assert row.jaccard == pytest.approx(len(both) / len(counted[row.org_a] | counted[row.org_b]), abs=1e-12)
    keys = [(-r.pairs, r.state, r.jaccard, r.org_a, r.org_b) for r in rows]
    assert keys == sorted(keys)
    one = [r.model_dump() for r in world.analyses.bridge_states("RUS", day, theta, min_size)]
    assert one == [r.model_dump() for r in rows if r.state == "RUS"]


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="same organization"):
        world.analyses.org_overlap("sco", "SCO")
    with pytest.raises(QueryError, match="give organization too"):
        world.analyses.org_overlap(other="sco")
    with pytest.raises(UnknownName):
        world.analyses.org_overlap("no such club")
    with pytest.raises(QueryError, match="1 or less"):
        world.analyses.bridge_states(theta=2)


@pytest.mark.parametrize("name", ["co_membership", "org_overlap", "bridge_states"])
@pytest.mark.parametrize("given", [{}, {"certain": True}, {"statuses": ["observer", "member"], "max_size": 30}])
def test_all_pairs_by_matrices_are_those_counted_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, given: dict[str, Any]
) -> None:
    run: Callable[..., Result[Row]] = getattr(world.analyses, name)
    by_matrices = run(as_of="2024-07-04", **given)
    for module in ("memberships", "overlaps"):
        monkeypatch.setattr(f"graphmodel.analyses.{module}.quick", lambda: False)
    one_by_one = run(as_of="2024-07-04", **given)
    assert by_matrices.about.parameters == one_by_one.about.parameters
    assert len(list(by_matrices)) == len(one_by_one) > 0
    # The rows, and all that is made of the columns without rows; sums of weights are added up in another order.
    for frame in (pl.DataFrame([row.model_dump() for row in by_matrices]), by_matrices.to_polars()):
        assert_frame_equal(frame, one_by_one.to_polars(), rel_tol=1e-12, abs_tol=0)
