"""Opening the world that a command works on."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphmodel.cli import settings
from graphmodel.cli.options import Place
from graphmodel.errors import AuthenticationFailed, QueryError, StoreInvalid

if TYPE_CHECKING:
    from graphmodel.domain.loading import LoadReport
    from graphmodel.world import World


KEPT = "alliances.graph"


@contextmanager
def opened(place: Place, *, create: bool = False, write: bool = False) -> Generator[World]:
    """The world at a folder or URL, of the options or the settings; without either the curated one, in a temporary folder.

    Args:
        place: folder or URL, user, database, as the options say.
        create: make the folder when it is not there.
        write: make sure of the schema of a folder; a server's is left to `graphmodel schema`.

    Raises:
        QueryError: two places are given, or the settings cannot be read.
        StoreInvalid: the folder is not there, or is a file.
        AuthenticationFailed: no password could be had.
    """
    from graphmodel.world import World

    where = found(place, create=create, write=write)
    with World.connect(where.target, **where.options) as world:
        if where.target is None:
            loaded(world)
        yield world


@dataclass(frozen=True, slots=True)
class Found:
    """Where a world is: a folder, a URL, or None for the curated one, and with what `World.connect` opens it."""

    target: str | None
    options: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)


def found(place: Place, *, create: bool = False, write: bool = False) -> Found:
    """Where the world of a command is, seen to be there as far as that can be seen. Arguments and errors as for `opened`."""
    held = _settled(place)
    target = held.url
    if not target:
        return Found(None)
    if "://" in target:
        return Found(target, {"auth": _auth(held), "database": held.database})
    if Path(target).is_file():
        raise StoreInvalid(f"{target} is a file: give a folder of the embedded engine, or the URL of a server.")
    if not create and not Path(target).is_dir():
        raise StoreInvalid(f"There is no folder {target}: make it with `graphmodel load --into {target}`.")
    return Found(target, {"database": held.database, "schema": None if write or create else "off"})


def kept(place: Place) -> Place:
    """The place, or the folder that things are kept in when nothing names one. Raises QueryError as `opened` does."""
    return place if stays(place) else ([KEPT], *place[1:])


def stays(place: Place) -> bool:
    """Whether what is written there stays. Raises QueryError as `opened` does."""
    return bool(_settled(place).url)


def loaded(world: World, seeds: Path | None = None) -> LoadReport:
    """Load tables, the curated ones when None, with a progress bar where somebody watches. Errors as of `load_seeds`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("Building the curated world" if seeds is None else f"Loading {seeds}"),
        BarColumn(),
        TextColumn("{task.fields[kind]}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None, kind="")

        def advance(kind: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, kind=kind)

        return world.load_seeds(seeds, progress=advance)


def _settled(place: Place) -> settings.Settings:
    targets, user, database = place
    if targets and len(targets) > 1:
        raise QueryError(f"{' and '.join(targets)} are two places: give one of --graph, --into and --url, once.")
    held = settings.read().at(targets[0] if targets else None)
    return replace(held, user=user or held.user, database=database or held.database)


def _auth(held: settings.Settings) -> tuple[str, str] | None:
    if held.password is not None:
        return held.user or "neo4j", held.password
    if held.user is None:
        return None
    if not sys.stdin.isatty():
        raise AuthenticationFailed(
            f"No password for {held.user}: set GRAPHMODEL_PASSWORD, or run this in a terminal to be asked."
        )
    from getpass import getpass

    return held.user, getpass(f"Password of {held.user}: ")
