"""The way to one database: transactions over the official driver, with its retries, and statements run in them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import neo4j

from graphmodel.engines.capabilities import Capabilities
from graphmodel.engines.translate import DRIVER_ERRORS, translated
from graphmodel.errors import ConstraintViolation, EngineError, GraphClosed, ReadOnlyViolation
from graphmodel.statements import Counters, Result, Statement

if TYPE_CHECKING:
    from types import TracebackType

T = TypeVar("T")
RACES = 20
"""How often a transaction is run again that lost the race for a new key, on engines that do not let it wait."""


class Executor(Protocol):
    """What statements run on: a pool, where each is a transaction of its own, or one transaction that all of them share."""

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        ...

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement and read what comes back."""
        ...

    def read(self, work: Callable[[Executor], T]) -> T:
        """Run several statements that change nothing in one transaction."""
        ...

    def write(self, work: Callable[[Executor], T]) -> T:
        """Run several statements in one transaction: all of them or none."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """What each transaction is opened with; all are the driver's own."""

    database: str | None = None
    impersonated_user: str | None = None
    timeout: float | None = None
    fetch_size: int | None = None

    def for_session(self) -> dict[str, Any]:
        """The options that were given, as the driver names them."""
        given = {"database": self.database, "impersonated_user": self.impersonated_user, "fetch_size": self.fetch_size}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(slots=True)
class Connection:
    """A pool of connections to one database. An `Executor` whose every statement is a transaction of its own."""

    driver: neo4j.Driver = field(repr=False)
    url: str
    capabilities: Capabilities
    options: Options = Options()
    on_close: Callable[[], None] = field(default=lambda: None, repr=False)
    closed: bool = False

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement in a transaction of its own, again on a transient conflict."""
        return (self.read if statement.reads else self.write)(lambda transaction: transaction.execute(statement))

    def read(self, work: Callable[[Executor], T]) -> T:
        """Run work as a read, again on a transient conflict. What writes is refused and rolled back."""
        return self._managed(work, reads=True)

    def write(self, work: Callable[[Executor], T]) -> T:
        """Run work in one transaction, again as a whole on a transient conflict: it must do nothing else that matters."""
        for attempt in range(RACES):
            try:
                return self._managed(work, reads=False)
            except ConstraintViolation:
                # Where a MERGE does not wait for another of the same new key, the later one fails; the next try finds it there.
                if self.capabilities.waits_for_merge_of_same_key or attempt == RACES - 1:
                    raise
                time.sleep(random.uniform(0, 0.005 * 2 ** min(attempt, 5)))  # noqa: S311  (spreads, guards nothing)
        raise AssertionError("the last attempt returns or raises")

    def begin(self) -> Transaction:
        """An explicit transaction, which is never run twice."""
        session = self._session()
        try:
            transaction = session.begin_transaction(timeout=self._timeout)
        except DRIVER_ERRORS as error:
            session.close()
            raise translated(error, statement="begin", url=self.url, values={}) from None
        return Transaction(self, transaction, session=session)

    def close(self) -> None:
        """Close the pool, and the engine if it is embedded. Again is no error."""
        if not self.closed:
            self.closed = True
            self.driver.close()
            self.on_close()

    @property
    def _timeout(self) -> float | None:
        if self.options.timeout is not None:
            self.capabilities.require("transaction_timeouts")
        return self.options.timeout

    def _session(self, **options: Any) -> neo4j.Session:
        if self.closed:
            raise GraphClosed(f"The graph at {self.url} is closed. Connect again.")
        manager = self.driver.execute_query_bookmark_manager
        return self.driver.session(bookmark_manager=manager, **self.options.for_session(), **options)

    def _managed(self, work: Callable[[Executor], T], *, reads: bool) -> T:
        latest: Transaction | None = None

        def run(managed: neo4j.ManagedTransaction) -> T:
            nonlocal latest
            latest = Transaction(self, managed, reads=reads)
            try:
                return work(latest)
            except EngineError as error:
                # The driver decides by its own errors whether to run this again.
                if error.driver_error is not None:
                    raise error.driver_error from None
                raise

        access = neo4j.READ_ACCESS if reads else neo4j.WRITE_ACCESS
        try:
            with self._session(default_access_mode=access) as session:
                decorated = neo4j.unit_of_work(timeout=self._timeout)(run)
                return session.execute_read(decorated) if reads else session.execute_write(decorated)
        except DRIVER_ERRORS as error:
            statement, values = (
                (latest.last.name, latest.last.parameters) if latest and latest.last else ("connect", {})
            )
            raise translated(error, statement=statement, url=self.url, values=values) from None


class Transaction:
    """One transaction as an `Executor`: what is read and written in it is one. Used in a `with` block it rolls back unless committed."""

    def __init__(
        self,
        connection: Connection,
        transaction: neo4j.Transaction | neo4j.ManagedTransaction,
        *,
        session: neo4j.Session | None = None,
        reads: bool = False,
    ) -> None:
        self._connection, self._transaction, self._session, self._reads = connection, transaction, session, reads
        self.last: Statement[Any] | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What the engine can do."""
        return self._connection.capabilities

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement in this transaction.

        Raises:
            ReadOnlyViolation: when it wrote in a read; the transaction is then rolled back.
        """
        self.last = statement
        try:
            answer = self._transaction.run(statement.text, dict(statement.parameters))
            rows = [record.values() for record in answer]
            summary = answer.consume()
        except DRIVER_ERRORS as error:
            raise translated(
                error, statement=statement.name, url=self._connection.url, values=statement.parameters
            ) from None
        counters = summary.counters
        if self._reads and counters.contains_updates:
            raise ReadOnlyViolation(f"{statement.name} was run as a read and wrote; it was rolled back.")
        return statement.decode(
            Result(
                answer.keys(),
                rows,
                Counters(
                    counters.nodes_created,
                    counters.nodes_deleted,
                    counters.relationships_created,
                    counters.relationships_deleted,
                    counters.properties_set,
                    counters.labels_added,
                    counters.contains_updates,
                ),
            )
        )

    def read(self, work: Callable[[Executor], T]) -> T:
        """Run work in this transaction."""
        return work(self)

    def write(self, work: Callable[[Executor], T]) -> T:
        """Run work in this transaction."""
        return work(self)

    def commit(self) -> None:
        """Make it last. For explicit transactions.

        Raises:
            CommitUnknown: the connection broke meanwhile.
            Conflict: a concurrent transaction was in the way; nothing was written.
        """
        assert isinstance(self._transaction, neo4j.Transaction)
        try:
            self._transaction.commit()
        except DRIVER_ERRORS as error:
            raise translated(error, statement="commit", url=self._connection.url, values={}) from None
        finally:
            self._end()

    def rollback(self) -> None:
        """Undo it. For explicit transactions; again is no error."""
        assert isinstance(self._transaction, neo4j.Transaction)
        try:
            if not self._transaction.closed():
                self._transaction.rollback()
        except DRIVER_ERRORS as error:
            raise translated(error, statement="rollback", url=self._connection.url, values={}) from None
        finally:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rollback()

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()
