"""All that notebooks are given, on one page in a real browser, and charts as pages of their own: nothing complains or is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import graphmodel as gm
from graphmodel import World
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.errors import GraphModelError
from graphmodel.query import select

if TYPE_CHECKING:
    from .conftest import Opener

pytestmark = pytest.mark.engine("embedded")
pytest.importorskip("altair", reason="needs the extra 'plot'")
pytest.importorskip("graspologic_native", reason="needs the extra 'picture'")

HOSTILE = "</script><img src=x onerror=alert(1)>"
SEEN = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><title>All</title><body style="font-family:sans-serif;margin:12px">"""


def things(world: World) -> Sequence[Any]:
    spells = select(MemberOf).match(State, MemberOf, Organization).where(Organization.key == "sco").limit(3)
    with gm.tracer() as trace:
        iran = world.get(State, "IRN")
    with pytest.raises(GraphModelError) as wrong:
        world.lookup(State, HOSTILE)
    return [
        world, iran, world.all(spells)[0], world.all(spells), world.all(State), trace, wrong.value,
        world.run("MATCH p = (:State {key: 'IRN'})-[:MEMBER_OF]->(o)<-[:MEMBER_OF]-(:State {key: 'BLR'}) RETURN p LIMIT 2"),
        world.analyses, world.analyses.co_membership, world.analyses.co_membership.explain("Iran"),
        world.analyses.co_membership("Iran", as_of="2024-07-04"), world.dyad("RUS", "IRN"),
        State(key="X", name=HOSTILE, aliases=[HOSTILE]),
        world.timeline("SCO"), world.as_of("2024-07-04").map("SCO"), world.analyses.obligation_cascade("RUS").plot(),
    ]  # fmt: skip


@cache
def _all(world: World) -> str:
    """Made once for all tests."""
    return PAGE + "".join(f"<section>{each._repr_html_()}</section>" for each in things(world))


@pytest.fixture
def page(world: World, tmp_path: Path) -> Path:
    file = tmp_path / "all.html"
    file.write_text(_all(world), encoding="utf-8")
    return file


@pytest.fixture
def chart(world: World, tmp_path: Path) -> Path:
    return world.timeline("SCO").save(tmp_path / "chart.html")


@pytest.mark.parametrize(("width", "scheme"), SEEN)
def test_all_that_shows_fits_and_reads_well(opened: Opener, page: Path, width: int, scheme: str) -> None:
    with opened(page, width=width, scheme=scheme) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert shown.locator("section").count() == 17
        assert shown.get_by_text(HOSTILE).count() >= 2
        assert shown.locator("img").count() == 0
        # The ink of tables, cards and charts is that of the page, whichever it is.
        inks = shown.evaluate(
            "[...document.querySelectorAll('.gm td, .gm-title, svg text[fill=\"#1f2328\"]')]"
            ".map(e => e instanceof SVGElement ? getComputedStyle(e).fill : getComputedStyle(e).color)"
        )
        assert len(inks) > 100
        assert set(inks) == {shown.evaluate("getComputedStyle(document.body).color")}
        wide = shown.evaluate(
            "[...document.querySelectorAll('.gm-wide > table')].filter(e => e.scrollWidth > e.parentElement.clientWidth + 1"
            " && getComputedStyle(e.parentElement).overflowX !== 'auto').length"
        )
        assert wide == 0


@pytest.mark.parametrize(("width", "scheme"), SEEN)
def test_a_chart_is_a_page_that_tells_of_its_marks(opened: Opener, chart: Path, width: int, scheme: str) -> None:
    with opened(chart, width=width, scheme=scheme) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert shown.get_by_text("Members of SCO").first.is_visible()
        told = shown.locator("#told")
        assert told.is_hidden()
        mark = shown.locator("[role=graphics-symbol][aria-label*='Iran; observer']").first
        mark.scroll_into_view_if_needed()
        mark.hover(force=True)
        assert "5 July 2005 until 4 July 2023" in told.inner_text()
        shown.keyboard.press("Escape")
        assert told.is_hidden()
        shown.locator("summary").click()
        assert shown.locator("li").first.is_visible()
        dark = shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
        assert dark == (scheme == "dark")
