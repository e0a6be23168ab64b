"""`graphmodel import`: a published data set into a folder or a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.cli.options import Place
from graphmodel.cli.output import Writing, show
from graphmodel.cli.places import opened
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from graphmodel.exchange.importers import ImportReport
    from graphmodel.world import World


def import_files(
    name: str | None, files: list[Path], place: Place, only: list[str], report: Path | None, *, force: bool
) -> None:
    """Import the files of a data set and say what changed.

    Raises:
        QueryError: there is no such data set, a file of it is lacking, or the report is there already.
        DataError: a file is wrong; nothing was written.
    """
    from graphmodel.exchange.importers import importer

    if name is None:
        raise QueryError("Which data set? `graphmodel import --list` lists them.")
    asked = importer(name)
    if not files:
        raise QueryError(f"Which file is to be imported? {name} takes {asked.files}.")
    missing = [str(file) for file in files if not file.is_file()]
    if missing:  # before a folder is made
        raise QueryError(f"There is no file {', '.join(missing)}.")
    if report is not None and report.exists() and not force:
        raise QueryError(f"{report} is there already: give --force to write over it.")
    with opened(place, create=True, write=True) as world:
        done = _watched(world, name, files, only)
    show(done)
    if report is not None:
        report.write_text(done.to_json(), encoding="utf-8")
        print(f"The report is in {report}.")


def list_all(how: Writing) -> None:
    """Each data set: what to give, where it is to be had, how it is cited."""
    from rich.text import Text

    from graphmodel.exchange.importers import IMPORTERS

    how.check()
    if how.form != "table":
        rows = [
            {
                "name": name,
                "takes": each.files,
                "key": dataset.key,
                "title": dataset.title,
                "known_to": str(dataset.known_to),
                "url": dataset.url,
                "citation": dataset.citation,
            }
            for name, each in IMPORTERS.items()
            for dataset in each.datasets
        ]
        how.write_plain(list(rows[0]), rows)
        return
    lines: list[Text] = []
    for name, each in IMPORTERS.items():
        lines.append(Text.assemble((name, "bold"), f": {each.title}. Takes {each.files}."))
        for dataset in each.datasets:
            lines.append(Text(f"  {dataset.title} ({dataset.key}), to {dataset.known_to}. {dataset.url}"))
            lines.append(Text(f"    {dataset.citation}", style="dim"))
    how.show(*lines)


def _watched(world: World, name: str, files: list[Path], only: list[str]) -> ImportReport:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn(f"Importing {name}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[kind]}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None, kind="")

        def advance(kind: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None, kind=kind)

        return world.import_data(name, *files, only=only or None, progress=advance)
