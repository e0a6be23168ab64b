"""Where things stand in the picture: organizations on an inner ring, states on the outer, near what they belong to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection

Tie = tuple[str, str]
"""A state and an organization."""
Point = tuple[float, float]

ROUNDS = 60
PUSHES = 100
GAP = 0.3
"""Radians between two organizations, at the least."""


def rings(
    states: Collection[str], organizations: Collection[str], ties: Collection[Tie], *, inner: float, outer: float
) -> tuple[dict[str, float], dict[str, Point], dict[str, Point]]:
    """The angle of each state in degrees, and the places of states and organizations around the origin.

    Both rings are ordered in turn by the mean direction of what each has ties to, until lines are short. The same input
    gives the same picture, whatever its order.
    """
    by_state, by_org = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for state, org in sorted(set(ties)):
        by_state[state].append(org)
        by_org[org].append(state)
    orgs = _spread(sorted(organizations, key=lambda key: (-len(by_org[key]), key)))
    around = _spread(sorted(states))
    for _ in range(ROUNDS):
        # Small organizations say more of where a state belongs than those that nearly all are in.
        weights = {org: 1 / len(by_org[org]) for org in by_org}
        around = _spread(_ordered(around, {s: [(orgs[o], weights[o]) for o in mine] for s, mine in by_state.items()}))
        orgs = _parted(orgs, {o: [(around[s], 1.0) for s in mine] for o, mine in by_org.items()})
    degrees = {key: math.degrees(angle) for key, angle in around.items()}
    return degrees, {k: _at(a, outer) for k, a in around.items()}, {k: _at(a, inner) for k, a in orgs.items()}


def _spread(keys: list[str]) -> dict[str, float]:
    return {key: math.tau * place / len(keys) for place, key in enumerate(keys)}


def _ordered(angles: dict[str, float], pulls: dict[str, list[tuple[float, float]]]) -> list[str]:
    return sorted(angles, key=lambda key: (_direction(key, angles, pulls), key))


def _parted(angles: dict[str, float], pulls: dict[str, list[tuple[float, float]]]) -> dict[str, float]:
    """Each where it is pulled, but so far from its neighbours that names do not overlap."""
    keys = _ordered(angles, pulls)
    at = [_direction(key, angles, pulls) for key in keys]
    gap = min(GAP, 0.95 * math.tau / len(keys))
    for _ in range(PUSHES if len(keys) > 1 else 0):
        for left in range(len(keys)):
            right = (left + 1) % len(keys)
            lacking = gap - (at[right] - at[left] + (math.tau if right == 0 else 0))
            if lacking > 0:
                at[left], at[right] = at[left] - lacking / 2, at[right] + lacking / 2
    return {key: round(angle, 9) for key, angle in zip(keys, at, strict=True)}


def _direction(key: str, angles: dict[str, float], pulls: dict[str, list[tuple[float, float]]]) -> float:
    x = sum(weight * math.cos(angle) for angle, weight in pulls.get(key, []))
    y = sum(weight * math.sin(angle) for angle, weight in pulls.get(key, []))
    # What is pulled nowhere stays. Rounding keeps ties from hanging on the last bit.
    return round((math.atan2(y, x) if abs(x) + abs(y) > 1e-9 else angles[key]) % math.tau, 9)


def _at(angle: float, radius: float) -> Point:
    return round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1)
