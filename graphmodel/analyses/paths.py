"""Analyses of how near states are: the shortest way between two, and who has hardly any ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, Ties, ask
from graphmodel.analyses.coverage import COMMITMENTS
from graphmodel.analyses.headers import header
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, OrganizationLike, StateLike, StatusesLike
from graphmodel.errors import MissingData
from graphmodel.results import Row

KINDS = ("memberships", "pacts", "defense", "offense", "neutrality", "nonaggression", "consultation")


class InstitutionalPath(Row):
    """A shortest path; the header of `institutional_path` says what each column means."""

    hops: int
    path: list[str]
    via: list[str]
    through: list[str]
    certain: bool


class IsolatedState(Row):
    """A state with few ties of a kind; the header of `isolated_states` says what each column means."""

    kind: str
    state: str
    degree: int
    threshold: float
    states: int
    kinds_missing: list[str]
    certain: bool


class Link(Row):
    """An organization or pact and the states that it links, as `institutional_path` fetches it."""

    via: str
    pact: bool
    states: list[str]


class StateTies(Row):
    """A state's ties, as `isolated_states` fetches them."""

    state: str
    orgs: list[str]
    pacts: list[str]
    duties: list[str]
    obliged: list[str]


SURELY = """
UNWIND $steps AS step
MATCH (s:State {key: step.state})-[m:MEMBER_OF|PARTY_TO]->(o:Organization|Pact)
WHERE step.vias[o.key] = true AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND CASE WHEN type(m) = 'MEMBER_OF' AND $statuses IS NULL THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
           ELSE m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of
                AND (type(m) = 'PARTY_TO' OR m.status IN $statuses) END
RETURN DISTINCT step.state AS state, o.key AS via
"""
"""Of the steps of paths those that certainly hold. A map has no index to begin at, so it is with each state."""


class _Step(Row):
    state: str
    via: str


