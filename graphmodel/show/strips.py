"""Time as strips: what held when, a line for each, pale where it is not known to the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graphmodel.errors import InvalidDate, QueryError
from graphmodel.model import FIRST_DAY, LAST_DAY, PartialDate
from graphmodel.show.marks import LETTER, STEP, TIP, WIDTH, Asked, Drawn, Rows, left, told, values
from graphmodel.show.palette import GRID, INK, SOFT, categories, on

MOST = 80
"""So many lines of a picture can be read."""
PALE = 0.32
UNSURE = "Pale: it may have begun or ended on any of these days."
GOES_ON = "An arrow: still so on the last day."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that held for a while: in which line, what it was, and the days between which it began and ended.

    `ends` are the first days outside; `aside` runs beside the rest of its line and is drawn narrow.
    """

    line: str
    kind: str
    begins: tuple[date, date]
    ends: tuple[date, date]
    tip: str
    aside: bool = False


def strips(stretches: Sequence[Stretch], *, until: date | None, order: Sequence[str] = ()) -> Drawn:
    """A line for each name, in the order of when it came in; the kinds by colour, and by name where there is room.

    Args:
        stretches: what held when.
        until: the last day that is looked at.
        order: the kinds, in the order of the legend and the colours.

    Raises:
        QueryError: none of it has a known day.
    """
    known = [each for each in stretches if each.begins[1] != LAST_DAY or each.begins[0] != FIRST_DAY]
    known = [each for each in known if each.ends[1] > FIRST_DAY]
    dated = [day for each in known for day in (*each.begins, *each.ends) if day not in (FIRST_DAY, LAST_DAY)]
    if not dated:
        raise QueryError("None of the rows has a known day, so there is nothing to draw.")
    first = min(dated)
    last = max(until + timedelta(days=1) if until else max(dated), first + timedelta(days=30))
    known = [each for each in known if each.begins[0] < last]
    lines = _lines(known)
    notes = [_left_out(stretches, known)] if len(known) < len(stretches) else []
    if len(lines) > MOST:
        notes.append(f"The first {MOST} of {len(lines)} lines.")
        lines = lines[:MOST]
    kinds = [
        kind for kind in dict.fromkeys([*order, *(each.kind for each in known)]) if any(k.kind == kind for k in known)
    ]
    paint = categories(kinds)
    data = [_placed(each, first, last, paint) for each in known if each.line in set(lines)]
    if any(row["from"] < row["sure_from"] or row["sure_to"] < row["to"] for row in data):
        notes.append(UNSURE)
    if any(row["open"] for row in data):
        notes.append(GOES_ON)
    return Drawn(_spec(data, lines, paint, (first, last)), WIDTH + left(lines) + 30, tuple(notes))


def _lines(known: Sequence[Stretch]) -> list[str]:
    came: dict[str, tuple[date, date]] = {}
    for each in sorted(known, key=lambda each: (each.begins, each.ends)):
        came.setdefault(each.line, each.begins)
    return sorted(came, key=lambda line: (came[line], line))


def _left_out(stretches: Sequence[Stretch], known: Sequence[Stretch]) -> str:
    gone = [f"{each.line} {each.kind}" for each in stretches if each not in known]
    return f"Without a known day, or later, and not drawn: {', '.join(gone[:8])}{' …' if len(gone) > 8 else ''}."


def _placed(each: Stretch, first: date, last: date, paint: Mapping[str, str]) -> dict[str, Any]:
    start, sure = max(each.begins[0], first), min(max(each.begins[1], first), last)
    sure_to, to = min(max(each.ends[0], first), last), min(each.ends[1], last)
    sure, sure_to = (sure, sure_to) if sure < sure_to else (start, start)  # no day of it is certain
    letters = (sure_to - sure).days / max((last - first).days, 1) * WIDTH / LETTER
    return {
        "line": each.line,
        "color": each.kind,
        "from": start.isoformat(),
        "sure_from": sure.isoformat(),
        "sure_to": sure_to.isoformat(),
        "to": to.isoformat(),
        "open": to == last,
        "aside": each.aside,
        "text": each.kind if len(each.kind) + 2 < letters and not each.aside else "",
        "ink": on(paint[each.kind]),
        TIP: each.tip,
    }


