"""What was measured as a table of ratios to the raw driver, beside the targets."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from benchmarks.peers.measuring import Figure, Figures
from benchmarks.peers.sides import NAMES

TARGETS: dict[str, float] = {
    "merge 10,000 nodes, empty": 1.15,
    "merge 10,000 nodes, again": 1.15,
    "merge 50,000 relationships, empty": 1.15,
    "merge 50,000 relationships, again": 1.15,
    "read 10,000 nodes as models": 0.5,
    "read 20,000 triples as models": 0.65,
    "200 neighbours of one": 1.1,
    "get one": 1.1,
    "create one": 1.1,
    "update one": 1.1,
    "import": 0.6,
}
"""The most that graphmodel's ratio may be."""
AT_MOST: dict[str, float] = {
    "memory, 200,000 nodes": 25e6,
    "memory, 1,000,000 nodes": 25e6,
    "wrong of 200 terms merged twice": 0,
}
"""The same for what is no ratio."""


def verdict(name: str, of: dict[str, Figure]) -> bool | None:
    """Whether graphmodel meets its target; None where there is none."""
    ours, raw = of.get("graphmodel"), of.get("raw")
    if ours is None:
        return None
    if name in AT_MOST:
        return ours.median <= AT_MOST[name]
    return ours.median / raw.median <= TARGETS[name] if raw is not None and name in TARGETS else None


def noise(figure: Figure) -> float:
    """The middle half of the runs over their median."""
    if len(figure.values) < 4:
        return 0.0
    low, _, high = statistics.quantiles(figure.values, n=4)
    return (high - low) / figure.median


def table(figures: Figures, sides: Sequence[str], title: str) -> Table:
    """The ratio of medians, and of minima in brackets; ~ was scaled from fewer rows; statements as `3 st`."""
    made = Table(
        "workload", title=title, caption="x (y): ratio of medians (of minima) to raw; ~ scaled from fewer rows"
    )
    made.add_column("raw", justify="right")
    made.add_column("noise", justify="right")
    for side in sides:
        if side != "raw":
            made.add_column(NAMES[side], justify="right")
    made.add_column("target", justify="right")
    for name, of in figures.items():
        raw, met = of.get("raw"), verdict(name, of)
        cells = [_plain(name, raw), f"{noise(raw):.0%}" if raw is not None and len(raw.values) > 3 else ""]
        cells += [_cell(name, of.get(side), raw) for side in sides if side != "raw"]
        most = TARGETS.get(name, AT_MOST.get(name))
        wanted = "" if most is None else f"{most / 1e6:.0f} MB" if name.startswith("memory") else f"{most:g}"
        cells.append(wanted + ("" if met is None else " met" if met else " [bold red]missed[/]"))
        made.add_row(name, *cells)
    return made


def _plain(name: str, figure: Figure | None) -> str:
    if figure is None:
        return ""
    if name.startswith("memory"):
        text = f"{figure.median / 1e6:.0f} MB"
    elif name.startswith(("MB", "distributions", "wrong")):
        text = f"{figure.median:.0f}"
    else:
        text = f"{figure.median * 1000:.1f} ms"
    return ("~" if figure.scaled else "") + text + _statements(figure)


def _cell(name: str, figure: Figure | None, raw: Figure | None) -> str:
    if figure is None or raw is None or name.startswith(("memory", "MB", "distributions", "wrong")):
        return _plain(name, figure)
    ratio = f"{figure.median / raw.median:.2f} ({figure.least / raw.least:.2f})"
    return ("~" if figure.scaled else "") + ratio + _statements(figure)


def _statements(figure: Figure) -> str:
    return f" {figure.statements} st" if figure.statements is not None else ""


def as_json(figures: Figures) -> dict[str, Any]:
    """Everything, for programs: seconds, bytes, counts."""
    return {
        name: {
            "target": TARGETS.get(name, AT_MOST.get(name)),
            "met": verdict(name, of),
            "sides": {
                side: {
                    "median": figure.median,
                    "least": figure.least,
                    "noise": noise(figure),
                    "ratio": figure.median / of["raw"].median if "raw" in of and of["raw"].median else None,
                    "scaled": figure.scaled,
                    "statements": figure.statements,
                    "values": figure.values,
                }
                for side, figure in of.items()
            },
        }
        for name, of in figures.items()
    }
