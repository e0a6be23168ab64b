"""Analyses of organizations by whom they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.incidence import Incidence, quick
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.errors import QueryError
from graphmodel.results import Columns, Row, needed


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


class Members(Row):
    """Who is in an organization on the day, as analyses of overlaps fetch it."""

    org: str
    members: int
    states: list[str]
    certain: list[str]

    @property
    def is_certain(self) -> bool:
        """Whether it certainly has all who are counted."""
        return set(self.states) <= set(self.certain)


class MembersAndField(Members):
    """The same, with what the organization is for."""

    field: str | None


Pair = tuple[str, str]


def shared_by(states: Iterable[tuple[str, Iterable[str]]]) -> dict[Pair, list[str]]:
    """For each pair of organizations that share a state, the states that they share, in order of their keys."""
    belongs: dict[str, list[str]] = defaultdict(list)
    for org, members in sorted(states):
        for state in members:
            belongs[state].append(org)
    shared: dict[Pair, list[str]] = defaultdict(list)
    for state in sorted(belongs):
        for pair in combinations(belongs[state], 2):
            shared[pair].append(state)
    return shared


def _overlaps(fetched: Sequence[MembersAndField], parameters: Mapping[str, Any], _: list[str]) -> Sequence[OrgOverlap]:
    one, other = parameters["organization"], parameters["other"]
    by_key = {each.org: each for each in fetched}
    if one is None and quick():
        return _all_overlaps(by_key)
    if one is None:
        shared = shared_by((each.org, each.states) for each in fetched)
    else:
        mine = set(by_key[one].states) if one in by_key else set[str]()
        shared = {(one, each.org): sorted(mine.intersection(each.states)) for each in fetched if each.org != one}
        if other is not None:
            shared.setdefault((one, other), [])
    rows = [
        _overlap(by_key.get(a) or _nobody(a), by_key.get(b) or _nobody(b), states)
        for (a, b), states in shared.items()
        if states or other is not None
    ]
    return sorted(rows, key=lambda row: (-row.jaccard, -row.common, row.org_a, row.org_b))


def _all_overlaps(by_key: Mapping[str, MembersAndField]) -> Columns[OrgOverlap]:
    """All pairs by a product of matrices; the rows, which can be millions, are made when they are looked at."""
    numpy, whole = needed("numpy", "analysis"), Incidence((key, each.states) for key, each in by_key.items())
    a, b, common = whole.pairs()
    size_a, size_b = whole.sizes[a], whole.sizes[b]
    either, smaller = size_a + size_b - common, numpy.minimum(size_a, size_b)
    jaccard, order = (share := common / either), numpy.lexsort((b, a, -common, -share))
    found = {
        "size_a": size_a,
        "size_b": size_b,
        "common": common,
        "either": either,
        "jaccard": jaccard,
        "overlap": common / smaller,
        "containment_a": common / size_a,
        "containment_b": common / size_b,
    }
    a, b, found = a[order], b[order], {name: each[order] for name, each in found.items()}
    certain = numpy.array([by_key[org].is_certain for org in whole.names], dtype=bool)
    same = certain[a] & certain[b]

    def values(start: int, stop: int) -> dict[str, list[Any]]:
        part = slice(start, stop)
        one, other = whole.named(a[part]), whole.named(b[part])
        plain = {name: each[part].tolist() for name, each in found.items()}
        sizes = zip(plain["size_a"], plain["size_b"], plain["common"], strict=True)
        return {
            "org_a": one,
            "org_b": other,
            **plain,
            "subset": [_subset(*each) for each in sizes],
            "same_field": [_same(by_key[x].field, by_key[y].field) for x, y in zip(one, other, strict=True)],
            "states": whole.in_common(a[part], b[part]),
            "certain": same[part].tolist(),
        }

    return Columns(OrgOverlap, len(order), values)


def _subset(size_a: int, size_b: int, common: int) -> str | None:
    if not common or common < min(size_a, size_b):
        return None
    return "same" if size_a == size_b else "a in b" if common == size_a else "b in a"


def _same(a: str | None, b: str | None) -> bool | None:
    return None if a is None or b is None else a == b


def _nobody(org: str) -> MembersAndField:
    return MembersAndField(org=org, members=0, states=[], certain=[], field=None)


def _overlap(a: MembersAndField, b: MembersAndField, states: list[str]) -> OrgOverlap:
    size_a, size_b, common = len(a.states), len(b.states), len(states)
    either, smaller = size_a + size_b - common, min(size_a, size_b)
    return OrgOverlap(
        org_a=a.org,
        org_b=b.org,
        size_a=size_a,
        size_b=size_b,
        common=common,
        either=either,
        jaccard=common / either if either else 0.0,
        overlap=common / smaller if smaller else 0.0,
        containment_a=common / size_a if size_a else 0.0,
        containment_b=common / size_b if size_b else 0.0,
        subset=_subset(size_a, size_b, common),
        same_field=_same(a.field, b.field),
        states=states,
        certain=a.is_certain and b.is_certain,
    )


def _bridges(fetched: Sequence[Members], parameters: Mapping[str, Any], _: list[str]) -> Sequence[BridgeState]:
    only, theta = parameters["state"], parameters["theta"]
    if only is None and quick():
        return _all_bridges(fetched, theta)
    by_key = {each.org: each for each in fetched}
    certain = {each.org: each.is_certain for each in fetched}
    found: dict[str, list[tuple[float, str, str, int]]] = defaultdict(list)
    for (a, b), states in shared_by((each.org, each.states) for each in fetched).items():
        jaccard = len(states) / (len(by_key[a].states) + len(by_key[b].states) - len(states))
        if len(states) == 1 or jaccard < theta:
            for state in states:
                if only is None or state == only:
                    found[state].append((jaccard, a, b, len(states)))
    return [
        BridgeState(
            state=state,
            org_a=a,
            org_b=b,
            jaccard=jaccard,
            common=common,
            alone=common == 1,
            size_a=len(by_key[a].states),
            size_b=len(by_key[b].states),
            pairs=len(bridged),
            certain=certain[a] and certain[b],
        )
        for state, bridged in sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
        for jaccard, a, b, common in sorted(bridged)
    ]


def _all_bridges(fetched: Sequence[Members], theta: float) -> Columns[BridgeState]:
    """As `_bridges` of all states, by a product of matrices; the rows, which can be millions, are made when looked at."""
    numpy, whole = needed("numpy", "analysis"), Incidence((each.org, each.states) for each in fetched)
    a, b, common = whole.pairs()
    size_a, size_b = whole.sizes[a], whole.sizes[b]
    jaccard = common / (size_a + size_b - common)
    hardly = (common == 1) | (jaccard < theta)
    a, b, common, jaccard = (each[hardly] for each in (a, b, common, jaccard))
    pair, state = whole.each_in_common(a, b)
    bridged = numpy.bincount(state, minlength=len(whole.what))
    order = numpy.lexsort((b[pair], a[pair], jaccard[pair], state, -bridged[state]))
    pair, state = pair[order], state[order]
    sure = {each.org: each.is_certain for each in fetched}
    certain = numpy.array([sure[org] for org in whole.names], dtype=bool)

    def values(start: int, stop: int) -> dict[str, list[Any]]:
        at, who = pair[start:stop], state[start:stop]
        one, other, shared = a[at], b[at], common[at]
        return {
            "state": [whole.what[each] for each in who.tolist()],
            "org_a": whole.named(one),
            "org_b": whole.named(other),
            "jaccard": jaccard[at].tolist(),
            "common": shared.tolist(),
            "alone": (shared == 1).tolist(),
            "size_a": whole.sizes[one].tolist(),
            "size_b": whole.sizes[other].tolist(),
            "pairs": bridged[who].tolist(),
            "certain": (certain[one] & certain[other]).tolist(),
        }

    return Columns(BridgeState, len(order), values)


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
    computed = Computed(MembersAndField, _overlaps, kept=lambda given: () if given["other"] else ("organization",))
    return ask(world, "org_overlap", OrgOverlap, given, needs="MEMBER_OF", sources=sources, computed=computed)


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
    computed = Computed(Members, _bridges)
    return ask(world, "bridge_states", BridgeState, given, needs="MEMBER_OF", sources=sources, computed=computed)
