"""The way to one database: transactions over the official driver, with its retries, and statements run in them."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, Self, TypeVar, cast

import neo4j

from graphmodel.engines.capabilities import Capabilities
from graphmodel.engines.translate import DRIVER_ERRORS, translated, unsendable
from graphmodel.engines.turns import Turns
from graphmodel.errors import Conflict, ConstraintViolation, EngineError, GraphClosed, ReadOnlyViolation
from graphmodel.statements import Counters, Result, Statement

if TYPE_CHECKING:
    from types import TracebackType

# Without a handler of the user's the driver's warnings, of transactions that it runs again, would go to the terminal.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

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
    reader: tuple[str, str] | None = field(default=None, repr=False)
    """A user who cannot write, on engines that let a read transaction write: hand-written reads run as this one."""
    turns: Turns | None = field(default=None, repr=False)
    """The turns that writers take, on engines that need them."""
    on_close: Callable[[], None] = field(default=lambda: None, repr=False)
    closed: bool = False

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement in a transaction of its own, again on a transient conflict."""
        if statement.reads:
            return self._managed(
                lambda transaction: transaction.execute(statement), reads=True, guarded=statement.by_hand
            )
        return self.write(lambda transaction: transaction.execute(statement))

    def read(self, work: Callable[[Executor], T]) -> T:
        """Run work as a read, again on a transient conflict. What writes is refused and rolled back."""
        return self._managed(work, reads=True, guarded=False)

    def write(self, work: Callable[[Executor], T]) -> T:
        """Run work in one transaction, again as a whole on a transient conflict: it must do nothing else that matters."""
        if self.turns is None:
            return self._write(work)
        self.turns.take()
        try:
            return self._write(work)
        finally:
            self.turns.give_back()

    def _write(self, work: Callable[[Executor], T]) -> T:
        for attempt in range(RACES):
            try:
                return self._managed(work, reads=False, guarded=False)
            except ConstraintViolation:
                # Where a MERGE does not wait for another of the same new key, the later one fails; the next try finds it there.
                if self.capabilities.waits_for_merge_of_same_key or attempt == RACES - 1:
                    raise
            except Conflict as error:
                # The driver has run its own conflicts again already; this is one that a session found.
                if error.driver_error is not None or attempt == RACES - 1:
                    raise
            time.sleep(random.uniform(0, 0.005 * 2 ** min(attempt, 5)))  # noqa: S311  (spreads, guards nothing)
        raise AssertionError("the last attempt returns or raises")

    def begin(self) -> OpenTransaction:
        """An explicit transaction, which is never run twice."""
        session = self._session()
        try:
            transaction = session.begin_transaction(timeout=self._timeout)
        except DRIVER_ERRORS as error:
            session.close()
            raise translated(error, statement="begin", url=self.url, values={}) from None
        return OpenTransaction(self, transaction, session)

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
        driver: Any = self.driver  # whose own options are untyped
        return driver.session(bookmark_manager=manager, **self.options.for_session(), **options)

    def _managed(self, work: Callable[[Executor], T], *, reads: bool, guarded: bool) -> T:
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

        options: dict[str, Any] = {"default_access_mode": neo4j.READ_ACCESS if reads else neo4j.WRITE_ACCESS}
        if guarded and self.reader is not None:
            options["auth"] = self.reader
        try:
            with self._session(**options) as session:
                decorated = neo4j.unit_of_work(timeout=self._timeout)(run)
                return session.execute_read(decorated) if reads else session.execute_write(decorated)
        except DRIVER_ERRORS as error:
            last = latest.last if latest is not None else None
            raise translated(
                error,
                statement="connect" if last is None else last.name,
                url=self.url,
                values={} if last is None else last.parameters,
            ) from None


class Transaction:
    """One transaction as an `Executor`: what is read and written in it is one. Who opened it ends it."""

    def __init__(
        self, connection: Connection, transaction: neo4j.Transaction | neo4j.ManagedTransaction, *, reads: bool = False
    ) -> None:
        self._connection, self._transaction, self._reads = connection, transaction, reads
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
            try:
                answer = self._transaction.run(cast("LiteralString", statement.text), dict(statement.parameters))
            except (ValueError, TypeError, OverflowError) as error:
                raise unsendable(error, statement.name) from None
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


class OpenTransaction(Transaction):
    """An explicit transaction, from `Connection.begin`. Used in a `with` block it rolls back unless it was committed."""

    def __init__(self, connection: Connection, transaction: neo4j.Transaction, session: neo4j.Session) -> None:
        super().__init__(connection, transaction)
        self._open, self._session = transaction, session
        self._turns: Turns | None = None

    def write(self, work: Callable[[Executor], T]) -> T:
        """Run work in this transaction."""
        if self._turns is None and self._connection.turns is not None:
            self._connection.turns.take()
            self._turns = self._connection.turns
        return work(self)

    def commit(self) -> None:
        """Make it last, and end it.

        Raises:
            CommitUnknown: the connection broke meanwhile.
            Conflict: a concurrent transaction was in the way; nothing was written.
        """
        try:
            self._open.commit()
        except DRIVER_ERRORS as error:
            raise translated(error, statement="commit", url=self._connection.url, values={}) from None
        finally:
            self._end()

    def rollback(self) -> None:
        """Undo it, and end it. Again is no error."""
        try:
            if not self._open.closed():
                self._open.rollback()
        except DRIVER_ERRORS as error:
            raise translated(error, statement="rollback", url=self._connection.url, values={}) from None
        finally:
            self._end()

    def _end(self) -> None:
        self._session.close()
        if self._turns is not None:
            self._turns.give_back()
            self._turns = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rollback()
