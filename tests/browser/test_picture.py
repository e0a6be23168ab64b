"""The picture in a real browser: nothing is loaded, nothing complains, and all that it offers works, by hand and by keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from graphmodel import Period, World
from graphmodel.domain import MemberOf, Organization, Pact, PartyTo, State
from graphmodel.query import select
from graphmodel.show import Edge, Picture, Vertex, view

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Opener

pytestmark = pytest.mark.engine("embedded")
DAY = "2024-07-04"
_made: dict[World, Picture] = {}


def _picture(world: World) -> Picture:
    if world not in _made:
        _made[world] = world.as_of(DAY).show()
    return _made[world]


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    """The picture of the curated world, which is made once for all tests."""
    return _picture(world).save(tmp_path / "alliances.html")


@pytest.fixture
def data(world: World) -> dict[str, Any]:
    return _data(_picture(world).html())


def _data(html: str) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def _parties(world: World, model: type[State] | type[Organization], day: str) -> int:
    """How many of a class are parties to pacts that are no charters."""
    drawn = world.all(select(Organization).match(State, MemberOf, Organization).distinct())
    charters = {key for org in drawn for key in org.constitutive_pacts}
    return sum(pact not in charters for pact in world.all(select(Pact.key).match(model, PartyTo, Pact).as_of(day)))


def _ties(world: World, day: str) -> int:
    """How many memberships, and parties to pacts that are no charters, possibly hold on a day."""
    parties = _parties(world, State, day) + _parties(world, Organization, day)
    return world.count(select(MemberOf).as_of(day)) + parties


def _counts(page: Page) -> str:
    return page.locator("#counts").inner_text()


def _until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for something. The page lets no text become script, so that the browser cannot be asked to wait for an expression."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not come about in ten seconds")


def _set(page: Page, selector: str, value: str) -> None:
    page.locator(selector).evaluate(
        "(box, value) => { box.value = value; box.dispatchEvent(new Event('input')); box.dispatchEvent(new Event('change')) }",
        value,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_on_every_screen(opened: Opener, file: Path, world: World, width: int, scheme: str) -> None:
    with opened(file, width=width, scheme=scheme) as page:
        assert f"{_ties(world, DAY)} ties on {DAY}" in _counts(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("#filters").is_visible() == (width > 820)
        page.wait_for_timeout(100)
        colors = page.locator("#ties").evaluate(
            "canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
            ".data.buffer)).size"
        )
        assert colors > 50  # marks, lines and names are drawn
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(251, 250, 247)" if scheme == "light" else "rgb(20, 23, 27)")

        page.locator("#search").fill("Iran")
        card = page.locator("#card").inner_text()
        for expected in ("Iran", "Islamic Republic of Iran", "SCO", "since 4 July 2023", "Party to: Pacts"):
            assert expected in card
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_slider_moves_the_whole_graph_and_nothing_jumps(opened: Opener, file: Path, world: World) -> None:
    with opened(file) as page:
        before = _marks(page)
        _set(page, "#date", "2014-12-31")
        assert f"{_ties(world, '2014-12-31')} ties on 2014-12-31" in _counts(page)
        after = _marks(page)
        assert len(before & after) > 60
        assert before != after

        slider = page.locator("#day")
        first = slider.evaluate("box => +box.min")
        _set(page, "#day", str(first))
        start = date.fromordinal(first + date(1970, 1, 1).toordinal())
        assert f"on {start}" in _counts(page)
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#date").input_value() == date.fromordinal(start.toordinal() + 1).isoformat()
        page.keyboard.press("PageUp")
        assert page.locator("#date").input_value().startswith(str(start.year + 1))
        assert slider.get_attribute("aria-valuetext") == page.locator("#date").input_value()


def _marks(page: Page) -> set[tuple[str | None, str | None]]:
    page.wait_for_timeout(50)
    with page.expect_download() as saved:
        page.locator("#svg-button").click()
    drawn = ET.parse(saved.value.path())  # noqa: S314  (we have drawn it)
    return {(each.get("cx"), each.get("cy")) for each in drawn.iter("{http://www.w3.org/2000/svg}circle")}


def test_changes_and_playing(opened: Opener, file: Path, data: dict[str, Any]) -> None:
    days = {day for period in data["periods"] for day in period[:4]}
    with opened(file) as page:
        day = page.locator("#day")
        for name, step in (("#after", 1), ("#before", -1)):
            was = int(day.input_value())
            page.locator(name).click()
            now = int(day.input_value())
            assert (now - was) * step > 0
            assert now in days
            assert not [each for each in days if min(was, now) < each < max(was, now)]

        _set(page, "#date", "2000-01-01")
        page.locator("#play").click()
        _until(page, lambda: page.locator("#date").input_value() > "2001")
        page.locator("#play").click()
        stopped = day.input_value()
        page.wait_for_timeout(150)
        assert day.input_value() == stopped
        assert page.locator("#play").inner_text() == "Play"


def test_only_possible_ties_are_dashed(opened: Opener, file: Path, data: dict[str, Any]) -> None:
    day = data["day"]
    with opened(file) as page:
        with page.expect_download() as saved:
            page.locator("#svg-button").click()
        drawn = ET.parse(saved.value.path())  # noqa: S314  (we have drawn it)
        paths = list(drawn.iter("{http://www.w3.org/2000/svg}path"))
        hidden = {at for at, kind in enumerate(data["kinds"]) if kind["hidden"]}
        unsure = [
            each
            for each in data["edges"]
            if not data["types"][each[2]]["hidden"]
            and not {data["nodes"][each[0]][2], data["nodes"][each[1]][2]} & hidden
            and each[4] >= 0
            and data["periods"][each[4]][0] <= day < data["periods"][each[4]][3]
            and not data["periods"][each[4]][1] <= day < data["periods"][each[4]][2]
        ]
        assert len(unsure) > 10
        assert sum(path.get("stroke-dasharray") is not None for path in paths) == len(unsure)


def test_filters_hide_and_bring_back(opened: Opener, file: Path, world: World) -> None:
    members = world.all(select(State, MemberOf, Organization).match(State, MemberOf, Organization).as_of(DAY))
    observers = sum(member.status == "observer" for _, member, _ in members)
    nato = sum(org.key == "nato" for *_, org in members)
    all_of_them = _ties(world, DAY)
    with opened(file) as page:

        def ties() -> int:
            found = re.search(r"(\d+) ties", _counts(page))
            assert found is not None
            return int(found[1])

        page.get_by_label("observer", exact=False).first.uncheck()
        assert ties() == all_of_them - observers
        page.get_by_label("observer", exact=False).first.check()
        page.locator("#filters .long").get_by_label("NATO").uncheck()
        assert ties() == all_of_them - nato
        page.locator("#filters").get_by_label("Organizations", exact=False).first.uncheck()
        assert "organization" not in _counts(page)
        assert ties() == _parties(world, State, DAY)
        page.locator("#filters").get_by_label("Charters", exact=False).check()
        assert "charters of organizations" in _counts(page)
        page.locator("#filters").get_by_label("sanctions", exact=False).check()
        page.locator("#filters").get_by_label("States", exact=False).first.uncheck()
        page.locator("#filters").get_by_label("Pacts", exact=False).first.uncheck()
        page.locator("#filters").get_by_label("Charters", exact=False).uncheck()
        assert page.locator("#empty").is_visible()


def test_colours_are_told_in_words(opened: Opener, file: Path, data: dict[str, Any]) -> None:
    with opened(file) as page:
        assert page.locator("#color").input_value() == "0"
        for name in data["colors"][0]["names"][:7]:
            assert page.locator("#filters").get_by_text(name, exact=True).first.is_visible()
        page.locator("#color").select_option(label="kind")
        assert page.locator("#color").evaluate("box => document.activeElement === box")
        assert page.locator("#filters").get_by_text("State", exact=True).first.is_visible()


def test_search_says_what_it_does_not_find(opened: Opener, file: Path, data: dict[str, Any]) -> None:
    now = {
        end
        for each in data["edges"]
        for end in each[:2]
        if data["periods"][each[4]][0] <= data["day"] < data["periods"][each[4]][3]
    }
    of_other_days = next(each[1] for at, each in enumerate(data["nodes"]) if at not in now)
    with opened(file) as page:
        search, unknown = page.locator("#search"), page.locator("#unknown")
        search.fill("Atlantis")
        assert unknown.inner_text() == "Nothing in the picture is called “Atlantis”."
        search.fill("türkiye")  # another name, and however it is written
        assert page.locator("#card h2").inner_text() == "Turkey"
        assert unknown.inner_text() == ""
        search.fill(of_other_days)
        assert "is not shown on this day" in unknown.inner_text()
        search.fill("")
        assert page.locator("#card").is_hidden()


def test_a_tie_opens_its_evidence(opened: Opener, file: Path, data: dict[str, Any]) -> None:
    sco = next(at for at, each in enumerate(data["nodes"]) if each[0] == "Organization:sco")
    iran = next(at for at, each in enumerate(data["nodes"]) if each[0] == "State:IRN")
    disputed = next(
        at for at, each in enumerate(data["edges"]) if any(data["claims"][claim][3] for claim in each[5] or ())
    )
    with opened(file) as page:
        page.locator("#search").fill("Iran")
        page.locator("#card li").filter(has_text="SCO").get_by_role("button", name="the evidence").first.click()
        card = page.locator("#card").inner_text()
        assert "[S343]" in card
        assert "Evidence (" in card
        edge = next(
            at
            for at, each in enumerate(data["edges"])
            if each[:2] == [iran, sco] and "since 4 July 2023" in data["periods"][each[4]][4]
        )
        page.wait_for_timeout(250)
        assert f"edge={edge}" in page.url
    with opened(file, at=f"#edge={disputed}") as page:
        claim = next(each for each in data["edges"][disputed][5] if data["claims"][each][3])
        kind, other, reason = data["claims"][claim][3][0]
        against = page.locator("#card .against").first.inner_text()
        assert kind in against
        assert data["claims"][other][0] in against
        assert reason in against
        for source, _ in data["claims"][other][2]:
            assert data["sources"][source][0] in against


def test_a_small_screen_has_room_for_card_filters_and_table(opened: Opener, file: Path) -> None:
    with opened(file, width=390) as page:

        def box(selector: str) -> Any:
            return page.locator(selector).bounding_box()

        def ends(selector: str) -> float:
            return box(selector)["y"] + box(selector)["height"]

        assert ends("#stage") == pytest.approx(box("footer")["y"], abs=1)
        assert ends("footer") == pytest.approx(844, abs=1)
        page.locator("#search").fill("Iran")
        assert box("#card")["height"] == pytest.approx(422, abs=2)
        assert ends("#card") == pytest.approx(box("footer")["y"], abs=1)
        assert "Tap a tie for who says so" in page.locator("#card").inner_text()
        tie = page.locator("#card .tie .link").first
        told = tie.bounding_box()
        assert told is not None
        assert told["y"] + told["height"] < box("footer")["y"]  # without scrolling
        name = page.locator("#card .tie .link > span").first.inner_text()
        tie.click()
        assert "Evidence (" in page.locator("#card").inner_text()
        page.locator("#card h2").get_by_role("button", name="Iran").click()
        page.locator("#card .tie .to").first.click()
        assert page.locator("#card h2").inner_text() == name

        page.locator("#filters-button").click()
        assert page.locator("#card").is_hidden()
        assert box("#filters")["height"] <= 0.4 * 844 + 1
        assert ends("#stage") == pytest.approx(box("footer")["y"], abs=1)
        page.locator("#filters-button").click()

        page.locator("#table-button").click()
        assert page.locator("#table").evaluate("table => table.scrollWidth > table.clientWidth")  # it scrolls sideways
        broken = page.locator("#table td").evaluate_all(
            "cells => cells.filter(cell => !cell.textContent.trim().includes(' ') && cell.textContent"
            " && cell.firstChild.getClientRects?.()[0].height > 30).map(cell => cell.textContent)"
        )
        assert broken == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hand_and_hover(opened: Opener, file: Path) -> None:
    with opened(file, at="#only=0") as page:  # few marks, far apart
        page.wait_for_timeout(100)
        found = page.locator("#hand").evaluate(FIND)
        assert found is not None
        page.mouse.move(*found)
        name = page.locator("#tip").inner_text()
        page.mouse.click(*found)
        assert page.locator("#card h2").inner_text().replace("\n", "").split(" – ")[0] in name
        page.locator("#card .close").click()
        assert page.locator("#card").is_hidden()
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(300)
        assert "at=" in page.url
        page.locator("#fit").click()
        page.wait_for_timeout(300)
        assert "at=" not in page.url


FIND = """hand => {
  const box = hand.getBoundingClientRect();
  for (let x = 0; x < box.width; x += 7) for (let y = 0; y < box.height; y += 7) {
    hand.dispatchEvent(new PointerEvent("pointermove", { pointerId: 1, clientX: box.left + x, clientY: box.top + y }));
    if (!document.getElementById("tip").hidden) return [box.left + x, box.top + y];
  }
  return null;
}"""
"""The first place in which something is pointed at."""


def test_keys_do_all_of_it(opened: Opener, file: Path) -> None:
    with opened(file) as page:
        page.locator("#hand").focus()
        page.keyboard.press("ArrowRight")
        first = page.locator("#said").inner_text()
        assert re.fullmatch(r".+, \w+, \d+ ties?", first)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        assert page.locator("#said").inner_text() != first
        name = page.locator("#said").inner_text().split(",")[0]
        page.keyboard.press("Enter")
        assert page.locator("#card h2").inner_text() == name
        assert page.evaluate("document.activeElement.id") == "card"
        page.locator("#card .link[aria-label$='the evidence']").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("#card h2 .link").count() == 2
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()
        assert page.evaluate("document.activeElement.id") == "hand"
        page.keyboard.press("+")
        page.wait_for_timeout(300)
        assert "at=" in page.url
        page.keyboard.press("0")

        unnamed = page.evaluate(
            "[...document.querySelectorAll('button, input, select, [role]')].filter(each => each.offsetParent && !("
            "each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length)).map(each => each.outerHTML)"
        )
        assert unnamed == []


def test_the_table_says_the_same(opened: Opener, file: Path, world: World) -> None:
    with opened(file) as page:
        page.locator("#table-button").click()
        while (more := page.locator("#table").get_by_role("button", name="Show more of")).count():
            more.click()
        assert page.locator("#table tbody tr").count() == _ties(world, DAY)
        row = page.locator("#table tbody tr").filter(has_text="Iran").filter(has_text="SCO").first
        assert row.locator("td").last.inner_text() == "yes"
        row.get_by_role("button", name="member").click()
        assert "[S343]" in page.locator("#card").inner_text()


def test_files_hold_what_is_seen(opened: Opener, file: Path, world: World) -> None:
    with opened(file) as page:
        _set(page, "#date", "2014-12-31")
        with page.expect_download() as saved:
            page.locator("#svg-button").click()
        assert saved.value.suggested_filename == "alliances-2014-12-31.svg"
        drawn = ET.parse(saved.value.path())  # noqa: S314  (we have drawn it)
        assert len(list(drawn.iter("{http://www.w3.org/2000/svg}path"))) == _ties(world, "2014-12-31")
        texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert "Alliances, 2014-12-31" in texts
        assert "SCO" in texts
        with page.expect_download() as saved:
            page.locator("#png-button").click()
        assert Path(saved.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_link_keeps_what_is_shown(opened: Opener, file: Path) -> None:
    with opened(file, permissions=["clipboard-read", "clipboard-write"]) as page:
        _set(page, "#date", "2014-12-31")
        page.locator("#filters").get_by_label("Pacts", exact=False).first.uncheck()
        page.locator("#filters .long").get_by_label("NATO").uncheck()
        page.locator("#color").select_option(label="kind")
        page.locator("#search").fill("Armenia")
        page.locator("#theme-button").click()
        page.locator("#in").click()
        page.wait_for_timeout(300)
        counts, card = _counts(page), page.locator("#card").inner_text()
        page.locator("#link-button").click()
        _until(page, lambda: "link" in page.locator("#unknown").inner_text())
        link = page.evaluate("navigator.clipboard.readText().catch(() => location.href)")
    with opened(file, at=link[link.index("#") :]) as page:
        assert _counts(page) == counts
        assert page.locator("#card").inner_text() == card
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert not page.locator("#filters .long").get_by_label("NATO").is_checked()
        assert page.locator("#color option:checked").inner_text() == "kind"
    with opened(file, at="#day=x&node=999999&kinds=a.b&at=1_2&color=77&theme=<b>") as page:
        assert f"ties on {DAY}" in _counts(page)  # what makes no sense is as if it were not there


HOSTILE = [
    "</script><script>hit()</script>",
    '"><img src=x onerror=hit()>',
    "<b>bold</b> & 'quoted' \"twice\"",
    "<!--<script>",
    "${hit()} {{DATA}} `",
    "שלום עליכם",
    "\u202egnp.exe\u202c",
    "👩‍👩‍👧‍👦 family",
    "javascript:hit()",
    "__proto__",
    "constructor",
]


@cache
def _hostile() -> Picture:
    from graphmodel.show import Column, Evidence, Said

    nodes = [Vertex(f"T:{name}", name, name, facts={name: name}, claims=[name], also=[name + "'"]) for name in HOSTILE]
    edges = [
        Edge(nodes[at].id, nodes[at - 1].id, name, name, Period("2001", "2014"), {name: name}, [name], [name])
        for at, name in enumerate(HOSTILE)
    ]
    said = {name: Said(name, name, [(name, name)], [(name, HOSTILE[0], name)]) for name in HOSTILE}
    sources = {name: (name, "javascript:hit()") for name in HOSTILE}
    column = Column("<i>column</i>", {each.id: each.name for each in nodes}, "<u>about</u>", "<s>none</s>")
    return view(
        nodes,
        edges,
        title=HOSTILE[0],
        on="2010-01-01",
        columns=[column],
        evidence=Evidence(said, sources),
        hubs=HOSTILE[2],
    )


def test_names_are_never_html_or_script(opened: Opener, tmp_path: Path) -> None:
    file = _hostile().save(tmp_path / "hostile.html")
    with opened(file) as page:
        assert page.locator("h1").inner_text() == HOSTILE[0]
        for name in HOSTILE:
            page.locator("#search").fill(name)
            assert page.locator("#card h2").inner_text() == name.strip()
            page.locator("#card .link[aria-label$='the evidence']").first.click()
            assert page.locator("#card").inner_text().count("Evidence (1 claim)") == 1
        page.locator("#table-button").click()
        assert page.locator("#table tbody tr").count() == len(HOSTILE)
        for selector in ("b", "i", "u", "s", "img", "#card a", "a[href^=javascript]"):
            assert page.locator(selector).count() == 0
        assert page.evaluate("document.scripts.length") == 2
        with page.expect_download() as saved:
            page.locator("#svg-button").click()
        ET.parse(saved.value.path())  # noqa: S314  (we have drawn it)
    ET.fromstring(_hostile().to_svg())  # noqa: S314


def test_what_is_put_into_the_page_later_does_not_run(opened: Opener, tmp_path: Path) -> None:
    page_text = _hostile().html().replace("</body>", "<script>document.title = 'hit'</script></body>")
    file = tmp_path / "changed.html"
    file.write_text(page_text, encoding="utf-8")
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(file) as page:
        assert page.title() == HOSTILE[0]


def test_it_works_inside_a_notebook(opened: Opener, world: World, tmp_path: Path) -> None:
    bundle = _picture(world)._repr_mimebundle_()  # pyright: ignore[reportPrivateUsage]
    assert bundle["text/plain"].startswith("<Alliances: ")
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><link rel=icon href='data:,'><body>{bundle['text/html']}</body>", encoding="utf-8")
    with opened(file) as page:
        frame = page.frame_locator("iframe")
        frame.locator("#search").fill("Iran")
        assert "SCO" in frame.locator("#card").inner_text()
        _ = frame.locator("#link-button").click()
        assert "In a notebook there is no link" in frame.locator("#unknown").inner_text()
        assert page.locator("iframe").evaluate("frame => frame.contentDocument") is None  # it cannot reach the notebook


def test_a_large_graph_opens_and_works(opened: Opener, tmp_path: Path) -> None:
    hubs, states, ties = 200, 1800, 20_000
    nodes = [Vertex(f"H:{at}", f"Hub {at}", "Hub") for at in range(hubs)]
    nodes += [Vertex(f"S:{at}", f"State {at}", "State") for at in range(states)]
    edges = [
        Edge(f"S:{at % states}", f"H:{(at * 7 + at // states * 3) % hubs}", "IN", None, Period(str(1950 + at % 60)))
        for at in range(ties)
    ]
    file = view(nodes, edges, title="Large", on="2020-01-01", hubs="Hub").save(tmp_path / "large.html")
    with opened(file) as page:
        assert "20,000 ties on 2020-01-01" in _counts(page)
        _set(page, "#date", "1979-12-31")
        then = sum(1950 + at % 60 < 1980 for at in range(ties))
        assert f"{then:,} ties on 1979-12-31" in _counts(page)
        page.locator("#search").fill("Hub 7")
        assert page.locator("#card h2").inner_text() == "Hub 7"
        page.locator("#in").click()
        page.locator("#table-button").click()
        assert page.locator("#table tbody tr").count() == 300
