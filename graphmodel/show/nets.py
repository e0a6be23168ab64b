"""Pairs as pictures: squares ordered by bloc, networks, and who is drawn in by whom, wave by wave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graphmodel.errors import MissingExtra
from graphmodel.show.blocs import blocs
from graphmodel.show.layout import places
from graphmodel.show.marks import LETTER, STEP, TIP, WIDTH, Asked, Drawn, Rows, bars, left, spaced, told, values
from graphmodel.show.palette import BLUE, DIVERGING, INK, OTHER, SEQUENCE, SOFT, VERMILION, categories, on

MOST = 60
"""So many names stand on a side of a heat map."""
CELL = 15
NUMBERED = 14
"""Up to so many names a side, the squares have room for their numbers."""


def heat_map(asked: Asked, rows: Rows) -> Drawn:
    """A square for each pair. Where both sides are of one kind, each pair stands twice, and those tied closest stand together."""
    parts = asked.parts
    x, y, color = parts["x"], parts["y"], parts["color"]
    known = {(str(row[x]), str(row[y])): row for row in rows if row[color] is not None}
    across, down = list(dict.fromkeys(a for a, _ in known)), list(dict.fromkeys(b for _, b in known))
    if 1 in (len(across), len(down)) and not set(across) & set(down):  # of one with all others: bars say more
        other = "y" if len(across) == 1 else "x"
        of_others = {"label": parts[other], "value": color}
        return bars(Asked(of_others, {"value": asked.called["color"]}), [row for row in rows if row[color] is not None])
    notes: list[str] = []
    groups: list[tuple[int, int, str]] = []
    if set(across) & set(down):
        names, groups, said = _ordered({pair: float(row[color]) for pair, row in known.items()})
        known |= {(b, a): row for (a, b), row in known.items()}
        across = down = names
        notes += said
    else:
        notes += [f"The first {MOST} of {len(side)} names." for side in (across, down) if len(side) > MOST]
        across, down = across[:MOST], down[:MOST]
    cell = 34 if max(len(across), len(down)) <= NUMBERED else CELL
    at_x, at_y = ({name: at for at, name in enumerate(side)} for side in (across, down))
    found = {pair: row for pair, row in known.items() if pair[0] in at_x and pair[1] in at_y}
    shades = _shades([row[color] for row in found.values()])
    cells: list[dict[str, Any]] = [
        {
            "x": at_x[a], "x2": at_x[a] + 1, "y": at_y[b], "y2": at_y[b] + 1,
            "value": row[color], "text": _short(row[color]), TIP: _pair(a, b, row, color, whole=cell > CELL),
        }
        for (a, b), row in sorted(found.items())
    ]  # fmt: skip
    for each in cells:
        each["ink"] = on(_nearest(each["value"], shades))
    texts = [
        {
            "data": values([each for each in cells if each["ink"] == ink]),
            "mark": {"type": "text", "color": ink, "fontSize": 11, "dx": cell / 2, "dy": cell / 2},
            "encoding": {"x": _place("x", len(across)), "y": _place("y", len(down)), "text": {"field": "text"}},
        }
        for ink in ("#000000", "#ffffff")
    ]
    layers = [
        {
            "data": values(cells),
            "mark": {"type": "rect"},
            "encoding": {
                "x": _place("x", len(across)), "x2": {"field": "x2"}, "y": _place("y", len(down)), "y2": {"field": "y2"},
                "color": {
                    "field": "value", "type": "quantitative", "title": asked.called["color"],
                    "scale": {"domain": [each for each, _ in shades], "range": [each for _, each in shades]},
                    "legend": {"orient": "top", "gradientLength": 200, "gradientThickness": 12, "direction": "horizontal"},
                },
                **told(),
            },
        },
        *(each for each in (texts if cell > CELL else []) if each["data"]["values"]),
        _names(down, at_y, "y", len(across), len(down)),
        _names(across, at_x, "x", len(across), len(down)),
    ]  # fmt: skip
    if groups:
        layers.append(_frames(groups, len(across)))
        notes.append("Framed: blocs by the Leiden algorithm.")
    inner = {"layer": layers, "width": cell * len(across), "height": cell * len(down)}
    return Drawn(inner, max(cell * len(across) + left(down), 460), tuple(notes))


def _pair(a: str, b: str, row: Mapping[str, Any], color: str, *, whole: bool) -> str:
    """What a square tells; of many squares only the number, or the picture would be large."""
    return f"{a} – {b}; {row[TIP] if whole else f'{spaced(color).lower()}: {_short(row[color])}'}"


def _short(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _place(side: str, most: int) -> dict[str, Any]:
    scale = {"domain": [0, most], "nice": False, "zero": True, "reverse": side == "y"}
    return {"field": side, "type": "quantitative", "axis": None, "scale": scale}


def _names(names: Sequence[str], at: Mapping[str, int], side: str, wide: int, high: int) -> dict[str, Any]:
    """Names beside the squares: at the left, or slanting above."""
    rows = [{side: at[name] + 0.5, "name": name} for name in names]
    turned = {"align": "left", "angle": 300, "dx": 7, "dy": 0} if side == "x" else {"align": "right", "dx": -7}
    other = {"x": {"value": 0}} if side == "y" else {"y": {"value": 0}}
    place = _place(side, high if side == "y" else wide)
    return {
        "data": values(rows),
        "mark": {"type": "text", "baseline": "middle", "fontSize": 11, **turned},
        "encoding": {side: place, **other, "text": {"field": "name", "type": "nominal"}},
    }


def _frames(groups: Sequence[tuple[int, int, str]], most: int) -> dict[str, Any]:
    rows = [{"x": start, "x2": end, "y": start, "y2": end} for start, end, _ in groups]
    return {
        "data": values(rows),
        "mark": {"type": "rect", "filled": False, "stroke": INK, "strokeWidth": 1.5},
        "encoding": {"x": _place("x", most), "x2": {"field": "x2"}, "y": _place("y", most), "y2": {"field": "y2"}},
    }


def _ordered(strength: Mapping[tuple[str, str], float]) -> tuple[list[str], list[tuple[int, int, str]], list[str]]:
    """The names bloc by bloc, the largest first and in each the best tied first; where each bloc begins and ends; what to say."""
    total: dict[str, float] = defaultdict(float)
    for (a, b), weight in strength.items():
        if a != b:
            total[a] += weight
            total[b] += weight
    kept = sorted(total, key=lambda name: (-total[name], name))[:MOST]
    notes = [f"The {MOST} of {len(total)} that are tied most."] if len(total) > MOST else []
    among = {pair: weight for pair, weight in strength.items() if set(pair) <= set(kept)}
    try:
        found = blocs(
            {name: name for name in kept}, (), [(a, b, weight) for (a, b), weight in among.items() if weight > 0]
        )
    except MissingExtra as error:
        return sorted(kept), [], [*notes, f"In the order of the alphabet: {error}"]
    blocs_in_order = list(dict.fromkeys(found.values()))
    place = {bloc: at for at, bloc in enumerate(blocs_in_order)}
    names = sorted(kept, key=lambda name: (place.get(found.get(name, ""), len(place)), -total[name], name))
    groups: list[tuple[int, int, str]] = []
    for bloc in blocs_in_order:
        members = [at for at, name in enumerate(names) if found.get(name) == bloc]
        groups.append((members[0], members[-1] + 1, bloc))
    return names, groups, notes


def _shades(numbers: Sequence[float]) -> list[tuple[float, str]]:
    """Values and their colours, from the least to the greatest; with a middle where there are values below 0."""
    low, high = min(numbers), max(numbers)
    if low < 0:
        far = max(-low, high)
        return [(far * (at / 2 - 1), color) for at, color in enumerate(DIVERGING)]
    high = high if high > low else low + 1
    step = (high - low) / (len(SEQUENCE) - 1)
    return [(low + at * step, color) for at, color in enumerate(SEQUENCE)]


def _nearest(value: float, shades: Sequence[tuple[float, str]]) -> str:
    return min(shades, key=lambda shade: abs(shade[0] - value))[1]


def network(asked: Asked, rows: Rows) -> Drawn:
    """Nodes and the ties between them; near each other are those with strong ties, and the same each time."""
    parts = asked.parts
    source, target, weight = parts["source"], parts["target"], parts.get("weight")
    strength: dict[tuple[str, str], float] = {}
    tips: dict[tuple[str, str], str] = {}
    for row in rows:
        for a in _each(row[source]):
            for b in _each(row[target]):
                strength[str(a), str(b)] = float(row[weight] or 0) if weight else 1.0
                tips[str(a), str(b)] = row[TIP]
    at = _places(strength)
    top = max(strength.values(), default=1) or 1
    ends = [
        {"x": at[a][0], "y": at[a][1], "x2": at[b][0], "y2": at[b][1], "wide": 0.5 + 3.5 * value / top, TIP: tips[a, b]}
        for (a, b), value in strength.items()
    ]
    degree: dict[str, float] = defaultdict(float)
    for pair, value in strength.items():
        for name in pair:
            degree[name] += value
    most = max(degree.values(), default=1) or 1
    points: list[dict[str, Any]] = [
        {"name": name, "x": x, "y": y, "size": 40 + 260 * degree[name] / most, TIP: name}
        for name, (x, y) in sorted(at.items())
    ]
    plane, (wide, high) = _plane(at)
    named = sorted(points, key=lambda point: (-point["size"], point["name"]))[:MOST]
    inner = {
        "encoding": plane,
        "layer": [
            {
                "data": values(ends),
                "mark": {"type": "rule", "color": OTHER, "opacity": 0.55},
                "encoding": {
                    "x2": {"field": "x2"},
                    "y2": {"field": "y2"},
                    "strokeWidth": {"field": "wide", "type": "quantitative", "scale": None, "legend": None},
                    **told(),
                },
            },
            {
                "data": values(points),
                "mark": {"type": "circle", "opacity": 1, "color": BLUE},
                "encoding": {
                    "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
                    **told(),
                },
            },
            {
                "data": values(named),
                "mark": {"type": "text", "dy": -12, "fontSize": 11},
                "encoding": {"text": {"field": "name", "type": "nominal"}},
            },
        ],
        "width": wide,
        "height": high,
    }
    notes = [f"The thicker a line, the more {spaced(weight).lower()}."] if weight else []
    notes += [f"Named are the {MOST} best tied."] if len(points) > MOST else []
    return Drawn(inner, max(wide, 460), tuple(notes))


def _plane(at: Mapping[str, tuple[float, float]]) -> tuple[dict[str, Any], tuple[int, int]]:
    """The axes of places that are given in pixels, and how wide and high they are."""
    axes: dict[str, Any] = {}
    size: list[int] = []
    for side, name, room in ((0, "x", 70), (1, "y", 30)):
        low, high = (edge(place[side] for place in at.values()) for edge in (min, max))
        axes[name] = {
            "field": name, "type": "quantitative", "axis": None,
            "scale": {"domain": [low - room, high + room], "nice": False, "zero": False},
        }  # fmt: skip
        size.append(int(min(max(high - low + 2 * room, 160), 1000)))
    return axes, (size[0], size[1])


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]


def _places(strength: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    names = sorted({name for pair in strength for name in pair})
    at = {name: place for place, name in enumerate(names)}
    ties = [(at[a], at[b], value) for (a, b), value in strength.items()]
    rooms = [(len(name) * LETTER / 2 + 6, 16.0) for name in names]
    return dict(zip(names, places(len(names), ties, rooms), strict=True))


def waves(asked: Asked, rows: Rows) -> Drawn:
    """Who is drawn in by whom: the target at the left, then a column for each wave; other duties than the first stand below."""
    found = _drawn_in(asked.parts, rows)
    duties = list(dict.fromkeys(each["duty"] for each in found))
    deepest = max(each["wave"] for each in found)
    gap = max(WIDTH * 0.75 / deepest, 190)
    columns: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each["state"]):
        columns[each["wave"], each["duty"]].append(each)
    at: dict[tuple[str, int], tuple[float, float]] = {}
    points: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    depth = [0.0] * (deepest + 1)
    paint = categories(duties)
    for wave in range(1, deepest + 1):
        for duty in duties:
            some = columns.get((wave, duty), [])
            if not some:
                continue
            y = depth[wave] + STEP * 1.2
            ordinal = f"wave {wave}" if deepest > 1 else ""
            heads.append({"x": wave * gap, "y": y - STEP * 0.1, "text": ", ".join(filter(None, [duty, ordinal]))})
            for place, each in enumerate(some):
                where = wave * gap, y + (place + 1) * STEP
                at.setdefault((each["state"], wave), where)
                points.append(
                    {
                        "x": where[0], "y": where[1], "color": duty, "name": each["state"],
                        "clash": each["clash"], TIP: each["tip"], "by": each["by"], "certain": each["certain"], "wave": wave,
                    }
                )  # fmt: skip
            depth[wave] = y + len(some) * STEP
    high = max(depth) + STEP
    roots = sorted({name for each in points if each["wave"] == 1 for name in each["by"]})
    for place, name in enumerate(roots):
        at[name, 0] = 0.0, high / 2 + (place - (len(roots) - 1) / 2) * STEP
    ties = _ties(points, at)
    plane = {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, deepest * gap], "nice": False},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, high], "reverse": True, "nice": False},
        },
    }
    color = {
        "field": "color", "type": "nominal", "legend": None,
        "scale": {"domain": list(paint), "range": list(paint.values())},
    }  # fmt: skip
    targets = [{"x": at[name, 0][0], "y": at[name, 0][1], "name": name, TIP: name} for name in roots]
    layers: list[dict[str, Any]] = [
        {
            "data": values([tie for tie in ties if tie["certain"] == certain]),
            "mark": {
                "type": "rule",
                "opacity": 0.55,
                "strokeWidth": 1.5,
                **({} if certain else {"strokeDash": [4, 3]}),
            },
            "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": color},
        }
        for certain in (True, False)
    ]
    layers += [
        {
            "data": values(points),
            "mark": {"type": "circle", "size": 110, "opacity": 1},
            "encoding": {"color": color, **told()},
        },
        {
            "data": values([point for point in points if point["clash"]]),
            "mark": {"type": "point", "shape": "cross", "size": 60, "filled": True, "color": "#ffffff", "opacity": 1},
        },
        {
            "data": values(points),
            "mark": {"type": "text", "align": "left", "dx": 11},
            "encoding": {"text": {"field": "name", "type": "nominal"}},
        },
        {
            "data": values(targets),
            "mark": {"type": "square", "size": 190, "opacity": 1, "color": VERMILION},
            "encoding": told(),
        },
        {
            "data": values(targets),
            "mark": {"type": "text", "align": "right", "dx": -12, "fontWeight": "bold", "fontSize": 13},
            "encoding": {"text": {"field": "name", "type": "nominal"}},
        },
        {
            "data": values(heads),
            "mark": {"type": "text", "align": "left", "dx": -6, "color": SOFT, "fontWeight": "bold"},
            "encoding": {"text": {"field": "text", "type": "nominal"}},
        },
    ]
    names = max(len(point["name"]) for point in points) * LETTER
    notes = ["Broken lines: not certain."] if any(not point["certain"] for point in points) else []
    notes += ["A cross: it owes the attacker too."] if any(point["clash"] for point in points) else []
    inner = {
        "encoding": plane,
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "width": deepest * gap,
        "height": high,
    }
    return Drawn(inner, int(deepest * gap + left(roots) + names), tuple(notes))


def _drawn_in(parts: Mapping[str, str], rows: Rows) -> list[dict[str, Any]]:
    """A row for each state, wave and duty, whatever the number of pacts it rests on."""
    by_state: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_state.setdefault((row[parts["wave"]], row[parts["duty"]], row[parts["state"]]), []).append(row)
    return [
        {
            "wave": wave,
            "duty": duty,
            "state": state,
            "by": sorted({name for row in some for name in _each(row[parts["by"]])}),
            "certain": any(row[parts["certain"]] for row in some) if "certain" in parts else True,
            "clash": any(row[parts["conflict"]] for row in some) if "conflict" in parts else False,
            "tip": "; ".join(row[TIP] for row in some),
        }
        for (wave, duty, state), some in by_state.items()
    ]


def _ties(
    points: Sequence[Mapping[str, Any]], at: Mapping[tuple[str, int], tuple[float, float]]
) -> list[dict[str, Any]]:
    ties: list[dict[str, Any]] = []
    for point in points:
        for name in point["by"]:
            start = at.get((name, point["wave"] - 1))
            if start is not None:
                behind = len(name) * LETTER + 18 if point["wave"] > 1 else 0  # not through its own name
                ends = {"x": start[0] + behind, "y": start[1], "x2": point["x"], "y2": point["y"]}
                ties.append({**ends, "color": point["color"], "certain": point["certain"]})
    return ties
