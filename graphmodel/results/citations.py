"""Sources as citations: a line of text, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, overload
from urllib.parse import quote

from graphmodel import markup
from graphmodel.domain.provenance import UNCITED
from graphmodel.domain.sources import Source
from graphmodel.model import PartialDate

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # pyright: ignore[reportMissingTypeStubs]

NAMED = 5
"""So many rows without a source are named; `Citations.uncited` has all."""
NONE = "none"
"""What stands for a publisher where there is none."""


class Citations(Sequence[Source]):
    """Sources, each once, in the order of their keys, and ways to cite them.

    What no source is given for is none of them: `uncited` names it, and the text has a line of it.

    Args:
        sources: what to cite.
        uncited: the keys of the claims for which no source is given.

    >>> report = Source(key="S01", title="Belarus joins SCO", publisher="example.org", date="2024-07-04")
    >>> print(Citations([report]).text())
    Belarus joins SCO. example.org, 2024-07-04. [S01]
    >>> print(Citations([report]).bibtex())
    @misc{S01,
        title = {Belarus joins SCO},
        howpublished = {example.org},
        date = {2024-07-04},
        year = {2024},
        month = {7}
    }
    """

    def __init__(self, sources: Iterable[Source], uncited: Iterable[str] = ()) -> None:
        each_once = {source.key: source for source in sources}
        self._some = each_once.pop(UNCITED, None) is not None
        self._sources = tuple(each_once[key] for key in sorted(each_once))
        self.uncited = tuple(sorted(set(uncited)))

    def text(self) -> str:
        """A line for each: title, publisher, date, key. And one of what no source is given for."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The lines of the text."""
        lines = [*map(cite, self._sources)]
        if self.uncited:
            named, more = ", ".join(self.uncited[:NAMED]), len(self.uncited) - NAMED
            many = "one claim" if len(self.uncited) == 1 else f"{len(self.uncited)} claims"
            lines.append(f"No source is given for {many}: {named}{f' and {more} more' if more > 0 else ''}.")
        elif self._some:
            lines.append("No source is given for some of it.")
        return lines

    def bibtex(self) -> str:
        """BibTeX in UTF-8, with the `date` of biblatex beside `year` and `month`; what TeX would read as its own is escaped."""
        from bibtexparser.entrypoint import write_string  # pyright: ignore[reportUnknownVariableType]
        from bibtexparser.library import Library
        from bibtexparser.model import Block, Entry, Field

        keys = _bibtex_keys([source.key for source in self._sources])
        entries: list[Block] = [
            Entry(
                "misc",
                keys[source.key],
                [Field(name, _tex(name, value)) for name, value in _bibtex_fields(source).items()],
            )
            for source in self._sources
        ]
        return write_string(Library(entries))

    def csl_json(self) -> str:
        """CSL-JSON, as citeproc, pandoc and Zotero read it."""
        return json.dumps([_csl(source) for source in self._sources], ensure_ascii=False, indent=2) + "\n"

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, index: int) -> Source: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Source]: ...
    def __getitem__(self, index: int | slice) -> Source | Sequence[Source]:
        return self._sources[index]

    def _repr_html_(self) -> str:
        return markup.block(markup.heading(f"{len(self)} sources"), markup.listed(self.lines()))

    def __repr__(self) -> str:
        return f"<{len(self)} sources>\n{self.text()}"


def cite(source: Source) -> str:
    """A source on one line: title, publisher, date, key.

    >>> cite(Source(key="S01", title="Belarus joins SCO", publisher="example.org", date="2024-07-04"))
    'Belarus joins SCO. example.org, 2024-07-04. [S01]'
    """
    when = _edtf(source)
    author = f"{source.author}. " if source.author else ""
    where = ", ".join(filter(None, ["" if source.publisher == NONE else source.publisher, when]))
    return f"{author}{source.title}. {f'{where}. ' if where else ''}[{source.key}]"


def published(source: Source) -> tuple[date | None, date | None]:
    """The first and the last day on which it can have been published; None where nobody knows.

    Where only its date is given, the bounds are those of the date.
    """
    known = source.date
    return (
        source.published_from or (known.earliest if known else None),
        source.published_to or (known.latest if known else None),
    )


