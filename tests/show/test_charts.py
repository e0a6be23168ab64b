"""Pictures of results: what they are drawn from is in them, and they become files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from graphmodel import World
from graphmodel.analyses import Result
from graphmodel.errors import MissingExtra, QueryError
from graphmodel.show.charts import KINDS, draw

pytest.importorskip("altair", reason="needs the extra 'plot'")

OWN = Path(__file__).parents[1] / "analyses" / "own" / "spells.cypher"
SPELLS = [
    {"state": "IRN", "org": "sco", "status": "observer", "start": "2005-07-06", "end": "2023-07-04", "shared": 3},
    {"state": "IRN", "org": "brics", "status": "member", "start": "2024-01-01", "end": "2026-06-30", "shared": 1},
    {"state": "BLR", "org": "sco", "status": "member", "start": "2024-07-04", "end": "2026-06-30", "shared": 2},
]
PARTS = {
    "bars": {"label": "org", "value": "shared", "color": "state"},
    "heat map": {"x": "state", "y": "org", "color": "shared"},
    "ladder": {"series": "state", "x": "start", "y": "status"},
    "network": {"source": "state", "target": "org", "weight": "shared"},
    "timeline": {"row": "org", "start": "start", "end": "end", "color": "status"},
}


def drawn(kind: str, parts: dict[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return draw(kind, parts, rows, title="A <title>", caption="word " * 60).to_dict()


def values(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows that stand in a chart."""
    found: list[dict[str, Any]] = [*chart.get("data", {}).get("values", [])]
    for each in chart.get("datasets", {}).values():
        found += each
    for layer in chart.get("layer", []):
        found += values(layer)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn_from_all_rows(kind: str) -> None:
    chart = drawn(kind, PARTS[kind], SPELLS)
    assert chart["title"]["text"] == "A <title>"
    assert len(chart["title"]["subtitle"]) > 1
    text = json.dumps(chart)
    for row in SPELLS:
        for part in ("state", "org") if kind == "network" else PARTS[kind].values():
            assert str(row.get(part, part)) in text
    assert len(values(chart)) >= len(SPELLS)


@pytest.mark.parametrize(
    ("kind", "suffix"), [*((kind, ".svg") for kind in KINDS), ("bars", ".png"), ("bars", ".html"), ("bars", ".json")]
)
def test_each_kind_becomes_each_file(kind: str, suffix: str, tmp_path: Path) -> None:
    from graphmodel.show.charts import save

    chart = draw(kind, PARTS[kind], SPELLS, title="T", caption="")
    save(chart, tmp_path / f"picture{suffix}")
    written = (tmp_path / f"picture{suffix}").read_bytes()
    begins = {".svg": b"<svg", ".png": b"\x89PNG", ".html": b"<!DOCTYPE html>", ".json": b"{"}
    assert written.lstrip().startswith(begins[suffix])
    if suffix == ".svg":  # the words that a reader looks for are drawn
        words = {"bars": "brics", "heat map": "BLR", "ladder": "observer", "network": "IRN", "timeline": "sco"}
        assert words[kind].encode() in written


def test_the_network_stands_the_same_each_time_and_near_ties_are_near() -> None:
    rows = [
        {"a": a, "b": b, "n": n}
        for a, b, n in [("A", "B", 9), ("B", "C", 9), ("A", "C", 9), ("D", "E", 9), ("C", "D", 1)]
    ]
    parts = {"source": "a", "target": "b", "weight": "n"}
    first, again = (drawn("network", parts, rows) for _ in range(2))
    assert values(first) == values(again)
    at = {row["name"]: (row["x"], row["y"]) for row in values(first) if "name" in row}

    def apart(one: str, other: str) -> float:
        return sum((p - q) ** 2 for p, q in zip(at[one], at[other], strict=True))

    assert apart("A", "B") < apart("A", "E")
    assert apart("D", "E") < apart("B", "E")


def test_a_ladder_is_drawn_from_rungs() -> None:
    rows = [
        {"state": "BLR", "path": ["dialogue partner 2010-04-28", "observer 2015..2016", "member 2024-07-04", "guest ?"]}
    ]
    chart = drawn("ladder", {"series": "state", "rungs": "path"}, rows)
    assert values(chart) == [
        {"state": "BLR", "rung": "dialogue partner", "since": "2010-04-28"},
        {"state": "BLR", "rung": "observer", "since": "2015"},
        {"state": "BLR", "rung": "member", "since": "2024-07-04"},
    ]


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(QueryError, match="no rows"):
        drawn("bars", PARTS["bars"], [])
    with pytest.raises(QueryError, match="needs a column for value"):
        drawn("bars", {"label": "org"}, SPELLS)
    with pytest.raises(QueryError, match="needs a column for x"):
        drawn("ladder", {"series": "org"}, SPELLS)


@pytest.mark.engine("embedded")
def test_a_result_is_drawn_as_its_header_says(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Result[Any] = world.analyses.register(OWN)(as_of="2024-07-04", least=5)
    chart = rows.plot(tmp_path / "members.svg").to_dict()
    assert [(row["org"], row["members"]) for row in values(chart)] == [(row.org, row.members) for row in rows]
    assert chart["mark"]["type"] == "bar"
    assert b"<svg" in (tmp_path / "members.svg").read_bytes()
    with pytest.raises(QueryError, match="ends in one of"):
        rows.plot(tmp_path / "members.bmp")
    plain = tmp_path / "plain.cypher"
    before, _, after = OWN.read_text("utf-8").partition("// [plot]")
    plain.write_text(f"{before}\n\n{after.partition(chr(10) * 2)[2]}", "utf-8")
    with pytest.raises(QueryError, match="plain has no picture"):
        world.analyses.register(plain)(as_of="2024-07-04").plot()
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match=r"needs altair.*graphmodel\[plot\]"):
        rows.plot()
