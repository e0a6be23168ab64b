"""How fast a picture is drawn in Chromium: frames while it is moved, while the slider slides, and while the hand points.

    python -m benchmarks.picture [--sizes 500x5000,2000x20000] [--out FOLDER]

The graph is made up and seeded: a tenth of the vertices are what the others belong to, each for some years.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graphmodel import Period
from graphmodel.show import Edge, Picture, Vertex, view

FRAMES = """async () => {
  const times = [], moves = ACT;
  for (let at = 0; at < 60; at++) {
    moves(at);
    // Two turns: what is asked for in one frame is drawn in the next.
    const began = performance.now();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push((performance.now() - began) / 2);
  }
  return times;
}"""
HAND = """(type, x, y) => document.getElementById("hand").dispatchEvent(new PointerEvent(type, {
  pointerId: 1, clientX: x, clientY: y, bubbles: true, isPrimary: true }))"""
ACTS = {
    "zoom": "at => document.getElementById('hand').dispatchEvent(new WheelEvent('wheel',"
    " { deltaY: at % 20 < 10 ? -60 : 60, clientX: 600, clientY: 400, cancelable: true }))",
    "slide": "at => { const day = document.getElementById('day');"
    " day.value = +day.min + (day.max - day.min) * at / 60; day.oninput(); }",
    "point": f"at => ({HAND})('pointermove', 300 + at * 11, 200 + at * 6)",
}


def made(vertices: int, edges: int) -> Picture:
    """A graph of this size as a picture."""
    draw = random.Random(1)  # noqa: S311  (a made-up graph)
    hubs = max(1, vertices // 10)
    nodes = [Vertex(f"Hub:{at}", f"Organization {at}", "Organization") for at in range(hubs)]
    nodes += [Vertex(f"State:{at}", f"State {at}", "State") for at in range(vertices - hubs)]
    ties: list[Edge] = []
    for _ in range(edges):
        state = draw.randrange(vertices - hubs)
        # Most belong to what is near them, some to anything.
        near = (state * hubs // (vertices - hubs) + draw.randrange(-3, 4)) % hubs
        hub = near if draw.random() < 0.9 else draw.randrange(hubs)
        start = date(1950, 1, 1) + timedelta(days=draw.randrange(365 * 30))
        # Most last: on the day it opens nearly all of them are drawn.
        period = Period(start) if draw.random() < 0.9 else Period(start, date(2015, 1, 1))
        ties.append(Edge(f"State:{state}", f"Hub:{hub}", "MEMBER_OF", "member", period))
    return view(nodes, ties, title=f"{vertices:,} and {edges:,}", on="2014-12-31", hubs="Organization", lonely=False)


def measured(page: Any, file: Path) -> dict[str, float]:
    """Milliseconds until it stands, and a frame of each act: the median and the slowest but one in twenty."""
    began = time.perf_counter()
    page.goto(file.as_uri())
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = {"open": (time.perf_counter() - began) * 1000}
    for name, act in ACTS.items():
        times = sorted(page.evaluate(FRAMES.replace("ACT", act)))
        found[name] = statistics.median(times)
        found[f"{name}, 95 %"] = times[int(len(times) * 0.95)]
    return found


def main() -> None:
    """Make the pictures, open them, print a table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="500x5000,2000x20000")
    parser.add_argument("--out", type=Path, help="keep the pages there")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = given.out or Path(temporary)
        folder.mkdir(exist_ok=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in given.sizes.split(","):
            began = time.perf_counter()
            picture = made(*map(int, size.split("x")))
            took = (time.perf_counter() - began) * 1000
            file = picture.save(folder / f"{size}.html")
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            rows[size] = {"made in Python": took, "kB": file.stat().st_size / 1000, **measured(page, file)}
            page.close()
        browser.close()
    lines = ["| | " + " | ".join(rows) + " |", "|---|" + "---|" * len(rows)]
    for name in next(iter(rows.values())):
        unit = "" if name == "kB" else " ms"
        lines.append(f"| {name} | " + " | ".join(f"{row[name]:,.0f}{unit}" for row in rows.values()) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
