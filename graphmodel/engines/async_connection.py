"""The way to one database for tasks: what `connection` has, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import neo4j

from graphmodel.engines.answers import (
    CHUNK,
    RACES,
    check,
    check_open,
    drivers_own,
    part,
    pause_before_again,
    result,
    to_begin,
)
from graphmodel.engines.capabilities import Capabilities
from graphmodel.engines.pools import Pool
from graphmodel.engines.tasks import Access, Task
from graphmodel.engines.tracing import Traced, observed
from graphmodel.engines.translate import DRIVER_ERRORS, unsendable
from graphmodel.engines.turns import Turns
from graphmodel.errors import EngineError, GraphModelError
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

T = TypeVar("T")


@dataclass(slots=True)
class AsyncConnection(Pool):
    """A pool of connections to one database, for one event loop."""

    async def run(self, task: Task[T]) -> T:
        """Run a task in a transaction of its own, again on a transient conflict."""
        if task.apart:
            return await drive_async(task.program(self.capabilities), self._apart)
        if task.alone is not None and task.commits and self.capabilities.refuses_inner_commits:
            return await self._alone(task.alone, task.access)
        if (
            task.alone is not None
            and self.timeout is None
            and (task.access == "read" or self.capabilities.atomic_auto_commit)
        ):
            try:
                return await self._alone(task.alone, task.access)
            except EngineError as error:
                if not to_begin(error):
                    raise
        if task.access == "read":
            return await self._managed(lambda transaction: transaction.run(task), "read", guarded=task.by_hand)
        return await self.write(lambda transaction: transaction.run(task))

    async def _alone(self, statement: Statement[T], access: Access) -> T:
        try:
            async with self._session(access, guarded=False) as session:
                return await AsyncTransaction(self, session, access).execute(statement)
        finally:
            self.written.times += access == "write"

    async def _apart(self, statement: Statement[T]) -> T:
        return await self._managed(lambda transaction: transaction.execute(statement), "write", guarded=False)

    async def write(self, work: Callable[[AsyncTransaction], Awaitable[T]]) -> T:
        """Run work in one transaction, again as a whole on a transient conflict: it must do nothing else that matters."""
        if self.turns is None:
            return await self._write(work)
        await self.turns.take_async()
        try:
            return await self._write(work)
        finally:
            self.turns.give_back()

    async def _write(self, work: Callable[[AsyncTransaction], Awaitable[T]]) -> T:
        for attempt in range(RACES):
            try:
                return await self._managed(work, "write", guarded=False)
            except GraphModelError as error:
                pause = pause_before_again(error, attempt, self.capabilities)
                if pause is None:
                    raise
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def stream(self, statement: Statement[list[T]]) -> AsyncGenerator[T]:
        """The rows of a read, in a transaction that ends with them. It is not run again."""
        async with await self.begin("read", guarded=statement.by_hand) as transaction:
            async with aclosing(transaction.stream(statement)) as rows:
                async for row in rows:
                    yield row
            await transaction.commit()

    async def begin(self, access: Access = "write", *, guarded: bool = False) -> OpenAsyncTransaction:
        """An explicit transaction, which is never run twice."""
        session = self._session(access, guarded=guarded or access == "read")
        try:
            transaction = await session.begin_transaction(timeout=self.timeout)
        except DRIVER_ERRORS as error:
            await session.close()
            raise self.failed(error, "begin") from None
        except asyncio.CancelledError:
            await _kill(session)
            raise
        return OpenAsyncTransaction(self, transaction, session, access)

    async def bookmarks(self) -> list[str]:
        """What a session elsewhere must wait for, to see all that was written here."""
        return sorted(await self.driver.execute_query_bookmark_manager.get_bookmarks())

    async def mark(self) -> str:
        """As `Connection.mark`."""
        if self.commits is not None:
            return str(self.commits())
        try:
            async with self._session("read", guarded=False) as session:
                await (await session.run("RETURN 1 AS one")).consume()
                return " ".join(sorted((await session.last_bookmarks()).raw_values))
        except DRIVER_ERRORS as error:
            raise self.failed(error, "mark") from None

    async def close(self) -> None:
        """Close the pool, and the engine if it is embedded. Again is no error."""
        if not self.closed:
            self.closed = True
            if self.parent is None:
                await self.driver.close()
                await asyncio.to_thread(self.on_close)

    def _session(self, access: Access, *, guarded: bool) -> neo4j.AsyncSession:
        return self.driver.session(**self.session_options(access, guarded=guarded))

    async def _managed(self, work: Callable[[AsyncTransaction], Awaitable[T]], access: Access, *, guarded: bool) -> T:
        latest: AsyncTransaction | None = None

        async def run(managed: neo4j.AsyncManagedTransaction) -> T:
            nonlocal latest
            latest = AsyncTransaction(self, managed, access)
            try:
                return await work(latest)
            except EngineError as error:
                # The driver decides by its own errors whether to run this again.
                if (own := drivers_own(error)) is not None:
                    raise own from None
                raise

        try:
            async with self._session(access, guarded=guarded) as session:
                timeout = self.timeout  # decorating takes a while, and says nothing without one
                decorated = run if timeout is None else neo4j.unit_of_work(timeout=timeout)(run)
                if access == "read":
                    return await session.execute_read(decorated)
                try:
                    return await session.execute_write(decorated)
                finally:
                    self.written.times += 1
        except DRIVER_ERRORS as error:
            raise self.failed(error, latest.last if latest is not None else None) from None


class AsyncTransaction:
    """One transaction, in which tasks run. Who opened it ends it."""

    def __init__(
        self,
        connection: AsyncConnection,
        transaction: neo4j.AsyncTransaction | neo4j.AsyncManagedTransaction | neo4j.AsyncSession,
        access: Access,
    ) -> None:
        self._connection, self._transaction, self._access = connection, transaction, access
        self.last: Statement[Any] | None = None
        self.writes = 0
        """How many statements were sent that may have written."""

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        return self._connection.capabilities

    async def run(self, task: Task[T]) -> T:
        """Run a task in this transaction."""
        if task.apart:
            return await self._connection.run(task)
        return await drive_async(task.program(self.capabilities), self.execute)

    async def execute(self, statement: Statement[T]) -> T:
        """Run one statement in this transaction. Raises as `Transaction.execute`."""
        async with self._sent(statement) as (answer, traced):
            rows = [record.values() async for record in answer]
            summary = await answer.consume()
            found = result(statement, answer.keys(), rows, summary, traced, reads=self._reads(statement))
        return statement.decode(found)

    def _reads(self, statement: Statement[Any]) -> bool:
        return self._access == "read" or statement.reads

    async def stream(self, statement: Statement[list[T]]) -> AsyncGenerator[T]:
        """The rows of a statement as they come."""
        async with self._sent(statement) as (answer, traced):
            columns = answer.keys()
            while rows := [record.values() for record in await answer.fetch(CHUNK)]:
                traced.rows += len(rows)
                for row in statement.decode(part(columns, rows)):
                    yield row
            result(statement, columns, (), await answer.consume(), traced, reads=self._reads(statement))

    @asynccontextmanager
    async def _sent(self, statement: Statement[Any]) -> AsyncGenerator[tuple[neo4j.AsyncResult, Traced]]:
        check(statement, self.capabilities)
        self.last = statement
        self.writes += not statement.reads
        at = self._connection
        with observed(statement, at, database=at.options.database, values=at.options.log_values) as traced:
            try:
                try:
                    text: Any = statement.text
                    if at.timeout is not None and isinstance(self._transaction, neo4j.AsyncSession):
                        text = neo4j.Query(text, timeout=at.timeout)
                    answer = await self._transaction.run(text, dict(statement.parameters))
                except (ValueError, TypeError, OverflowError) as error:
                    raise unsendable(error, statement.name) from None
                yield answer, traced
            except DRIVER_ERRORS as error:
                raise at.failed(error, statement) from None


class OpenAsyncTransaction(AsyncTransaction):
    """An explicit transaction, from `AsyncConnection.begin`. In an `async with` block it rolls back unless it was committed."""

    def __init__(
        self,
        connection: AsyncConnection,
        transaction: neo4j.AsyncTransaction,
        session: neo4j.AsyncSession,
        access: Access,
    ) -> None:
        super().__init__(connection, transaction, access)
        self._open, self._session = transaction, session
        self._turns: Turns | None = None

    async def run(self, task: Task[T]) -> T:
        """Run a task in this transaction."""
        if task.merges and self._turns is None and self._connection.turns is not None:
            await self._connection.turns.take_async()
            self._turns = self._connection.turns
        return await super().run(task)

    async def execute(self, statement: Statement[T]) -> T:
        """Run one statement in this transaction. Raises as `OpenTransaction.execute`."""
        check_open(statement, self.capabilities)
        return await super().execute(statement)

    async def commit(self) -> None:
        """Make it last, and end it. Raises as `OpenTransaction.commit`."""
        await self._finish(self._open.commit, "commit")
        self._connection.written.times += 1

    async def rollback(self) -> None:
        """Undo it, and end it. Again is no error."""
        await self._finish(self._open.rollback, "rollback", again=True)

    async def _finish(self, end: Callable[[], Awaitable[None]], name: str, *, again: bool = False) -> None:
        try:
            if not (again and self._open.closed()):
                await end()
            await self._session.close()
        except DRIVER_ERRORS as error:
            await self._session.close()
            raise self._connection.failed(error, name) from None
        except asyncio.CancelledError:
            await _kill(self._session)
            raise
        finally:
            if self._turns is not None:
                self._turns.give_back()
                self._turns = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.rollback()


async def _kill(session: neo4j.AsyncSession) -> None:
    """Close its connection at once, so that the server ends the transaction."""
    session.cancel()
    await session.close()  # which waits for nothing then


async def drive_async(program: Generator[Any, Any, T], execute: Callable[[Any], Awaitable[Any]]) -> T:
    """Run a program to its end, with what runs a statement. As `drive`."""
    try:
        statement = next(program)
        while True:
            try:
                answer = await execute(statement)
            except Exception as error:  # noqa: BLE001  (the program sees it where it asked)
                statement = program.throw(error)
            else:
                statement = program.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
