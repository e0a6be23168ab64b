"""`graphmodel cite`: sources as text, BibTeX or CSL-JSON."""

from __future__ import annotations

from pathlib import Path

from graphmodel.cli.options import CitationFormat, Place
from graphmodel.cli.output import check, text
from graphmodel.cli.places import opened


def cite(keys: list[str], form: CitationFormat, place: Place, out: Path | None, *, force: bool) -> None:
    """Write sources as citations; all of them when no key is given.

    Raises:
        UnknownName: there is no source with one of the keys.
        QueryError: --out cannot be written.
    """
    check(None, out, force=force)
    with opened(place) as world:
        citations = world.citations(keys or None)
        match form:
            case "text":
                written = citations.text() + "\n"
            case "bibtex":
                written = citations.bibtex()
            case "csl-json":
                written = citations.csl_json()
    text(written, out)
