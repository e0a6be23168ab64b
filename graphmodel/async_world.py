"""`AsyncWorld`: the world for tasks of an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from graphmodel.analyses.registry import AsyncAnalyses
from graphmodel.domain import NODES, RELATIONSHIPS, Entity
from graphmodel.domain.claim_vocabularies import Concept
from graphmodel.domain.loading import LoadReport
from graphmodel.domain.names import Day
from graphmodel.domain.policies import Choice, Policy
from graphmodel.engines.answers import Options
from graphmodel.engines.bridge import Bridge
from graphmodel.evidence.rows import PolicyChange
from graphmodel.results import Citations, Table
from graphmodel.sessions.async_graph import AsyncGraph
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.sessions.connecting import is_url, open_async_connection
from graphmodel.world import World

if TYPE_CHECKING:
    from graphmodel.engines.async_connection import AsyncConnection

T = TypeVar("T")
E = TypeVar("E", bound=Entity)


class AsyncWorld(AsyncGraph):
    """A `World` for the tasks of one event loop. Tasks may share it.

    Everything that `AsyncGraph` has is awaited. So are the analyses: they run in a thread, their statements on the connections of
    the loop, so that cancelling a task cancels its statement. `in_thread` does the same for all else that a `World` can.

    >>> import asyncio
    >>> from graphmodel import AsyncWorld
    >>> async def main() -> list[str]:
    ...     async with await AsyncWorld.connect() as world:
    ...         await world.load_seeds()
    ...         ties = await world.analyses.co_membership("Iran", as_of="2024-07-04")
    ...         return ties[0].orgs
    >>> asyncio.run(main())
    ['brics', 'gecf', 'opec']
    """

    def __init__(self, connection: AsyncConnection, catalog: Catalog) -> None:
        super().__init__(connection, catalog)
        self._bridge = Bridge(connection, asyncio.get_running_loop())
        # The bridge has all that a world asks of a connection.
        self._world = World(cast("Any", self._bridge), catalog)

    @classmethod
    async def connect(
        cls,
        target: str | Path | None = None,
        *,
        auth: Any = None,
        database: str | None = None,
        schema: SchemaMode | None = None,
        impersonated_user: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (the database keeps it, not the loop)
        **driver_options: Any,
    ) -> Self:
        """Open a world, for an `async with await` block. Arguments and errors as for `World.connect`."""
        options = Options(database, impersonated_user, timeout)
        catalog = Catalog(checked_mode(schema, by_url=is_url(target)))
        world = cls(await open_async_connection(target, auth, options, driver_options), catalog)
        await world.learn(*NODES, *RELATIONSHIPS)
        return world

    @property
    def analyses(self) -> AsyncAnalyses:
        """The canned analyses, each a method to await: `await world.analyses.co_membership("Iran")`."""
        return AsyncAnalyses(self._world, self._bridge.do)

    async def in_thread(self, work: Callable[[World], T]) -> T:
        """Do anything with a `World` that waits, in a thread: `await world.in_thread(lambda world: world.why("sco.IRN.2"))`.

        When the task is cancelled, so is the statement that the thread waits for; what it computes goes on to its next statement.
        """
        return await self._bridge.do(lambda: work(self._world))

    async def load_seeds(self, folder: Path | str | None = None) -> LoadReport:
        """Load the curated world. As `World.load_seeds`."""
        return await self.in_thread(lambda world: world.load_seeds(folder))

    async def resolve(
        self, policy: Policy | str | Choice = "official_first", *, concept: Concept | str | None = None
    ) -> Table[PolicyChange]:
        """Derive the world anew from its claims. As `World.resolve`."""
        return await self.in_thread(lambda world: world.resolve(policy, concept=concept))

    async def lookup(self, model: type[E], name: str | int, *, scheme: str | None = None, on: Day | None = None) -> E:
        """The entity with this key, code, name or alias. As `World.lookup`."""
        return await self.in_thread(lambda world: world.lookup(model, name, scheme=scheme, on=on))

    async def coverage(self) -> date:
        """The last day to which the world is known. As `World.coverage`."""
        return await self.in_thread(lambda world: world.coverage())

    async def citations(self, rows: Table[Any]) -> Citations:
        """The sources of a result of this world, which are asked for only now."""
        return await self._bridge.do(rows.citations)

    async def close(self) -> None:
        """Close the world. Again is no error."""
        await self._bridge.end()
        await super().close()
