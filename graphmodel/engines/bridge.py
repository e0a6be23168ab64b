"""An async connection for threads: what was written to wait runs beside an event loop, over the connections of that loop.

A thread hands each task to the loop and waits for it, so that statements are those of the async driver: they can be cancelled, and
what is computed from them keeps no other task waiting.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextvars import ContextVar
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from graphmodel.engines.answers import CHUNK
from graphmodel.engines.async_connection import AsyncConnection, AsyncTransaction, OpenAsyncTransaction
from graphmodel.engines.tasks import Access, Task
from graphmodel.errors import GraphClosed, QueryError
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from graphmodel.engines.answers import Options
    from graphmodel.engines.capabilities import Capabilities
    from graphmodel.engines.pools import Written

T = TypeVar("T")


class _Stopped(BaseException):
    """Goes up a thread whose work nobody waits for any more. No `Exception`, so that nothing on the way takes it for its own."""


class _Work:
    """What one thread does for one task of the loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[Future[Any]] = set()
        self._stopped = False

    def stop(self) -> None:
        """Cancel what it waits for; it ends there, or where it would wait next."""
        with self._lock:
            self._stopped = True
            waiting = [*self._waiting]
        for each in waiting:
            each.cancel()

    def began(self, future: Future[Any]) -> None:
        with self._lock:
            self._waiting.add(future)
            stopped = self._stopped
        if stopped:
            future.cancel()

    def ended(self, future: Future[Any]) -> None:
        with self._lock:
            self._waiting.discard(future)


_work: ContextVar[_Work | None] = ContextVar("_work", default=None)


class Bridge:
    """Stands where a `Connection` stands, for threads beside the event loop of an async connection."""

    def __init__(self, connection: AsyncConnection, loop: asyncio.AbstractEventLoop) -> None:
        self._connection, self._loop = connection, loop
        self._threads = ThreadPoolExecutor(thread_name_prefix="graphmodel")
        self._works: set[_Work] = set()

    async def do(self, work: Callable[[], T]) -> T:
        """Do something in a thread. When the task that awaits it is cancelled, so is the statement that it waits for."""
        if self.closed:
            raise GraphClosed(f"The graph at {self.url} is closed. Connect again.")
        own = _Work()
        context = contextvars.copy_context()
        context.run(_work.set, own)
        self._works.add(own)
        done = self._loop.run_in_executor(self._threads, context.run, work)
        done.add_done_callback(lambda done: self._works.discard(own) or done.cancelled() or done.exception())
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            own.stop()
            raise
        except _Stopped:
            raise GraphClosed(f"The graph at {self.url} was closed meanwhile.") from None

    async def end(self) -> None:
        """Stop what is being done, and wait for it."""
        for each in [*self._works]:
            each.stop()
        await asyncio.to_thread(self._threads.shutdown)

    # --- what a connection has -----------------------------------------------------------------------------------------

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        return self._connection.capabilities

    @property
    def options(self) -> Options:
        """What transactions are opened with."""
        return self._connection.options

    @property
    def url(self) -> str:
        """Where it leads."""
        return self._connection.url

    @property
    def closed(self) -> bool:
        """Whether the connection was closed."""
        return self._connection.is_closed

    @property
    def written(self) -> Written:
        """How often something may have been written."""
        return self._connection.written

    def mark(self) -> str:
        """As `Connection.mark`."""
        return self.wait(self._connection.mark())

    def run(self, task: Task[T]) -> T:
        """As `Connection.run`."""
        return self.wait(self._connection.run(task))

    def stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """As `Connection.stream`."""
        return self.each(self._connection.stream(statement))

    def begin(self, access: Access = "write", *, guarded: bool = False) -> BridgedTransaction:
        """As `Connection.begin`."""
        begun: list[OpenAsyncTransaction] = []

        async def begin() -> None:
            begun.append(await self._connection.begin(access, guarded=guarded))

        try:
            self.wait(begin())
        except _Stopped:
            for each in begun:  # it began, and nobody was told any more
                self.finish(each.rollback())
            raise
        return BridgedTransaction(begun[0], self)

    def write(self, work: Callable[[BridgedTransaction], T]) -> T:
        """As `Connection.write`. The work is done in this thread, for each transaction that the loop hands over."""
        handed: SimpleQueue[tuple[AsyncTransaction, asyncio.Future[T]] | None] = SimpleQueue()

        async def hand_over(transaction: AsyncTransaction) -> T:
            answer: asyncio.Future[T] = self._loop.create_future()
            handed.put((transaction, answer))
            return await answer

        written = self._start(self._connection.write(hand_over))
        written.add_done_callback(lambda _: handed.put(None))
        while (attempt := handed.get()) is not None:
            transaction, answer = attempt
            try:
                value = work(BridgedTransaction(transaction, self))
            except _Stopped:
                raise
            except BaseException as error:  # noqa: BLE001  (it is raised where the driver decides whether to try again)
                self._loop.call_soon_threadsafe(_raise_in, answer, error)
            else:
                self._loop.call_soon_threadsafe(_give_to, answer, value)
        return self._result(written)

    # --- waiting ---------------------------------------------------------------------------------------------------------

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What the loop makes of it.

        Raises:
            QueryError: in the thread of the loop itself, which would wait forever.
        """
        return self._result(self._start(work))

    def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """As `wait`, for what has to be done also where nobody waits for the rest any more."""
        return self._result(self._start(work, always=True))

    def each(self, found: AsyncGenerator[T]) -> Iterator[T]:
        """The items of an async generator, some at a time."""

        async def some() -> list[T]:
            items: list[T] = []
            async for each in found:
                items.append(each)
                if len(items) == CHUNK:
                    break
            return items

        async def end() -> None:
            await found.aclose()

        try:
            while items := self.wait(some()):
                yield from items
        finally:
            self.finish(end())

    def _start(self, work: Coroutine[Any, Any, T], *, always: bool = False) -> Future[T]:
        if _is_running(self._loop):
            work.close()
            raise QueryError(
                "This asks the graph and would keep the event loop waiting: put it into await world.in_thread(lambda world: ...)."
            )
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        own = _work.get()
        if own is not None and not always:
            own.began(future)
            future.add_done_callback(own.ended)
        return future

    def _result(self, future: Future[T]) -> T:
        try:
            return future.result()
        except (CancelledError, asyncio.CancelledError):
            raise _Stopped from None


class BridgedTransaction:
    """A transaction of the loop, for the thread that uses it. As `OpenTransaction`."""

    def __init__(self, transaction: AsyncTransaction, bridge: Bridge) -> None:
        self._transaction, self._bridge = transaction, bridge

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        return self._transaction.capabilities

    @property
    def last(self) -> Statement[Any] | None:
        """The statement that was sent last."""
        return self._transaction.last

    @property
    def writes(self) -> int:
        """How many statements were sent that may have written."""
        return self._transaction.writes

    def run(self, task: Task[T]) -> T:
        """Run a task in this transaction."""
        return self._bridge.wait(self._transaction.run(task))

    def stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """The rows of a statement as they come."""
        return self._bridge.each(self._transaction.stream(statement))

    def commit(self) -> None:
        """Make it last, and end it."""
        self._bridge.wait(cast("OpenAsyncTransaction", self._transaction).commit())

    def rollback(self) -> None:
        """Undo it, and end it. Again is no error."""
        self._bridge.finish(cast("OpenAsyncTransaction", self._transaction).rollback())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.rollback()


def _is_running(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False


def _give_to(answer: asyncio.Future[T], value: T) -> None:
    if not answer.done():
        answer.set_result(value)


def _raise_in(answer: asyncio.Future[Any], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
