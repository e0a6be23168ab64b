"""Turns at writing, for engines where two transactions that merge one new relationship at once would make two."""

from __future__ import annotations

import asyncio
import threading
import time

from graphmodel.errors import Conflict, WriteError

PATIENCE = 60.0
"""Seconds that a transaction waits for the one before it."""
_PAUSE = 0.005


class Turns:
    """One writer at a time, among all graphs on one embedded engine: threads and tasks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: object = None

    def take(self) -> None:
        """Wait for the turn.

        Raises:
            WriteError: when the one who asks has it already, so that waiting would never end.
            Conflict: when another transaction does not end.
        """
        self._refuse_again()
        if not self._lock.acquire(timeout=PATIENCE):
            raise _endless()
        self._owner = _caller()

    async def take_async(self) -> None:
        """As `take`, for a task: others run meanwhile."""
        self._refuse_again()
        deadline = time.monotonic() + PATIENCE
        while not self._lock.acquire(blocking=False):  # threads and tasks of any loop wait for the same turn
            if time.monotonic() > deadline:
                raise _endless()
            await asyncio.sleep(_PAUSE)
        self._owner = _caller()

    def give_back(self) -> None:
        """Let the next one write."""
        self._owner = None
        self._lock.release()

    def _refuse_again(self) -> None:
        if self._owner is not None and self._owner == _caller():
            raise WriteError(
                "A session is writing here already, and the embedded engine has one writer at a time: "
                "write through that session, or end it first."
            )


def _endless() -> Conflict:
    return Conflict(
        f"Another transaction of this process has been writing for {PATIENCE:.0f} seconds: "
        "end its session, then run this again."
    )


def _caller() -> object:
    """The task, or the thread where none runs."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    return task if task is not None else threading.get_ident()
