"""Results as pictures: bars, heat maps, ladders, networks and timelines, as Altair charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.errors import QueryError
from graphmodel.results import needed

if TYPE_CHECKING:
    from altair import Chart, LayerChart

Rows = Sequence[Mapping[str, Any]]
Parts = Mapping[str, str]
"""The columns that a picture is drawn from, by their part in it."""

FORMATS = (".html", ".svg", ".png", ".json")
MOST = 100
"""As many rows a picture shows that has a line for each."""
STEP = 18
"""How high a row of a picture is, in pixels."""
WIDTH = 520


def draw(kind: str, parts: Parts, rows: Rows, *, title: str, caption: str) -> Chart | LayerChart:
    """A picture of rows.

    Args:
        kind: and the parts that it needs, or may have: `bars` (label, value; color), `heat map` (x, y, color), `ladder` (series,
            and x and y, or rungs, which are texts of a name and a day), `network` (source, target; weight), `timeline` (row, start,
            end; color).
        parts: which column is which part.
        rows: the rows by column.
        title: stands above.
        caption: stands below the title.

    Raises:
        MissingExtra: altair is not installed.
        QueryError: there are no rows, or a part is missing.
    """
    drawer, wanted = KINDS[kind]
    if kind == "ladder" and "rungs" not in parts:
        wanted = (*wanted, "x", "y")
    if missing := [each for each in wanted if each not in parts]:
        raise QueryError(f"A picture of the kind {kind!r} needs a column for {missing[0]}.")
    if not rows:
        raise QueryError("There are no rows, so there is nothing to draw.")
    altair = needed("altair", "plot")
    shown = rows[:MOST] if kind in ("bars", "ladder", "timeline") else rows
    lines = _broken(caption if len(shown) == len(rows) else f"{caption} The first {MOST} of {len(rows)} rows.")
    return drawer(altair, parts, [dict(row) for row in shown]).properties(
        title=altair.TitleParams(title, subtitle=lines)
    )


def save(chart: Chart | LayerChart, path: Path) -> None:
    """Write a picture to a file: HTML, SVG, PNG or Vega-Lite's JSON, by its ending.

    Raises:
        QueryError: it has another ending.
        MissingExtra: SVG or PNG need a package that is not installed.
    """
    if path.suffix not in FORMATS:
        raise QueryError(f"{path}: a picture ends in one of {', '.join(FORMATS)}.")
    if path.suffix in (".svg", ".png"):
        needed("vl_convert", "plot")
    chart.save(str(path))


def _bars(alt: Any, parts: Parts, rows: Rows) -> Any:
    label, value = parts["label"], parts["value"]
    color = {"color": _field(alt.Color, parts, "color", rows)} if "color" in parts else {}
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=_of(alt.X, value, "quantitative"),
            y=_of(alt.Y, label, "nominal", sort=None),
            tooltip=_tips(alt, rows),
            **color,
        )
        .properties(width=WIDTH, height=alt.Step(STEP))
    )


def _heat_map(alt: Any, parts: Parts, rows: Rows) -> Any:
    x, y, color = (parts[each] for each in ("x", "y", "color"))
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_rect()
        .encode(
            x=_of(alt.X, x, _kind(rows, x, discrete=True), sort=None),
            y=_of(alt.Y, y, _kind(rows, y, discrete=True), sort=None),
            color=_of(alt.Color, color, _kind(rows, color)),
            tooltip=_tips(alt, rows),
        )
        .properties(width=alt.Step(STEP), height=alt.Step(STEP))
    )


def _ladder(alt: Any, parts: Parts, rows: Rows) -> Any:
    if "rungs" in parts:
        series, rungs = parts["series"], parts["rungs"]
        rows = [
            {series: row[series], "rung": name, "since": when}
            for row in rows
            for name, _, when in (text.rpartition(" ") for text in row[rungs])
            if when[:4].isdigit()  # where nobody knows since when, it has no place on the ladder
        ]
        for row in rows:
            row["since"] = row["since"].partition("..")[0].partition("/")[0]
        parts = {"series": series, "x": "since", "y": "rung"}
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(interpolate="step-after", point=True)
        .encode(
            x=_field(alt.X, parts, "x", rows),
            y=_of(alt.Y, parts["y"], _kind(rows, parts["y"], discrete=True), sort=None),
            color=_of(alt.Color, parts["series"], "nominal"),
            tooltip=_tips(alt, rows),
        )
        .properties(width=WIDTH)
    )


def _timeline(alt: Any, parts: Parts, rows: Rows) -> Any:
    color = {"color": _of(alt.Color, parts["color"], "nominal")} if "color" in parts else {}
    # A mark of some width, so that what begins and ends on one day can be seen.
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=_of(alt.Y, parts["row"], "nominal", sort=None),
        x=_of(alt.X, parts["start"], "temporal"),
        tooltip=_tips(alt, rows),
        **color,
    )
    end = alt.X2(field=parts["end"])
    return alt.layer(base.mark_bar(height=8).encode(x2=end), base.mark_tick(thickness=2)).properties(
        width=WIDTH, height=alt.Step(STEP)
    )


def _network(alt: Any, parts: Parts, rows: Rows) -> Any:
    source, target, weight = parts["source"], parts["target"], parts.get("weight")
    strength = {
        (str(a), str(b)): float(row[weight] or 0) if weight else 1.0
        for row in rows
        for a in _each(row[source])
        for b in _each(row[target])
    }
    places = _places(strength)
    ends = [
        {
            "x": places[a][0],
            "y": places[a][1],
            "x2": places[b][0],
            "y2": places[b][1],
            "ends": f"{a} - {b}",
            "weight": value,
        }
        for (a, b), value in strength.items()
    ]
    points = [{"name": name, "x": x, "y": y} for name, (x, y) in sorted(places.items())]
    x, y = alt.X("x:Q", axis=None), alt.Y("y:Q", axis=None)
    width = alt.StrokeWidth("weight:Q", legend=None, scale=alt.Scale(range=[0.3, 4])) if weight else alt.value(1)
    lines = (
        alt.Chart(alt.Data(values=ends))
        .mark_rule(opacity=0.4)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=width, tooltip=["ends:N", "weight:Q"])
    )
    nodes = alt.Chart(alt.Data(values=points)).encode(x=x, y=y, tooltip=["name:N"])
    return alt.layer(
        lines, nodes.mark_circle(size=60, opacity=1), nodes.mark_text(dy=-9, fontSize=9).encode(text="name:N")
    ).properties(width=WIDTH, height=WIDTH)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]


def _places(strength: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Where the nodes of a network stand: near those that they have strong ties to, and the same each time."""
    rustworkx = needed("rustworkx", "plot")
    names = sorted({name for pair in strength for name in pair})
    graph = rustworkx.PyGraph()
    at = dict(zip(names, graph.add_nodes_from(names), strict=True))
    graph.add_edges_from([(at[a], at[b], value) for (a, b), value in strength.items()])
    found = rustworkx.spring_layout(graph, weight_fn=float, seed=1, num_iter=200)
    return {name: (float(found[at[name]][0]), float(found[at[name]][1])) for name in names}


