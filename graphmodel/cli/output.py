"""Writing rows: as a table, CSV, JSON, Markdown or Parquet, to the terminal, a pager or a file."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.cli import settings
from graphmodel.cli.options import FormatName
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from graphmodel.domain import Source
    from graphmodel.results import Row, Table

CITED = 5
ENDINGS: dict[str, FormatName] = {".csv": "csv", ".json": "json", ".md": "markdown", ".parquet": "parquet"}
"""The format that the ending of a file says; any other says none."""
NO_TEXT = "Parquet is no text: give --out FILE, or pipe it on."


@dataclass(frozen=True, slots=True)
class Writing:
    """How and where rows are to be written, as the options say; what they leave out, the ending of the file or the settings say."""

    format: FormatName | None = None
    out: Path | None = None
    force: bool = False
    pager: bool | None = None
    sources: bool = False

    @property
    def form(self) -> FormatName:
        """The format that counts."""
        of_file = None if self.out is None else ENDINGS.get(self.out.suffix.lower())
        return self.format or of_file or settings.read().format or "table"

    def check(self) -> None:
        """See that what comes can be written, before a world is built for it. Raises QueryError as `check` does."""
        check(self.form, self.out, force=self.force)

    def write(self, rows: Table[Row], citations: Callable[[], Sequence[Source]] | None = None) -> None:
        """Write rows.

        Args:
            rows: what to write.
            citations: asks for their sources, where that is not for the rows themselves to do.

        Raises:
            QueryError: when Parquet would go to a terminal.
            MissingExtra: when Parquet needs a package that is not installed.
        """
        match self.form:
            case "table":
                if self.out is not None:
                    self.show(rows)
                    return
                sources = (citations or rows.citations)()
                self.show(rows, cited(sources, len(sources) + 1 if self.sources else CITED))
            case "csv":
                text(rows.to_csv(), self.out)
            case "json":
                text(rows.to_json(), self.out)
            case "markdown":
                text(rows.to_markdown(), self.out)
            case "parquet":
                buffer = io.BytesIO()
                rows.to_parquet(buffer)
                binary(buffer.getvalue(), self.out)

    def write_plain(self, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, caption: str = "") -> None:
        """Write rows of no class of their own. Errors as for `write`."""
        match self.form:
            case "table":
                from graphmodel.results import FittedTable

                self.show(FittedTable(columns, rows, caption=caption))
            case "json":
                text(json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n", self.out)
            case "csv":
                written = io.StringIO()
                lines = csv.writer(written, lineterminator="\n")
                lines.writerow(columns)
                lines.writerows([_cell(value) for value in row.values()] for row in rows)
                text(written.getvalue(), self.out)
            case "markdown":
                from graphmodel.results import markdown

                text(markdown(columns, rows) + "\n", self.out)
            case "parquet":
                from graphmodel.results import needed

                frame = needed("polars", "analysis").DataFrame(rows, infer_schema_length=None, strict=False)
                buffer = io.BytesIO()
                frame.write_parquet(buffer)
                binary(buffer.getvalue(), self.out)

    def show(self, *what: RenderableType) -> None:
        """Print tables or lines: to a file 120 characters wide, to a terminal page by page where it is too low for them.

        Lines alone are broken for a terminal only: what reads them elsewhere finds a citation in one piece.
        """
        from rich.text import Text

        lines = all(isinstance(each, Text) for each in what)
        if self.out is not None:
            from rich.console import Console

            with self.out.open("w", encoding="utf-8") as file:
                Console(file=file, width=120).print(*what, sep="\n", soft_wrap=lines)
            return
        screen = console()
        paged = self.pager if self.pager is not None else settings.read().pager
        if paged is False or not (sys.stdout.isatty() and sys.stdin.isatty()):
            screen.print(*what, sep="\n", soft_wrap=lines and not sys.stdout.isatty())
            return
        with screen.capture() as captured:
            screen.print(*what, sep="\n")
        page(captured.get(), screen)


def page(written: str, screen: Console) -> None:
    """Show text on a terminal; what is longer than it, in the pager of `PAGER`, else less."""
    if written.count("\n") < screen.height:
        sys.stdout.write(written)
        return
    import pydoc

    from rich.text import Text

    if "less" in os.environ.get("PAGER", "less") and sys.platform != "win32":
        os.environ.setdefault("LESS", "FRX")  # as git does: colours pass, and what fits is left on the screen
    else:
        written = Text.from_ansi(written).plain
    pydoc.pager(written)


def console() -> Console:
    """Where tables go: as wide as the terminal, without colours when it is none."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


@contextmanager
def waiting(for_what: str) -> Generator[None]:
    """Say on a terminal what is being done, while it is; it goes when that is done."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{for_what} ..."):
        yield


def check(form: FormatName | None, out: Path | None, *, force: bool, option: str = "--out") -> None:
    """See that what comes can be written to the file that an option names, before a world is built for it.

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
        raise QueryError(f"{out} is there already: give another {option}, or --force to write over it.")


def show(what: RenderableType) -> None:
    """Print a table or line."""
    console().print(what)


def cited(sources: Sequence[Source], most: int = CITED, *, hint: str = "; --sources lists all") -> RenderableType:
    """Sources as lines, so many of them, and a hint where there are more."""
    from rich.text import Text

    from graphmodel.results import Citations

    cited = [f"  {line}" for line in (sources if isinstance(sources, Citations) else Citations(sources)).lines()]
    lines = cited[:most]
    if len(cited) > most:
        lines.append(f"  and {len(cited) - most} more{hint}")
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


def _cell(value: Any) -> Any:
    return value if isinstance(value, (int, float, str)) or value is None else json.dumps(value, ensure_ascii=False)
