"""`Graph`: an open graph, and `connect`, which opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from graphmodel import markup
from graphmodel.engines.answers import Options
from graphmodel.engines.connection import Connection, Transaction, drive
from graphmodel.engines.tasks import Access
from graphmodel.errors import GraphModelError
from graphmodel.model import GraphObject
from graphmodel.schema import SchemaItem, unsupported
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.sessions.connecting import is_url, open_connection
from graphmodel.sessions.core import Operation
from graphmodel.sessions.operations import Operations
from graphmodel.sessions.session import Session
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import RenderableType

T = TypeVar("T")
NODES_BY_LABEL = "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY nodes DESC, label"
RELATIONSHIPS_BY_TYPE = (
    "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS relationships ORDER BY relationships DESC, type"
)


class Schema:
    """The constraints and indexes of a graph: `graph.schema`."""

    def __init__(self, graph: Graph, catalog: Catalog) -> None:
        self._capabilities = graph._connection.capabilities  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (a part of it)
        self._do, self._catalog = graph._do, catalog  # noqa: SLF001  (a part of the graph)  # pyright: ignore[reportPrivateUsage]

    def read(self) -> list[SchemaItem]:
        """What is there."""
        return self._do(self._catalog.schema_read())

    def plan(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models need and the graph lacks, of what its engine can have."""
        return self._do(self._catalog.schema_plan(models))

    def unsupported(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """What these models ask for and the engine cannot have, such as full-text indexes: searching them raises NotSupported."""
        return unsupported(models, self._capabilities)

    def apply(self, *models: type[GraphObject]) -> list[SchemaItem]:
        """Make what is missing; gives what was made. Raises SchemaError when the data are against it."""
        return self._do(self._catalog.schema_apply(models))

    def check(self, *models: type[GraphObject]) -> None:
        """Raise SchemaError unless every uniqueness constraint of these models is there."""
        return self._do(self._catalog.schema_check(models))


class Graph(Operations):
    """An open graph, from `connect`. Each call is a transaction of its own, run again on a transient conflict.

    Close it, or use it in a `with` block. Threads may share it.
    """

    def __init__(self, connection: Connection, catalog: Catalog) -> None:
        self._connection = connection
        self._core = self._catalog = catalog

    def _do(self, operation: Operation[T]) -> T:
        return drive(operation, self._connection.run)

    def _stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        return self._connection.stream(statement)

    @property
    def _written(self) -> int:
        """How often something may have been written through it: what was read before may be out of date."""
        return self._connection.written.times

    @property
    def schema(self) -> Schema:
        """Its constraints and indexes."""
        return Schema(self, self._catalog)

    @property
    def models(self) -> list[type[GraphObject]]:
        """The models that it has met; of classes with one label or type the latest."""
        return self._catalog.known()

    @property
    def bookmarks(self) -> list[str]:
        """What a graph elsewhere must wait for to see all that was written and read here: for `graph.using(bookmarks=...)`.

        Calls on one graph always see what was written by it before.
        """
        return self._connection.bookmarks

    def learn(self, *models: type[GraphObject]) -> None:
        """Tell the graph of models before it meets them, so that hand-written Cypher is mapped to them."""
        self._do(self._catalog.meet(models, to_write=False))

    def using(
        self,
        *,
        database: str | None = None,
        impersonated_user: str | None = None,
        timeout: float | None = None,
        bookmarks: Sequence[str] | None = None,
    ) -> Self:
        """The same graph with other options, over the same pool of connections. Closing it closes nothing else.

        Args:
            database: another database of the server.
            impersonated_user: run everything as this user.
            timeout: seconds after which a transaction is ended.
            bookmarks: see at least what these say, from `bookmarks` of a graph in another process.

        Raises:
            NotSupported: when the engine cannot do that.
        """
        at = self._connection
        bound = tuple(bookmarks) if bookmarks is not None else None
        options = at.options.changed(
            database=database, impersonated_user=impersonated_user, timeout=timeout, bookmarks=bound
        )
        # Another database has a schema of its own, to be seen to anew.
        return type(self)(at.using(options), self._catalog if database is None else self._catalog.anew())

    def session(self, access: Access = "write") -> Session:
        """A unit of work: one transaction, for a `with` block. Never run twice.

        Args:
            access: "read" lets a cluster answer from a follower, and refuses to write.
        """
        transaction = self._connection.begin(access)
        return Session(self._catalog, transaction, transaction)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run a function with a session and commit; on a transient conflict, run it again from the start.

        The function must do nothing but use the session: it may run several times.

        >>> import graphmodel as gm
        >>> class Counter(gm.Node):
        ...     key: gm.Key[str]
        ...     hits: int = 0
        >>> def hit(session: gm.Session) -> int:
        ...     counter = session.get(Counter, "home")
        ...     counter.hits += 1
        ...     return counter.hits
        >>> with gm.connect() as graph:
        ...     report = graph.merge(Counter(key="home"))
        ...     graph.transact(hit), graph.transact(hit)
        (1, 2)
        """

        def run(transaction: Transaction) -> T:
            session = Session(self._catalog, transaction)
            try:
                result = work(session)
                session.flush()
                return result
            finally:
                session.rollback()  # ends it; the transaction is not its own

        return self._connection.write(run)

    def close(self) -> None:
        """Close the graph; an embedded engine stops with the last graph on it. Again is no error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _told(self) -> list[tuple[str, str]]:
        """What is to be known of it at a glance, beside where it is and how much of what it holds."""
        return []

    def _counts(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        nodes = self.records(NODES_BY_LABEL, reads=True)
        return list(nodes), list(self.records(RELATIONSHIPS_BY_TYPE, reads=True))

    def _repr_html_(self) -> str:
        at = [("connected to", self._connection.url)]
        try:
            nodes, ties = self._counts()
            tables = [markup.table(list(each[0]), each) for each in (nodes, ties) if each]
            found = [*at, *self._told()]
        except GraphModelError as error:  # it is closed, or nobody answers: to show it is no error
            found, tables = [*at, ("cannot be asked", str(error))], []
        return markup.block(markup.card(type(self).__name__, "", found, after=[markup.beside(*tables)]))

    def __rich__(self) -> RenderableType:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        parts: list[Any] = [Text(repr(self), style="bold")]
        try:
            parts += [Text(f"{name}: {value}") for name, value in self._told()]
            for counted in filter(None, self._counts()):
                table = Table(*counted[0], box=None, pad_edge=False)
                table.columns[-1].justify = "right"
                for row in counted:
                    table.add_row(
                        *(Text(f"{value:,}" if isinstance(value, int) else str(value)) for value in row.values())
                    )
                parts.append(table)
        except GraphModelError as error:
            parts.append(Text(str(error)))
        return Group(*parts)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._connection.url}{' closed' if self._connection.closed else ''}>"


def connect(
    target: str | Path | None = None,
    *,
    auth: Any = None,
    database: str | None = None,
    schema: SchemaMode | None = None,
    models: Iterable[type[GraphObject]] = (),
    impersonated_user: str | None = None,
    timeout: float | None = None,
    log_values: bool = False,
    **driver_options: Any,
) -> Graph:
    """Open a graph.

    Args:
        target: None for the embedded engine in a temporary folder; a path for the embedded engine in that folder; a URL
            (`bolt://`, `neo4j://`, with `+s` or `+ssc` for encryption) for a server or cluster.
        auth: user and password, or one of the driver's auth objects. For URLs.
        database: its name; the server's default when None. For URLs.
        schema: "ensure" makes the constraints and indexes of models it meets (the default of the embedded engine), "check" raises
            before writing where constraints are missing (the default for URLs), "off" does neither.
        models: models to know from the start.
        impersonated_user: run everything as this user.
        timeout: seconds after which a transaction is ended.
        log_values: write the values of parameters into the log of `graphmodel` too; they may be secret.
        driver_options: passed on to `neo4j.GraphDatabase.driver`, such as `notifications_min_severity="WARNING"`.

    Raises:
        ConnectionFailed: nobody answers, or the URL is none.
        AuthenticationFailed: user or password refused.
        StoreLocked, StoreInvalid, EngineUnavailable: the folder cannot be opened.

    >>> import graphmodel as gm
    >>> with gm.connect() as graph:
    ...     graph.run("RETURN 1 AS one")
    [{'one': 1}]
    """
    options = Options(database, impersonated_user, timeout, log_values=log_values)
    catalog = Catalog(checked_mode(schema, by_url=is_url(target)))
    graph = Graph(open_connection(target, auth, options, driver_options), catalog)
    graph.learn(*models)
    return graph
