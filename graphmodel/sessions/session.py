"""`Session`: one transaction, one object for each node, only what changed is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn, Self, TypeVar

from graphmodel.engines.connection import drive
from graphmodel.engines.tasks import Task
from graphmodel.errors import GraphClosed, QueryError
from graphmodel.model import GraphObject
from graphmodel.sessions.core import Objects, Operation
from graphmodel.sessions.operations import Operations
from graphmodel.sessions.report import MergeReport
from graphmodel.sessions.unit import UnitOfWork
from graphmodel.statements import Statement

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.engines.connection import OpenTransaction, Transaction
    from graphmodel.sessions.catalog import Catalog

T = TypeVar("T")


class Session(Operations):
    """One transaction on a graph, from `graph.session()`. What was read is watched, and what changed is sent.

    The end of the block commits; an exception rolls everything back. A session is never run a second time by itself: a conflict
    raises `Conflict`. It belongs to the thread that made it. Objects stay usable when it has ended.
    """

    def __init__(self, catalog: Catalog, executor: Transaction, opened: OpenTransaction | None = None) -> None:
        self._executor = executor
        self._open = opened
        self._core = self._unit = UnitOfWork(catalog)
        self._thread = threading.get_ident()
        self._entered = self._ended = False

    def _do(self, operation: Operation[T]) -> T:
        self._check_usable()
        return drive(operation, self._run)

    def _run(self, task: Task[T]) -> T:
        before = self._executor.writes
        try:
            return self._executor.run(task)
        except BaseException as error:
            self._unit.failed(error, wrote=self._executor.writes > before)
            raise

    def _stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        for row in self._executor.stream(statement):
            yield row
            self._check_usable()

    def _check_usable(self) -> None:
        if self._ended:
            raise GraphClosed("This session has ended: open another with graph.session().")
        self._check_thread()
        self._unit.check_whole()

    def _check_thread(self) -> None:
        if threading.get_ident() != self._thread:
            raise QueryError("A session belongs to the thread that opened it: open one in each thread.")

    def add(self, *objects: Objects) -> None:
        """Put nodes and relationships to what the session writes: made if they are new, changed if they are there.

        Raises:
            DuplicateKey: when the session has another object for the same node or relationship.
            WriteError: for something that is neither.
        """
        self._check_usable()
        self._unit.add(objects)

    def expunge(self, *objects: Objects) -> None:
        """Let go of objects: they stay usable, but what was changed of them is not sent, and reading them again makes new ones.

        Raises:
            WriteError: for one that is not of this session.
        """
        self._check_usable()
        self._unit.expunge(objects)

    def refresh(self, *objects: GraphObject) -> None:
        """Read objects again, in place: what was changed of them and not sent is lost.

        Raises:
            NotFound: when one is no longer in the graph.
            WriteError: for one that is not of this session, or was added and not yet sent.
        """
        for each in objects:
            self._do(self._unit.refresh(each))

    def flush(self) -> MergeReport:
        """Send what was added and changed, nodes before relationships; it is committed when the session ends.

        Raises:
            MissingEndpoint: a relationship's start or end is neither in the graph nor added.
            StaleWrite: an object that was changed here is no longer in the graph, or has another version there.
            Conflict: somebody else changed the same property since it was read here.
        """
        return self._do(self._unit.flush())

    def rollback(self) -> None:
        """Undo everything and end the session."""
        self._check_thread()
        if not self._ended:
            self._ended = True
            if self._open is not None:
                self._open.rollback()

    def commit(self) -> None:
        """Send what changed, make everything last, and end the session.

        Raises:
            Conflict: a concurrent transaction was in the way; nothing was written.
            CommitUnknown: the connection broke meanwhile.
            WriteError: an earlier step failed, so that nothing of the session can last.
        """
        if self._open is None:
            raise QueryError("transact commits by itself when its function returns: leave out commit().")
        self.flush()
        self._ended = True
        self._open.commit()

    def session(self) -> NoReturn:
        """Refused: a transaction has no transactions within. Raises QueryError."""
        raise QueryError(
            "A session is one transaction, and the engines have none within another: go on with this one, "
            "or end it and open another with graph.session()."
        )

    transact = session

    def __enter__(self) -> Self:
        if self._entered:
            self.session()
        self._check_usable()
        self._entered = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ended:
            return
        try:
            if error is None:
                self.commit()
        finally:
            self.rollback()
