"""Debian's Chromium, driven by playwright: opened once a module, as asyncio cannot run beside; a watched page for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

    Opener = Callable[..., AbstractContextManager[Page]]

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
    """The machine's own Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: dependency group 'browser'")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Opener:
    """Open a file; where the page complains, or asks for anything but itself, the test fails."""

    @contextmanager
    def watched(file: Path, *, at: str = "", width: int = 1280, scheme: Any = "light", **more: Any) -> Generator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, accept_downloads=True, **more
        )
        page = context.new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
        page.on("request", lambda sent: asked.append(sent.url))
        page.goto(file.as_uri() + at)
        yield page
        assert said == []
        local = ("data:", "blob:", "about:srcdoc")
        assert {url for url in asked if not url.startswith(local)} <= {file.as_uri(), file.as_uri() + at}
        context.close()

    return watched
