"""A world in one transaction that is always rolled back: what is written in it is seen in it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from graphmodel.errors import GraphClosed, QueryError, ReadOnlyViolation
from graphmodel.evidence import Asking
from graphmodel.evidence.reasons import describe
from graphmodel.model import GraphObject
from graphmodel.query import Assignment, Query
from graphmodel.sessions import MergeReport, Session
from graphmodel.sessions.catalog import Catalog
from graphmodel.sessions.core import Objects, Operation, flat
from graphmodel.sessions.report import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.engines.connection import Connection
    from graphmodel.sessions.merging import Progress
    from graphmodel.statements import Statement

T = TypeVar("T")

ENDED = "This what-if has ended, and nothing of it was stored: open another with `with world.what_if() as w:`."
NEW_NAME = (
    "This would make a label, a combination of labels or a relationship type that this graph does not have, or an index or "
    "constraint. On the embedded engine these would last, and nothing of a what-if is ever stored: have the world make them first, "
    "with world.schema.apply(YourModel)."
)
NAMED = 4
"""So many things that were added are named one by one; more are counted."""


class Hypothetical(Asking):
    """The part of a supposed world that keeps it from ever being stored.

    All that is asked and written shares one transaction. It is rolled back at the end of the block, and by the engine when the
    program dies before. Neither constraints nor indexes are made for it.
    """

    def __init__(self, connection: Connection, catalog: Catalog) -> None:
        own = Catalog("off")  # a schema is made outside the transaction, and would last
        super().__init__(connection, own)
        self._transaction = connection.begin("write", keeps_schema=True)
        self._session = Session(own, self._transaction, self._transaction)
        self._changes: list[str] = []
        self._ended = False
        self.learn(*catalog.known())

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is supposed here, as every result says it; nothing where nothing was changed yet."""
        if not self._changes:
            return ()
        return (
            f"hypothetical: {', '.join(dict.fromkeys(self._changes))}",
            "what is supposed rests on no source and is not stored",
        )

    def suppose(self, change: str) -> None:
        """Have every result from now on say that this was changed."""
        self._changes.append(change)

    # --- one transaction, and no way out of it ---------------------------------------------------------------------

    @property
    def _written(self) -> int:
        return super()._written + self._transaction.writes

    def _do(self, operation: Operation[T]) -> T:
        self._check_open()
        with self._keeping_schema():
            found = self._session._do(operation)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (a part of this)
        rows: Any = found
        if isinstance(rows, Rows) and (done := _told(cast("Rows[Any]", rows))):
            self.suppose(f"by hand {done}")
        return found

    def _stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        self._check_open()
        return self._session._stream(statement)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (a part of this)

    def _check_open(self) -> None:
        if self._ended:
            raise GraphClosed(ENDED)

    @contextmanager
    def _keeping_schema(self) -> Generator[None]:
        """Say what an engine refused that would not undo a change of the schema."""
        try:
            yield
        except ReadOnlyViolation as error:
            if error.code is None or self._connection.capabilities.rolls_back_schema:
                raise
            raise QueryError(NEW_NAME) from error

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run a function with a session of this transaction, once. What it writes is as little stored as the rest."""
        self._check_open()
        before = self._transaction.writes
        session = Session(self._catalog, self._transaction)
        try:
            with self._keeping_schema():
                result = work(session)
                session.flush()
        finally:
            session.rollback()  # ends it; the transaction is not its own
        if self._transaction.writes > before:
            self.suppose("what a function wrote")
        return result

    def merge(
        self, *objects: Objects, full: bool = False, commit_every: int | None = None, progress: Progress | None = None
    ) -> MergeReport:
        """As of a world, but nothing of it is stored."""
        if commit_every is not None:
            raise QueryError("A what-if is never committed: leave out commit_every.")
        given: list[GraphObject] = list(flat(objects))
        report = super().merge(given, full=full, progress=progress)
        names = [describe(cast("Any", each)) for each in given]
        if len(names) > NAMED:
            kinds = dict.fromkeys(type(each).__name__ for each in given)
            names = [f"{len(names)} of {' and '.join(kinds)}"]
        self._changes += [f"added {name}" for name in names]
        return report

    def update(self, query: Query[Any], *changes: Assignment) -> int:
        """As of a world, but nothing of it is stored."""
        count = super().update(query, *changes)
        self.suppose(f"by hand {count} changed")
        return count

    def delete(self, *objects: Any, detach: bool = False) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  (one body for both ways)
        """As of a world, but nothing of it is stored."""
        count = super().delete(*objects, detach=detach)
        self.suppose(f"by hand {count} deleted")
        return count

    def session(self, *_: object, **__: object) -> NoReturn:
        """Refused: a session is committed. Raises QueryError."""
        raise QueryError("A what-if is one transaction that is never committed: write through it, or in transact(...).")

    what_if = using = session

    @property
    def schema(self) -> NoReturn:
        """Refused: a change of the schema would last. Raises QueryError."""
        raise QueryError("Constraints and indexes are not made in a what-if, as they would last: use the world itself.")

    def close(self) -> None:
        """Undo everything, and end it. Again is no error; the world that it was opened on stays open."""
        if not self._ended:
            self._ended = True
            self._session.rollback()

    def __repr__(self) -> str:
        state = " ended" if self._ended else ""
        return (
            f"<{type(self).__name__}{state} on {self._connection.url}: {'; '.join(self.assumed) or 'nothing changed'}>"
        )


def _told(rows: Rows[Any]) -> str:
    """What hand-written Cypher changed, by its own counters."""
    counted = {name: count for name, count in asdict(rows.counters).items() if name != "contains_updates" and count}
    return " and ".join(f"{count} {name.replace('_', ' ')}" for name, count in counted.items())
