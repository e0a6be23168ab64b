"""The folder for what an engine keeps beside its data (users, logs, temporary graphs): one a process, for its user.

It is removed when the interpreter ends. A process that was killed leaves it behind; the next one that starts an engine
knows by its lock that it is dead, and removes it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from functools import cache
from pathlib import Path

from graphmodel.engines.store import LOCK, HeldError, try_lock

_PREFIX = "graphmodel-engine-"


@cache
def process_folder() -> Path:
    """The folder of this process, made when first asked for."""
    _remove_dead()
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix=_PREFIX)))
    draft = folder / "lock.new"
    lock = os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)
    try_lock(lock)
    draft.rename(folder / LOCK)  # seen by others only when it is locked
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: os.close(lock))  # a child must not keep it alive
    _made.append((folder, os.getpid()))
    return folder


def new_folder() -> Path:
    """A new folder in it."""
    return Path(tempfile.mkdtemp(dir=process_folder()))


_made: list[tuple[Path, int]] = []


@atexit.register  # at import, so that it comes after the engines were stopped: the last registered runs first
def _remove_own() -> None:
    for folder, owner in _made:
        if os.getpid() == owner:  # not in a forked child: its parent goes on using it
            shutil.rmtree(folder, ignore_errors=True)


def _remove_dead() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            about = folder.lstat()
            if not stat.S_ISDIR(about.st_mode) or (hasattr(os, "geteuid") and about.st_uid != os.geteuid()):
                continue
            lock = os.open(folder / LOCK, os.O_RDWR)
        except OSError:
            continue
        try:
            try_lock(lock)
            shutil.rmtree(folder, ignore_errors=True)
        except (HeldError, OSError):
            pass  # alive
        finally:
            os.close(lock)
