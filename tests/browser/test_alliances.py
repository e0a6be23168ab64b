"""The picture in a real browser: nothing is loaded, nothing complains, search, click and keys work, at both widths."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel import World
from graphmodel.show import picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.engine("embedded")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",  # it may run as root in a container
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: dependency group 'browser'")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=str)
def page(browser: Browser, world: World, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    file = tmp_path / "alliances.html"
    file.write_text(picture(world, "2024-07-04"), encoding="utf-8")
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.goto(file.as_uri())
    yield opened
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    context.close()


def test_search_shows_a_state_with_status_since_and_sources(page: Page) -> None:
    page.get_by_role("searchbox").or_(page.locator("input")).first.fill("Iran")
    told = page.locator("#detail").inner_text()
    for expected in ("Iran", "SCO member", "since 2023-07-04", "[S343]", "Pacts in force"):
        assert expected in told
    assert page.locator("#lines path.on").count() == 5
    page.locator("input").fill("")
    assert page.locator("#detail").is_hidden()
    assert page.locator("#lines path.on").count() == 0


def test_the_search_fits_its_hint_and_says_when_it_finds_nothing(page: Page) -> None:
    search, unknown = page.locator("input"), page.locator("#unknown")
    room = search.evaluate(
        "box => { const pen = document.createElement('canvas').getContext('2d'); pen.font = getComputedStyle(box).font;"
        "return box.clientWidth - 50 - pen.measureText(box.placeholder).width; }"  # 50: padding, and the list's arrow
    )
    assert room > 0
    search.fill("Atlantis")
    assert unknown.inner_text() == "Nothing in the picture is called “Atlantis”."
    search.fill("Iran")
    assert unknown.is_hidden()


def test_a_click_shows_and_a_click_in_the_list_goes_on(page: Page) -> None:
    page.locator('.org[data-key="csto"]').click()
    assert "CSTO" in page.locator("#detail h2").inner_text()
    page.locator("#detail").get_by_role("button", name="Armenia").first.click()
    told = page.locator("#detail").inner_text()
    assert page.locator("#detail h2").inner_text() == "Armenia"
    assert "participation frozen" in told
    page.get_by_role("button", name="Show all").click()
    assert page.locator("#start").is_visible()


def test_keys_do_what_clicks_do(page: Page) -> None:
    page.locator('.state[data-key="RUS"]').focus()
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "Russia"
    page.keyboard.press("Escape")
    assert page.locator("#start").is_visible()


def test_hovering_shows_what_belongs_together(page: Page) -> None:
    page.locator('.org[data-key="nato"]').hover()
    assert page.locator(".state.on").count() == 32
    page.mouse.move(1, 1)
    assert page.locator(".state.on").count() == 0


def test_a_pact_shows_its_parties(page: Page) -> None:
    page.get_by_role("button", name="Collective Security Treaty").click()
    assert page.locator(".state.on").count() == 6
    assert "Kazakhstan" in page.locator("#detail").inner_text()


def test_the_page_fits_its_width(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    short, wide = page.locator(".state .short").first, page.locator(".state .long").first
    narrow = page.evaluate("innerWidth") < 820
    assert (short.is_visible(), wide.is_visible()) == (narrow, not narrow)
