"""Which vertices hang together more closely than with the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from graphmodel.results import needed

FEWEST = 3
"""A group of fewer is none."""


def blocs(names: Mapping[str, str], first: Collection[str], ties: Sequence[tuple[str, str, float]]) -> dict[str, str]:
    """The communities of a graph by the Leiden algorithm, each called by its two best tied members.

    Args:
        names: what each vertex is called, by its id.
        first: the ids of those that a community is called by where it has any.
        ties: ids of two vertices, and how strongly they are tied.

    Returns:
        The name of its community for each vertex that is in one of at least three, the largest first.

    Raises:
        MissingExtra: graspologic-native is not installed.
    """
    strength: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, weight in ties:
        if a != b:
            strength[min(a, b), max(a, b)] += weight
    if not strength:
        return {}
    native = needed("graspologic_native", "picture")
    _, found = native.leiden([(a, b, weight) for (a, b), weight in sorted(strength.items())], seed=1, trials=5)
    degree = Counter[str]()
    for a, b in strength:
        degree.update((a, b))
    groups: dict[int, list[str]] = defaultdict(list)
    for each, number in found.items():
        groups[number].append(each)
    told: dict[str, str] = {}
    for number, members in sorted(groups.items(), key=lambda group: (-len(group[1]), min(group[1]))):
        if len(members) < FEWEST:
            continue
        within = Counter(each for a, b in strength if found[a] == found[b] == number for each in (a, b))
        # What nearly coincides with them says more than any two of their own.
        fits = {
            each: 2 * within[each] / (degree[each] + len(members))
            for each in members
            if each in first and within[each] >= len(members) / 3
        }
        best = sorted(fits or members, key=lambda each: (-fits.get(each, 0), -degree[each], names[each]))[:2]
        name = ", ".join(names[each] for each in best)
        told |= dict.fromkeys(sorted(members), name)
    return told
