"""`graphmodel why`, `claims`, `contradictions`, `status` and `cite`: what the world answers about its evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.cli.options import CitationFormat, FormatName, Place
from graphmodel.cli.output import check, text, write
from graphmodel.cli.places import opened
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from typing import Any

    from graphmodel.results import Table
    from graphmodel.world import World


def answer(
    question: Callable[[World], Table[Any]],
    place: Place,
    form: FormatName,
    out: Path | None,
    *,
    force: bool,
    every: bool,
) -> None:
    """Ask a world and write the rows.

    Raises:
        QueryError: --out cannot be written, or Parquet would go to a terminal.
    """
    check(form, out, force=force)
    with opened(place) as world:
        write(question(world), form, out, every_source=every)


def why(words: list[str], on: str | None) -> Callable[[World], Table[Any]]:
    """The question why: of one key, or of an end, a relationship and an end.

    Raises:
        QueryError: it is neither.
    """
    match words:
        case [key]:
            return lambda world: world.why(key, on=on)
        case [start, relationship, end]:
            return lambda world: world.why(relationship, start=start, end=end, on=on)
        case _:
            raise QueryError(
                "Give the key of a spell, claim or entity, or start, relationship and end: graphmodel why IRN MEMBER_OF sco."
            )


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
