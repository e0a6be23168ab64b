"""The colours of all pictures: told apart by readers who see colours differently, on light and on dark ground.

Of Okabe and Ito, Color Universal Design (2008). Colours of statuses are chosen so that any two of them stay apart however a reader
sees colours, which a test measures. Colour is never the only sign: shape, position, dash or words say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphmodel.domain.vocabularies import MembershipStatus

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


STATUSES: Mapping[MembershipStatus, str] = {
    MembershipStatus.MEMBER: BLUE,
    MembershipStatus.PARTY: "#43e1ff",
    MembershipStatus.FOUNDING_STATE: "#004b93",
    MembershipStatus.ASSOCIATE_MEMBER: "#af7ce4",
    MembershipStatus.PARTICIPANT: "#00a28a",
    MembershipStatus.PARTNER: "#83bcb7",
    MembershipStatus.OBSERVER: ORANGE,
    MembershipStatus.DIALOGUE_PARTNER: "#f0cd4c",
    MembershipStatus.INVITED: "#c97730",
    MembershipStatus.INVITED_PARTNER: "#b6d9aa",
    MembershipStatus.CANDIDATE: "#706166",
    MembershipStatus.PARTICIPATION_FROZEN: "#8b1b08",
}
"""What a state is in an organization has the same colour in every picture: blues where it fully belongs."""
_BY_WORD = {status.replace("_", " "): color for status, color in STATUSES.items()}


def categories(names: Sequence[str]) -> dict[str, str]:
    """A colour for each name: statuses have their own, others go by their order, and those past the seventh share one.

    >>> categories(["SCO", "CSTO"])
    {'SCO': '#0072b2', 'CSTO': '#e69f00'}
    >>> categories(["dialogue_partner", "member"])
    {'dialogue_partner': '#f0cd4c', 'member': '#0072b2'}
    """
    each_once = dict.fromkeys(names)
    words = [name.replace("_", " ") for name in each_once]
    if all(word in _BY_WORD for word in words):
        return {name: _BY_WORD[word] for name, word in zip(each_once, words, strict=True)}
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
