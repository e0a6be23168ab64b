"""The folder an embedded graph is kept in: its layout, its marker file, and the lock that one process at a time holds.

    alliances.graph/
        graphmodel.json    which engine and version wrote this, and whether its creation was finished
        graphmodel.lock    locked by the process that has it open, and holds its pid
        data/              the engine's own files

A folder is looked at before anything in it is touched: one that is not ours is refused and left as it was. The lock is
the operating system's, so it ends with its process however that ends; the file itself stays. No password is kept here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from graphmodel.errors import StoreInvalid, StoreLocked

MARKER = "graphmodel.json"
MARKER_DRAFT = "graphmodel.json.new"
LOCK = "graphmodel.lock"
DATA = "data"

FORMAT = 1
"""The layout described above. Counted up when it changes; a store of another format is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker file says."""

    engine: str
    engine_version: str
    created: bool  # False from the first byte written until the empty database stood complete
    format: int = FORMAT


def resolve(folder: Path | str) -> Path:
    """The one spelling of a folder: absolute, symlinks followed, ``~`` expanded.

    Raises:
        StoreInvalid: no folder can have this path.
    """
    given = os.fsdecode(folder)
    if not given:
        raise StoreInvalid(
            "The path of the graph's folder is empty. Name a folder, or none at all for a temporary graph."
        )
    try:
        return Path(os.path.realpath(Path(given).expanduser()))
    except (ValueError, OSError, RuntimeError) as error:
        raise StoreInvalid(f"{given!r} cannot be the path of a folder: {error}. Use another path.") from error


class Store:
    """A folder that this process holds. Made by :func:`claim`, given back by :meth:`release`."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._lock: int | None = lock

    @property
    def data(self) -> Path:
        """Where the engine keeps its files."""
        return self.folder / DATA

    def is_at(self, folder: Path) -> bool:
        """Whether ``folder`` is this very store, by the identity of the lock file and not by its spelling."""
        if self._lock is None:
            return False
        try:
            return os.path.samestat((folder / LOCK).stat(), os.fstat(self._lock))
        except OSError:
            return False

    def begin(self, engine: str, engine_version: str) -> bool:
        """Make the folder ready for this engine; True when the database is yet to be created.

        Raises:
            StoreInvalid: another engine or a newer version wrote it, it is incomplete, or cannot be written to.
        """
        marker = read_marker(self.folder)
        if marker is not None and marker.created:
            _check_versions(self.folder, marker, engine, engine_version)
            if not self.data.is_dir():
                raise StoreInvalid(
                    f"The graph in '{self.folder}' has lost its folder '{DATA}'. Restore it from a backup, "
                    "or remove the whole folder to begin anew.",
                    folder=self.folder,
                )
            if marker.engine_version != engine_version:
                # From now on only this version and later ones can be trusted to read it.
                self._write_marker(Marker(engine, engine_version, created=True))
            return False
        try:
            # New, or its creation was killed before the graph was handed to anyone: there is nothing to lose in it.
            if self.data.exists():
                shutil.rmtree(self.data)
            self._write_marker(Marker(engine, engine_version, created=False))
            self.data.mkdir()
        except OSError as error:
            raise _unusable(self.folder, error) from error
        return True

    def finish(self, engine: str, engine_version: str) -> None:
        """Note that the empty database stands complete."""
        self._write_marker(Marker(engine, engine_version, created=True))

    def release(self) -> None:
        """Give the folder back. Its files stay."""
        if self._lock is not None:
            lock, self._lock = self._lock, None
            _unlock(lock)
            os.close(lock)

    def abandon(self) -> None:
        """In a forked child: forget the folder without taking the lock from the parent, which shares it."""
        if self._lock is not None:
            lock, self._lock = self._lock, None
            os.close(lock)

    def _write_marker(self, marker: Marker) -> None:
        draft = self.folder / MARKER_DRAFT
        content = {
            "graphmodel": "store",
            "format": marker.format,
            "engine": marker.engine,
            "engine_version": marker.engine_version,
            "created": marker.created,
        }
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(content, file, indent=2)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / MARKER)
        except OSError as error:
            raise _unusable(self.folder, error) from error


