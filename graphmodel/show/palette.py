"""The colours of all pictures: told apart by readers who see colours differently, on light and on dark ground.

Of Okabe and Ito, Color Universal Design (2008). Colour is never the only sign: shape, position, dash or words say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

BLUE = "#0072b2"
ORANGE = "#e69f00"
GREEN = "#009e73"
PURPLE = "#cc79a7"
SKY = "#56b4e9"
VERMILION = "#d55e00"
YELLOW = "#f0e442"
GRAY = "#8a8a8a"

CATEGORIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW)
"""What kinds are told apart by, in this order; yellow last, for it is faint on white."""
OTHER = GRAY
"""Of what belongs to none of the kinds, or to those past the seventh."""
SEQUENCE = ("#dcebf5", "#a9cfe6", "#6badd3", "#3587bb", "#0a6099", "#063b63")
"""From little to much."""
DIVERGING = (VERMILION, "#eab08c", "#d9d9d9", "#86b9d9", BLUE)
"""From one extreme to the other, with the middle in the middle."""


def categories(names: Sequence[str]) -> dict[str, str]:
    """A colour for each name, in their order; those past the seventh share one.

    >>> categories(["SCO", "CSTO"])
    {'SCO': '#0072b2', 'CSTO': '#e69f00'}
    """
    each_once = dict.fromkeys(names)
    return {name: CATEGORIES[at] if at < len(CATEGORIES) else OTHER for at, name in enumerate(each_once)}


INK, SOFT, GRID = "#1f2328", "#59636e", "#d9dde1"
"""Of what is read first, of what stands beside, and of lines that only guide the eye: on light ground."""
LIGHT, DARK = "#ffffff", "#14171a"
"""Grounds of pictures that have one of their own."""


def on(color: str) -> str:
    """Which ink reads best on a colour.

    >>> on("#f0e442"), on("#063b63")
    ('#000000', '#ffffff')
    """
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#ffffff"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
