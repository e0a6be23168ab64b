"""The world that a shell works on: what it does there can be stopped with Ctrl-C, and the shell goes on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from graphmodel.cli.places import Found, loaded

if TYPE_CHECKING:
    from graphmodel.world import World

T = TypeVar("T")


class Stopped(Exception):
    """The user has stopped what was being done."""


class Working:
    """A world whose statements are those of an event loop, so that they can be cancelled.

    Args:
        where: which world; the curated one is built first.
    """

    def __init__(self, where: Found) -> None:
        from graphmodel.async_world import AsyncWorld

        self._loop = asyncio.new_event_loop()
        try:
            self._world = self._run(AsyncWorld.connect(where.target, **where.options))
            if where.target is None:
                self.do(loaded)
        except BaseException:
            self._loop.close()
            raise
        self.stays = where.target is not None
        # The embedded engine has no way to end a statement: neither RESET nor a closed connection nor a time limit does.
        self.ends = "://" in (where.target or "")
        """Whether a statement that is stopped ends there and then."""
        self.name = where.target or "curated world"

    def do(self, work: Callable[[World], T]) -> T:
        """Do something with the world.

        Raises:
            Stopped: by Ctrl-C. The statement that was under way is cancelled; where not `ends` it goes on for nobody.
        """
        return self._run(self._world.in_thread(work))

    def _run(self, waiting: Any) -> Any:
        task = self._loop.create_task(waiting)

        def stop(_signal: int, _frame: object) -> None:
            self._loop.call_soon_threadsafe(task.cancel)

        before = signal.signal(signal.SIGINT, stop)
        try:
            return self._loop.run_until_complete(task)
        except asyncio.CancelledError:
            raise Stopped from None
        finally:
            signal.signal(signal.SIGINT, before)

    def close(self) -> None:
        """Close the world."""
        self._loop.run_until_complete(self._world.close())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