def _edtf(source: Source) -> str:
    if source.date is not None:
        return str(source.date)
    first, last = published(source)
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or '..'}/{last or '..'}"


def _bibtex_fields(source: Source) -> dict[str, str]:
    first, last = published(source)
    fields = {
        "author": source.author or "",
        "title": source.title,
        "howpublished": "" if source.publisher == NONE else source.publisher,
        "date": _edtf(source),
        "year": str(first.year) if first and last and first.year == last.year else "",
        "month": str(first.month) if first and last and first.replace(day=1) == last.replace(day=1) else "",
        "langid": source.language or "",
        "url": source.url or "",
        "note": "; ".join(note for note in (source.date_note, source.note) if note),
    }
    return {name: " ".join(value.split()) for name, value in fields.items() if value.strip()}


def _bibtex_keys(keys: Sequence[str]) -> dict[str, str]:
    """What stands between `{` and `,`: letters, digits and a few marks, and no two alike."""
    found: dict[str, str] = {}
    for key in keys:
        plain = base = re.sub(r"[^A-Za-z0-9:.+/_-]+", "-", key).strip("-") or "source"
        number = 1
        while plain.casefold() in {each.casefold() for each in found.values()}:  # to BibTeX they are the same
            number += 1
            plain = f"{base}-{number}"
        found[key] = plain
    return found


# BibTeX counts braces even after a backslash, so that a lone one must not stand there in any form.
_ESCAPED = {
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{mark: rf"\{mark}" for mark in "%&_#$"},
}
_OF_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"
"""What may stand in an address beside letters, digits and `_.-`."""
_LIGATURE = re.compile(r"(?<=[-`'!?])[-`']")
"""The second of two marks that TeX would draw as one: a dash, a quotation mark, an inverted mark."""


def _tex(name: str, value: str) -> str:
    """A value as TeX reads it; an address is read as it stands, but for what would end it."""
    if name == "url":
        return quote(value, safe=_OF_ADDRESSES)
    return str(_encoder().unicode_to_latex(value))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  (it has no types)


def _apart(found: re.Match[str]) -> str:
    return f"{{{found.group()}}}"


@cache
def _encoder() -> UnicodeToLatexEncoder:
    from pylatexenc.latexencode import (  # pyright: ignore[reportMissingTypeStubs]
        RULE_DICT,
        RULE_REGEX,
        UnicodeToLatexConversionRule,
        UnicodeToLatexEncoder,
    )

    return UnicodeToLatexEncoder(
        conversion_rules=[
            UnicodeToLatexConversionRule(RULE_REGEX, [(_LIGATURE, _apart)]),
            UnicodeToLatexConversionRule(RULE_DICT, {ord(mark): text for mark, text in _ESCAPED.items()}),
        ],
        replacement_latex_protection="none",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


def _csl(source: Source) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": source.key,
        "type": "document",
        "author": [{"literal": name} for name in source.author.split(" and ")] if source.author else None,
        "title": source.title,
        "publisher": "" if source.publisher == NONE else source.publisher,
        "issued": _csl_date(source),
        "language": source.language,
        "URL": source.url,
        "note": "; ".join(note for note in (source.date_note, source.note) if note),
    }
    return {name: value for name, value in fields.items() if value}


def _csl_date(source: Source) -> dict[str, Any] | None:
    known, (first, last) = source.date, published(source)
    if first is None or last is None:
        return {"literal": _edtf(source)} if first or last else None
    if known is not None and known.precision in ("day", "month", "year"):
        parts = [[first.year, first.month, first.day][: ("year", "month", "day").index(known.precision) + 1]]
    else:
        parts = [[day.year, day.month, day.day] for day in dict.fromkeys((first, last))]
    circa: dict[str, Any] = {"circa": True} if isinstance(known, PartialDate) and _doubted(known) else {}
    return {"date-parts": parts, **circa}


def _doubted(known: PartialDate) -> bool:
    return known.uncertain or known.approximate
