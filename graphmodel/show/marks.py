"""Bars, lines and points, with their names and values beside them rather than in a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphmodel.show.chart import TIP
from graphmodel.show.palette import BLUE, CATEGORIES, INK, SOFT, categories

Rows = Sequence[Mapping[str, Any]]
MOST = 50
"""As many rows a picture shows that has a line for each."""
STEP = 22
"""How high a line of a picture is, in pixels."""
WIDTH = 560
LETTER = 6.2
"""How wide a letter is, on average, in pixels."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a drawing is made of: which column is which part, what parts and keys are called, and the day to which it reaches."""

    parts: Mapping[str, str]
    called: Mapping[str, str]
    until: date | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in Vega-Lite, how wide it is with all that stands beside it, and what is to be said of it."""

    spec: dict[str, Any]
    width: int
    notes: tuple[str, ...] = ()


def values(rows: Rows) -> dict[str, Any]:
    """Rows as data of a picture."""
    return {"values": [dict(row) for row in rows]}


def told() -> dict[str, Any]:
    """What is told of a mark, to those who point at it and to those who hear it."""
    return {
        "tooltip": {"field": TIP, "type": "nominal"},
        "description": {"field": TIP, "type": "nominal"},
    }


def colored(names: Sequence[str], title: str | None = None) -> dict[str, Any]:
    """The colours of kinds, by the field `color`, with a legend."""
    chosen = categories(names)
    scale = {"domain": list(chosen), "range": list(chosen.values())}
    return {"color": {"field": "color", "type": "nominal", "scale": scale, "legend": {"title": title}}}


def spaced(column: str) -> str:
    """A column's name as words.

    >>> spaced("n_orgs"), spaced("defense_partners")
    ('Orgs', 'Defense partners')
    """
    return column.removeprefix("n_").replace("_", " ").capitalize()


def number(value: float) -> str:
    """A number as it stands beside its mark.

    >>> number(3), number(0.01333), number(2_500_000)
    ('3', '0.0133', '2,500,000')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"


def left(names: Sequence[object]) -> int:
    """How much room names take at the left, in pixels."""
    return int(min(max((len(str(name)) for name in names), default=0) * LETTER + 14, 260))


def bars(asked: Asked, rows: Rows) -> Drawn:
    """A bar for each row, in their order, with its value at its end; columns where the labels are years."""
    parts = asked.parts
    label, value, color = parts["label"], parts["value"], parts.get("color")
    known = [row for row in rows if row[value] is not None]
    data = [
        {
            "label": row[label],
            "value": row[value],
            "text": number(row[value]),
            "color": str(row[color]) if color else "",
            TIP: row[TIP],
        }
        for row in known
    ]
    notes = [f"{len(rows) - len(known)} rows without a value are left out."] if len(rows) > len(known) else []
    kinds = list(dict.fromkeys(row["color"] for row in data))
    if len(kinds) > len(CATEGORIES):  # more than there are colours: words say it
        for row in data:
            row["label"] = f"{row['label']} ({row['color']})"
        kinds = []
    paint = colored(kinds, spaced(color or "")) if len(kinds) > 1 else {"color": {"value": BLUE}}
    if data and all(isinstance(row["label"], int) for row in data):
        return _columns(asked, data, paint, notes)
    if len(data) > MOST:
        notes.append(f"The first {MOST} of {len(data):,} rows.")
        data = data[:MOST]
    y: dict[str, Any] = {"field": "label", "type": "nominal", "sort": None, "title": None}
    y["axis"] = {"domain": False, "ticks": False, "labelColor": INK}
    x = {"field": "value", "type": "quantitative", "axis": None}
    inner = {
        "data": values(data),
        "encoding": {"y": y, "x": x, **told()},
        "layer": [
            {"mark": {"type": "bar", "height": STEP - 7}, "encoding": paint},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": SOFT},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
        "width": WIDTH,
        "height": {"step": STEP},
    }
    notes.append(f"Shown: {asked.called['value']}.")
    return Drawn(inner, WIDTH + left([row["label"] for row in data]) + 40, tuple(notes))


def _columns(asked: Asked, data: Rows, paint: dict[str, Any], notes: list[str]) -> Drawn:
    years = [row["label"] for row in data]
    every = list(range(min(years), max(years) + 1))  # also those in which nothing was
    inner = {
        "data": values(data),
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "label",
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "greedy", "ticks": False},
                "scale": {"domain": every},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": asked.called["value"],
                "axis": {"domain": False, "tickMinStep": 1},
            },
            **paint,
            **told(),
        },
        "width": WIDTH + 60,
        "height": 280,
    }
    return Drawn(inner, WIDTH + 120, tuple(notes))


def lines(asked: Asked, rows: Rows) -> Drawn:
    """A line for each column over the years, one below the other, each with its own scale and its last value."""
    x = asked.parts["x"]
    columns = {asked.parts[name]: asked.called[name] for name in ("y", "y2", "y3") if name in asked.parts}
    last = list(columns)[-1]
    drawn: list[dict[str, Any]] = []
    for column, color in categories(list(columns)).items():
        data = [{"x": row[x], "y": row[column], TIP: row[TIP]} for row in rows if row[column] is not None]
        drawn.append(_line(data, columns[column], color, is_last=column == last))
    return Drawn({"vconcat": drawn, "spacing": 18}, WIDTH + 110)


