"""Where things stand: each once, on its ring, near what it belongs to, and the same for the same world."""

from __future__ import annotations

import math
from itertools import pairwise

from graphmodel.show.layout import GAP, Point, Tie, rings

EAST, WEST = [f"e{i}" for i in range(8)], [f"w{i}" for i in range(8)]
STATES = [state for pair in zip(EAST, WEST, strict=True) for state in pair]
TIES: list[Tie] = [
    *((state, "east") for state in EAST),
    *((state, "west") for state in WEST),
    ("e0", "both"),
    ("w0", "both"),
]
ORGS = ["east", "west", "both"]


def _apart(a: Point, b: Point) -> float:
    angle = abs(math.atan2(a[1], a[0]) - math.atan2(b[1], b[0]))
    return min(angle, math.tau - angle)


def test_each_stands_on_its_ring_in_a_place_of_its_own() -> None:
    _, states, orgs = rings(STATES, ORGS, TIES, inner=100, outer=200)
    assert {round(math.hypot(*at)) for at in states.values()} == {200}
    assert {round(math.hypot(*at)) for at in orgs.values()} == {100}
    assert len(set(states.values())) == len(STATES)


def test_blocs_stand_together_and_their_organizations_beside_them() -> None:
    _, states, orgs = rings(STATES, ORGS, TIES, inner=100, outer=200)
    around = sorted(states, key=lambda key: math.atan2(states[key][1], states[key][0]))
    changes = sum(a[0] != b[0] for a, b in pairwise([*around, around[0]]))
    assert changes == 2
    for state, org in TIES:
        if org != "both":
            other = "west" if org == "east" else "east"
            assert _apart(states[state], orgs[org]) < _apart(states[state], orgs[other]) + 1e-6


def test_organizations_of_the_same_members_do_not_cover_each_other() -> None:
    ties: list[Tie] = [(state, org) for state in EAST for org in ORGS]
    _, _, orgs = rings(EAST, ORGS, ties, inner=100, outer=200)
    at = list(orgs.values())
    assert min(_apart(a, b) for i, a in enumerate(at) for b in at[i + 1 :]) > 0.9 * GAP


def test_the_order_of_the_input_does_not_matter() -> None:
    one = rings(STATES, ORGS, TIES, inner=100, outer=200)
    assert one == rings(STATES[::-1], ORGS[::-1], TIES[::-1], inner=100, outer=200)


def test_one_of_each() -> None:
    _, states, orgs = rings(["a"], ["o"], [("a", "o")], inner=100, outer=200)
    assert (states, orgs) == ({"a": (200.0, 0.0)}, {"o": (100.0, 0.0)})
