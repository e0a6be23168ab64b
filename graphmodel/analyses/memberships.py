"""Analyses of who belongs to what."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.incidence import Incidence, quick
from graphmodel.analyses.overlaps import Members, shared_by
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, StatusesLike
from graphmodel.domain.vocabularies import Confidence, MembershipStatus
from graphmodel.errors import QueryError
from graphmodel.results import Columns, Row, needed


class CoMembership(Row):
    """A pair of states and what they share; the header of `co_membership` says what each column means."""

    state_a: str
    state_b: str
    shared: int
    jaccard: float
    weight: float
    weight_adamic_adar: float
    orgs: list[str]
    n_missing: int
    certain: bool


class Portfolio(Row):
    """One thing that a state belongs to; the header of `ego_portfolio` says what each column means."""

    kind: Literal["membership", "pact"]
    key: str
    name: str
    status: MembershipStatus
    full: bool | None
    overlay: bool
    since: str
    until: str
    certain: bool
    sources: list[str]
    confidence: Confidence


class MembersOfDay(Members):
    """Who is in an organization on the day, and of whom that is not known, as `co_membership` fetches it."""

    unlisted: bool
    not_coded: list[str]


def _pairs(fetched: Sequence[MembersOfDay], parameters: Mapping[str, Any], _: list[str]) -> Sequence[CoMembership]:
    one, other = parameters["state"], parameters["other"]
    if one is None and quick():
        return _all_pairs(fetched)
    if one is None:
        shared = shared_by((state, orgs) for state, orgs in _belonging(fetched).items())
    else:
        found: dict[str, list[str]] = {} if other is None else {other: []}
        for each in sorted(fetched, key=attrgetter("org")):
            if one in each.states:
                for state in each.states if other is None else {other}.intersection(each.states):
                    found.setdefault(state, []).append(each.org)
        shared = {(one, state): orgs for state, orgs in found.items() if state != one}
    size = Counter(chain.from_iterable(each.states for each in fetched))
    certain = {each.org: set(each.certain) for each in fetched if one is None or one in each.states}
    (newman, adamic_adar), lacking = _weights(fetched), _lacking(fetched)
    rows: list[CoMembership] = []
    for (a, b), orgs in shared.items():
        either = size[a] + size[b] - len(orgs)
        rows.append(
            CoMembership(
                state_a=a,
                state_b=b,
                shared=len(orgs),
                jaccard=len(orgs) / either if either else 0.0,
                weight=sum(newman[org] for org in orgs),
                weight_adamic_adar=sum(adamic_adar[org] for org in orgs),
                orgs=orgs,
                n_missing=_missing(lacking, a, b, orgs),
                certain=_is_certain(certain, a, b, orgs),
            )
        )
    return sorted(rows, key=lambda row: (-row.shared, -row.jaccard, row.state_a, row.state_b))


def _all_pairs(fetched: Sequence[MembersOfDay]) -> Columns[CoMembership]:
    """All pairs by products of matrices; the rows, which can be millions, are made when they are looked at."""
    numpy, whole = needed("numpy", "analysis"), Incidence(_belonging(fetched).items())
    a, b, shared = whole.pairs()
    jaccard = shared / (whole.sizes[a] + whole.sizes[b] - shared)
    found = a, b, shared, jaccard, *(whole.weighed(each, a, b) for each in _weights(fetched))
    order = numpy.lexsort((b, a, -jaccard, -shared))
    a, b, shared, jaccard, weight, adamic_adar = (each[order] for each in found)
    certain, lacking = {each.org: set(each.certain) for each in fetched}, _lacking(fetched)

    def values(start: int, stop: int) -> dict[str, list[Any]]:
        part = slice(start, stop)
        one, other = whole.named(a[part]), whole.named(b[part])
        rows = list(zip(one, other, orgs := whole.in_common(a[part], b[part]), strict=True))
        return {
            "state_a": one,
            "state_b": other,
            "shared": shared[part].tolist(),
            "jaccard": jaccard[part].tolist(),
            "weight": weight[part].tolist(),
            "weight_adamic_adar": adamic_adar[part].tolist(),
            "orgs": orgs,
            "n_missing": [_missing(lacking, *row) for row in rows] if lacking else [0] * len(rows),
            "certain": [_is_certain(certain, *row) for row in rows],
        }

    return Columns(CoMembership, len(order), values)


def _missing(lacking: Mapping[str, set[str]], a: str, b: str, orgs: Sequence[str]) -> int:
    return len(set[str]().union(*(lacking.get(each, ()) for each in ("*", a, b))).difference(orgs))


def _is_certain(certain: Mapping[str, set[str]], a: str, b: str, orgs: Sequence[str]) -> bool:
    return all(a in certain[org] and b in certain[org] for org in orgs)


def _weights(fetched: Sequence[MembersOfDay]) -> tuple[dict[str, float], dict[str, float]]:
    """What a shared organization counts after Newman, and after Adamic and Adar."""
    return (
        {each.org: 1 / (each.members - 1) if each.members > 1 else 0.0 for each in fetched},
        {each.org: 1 / math.log(each.members) if each.members > 1 else 0.0 for each in fetched},
    )


def _lacking(fetched: Sequence[MembersOfDay]) -> dict[str, set[str]]:
    """The organizations of which the data do not say what a state is in them; under * those of which they do of none."""
    lacking: dict[str, set[str]] = defaultdict(set)
    for each in fetched:
        for state in ("*",) if each.unlisted else each.not_coded:
            lacking[state].add(each.org)
    return lacking


def _belonging(fetched: Sequence[MembersOfDay]) -> dict[str, list[str]]:
    """The organizations of each state."""
    belongs: dict[str, list[str]] = defaultdict(list)
    for each in fetched:
        for state in each.states:
            belongs[state].append(each.org)
    return belongs


def co_membership(
    world: Asked,
    state: StateLike | None = None,
    other: StateLike | None = None,
    as_of: DayLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[CoMembership]:
    """How strongly two states are tied by the organizations that both belong to.

    Counts, Jaccard's share, and weights by the size of what is shared (Newman 2001; Adamic & Adar 2003); the header of
    `cypher/analyses/co_membership.cypher` has the definitions and the literature.

    Args:
        world: the world that is asked; `world.analyses.co_membership` fills it in.
        state: only pairs with this state: a `State`, its key, code or name. All pairs when None.
        other: only the pair of both; it is shown also when it shares nothing.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more full members than this; none when None.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.co_membership("Iran", as_of="2024-07-04")[0].orgs
    ['brics', 'gecf', 'opec']
    """
    if state is None and other is not None:
        raise QueryError("other names the second state of a pair: give state too.")

    def sources(rows: Sequence[CoMembership]) -> Ties:
        return [(state, org) for row in rows for org in row.orgs for state in (row.state_a, row.state_b)]

    given = {
        "state": state,
        "other": other,
        "as_of": as_of,
        "statuses": statuses,
        "max_size": max_size,
        "datasets": datasets,
        "certain": certain,
    }
    computed = Computed(MembersOfDay, _pairs, kept=lambda given: () if given["other"] else ("state",))
    return ask(world, "co_membership", CoMembership, given, needs="MEMBER_OF", sources=sources, computed=computed)


def ego_portfolio(
    world: Asked,
    state: StateLike,
    as_of: DayLike | None = None,
    statuses: StatusesLike | None = None,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[Portfolio]:
    """To what a state belongs, in what status, since when, and who says so: memberships and pacts.

    As `igo_state_membership` of igoR, with statuses, pacts, days and sources; the header of `cypher/analyses/ego_portfolio.cypher`
    has the definitions.

    Args:
        world: the world that is asked; `world.analyses.ego_portfolio` fills it in.
        state: a `State`, its key, code or name.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        statuses: memberships of these statuses; every status when None.
        datasets: only facts of these data sets; of all when None.
        certain: show only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [row.status for row in world.analyses.ego_portfolio("Iran", "2014-12-31") if row.key == "sco"]
    ['observer']
    """

    def sources(rows: Sequence[Portfolio]) -> list[str]:
        return [source for row in rows for source in row.sources]

    given = {"state": state, "as_of": as_of, "statuses": statuses, "datasets": datasets, "certain": certain}
    uses = ("MEMBER_OF", "PARTY_TO")
    return ask(world, "ego_portfolio", Portfolio, given, needs="MEMBER_OF", uses=uses, sources=sources)
