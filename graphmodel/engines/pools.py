"""What the two kinds of connections share: the pool that they use, and what is done with what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import neo4j

from graphmodel.engines.answers import Options
from graphmodel.engines.capabilities import Capabilities
from graphmodel.engines.tasks import Access
from graphmodel.engines.translate import translated
from graphmodel.engines.turns import Turns
from graphmodel.errors import EngineError, GraphClosed, NotSupported
from graphmodel.statements import Statement


@dataclass(slots=True)
class Written:
    """How often something may have been written: whoever keeps what was read, sees by it that it may be out of date."""

    times: int = 0


@dataclass(slots=True)
class Pool:
    """A pool of connections to one database, and with what options it is used."""

    driver: Any = field(repr=False)
    url: str
    capabilities: Capabilities
    options: Options = field(default_factory=Options)
    reader: tuple[str, str] | None = field(default=None, repr=False)
    """A user who cannot write, on engines that let a read transaction write: hand-written reads run as this one."""
    writer: tuple[str, str] | None = field(default=None, repr=False)
    """A user who cannot change the schema, on engines where a change of it outlasts a roll back."""
    turns: Turns | None = field(default=None, repr=False)
    """The turns that writers take, on engines that need them."""
    on_close: Callable[[], None] = field(default=lambda: None, repr=False)
    commits: Callable[[], int] | None = field(default=None, repr=False)
    """How many transactions have written, whoever sent them, on engines that count them and are in this process."""
    closed: bool = False
    written: Written = field(default_factory=Written, repr=False)
    """How often something may have been written through it; those who use it with other options share the count."""
    parent: Pool | None = field(default=None, repr=False)
    """Whose pool this one uses, with options of its own."""

    def using(self, options: Options) -> Self:
        """The same pool with other options. Raises NotSupported."""
        if options.impersonated_user is not None:
            self.capabilities.require("impersonation")
        if options.timeout is not None:
            self.capabilities.require("transaction_timeouts")
        if self.turns is not None and options.database != self.options.database:
            raise NotSupported(
                "The embedded engine has one graph in a folder: open another with connect(folder).",
                engine=self.capabilities.engine,
                feature="database",
            )
        return replace(self, options=options, parent=self, on_close=lambda: None)

    @property
    def timeout(self) -> float | None:
        """Seconds after which a transaction is ended. Raises NotSupported."""
        if self.options.timeout is not None:
            self.capabilities.require("transaction_timeouts")
        return self.options.timeout

    @property
    def is_closed(self) -> bool:
        """Whether it, or the pool that it uses, was closed."""
        return self.closed or (self.parent is not None and self.parent.is_closed)

    def session_options(self, access: Access, *, guarded: bool, keeps_schema: bool = False) -> Mapping[str, Any]:
        """What a session of the driver is opened with.

        Args:
            access: whether it writes.
            guarded: as the user who cannot write, where the engine would let a read write.
            keeps_schema: as the user who cannot change the schema, where a roll back would not undo that.

        Raises:
            GraphClosed: after the end.
        """
        if self.is_closed:
            raise GraphClosed(f"The graph at {self.url} is closed. Connect again.")
        options = self.options.for_session()
        options["default_access_mode"] = neo4j.READ_ACCESS if access == "read" else neo4j.WRITE_ACCESS
        options["bookmark_manager"] = self.driver.execute_query_bookmark_manager
        if guarded and self.reader is not None:
            options["auth"] = self.reader
        elif keeps_schema and self.writer is not None:
            options["auth"] = self.writer
        return options

    def failed(self, error: Any, last: Statement[Any] | str | None) -> EngineError:
        """Our error for one of the driver's, in the statement that was sent last, or what else was done."""
        if last is None or isinstance(last, str):
            return translated(error, statement=last or "connect", url=self.url, values={})
        return translated(error, statement=last.name, url=self.url, values=last.parameters)
