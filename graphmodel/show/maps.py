"""The world as tiles: every state of today a square of one size, near to where it lies, so that small states are seen too.

The places in `tiles.csv` are our own: worked out once from where the states lie, crowded regions stretched. Borders would
need shapes that no kept package brings without the network, and would be those of today in every year.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphmodel.show.marks import TIP, Asked, Drawn, Rows, told, values
from graphmodel.show.palette import CATEGORIES, GRID, SOFT, categories, on
from graphmodel.show.strips import PALE

TILE = 28
PALE_NOTE = "Pale: it may have been so on that day."


@dataclass(frozen=True, slots=True)
class Place:
    """What a state is on the map: its kind, whether that is certain, and what is told of it."""

    kind: str
    certain: bool
    tip: str


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """Column and row of each state of today, by its key."""
    with (Path(__file__).parent / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {row["state"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def world_map(
    shown: Mapping[str, Place],
    names: Mapping[str, str],
    *,
    order: Sequence[str] = (),
    others: str = "none of these",
    pale: str = PALE_NOTE,
) -> Drawn:
    """States by what they are, on a map of tiles; those without a tile are named below the title.

    Args:
        shown: what a state is, by its key.
        names: what states are called, by their keys.
        order: the kinds in the order of the legend.
        others: what all other states are.
        pale: what it means that a tile is pale.
    """
    at = tiles()
    counts = Counter(place.kind for place in shown.values())
    kinds = [kind for kind in dict.fromkeys([*order, *sorted(counts)]) if counts[kind]]
    paint = categories(kinds)
    labels = {kind: f"{kind} ({counts[kind]})" for kind in kinds}
    cells: list[dict[str, Any]] = []
    for key, (column, row) in at.items():
        place = shown.get(key)
        cells.append(
            {
                "x": column, "x2": column + 0.93, "y": row, "y2": row + 0.93, "key": key,
                "color": labels[place.kind] if place else "", "opacity": 1.0 if place and place.certain else PALE,
                "ink": (on(paint[place.kind]) if place.certain else "") if place else SOFT,
                TIP: f"{names.get(key, key)}; {place.tip if place else others}",
            }
        )  # fmt: skip
    wide, high = (max(place[side] for place in at.values()) + 1 for side in (0, 1))
    plane = {
        side: {
            "field": side, "type": "quantitative", "axis": None,
            "scale": {"domain": [0, most], "nice": False, "reverse": side == "y"},
        }
        for side, most in (("x", wide), ("y", high))
    }  # fmt: skip
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    color = {
        "field": "color",
        "type": "nominal",
        "scale": {"domain": [labels[kind] for kind in kinds], "range": [paint[kind] for kind in kinds]},
        "legend": {"title": None, "symbolOpacity": 1},
    }
    opacity = {"field": "opacity", "type": "quantitative", "scale": None}
    layers: list[dict[str, Any]] = [
        {
            "data": values([each for each in cells if not each["color"]]),
            "mark": {"type": "rect", "color": GRID, "cornerRadius": 3},
            "encoding": {**ends, **told()},
        },
        {
            "data": values([each for each in cells if each["color"]]),
            "mark": {"type": "rect", "cornerRadius": 3},
            "encoding": {**ends, "color": color, "opacity": opacity, **told()},
        },
    ]
    for ink in dict.fromkeys(each["ink"] for each in cells):
        paint_of = {"color": ink} if ink else {}
        layers.append(
            {
                "data": values([each for each in cells if each["ink"] == ink]),
                "mark": {"type": "text", "fontSize": 9.5, "dx": TILE * 0.46, "dy": TILE * 0.46, **paint_of},
                "encoding": {"text": {"field": "key", "type": "nominal"}},
            }
        )
    notes = ["Each state of today is a tile of the same size, near to where it lies."]
    if any(not place.certain for place in shown.values()):
        notes.append(pale)
    if missing := sorted(names.get(key, key) for key in shown if key not in at):
        notes.append(f"Without a tile: {', '.join(missing)}.")
    kept = [layer for layer in layers if layer["data"]["values"]]
    return Drawn(
        {"encoding": plane, "layer": kept, "width": wide * TILE, "height": high * TILE}, wide * TILE, tuple(notes)
    )


SHARE = 0.9
"""A share below this makes a tile pale."""
FIT = 0.5
"""A group is called by what it fits at least so well."""


def grouped(asked: Asked, rows: Rows) -> Drawn:
    """States by the group that each is in, the largest first; the groups past the colours are one."""
    state, group = asked.parts["state"], asked.parts["color"]
    label, fit, share = (asked.parts.get(part) for part in ("label", "fit", "share"))
    counts = Counter(row[group] for row in rows)
    ranked = sorted(counts, key=lambda each: (-counts[each], str(each)))
    few = ranked if len(ranked) <= len(CATEGORIES) else ranked[: len(CATEGORIES) - 1]
    like = {row[group]: row[label] for row in rows if label and row[label] and (not fit or (row[fit] or 0) >= FIT)}
    called = {each: f"{each}: like {like[each]}" if each in like else str(each) for each in ranked}
    rest = f"{len(ranked) - len(few)} smaller"
    shown: dict[str, Place] = {}
    for row in rows:
        key, before = str(row[state]), shown.get(str(row[state]))
        certain = share is None or row[share] is None or row[share] >= SHARE
        tip = f"{before.tip}; {row[TIP]}" if before else row[TIP]
        kind = before.kind if before else called[row[group]] if row[group] in few else rest
        shown[key] = Place(kind, certain if before is None else certain and before.certain, tip)
    pale = f"Pale: less than {SHARE}. {asked.called['share']}." if share else ""
    order = [*(called[each] for each in few), rest]
    return world_map(shown, asked.names, order=order, others="in none of these", pale=pale)
