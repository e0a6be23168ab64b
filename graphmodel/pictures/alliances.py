"""States, what they belong to, and the pacts that bind them, as one picture for all days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from graphmodel.domain import (
    Instrument,
    MemberOf,
    ObligedTo,
    Organization,
    Pact,
    PartyTo,
    RivalOf,
    Sanctions,
    State,
)
from graphmodel.domain.entities import Entity
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.errors import MissingData, NotFound, QueryError
from graphmodel.evidence import Asking
from graphmodel.evidence.naming import entity_called
from graphmodel.evidence.told import name_of
from graphmodel.model import Relationship
from graphmodel.pictures.evidence import evidence_of
from graphmodel.query import select
from graphmodel.show import Column, Edge, Picture, Vertex, view
from graphmodel.show.graph import edge, id_of, vertex

TIES: Mapping[str, type[Relationship[Any, Any]]] = {
    "MEMBER_OF": MemberOf,
    "PARTY_TO": PartyTo,
    "OBLIGED_TO": ObligedTo,
    "RIVAL_OF": RivalOf,
    "SANCTIONS": Sanctions,
}
"""What may tie two in the picture; the first two are shown at once, the others when asked for."""
AT_ONCE = ("MEMBER_OF", "PARTY_TO")
MOST = 20_000
"""Of ties that nobody asked for no more are brought into the page."""
CHARTER = "Charter"
"""Pacts that constitute an organization: who is bound says again who belongs. They are hidden until asked for."""
PLENTY = 25
"""Where there are more organizations on the day, some of them are hidden until asked for."""
TELLING = 12
"""So many of them are shown at first."""
CURATED = "curated"


def alliances(
    world: Asking,
    day: date,
    about: Sequence[str] = (),
    *,
    ties: Iterable[str] | None = None,
    datasets: Iterable[str] | None = None,
    color: str | None = None,
    columns: Sequence[Column] | Mapping[str, Mapping[str, str | float]] = (),
    title: str | None = None,
) -> Picture:
    """The picture of `world.as_of(day).show(...)`, which has the arguments and errors."""
    wanted = None if ties is None else [_type(each) for each in ties]
    named = [entity_called(world, world.lookup, each, (State, Organization)) for each in about]
    kept = None if datasets is None else {datasets} if isinstance(datasets, str) else set(datasets)
    found: dict[str, list[Edge]] = {}
    left_out: list[str] = []
    spells: list[MemberOf] = []
    for name in wanted or TIES:
        read = [each for each in world.all(select(TIES[name])) if kept is None or _dataset(each) in kept]
        spells += [each for each in read if isinstance(each, MemberOf)]
        some = _around([_edge(each) for each in read], {id_of(each) for each in named})
        if wanted is None and name not in AT_ONCE and len(some) + sum(map(len, found.values())) > MOST:
            left_out.append(f"{name} ({len(some):,})")
        elif some:
            found[name] = some
    if not found:
        if named and ties is None and datasets is None:
            raise MissingData(
                f"This graph knows of no ties of {', '.join(about)} that could be drawn. Name others, or none for all."
            )
        raise MissingData(
            "This graph has no such ties to draw. Load the curated world with world.load_seeds() or `graphmodel load`, "
            "or import a data set."
        )
    lines = [each for some in found.values() for each in some]
    vertices = _vertices(world, {end for each in lines for end in (each.start, each.end)})
    last = _last(world)
    hidden = [name for name in found if wanted is None and name not in AT_ONCE and any(n in found for n in AT_ONCE)]
    notes = [f"Left out are ties of the kind {', '.join(left_out)}: ask for them by ties=[...]"] if left_out else []
    full = {each.status for each in spells if each.full is not None}
    hidden_hubs = _less_telling(vertices, lines, day) if not named else set[str]()
    if hidden_hubs:
        shown = sum(each.kind == "Organization" for each in vertices) - len(hidden_hubs)
        notes.append(f"{shown} of {shown + len(hidden_hubs)} organizations are shown: choose others among the filters")
    if last is not None and day > last:
        notes.append(f"The data reach to {last}")
    return view(
        vertices,
        lines,
        title=title or (", ".join(getattr(each, "short_name", None) or name_of(each) for each in named) or "Alliances"),
        on=day,
        color=color,
        columns=[*_columns(columns, vertices), *_statuses(spells, named, day)],
        evidence=evidence_of(world, vertices, lines),
        hide=[CHARTER, *hidden],
        hubs="Organization",
        hidden_hubs=hidden_hubs,
        # What makes nobody a full member, by the schemes of the organizations.
        lesser=[each.value for each in MembershipStatus if each not in full],
        shapes={"State": "circle", "Organization": "square", "Pact": "diamond", CHARTER: "hexagon"},
        plurals={CHARTER: "Charters of organizations"},
        undirected=["MEMBER_OF", "PARTY_TO", "RIVAL_OF"],
        lonely=False,
        until=last,
        note=". ".join(notes),
    )


def _edge(between: Relationship[Any, Any]) -> Edge:
    """Without the name of a spell that no claim tells of: nothing more can be asked of it."""
    made = edge(between)
    return made if made.claims else replace(made, facts={k: v for k, v in made.facts.items() if k != "spell"})


def _type(name: str) -> str:
    spelled = name.upper()
    if spelled not in TIES:
        raise QueryError(f"There are no ties of the kind {name!r} in the picture: choose among {', '.join(TIES)}.")
    return spelled


def _dataset(between: Relationship[Any, Any]) -> str:
    return getattr(between, "dataset", None) or CURATED


def _around(some: list[Edge], named: set[str]) -> list[Edge]:
    """The ties of the named, and those of others to the organizations and pacts that a named one is tied to; all without names."""
    if not named:
        return some
    hubs = {each.end for each in some if each.start in named and not each.end.startswith("State:")} | named
    return [each for each in some if each.end in hubs or each.start in named]


def _vertices(world: Asking, used: set[str]) -> list[Vertex]:
    orgs = [each for each in world.all(Organization) if id_of(each) in used]
    charters = {key for each in orgs for key in each.constitutive_pacts}
    made = [vertex(each) for each in (*world.all(State), *orgs) if id_of(each) in used]
    for each in world.all(Instrument):
        if id_of(each) in used:
            kind = {"kind": CHARTER if each.key in charters else "Pact"} if isinstance(each, Pact) else {}
            made.append(vertex(each, **kind))
    order = {kind: at for at, kind in enumerate(("State", "Organization", "Pact", CHARTER))}
    return sorted(made, key=lambda each: (order.get(each.kind, len(order)), each.id))


def _last(world: Asking) -> date | None:
    try:
        return world.coverage()
    except NotFound:
        return None


def _less_telling(vertices: Sequence[Vertex], lines: Sequence[Edge], day: date) -> set[str]:
    """Where there are plenty of organizations all but some: neither small nor of nearly all states, and unlike each other."""
    orgs = [each.id for each in vertices if each.kind == "Organization"]
    now = {
        (each.start, each.end)
        for each in lines
        if each.type == "MEMBER_OF" and each.valid is not None and each.valid.possibly_on(day)
    }
    size = Counter(end for _, end in now)
    if len(size) <= PLENTY:
        return set()
    states = len({start for start, _ in now})
    members: dict[str, set[str]] = {org: set() for org in orgs if 5 <= size[org] <= states / 4}
    for start, org in now:
        if org in members:
            members[org].add(start)
    chosen: list[str] = []
    for org in sorted(members, key=lambda each: (-size[each], each)):
        alike = (len(members[org] & members[each]) / len(members[org] | members[each]) for each in chosen)
        if len(chosen) < TELLING and all(share <= 0.5 for share in alike):
            chosen.append(org)
    return set(orgs) - set(chosen)


def _statuses(spells: Iterable[MemberOf], named: Sequence[Entity], day: date) -> list[Column]:
    """Around one organization: what each state is in it on the day, the fullest of what it is."""
    if len(named) != 1 or not isinstance(named[0], Organization):
        return []
    about = named[0]
    now = [each for each in spells if each.end.key == about.key and each.valid.possibly_on(day)]
    now.sort(key=lambda each: (each.overlay, not each.valid.certainly_on(day), each.rank or 99, each.spell))
    found: dict[str, str] = {}
    for each in now:
        found.setdefault(id_of(each.start), each.status.replace("_", " "))
    said = f"What each state was in {about.short_name or about.name} on {day}."
    return [Column(f"status on {day}", found, said, "none")]


def _columns(
    columns: Sequence[Column] | Mapping[str, Mapping[str, str | float]], vertices: Sequence[Vertex]
) -> list[Column]:
    if not isinstance(columns, Mapping):
        return list(columns)
    ids = {each.id.partition(":")[2]: each.id for each in reversed(vertices)}
    return [
        Column(name, {ids[key]: value for key, value in values.items() if key in ids})
        for name, values in columns.items()
    ]