def _line(data: Rows, title: str, color: str, *, is_last: bool) -> dict[str, Any]:
    top = max((row["y"] for row in data), default=1) or 1
    xs = {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False},
        "axis": {
            "format": "d",
            "grid": False,
            "labelFlush": False,
            "labels": is_last,
            "ticks": is_last,
            "tickMinStep": 1,
        },
    }
    ys = {
        "field": "y",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": True},
        "axis": {"values": _ticks(top), "domain": False, "ticks": False},
    }
    ends = values(data[-1:])
    return {
        "title": {"text": title, "fontSize": 13, "color": INK, "offset": 8, "frame": "group"},
        "data": values(data),
        "encoding": {"x": xs, "y": ys},
        "layer": [
            {"mark": {"type": "area", "interpolate": "step-after", "color": color, "opacity": 0.15}},
            {"mark": {"type": "line", "interpolate": "step-after", "color": color, "strokeWidth": 2.5}},
            {"mark": {"type": "point", "filled": True, "opacity": 0, "size": 120}, "encoding": told()},
            {"data": ends, "mark": {"type": "circle", "size": 55, "color": color, "opacity": 1}, "encoding": told()},
            {
                "data": ends,
                "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 14, "fontWeight": "bold"},
                "encoding": {"text": {"field": "y", "type": "quantitative"}},
            },
        ],
        "width": WIDTH + 40,
        "height": 110,
    }


def _ticks(top: float) -> list[float]:
    """0, the middle and the top, in whole numbers where they are counts."""
    if top <= 3:
        return list(range(int(top) + 1)) if isinstance(top, int) else [0, top / 2, top]
    return [0, round(top / 2), top] if isinstance(top, int) else [0, top / 2, top]


NAMED = 18
"""So many points of a cloud are named, where there is room."""


def scatter(asked: Asked, rows: Rows) -> Drawn:
    """A point for each row, larger where several are at one place; those that stand out are named, where there is room."""
    x, y, label = (asked.parts[name] for name in ("x", "y", "label"))
    known = [row for row in rows if row[x] is not None and row[y] is not None]
    at: dict[tuple[float, float], list[Mapping[str, Any]]] = {}
    for row in known:
        at.setdefault((row[x], row[y]), []).append(row)
    data: list[dict[str, Any]] = [
        {
            "x": place[0],
            "y": place[1],
            "size": min(60 * len(some) ** 0.7, 420),
            "label": _several([str(row[label]) for row in some]),
        }
        | {TIP: some[0][TIP] if len(some) == 1 else f"{', '.join(str(row[label]) for row in some)}; {some[0][TIP]}"}
        for place, some in at.items()
    ]
    spread = (
        max((row["x"] for row in data), default=1) * 1.04 or 1,
        max((row["y"] for row in data), default=1) * 1.06 or 1,
    )
    named = _labelled(data, spread)
    # Of the root: what nearly nobody has would leave all others on the ground.
    across = {"domain": [0, spread[0]], "nice": False}
    up = {"type": "sqrt", "domain": [0, spread[1]], "nice": False}
    counted = {"tickMinStep": 1, "format": ",d"} if all(isinstance(row["x"], int) for row in data) else {}
    y_title = f"{asked.called['y']} (square-root axis)"
    inner = {
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "title": asked.called["x"],
                "scale": across,
                "axis": {"tickCount": 8, "grid": False, **counted},
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "title": None,
                "scale": up,
                "axis": {"tickCount": 5, "domain": False},
            },
        },
        "layer": [
            {
                "data": values(data),
                "mark": {"type": "circle", "color": BLUE, "opacity": 0.8, "clip": False},
                "encoding": {
                    "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
                    **told(),
                },
            },
            *(
                {
                    "data": values([row for row in named if row["align"] == align]),
                    "mark": {"type": "text", "align": align, "dx": 13 if align == "left" else -13},
                    "encoding": {"text": {"field": "label", "type": "nominal"}},
                }
                for align in ("left", "right")
                if any(row["align"] == align for row in named)
            ),
        ],
        "width": WIDTH + 40,
        "height": HIGH,
    }
    left_out = [f"{len(rows) - len(known)} rows without a value are left out."] if len(rows) > len(known) else []
    told_of = f"Upwards: {y_title}. Larger: several at one place. Named are those that stand out."
    return Drawn(inner, WIDTH + 120, (told_of, *left_out))


HIGH = 380


def _several(names: Sequence[str]) -> str:
    ordered = sorted(names)
    return (
        ordered[0]
        if len(names) == 1
        else f"{', '.join(ordered[:2])}{f' and {len(names) - 2} more' if len(names) > 2 else ''}"
    )


def _labelled(data: Rows, spread: tuple[float, float]) -> list[dict[str, Any]]:
    """The points whose names have room, those farthest up first, and on which side of the point the name stands."""
    places = [(row["x"] / spread[0] * (WIDTH + 40), HIGH * (1 - (max(row["y"], 0) / spread[1]) ** 0.5)) for row in data]
    order = sorted(range(len(data)), key=lambda at: (-data[at]["y"], -data[at]["x"], data[at]["label"]))
    taken: list[tuple[float, float, float, float]] = []
    named: list[dict[str, Any]] = []
    for which in order:
        x, y = places[which]
        if y == HIGH:
            continue  # on the ground are those that do not stand out
        wide = len(data[which]["label"]) * LETTER
        for align, start in (("left", x + 13), ("right", x - 13 - wide)):
            box = start, y - 8, start + wide, y + 8
            free = box[0] > 0 and box[2] < WIDTH + 120 and not any(_meet(box, other) for other in taken)
            if free and not any(_within(box, other) for at, other in enumerate(places) if at != which):
                taken.append(box)
                named.append({**data[which], "align": align})
                break
        if len(named) == NAMED:
            break
    return named


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _within(box: tuple[float, float, float, float], dot: tuple[float, float]) -> bool:
    return box[0] - 4 < dot[0] < box[2] + 4 and box[1] - 3 < dot[1] < box[3] + 3
