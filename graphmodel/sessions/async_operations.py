"""What can be asked of a graph and written to it, awaited: the same as `Operations`, over the same core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, overload

from graphmodel.model import GraphObject
from graphmodel.query import Query
from graphmodel.sessions.core import Core, Objects, Operation
from graphmodel.sessions.merging import Progress
from graphmodel.sessions.report import MergeReport, Rows

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)


class AsyncOperations:
    """The methods that `AsyncGraph` and `AsyncSession` share; each does what that of `Graph` does."""

    _core: Core

    async def _do(self, operation: Operation[T]) -> T:
        """Run an operation to its end."""
        raise NotImplementedError

    # --- reading ---------------------------------------------------------------------------------------------------

    async def get(self, model: type[G], *key: object, **named: object) -> G:
        """The node or relationship with this key."""
        return await self._do(self._core.get(model, key, named))

    async def find(self, model: type[G], *key: object, **named: object) -> G | None:
        """The node or relationship with this key, or None. Arguments as for `get`."""
        return await self._do(self._core.find(model, key, named))

    async def all(self, query: Query[T] | type[T], *, strict: bool = False) -> list[T]:
        """Every row of a query, or every node of a class."""
        return await self._do(self._core.all(query, strict=strict))

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

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

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

    async def delete(self, *objects: Objects, detach: bool = False) -> int:
        """Delete nodes and relationships; gives how many there were. Relationships go before nodes."""
        return await self._do(self._core.delete(objects, detach=detach))
