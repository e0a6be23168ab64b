"""Charts of results: what they are drawn from is in them, and they become files that need nothing else."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from graphmodel import World
from graphmodel.analyses import Result
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.errors import MissingData, MissingExtra, QueryError, UnknownName
from graphmodel.query import select
from graphmodel.show.chart import Chart
from graphmodel.show.charts import KINDS, Said, draw
from graphmodel.show.maps import tiles
from graphmodel.show.palette import CATEGORIES, SEQUENCE, on

pytest.importorskip("altair", reason="needs the extra 'plot'")
pytest.importorskip("vl_convert", reason="needs the extra 'plot'")

OWN = Path(__file__).parents[1] / "analyses" / "own" / "spells.cypher"
SPELLS: list[dict[str, Any]] = [
    {
        "state": "IRN",
        "org": "sco",
        "status": "observer",
        "start": "2005-07-06",
        "end": "2023-07-04",
        "shared": 3,
        "n": 5,
    },
    {
        "state": "IRN",
        "org": "brics",
        "status": "member",
        "start": "2024-01-01",
        "end": "2026-06-30",
        "shared": 1,
        "n": 9,
    },
    {"state": "BLR", "org": "sco", "status": "member", "start": "2024-07", "end": "", "shared": 2, "n": 7},
]
for row in SPELLS:
    row["certain"] = row["org"] == "sco"
    row |= {"path": [f"{row['status']} {row['start']}"], "wave": 1, "by": ["RUS"]}
PARTS = {
    "bars": {"label": "org", "value": "shared", "color": "state"},
    "heat map": {"x": "state", "y": "org", "color": "shared"},
    "ladder": {"series": "state", "rungs": "path"},
    "lines": {"x": "n", "y": "shared"},
    "map": {"state": "state", "color": "org", "label": "status", "share": "n"},
    "network": {"source": "state", "target": "org", "weight": "shared"},
    "scatter": {"x": "n", "y": "shared", "label": "org"},
    "timeline": {"row": "org", "start": "start", "end": "end", "color": "status"},
    "waves": {"state": "state", "by": "by", "wave": "wave", "duty": "status", "certain": "certain"},
}
SOURCES = [("Interfax", "A. Interfax. [S1]"), ("Interfax", "B. Interfax. [S2]"), ("<TASS>", "C. <TASS>. [S3]")]
HOSTILE = "</style></svg><script>alert(1)</script>&quot;\"'"


def drawn(kind: str, rows: list[dict[str, Any]] = SPELLS, **said: Any) -> Chart:
    return draw(kind, PARTS[kind], rows, Said("A title", "word " * 60, **said))


def values(chart: Any) -> list[dict[str, Any]]:
    """All rows that stand in a chart."""
    found: list[dict[str, Any]] = [*chart.get("data", {}).get("values", [])]
    for part in ("layer", "vconcat"):
        for each in chart.get(part, []):
            found += values(each)
    return found


def words(chart: Chart) -> str:
    """What is written in a chart."""
    root = ET.fromstring(chart.to_svg())  # noqa: S314  (our own)
    return " ".join(" ".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn_with_title_caption_and_sources(kind: str) -> None:
    chart = drawn(kind, sources=SOURCES, names={"IRN": "Iran", "sco": "SCO"})
    written = words(chart)
    for expected in ("A title", "word word", "Sources: Interfax (2), <TASS>."):
        assert expected in written
    if kind != "map":  # names in place of keys, where states are drawn; on tiles there is room for keys alone
        assert ("Iran" in written, "IRN" in written) == ("state" in PARTS[kind].values(), False)
    assert chart.altair.to_dict()["title"]["text"] == "A title"  # Altair takes it
    told = re.findall(r"<title>([^<]+)</title>", chart.to_svg())
    assert any("org: brics" in each or "brics" in each for each in told)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_stay_text(kind: str, tmp_path: Path) -> None:
    names: dict[str, str] = dict.fromkeys(("IRN", "sco", "RUS"), HOSTILE)
    chart = draw(kind, PARTS[kind], SPELLS, Said(HOSTILE, HOSTILE, [(HOSTILE, HOSTILE)], names))
    svg = chart.to_svg()
    assert "<script" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  (our own)
    chart.save(tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text("utf-8")
    assert "alert(1)" in page
    assert page.count("<script") == 1
    assert "<script" not in chart._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_files_need_nothing_else(tmp_path: Path) -> None:
    chart = drawn("bars", sources=SOURCES)
    begins = {".html": b"<!DOCTYPE html>", ".svg": b"<svg", ".png": b"\x89PNG", ".json": b"{"}
    for suffix, begin in begins.items():
        written = chart.save(tmp_path / f"chart{suffix}").read_bytes()
        assert written.lstrip().startswith(begin)
        if suffix in (".html", ".svg"):
            assert not re.search(rb"(src|href)=|url\(|@import|https?://(?!www\.w3\.org/)", written)
    assert chart.to_png() != chart.to_png(dark=True)
    with pytest.raises(QueryError, match=r"ends in one of .html"):
        chart.save(tmp_path / "chart.bmp")


def test_in_a_notebook_the_ink_is_that_of_the_page() -> None:
    bundle = drawn("bars")._repr_mimebundle_()  # pyright: ignore[reportPrivateUsage]
    assert "currentColor" in bundle["text/html"]
    assert "background" not in bundle["text/html"].partition("</style>")[0]
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["text/plain"] == "<Chart 'A title': shown in notebooks, .save('chart.svg') writes it>"


def test_bars_stand_in_the_order_of_the_rows_and_years_leave_no_gap() -> None:
    assert [row["text"] for row in values(drawn("bars").to_dict())] == ["3", "1", "2"]
    rows = [{"org": 2001, "shared": 3, "state": "x"}, {"org": 2004, "shared": 1, "state": "x"}]
    [inner] = drawn("bars", rows).to_dict()["vconcat"]
    assert inner["encoding"]["x"]["scale"]["domain"] == [2001, 2002, 2003, 2004]
    many = [{"org": f"o{n}", "shared": n, "state": "x"} for n in range(60)]
    assert "The first 50 of 60 rows." in words(drawn("bars", many))


def test_a_heat_map_of_one_kind_has_both_halves_and_is_ordered_by_bloc() -> None:
    pytest.importorskip("graspologic_native", reason="needs the extra 'plot'")
    ties = [("A", "D", 5), ("B", "E", 5), ("A", "C", 5), ("B", "F", 5), ("C", "D", 5), ("E", "F", 5), ("A", "B", 1)]
    rows = [{"state": a, "org": b, "shared": n} for a, b, n in ties]
    chart = drawn("heat map", rows).to_dict()
    cells = {(row["x"], row["y"]): row["value"] for row in values(chart) if "value" in row}
    assert len(cells) == 2 * len(ties)
    assert all(cells[y, x] == value for (x, y), value in cells.items())
    names = [row["name"] for row in values(chart) if "name" in row and "y" in row]
    assert {frozenset(names[:3]), frozenset(names[3:])} == {frozenset("ACD"), frozenset("BEF")}
    frames = [row for row in values(chart) if {*row} == {"x", "x2", "y", "y2"}]
    assert [(row["x"], row["x2"]) for row in frames] == [(0, 3), (3, 6)]


def test_a_timeline_draws_what_is_not_known_as_not_known() -> None:
    found = {
        (row["line"], row["color"]): row
        for row in values(drawn("timeline", until=date(2026, 6, 30)).to_dict())
        if "from" in row
    }
    observer, member = found["sco", "observer"], found["sco", "member"]
    assert (observer["from"], observer["sure_from"], observer["sure_to"], observer["to"]) == (
        "2005-07-06", "2005-07-06", "2023-07-04", "2023-07-04",
    )  # fmt: skip
    assert (member["from"], member["sure_from"], member["open"]) == ("2024-07-01", "2024-07-31", True)
    assert "Pale: it may have begun or ended" in words(drawn("timeline", until=date(2026, 6, 30)))
    assert observer["open"] is False


def test_a_ladder_has_a_stretch_for_each_rung_and_says_what_has_no_day() -> None:
    path = ["dialogue partner 2010-04-28", "observer 2015..2016", "member 2024-07-04", "guest ?"]
    chart = draw("ladder", PARTS["ladder"], [{"state": "BLR", "path": path}], Said("T", until=date(2026, 6, 30)))
    found = {row["color"]: row for row in values(chart.to_dict()) if "from" in row}
    assert (found["dialogue partner"]["sure_to"], found["dialogue partner"]["to"]) == ("2015-01-01", "2016-12-31")
    assert (found["observer"]["from"], found["observer"]["sure_from"]) == ("2015-01-01", "2016-12-31")
    assert "guest" not in found
    assert "not drawn: BLR guest" in words(chart)


def test_points_at_one_place_are_one_and_names_do_not_run_into_each_other() -> None:
    rows = [{"n": 5, "shared": 3, "org": name} for name in "ABC"] + [{"n": 5, "shared": 2.99, "org": "near"}]
    chart = drawn("scatter", [{**row, "state": ""} for row in rows])
    written = words(chart)
    assert "A, B and 1 more" in written
    points = [row for row in values(chart.to_dict()) if "size" in row and "align" not in row]
    assert len(points) == 2


def test_waves_stand_in_columns_and_start_from_the_attacked() -> None:
    rows = [
        {"state": "BLR", "by": ["RUS"], "wave": 1, "status": "defense", "certain": True},
        {"state": "BLR", "by": ["RUS"], "wave": 1, "status": "defense", "certain": False},
        {"state": "KAZ", "by": ["BLR"], "wave": 2, "status": "defense", "certain": False},
    ]
    chart = drawn("waves", rows)
    at = {row["name"]: row["x"] for row in values(chart.to_dict()) if "name" in row}
    assert at["RUS"] == 0 < at["BLR"] < at["KAZ"]
    ties = [row for row in values(chart.to_dict()) if "x2" in row]
    assert sorted(row["certain"] for row in ties) == [False, True]
    assert "Broken lines: not certain." in words(chart)


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(QueryError, match="no rows"):
        drawn("bars", [])
    with pytest.raises(QueryError, match="needs a column for value"):
        draw("bars", {"label": "org"}, SPELLS, Said("T"))
    with pytest.raises(QueryError, match="None of the rows has a known day"):
        drawn("timeline", [{"org": "sco", "start": "?", "end": "", "status": "member"}])


def test_colours_are_told_apart_and_text_on_them_is_read() -> None:
    assert len(set(CATEGORIES)) == len(CATEGORIES)

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for color in (*CATEGORIES, *SEQUENCE):
        dark, pale = sorted((light(color), light(on(color))))
        assert (pale + 0.05) / (dark + 0.05) >= 4.5
    assert [light(color) for color in SEQUENCE] == sorted((light(color) for color in SEQUENCE), reverse=True)


# --- on the curated world ----------------------------------------------------------------------------------------------


@pytest.mark.engine("embedded")
def test_a_result_is_drawn_as_its_header_says(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Result[Any] = world.analyses.register(OWN)(as_of="2024-07-04", least=5)
    chart = rows.plot(tmp_path / "members.svg")
    names = {org.key: org.short_name or org.name for org in world.all(Organization)}
    found = [(row["label"], row["value"]) for row in values(chart.to_dict())]
    assert found == [(names[row.org], row.members) for row in rows]
    assert b"<svg" in (tmp_path / "members.svg").read_bytes()
    assert len(chart.sources) == len(rows.citations())
    with pytest.raises(QueryError, match="ends in one of"):
        rows.plot(tmp_path / "members.bmp")
    plain = tmp_path / "plain.cypher"
    before, _, after = OWN.read_text("utf-8").partition("// [plot]")
    plain.write_text(f"{before}\n\n{after.partition(chr(10) * 2)[2]}", "utf-8")
    with pytest.raises(QueryError, match="plain has no picture"):
        world.analyses.register(plain)(as_of="2024-07-04").plot()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match=r"needs vl_convert.*graphmodel\[plot\]"):
        rows.plot().to_svg()


@pytest.mark.engine("embedded")
def test_the_title_says_whom_it_is_about(world: World) -> None:
    chart = world.analyses.portfolio_over_time("Iran", since="2020-01-01").plot()
    assert chart.title.endswith(": Iran")
    last = world.analyses.portfolio_over_time("Iran", since="2020-01-01")[-1]
    ends = [row["y"] for row in values(chart.to_dict()) if row["x"] == last.year]
    assert {last.n_orgs, last.n_pacts, last.defense_partners} <= {*ends}


@pytest.mark.engine("embedded")
def test_the_timeline_of_an_organization_is_its_spells(world: World) -> None:
    chart = world.timeline("CSTO")
    spells = world.all(select(MemberOf).match(State, MemberOf, Organization).where(Organization.key == "csto"))
    rows = [row for row in values(chart.to_dict()) if "from" in row]
    names = {state.key: state.name for state in world.all(State)}
    for each in spells:
        bounds = each.valid.bounds
        [row, *_] = [
            row
            for row in rows
            if row["line"] == names[each.start.key]
            and row["color"] == each.status.value.replace("_", " ")
            and row["from"] == bounds.from_earliest.isoformat()
        ]
        assert row["aside"] == each.overlay
        assert row["open"] == (each.valid.end_kind != "date")
    assert {row["line"] for row in rows} == {names[each.start.key] for each in spells}
    assert chart.sources
    assert "Memberships of Iran" in words(world.timeline("Iran"))
    with pytest.raises(UnknownName):
        world.timeline("Atlantis")
    with pytest.raises(MissingData, match="no memberships"):
        world.timeline("SCO", datasets=["cow_igo_3"])


def test_a_map_of_groups_calls_them_by_what_they_are_like_and_is_pale_where_they_are_not_stable() -> None:
    parts = {"state": "state", "color": "bloc", "label": "org", "fit": "f1", "share": "agreement"}
    rows: list[dict[str, Any]] = [
        {"state": "RUS", "bloc": 1, "org": "csto", "f1": 0.9, "agreement": 1.0},
        {"state": "KAZ", "bloc": 1, "org": "csto", "f1": 0.9, "agreement": 0.8},
        {"state": "YUG", "bloc": 1, "org": "csto", "f1": 0.9, "agreement": 1.0},
        *({"state": key, "bloc": at, "org": "brics", "f1": 0.2, "agreement": 1.0} for at, key in enumerate(OTHERS, 2)),
    ]
    chart = draw("map", parts, rows, Said("T", names={"csto": "CSTO", "RUS": "Russia"}))
    shown = {row["key"]: row for row in values(chart.to_dict()) if row.get("color")}
    assert shown["RUS"]["color"] == shown["KAZ"]["color"] == "1: like CSTO (3)"
    assert shown["RUS"]["opacity"] == 1 > shown["KAZ"]["opacity"]
    assert [shown[key]["color"] for key in OTHERS] == [*(f"{at} (1)" for at in range(2, 7)), *["2 smaller (2)"] * 2]
    assert "Without a tile: YUG." in words(chart)


OTHERS = ("CHN", "FRA", "USA", "DEU", "IRN", "IND", "BRA")


@pytest.mark.engine("embedded")
def test_the_map_shows_the_members_of_the_day_and_names_who_has_no_tile(world: World) -> None:
    chart = world.as_of("2024-07-04").map("SCO")
    shown = {row["key"]: row["color"] for row in values(chart.to_dict()) if row.get("color")}
    members = select(State, MemberOf).match(State, MemberOf, Organization).where(Organization.key == "sco")
    found = world.all(members.as_of("2024-07-04"))
    assert {key: color.rpartition(" (")[0] for key, color in shown.items()} == {
        state.key: spell.status.value.replace("_", " ") for state, spell in found
    }
    assert sum(color == "member (10)" for color in shown.values()) == 10
    assert len({row["key"] for row in values(chart.to_dict())}) == len(tiles())
    with pytest.raises(MissingData, match="Nobody is known to have belonged to Shanghai"):
        world.as_of("1990-01-01").map("SCO")
    with pytest.raises(UnknownName, match=r"that is the State IRN\. Give the key or name of an Organization"):
        world.as_of("2024-07-04").map("Iran")


def test_every_state_of_today_has_a_tile_of_its_own(world: World) -> None:
    un = world.run(
        "MATCH (s:State)-[m:IN_SYSTEM]->(:CodeList {key: 'un'}) WHERE m.valid_to_latest > date('2026-01-01') RETURN s.key",
        into=str,
    )
    assert len(un) == 193
    assert set(un) <= set(tiles())
    assert len(set(tiles().values())) == len(tiles())


def test_the_charts_are_json_that_vega_lite_reads() -> None:
    for kind in KINDS:
        assert json.loads(json.dumps(drawn(kind).to_dict()))["$schema"].endswith("v6.json")


def test_of_one_with_all_others_bars_say_more() -> None:
    rows = [{"state": "IRN", "org": name, "shared": n} for n, name in enumerate(("RUS", "CHN"), 1)]
    assert [row["label"] for row in values(drawn("heat map", rows).to_dict())] == ["RUS", "CHN"]


def test_more_kinds_than_colours_are_said_in_words() -> None:
    rows = [{"org": f"o{n}", "shared": n, "state": f"s{n}"} for n in range(9)]
    assert "o8 (s8)" in words(drawn("bars", rows))
