"""The embedded engine: a graph in a folder, or in none, without a server to install.

It is opened here and then driven over Bolt by the official driver like any server, so that there is one code path, one
set of types and one set of errors.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from graphmodel.engines import native, private, store
from graphmodel.engines.turns import Turns
from graphmodel.errors import EngineUnavailable, GraphClosed, StoreInvalid

# A graph on disk has its log flushed (fdatasync) before a commit is acknowledged. The promise: a commit
# outlives its process (kill -9; tested, and true without the flush too). The flush is for a power cut, which is not
# tested and so not promised. Its price by benchmarks/durability.py, as ratios to no flush: single commits 1.9 (0.9 ms
# against 0.5), one commit of 10,000 nodes 1.0. "yes_full" costs the same and adds only the file's times.
WAL_FLUSH = "yes_nometadata"
WAL_FLUSH_TEMPORARY = "no"  # it ends with the process anyway


class EmbeddedEngine:
    """A handle on a running embedded engine, from :func:`open_embedded`. Close it, or use it in a ``with`` block.

    Several handles on one folder share one engine; the last one closed stops it. What is left open is closed when the
    interpreter exits. In a forked child a handle is closed: open what is needed there, or start the child by ``spawn``.
    """

    def __init__(self, running: _Running) -> None:
        self._running = running
        self._closed = False

    @property
    def url(self) -> str:
        """``bolt://127.0.0.1:PORT``, reachable from this machine only. Raises GraphClosed after the end."""
        return f"bolt://{native.HOST}:{self._open().server.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password. The password is random and new at each opening. Raises GraphClosed after the end."""
        return self._open().server.accounts.root

    @property
    def turns(self) -> Turns:
        """The turns that those who write to this engine take."""
        return self._running.turns

    @property
    def reader(self) -> tuple[str, str]:
        """User and password of one who may only read, to whom the engine refuses every write. Raises GraphClosed.

        For ``driver.session(auth=engine.reader)``: the driver's read access mode alone is not enforced by this engine.
        """
        return self._open().server.accounts.reader

    def commits(self) -> int:
        """How many transactions have written since it started, by whatever handle or driver. Raises GraphClosed."""
        return self._open().server.commits()

    @property
    def writer(self) -> tuple[str, str]:
        """User and password of one who may write, but not change the schema: nor make a label that is new. Raises GraphClosed."""
        return self._open().server.accounts.writer

    @property
    def database(self) -> str:
        """The name of the one database."""
        return native.DATABASE

    @property
    def folder(self) -> Path:
        """Where the graph is kept, symlinks followed; a temporary folder is removed at close."""
        return self._running.store.folder

    @property
    def temporary(self) -> bool:
        """Whether the graph ends with the engine."""
        return self._running.temporary

    @property
    def closed(self) -> bool:
        """Whether this handle was closed; others on the same folder may be open."""
        return self._closed or self._running not in _process.running

    def close(self) -> None:
        """Let go of the engine; the last handle stops it and gives the folder back. Again is no error."""
        with _process.guard:
            if self.closed:
                return
            self._closed = True
            self._running.handles -= 1
            if self._running.handles == 0:
                self._running.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        where = "temporary" if self.temporary else f"'{self.folder}'"
        return f"<EmbeddedEngine {where}{' closed' if self.closed else ''}>"

    def _open(self) -> _Running:
        if self.closed:
            raise GraphClosed(f"The embedded engine of '{self.folder}' is closed here. Open it again.")
        return self._running


def open_embedded(folder: Path | str | None = None) -> EmbeddedEngine:
    """Open the graph in ``folder``, creating it when the folder is missing or empty; with None a temporary one.

    The same folder opened again in this process, however it is spelt, is the same engine. Safe to call from several
    threads. What was committed to a folder outlives the process, however it ends. Write in transactions: a statement
    outside of one (``session.run``) is not one commit in this engine, and not undone when it fails half-way.

    Raises:
        StoreLocked: another process holds the folder.
        StoreInvalid: it is a file, holds something else, is damaged, of another version, or cannot be written to.
        EngineUnavailable: there is no engine for this platform, or it does not start (in a forked child, for one).

    >>> with open_embedded() as engine:
    ...     engine.url.startswith("bolt://127.0.0.1:")
    True
    """
    if _process.loaded_by not in (None, os.getpid()):
        raise EngineUnavailable(
            "The embedded engine cannot run in a forked child of a process that has used it "
            f"(pid {_process.loaded_by}). Start the child by 'spawn' (multiprocessing.get_context('spawn')), "
            "or fork before the first graph is opened."
        )
    library = native.load_library()
    path = None if folder is None else store.resolve(folder)
    with _process.guard:
        for running in _process.running:
            if path is not None and running.store.is_at(path):
                running.handles += 1
                return EmbeddedEngine(running)
            if running.store.folder == path:
                raise StoreInvalid(
                    f"The folder '{path}' was removed or replaced while its graph was open in this process. "
                    "Close that graph first.",
                    folder=path,
                )
        _process.loaded_by = os.getpid()
        running = _Running(library, path)
        _process.running.append(running)
        return EmbeddedEngine(running)


class _Running:
    """One engine that runs: its folder, its server, its private files, and how many handles are open on it."""

    def __init__(self, library: native.Library, folder: Path | None) -> None:
        self.temporary = folder is None
        self.turns = Turns()
        self.handles = 1
        self._private = private.new_folder()  # the users file and, when the graph is temporary, the data lie in it
        try:
            self.store = store.claim(self._private / "graph" if folder is None else folder)
            try:
                self.server = self._serve(library)
            except BaseException:
                self.store.release()
                raise
        except BaseException:
            self._remove_private()
            raise

    def _serve(self, library: native.Library) -> native.Server:
        version = library.ENGINE_VERSION
        create = self.store.begin(native.NAME, version)
        wal_flush = WAL_FLUSH_TEMPORARY if self.temporary else WAL_FLUSH
        server = native.Server(
            library,
            self.store.data,
            self._private / "server",
            create=create,
            wal_flush=wal_flush,
        )
        if create:
            try:
                self.store.finish(native.NAME, version)
            except BaseException:
                server.stop()
                raise
        return server

    def stop(self) -> None:
        _process.running.remove(self)
        try:
            self.server.stop()
        finally:
            self.store.release()
            self._remove_private()

    def _remove_private(self) -> None:
        shutil.rmtree(self._private, ignore_errors=True)


class _Process:
    """What runs in this process. A forked child has the parent's memory but not the engine's threads."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.running: list[_Running] = []
        self.loaded_by: int | None = None  # the process that started the engine's threads

    def stop_all(self) -> None:
        with self.guard:
            while self.running:
                with contextlib.suppress(Exception):  # the interpreter is ending: nobody is left to be told
                    self.running[-1].stop()

    def forget_in_child(self) -> None:
        self.guard = threading.RLock()  # another thread of the parent may have held it
        for running in self.running:
            running.server.abandon()
            running.store.abandon()
        self.running.clear()


_process = _Process()
atexit.register(_process.stop_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_process.forget_in_child)
