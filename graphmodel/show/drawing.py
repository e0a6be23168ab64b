"""A picture as SVG without a browser: what its page shows when it opens, or on another day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graphmodel.show.graph import day_of

WIDTH, HEIGHT = 1200, 800
HEAD, FOOT = 64, 16
SIDE = 190
"""The room of the legend, to the left."""
LETTERS = 26
"""So many letters of a name stand in a line of the legend."""
ROOM = 60
"""What names take at the sides of the marks."""
LIGHT = {"page": "#fbfaf7", "ink": "#1d2126", "soft": "#5a626b", "line": "#8d949c"}
DARK = {"page": "#14171b", "ink": "#e8e6e1", "soft": "#a3abb4", "line": "#78818b"}
FONT = 'role="img" font-family="Helvetica, Arial, Liberation Sans, sans-serif"'
LONGEST = 34
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Shown:
    """What of a picture there is on a day: the numbers of vertices, and of edges with whether they certainly hold."""

    day: int | None
    vertices: list[int] = field(default_factory=list[int])
    edges: list[tuple[int, bool]] = field(default_factory=list[tuple[int, bool]])


def svg(data: Mapping[str, Any], *, day: int | None, dark: bool = False) -> str:
    """The picture as SVG.

    Args:
        data: what the page is made of.
        day: the day, as the page counts them; None where nothing has a time.
        dark: light on dark.
    """
    ink = DARK if dark else LIGHT
    shown = _shown(data, day)
    at, scale = _fitted(data, shown.vertices)
    degree = _degrees(data)
    zoomed = min(1.6, max(0.55, math.sqrt(scale)))
    size = {each: _radius(data, each, degree[each], max(degree)) * zoomed for each in shown.vertices}
    counts = _counts(data, shown)
    title = data["title"] if day is None else f"{data['title']}, {day_of(day)}"
    alpha = 0.25 if len(shown.edges) > 3000 else 0.35 if len(shown.edges) > 600 else 0.55
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ink["page"]}"/>',
        _text(20, 32, title, fill=ink["ink"], size=20, weight=600),
        _text(20, 52, counts, fill=ink["soft"], size=13),
        *_legend(data, ink, dark=dark),
        f'<g fill="none" opacity="{alpha}">',
        *(_line(data, number, at, ink, certain=certain, dark=dark) for number, certain in shown.edges),
        "</g>",
        f'<g stroke="{ink["page" if "names" in data["colors"][data["color"]] else "soft"]}" stroke-width="1.2">',
        *(
            _mark(
                data["kinds"][data["nodes"][each][2]]["shape"],
                *at[each],
                size[each],
                f'fill="{_color(data, each, dark=dark)}"',
            )
            for each in shown.vertices
        ),
        "</g>",
        f'<g fill="{ink["ink"]}" stroke="{ink["page"]}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">',
        *_names(data, shown.vertices, at, size, degree),
        "</g>",
        "</svg>\n",
    ]
    return "\n".join(parts)


def _shown(data: Mapping[str, Any], day: int | None) -> Shown:
    """As the page opens: without what is hidden until asked for."""
    away = {at for at, hidden in data["hubs"] if hidden}

    def holds(period: int) -> int:
        if day is None or period < 0:
            return 2
        first_least, first_most, end_least, end_most, _ = data["periods"][period]
        return 0 if first_least > day or end_most <= day else 2 if first_most <= day < end_least else 1

    can = [
        not data["kinds"][kind]["hidden"] and at not in away and holds(period) > 0
        for at, (_, _, kind, _, _, period, *_) in enumerate(data["nodes"])
    ]
    found = Shown(day)
    there = {at for at, fits in enumerate(can) if fits} if data["lonely"] else set[int]()
    least: float | None = data["weight"]["least"] if data["weight"] else None
    for at, (a, b, kind, _, period, *rest) in enumerate(data["edges"]):
        if least is not None and rest[-1] < least:
            continue
        if can[a] and can[b] and not data["types"][kind]["hidden"] and (now := holds(period)):
            found.edges.append((at, now == 2))
            there |= {a, b}
    found.vertices = sorted(there)
    return found


def _counts(data: Mapping[str, Any], shown: Shown) -> str:
    kinds = [data["nodes"][each][2] for each in shown.vertices]
    said = [
        f"{number:,} {(kind['name'] if number == 1 else kind['plural']).lower()}"
        for at, kind in enumerate(data["kinds"])
        if (number := kinds.count(at))
    ]
    ties = len(shown.edges)
    return ", ".join([*said, f"{ties:,} {'tie' if ties == 1 else 'ties'}"])


def _fitted(data: Mapping[str, Any], some: Sequence[int]) -> tuple[dict[int, tuple[float, float]], float]:
    """Where the marks stand on the page, and how much smaller it is."""
    of = list(some) or range(len(data["nodes"]))
    xs, ys = [data["nodes"][each][3] for each in of], [data["nodes"][each][4] for each in of]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    wide, high = WIDTH - SIDE - 2 * ROOM, HEIGHT - HEAD - FOOT - 56
    scale = min(wide / max(right - left, 1), high / max(bottom - top, 1), 2.5)
    x0 = SIDE + ROOM + (wide - (right - left) * scale) / 2
    y0 = HEAD + 28 + (high - (bottom - top) * scale) / 2
    return {
        each: (x0 + (data["nodes"][each][3] - left) * scale, y0 + (data["nodes"][each][4] - top) * scale) for each in of
    }, scale


def _degrees(data: Mapping[str, Any]) -> list[int]:
    pairs = {pair for a, b, *_ in data["edges"] for pair in ((a, b), (b, a))}
    found = [0] * len(data["nodes"])
    for a, _ in pairs:
        found[a] += 1
    return found


def _radius(data: Mapping[str, Any], vertex: int, degree: int, most: int) -> float:
    """By its value on a scale; else the larger the more ties it ever has."""
    column = data["colors"][data["color"]]
    if "names" in column:
        return 4 + min(1.35 * math.sqrt(degree), 11 * math.sqrt(degree / max(1, most)))
    value = column["of"][vertex]
    return 4.0 if value is None else 5 + 11 * math.sqrt(_share(column, value))


def _share(column: Mapping[str, Any], value: float) -> float:
    spread = column["max"] - column["min"]
    return (value - column["min"]) / spread if spread else 1.0


def _color(data: Mapping[str, Any], vertex: int, *, dark: bool) -> str:
    column, palette = data["colors"][data["color"]], data["palette"]
    value = column["of"][vertex]
    if value is None:
        return palette["other"]
    if "names" in column:
        return column["colors"][value]
    steps = _steps(data, dark=dark)
    return steps[min(len(steps) - 1, int(_share(column, value) * len(steps)))]


def _steps(data: Mapping[str, Any], *, dark: bool) -> Sequence[str]:
    """From little to much: what is much stands out from the page."""
    steps = data["palette"]["sequence"]
    return steps[::-1] if dark else steps


def _line(
    data: Mapping[str, Any],
    number: int,
    at: Mapping[int, tuple[float, float]],
    ink: Mapping[str, str],
    *,
    certain: bool,
    dark: bool,
) -> str:
    a, b, kind, status, *rest = data["edges"][number]
    column, colors = data["colors"][data["color"]], (_color(data, a, dark=dark), _color(data, b, dark=dark))
    same = colors[0] == colors[1] != data["palette"]["other"] and "names" in column
    color = data["types"][kind].get("color") or (colors[0] if same else ink["line"])
    width = 0.8 if status in data["less"] else 1.5
    if weight := data["weight"]:
        width = 1 + 3 * round((rest[-1] - weight["min"]) / (weight["max"] - weight["min"]) * 4) / 4
    dash = "" if certain else ' stroke-dasharray="5 4"'
    (x1, y1), (x2, y2) = at[a], at[b]
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{color}" stroke-width="{width}"{dash}/>'


def _around(corners: int, turn: float, radius: float, inner: float = 0) -> list[tuple[float, float]]:
    steps = corners * 2 if inner else corners
    return [
        (
            radius * (inner if inner and at % 2 else 1) * math.cos(turn + math.tau * at / steps),
            radius * (inner if inner and at % 2 else 1) * math.sin(turn + math.tau * at / steps),
        )
        for at in range(steps)
    ]


OUTLINES = {
    "square": _around(4, math.pi / 4, 1.28),
    "diamond": _around(4, 0, 1.2),
    "triangle": _around(3, -math.pi / 2, 1.3),
    "hexagon": _around(6, 0, 1.1),
    "star": _around(5, -math.pi / 2, 1.35, 0.5),
    "pentagon": _around(5, -math.pi / 2, 1.15),
    "cross": [
        (x, y)
        for x, y in (
            *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
            *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
        )
    ],
}
"""The corners of marks of radius 1; what is not among them is a circle."""


def _mark(shape: str, x: float, y: float, radius: float, look: str) -> str:
    if shape not in OUTLINES:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}/>'
    points = " ".join(f"{x + dx * radius:.1f},{y + dy * radius:.1f}" for dx, dy in OUTLINES[shape])
    return f'<polygon points="{points}" {look}/>'


def _text(x: float, y: float, text: str, *, fill: str = "", size: float, weight: int = 400) -> str:
    color = f" fill={quoteattr(fill)}" if fill else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{color} font-size="{size}" font-weight="{weight}">{escape(text)}</text>'


def _legend(data: Mapping[str, Any], ink: Mapping[str, str], *, dark: bool) -> Iterable[str]:
    column, palette, y = data["colors"][data["color"]], data["palette"], HEAD + 24
    if not column.get("plain"):
        yield _text(20, y, column["name"][:1].upper() + column["name"][1:], fill=ink["soft"], size=12, weight=600)
        if "names" in column:
            every = list(zip(column["names"], column["colors"], strict=True))
            swatches = [each for each in every if each[1] != palette["other"]]
            if len(swatches) < len(every):
                swatches.append((f"{len(every) - len(swatches)} others", palette["other"]))
        else:
            steps = _steps(data, dark=dark)
            bounds = [column["min"] + (column["max"] - column["min"]) * at / len(steps) for at in range(len(steps) + 1)]
            swatches = [
                (f"{low:.3g} to {high:.3g}", color) for low, high, color in zip(bounds, bounds[1:], steps, strict=False)
            ]
        if None in column["of"]:
            swatches.append((column["none"], palette["other"]))
        for name, color in swatches:
            y += 20
            yield f'<rect x="20" y="{y - 10}" width="12" height="12" rx="3" fill="{color}"/>'
            first, *more = wrap(name, LETTERS) or [""]
            yield _text(40, y, _cut(first, LETTERS), fill=ink["ink"], size=12)
            if more:
                y += 15
                yield _text(40, y, _cut(" ".join(more), LETTERS), fill=ink["ink"], size=12)
        y += 34
    yield _text(20, y, "Marks and lines", fill=ink["soft"], size=12, weight=600)
    for kind in data["kinds"]:
        if not kind["hidden"]:
            y += 20
            yield _mark(kind["shape"], 26, y - 4, 5.5, f'fill="none" stroke="{ink["ink"]}" stroke-width="1.6"')
            yield _text(40, y, kind["plural"], fill=ink["ink"], size=12)
    if data["day"] is not None:
        for name, dash in (("certain on the day", ""), ("only possible", ' stroke-dasharray="5 4"')):
            y += 20
            yield f'<path d="M16 {y - 4}H36" stroke="{ink["ink"]}" stroke-width="1.6"{dash}/>'
            yield _text(44, y, name, fill=ink["ink"], size=12)


def _names(
    data: Mapping[str, Any],
    some: Sequence[int],
    at: Mapping[int, tuple[float, float]],
    size: Mapping[int, float],
    degree: Sequence[int],
) -> Iterable[str]:
    """Those for which there is room, the best tied first: no name lies on another, nor on a mark."""
    taken: list[Box] = [
        (at[each][0] - size[each], at[each][1] - size[each], at[each][0] + size[each], at[each][1] + size[each])
        for each in some
    ]
    marks = len(taken)
    own = {each: place for place, each in enumerate(some)}
    large = {each: bool(data["kinds"][data["nodes"][each][2]]["large"]) for each in some}
    for each in sorted(some, key=lambda each: (not large[each], -degree[each], each))[:420]:
        (x, y), gap, high = at[each], size[each] * 1.15 + 3, 13 if large[each] else 11.5
        text = _cut(data["nodes"][each][1], LONGEST)
        wide = _width(text) * high * (1.08 if large[each] else 1)
        tried = [
            (x - wide / 2, y + gap),
            (x + gap, y - high / 2),
            (x - gap - wide, y - high / 2),
            (x - wide / 2, y - gap - high),
        ]
        boxes = [(left - 2, top - 1, left + wide + 2, top + high + 2) for left, top in tried]
        boxes = [box for box in boxes if box[0] > SIDE and box[2] < WIDTH and box[1] > HEAD and box[3] < HEIGHT]
        box = next((box for box in boxes if _free(box, taken, own[each])), None)
        if box is None and large[each]:
            box = next((box for box in boxes if _free(box, taken[marks:], -1)), None)
        if box is not None:
            taken.append(box)
            weight = 600 if large[each] else 400
            yield _text(box[0] + 2, box[1] + 1 + high * 0.85, text, size=high, weight=weight)


def _free(box: Box, taken: Sequence[Box], own: int) -> bool:
    return not any(
        at != own and box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for at, other in enumerate(taken)
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 2]}…"


def _width(text: str) -> float:
    """How wide a text is, about, in heights of its letters: there is no font to ask."""
    return sum(
        0.28
        if letter in "iIjl.,:;'|!tf()"
        else 0.85
        if letter in "mMwW"
        else 1.0
        if ord(letter) > 0x2E80
        else 0.67
        if letter.isupper()
        else 0.54
        for letter in text
    )
