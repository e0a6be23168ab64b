"""Opening the world that a command works on."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.cli.options import Place
from graphmodel.errors import AuthenticationFailed, QueryError, StoreInvalid

if TYPE_CHECKING:
    from graphmodel.world import World

PASSWORD = "GRAPHMODEL_PASSWORD"  # noqa: S105  (the name of the variable)


@contextmanager
def opened(place: Place, *, create: bool = False, write: bool = False) -> Generator[World]:
    """The world at a folder or URL; without either the curated one, built in a temporary folder.

    Args:
        place: folder or URL, user, database.
        create: make the folder when it is not there.
        write: make sure of the schema of a folder; a server's is left to `graphmodel schema`.

    Raises:
        QueryError: two places are given.
        StoreInvalid: the folder is not there, or is a file.
        AuthenticationFailed: no password could be had.
    """
    from graphmodel.world import World

    targets, user, database = place
    if targets and len(targets) > 1:
        raise QueryError(f"{' and '.join(targets)} are two places: give one of --graph, --into and --url, once.")
    target = targets[0] if targets else None
    if target is None:
        with World.connect() as world:
            loaded(world)
            yield world
        return
    server = "://" in target
    if not server and Path(target).is_file():
        raise StoreInvalid(f"{target} is a file: give a folder of the embedded engine, or the URL of a server.")
    if not server and not create and not Path(target).is_dir():
        raise StoreInvalid(f"There is no folder {target}: make it with `graphmodel load --into {target}`.")
    schema = None if server or write or create else "off"
    with World.connect(target, auth=_auth(user) if server else None, database=database, schema=schema) as world:
        yield world


def loaded(world: World) -> None:
    """Load the curated world, with a progress bar where somebody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("Building the curated world"),
        BarColumn(),
        TextColumn("{task.fields[kind]}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None, kind="")
        world.load_seeds(progress=lambda kind, done, total: bar.update(task, completed=done, total=total, kind=kind))


def _auth(user: str | None) -> tuple[str, str] | None:
    password = os.environ.get(PASSWORD)
    if password is not None:
        return user or "neo4j", password
    if user is None:
        return None
    if not sys.stdin.isatty():
        raise AuthenticationFailed(f"No password for {user}: set {PASSWORD}, or run this in a terminal to be asked.")
    from getpass import getpass

    return user, getpass(f"Password of {user}: ")
