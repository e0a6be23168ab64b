"""Analyses of where states stand in the network of their ties: who bridges, whose ties are redundant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphmodel.analyses import betweenness
from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.projections import (
    Network,
    Tie,
    TieGroup,
    components,
    network_of,
    plain_graph,
    sources_of,
)
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, StatusesLike, TextsLike
from graphmodel.errors import QueryError
from graphmodel.results import Row
from graphmodel.results.rows import needed


class Broker(Row):
    """A state and how far it bridges; the header of `brokers_betweenness` says what each column means."""

    state: str
    betweenness: float
    rank: int
    degree: int
    pairs_cut: int
    change: float | None
    certain: bool


class StructuralHoles(Row):
    """A state and the holes between those it is tied to; the header of `structural_holes` says what each column means."""

    state: str
    constraint: float
    effective_size: float
    efficiency: float
    degree: int
    rank: int
    certain: bool


NEEDS = {"pacts": ("PARTY_TO", "OBLIGED_TO"), "memberships": ("MEMBER_OF",)}
"""What a network is made of, by kind of tie."""
IDLE: dict[str, dict[str, str]] = {
    "pacts": dict.fromkeys(("statuses", "max_size"), "tie='pacts'"),
    "memberships": dict.fromkeys(("terms", "directed"), "tie='memberships'"),
}
"""Parameters that mean nothing, by kind of tie."""


def brokers_betweenness(  # noqa: PLR0913  (what reviewers ask to vary)
    world: Asked,
    as_of: DayLike | None = None,
    tie: Tie = "pacts",
    *,
    terms: TextsLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    weighted: bool = False,
    directed: bool = False,
    without: StateLike | None = None,
    system: str = "cow",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[Broker]:
    """Which states bridge the others: betweenness, and who would be cut off without each.

    Freeman (1977), computed after Brandes (2001); the header of `cypher/analyses/brokers_betweenness.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.brokers_betweenness` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        tie: states are tied by `pacts`, or by `memberships` of the same organizations.
        terms: the terms of pacts that tie; defense when None. Not with memberships.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None. Not with pacts.
        max_size: leave out organizations with more full members than this; none when None. Not with pacts.
        weighted: a tie is a distance of 1 / its strength; else each is one step.
        directed: follow ties only from who owes to whom it is owed. Not with memberships.
        without: leave this state out, and show how the betweenness of the others changes.
        system: the list of states whose members are counted; `any` counts every state.
        datasets: only facts of these data sets, `curated` for what rests on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: a parameter is given that means nothing with this `tie`, or is none that it takes.
        MissingData: the graph has no such ties, or nobody is in the list of states; the message says what to load.
        MissingExtra: numpy, scipy or rustworkx is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.brokers_betweenness("2024-07-04", "memberships")[0].state
    'TUR'
    """
    fetched: list[TieGroup] = []

    def rows(groups: Sequence[TieGroup], parameters: Mapping[str, Any], notes: list[str]) -> list[Broker]:
        fetched.extend(groups)
        network = network_of(groups, parameters, notes)
        return _brokers(network, parameters, notes)

    given = {
        "as_of": as_of,
        "tie": tie,
        "terms": terms,
        "statuses": statuses,
        "max_size": max_size,
        "weighted": weighted,
        "directed": directed,
        "without": without,
        "system": system,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "brokers_betweenness",
        Broker,
        given,
        needs=NEEDS.get(tie, NEEDS["pacts"]),
        idle=IDLE.get(tie),
        sources=lambda rows: sources_of(fetched, {row.state for row in rows}),
        computed=Computed(TieGroup, rows),
    )


def _brokers(network: Network, parameters: Mapping[str, Any], notes: list[str]) -> list[Broker]:
    whole = _betweenness(network, parameters)
    without, change = parameters["without"], dict[str, float]()
    if without is not None:
        if without not in whole:
            raise QueryError(
                f"{without} has no tie of this kind on {parameters['as_of']}, so nothing changes without it."
            )
        rest = network.only([i for i, state in enumerate(network.states) if state != without])
        left = _betweenness(rest.only(rest.tied.any(axis=1)), parameters)
        change = {state: left.get(state, 0.0) - whole[state] for state in whole if state != without}
        notes.append(f"change: without {without}, normalized on the {len(left)} states that then have a tie")
    cut, degrees, ranks = _pairs_cut(network), network.tied.sum(axis=1), _ranks(whole, highest_first=True)
    certain = network.certain  # looked up once: it goes through all ties
    made = [
        Broker(
            state=state,
            betweenness=whole[state],
            rank=ranks[state],
            degree=int(degrees[i]),
            pairs_cut=cut[i],
            change=change.get(state),
            certain=certain,
        )
        for i, state in enumerate(network.states)
    ]
    return sorted(made, key=lambda row: (row.rank, row.state))


def _betweenness(network: Network, parameters: Mapping[str, Any]) -> dict[str, float]:
    found = (
        betweenness.weighted(network.strength)
        if parameters["weighted"]
        else betweenness.unweighted(network.strength > 0, directed=parameters["directed"])
    )
    return {state: float(value) for state, value in zip(network.states, found, strict=True)}


def _ranks(values: Mapping[str, float], *, highest_first: bool) -> dict[str, int]:
    """1 for the first; equal values, but for what rounding does, share a rank."""
    ordered = sorted(values, key=lambda state: -values[state] if highest_first else values[state])
    ranks: dict[str, int] = {}
    for place, state in enumerate(ordered):
        before = ordered[place - 1]
        same = place > 0 and abs(values[state] - values[before]) <= 1e-12 * max(1.0, abs(values[before]))
        ranks[state] = ranks[before] if same else place + 1
    return ranks


def _pairs_cut(network: Network) -> list[int]:
    """For each state, how many pairs of others hang together with it and not without it."""
    cut = [0] * len(network.states)
    joints = needed("rustworkx", "analysis").articulation_points(plain_graph(network))
    for part in components(network) if joints else []:
        for joint in joints & set(part):
            rest = network.only([i for i in part if i != joint])
            others = [len(each) for each in components(rest)]
            cut[joint] = (sum(others) ** 2 - sum(size**2 for size in others)) // 2
    return cut


def structural_holes(  # noqa: PLR0913  (what reviewers ask to vary)
    world: Asked,
    as_of: DayLike | None = None,
    tie: Tie = "pacts",
    *,
    terms: TextsLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    weighted: bool = False,
    directed: bool = False,
    system: str = "cow",
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[StructuralHoles]:
    """Whose ties reach states that are not tied to each other: constraint and effective size.

    Burt (1992); the header of `cypher/analyses/structural_holes.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.structural_holes` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        tie: states are tied by `pacts`, or by `memberships` of the same organizations.
        terms: the terms of pacts that tie; defense when None. Not with memberships.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None. Not with pacts.
        max_size: leave out organizations with more full members than this; none when None. Not with pacts.
        weighted: count ties by their strength; else each is 1.
        directed: a tie counts once for each direction in which it is owed; else once. Not with memberships.
        system: the list of states whose members are counted; `any` counts every state.
        datasets: only facts of these data sets, `curated` for what rests on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        InvalidDate: `as_of` is not one day.
        QueryError: a parameter is given that means nothing with this `tie`, or is none that it takes.
        MissingData: the graph has no such ties, or nobody is in the list of states; the message says what to load.
        MissingExtra: numpy or rustworkx is not installed.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.structural_holes("2024-07-04", "memberships")[0].state
    'TUR'
    """
    fetched: list[TieGroup] = []

    def rows(groups: Sequence[TieGroup], parameters: Mapping[str, Any], notes: list[str]) -> list[StructuralHoles]:
        fetched.extend(groups)
        return _holes(network_of(groups, parameters, notes))

    given = {
        "as_of": as_of,
        "tie": tie,
        "terms": terms,
        "statuses": statuses,
        "max_size": max_size,
        "weighted": weighted,
        "directed": directed,
        "system": system,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "structural_holes",
        StructuralHoles,
        given,
        needs=NEEDS.get(tie, NEEDS["pacts"]),
        idle=IDLE.get(tie),
        sources=lambda rows: sources_of(fetched, {row.state for row in rows}),
        computed=Computed(TieGroup, rows),
    )


def _holes(network: Network) -> list[StructuralHoles]:
    if not network.states:
        return []
    constraint, effective = burt(network.strength)
    degrees = network.tied.sum(axis=1)
    ranks = _ranks(dict(zip(network.states, constraint.tolist(), strict=True)), highest_first=False)
    certain = network.certain
    made = [
        StructuralHoles(
            state=state,
            constraint=float(constraint[i]),
            effective_size=float(effective[i]),
            efficiency=float(effective[i] / degrees[i]),
            degree=int(degrees[i]),
            rank=ranks[state],
            certain=certain,
        )
        for i, state in enumerate(network.states)
    ]
    return sorted(made, key=lambda row: (row.rank, row.state))


def burt(strength: Any) -> tuple[Any, Any]:
    """Constraint and effective size of each node of a network without isolates, as numpy arrays.

    Args:
        strength: how strongly i is tied to j, a numpy matrix; what is tied in one direction only counts half as much.
    """
    both = strength + strength.T
    tied = both > 0
    share = both / both.sum(axis=1, keepdims=True)  # p_ij: of all that i puts into its ties, what goes to j
    constraint = (((share + share @ share) * tied) ** 2).sum(axis=1)
    marginal = both / both.max(axis=1, keepdims=True)  # m_jq: the tie of j and q against the strongest of j
    effective = ((1 - share @ marginal.T) * tied).sum(axis=1)
    return constraint, effective
