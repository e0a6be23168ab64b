"""Writing rows: as a table, CSV, JSON, Markdown or Parquet, to the terminal or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.cli.options import FormatName
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from graphmodel.domain import Source
    from graphmodel.results import Row, Table

CITED = 5
NO_TEXT = "Parquet is no text: give --out FILE, or pipe it on."


def console() -> Console:
    """Where tables go: as wide as the terminal, without colours when it is none."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def write(rows: Table[Row], form: FormatName, out: Path | None, *, every_source: bool = False) -> None:
    """Write rows.

    Raises:
        QueryError: when Parquet would go to a terminal.
        MissingExtra: when Parquet needs a package that is not installed.
    """
    match form:
        case "table":
            table(rows, out)
            if out is None:
                sources = rows.citations()
                show(cited(sources, len(sources) if every_source else CITED))
        case "csv":
            text(rows.to_csv(), out)
        case "json":
            text(rows.to_json(), out)
        case "markdown":
            text(rows.to_markdown(), out)
        case "parquet":
            import io

            buffer = io.BytesIO()
            rows.to_parquet(buffer)
            binary(buffer.getvalue(), out)


def check(form: FormatName | None, out: Path | None, *, force: bool) -> None:
    """See that what comes can be written, before a world is built for it.

    Raises:
        QueryError: the file is there already or cannot be written, or Parquet would go to a terminal.
    """
    if out is None:
        if form == "parquet" and sys.stdout.isatty():
            raise QueryError(NO_TEXT)
    elif out.is_dir() or not out.parent.is_dir() or not os.access(out if out.exists() else out.parent, os.W_OK):
        raise QueryError(
            f"{out} cannot be written: give the name of a file in a folder that exists and can be written."
        )
    elif out.exists() and not force:
        raise QueryError(f"{out} is there already: give another --out, or --force to write over it.")


def show(what: RenderableType) -> None:
    """Print a table or line."""
    console().print(what)


def table(what: RenderableType, out: Path | None) -> None:
    """Print a table, or write it to a file, 120 characters wide."""
    if out is None:
        show(what)
        return
    from rich.console import Console

    with out.open("w", encoding="utf-8") as file:
        Console(file=file, width=120).print(what)


def cited(sources: Sequence[Source], most: int = CITED) -> RenderableType:
    """Sources as lines, so many of them."""
    from rich.text import Text

    from graphmodel.results import cite

    lines = [f"  {cite(source)}" for source in sources[:most]]
    if len(sources) > most:
        lines.append(f"  and {len(sources) - most} more; --sources lists all")
    return Text("\n".join(["Sources:", *lines]) if lines else "Sources: none named.", style="dim")


def text(written: str, out: Path | None) -> None:
    """Write text to a file, or print it as it is."""
    if out is None:
        sys.stdout.write(written)
    else:
        out.write_text(written, encoding="utf-8")


def binary(written: bytes, out: Path | None) -> None:
    """Write bytes to a file or a pipe. Raises QueryError rather than put them on a terminal."""
    if out is not None:
        out.write_bytes(written)
    elif sys.stdout.isatty():
        raise QueryError(NO_TEXT)
    else:
        sys.stdout.buffer.write(written)