KINDS: Mapping[str, tuple[Callable[[Any, Parts, Rows], Any], tuple[str, ...]]] = {
    "bars": (_bars, ("label", "value")),
    "heat map": (_heat_map, ("x", "y", "color")),
    "ladder": (_ladder, ("series",)),
    "network": (_network, ("source", "target")),
    "timeline": (_timeline, ("row", "start", "end")),
}
"""The kinds of pictures, and the parts that each needs."""


def _field(channel: Any, parts: Parts, part: str, rows: Rows) -> Any:
    return _of(channel, parts[part], _kind(rows, parts[part]))


def _of(channel: Any, column: str, kind: str, **more: Any) -> Any:
    return channel(field=column, type=kind, title=column.replace("_", " "), **more)


def _kind(rows: Rows, column: str, *, discrete: bool = False) -> str:
    """What a column is to Vega-Lite."""
    values = [row[column] for row in rows if row[column] is not None]
    if values and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in values):
        return "ordinal" if discrete else "quantitative"
    if (
        not discrete
        and values
        and all(isinstance(each, str) and each[:4].isdigit() and each[4:5] == "-" for each in values)
    ):
        return "temporal"
    return "nominal"


def _tips(alt: Any, rows: Rows) -> list[Any]:
    return [_of(alt.Tooltip, name, _kind(rows, name, discrete=True)) for name in rows[0]]


def _broken(text: str, width: int = 110) -> list[str]:
    from textwrap import wrap

    return wrap(text, width)
