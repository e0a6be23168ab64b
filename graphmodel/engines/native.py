"""ArcadeDB in this process: its library, its log, and one server with a Bolt listener on loopback for each folder.

The engine is a native library (no Java) whose threads live in this process. Everything it writes beside the data (users
file, logs) goes to a private temporary folder, so the data folder never holds a password, not even a hashed one.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from graphmodel.engines.accounts import HASH_ITERATIONS, Accounts
from graphmodel.engines.private import process_folder
from graphmodel.errors import EngineUnavailable, StoreInvalid

NAME = "arcadedb"
DATABASE = "graph"
HOST = "127.0.0.1"

_PORT_TRIES = 20


class _Counted(Protocol):
    def get(self, name: str) -> Any: ...


class _Database(Protocol):
    def set_wal_flush(self, mode: str) -> None: ...
    def query(self, language: str, text: str) -> Iterable[_Counted]: ...


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

    def create_server(self, root_path: str, root_password: str, config: Mapping[str, Any]) -> _Server:
        """A server that is not started yet."""
        ...


def load_library() -> Library:
    """Import the engine.

    Raises:
        EngineUnavailable: it has no build for this platform, or is not installed.
    """
    try:
        import arcadedb  # pyright: ignore[reportMissingTypeStubs] - Library says what of it is used
    except ImportError as error:
        raise EngineUnavailable(
            f"The embedded engine is not available here: {error}. Its package 'arcadedb' is built for Linux "
            "(x86-64, arm64), macOS (arm64) and Windows (x64). Connect to a Neo4j server by URL instead, for example "
            "connect('neo4j://localhost:7687', auth=('neo4j', ...))."
        ) from error
    return cast("Library", arcadedb)


class Server:
    """One running server with one database, ``graph``, over one data folder.

    ``data`` belongs to the caller, who holds its lock; ``private`` is a folder nobody else can read. ``create`` makes
    the database, otherwise it must be there.

    Raises:
        EngineUnavailable: the engine does not start.
        StoreInvalid: the data cannot be opened.
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
        self.accounts = Accounts()
        self._library = library
        self._server, self.port = self._start(data, private)
        try:
            self._database = self._open_database(data, create=create, wal_flush=wal_flush)
        except BaseException:
            self._server.stop()
            raise

    def commits(self) -> int:
        """How many transactions have written since the start: counted when what they wrote can be read, whoever sent them."""
        (counted,) = self._database.query("sql", "SELECT writeTx FROM schema:stats")
        return int(counted.get("writeTx"))

    def stop(self) -> None:
        """Stop listening, close the database, end the threads."""
        self._server.stop()

    def abandon(self) -> None:
        """In a forked child, where the engine's threads do not exist: see to it that nothing calls into it."""
        # Its finalizer would call stop(), and hang.
        self._server._started = False  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  (a part of it)

    def _start(self, data: Path, private: Path) -> tuple[_Server, int]:
        self.accounts.write(private / "config")
        reason: Exception | None = None
        for _ in range(_PORT_TRIES):
            port = free_port()
            server = self._library.create_server(
                str(private),
                self.accounts.root_password,
                config={
                    "host": HOST,
                    "http_port": "0",  # it cannot be left out; any free port of loopback, behind the same password
                    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                    "bolt.host": HOST,
                    "bolt.port": port,
                    "server.databaseDirectory": str(data),
                    "server.databaseLoadAtStartup": False,  # opened below, where its errors can be told apart
                    "server.saltIterations": HASH_ITERATIONS,
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
            f"The embedded engine did not start: {_reason(reason)}. "
            "Connect to a Neo4j server by URL instead, or report this."
        ) from reason

    def _open_database(self, data: Path, *, create: bool, wal_flush: str) -> _Database:
        try:
            if create:
                database = self._server.create_database(DATABASE)
            else:
                _check_files(data / DATABASE)
                database = self._server.get_database(DATABASE)
            database.set_wal_flush(wal_flush)
            return database
        except (self._library.ArcadeDBError, _DamagedError) as error:
            raise StoreInvalid(
                f"The graph in '{data.parent}' cannot be opened: {_reason(error)}. "
                "Its files are damaged or incomplete; restore the folder from a backup, or open another one. "
                "Nothing was deleted.",
                folder=data.parent,
            ) from error


class _DamagedError(Exception):
    """Files of the database are missing or cannot be read."""


def _check_files(database: Path) -> None:
    """Find what the engine would pass over: it opens an empty graph without its schema, an empty type without its file.

    The files are made first, then the schema is replaced atomically: a killed process does not leave them so.
    """
    try:
        schema: Any = json.loads((database / "schema.json").read_text(encoding="utf-8"))
        buckets = {str(bucket) for kind in schema["types"].values() for bucket in kind["buckets"]}
        files = {path.name.split(".", 1)[0] for path in database.glob("*.bucket")}
    except FileNotFoundError:
        raise _DamagedError("its schema is missing") from None
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise _DamagedError("its schema cannot be read") from error
    if missing := sorted(buckets - files):
        raise _DamagedError(f"the files of {', '.join(missing)} are missing")


def free_port() -> int:
    """A port of loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _reason(error: Exception | None) -> str:
    """The first line of what the engine said, without its class names."""
    line = (str(error).strip().splitlines() or ["no reason given"])[0]
    return re.sub(r"\b(?:\w+\.){2,}(?=[A-Z]\w*(?:Exception|Error)\b)", "", line).rstrip(".")


def log_folder() -> Path:
    """Where the engine logs, until the process ends: it takes the folder when its library is loaded, and keeps it."""
    return process_folder() / "log"


@contextmanager
def _quiet() -> Generator[None]:
    """Keep the engine's log off the terminal and out of the user's folders; ARCADEDB_LOG_DIR and _CONSOLE still win."""
    settings = {"ARCADEDB_LOG_CONSOLE": "0", "ARCADEDB_LOG_DIR": str(log_folder())}
    added = {name: value for name, value in settings.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