def _surely(world: Asked, paths: Sequence[Sequence[str]], parameters: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The states on these paths with the organizations beside them, where they certainly belong to these."""
    vias = defaultdict[str, dict[str, bool]](dict)
    for state, via in _steps(paths):
        vias[state][via] = True
    steps = [{"state": state, "vias": found} for state, found in sorted(vias.items())]
    given = {"steps": steps} | {name: parameters[name] for name in ("datasets", "statuses", "as_of")}
    return {(each.state, each.via) for each in world.run(SURELY, given, into=_Step, reads=True)}


def _steps(paths: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each state on these paths with each organization or pact beside it."""
    for path in paths:
        for at in range(1, len(path), 2):
            yield from ((path[at + side], path[at]) for side in (-1, 1))


def _paths(
    world: Asked, links: Sequence[Link], parameters: Mapping[str, Any], notes: list[str]
) -> list[InstitutionalPath]:
    a, b, most = parameters["a"], parameters["b"], parameters["most"]
    found = Search(links, a, b)
    if not found.many:
        notes.append(
            f"no chain of shared organizations{' and pacts' if parameters['pacts'] else ''} leads from {a} to {b}"
        )
    if found.many > most:
        notes.append(f"the first {most} of {found.many} shortest paths")
    shown = list(islice(found.paths(), most))
    sure = {*_steps(shown)} if parameters["certain"] else _surely(world, shown, parameters)
    return [
        InstitutionalPath(
            hops=len(path) // 2,
            path=path,
            via=path[1::2],
            through=path[2:-1:2],
            certain=sure.issuperset(_steps([path])),
        )
        for path in shown
    ]


class Search:
    """All shortest paths between two states, from one to the other in the order of their keys.

    Levels are counted from the far end, so that each step that comes nearer to it lies on a shortest path.
    """

    def __init__(self, links: Sequence[Link], a: str, b: str) -> None:
        self._members = {link.via: sorted(set(link.states)) for link in sorted(links, key=lambda link: link.via)}
        self._belongs: dict[str, list[str]] = defaultdict(list)
        for via, states in self._members.items():
            for state in states:
                self._belongs[state].append(via)
        self._a, self._b = a, b
        self._far = self._levels()
        self.many = self._count()

    def _levels(self) -> dict[str, int]:
        """How many organizations each state is away from the far end, up to where the near end is met."""
        far, ring, seen = {self._b: 0}, [self._b], set[str]()
        while ring and self._a not in far:
            step = far[ring[0]] + 1
            vias = {via for state in ring for via in self._belongs[state]} - seen
            seen |= vias
            ring = sorted({state for via in vias for state in self._members[via]} - far.keys())
            far.update(dict.fromkeys(ring, step))
        return far

    def _nearer(self, state: str) -> Iterator[tuple[str, str]]:
        """The organizations and states one step nearer to the far end."""
        for via in self._belongs[state]:
            for other in self._members[via]:
                if self._far.get(other, -1) == self._far[state] - 1:
                    yield via, other

    def _count(self) -> int:
        if self._a not in self._far:
            return 0
        many, ring = {self._a: 1}, [self._a]
        for _ in range(self._far[self._a]):
            reached: dict[str, int] = defaultdict(int)
            for state in ring:
                for _, other in self._nearer(state):
                    reached[other] += many[state]
            many, ring = reached, list(reached)
        return many[self._b]

    def paths(self) -> Iterator[list[str]]:
        """Each shortest path as keys of states and organizations in turn."""
        if self._a in self._far:
            yield from self._onward([self._a])

    def _onward(self, path: list[str]) -> Iterator[list[str]]:
        if path[-1] == self._b:
            yield path
            return
        for via, other in self._nearer(path[-1]):
            yield from self._onward([*path, via, other])


def _isolated(
    world: Asked, fetched: Sequence[StateTies], parameters: Mapping[str, Any], notes: list[str]
) -> list[IsolatedState]:
    if not fetched:
        raise MissingData(
            f"No state is in the list {parameters['system']} on {parameters['as_of']}: "
            "load the curated world with world.load_seeds() or `graphmodel load`, or give another day or system."
        )
    degrees = {row.state: _degrees(row) for row in fetched}
    asked: Sequence[str] = parameters["kinds"] or KINDS
    told = [kind for kind in KINDS if kind in asked and any(each[kind] for each in degrees.values())]
    if not told:
        raise MissingData(
            f"On {parameters['as_of']} no state has a tie of the kinds {', '.join(asked)} in these data: that isolates nobody. "
            "Load the curated world with world.load_seeds(), or import data such as ATOP with `graphmodel import atop FILE`."
        )
    untold = [kind for kind in KINDS if kind in asked and kind not in told]
    if untold:
        notes.append(f"the data tell of no ties of the kinds {', '.join(untold)}, which are left out")
    text, certainly = header("isolated_states").cypher, {**parameters, "certain": True}
    known = fetched if parameters["certain"] else world.run(text, certainly, into=StateTies, reads=True)
    sure = {row.state: _degrees(row) for row in known}
    rows: list[IsolatedState] = []
    for kind in told:
        threshold = percentile_of([each[kind] for each in degrees.values()], parameters["percentile"])
        surely = percentile_of([each[kind] for each in sure.values()], parameters["percentile"]) if sure else None
        few = [(each[kind], state) for state, each in degrees.items() if not each[kind] or each[kind] < threshold]
        rows += [
            IsolatedState(
                kind=kind,
                state=state,
                degree=degree,
                threshold=threshold,
                states=len(degrees),
                kinds_missing=[other for other in told if not degrees[state][other]],
                certain=surely == threshold and state in sure and sure[state][kind] == degree,
            )
            for degree, state in sorted(few)
        ]
    return rows


def _degrees(ties: StateTies) -> dict[str, int]:
    partners: dict[str, set[str]] = defaultdict(set)
    for tie in (*ties.pacts, *ties.duties, *ties.obliged):
        kind, _, other = tie.partition(" ")
        partners[kind].add(other)
    return {kind: len(set(ties.orgs)) if kind == "memberships" else len(partners[kind]) for kind in KINDS}


def percentile_of(values: Sequence[int], percent: float) -> float:
    """A percentile, interpolated between the two values that it lies between.

    >>> percentile_of([1, 2, 3, 4], 50), percentile_of([7], 10)
    (2.5, 7.0)
    """
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def institutional_path(  # noqa: PLR0913, PLR0917  (each option is a parameter)
    world: Asked,
    a: StateLike,
    b: StateLike,
    as_of: DayLike | None = None,
    statuses: StatusesLike | None = None,
    max_size: int | None = None,
    exclude: Iterable[OrganizationLike] | None = None,
    pacts: bool = False,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
    most: int = 25,
) -> Result[InstitutionalPath]:
    """The shortest paths of shared organizations between two states.

    Indirect ties after Dorussen & Ward (2008); the header of `cypher/analyses/institutional_path.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.institutional_path` fills it in.
        a: from which state: a `State`, its key, code or name.
        b: to which state.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        statuses: count memberships of these statuses; full members by each organization's own scheme when None.
        max_size: leave out organizations with more states counted than this; none when None.
        exclude: leave out these organizations.
        pacts: also go by pacts in force.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.
        most: show no more paths than this.

    Raises:
        UnknownName, AmbiguousName: no state or organization, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: `a` and `b` are the same state.
        MissingData: the graph has no memberships; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     world.analyses.institutional_path("United States", "Iran", "2024-07-04")[0].path
    ['USA', 'nato', 'TUR', 'eco', 'IRN']
    """

    def sources(rows: Sequence[InstitutionalPath]) -> Ties:
        return [*_steps([row.path for row in rows])]

    given = {
        "a": a,
        "b": b,
        "as_of": as_of,
        "statuses": statuses,
        "max_size": max_size,
        "exclude": exclude,
        "pacts": pacts,
        "datasets": datasets,
        "certain": certain,
        "most": most,
    }
    return ask(
        world,
        "institutional_path",
        InstitutionalPath,
        given,
        needs=("MEMBER_OF", "PARTY_TO") if pacts else "MEMBER_OF",
        sources=sources,
        computed=Computed(Link, partial(_paths, world)),
    )


def isolated_states(
    world: Asked,
    as_of: DayLike | None = None,
    system: Literal["cow", "gw", "un"] = "cow",
    kinds: Iterable[str] | None = None,
    percentile: float = 10,
    datasets: Iterable[str] | None = None,
    certain: bool = False,
) -> Result[IsolatedState]:
    """Which states have no ties of a kind, or hardly any.

    Every state of a list counts, also one of which the data tell nothing (as the zeros of peacesciencer, Miller 2022); the
    header of `cypher/analyses/isolated_states.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.isolated_states` fills it in.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        system: the list of states: of the Correlates of War, of Gleditsch and Ward, members of the United Nations.
        kinds: only ties of these kinds, such as `defense`; of every kind that the data tell of when None.
        percentile: also states whose degree is below this percentile; 0: only those of degree 0.
        datasets: only facts of these data sets; of all when None.
        certain: count only what certainly holds.

    Raises:
        InvalidDate: `as_of` is not one day.
        QueryError: `system` or a kind is none of these, or `percentile` is not between 0 and 100.
        MissingData: the list has no states on the day, or the data tell of no such ties at all.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     rows = world.analyses.isolated_states("2024-07-04", kinds=["defense"])
    ...     rows[0].state, rows[0].degree, rows[0].states
    ('AFG', 0, 195)
    """
    chosen = None if kinds is None else [kinds] if isinstance(kinds, str) else list(kinds)
    uses = () if chosen is not None and "memberships" not in chosen else ("MEMBER_OF",)
    if chosen != ["memberships"]:
        uses += COMMITMENTS
    given = {
        "as_of": as_of,
        "system": system,
        "kinds": chosen,
        "percentile": percentile,
        "datasets": datasets,
        "certain": certain,
    }

    def sources(_: Sequence[IsolatedState]) -> list[str]:
        return []  # that nothing is told has no source

    return ask(
        world,
        "isolated_states",
        IsolatedState,
        given,
        needs=("MEMBER_OF", *COMMITMENTS),
        uses=uses,
        sources=sources,
        computed=Computed(StateTies, partial(_isolated, world)),
        bare=lambda row: row.kind != "memberships",
    )
