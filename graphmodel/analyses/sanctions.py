"""Analyses of sanctions: who sanctions whom, and who does so together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

from graphmodel.analyses.asking import Computed, ask
from graphmodel.analyses.cited import sources_of, together
from graphmodel.analyses.results import Result
from graphmodel.analyses.values import Asked, DayLike, StateLike, TextsLike
from graphmodel.results import Row

BINDING_ALL = frozenset({"unsc", "un"})
"""Senders that never stand for their members: what they decide binds everybody."""


class SanctionPair(Row):
    """A sender and a target, or two of either; the header of `sanction_blocs` says what each column means."""

    a: str
    b: str
    count: int
    jaccard: float | None
    returned: bool | None
    by: list[str]
    orgs: list[str]
    certain: bool
    evidence: list[str]


class _Tie(Row):
    """A sanction or a full membership; the header has the columns."""

    kind: Literal["sanction", "member"]
    a: str
    b: str
    spell: str
    kinds: list[str]
    certain: bool
    evidence: list[str]


def sanction_blocs(
    world: Asked,
    view: Literal["pairs", "targets", "senders"] = "pairs",
    state: StateLike | None = None,
    as_of: DayLike | None = None,
    kinds: TextsLike | None = None,
    expand: bool = False,
    datasets: TextsLike | None = None,
    certain: bool = False,
) -> Result[SanctionPair]:
    """Who sanctions whom, and whether senders and targets form blocs.

    A two-mode network and its two projections, as of the Global Sanctions Data Base (Felbermayr et al. 2020); the header of
    `cypher/analyses/sanction_blocs.cypher` has the definitions.

    Args:
        world: the world that is asked; `world.analyses.sanction_blocs` fills it in.
        view: `pairs` of sender and target, of two `targets`, or of two `senders`.
        state: only pairs with this state; all when None.
        as_of: the day, a date or its ISO text; the day to which the data reach when None.
        kinds: measures that restrict one of these; any when None.
        expand: let organizations stand for their full member states.
        datasets: only facts of these data sets; all when None.
        certain: count only what certainly holds.

    Raises:
        UnknownName, AmbiguousName: no state, or several, have this name.
        InvalidDate: `as_of` is not one day.
        QueryError: another value is none that the parameter takes.
        MissingData: the graph has no sanctions; the message says how to load them.

    >>> from graphmodel import World
    >>> with World.connect() as world:
    ...     report = world.load_seeds()
    ...     [(row.a, row.b) for row in world.analyses.sanction_blocs("targets", as_of="2024-07-04")][0]
    ('BLR', 'RUS')
    """
    given = {
        "view": view,
        "state": state,
        "as_of": as_of,
        "kinds": kinds,
        "expand": expand,
        "datasets": datasets,
        "certain": certain,
    }
    return ask(
        world,
        "sanction_blocs",
        SanctionPair,
        given,
        needs="SANCTIONS",
        uses=("SANCTIONS", "MEMBER_OF") if expand else None,
        sources=lambda rows: sources_of(world, together(row.evidence for row in rows)),
        computed=Computed(_Tie, _blocs, made=_Day, kept=lambda _: ("state", "view", "expand")),
    )


Ties = dict[tuple[str, str], list[_Tie]]
"""For each sender and target the measures in force."""


class _Day:
    """The measures in force on a day, the members of organizations by key, and the organizations that each state belongs to."""

    def __init__(self, fetched: Sequence[_Tie]) -> None:
        self.measures = [each for each in fetched if each.kind == "sanction"]
        self.members = defaultdict[str, dict[str, _Tie]](dict)
        self.belongs = defaultdict[str, set[str]](set)
        for each in fetched:
            if each.kind == "member":
                self.members[each.b].setdefault(each.a, each)
                self.belongs[each.a].add(each.b)


def _blocs(day: _Day, parameters: Mapping[str, Any], notes: list[str]) -> list[SanctionPair]:
    members, ties = day.members, defaultdict[tuple[str, str], list[_Tie]](list)
    for each in day.measures:
        for a, b, tie in _stands_for(each, members) if parameters["expand"] else [(each.a, each.b, each)]:
            ties[a, b].append(tie)
    if ties:
        senders, targets = {a for a, _ in ties}, {b for _, b in ties}
        mutual = sum((b, a) in ties for a, b in ties)
        notes.append(
            f"{len(senders)} senders, {len(targets)} targets, {len(ties)} ties: "
            f"density {len(ties) / (len(senders) * len(targets)):.3f}, reciprocity {mutual / len(ties):.3f}"
        )
    # An organization belongs to itself here, so that a sender and a member of it share it.
    of = {
        key: day.belongs.get(key, set[str]()) | {own for own in (key,) if own in members}
        for pair in ties
        for key in pair
    }
    rows = _sent(ties, of) if parameters["view"] == "pairs" else _shared(ties, of, by=parameters["view"])
    chosen = [row for row in rows if parameters["state"] in (None, row.a, row.b)]
    return sorted(chosen, key=lambda row: (-row.count, -(row.jaccard or 0), row.a, row.b))


def _stands_for(tie: _Tie, members: Mapping[str, Mapping[str, _Tie]]) -> list[tuple[str, str, _Tie]]:
    """The ties between states that a tie of organizations stands for; each rests on the memberships too."""

    def states(key: str) -> list[tuple[str, _Tie | None]]:
        if key in BINDING_ALL or not members.get(key):
            return [(key, None)]
        return sorted(members[key].items(), key=lambda found: found[0])

    found: list[tuple[str, str, _Tie]] = []
    for a, first in states(tie.a):
        for b, second in states(tie.b):
            if a != b:
                used = [each for each in (tie, first, second) if each is not None]
                certain, evidence = all(each.certain for each in used), together(each.evidence for each in used)
                found.append((a, b, tie.model_copy(update={"certain": certain, "evidence": evidence})))
    return found


def _sent(ties: Ties, of: Mapping[str, set[str]]) -> list[SanctionPair]:
    return [
        SanctionPair(
            a=a,
            b=b,
            count=len({tie.spell for tie in measures}),
            jaccard=None,
            returned=(b, a) in ties,
            by=sorted({kind for tie in measures for kind in tie.kinds}),
            orgs=sorted(of[a] & of[b]),
            certain=all(tie.certain for tie in measures),
            evidence=together(tie.evidence for tie in measures),
        )
        for (a, b), measures in ties.items()
    ]


def _shared(ties: Ties, of: Mapping[str, set[str]], *, by: str) -> list[SanctionPair]:
    """Two targets by their senders, or two senders by their targets."""
    at: dict[str, dict[str, list[_Tie]]] = defaultdict(dict)
    for (sender, target), measures in ties.items():
        one, other = (target, sender) if by == "targets" else (sender, target)
        at[one][other] = measures
    rows: list[SanctionPair] = []
    for a, b in combinations(sorted(at), 2):
        common = sorted(at[a].keys() & at[b].keys())
        if common:
            used = [tie for one in (a, b) for other in common for tie in at[one][other]]
            rows.append(
                SanctionPair(
                    a=a,
                    b=b,
                    count=len(common),
                    jaccard=len(common) / len(at[a].keys() | at[b].keys()),
                    returned=None,
                    by=common,
                    orgs=sorted(of[a] & of[b]),
                    certain=all(any(tie.certain for tie in at[one][other]) for one in (a, b) for other in common),
                    evidence=together(tie.evidence for tie in used),
                )
            )
    return rows
