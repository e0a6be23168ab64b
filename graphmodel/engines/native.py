"""ArcadeDB in this process: its library, its log, and one server with a Bolt listener on loopback for each folder.

The engine is a native library (no Java) whose threads live in this process. Everything it writes beside the data (users file,
logs) goes to a private temporary folder, so the data folder never holds a password, not even a hashed one.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from graphmodel.errors import EngineUnavailable, StoreInvalid

NAME = "arcadedb"
DATABASE = "graph"
USER = "root"
HOST = "127.0.0.1"

_PORT_TRIES = 20


class _Database(Protocol):
    def set_wal_flush(self, mode: str) -> None: ...


class _Server(Protocol):
    _started: bool

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def create_database(self, name: str) -> _Database: ...
    def get_database(self, name: str) -> _Database: ...


class Library(Protocol):
    """The part of the ``arcadedb`` package that is used, which has no types of its own."""

    ENGINE_VERSION: str
    ArcadeDBError: type[Exception]

    def create_server(
        self, root_path: str, root_password: str, config: Mapping[str, Any]
    ) -> _Server: ...


def load_library() -> Library:
    """Import the engine. Raises EngineUnavailable where it has no build."""
    try:
        import arcadedb
    except ImportError as error:
        raise EngineUnavailable(
            f"The embedded engine is not available here: {error}. Its package 'arcadedb' is built for Linux (x86-64, arm64), "
            "macOS (arm64) and Windows (x64). Connect to a Neo4j server by URL instead, for example "
            "connect('neo4j://localhost:7687', auth=('neo4j', ...))."
        ) from error
    return cast("Library", arcadedb)


class Server:
    """One running server with one database, ``graph``, over one data folder.

    ``data`` belongs to the caller, who holds its lock; ``private`` is a folder nobody else can read. ``create`` makes the
    database, otherwise it must be there. Raises EngineUnavailable when the engine does not start, StoreInvalid when the data
    cannot be opened.
    """

    def __init__(
        self,
        library: Library,
        data: Path,
        private: Path,
        *,
        create: bool,
        wal_flush: str,
    ) -> None:
        self.password = secrets.token_urlsafe(32)
        self._library = library
        self._server, self.port = self._start(data, private)
        try:
            self._open_database(data.parent, create=create, wal_flush=wal_flush)
        except BaseException:
            self._server.stop()
            raise

    def stop(self) -> None:
        """Stop listening, close the database, end the threads."""
        self._server.stop()

    def abandon(self) -> None:
        """In a forked child the engine's threads do not exist: make sure that nothing, no finalizer either, calls into it."""
        self._server._started = False  # pyright: ignore[reportPrivateUsage] - its finalizer would call stop(), and hang

    def _start(self, data: Path, private: Path) -> tuple[_Server, int]:
        reason: Exception | None = None
        for _ in range(_PORT_TRIES):
            port = _free_port()
            server = self._library.create_server(
                str(private),
                self.password,
                config={
                    "host": HOST,
                    "http_port": "0",  # it cannot be left out; any free port of loopback, behind the same password
                    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                    "bolt.host": HOST,
                    "bolt.port": port,
                    "server.databaseDirectory": str(data),
                    "server.databaseLoadAtStartup": False,  # opened below, where its errors can be told apart
                    # Slow hashing guards weak passwords; this one has 256 random bits, and each connection pays for it.
                    "server.saltIterations": 1,
                },
            )
            try:
                with _quiet():
                    server.start()
                return server, port
            except self._library.ArcadeDBError as error:
                reason = error
                if "Unable to listen" not in str(error):
                    break  # anything but a port that was taken since we looked
            except OSError as error:
                reason = error
                break
        raise EngineUnavailable(
            f"The embedded engine did not start: {_first_line(reason)}. Connect to a Neo4j server by URL instead, or report this."
        ) from reason

    def _open_database(self, folder: Path, *, create: bool, wal_flush: str) -> None:
        try:
            database = (
                self._server.create_database(DATABASE)
                if create
                else self._server.get_database(DATABASE)
            )
            database.set_wal_flush(wal_flush)
        except self._library.ArcadeDBError as error:
            raise StoreInvalid(
                f"The graph in '{folder}' cannot be opened: {_first_line(error)}. Its files are damaged or incomplete; "
                "restore the folder from a backup, or open another one. Nothing was deleted.",
                folder=folder,
            ) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _first_line(error: Exception | None) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")


_log_folder: str | None = None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the engine's log off the terminal and out of the user's folders; ARCADEDB_LOG_DIR and _CONSOLE still win.

    The engine reads both when its library is loaded, once for the process, by the first server that starts.
    """
    global _log_folder
    settings = {"ARCADEDB_LOG_CONSOLE": "0"}
    if "ARCADEDB_LOG_DIR" not in os.environ:
        if _log_folder is None:
            _log_folder = tempfile.mkdtemp(prefix="graphmodel-log-")
            atexit.register(_remove_log, _log_folder, os.getpid())
        settings["ARCADEDB_LOG_DIR"] = _log_folder
    added = {name: value for name, value in settings.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _remove_log(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # not in a forked child: its parent goes on logging
        shutil.rmtree(folder, ignore_errors=True)
