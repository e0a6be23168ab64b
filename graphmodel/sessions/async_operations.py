"""What can be asked of a graph and written to it, awaited: the same as `Operations`, over the same core."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from types import UnionType
from typing import Any, TypeVar, cast, overload

from graphmodel.model import GraphObject
from graphmodel.query import Assignment, Query
from graphmodel.sessions.core import Core, Objects, Operation
from graphmodel.sessions.frames import FrameKind
from graphmodel.sessions.merging import Progress
from graphmodel.sessions.report import MergeReport, Rows, column_names
from graphmodel.statements import Page, Statement

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)


class AsyncOperations:
    """The methods that `AsyncGraph` and `AsyncSession` share; each does what that of `Graph` does."""

    _core: Core

    async def _do(self, operation: Operation[T]) -> T:
        """Run an operation to its end."""
        raise NotImplementedError

    def _stream(self, statement: Statement[list[T]]) -> AsyncGenerator[T]:
        """The rows of a statement as they come."""
        raise NotImplementedError

    # --- reading ---------------------------------------------------------------------------------------------------

    async def get(self, model: type[G], /, *key: object, load: Sequence[Any] = (), **named: object) -> G:
        """The node or relationship with this key."""
        return await self._do(self._core.get(model, key, named, load))

    async def find(self, model: type[G], /, *key: object, load: Sequence[Any] = (), **named: object) -> G | None:
        """The node or relationship with this key, or None. Arguments as for `get`."""
        return await self._do(self._core.find(model, key, named, load))

    async def all(self, query: Query[T] | type[T], *, strict: bool = False, load: Sequence[Any] = ()) -> list[T]:
        """Every row of a query, or every node of a class."""
        return Rows(await self._do(self._core.all(query, strict=strict, load=load)), column_names(query))

    async def first(self, query: Query[T] | type[T]) -> T | None:
        """The first row, or None."""
        return await self._do(self._core.first(query))

    async def one(self, query: Query[T] | type[T]) -> T:
        """The only row."""
        return await self._do(self._core.one(query))

    async def count(self, query: Query[Any] | type[Any]) -> int:
        """How many rows a query has, its limits left aside."""
        return await self._do(self._core.count(query))

    async def exists(self, query: Query[Any] | type[Any]) -> bool:
        """Whether a query has a row."""
        return await self._do(self._core.exists(query))

    async def stream(self, query: Query[T] | type[T], *, strict: bool = False) -> AsyncGenerator[T]:
        """The rows of a query one after the other, however many they are: few are in memory at a time."""
        statement = await self._do(self._core.stream(query, strict=strict))
        async with aclosing(self._stream(statement)) as rows:
            async for row in rows:
                yield row

    async def page(self, query: Query[T] | type[T], size: int = 1000, *, after: str | None = None) -> Page[T]:
        """One page of a query, and where the next begins: for web services, which go on in another request."""
        return await self._do(self._core.page(query, size, after))

    async def pages(self, query: Query[T] | type[T], size: int = 1000) -> AsyncGenerator[Page[T]]:
        """All pages of a query, each one statement of its own when it is wanted."""
        page = await self.page(query, size)
        while page or page.next is not None:
            yield page
            if page.next is None:
                return
            page = await self.page(query, size, after=page.next)

    async def frame(
        self,
        query: Query[Any] | type[Any] | str,
        parameters: Mapping[str, Any] | None = None,
        *,
        kind: FrameKind = "polars",
    ) -> Any:
        """The rows of a query, or of hand-written Cypher, as a data frame."""
        return await self._do(self._core.frame(query, parameters, kind))

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

    @overload
    async def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: UnionType, reads: bool = False
    ) -> Rows[Any]: ...
    @overload
    async def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> Rows[T]: ...
    @overload
    async def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> Rows[dict[str, Any]]: ...
    async def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: Any = None, reads: bool = False
    ) -> Rows[Any]:
        """Run hand-written Cypher and map its rows. They are a list that also has the statement's counters."""
        return await self._do(self._core.run(text, parameters, into, reads=reads))

    async def records(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> Rows[dict[str, Any]]:
        """Run hand-written Cypher and give its rows with the driver's own values, by column."""
        return await self._do(self._core.records(text, parameters, reads=reads))

    # --- writing ---------------------------------------------------------------------------------------------------

    async def merge(
        self, *objects: Objects, full: bool = False, commit_every: int | None = None, progress: Progress | None = None
    ) -> MergeReport:
        """Make or change nodes and relationships, all in one transaction, one statement for each kind (and 10,000 rows)."""
        return await self._do(self._core.merge(objects, full=full, commit_every=commit_every, progress=progress))

    async def update(self, query: Query[Any], *changes: Assignment) -> int:
        """Change every node or relationship that a query selects, each once; gives how many they are."""
        return await self._do(self._core.update(query, changes))

    @overload
    async def delete(self, query: Query[Any], /, *, detach: bool = False) -> int: ...
    @overload
    async def delete(self, *objects: Objects, detach: bool = False) -> int: ...
    async def delete(self, *objects: Any, detach: bool = False) -> int:
        """Delete nodes and relationships; gives how many there were. Relationships go before nodes."""
        if len(objects) == 1 and isinstance(objects[0], Query):
            return await self._do(self._core.delete_found(cast("Query[Any]", objects[0]), detach=detach))
        return await self._do(self._core.delete(objects, detach=detach))
