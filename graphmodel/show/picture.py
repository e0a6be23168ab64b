"""A picture: what notebooks show, and what is saved as HTML, SVG or PNG."""

from __future__ import annotations

import json
import re
import tempfile
import webbrowser
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.model import as_day
from graphmodel.results import needed
from graphmodel.show.drawing import svg
from graphmodel.show.graph import day_number

MARK = "<!-- a picture, drawn by graphmodel -->"
"""Stands in every page, so that it is known as ours."""
PAGE = Path(__file__).parent / "page"
HEIGHT = 640
"""How high it is in a notebook, in pixels."""


class Picture:
    """An interactive page: from `graphmodel.show.view`, `world.as_of(day).show()`, `result.show()`. It shows in notebooks."""

    def __init__(self, title: str, data: Mapping[str, Any]) -> None:
        self.title = title
        self._data = data

    def html(self) -> str:
        """One HTML page, with no address in it that a browser would load."""
        style, script = _part("css"), _part("js")
        parts = {
            "MARK": MARK,
            "TITLE": escape(self.title),
            "STYLE": style,
            "SCRIPT": script,
            # Nothing runs in the page but this very script.
            "STYLEHASH": _hash(style),
            "SCRIPTHASH": _hash(script),
            # Inside <script> only "<" could end the block; JSON has another way to write it.
            "DATA": json.dumps(self._data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        }
        template = (PAGE / "page.html").read_text(encoding="utf-8")
        # All at once: what is put in is not looked at again, whatever it holds.
        return re.sub(r"\{\{([A-Z]+)\}\}", lambda found: parts[found[1]], template)

    @property
    def told(self) -> str:
        """How much is in it: of kinds and ties, shown or hidden."""
        kinds = Counter(each[2] for each in self._data["nodes"])
        said = [
            f"{number:,} {(kind['name'] if number == 1 else kind['plural']).lower()}"
            for at, kind in enumerate(self._data["kinds"])
            if (number := kinds[at])
        ]
        ties = len(self._data["edges"])
        return ", ".join([*said, f"{ties:,} {'tie' if ties == 1 else 'ties'}"])

    def save(self, path: str | Path, *, dark: bool = False) -> Path:
        """Write it to a file that ends in .html, .svg or .png; gives the path.

        Args:
            path: where to.
            dark: an SVG or PNG that is light on dark; a page is as its reader's screen is.

        Raises:
            QueryError: it has another ending.
            MissingExtra: a PNG needs a package that is not installed.
        """
        path = Path(path)
        match path.suffix.lower():
            case ".html" | ".htm":
                path.write_text(self.html(), encoding="utf-8")
            case ".svg":
                path.write_text(self.to_svg(dark=dark), encoding="utf-8")
            case ".png":
                path.write_bytes(self.to_png(dark=dark))
            case _:
                raise QueryError(f"{path}: a picture ends in .html, .svg or .png.")
        return path

    def to_svg(self, day: date | str | None = None, *, dark: bool = False) -> str:
        """What the page shows when it opens, as SVG: made without a browser.

        Args:
            day: another day than that.
            dark: light on dark.

        Raises:
            InvalidDate: it is not one day.
        """
        opened = self._data["day"]
        chosen = opened if day is None or opened is None else day_number(as_day(day))
        return svg(self._data, day=chosen, dark=dark)

    def to_png(self, day: date | str | None = None, *, dark: bool = False, scale: float = 2.0) -> bytes:
        """The same as PNG.

        Args:
            day: as of `to_svg`.
            dark: as of `to_svg`.
            scale: how many pixels each of the 1200 by 800 is wide.

        Raises:
            InvalidDate: as `to_svg`.
            MissingExtra: vl-convert-python is not installed.
        """
        return needed("vl_convert", "plot").svg_to_png(self.to_svg(day, dark=dark), scale=scale)

    def open(self) -> Path:
        """Show it in the browser, from a file in the temporary folder; gives the path."""
        with tempfile.NamedTemporaryFile(
            "w", suffix=".html", prefix="graphmodel-", delete=False, encoding="utf-8"
        ) as file:
            file.write(self.html())
        webbrowser.open(Path(file.name).as_uri())
        return Path(file.name)

    def __repr__(self) -> str:
        return f'<{self.title}: {self.told}; .save("picture.html"), .open()>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        # In a frame of its own, without the rights of the notebook's page.
        return (
            f'<iframe srcdoc="{escape(self.html())}" title="{escape(self.title)}" sandbox="allow-scripts allow-downloads '
            f'allow-popups" style="width:100%;height:{HEIGHT}px;border:0"></iframe>'
        )


@cache
def _part(ending: str) -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(PAGE.glob(f"*.{ending}"))]
    text = "\n".join(texts)
    return f'"use strict";\n(() => {{\n{text}}})();\n' if ending == "js" else text


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
