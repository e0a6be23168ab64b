"""Analyses of what pacts promise."""

from __future__ import annotations

from collections.abc import Sequence

from graphmodel.analyses.asking import Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.results import Row


class ObligationProfile(Row):
    """What one state owes another; the header of `obligation_profile` says what each column means."""

    a: str
    b: str
    defense: bool
    offense: bool
    neutrality: bool
    nonaggression: bool
    consultation: bool
    rank: int
    pacts: list[str]
    datasets: list[str]
    promises: list[str]
    certain: bool


def obligation_profile(
    world: Asked,
    a: StateLike,
    b: StateLike | None = None,
    as_of: DayLike | None = None,
    directed: bool = True,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[ObligationProfile]:
    """What exactly one state has promised another, by which pacts in force.

    The terms are ATOP's (Leeds et al. 2002), their rank that of Chiba, Johnson & Leeds (2015); the header of
    `cypher/analyses/obligation_profile.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.obligation_profile` fills it in.
        a: who promised: a `State`, its key, code or name.
        b: to whom; everybody when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        directed: what a owes b; when false, what either owes the other.
        datasets: only facts of these data sets, by the key of their source, "curated" for those that rest on claims; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no pacts; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.obligation_profile("Russia", "North Korea", "2025-01-01")[0].rank
    3
    """

    def sources(rows: Sequence[ObligationProfile]) -> Ties:
        by_pact = [(state, pact) for row in rows for pact in row.pacts for state in (row.a, row.b)]
        return [*by_pact, *((x, y) for row in rows if row.datasets for x, y in ((row.a, row.b), (row.b, row.a)))]

    given = {"a": a, "b": b, "as_of": as_of, "directed": directed, "datasets": datasets, "certain": certain}
    return ask(
        world,
        "obligation_profile",
        ObligationProfile,
        given,
        needs=COMMITMENTS,
        sources=sources,
        bare=lambda row: not row.rank,
    )
