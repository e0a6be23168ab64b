"""A py2neo `Graph` as the way to a database: everything that a graph can do, over the connection that a program has already."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from graphmodel.engines import EMBEDDED, NEO4J
from graphmodel.engines.answers import Options, check
from graphmodel.engines.connection import Connection, OpenTransaction, Transaction
from graphmodel.engines.tasks import Access, Task
from graphmodel.engines.tracing import observed
from graphmodel.engines.translate import unsendable
from graphmodel.errors import Conflict, ConnectionFailed, EngineError, GraphClosed, NotSupported, ReadOnlyViolation
from graphmodel.exchange.answers import counters, found_rows
from graphmodel.exchange.errors import translating
from graphmodel.exchange.library import library
from graphmodel.exchange.values import sent
from graphmodel.sessions import Graph
from graphmodel.sessions.catalog import Catalog, SchemaMode, checked_mode
from graphmodel.statements import Result, Statement

if TYPE_CHECKING:
    import neo4j

    from graphmodel.model import GraphObject

T = TypeVar("T")
TRIES = 5
"""How often work is run that met a conflict or a connection that had gone stale."""


def connect_py2neo(graph: Any, *, schema: SchemaMode | None = None, models: Iterable[type[GraphObject]] = ()) -> Graph:
    """A graph over a py2neo `Graph`: queries, merges, sessions and hand-written Cypher use its connections and its database.

    Values are sent and read exactly, unlike by py2neo alone. What py2neo lacks cannot be had this way: bookmarks, timeouts,
    impersonation, notifications, and streams in bounded memory (all rows are read at once). Closing it leaves py2neo's graph open.

    Args:
        graph: the py2neo graph.
        schema: as for `connect`; "check" by default.
        models: models to know from the start.

    Raises:
        MissingExtra: when py2neo is not installed.
        ConnectionFailed: when nobody answers, or it is no py2neo graph.
    """
    if not isinstance(graph, library().Graph):
        raise ConnectionFailed(f"{type(graph).__name__} is no py2neo Graph; connect(...) takes URLs and folders.")
    opened: Any = graph
    url = str(opened.service.uri)
    with translating("connect", url=url):
        opened.run("RETURN 1 AS one").evaluate()
        agent = str(opened.service.connector.server_agent)
    connection = Py2neoConnection(
        cast("neo4j.Driver", opened),
        url,
        EMBEDDED if "arcade" in agent.lower() else NEO4J,
        Options(database=opened.name),
    )
    made = Graph(connection, Catalog(checked_mode(schema, by_url=True)))
    made.learn(*models)
    return made


class Py2neoConnection(Connection):
    """A connection whose driver is a py2neo graph. That has retries of its own only for what it writes by itself."""

    __slots__ = ()

    @property
    def bookmarks(self) -> list[str]:
        """None: py2neo keeps none."""
        return []

    def using(self, options: Options) -> Self:  # noqa: ARG002  (others use it)
        """Refused: a py2neo graph has the options that it was opened with."""
        raise NotSupported(
            "A py2neo Graph takes no other options: open another with name=..., or use connect(...) with the URL.",
            engine="py2neo",
            feature="using",
        )

    def begin(
        self,
        access: Access = "write",
        *,
        guarded: bool = False,  # noqa: ARG002  (others use it)
        keeps_schema: bool = False,  # noqa: ARG002  (others use it)
    ) -> Py2neoTransaction:
        """An explicit transaction, which is never run twice."""
        if self.closed:
            raise GraphClosed(f"The graph at {self.url} is closed. Connect again.")
        graph: Any = self.driver
        with translating("begin", url=self.url):
            return Py2neoTransaction(self, graph, graph.begin(readonly=access == "read"), access)

    def close(self) -> None:
        """Let go of the py2neo graph, which stays open. Again is no error."""
        self.closed = True

    def run(self, task: Task[T]) -> T:
        """Run a task in a transaction of its own: py2neo tells too little of a statement that commits itself."""
        return super().run(replace(task, alone=None))

    def _managed(self, work: Callable[[Transaction], T], access: Access, *, guarded: bool) -> T:
        for attempt in range(TRIES):
            try:
                with self.begin(access, guarded=guarded) as transaction:
                    done = work(transaction)
                    transaction.commit()
                    return done
            except (Conflict, ConnectionFailed) as error:
                # A conflict that a session found is run again by who called this; a commit of unknown fate never is.
                if error.driver_error is None or attempt == TRIES - 1:
                    raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311  (spreads, guards nothing)
        raise AssertionError("the last attempt returns or raises")


class Py2neoTransaction(OpenTransaction):
    """A transaction of py2neo's. It ends with the first statement that the server refuses."""

    def __init__(self, connection: Connection, graph: Any, transaction: Any, access: Access) -> None:
        Transaction.__init__(self, connection, transaction, access)
        self._graph, self._begun, self._turns = graph, transaction, None
        self._ended = False

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement in this transaction. Raises as `Transaction.execute`."""
        check(statement, self.capabilities)
        self._check_open(statement.name)
        self.last = statement
        self.writes += not statement.reads
        at, connector = self._connection, self._graph.service.connector
        try:
            parameters = {name: sent(value) for name, value in statement.parameters.items()}
        except (ValueError, TypeError, OverflowError) as error:
            raise unsendable(error, statement.name) from None
        with observed(statement, at, database=at.options.database, values=at.options.log_values) as traced:
            try:
                with translating(statement.name, url=at.url, values=statement.parameters):
                    answer = connector.run(self._begun.ref, statement.text, parameters)
                    connector.pull(answer, -1)
                if answer.failed():
                    self._begun.ref.connection.reset(force=True)
                    self._begun.ref.connection.release()
                    raise EngineError(f"{statement.name}: the server ignored it, as the transaction could not begin.")
            except EngineError:
                self._ended = True  # py2neo has taken its connection back
                raise
            cursor = library("py2neo.cypher").Cursor(answer)  # without making py2neo's objects of the rows
            rows = found_rows(cursor)
            traced.rows, traced.counters = len(rows), counters(cursor.stats())
            if self._access == "read" and traced.counters.contains_updates:
                raise ReadOnlyViolation(f"{statement.name} was run as a read and wrote; it was rolled back.")
        return statement.decode(Result(tuple(cursor.keys() or ()), rows, traced.counters))

    def stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """The rows of a statement, all of which py2neo reads at once."""
        yield from self.execute(statement)

    def commit(self) -> None:
        """Make it last, and end it. Raises as `OpenTransaction.commit`."""
        self._check_open("commit")
        self._ended = True
        reference = self._begun.ref
        with translating("commit", url=self._connection.url, commits=True), _heard(reference):
            reference.connection.commit(reference)

    def rollback(self) -> None:
        """Undo it, and end it. Again is no error."""
        if not self._ended:
            self._ended = True
            with translating("rollback", url=self._connection.url):
                self._graph.rollback(self._begun)

    def _check_open(self, what: str) -> None:
        if self._ended:
            raise EngineError(f"{what}: this transaction has ended, by an error or by itself; open another.")


@contextmanager
def _heard(reference: Any) -> Generator[None]:
    """See that a refused commit raises an error.

    py2neo looks at the answers that belong to a transaction, and forgets to count that to COMMIT among them: it takes a refusal for
    a success, and puts the connection back in a state in which the server ignores what is sent next.
    """
    connection = reference.connection
    send = connection.append_message

    def append(*message: Any, **options: Any) -> Any:
        answer = send(*message, **options)
        reference.append(answer)
        return answer

    connection.append_message = append
    try:
        yield
    finally:
        del connection.append_message
