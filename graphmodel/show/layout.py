"""Where things stand in a picture: tied ones near each other, none on another, and the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from graphmodel.results import needed

Place = tuple[float, float]
Tie = tuple[int, int, float]
"""The numbers of two vertices, and how strongly they are tied."""

SPACING = 46.0
"""How far apart neighbours stand, about, in pixels."""
WIDER = 1.3
"""Drawn out so much from left to right: names are wider than high, and so are screens."""
ROUNDS, FEWEST, STEPS = 300, 80, 120_000
"""As often the springs move the vertices: the less often the more there are, as each takes the longer."""
PUSHES = 60
"""As often those that lie on each other are pushed apart, at most."""


def places(vertices: int, ties: Sequence[Tie], rooms: Sequence[Place]) -> list[Place]:
    """A place for each vertex, by the forces of Fruchterman and Reingold in each part that hangs together.

    Args:
        vertices: how many there are.
        ties: which of them are tied, and how strongly.
        rooms: half the width and half the height that each needs.

    Raises:
        MissingExtra: rustworkx is not installed.
    """
    rustworkx = needed("rustworkx", "picture")
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(vertices))
    strength: dict[tuple[int, int], float] = {}
    for a, b, weight in ties:
        if a != b:
            pair = (min(a, b), max(a, b))
            strength[pair] = max(strength.get(pair, 0.0), weight)
    graph.add_edges_from([(a, b, weight) for (a, b), weight in sorted(strength.items())])
    found: list[set[int]] = rustworkx.connected_components(graph)
    parts = sorted(map(sorted, found), key=lambda part: (-len(part), part))
    laid: list[tuple[list[int], list[Place]]] = []
    for part in parts:
        at = _turned(_sprung(rustworkx, graph, part))
        laid.append((part, _apart(at, [rooms[each] for each in part])))
    return _packed(vertices, laid, rooms)


def _sprung(rustworkx: Any, graph: Any, part: list[int]) -> list[Place]:
    if len(part) == 1:
        return [(0.0, 0.0)]
    found = rustworkx.spring_layout(
        graph.subgraph(part),
        num_iter=min(ROUNDS, max(FEWEST, STEPS // len(part))),
        weight_fn=float,
        seed=1,
        scale=SPACING * math.sqrt(len(part)),
        center=[0.0, 0.0],
    )
    return [(round(found[each][0], 2), round(found[each][1], 2)) for each in range(len(part))]


def _turned(at: list[Place]) -> list[Place]:
    """Turned so that it is widest from left to right, as screens are."""
    xx = sum(x * x for x, _ in at)
    yy = sum(y * y for _, y in at)
    xy = sum(x * y for x, y in at)
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(round(WIDER * (x * cos - y * sin), 2), round(x * sin + y * cos, 2)) for x, y in at]


def _apart(at: list[Place], rooms: Sequence[Place]) -> list[Place]:
    """Those whose rooms lie on each other are pushed apart, half the way each, along the shorter way out."""
    x, y = [place[0] for place in at], [place[1] for place in at]
    cell = 2 * max((max(room) for room in rooms), default=1.0)
    for _ in range(PUSHES):
        cells: dict[tuple[int, int], list[int]] = {}
        for i in range(len(at)):
            cells.setdefault((math.floor(x[i] / cell), math.floor(y[i] / cell)), []).append(i)
        moved = False
        for (column, row), here in sorted(cells.items()):
            near = [
                j for dx in (0, 1) for dy in (-1, 0, 1) if dx or dy >= 0 for j in cells.get((column + dx, row + dy), ())
            ]
            for i in here:
                for j in near:
                    if i == j or (j in here and j < i):
                        continue
                    wide = rooms[i][0] + rooms[j][0] - abs(x[i] - x[j])
                    high = rooms[i][1] + rooms[j][1] - abs(y[i] - y[j])
                    if wide <= 0.01 or high <= 0.01:
                        continue
                    moved = True
                    if wide < high:
                        push = wide / 2 if (x[i], i) < (x[j], j) else -wide / 2
                        x[i], x[j] = x[i] - push, x[j] + push
                    else:
                        push = high / 2 if (y[i], i) < (y[j], j) else -high / 2
                        y[i], y[j] = y[i] - push, y[j] + push
        if not moved:
            break
    return list(zip(x, y, strict=True))


def _packed(vertices: int, laid: list[tuple[list[int], list[Place]]], rooms: Sequence[Place]) -> list[Place]:
    """The largest part, and the others in columns to its right."""
    found: list[Place] = [(0.0, 0.0)] * vertices
    left = top = deepest = widest = 0.0
    for part, at in laid:
        box = (
            min(x - rooms[each][0] for (x, _), each in zip(at, part, strict=True)),
            min(y - rooms[each][1] for (_, y), each in zip(at, part, strict=True)),
            max(x + rooms[each][0] for (x, _), each in zip(at, part, strict=True)),
            max(y + rooms[each][1] for (_, y), each in zip(at, part, strict=True)),
        )
        wide, high = box[2] - box[0], box[3] - box[1]
        if top > 0 and top + high > deepest:
            left, top, widest = left + widest + SPACING / 2, 0.0, 0.0
        for each, (x, y) in zip(part, at, strict=True):
            found[each] = (round(left + x - box[0], 1), round(top + y - box[1], 1))
        top += high + SPACING / 2
        widest, deepest = max(widest, wide), max(deepest, high)
    return found
