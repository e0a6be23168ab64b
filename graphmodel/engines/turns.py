"""Turns at writing, for engines where two transactions that merge one new relationship at once would make two."""

from __future__ import annotations

import threading

from graphmodel.errors import Conflict

PATIENCE = 60.0
"""Seconds that a transaction waits for the one before it."""


class Turns:
    """One writer at a time, among all graphs on one embedded engine. A thread that has its turn may take it again."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def take(self) -> None:
        """Wait for the turn.

        Raises:
            Conflict: when another transaction does not end.
        """
        if not self._lock.acquire(timeout=PATIENCE):
            raise Conflict(
                f"Another transaction of this process has been writing for {PATIENCE:.0f} seconds: "
                "end its session, then run this again."
            )

    def give_back(self) -> None:
        """Let the next one write."""
        self._lock.release()
