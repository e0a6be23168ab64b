"""Analyses of the blocs that states form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.networks import NEEDS
from graphmodel.analyses.projections import Network, Tie, TieGroup, network_of, sources_of
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StatusesLike, TextsLike
from graphmodel.results import Row
from graphmodel.results.rows import needed

LOOKED_AT = 10_000_000
"""How many ties all runs together look at, when their number is left to us: a few seconds."""


class Bloc(Row):
    """A state, its community, and the organization that this matches; the header of `blocs_detect` explains each column."""

    state: str
    community: int
    size: int
    agreement: float
    best_org: str | None
    f1: float | None
    purity: float | None
    member: bool | None
    certain: bool


def blocs_detect(  # noqa: PLR0913  (what reviewers ask to vary)
    world: Asked,
    as_of: DayLike | None = None,
    tie: Tie = "pacts",
    *,
    terms: TextsLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    weighted: bool = True,
    resolution: float = 1.0,
    runs: int | None = None,
    seed: int = 1,
    system: str = "cow",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Bloc]:
    """Which states hang together, and do these communities match the organizations that exist.

    The Leiden algorithm (Traag, Waltman & van Eck 2019) for modularity; the header of `cypher/analyses/blocs_detect.cypher` has the
    definitions.

    Args:
        world: the world that is asked; `world.analyses.blocs_detect` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        tie: states are tied by `pacts`, or by `memberships` of the same organizations.
        terms: the terms of pacts that tie; defense when None. Not with memberships.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        weighted: count ties by their strength; else each is 1.
        resolution: above 1 smaller communities, below 1 larger ones.
        runs: how often the algorithm runs, each time with another seed; when None 100 times, of more than 100,000 ties
            fewer, as many as look at 10 million together, and at least 3.
        seed: that of the first run.
        system: the list of states whose members are counted; `any` counts every state.
        datasets: only facts of these data sets, `curated` for what rests on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        InvalidDate: `as_of` is not one day.
        QueryError: `terms` are given with memberships, or another value is none that the parameter takes.
        MissingData: the graph has no such ties, or nobody is in the list of states; the message says what to load.
        MissingExtra: numpy, scipy, rustworkx or graspologic-native is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [row.best_org for row in world.analyses.blocs_detect("2024-07-04", "memberships") if row.state == "VNM"]
    ['asean']
    """
    fetched: list[TieGroup] = []

    def rows(groups: Sequence[TieGroup], parameters: Mapping[str, Any], notes: list[str]) -> list[Bloc]:
        fetched.extend(groups)
        tying = [group for group in groups if parameters["tie"] == "memberships" or group.kind != "organization"]
        network = network_of(tying, parameters, notes)
        return _blocs(network, groups, parameters, notes) if network.states else []

    given = {
        "as_of": as_of,
        "tie": tie,
        "terms": terms,
        "statuses": statuses,
        "max_size": max_size,
        "weighted": weighted,
        "resolution": resolution,
        "runs": runs,
        "seed": seed,
        "system": system,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "blocs_detect",
        Bloc,
        given,
        needs=NEEDS.get(tie, NEEDS["pacts"]),
        idle={"terms": "tie='memberships'"} if tie == "memberships" else None,
        uses=tuple(dict.fromkeys((*NEEDS.get(tie, NEEDS["pacts"]), "MEMBER_OF"))),
        sources=lambda rows: sources_of(fetched, {row.state for row in rows}),
        computed=Computed(TieGroup, rows),
    )


def _blocs(network: Network, groups: Sequence[TieGroup], parameters: Mapping[str, Any], notes: list[str]) -> list[Bloc]:
    resolution, seed = float(parameters["resolution"]), int(parameters["seed"])
    ties = max(1, int((network.strength > 0).sum()) // 2)
    times = parameters["runs"] or min(100, max(3, LOOKED_AT // ties))
    runs = _runs(network.strength, resolution, range(seed, seed + times))
    qualities = [modularity(network.strength, run, resolution) for run in runs]
    best = max(range(len(runs)), key=lambda i: (round(qualities[i], 12), -i))
    shown = _numbered(runs[best], network.states)
    notes.append(
        f"{max(shown)} communities, modularity {qualities[best]:.3f} (run with seed {seed + best}); "
        f"mean adjusted Rand index of {len(runs)} runs {mean_rand(runs):.3f}"
    )
    agreement = _agreement(shown, runs)
    organizations = {group.key: set(group.owing) for group in groups if group.kind == "organization"}
    blocs = {number: {s for s, n in zip(network.states, shown, strict=True) if n == number} for number in set(shown)}
    matches = {number: _match(bloc, organizations) for number, bloc in blocs.items()}
    certain = network.certain  # looked up once: it goes through all ties
    made = [
        Bloc(
            state=state,
            community=number,
            size=len(blocs[number]),
            agreement=agreement[i],
            best_org=(org := matches[number][0]),
            f1=matches[number][1],
            purity=matches[number][2],
            member=None if org is None else state in organizations[org],
            certain=certain,
        )
        for i, (state, number) in enumerate(zip(network.states, shown, strict=True))
    ]
    return sorted(made, key=lambda row: (row.community, row.state))


def _runs(strength: Any, resolution: float, seeds: range) -> list[list[int]]:
    """The community of each node, for each seed."""
    numpy, sparse = needed("numpy", "analysis"), needed("scipy.sparse", "analysis")
    native, n = needed("graspologic_native", "analysis"), len(strength)
    rows = sparse.csr_matrix(strength)
    parts = rows.indptr.astype(numpy.int64), rows.indices.astype(numpy.int32), rows.data.astype(numpy.float64)

    def run(seed: int) -> list[int]:
        _, found = native.leiden_csr(*parts, n, resolution=resolution, seed=seed)
        return [found[i] for i in range(n)]

    with ThreadPoolExecutor(2) as threads:  # it lets go of Python while it runs
        return list(threads.map(run, seeds))


def modularity(strength: Any, communities: Sequence[int], resolution: float = 1.0) -> float:
    """Modularity of a partition: how much stronger ties within communities are than chance has it.

    Args:
        strength: a symmetric numpy matrix.
        communities: the community of each node.
        resolution: above 1 it prefers smaller communities.
    """
    numpy = needed("numpy", "analysis")
    total, ends = strength.sum(), strength.sum(axis=1)
    numbers = numpy.unique(communities, return_inverse=True)[1]
    within = numpy.bincount(numbers, weights=_within(strength, numbers, numpy)) / total
    expected = (numpy.bincount(numbers, weights=ends) / total) ** 2
    return float(within.sum() - resolution * expected.sum())


def _within(strength: Any, numbers: Any, numpy: Any) -> Any:
    """How strongly each node is tied to its own community."""
    sums = strength @ numpy.eye(numbers.max() + 1)[numbers]
    return sums[numpy.arange(len(numbers)), numbers]


def _numbered(run: Sequence[int], states: Sequence[str]) -> list[int]:
    """The communities numbered from the largest, of equal ones from that of the first state."""
    members: dict[int, list[str]] = {}
    for state, community in zip(states, run, strict=True):
        members.setdefault(community, []).append(state)
    order = sorted(members, key=lambda community: (-len(members[community]), min(members[community])))
    number = {community: place for place, community in enumerate(order, 1)}
    return [number[community] for community in run]


def _crossed(one: Sequence[int], other: Sequence[int]) -> Any:
    """How many nodes each community of one partition has in common with each of another."""
    numpy = needed("numpy", "analysis")
    a, b = (numpy.unique(each, return_inverse=True)[1] for each in (one, other))
    table = numpy.zeros((a.max() + 1, b.max() + 1), dtype=numpy.int64)
    numpy.add.at(table, (a, b), 1)
    return table


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """The adjusted Rand index of two partitions of the same nodes: 1 where they are equal, about 0 by chance."""
    table = _crossed(one, other)

    def pairs(counts: Any) -> int:
        return int((counts * (counts - 1) // 2).sum())

    both, a, b = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    n = len(one)
    chance = a * b / (n * (n - 1) / 2) if n > 1 else 0.0
    most = (a + b) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def mean_rand(runs: Sequence[Sequence[int]]) -> float:
    """The mean adjusted Rand index over all pairs of partitions; 1 of one alone. Equal partitions are compared once."""
    counts: dict[tuple[int, ...], int] = {}
    for run in runs:
        first: dict[int, int] = {}
        same = tuple(first.setdefault(community, len(first)) for community in run)
        counts[same] = counts.get(same, 0) + 1
    different, total = list(counts.items()), 0.0
    for i, (one, times) in enumerate(different):
        total += times * (times - 1) / 2
        total += sum(times * others * adjusted_rand(one, other) for other, others in different[i + 1 :])
    pairs = len(runs) * (len(runs) - 1) / 2
    return total / pairs if pairs else 1.0


def _agreement(shown: Sequence[int], runs: Sequence[Sequence[int]]) -> list[float]:
    """For each node the mean share that its community has with its communities in the runs."""
    numpy = needed("numpy", "analysis")
    total, own = numpy.zeros(len(shown)), numpy.unique(shown, return_inverse=True)[1]
    for run in runs:
        table, theirs = _crossed(shown, run), numpy.unique(run, return_inverse=True)[1]
        common = table[own, theirs]
        total += common / (table.sum(axis=1)[own] + table.sum(axis=0)[theirs] - common)
    return [float(each) for each in total / len(runs)]


def _match(bloc: set[str], organizations: Mapping[str, set[str]]) -> tuple[str, float, float] | tuple[None, None, None]:
    """The organization that a community matches best, F1 and purity; nothing where none has a member in it."""
    found = [
        (2 * common / (len(bloc) + len(members)), common / len(bloc), org)
        for org, members in organizations.items()
        if (common := len(bloc & members))
    ]
    if not found:
        return None, None, None
    f1, purity, org = min(found, key=lambda each: (-each[0], -each[1], each[2]))
    return org, f1, purity
