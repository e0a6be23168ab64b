"""What came before and after a state or an organization: chains of successions, in the order of time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def line_of(key: K, successions: Iterable[tuple[K, K]]) -> list[K]:
    """What was before something, itself, and what came after, as far as successions lead; the oldest first.

    Args:
        key: whose line.
        successions: pairs of a predecessor and its successor, in the order of time where one has several.

    >>> line_of("csto", [("cst", "csto"), ("eec", "eu")])
    ['cst', 'csto']
    """
    before: dict[K, list[K]] = defaultdict(list)
    after: dict[K, list[K]] = defaultdict(list)
    for first, second in successions:
        before[second].append(first)
        after[first].append(second)
    return [*reversed(_reached(key, before)), key, *_reached(key, after)]


def _reached(key: K, steps: dict[K, list[K]]) -> list[K]:
    """All that steps lead to, each once, nearest first."""
    found: dict[K, None] = {}
    waiting = [key]
    while waiting:
        waiting = [each for here in waiting for each in steps.get(here, ()) if each not in found and each != key]
        found |= dict.fromkeys(waiting)
    return list(found)
