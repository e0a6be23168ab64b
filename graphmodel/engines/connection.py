"""The way to one database: transactions over the official driver, with its retries, and programs run in them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator
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
from graphmodel.engines.tracing import observed
from graphmodel.engines.translate import DRIVER_ERRORS, unsendable
from graphmodel.engines.turns import Turns
from graphmodel.errors import EngineError, GraphModelError
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from types import TracebackType

# Without a handler of the user's the driver's warnings, of transactions that it runs again, would go to the terminal.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

T = TypeVar("T")


@dataclass(slots=True)
class Connection(Pool):
    """A pool of connections to one database. Every task is a transaction of its own."""

    def run(self, task: Task[T]) -> T:
        """Run a task in a transaction of its own, again on a transient conflict."""
        if task.apart:
            return drive(task.program(self.capabilities), self._apart)
        if task.alone is not None and task.commits and self.capabilities.refuses_inner_commits:
            return self._alone(task.alone, task.access)
        if (
            task.alone is not None
            and self.timeout is None
            and (task.access == "read" or self.capabilities.atomic_auto_commit)
        ):
            try:
                return self._alone(task.alone, task.access)
            except EngineError as error:
                if not to_begin(error):
                    raise
        if task.access == "read":
            return self._managed(lambda transaction: transaction.run(task), "read", guarded=task.by_hand)
        return self.write(lambda transaction: transaction.run(task))

    def _alone(self, statement: Statement[T], access: Access) -> T:
        try:
            with self._session(access, guarded=False) as session:
                return Transaction(self, session, access).execute(statement)
        finally:
            self.written.times += access == "write"

    def _apart(self, statement: Statement[T]) -> T:
        return self._managed(lambda transaction: transaction.execute(statement), "write", guarded=False)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run work in one transaction, again as a whole on a transient conflict: it must do nothing else that matters."""
        if self.turns is None:
            return self._write(work)
        self.turns.take()
        try:
            return self._write(work)
        finally:
            self.turns.give_back()

    def _write(self, work: Callable[[Transaction], T]) -> T:
        for attempt in range(RACES):
            try:
                return self._managed(work, "write", guarded=False)
            except GraphModelError as error:
                pause = pause_before_again(error, attempt, self.capabilities)
                if pause is None:
                    raise
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """The rows of a read, in a transaction that ends with them. It is not run again."""
        with self.begin("read", guarded=statement.by_hand) as transaction:
            yield from transaction.stream(statement)
            transaction.commit()

    def begin(self, access: Access = "write", *, guarded: bool = False, keeps_schema: bool = False) -> OpenTransaction:
        """An explicit transaction, which is never run twice; with `keeps_schema` a change of the schema is refused."""
        session = self._session(access, guarded=guarded or access == "read", keeps_schema=keeps_schema)
        try:
            transaction = session.begin_transaction(timeout=self.timeout)
        except DRIVER_ERRORS as error:
            session.close()
            raise self.failed(error, "begin") from None
        return OpenTransaction(self, transaction, session, access)

    @property
    def bookmarks(self) -> list[str]:
        """What a session elsewhere must wait for, to see all that was written here."""
        return sorted(self.driver.execute_query_bookmark_manager.get_bookmarks())

    def mark(self) -> str:
        """What stays the same as long as nothing is committed by anybody: what was read before it changed may be out of date.

        Taken before what is read, for a commit meanwhile. On a server it is the bookmark of an empty read, one message there
        and back; one that gives a new bookmark each time has none that stays the same.
        """
        if self.commits is not None:
            return str(self.commits())
        try:
            with self._session("read", guarded=False) as session:
                session.run("RETURN 1 AS one").consume()
                return " ".join(sorted(session.last_bookmarks().raw_values))
        except DRIVER_ERRORS as error:
            raise self.failed(error, "mark") from None

    def close(self) -> None:
        """Close the pool, and the engine if it is embedded. Again is no error."""
        if not self.closed:
            self.closed = True
            if self.parent is None:
                self.driver.close()
                self.on_close()

    def _session(self, access: Access, *, guarded: bool, keeps_schema: bool = False) -> neo4j.Session:
        return self.driver.session(**self.session_options(access, guarded=guarded, keeps_schema=keeps_schema))

    def _managed(self, work: Callable[[Transaction], T], access: Access, *, guarded: bool) -> T:
        latest: Transaction | None = None

        def run(managed: neo4j.ManagedTransaction) -> T:
            nonlocal latest
            latest = Transaction(self, managed, access)
            try:
                return work(latest)
            except EngineError as error:
                # The driver decides by its own errors whether to run this again.
                if (own := drivers_own(error)) is not None:
                    raise own from None
                raise

        try:
            with self._session(access, guarded=guarded) as session:
                timeout = self.timeout  # decorating takes a while, and says nothing without one
                decorated = run if timeout is None else neo4j.unit_of_work(timeout=timeout)(run)
                if access == "read":
                    return session.execute_read(decorated)
                try:
                    return session.execute_write(decorated)
                finally:
                    self.written.times += 1
        except DRIVER_ERRORS as error:
            raise self.failed(error, latest.last if latest is not None else None) from None


