"""Names as they are compared: whatever of case, accents, punctuation and word order does not make another name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

_MARKS = dict.fromkeys(range(768, 880))
_WITHOUT = {ord(sign): None for sign in ".'`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"}
"""Dots and the many kinds of apostrophes."""
_LETTERS = {
    ord(a): b
    for a, b in {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}.items()
}
_TABLE = {**_MARKS, **_WITHOUT, **_LETTERS, ord("&"): " and "}
_WORDS = {"the": "", "of": "", "st": "saint", "rep": "republic", "dem": "democratic"}


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without what spellings differ in.

    That is case, accents, punctuation, spaces, "the" and "of", "&" for "and", and "St.", "Rep.", "Dem." for what they shorten.

    >>> folded("The  Republic of Côte d’Ivoire"), folded("ST. KITTS & NEVIS"), folded("U.S.S.R.")
    ('republic cote divoire', 'saint kitts and nevis', 'ussr')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_TABLE)
    words = "".join(sign if _counts(sign) else " " for sign in plain).split()
    return " ".join(filter(None, (_WORDS.get(word, word) for word in words))) or " ".join(words)


def _counts(sign: str) -> bool:
    # Letters, digits and the marks of other scripts; and the plus, which makes OPEC+ another than OPEC.
    return sign == "+" or unicodedata.category(sign)[0] in "LNM"


def turned(name: str) -> list[str]:
    """A name that is written the wrong way round, the right way: lists sort by the word that counts.

    >>> turned("Korea, Republic of"), turned("Iran (Islamic Republic of)"), turned("Iran")
    (['Republic of Korea'], ['Islamic Republic of Iran'], [])
    """
    first, comma, rest = name.partition(",")
    if comma and rest.strip() and "," not in rest:
        return [f"{rest.strip()} {first.strip()}"]
    if parts := bracketed(name):
        return [f"{parts[1]} {parts[0]}"]
    return []


def bracketed(name: str) -> tuple[str, str] | None:
    """The two parts of a name with another in brackets: `Iran (Persia)`; None for all others."""
    first, opened, rest = name.strip().partition("(")
    second, closed, after = rest.partition(")")
    if opened and closed and not after and first.strip() and second.strip():
        return first.strip(), second.strip()
    return None


@cache
def foreign_names() -> dict[str, frozenset[str]]:
    """What countries are called in the languages of the Unicode CLDR, through Babel: folded name -> ISO codes of two letters.

    Read once a process, in about half a second.

    >>> sorted(foreign_names()[folded("Deutschland")])
    ['DE']
    """
    from babel import Locale, localedata

    found: dict[str, set[str]] = {}
    for language in localedata.locale_identifiers():
        if "_" not in language:  # the language itself, not how one country writes it
            names = cast("Mapping[str, str]", Locale.parse(language).territories)
            for code, name in names.items():
                if len(code) == 2 and code.isalpha():
                    found.setdefault(folded(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
