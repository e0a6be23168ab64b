"""A graph as an interactive picture: one HTML page that needs nothing else.

The page is drawn by a thousand lines of our own on a canvas, and not by Bokeh: there no mark can be reached by keys or by a screen
reader, names lie on each other, and the page weighs some megabytes and needs `eval`, which lets hostile text run. What is a
library's subject is a library's: rustworkx places the marks, graspologic-native finds the blocs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from graphmodel.errors import MissingData
from graphmodel.model import FIRST_DAY, Period, as_day
from graphmodel.model.words import in_words
from graphmodel.show.columns import coloured_by
from graphmodel.show.graph import Column, Drawable, Edge, Evidence, Vertex, day_number, read, spaced
from graphmodel.show.layout import places
from graphmodel.show.palette import OTHER, SEQUENCE, VERMILION
from graphmodel.show.picture import Picture

SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "star", "pentagon", "cross")
FAR = 9000
"""Years from this on stand for no end, or for no last day on which it may have begun."""
MANY = 400
"""Of weighed edges about so many are shown at first, the strongest."""
LETTER = 6.4
"""How wide a letter of a name is, about, in pixels."""


def view(  # noqa: PLR0913  (what one may want to be otherwise)
    nodes: Iterable[Drawable],
    edges: Iterable[Drawable] = (),
    *,
    title: str = "Graph",
    on: date | str | None = None,
    color: str | None = None,
    columns: Sequence[Column] = (),
    evidence: Evidence | None = None,
    hide: Iterable[str] = (),
    hubs: str | None = None,
    hidden_hubs: Iterable[str] = (),
    lesser: Iterable[str] = (),
    shapes: Mapping[str, str] | None = None,
    plurals: Mapping[str, str] | None = None,
    undirected: Iterable[str] = (),
    weighed: str | None = None,
    lonely: bool = True,
    until: date | None = None,
    note: str = "",
) -> Picture:
    """A graph as a picture to move, filter, search and read the evidence in; notebooks show it.

    Args:
        nodes: nodes of any model, paths, or `Vertex`.
        edges: relationships of any model, or `Edge`; their ends are in the picture, given or not.
        title: what it shows.
        on: the day that it opens on; where nothing has a period there is no time, and else None means the last day told.
        color: the name of the column it opens coloured by; when None the first of `columns`, else the blocs that Leiden finds.
        columns: what else one may colour by: results of analyses.
        evidence: what the claims say that vertices and edges name, and the sources.
        hide: kinds of vertices and types of edges that are there, but hidden until asked for.
        hubs: the kind whose members one may choose among: organizations.
        hidden_hubs: the ids of those of them that are hidden until asked for.
        lesser: the statuses whose lines are thin.
        shapes: circle, square, diamond, triangle, hexagon, star, pentagon or cross, by kind; in this order when None.
        plurals: what several of a kind are called.
        undirected: the types of edges that have no direction.
        weighed: what the weight of the edges is called, where one may choose how much of it an edge needs to be shown.
        lonely: whether what has no tie is shown.
        until: the last day of the slider; the last that is told when None.
        note: what else is to be known; it stands below the title.

    Raises:
        MissingData: there is nothing to draw.
        QueryError: there is something among the nodes that is none.
        MissingExtra: rustworkx or graspologic-native is not installed.

    >>> from graphmodel import Period
    >>> from graphmodel.domain import MemberOf, Organization, State
    >>> iran, sco = State(key="IRN", name="Iran"), Organization(key="sco", name="SCO", kind="bloc")
    >>> joined = MemberOf(start=iran, end=sco, spell="1", status="member", valid=Period("2023-07-04"))
    >>> view([iran, sco], [joined], title="Iran joins")
    <Iran joins: 1 state, 1 organization, 1 tie; .save("picture.html"), .open()>
    """
    vertices, lines = read([*nodes, *edges])
    if not vertices:
        raise MissingData("There is nothing to draw: no nodes and no relationships.")
    ids = {each.id: at for at, each in enumerate(vertices)}
    lines = [each for each in lines if each.start in ids and each.end in ids]
    hidden, kinds = set(hide), _kinds(vertices)
    types = [name for name, _ in Counter(each.type for each in lines).most_common()]
    statuses = [name for name, _ in Counter(each.status for each in lines if each.status is not None).most_common()]
    days = _days(lines, vertices, on, until)
    known = evidence or Evidence()
    table = _Tables(known)
    coloured, opened = coloured_by(
        vertices, lines, columns, color, day=days[0] if days else None, hidden=hidden, hubs=hubs
    )
    straight, less = set(undirected), set(lesser)
    least = _least(lines) if weighed else None
    data: dict[str, Any] = {
        "title": title,
        "note": note,
        "day": days[0] if days else None,
        "first": days[1] if days else None,
        "last": days[2] if days else None,
        "kinds": [
            {
                "name": spaced(name),
                "plural": (plurals or {}).get(name) or _plural(spaced(name)),
                "shape": (shapes or {}).get(name) or SHAPES[at % len(SHAPES)],
                "hidden": name in hidden,
                "large": name == hubs,
            }
            for at, name in enumerate(kinds)
        ],
        "types": [
            {
                "name": name,
                "label": name.lower().replace("_", " "),
                "hidden": name in hidden,
                "directed": name not in straight,
                **({"color": VERMILION} if name in hidden else {}),
            }
            for name in types
        ],
        "statuses": statuses,
        "less": [at for at, name in enumerate(statuses) if name in less],
        "hubs": [[ids[each.id], each.id in set(hidden_hubs)] for each in vertices if each.kind == hubs],
        "lonely": lonely and least is None,
        "weight": least and {"name": weighed, **least},
        "colors": coloured,
        "color": opened,
        "palette": {"other": OTHER, "sequence": SEQUENCE},
        "nodes": [
            [
                each.id,
                each.name,
                kinds.index(each.kind),
                *at,
                table.period(each.valid),
                table.facts(each.facts) or None,
                table.claims(each.claims) or None,
                list(each.also) or None,
            ]
            for each, at in zip(vertices, _places(vertices, _strong(lines, least), ids), strict=True)
        ],
        "edges": [
            [
                ids[each.start],
                ids[each.end],
                types.index(each.type),
                -1 if each.status is None else statuses.index(each.status),
                table.period(each.valid),
                table.claims(each.claims) or None,
                [table.source(key) for key in each.sources] or None,
                table.facts(each.facts) or None,
                *([round(each.weight, 6)] if least else ()),
            ]
            for each in lines
        ],
    }
    data |= table.filled()
    return Picture(title, data)


def _least(lines: Sequence[Edge]) -> dict[str, float] | None:
    """From where to where the weights go, and how much an edge needs for the strongest alone to be shown; None without a choice."""
    weights = sorted((each.weight for each in lines), reverse=True)
    if not weights or weights[0] == weights[-1]:
        return None
    return {"min": weights[-1], "max": weights[0], "least": weights[MANY] if len(weights) > MANY else weights[-1]}


def _strong(lines: Sequence[Edge], least: Mapping[str, float] | None) -> Sequence[Edge]:
    """What decides where things stand: the edges that are shown at first, by their weight as a share of the mean."""
    some = [each for each in lines if least is None or each.weight >= least["least"]]
    mean = sum(abs(each.weight) for each in some) / max(1, len(some)) or 1.0
    return [replace(each, weight=max(0.02, each.weight / mean)) for each in some]


def _kinds(vertices: Sequence[Vertex]) -> list[str]:
    return list(dict.fromkeys(each.kind for each in vertices))


class _Tables:
    """What many name is told once, and named by its number."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._periods: dict[Period, int] = {}
        self._claims: dict[str, int] = {}
        self._facts: dict[tuple[str, str], int] = {}
        self._sources: dict[str, int] = {}

    def period(self, valid: Period | None) -> int:
        return -1 if valid is None else self._periods.setdefault(valid, len(self._periods))

    def facts(self, facts: Mapping[str, str]) -> list[int]:
        return [self._facts.setdefault(fact, len(self._facts)) for fact in facts.items()]

    def claims(self, keys: Iterable[str]) -> list[int]:
        return [self._claim(key) for key in keys if key in self._evidence.claims]

    def _claim(self, key: str) -> int:
        return self._claims.setdefault(key, len(self._claims))

    def source(self, key: str) -> int:
        return self._sources.setdefault(key, len(self._sources))

    def filled(self) -> dict[str, Any]:
        told: list[Any] = []
        done = 0
        # Claims against those that are named are named in their turn.
        while done < len(self._claims):
            for key in list(self._claims)[done:]:
                said = self._evidence.claims[key]
                against = [
                    [kind, self._claim(other), reason]
                    for kind, other, reason in said.against
                    if other in self._evidence.claims
                ]
                told.append(
                    [said.says, said.when, [[self.source(source), place] for source, place in said.sources], against]
                )
                done += 1
        return {
            "periods": [[*(day_number(each) for each in valid.bounds), in_words(valid)] for valid in self._periods],
            "facts": list(self._facts),
            "claims": told,
            "sources": [list(self._evidence.sources.get(key, (key, ""))) for key in self._sources],
        }