class Transaction:
    """One transaction, in which tasks run: what is read and written in it is one. Who opened it ends it."""

    def __init__(
        self,
        connection: Connection,
        transaction: neo4j.Transaction | neo4j.ManagedTransaction | neo4j.Session,
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

    def run(self, task: Task[T]) -> T:
        """Run a task in this transaction."""
        if task.apart:
            return self._connection.run(task)
        return drive(task.program(self.capabilities), self.execute)

    def execute(self, statement: Statement[T]) -> T:
        """Run one statement in this transaction.

        Raises:
            ReadOnlyViolation: when it wrote in a read; the transaction is then rolled back.
        """
        at, reads = self._connection, self._reads(statement)
        with self._observed(statement) as traced:
            try:
                answer = self._send(statement)
                rows = [record.values() for record in answer]
                found = result(statement, answer.keys(), rows, answer.consume(), traced, reads=reads)
            except DRIVER_ERRORS as error:
                raise at.failed(error, statement) from None
        return statement.decode(found)

    def _reads(self, statement: Statement[Any]) -> bool:
        return self._access == "read" or statement.reads

    def stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """The rows of a statement as they come."""
        at, reads = self._connection, self._reads(statement)
        with self._observed(statement) as traced:
            try:
                answer = self._send(statement)
                columns = answer.keys()
                while rows := [record.values() for record in answer.fetch(CHUNK)]:
                    traced.rows += len(rows)
                    yield from statement.decode(part(columns, rows))
                result(statement, columns, (), answer.consume(), traced, reads=reads)
            except DRIVER_ERRORS as error:
                raise at.failed(error, statement) from None

    def _observed(self, statement: Statement[Any]) -> observed:
        check(statement, self.capabilities)
        options = self._connection.options
        return observed(statement, self._connection, database=options.database, values=options.log_values)

    def _send(self, statement: Statement[Any]) -> neo4j.Result:
        self.last = statement
        self.writes += not statement.reads
        try:
            text: Any = statement.text
            if self._connection.timeout is not None and isinstance(self._transaction, neo4j.Session):
                text = neo4j.Query(text, timeout=self._connection.timeout)
            return self._transaction.run(text, dict(statement.parameters))
        except (ValueError, TypeError, OverflowError) as error:
            raise unsendable(error, statement.name) from None


class OpenTransaction(Transaction):
    """An explicit transaction, from `Connection.begin`. Used in a `with` block it rolls back unless it was committed."""

    def __init__(
        self, connection: Connection, transaction: neo4j.Transaction, session: neo4j.Session, access: Access
    ) -> None:
        super().__init__(connection, transaction, access)
        self._open, self._session = transaction, session
        self._turns: Turns | None = None

    def run(self, task: Task[T]) -> T:
        """Run a task in this transaction."""
        if task.merges and self._turns is None and self._connection.turns is not None:
            self._connection.turns.take()
            self._turns = self._connection.turns
        return super().run(task)

    def _send(self, statement: Statement[Any]) -> neo4j.Result:
        check_open(statement, self.capabilities)
        return super()._send(statement)

    def commit(self) -> None:
        """Make it last, and end it.

        Raises:
            CommitUnknown: the connection broke meanwhile.
            Conflict: a concurrent transaction was in the way; nothing was written.
        """
        try:
            self._open.commit()
            self._connection.written.times += 1
        except DRIVER_ERRORS as error:
            raise self._connection.failed(error, "commit") from None
        finally:
            self._end()

    def rollback(self) -> None:
        """Undo it, and end it. Again is no error."""
        try:
            if not self._open.closed():
                self._open.rollback()
        except DRIVER_ERRORS as error:
            raise self._connection.failed(error, "rollback") from None
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


def drive(program: Generator[Any, Any, T], execute: Callable[[Any], Any]) -> T:
    """Run a program, or anything else that yields what it wants done, to its end."""
    try:
        statement = next(program)
        while True:
            try:
                answer = execute(statement)
            except Exception as error:  # noqa: BLE001  (the program sees it where it asked)
                statement = program.throw(error)
            else:
                statement = program.send(answer)
    except StopIteration as end:
        return cast("T", end.value)