def claim(folder: Path) -> Store:
    """Lock ``folder`` (as :func:`resolve` gave it) for this process, making it when it is missing.

    Raises:
        StoreInvalid: it is a file, holds something else, or cannot be made or written to. It is left as it was.
        StoreLocked: another process holds it.
    """
    read_marker(folder)  # before anything is written: what is not ours is not touched
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except FileNotFoundError as error:
        raise StoreInvalid(
            f"The graph's folder '{folder}' cannot be made: '{folder.parent}' does not exist. Create that first.",
            folder=folder,
        ) from error
    except OSError as error:
        raise _unusable(folder, error) from error
    try:
        try_lock(lock)
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        return Store(folder, lock)
    except HeldError:
        pid = _holder(lock)
        os.close(lock)
        who = f"another process (pid {pid})" if pid else "another process"
        raise StoreLocked(
            f"The graph in '{folder}' is held by {who}. Close it there, or open another folder.",
            folder=folder,
            pid=pid,
        ) from None
    except OSError as error:
        os.close(lock)
        raise _unusable(folder, error) from error


def read_marker(folder: Path) -> Marker | None:
    """The marker in ``folder``, or None when the folder is missing, empty, or was left before its marker was written.

    Raises:
        StoreInvalid: it is not a folder, holds something else, or its marker cannot be understood.
    """
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        what = "is a file" if folder.exists() else "lies below a file"
        raise StoreInvalid(
            f"A graph is kept in a folder, but '{folder}' {what}. Name another path.",
            folder=folder,
        ) from error
    except OSError as error:
        raise _unusable(folder, error) from error
    if MARKER not in names:
        if names <= {LOCK, MARKER_DRAFT}:
            return None
        raise StoreInvalid(
            f"'{folder}' is not empty and holds no graph of graphmodel ('{MARKER}' is missing). "
            "Name an empty or a new folder; nothing in this one was changed.",
            folder=folder,
        )
    return _parse_marker(folder)


def _parse_marker(folder: Path) -> Marker:
    try:
        content: object = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except OSError as error:
        raise _unusable(folder, error) from error
    except ValueError as error:
        raise _unreadable(folder) from error
    if not isinstance(content, dict):
        raise _unreadable(folder)
    match cast("dict[str, object]", content):
        case {"graphmodel": "store", "format": int(number)} if number != FORMAT:
            raise StoreInvalid(
                f"The graph in '{folder}' has format {number}, and this version of graphmodel reads format {FORMAT}. "
                "Open it with the version that wrote it, or export it there and load it into a new folder.",
                folder=folder,
            )
        case {
            "graphmodel": "store",
            "format": int(),
            "engine": str(engine),
            "engine_version": str(version),
            "created": bool(created),
        }:
            return Marker(engine, version, created)
        case _:
            raise _unreadable(folder)


def _check_versions(folder: Path, marker: Marker, engine: str, engine_version: str) -> None:
    if marker.engine != engine:
        raise StoreInvalid(
            f"The graph in '{folder}' was written by the engine {marker.engine!r}, and this one is {engine!r}. "
            "Open it with the version of graphmodel that wrote it.",
            folder=folder,
        )
    if _version(marker.engine_version) > _version(engine_version):
        raise StoreInvalid(
            f"The graph in '{folder}' was written by {engine} {marker.engine_version}, which is newer than the "
            f"{engine_version} installed here. Upgrade graphmodel and {engine}, or open another folder.",
            folder=folder,
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _unreadable(folder: Path) -> StoreInvalid:
    return StoreInvalid(
        f"'{folder / MARKER}' cannot be understood, so it is not known what wrote this folder. "
        "Restore the file from a backup, or open another folder.",
        folder=folder,
    )


def _unusable(folder: Path, error: OSError) -> StoreInvalid:
    reason = error.strerror or str(error)
    return StoreInvalid(
        f"The graph's folder '{folder}' cannot be used: {reason}. "
        "Check its permissions and the disk, or name another folder.",
        folder=folder,
    )


# --- the operating system's file lock ---------------------------------------------------------------------------------


class HeldError(Exception):
    """Somebody else has the lock."""


if sys.platform == "win32":
    import msvcrt

    # A lock on Windows also keeps others from reading: so it lies far behind the pid.
    _BYTE = 1 << 20

    def try_lock(file: int) -> None:
        """Lock an open file, or raise HeldError at once."""
        os.lseek(file, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise HeldError from error
        finally:
            os.lseek(file, 0, os.SEEK_SET)

    def _unlock(file: int) -> None:
        os.lseek(file, _BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: int) -> None:
        """Lock an open file, or raise HeldError at once."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HeldError from error

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _holder(file: int) -> int | None:
    try:
        os.lseek(file, 0, os.SEEK_SET)
        return int(os.read(file, 32))
    except (OSError, ValueError):
        return None
