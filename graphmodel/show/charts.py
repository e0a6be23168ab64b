"""Rows as charts: what is needed of each kind, and what all have in common. How each is drawn stands in its own module."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.markup import shown
from graphmodel.show import maps, marks, nets, strips
from graphmodel.show.chart import Chart, spec
from graphmodel.show.marks import Asked, Drawn, Rows

Parts = Mapping[str, str]
"""The columns that a picture is drawn from, by their part in it."""
NAMED = 6
"""So many publishers stand at the foot of a chart; all are in `Chart.sources`."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands around a chart: title, caption, sources (publisher and whole line of each), and names of the keys in the rows."""

    title: str
    caption: str = ""
    sources: Sequence[tuple[str, str]] = ()
    names: Mapping[str, str] | None = None
    meanings: Mapping[str, str] | None = None
    """What a column holds, by its name: what axes are called."""
    until: date | None = None
    """The day to which it reaches."""
    cited: str = "Sources"
    """What the line at the foot begins with."""


def draw(kind: str, parts: Parts, rows: Rows, said: Said) -> Chart:
    """A chart of rows.

    Args:
        kind: and the parts that it needs, or may have:
            `bars` (label, value; color), one bar a row;
            `heat map` (x, y, color), a square for each pair, ordered by bloc where both are of one kind;
            `ladder` (series, rungs), a line for each, a stretch of it for each rung, which is the text of a name and a day;
            `lines` (x, y; y2, y3), one below the other;
            `map` (state, color; label, fit, share), a tile for each state by its group, with what that is like, pale of low share;
            `network` (source, target; weight);
            `scatter` (x, y, label);
            `timeline` (row, start, end; color);
            `waves` (state, by, wave, duty; certain, conflict), who is drawn in by whom.
        parts: which column is which part.
        rows: the rows by column.
        said: what stands around it.

    Raises:
        MissingExtra: a package of the extra `plot` is not installed.
        QueryError: there are no rows, or a part is missing.
    """
    drawer, wanted = KINDS[kind]
    if missing := [each for each in wanted if each not in parts]:
        raise QueryError(f"A picture of the kind {kind!r} needs a column for {missing[0]}.")
    if not rows:
        raise QueryError("There are no rows, so there is nothing to draw.")
    told = [{**row, marks.TIP: _tip(row, said.names or {})} for row in rows]
    meant = {
        part: (said.meanings or {}).get(column, marks.spaced(column)).rstrip(".") for part, column in parts.items()
    }
    names = said.names or {}
    by_name = {part: column for part, column in parts.items() if (kind, part) != ("map", "state")}  # tiles go by key
    return finished(drawer(Asked(parts, meant, said.until, names), _named(by_name, told, names)), said)


def finished(drawn: Drawn, said: Said) -> Chart:
    """A drawing with title, caption and sources."""
    notes = " ".join([said.caption, *drawn.notes]).strip()
    foot = _foot(said.cited, [publisher for publisher, _ in said.sources])
    made = spec(drawn.spec, title=said.title, caption=notes, sources=foot, width=drawn.width)
    return Chart(made, title=said.title, sources=[line for _, line in said.sources])


def _foot(begin: str, publishers: Sequence[str]) -> str:
    """The publishers with most sources, and how many sources each has."""
    if not publishers:
        return ""
    counts = {name: publishers.count(name) for name in publishers}
    order = sorted(counts, key=lambda name: (-counts[name], name))
    told = [f"{name} ({counts[name]})" if counts[name] > 1 else name for name in order[:NAMED]]
    rest = len(order) - len(told)
    return f"{begin}: {', '.join(told)}{f' and {rest} more' if rest else ''}."


def _named(parts: Parts, rows: Rows, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows with names in place of keys, in the columns that are drawn."""

    def name(value: Any) -> Any:
        if isinstance(value, list):
            return [name(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
        return names.get(value, value) if isinstance(value, str) else value

    drawn = set(parts.values())
    return [{column: name(value) if column in drawn else value for column, value in row.items()} for row in rows]


def _tip(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = [
        f"{column.replace('_', ' ')}: {names.get(value, value) if isinstance(value, str) else shown(value, 8)}"
        for column, value in row.items()
        if value not in (None, "", [])
    ]
    return "; ".join(told)


KINDS: Mapping[str, tuple[Callable[[Asked, Rows], Drawn], tuple[str, ...]]] = {
    "bars": (marks.bars, ("label", "value")),
    "heat map": (nets.heat_map, ("x", "y", "color")),
    "ladder": (strips.ladder, ("series", "rungs")),
    "lines": (marks.lines, ("x", "y")),
    "map": (maps.grouped, ("state", "color")),
    "network": (nets.network, ("source", "target")),
    "scatter": (marks.scatter, ("x", "y", "label")),
    "timeline": (strips.timeline, ("row", "start", "end")),
    "waves": (nets.waves, ("state", "by", "wave", "duty")),
}
"""The kinds of charts, and the parts that each needs."""