def _spec(data: Rows, lines: Sequence[str], paint: Mapping[str, str], days: tuple[date, date]) -> dict[str, Any]:
    scale = {"type": "utc", "domain": [day.isoformat() for day in days], "nice": False}
    axis = {"orient": "top", "domain": False, "ticks": False, "labelFlush": False, "title": None}
    y: dict[str, Any] = {"field": "line", "type": "nominal", "sort": list(lines), "title": None}
    y["axis"] = {"domain": False, "ticks": False, "labelColor": INK, "labelPadding": 8}

    def x(start: str, end: str | None = None) -> dict[str, Any]:
        found: dict[str, Any] = {"x": {"field": start, "type": "temporal", "scale": scale, "axis": axis}}
        return {**found, "x2": {"field": end}} if end else found

    color = {
        "field": "color",
        "type": "nominal",
        "scale": {"domain": list(paint), "range": list(paint.values())},
        "legend": {"title": None, "symbolOpacity": 1},
    }
    layers: list[dict[str, Any]] = []
    for aside, high in ((False, STEP - 6), (True, 6)):
        rows = [row for row in data if row["aside"] == aside]
        if not rows:
            continue
        edge = {"stroke": SOFT, "strokeWidth": 1} if aside else {}
        unsure = [row for row in rows if row["from"] < row["sure_from"] or row["sure_to"] < row["to"]]
        sure = [row for row in rows if row["sure_from"] < row["sure_to"]]
        layers += [
            {
                "data": values(some),
                "mark": {"type": "bar", "height": high, "opacity": clear, "cornerRadius": 2, **edge},
                "encoding": {**x(start, end), "color": color, **told()},
            }
            for start, end, some, clear in (("from", "to", unsure, PALE), ("sure_from", "sure_to", sure, 1.0))
        ]
    for ink in ("#000000", "#ffffff"):
        layers.append(
            {
                "data": values([row for row in data if row["text"] and row["ink"] == ink]),
                "mark": {"type": "text", "align": "left", "dx": 6, "color": ink, "fontSize": 11},
                "encoding": {**x("sure_from"), "text": {"field": "text", "type": "nominal"}},
            }
        )
    layers.append(
        {
            "data": values([row for row in data if row["open"]]),
            "mark": {
                "type": "point",
                "shape": "triangle-right",
                "filled": True,
                "size": 45,
                "xOffset": 8,
                "color": SOFT,
                "opacity": 1,
            },
            "encoding": x("to"),
        }
    )
    grid = {
        "data": values([{"line": line} for line in lines]),
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 1},
        "encoding": {"y": y},
    }
    return {
        "encoding": {"y": y},
        "layer": [grid, *(layer for layer in layers if layer["data"]["values"])],
        "width": WIDTH,
        "height": {"step": STEP},
    }


def timeline(asked: Asked, rows: Rows) -> Drawn:
    """Stretches from two columns of dates: as far as each is known."""
    parts, kind = asked.parts, asked.parts.get("color")
    found = [
        Stretch(
            str(row[parts["row"]]),
            _words(str(row[kind])) if kind else "",
            _bounds(row[parts["start"]], FIRST_DAY),
            _after(row[parts["end"]]),
            row[TIP],
        )
        for row in rows
    ]
    return strips(found, until=asked.until)


def ladder(asked: Asked, rows: Rows) -> Drawn:
    """A line for each climber: every rung from the day it came to it to the day of the next. The lowest rung comes first."""
    parts, found = asked.parts, list[Stretch]()
    paths = [
        (str(row[parts["series"]]), [text.rpartition(" ") for text in row[parts["rungs"]]], row[TIP]) for row in rows
    ]
    for name, path, tip in paths:
        begins = [_bounds(when, FIRST_DAY) for _, _, when in path]
        for at, (rung, _, _) in enumerate(path):
            ends = begins[at + 1] if at + 1 < len(path) else (LAST_DAY, LAST_DAY)
            left_out = rung == "out"
            if not left_out:
                found.append(Stretch(name, _words(rung), begins[at], ends, tip))
    rungs = [[_words(rung) for rung, _, _ in path] for _, path, _ in paths]
    return strips(found, until=asked.until, order=_from_below(rungs))


def _from_below(paths: Sequence[Sequence[str]]) -> list[str]:
    """Rungs from the top down: those that others were left for come last, so that the top has the first colour."""
    height: dict[str, list[float]] = {}
    for path in paths:
        for at, rung in enumerate(path):
            height.setdefault(rung, []).append((at + 1) / len(path))
    return sorted(height, key=lambda rung: (-sum(height[rung]) / len(height[rung]), rung))


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _bounds(text: object, otherwise: date) -> tuple[date, date]:
    """The days that a text of a date may mean; all, where it names none."""
    said = str(text or "").removeprefix("not before ").removeprefix("censored ").strip()
    first, between, last = said.partition("..") if ".." in said else said.partition("/")
    try:
        known = PartialDate(first.strip("[] "))
        if not between:
            return known.earliest, known.latest
        return known.earliest, PartialDate(last.strip("[] ")).latest
    except InvalidDate:
        return otherwise, LAST_DAY


def _after(text: object) -> tuple[date, date]:
    """The first days outside, of a text that gives an end."""
    return _bounds(text, LAST_DAY) if text else (LAST_DAY, LAST_DAY)
