"""Analyses of organizations by whom they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphmodel.analyses.asking import Ties, ask
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.errors import QueryError
from graphmodel.results import Row


class OrgOverlap(Row):
    """A pair of organizations and whom they share; the header of `org_overlap` says what each column means."""

    org_a: str
    org_b: str
    size_a: int
    size_b: int
    common: int
    either: int
    jaccard: float
    overlap: float
    containment_a: float
    containment_b: float
    subset: str | None
    same_field: bool | None
    states: list[str]
    certain: bool


class BridgeState(Row):
    """A state and two organizations that it bridges; the header of `bridge_states` says what each column means."""

    state: str
    org_a: str
    org_b: str
    jaccard: float
    common: int
    alone: bool
    size_a: int
    size_b: int
    pairs: int
    certain: bool


def org_overlap(
    world: Asked,
    organization: OrganizationLike | None = None,
    other: OrganizationLike | None = None,
    as_of: DayLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[OrgOverlap]:
    """How redundant organizations are: who belongs to both of two.

    Jaccard's share, the overlap coefficient and containment (Panke & Stapel 2018; Haftel & Lenz 2022); the header of
    `cypher/analyses/org_overlap.cypher` has the definitions and the literature.

    Args:
        world: the world that is asked; `world.analyses.org_overlap` fills it in.
        organization: only pairs with this one: an `Organization`, its key or name. All pairs when None.
        other: only the pair of both; it is shown also when they share nobody.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: `other` is given without `organization`.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     row = world.analyses.org_overlap("SCO", "CSTO", "2014-12-31")[0]
    ...     row.common, row.either
    (4, 8)
    """
    if organization is None and other is not None:
        raise QueryError("other names the second organization of a pair: give organization too.")

    def sources(rows: Sequence[OrgOverlap]) -> Ties:
        return [(state, org) for row in rows for state in row.states for org in (row.org_a, row.org_b)]

    given = {
        "organization": organization,
        "other": other,
        "as_of": as_of,
        "statuses": statuses,
        "max_size": max_size,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(world, "org_overlap", OrgOverlap, given, needs="MEMBER_OF", sources=sources)


def bridge_states(  # noqa: PLR0913, PLR0917  (each option is a parameter)
    world: Asked,
    state: StateLike | None = None,
    as_of: DayLike | None = None,
    theta: float = 0.05,
    min_size: int = 2,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[BridgeState]:
    """Which states belong to organizations that otherwise share nobody, or hardly anybody.

    After the literature on regime complexity (Alter & Meunier 2009); the header of `cypher/analyses/bridge_states.cypher` has
    the definitions.

    Args:
        world: the world that is asked; `world.analyses.bridge_states` fills it in.
        state: only pairs that this state bridges: a `State`, its key, code or name. All states when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        theta: organizations that share less than this (Jaccard) count as bridged by all they share; 0: only by a single state.
        min_size: leave out organizations with fewer states than this.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: `theta` is not between 0 and 1.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [(row.org_a, row.org_b) for row in world.analyses.bridge_states("Turkey", "2024-07-04")]
    [('eco', 'nato')]
    """

    def sources(rows: Sequence[BridgeState]) -> Ties:
        return [(row.state, org) for row in rows for org in (row.org_a, row.org_b)]

    given = {
        "state": state,
        "as_of": as_of,
        "theta": theta,
        "min_size": min_size,
        "statuses": statuses,
        "max_size": max_size,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(world, "bridge_states", BridgeState, given, needs="MEMBER_OF", sources=sources)
