"""`AsyncGraph`, `AsyncSession` and `connect_async`: the same names over the same core, awaited."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from graphmodel.engines.answers import Options
from graphmodel.engines.async_connection import AsyncConnection, AsyncTransaction, drive_async
from graphmodel.engines.tasks import Access, Task
from graphmodel.errors import GraphClosed, QueryError
from graphmodel.model import GraphObject
from graphmodel.schema import SchemaItem, unsupported
from graphmodel.sessions.async_operations import AsyncOperations
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.sessions.connecting import is_url, open_async_connection
from graphmodel.sessions.core import Objects, Operation
from graphmodel.sessions.report import MergeReport
from graphmodel.sessions.unit import UnitOfWork
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.engines.async_connection import OpenAsyncTransaction

T = TypeVar("T")


class AsyncSchema:
    """The constraints and indexes of a graph. As `Schema`, awaited."""

    def __init__(self, graph: AsyncGraph, catalog: Catalog) -> None:
        self._capabilities = graph._connection.capabilities  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (a part of it)
        self._do, self._catalog = graph._do, catalog  # noqa: SLF001  (a part of the graph)  # pyright: ignore[reportPrivateUsage]

    async def read(self) -> list[SchemaItem]:
        """What is there."""
        return await self._do(self._catalog.schema_read())

    async def plan(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models need and the graph lacks, of what its engine can have."""
        return await self._do(self._catalog.schema_plan(models))

    def unsupported(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models ask for and the engine cannot have: searching it raises NotSupported."""
        return unsupported(models, self._capabilities)

    async def apply(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """Make what is missing; gives what was made. Raises SchemaError when the data are against it."""
        return await self._do(self._catalog.schema_apply(models))

    async def check(self, *models: type[GraphObject]) -> None:
        """Raise SchemaError unless every uniqueness constraint of these models is there."""
        return await self._do(self._catalog.schema_check(models))


class AsyncGraph(AsyncOperations):
    """An open graph, from `connect_async`, for the tasks of one event loop. As `Graph`, awaited.

    Close it, or use it in an `async with` block. Tasks may share it.
    """

    def __init__(self, connection: AsyncConnection, catalog: Catalog) -> None:
        self._connection = connection
        self._core = self._catalog = catalog

    async def _do(self, operation: Operation[T]) -> T:
        return await drive_async(operation, self._connection.run)

    def _stream(self, statement: Statement[list[T]]) -> AsyncGenerator[T]:
        return self._connection.stream(statement)

    @property
    def schema(self) -> AsyncSchema:
        """Its constraints and indexes."""
        return AsyncSchema(self, self._catalog)

    @property
    def models(self) -> list[type[GraphObject]]:
        """The models that it has met."""
        return self._catalog.known()

    async def bookmarks(self) -> list[str]:
        """What a graph elsewhere must wait for to see all that was written and read here."""
        return await self._connection.bookmarks()

    async def learn(self, *models: type[GraphObject]) -> None:
        """Tell the graph of models before it meets them."""
        await self._do(self._catalog.meet(models, to_write=False))

    def using(
        self,
        *,
        database: str | None = None,
        impersonated_user: str | None = None,
        timeout: float | None = None,
        bookmarks: Sequence[str] | None = None,
    ) -> Self:
        """The same graph with other options. As `Graph.using`."""
        at = self._connection
        bound = tuple(bookmarks) if bookmarks is not None else None
        options = at.options.changed(
            database=database, impersonated_user=impersonated_user, timeout=timeout, bookmarks=bound
        )
        return type(self)(at.using(options), self._catalog if database is None else self._catalog.anew())

    def session(self, access: Access = "write") -> AsyncSession:
        """A unit of work, for an `async with` block. As `Graph.session`; its transaction begins with the block."""
        return AsyncSession(self._connection, self._catalog, access)

    async def transact(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run an async function with a session and commit; on a transient conflict, run it again. As `Graph.transact`."""

        async def run(transaction: AsyncTransaction) -> T:
            session = AsyncSession(self._connection, self._catalog, "write", transaction)
            try:
                result = await work(session)
                await session.flush()
                return result
            finally:
                await session.rollback()  # ends it; the transaction is not its own

        return await self._connection.write(run)

    async def close(self) -> None:
        """Close the graph; an embedded engine stops with the last graph on it. Again is no error."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._connection.url}{' closed' if self._connection.closed else ''}>"


class AsyncSession(AsyncOperations):
    """One transaction on a graph, from `AsyncGraph.session`. As `Session`, awaited; one task at a time may use it."""

    def __init__(
        self, connection: AsyncConnection, catalog: Catalog, access: Access, executor: AsyncTransaction | None = None
    ) -> None:
        self._connection, self._executor = connection, executor
        self._access: Access = access
        self._open: OpenAsyncTransaction | None = None
        self._core = self._unit = UnitOfWork(catalog)
        self._busy = self._entered = self._ended = False

    async def _do(self, operation: Operation[T]) -> T:
        self._check_usable()
        self._busy = True
        try:
            return await drive_async(operation, self._perform)
        finally:
            self._busy = False

    async def _perform(self, task: Task[T]) -> T:
        if self._executor is None:
            raise GraphClosed("This session has not begun: use it in `async with graph.session() as s:`.")
        before = self._executor.writes
        try:
            return await self._executor.run(task)
        except BaseException as error:
            self._unit.failed(error, wrote=self._executor.writes > before)
            raise

    async def _stream(self, statement: Statement[list[T]]) -> AsyncGenerator[T]:
        if self._executor is None:
            raise GraphClosed("An async session begins with its block: async with graph.session() as session.")
        async with aclosing(self._executor.stream(statement)) as rows:
            async for row in rows:
                yield row
                self._check_usable()

    def _check_usable(self) -> None:
        if self._ended:
            raise GraphClosed("This session has ended: open another with graph.session().")
        if self._busy:
            raise QueryError("Another task is using this session: open one in each task.")
        self._unit.check_whole()

    def add(self, *objects: Objects) -> None:
        """Put nodes and relationships to what the session writes. As `Session.add`; nothing is sent yet."""
        self._check_usable()
        self._unit.add(objects)

    def expunge(self, *objects: Objects) -> None:
        """Let go of objects. As `Session.expunge`."""
        self._check_usable()
        self._unit.expunge(objects)

    async def refresh(self, *objects: GraphObject) -> None:
        """Read objects again, in place. As `Session.refresh`."""
        for each in objects:
            await self._do(self._unit.refresh(each))

    async def flush(self) -> MergeReport:
        """Send what was added and changed. As `Session.flush`."""
        return await self._do(self._unit.flush())

    async def rollback(self) -> None:
        """Undo everything and end the session."""
        if not self._ended:
            self._ended = True
            if self._open is not None:
                await self._open.rollback()

    async def commit(self) -> None:
        """Send what changed, make everything last, and end the session. As `Session.commit`."""
        if self._open is None:
            raise QueryError("transact commits by itself when its function returns: leave out commit().")
        await self.flush()
        self._ended = True
        await self._open.commit()

    def session(self) -> NoReturn:
        """Refused: a transaction has no transactions within. Raises QueryError."""
        raise QueryError(
            "A session is one transaction, and the engines have none within another: go on with this one, "
            "or end it and open another with graph.session()."
        )

    transact = session

    async def __aenter__(self) -> Self:
        if self._entered or self._executor is not None:
            self.session()
        self._check_usable()
        self._entered = True
        self._executor = self._open = await self._connection.begin(self._access)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ended:
            return
        try:
            if error is None:
                await self.commit()
        finally:
            if self._open is not None:
                self._ended = True
                await self._open.rollback()


async def connect_async(
    target: str | Path | None = None,
    *,
    auth: Any = None,
    database: str | None = None,
    schema: SchemaMode | None = None,
    models: Iterable[type[GraphObject]] = (),
    impersonated_user: str | None = None,
    timeout: float | None = None,  # noqa: ASYNC109  (the database keeps it, not the loop)
    log_values: bool = False,
    **driver_options: Any,
) -> AsyncGraph:
    """Open a graph for tasks, for an `async with await` block. Arguments and errors as for `connect`.

    >>> import asyncio
    >>> import graphmodel as gm
    >>> async def main() -> int:
    ...     async with await gm.connect_async() as graph:
    ...         rows = await graph.run("RETURN 1 AS one")
    ...         return len(rows)
    >>> asyncio.run(main())
    1
    """
    options = Options(database, impersonated_user, timeout, log_values=log_values)
    catalog = Catalog(checked_mode(schema, by_url=is_url(target)))
    graph = AsyncGraph(await open_async_connection(target, auth, options, driver_options), catalog)
    await graph.learn(*models)
    return graph