def _days(
    lines: Sequence[Edge], vertices: Sequence[Vertex], on: date | str | None, until: date | None
) -> tuple[int, int, int] | None:
    """The day it opens on, and the first and the last one may go to; None where nothing has a time."""
    periods = [each.valid for each in (*lines, *vertices) if each.valid is not None]
    if not periods:
        return None
    told = [day for valid in periods for day in valid.bounds if day > FIRST_DAY and day.year < FAR]
    chosen = None if on is None else as_day(on)
    last = until or max(told, default=chosen or date.today())  # noqa: DTZ011  (where nothing is dated any day will do)
    if chosen is not None:
        last = max(last, chosen)
    first = min(*told, chosen or last)
    return day_number(chosen or last), day_number(first), day_number(last)


def _places(vertices: Sequence[Vertex], lines: Sequence[Edge], ids: Mapping[str, int]) -> list[tuple[float, float]]:
    degree = Counter(end for pair in {(each.start, each.end) for each in lines} for end in pair)
    few = len(vertices) <= 400
    rooms = [
        (
            9 + 1.4 * degree[each.id] ** 0.5 + (LETTER * min(len(each.name), 16) / 2 if few else 0),
            9 + 1.4 * degree[each.id] ** 0.5 + (8 if few else 0),
        )
        for each in vertices
    ]
    ties = [
        (ids[each.start], ids[each.end], each.weight / max(1, min(degree[each.start], degree[each.end])) ** 0.5)
        for each in lines
    ]
    return places(len(vertices), ties, rooms)


def _plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"
