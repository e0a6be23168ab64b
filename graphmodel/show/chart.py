"""A finished chart: in a notebook, and as SVG, PNG or a page of its own. Nothing is loaded from anywhere, and no browser is needed.

Altair knows the picture, vl-convert draws it. In a notebook it stands as SVG whose ink is that of the page, so that dark and light
both read well; what Altair itself would show there loads its code from the network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from graphmodel.errors import QueryError
from graphmodel.results import needed
from graphmodel.show.palette import DARK, GRID, INK, LIGHT, SOFT

if TYPE_CHECKING:
    from altair import Chart as AltairChart

TIP = "__tip__"
"""The column of what is told where a pointer rests on a mark."""
FORMATS = (".html", ".svg", ".png", ".json")
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "frame": "bounds", "color": INK, "fontSize": 17, "fontWeight": "bold",
        "subtitleColor": SOFT, "subtitleFontSize": 12, "subtitleLineHeight": 16, "subtitlePadding": 7, "offset": 16,
    },
    "axis": {
        "labelColor": SOFT, "titleColor": SOFT, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 260,
    },
    "legend": {
        "orient": "top", "labelColor": INK, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal", "symbolType": "square", "symbolSize": 130, "columns": 6, "labelLimit": 240,
    },
    "text": {"color": INK, "fontSize": 12},
    "concat": {"spacing": 14},
}  # fmt: skip
_SVG = "http://www.w3.org/2000/svg"
_THEMED = (
    f'[fill="{INK}"]{{fill:currentColor}}[fill="{SOFT}"]{{fill:currentColor;fill-opacity:.78}}'
    f'[stroke="{GRID}"]{{stroke:currentColor;stroke-opacity:.18}}[stroke="{SOFT}"]{{stroke:currentColor;stroke-opacity:.78}}'
    f'[fill="{GRID}"]{{fill:currentColor;fill-opacity:.16}}'
)
"""The inks of the drawing become that of the page."""


class Chart:
    """A chart with its title and sources. Notebooks show it; `save` writes it to a file.

    Args:
        spec: the picture in Vega-Lite.
        title: what it shows.
        sources: a line for each source that it rests on.
    """

    def __init__(self, spec: Mapping[str, Any], *, title: str, sources: Sequence[str] = ()) -> None:
        self._spec = dict(spec)
        self.title = title
        self.sources = tuple(sources)

    @property
    def altair(self) -> AltairChart:
        """The same as a chart of Altair, to change or combine it.

        Raises:
            MissingExtra: altair is not installed.
        """
        return needed("altair", "plot").Chart.from_dict(self._spec)

    def to_dict(self) -> dict[str, Any]:
        """The picture in Vega-Lite, with its data."""
        return self._spec

    def to_svg(self) -> str:
        """The picture as SVG; on a dark page its ink is light.

        Raises:
            MissingExtra: vl-convert is not installed.
        """
        return self._drawn(
            f"svg{{color:{INK};background:{LIGHT}}}"
            f"@media (prefers-color-scheme:dark){{svg{{color:{_PALE};background:{DARK}}}}}{_THEMED}"
        )

    def to_png(self, *, dark: bool = False, scale: float = 2) -> bytes:
        """The picture as PNG.

        Args:
            dark: light ink on dark ground.
            scale: pixels by pixel.

        Raises:
            MissingExtra: vl-convert is not installed.
        """
        text = json.dumps({**self._spec, "background": DARK if dark else LIGHT, "padding": 16})
        if dark:
            for ink, pale in ((INK, _PALE), (SOFT, "#b0b0b0"), (GRID, "#3a3a3a")):
                text = text.replace(f'"{ink}"', f'"{pale}"')
        return needed("vl_convert", "plot").vegalite_to_png(json.loads(text), scale=scale)

    def to_html(self) -> str:
        """A page of its own, with all sources: it loads nothing, and tells of each mark that is pointed at or tapped.

        Raises:
            MissingExtra: vl-convert is not installed.
        """
        listed = "".join(f"<li>{escape(line)}</li>" for line in self.sources)
        page = (Path(__file__).parent / "chart.html").read_text(encoding="utf-8")
        parts = {
            "TITLE": escape(self.title),
            "CHART": self._drawn(_THEMED),
            "SOURCES": f"<details><summary>Sources: {len(self.sources)}</summary><ul>{listed}</ul></details>"
            if listed
            else "",
        }
        # All at once: what is put in is not looked at again, whatever it holds.
        return re.sub(r"\{\{([A-Z]+)\}\}", lambda found: parts[found[1]], page)

    def save(self, path: str | Path) -> Path:
        """Write it to a file: HTML, SVG, PNG, or JSON of Vega-Lite, by its ending.

        Raises:
            QueryError: it has another ending.
            MissingExtra: vl-convert is not installed.
        """
        path = Path(path)
        if path.suffix not in FORMATS:
            raise QueryError(f"{path}: a picture ends in one of {', '.join(FORMATS)}.")
        if path.suffix == ".png":
            path.write_bytes(self.to_png())
            return path
        made = {".html": self.to_html, ".svg": self.to_svg, ".json": lambda: json.dumps(self._spec, ensure_ascii=False)}
        path.write_text(made[path.suffix](), encoding="utf-8")
        return path

    def __repr__(self) -> str:
        return f"<Chart {self.title!r}: shown in notebooks, .save('chart.svg') writes it>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "image/svg+xml": self.to_svg(), "text/plain": repr(self)}

    def _repr_html_(self) -> str:
        return f'<div style="overflow-x:auto;max-width:100%">{self._drawn(_THEMED)}</div>'

    def _drawn(self, style: str) -> str:
        """The picture as SVG, in which each mark says what it is when a pointer rests on it."""
        root = ET.fromstring(self._plain)  # noqa: S314  (as above)
        said = set(_tips(self._spec))
        for mark in root.iter():
            if mark.get("role") != "graphics-symbol" or mark.get("aria-roledescription") in _FRAMES:
                continue
            told = mark.attrib.pop("aria-label", None)
            mark.attrib.pop("aria-roledescription", None)
            if told in said:
                title = ET.Element(f"{{{_SVG}}}title")
                title.text = told
                mark.insert(0, title)
            else:  # what only guides the eye says nothing
                mark.attrib.pop("role")
        sheet = ET.Element(f"{{{_SVG}}}style")
        sheet.text = style
        root.insert(0, sheet)
        root.set("role", "img")
        root.set("aria-label", self.title)
        ET.register_namespace("", _SVG)
        return ET.tostring(root, encoding="unicode")

    @cached_property
    def _plain(self) -> str:
        return needed("vl_convert", "plot").vegalite_to_svg(self._spec)


_PALE = "#ececec"
_FRAMES = ("axis", "legend", "title")


def spec(inner: Mapping[str, Any], *, title: str, caption: str, sources: str, width: int) -> dict[str, Any]:
    """A picture with what stands above and below it, as Vega-Lite.

    Args:
        inner: the picture itself.
        title: stands above.
        caption: stands below the title.
        sources: stands at the foot.
        width: how wide all of it is in pixels, so that lines are broken there.
    """
    letters = max(width // 6, 60)
    above = {"text": title, **({"subtitle": _lines(caption, letters)} if caption else {})}
    foot = {
        "text": _lines(sources, letters), "orient": "bottom", "fontSize": 11, "lineHeight": 14,
        "fontWeight": "normal", "color": SOFT, "offset": 18,
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        "title": above,
        "vconcat": [{**inner, **({"title": foot} if sources else {})}],
    }


def _tips(part: Mapping[str, Any]) -> Iterator[str]:
    """All that marks of a picture tell."""
    for row in part.get("data", {}).get("values", ()):
        if TIP in row:
            yield row[TIP]
    for name in ("layer", "vconcat"):
        for each in part.get(name, ()):
            yield from _tips(each)


def _lines(text: str, letters: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, letters)
