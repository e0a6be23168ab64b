"""A unit of work: one transaction, one object for each node, only what changed is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from pydantic import BaseModel

from graphmodel.errors import Conflict, DuplicateKey, GraphClosed, QueryError, StaleWrite, WriteError
from graphmodel.model import ENDS, GraphObject, Node, Relationship, identity, is_ref, mapping_of
from graphmodel.sessions.merging import Progress, merge_all
from graphmodel.sessions.operations import Objects, Operations, flat
from graphmodel.sessions.report import MergeReport
from graphmodel.statements.batches import batches, key_row, kind_of
from graphmodel.statements.writing import count_objects, update

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.engines.connection import Executor, OpenTransaction
    from graphmodel.sessions.graph import Graph

T = TypeVar("T")


class Session(Operations):
    """One transaction on a graph, from `graph.session()`. What was read is watched, and what changed is sent.

    The end of the block commits; an exception rolls everything back. A session is never run a second time by itself: a conflict
    raises `Conflict`. It belongs to the thread that made it.
    """

    def __init__(self, graph: Graph, executor: Executor, open_transaction: OpenTransaction | None = None) -> None:
        self._graph = graph
        self._transaction = executor
        self._open = open_transaction
        self._objects: dict[tuple[Any, ...], Any] = {}
        self._stored: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._new: dict[tuple[Any, ...], Any] = {}
        self._thread = threading.get_ident()
        self._ended = False

    # --- what operations need --------------------------------------------------------------------------------------

    def _asked(self, *, by_key: bool = False) -> Executor:
        if self._new or not by_key:  # by its key an object that was changed here is found as it is here
            self.flush()
        return self._executor

    @property
    def _executor(self) -> Executor:  # pyright: ignore[reportIncompatibleVariableOverride]
        self._check_usable()
        return self._transaction

    def _check_usable(self) -> None:
        if self._ended:
            raise GraphClosed("This session has ended: open another with graph.session().")
        if threading.get_ident() != self._thread:
            raise QueryError("A session belongs to the thread that opened it: open one in each thread.")

    def _meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> None:
        self._graph.meet(models, to_write=to_write)

    def _known(self) -> Iterable[type[GraphObject]]:
        return self._graph.models

    def _kept(self, found: T) -> T:
        return cast("T", self._keep(found))

    def _keep(self, found: Any) -> Any:
        """The objects of this session in place of those that were read: in rows of any shape."""
        if isinstance(found, GraphObject):
            return self._watch(found)
        if isinstance(found, list):
            return [self._keep(each) for each in cast("list[Any]", found)]
        if isinstance(found, tuple):
            kept = (self._keep(each) for each in cast("tuple[Any, ...]", found))
            make: Any = getattr(cast("Any", found), "_make", tuple)  # a named tuple's
            return make(kept)
        if isinstance(found, dict):
            return {name: self._keep(each) for name, each in cast("dict[str, Any]", found).items()}
        if isinstance(found, BaseModel) or is_dataclass(found):
            for name in type(found).model_fields if isinstance(found, BaseModel) else (f.name for f in fields(found)):
                object.__setattr__(found, name, self._keep(getattr(found, name)))
        return found

    def _watch(self, found: Any) -> Any:
        values: dict[str, Any] = found.__dict__
        for side in ENDS if issubclass(type(found), Relationship) else ():
            values[side] = self._watch(values[side])
        who = identity(found)
        known = self._objects.get(who)
        if known is not None and (is_ref(found) or not is_ref(known)):
            return known
        self._objects[who] = found
        if not is_ref(found):
            self._stored[who] = _properties(found)
        return found

    # --- writing ---------------------------------------------------------------------------------------------------

    def add(self, *objects: Objects) -> None:
        """Put nodes and relationships to what the session writes: made if they are new, changed if they are there.

        Raises:
            DuplicateKey: when the session has another object for the same node or relationship.
            WriteError: for something that is neither.
        """
        self._check_usable()
        for each in flat(objects):
            if not isinstance(each, GraphObject):
                raise WriteError(f"Only nodes and relationships can be written, not {type(each).__name__}.")
            if is_ref(each):
                continue
            who = identity(cast("Node", each))
            known = self._objects.get(who)
            if known is not None and known is not each and not is_ref(known):
                raise DuplicateKey(
                    f"This session has another {type(each).__name__} {', '.join(map(repr, who[1:]))}: change that one.",
                    model=type(each).__name__,
                    keys=[who[1:]],
                )
            if known is not each or who not in self._stored:
                self._objects[who] = self._new[who] = each

    def flush(self) -> MergeReport:
        """Send what was added and changed, nodes before relationships; it is committed when the session ends.

        Raises:
            MissingEndpoint: a relationship's start or end is neither in the graph nor added.
            StaleWrite: an object that was changed here is no longer in the graph.
        """
        executor, report = self._executor, MergeReport()
        if self._new:
            for who, each in self._new.items():
                _check_key(who, each)
            new, self._new = self._new, {}
            work = batches(new.values())
            self._meet([batch.kind.mapping.model for batch in work], to_write=True)
            report = merge_all(executor, work)
            self._stored.update((who, _properties(each)) for who, each in new.items())
        self._send_changes(executor)
        return report

    def _send_changes(self, executor: Executor) -> None:
        groups: dict[tuple[Any, ...], tuple[Any, list[dict[str, Any]], list[Any]]] = {}
        for who, before in self._stored.items():
            each = self._objects[who]
            _check_key(who, each)
            now = _properties(each)
            changed = {name: now.get(name) for name in {**before, **now} if not _equal(before.get(name), now.get(name))}
            if changed:
                kind = kind_of(each)
                group = groups.setdefault((kind.name, id(kind.mapping)), (kind, [], []))
                was = {name: before.get(name) for name in changed if _comparable(name, before.get(name))}
                group[1].append({**key_row(each, kind), "p": changed, "was": was})
                group[2].append((who, now))
        for kind, rows, after in groups.values():
            if executor.execute(update(kind, rows)) < len(rows):
                if executor.execute(count_objects(kind, rows)) < len(rows):
                    raise StaleWrite(f"{kind.name}: an object that was changed here is no longer in the graph.")
                raise Conflict(
                    f"{kind.name}: somebody else changed the same property since it was read here; run it again."
                )
            self._stored.update(after)

    def merge(
        self, *objects: Objects, full: bool = False, commit_every: int | None = None, progress: Progress | None = None
    ) -> MergeReport:
        """As on a graph, in this transaction; objects that the session has take over what is written of theirs.

        Raises:
            WriteError: for `commit_every`: a session is one transaction.
        """
        if commit_every is not None:
            raise WriteError("A session is one transaction: use commit_every with graph.merge(...).")
        self.flush()
        given = list(flat(objects))
        report = super().merge(given, full=full, progress=progress)
        for each in given:
            known = self._objects.get(identity(each))
            if known is not None and not is_ref(known) and not is_ref(each):
                self._take_over(known, each, full)
        return report

    def _take_over(self, known: Any, merged: Any, full: bool) -> None:
        for name, value in merged.__dict__.items():
            if name in known.__dict__ and name not in ENDS and (full or name in merged.__pydantic_fields_set__):
                known.__dict__[name] = value
        self._stored[identity(known)] = _properties(known)

    def delete(self, *objects: Objects, detach: bool = False) -> int:
        """As on a graph; what is deleted is forgotten by the session."""
        gone = list(flat(objects))
        self.flush()
        count = super().delete(gone, detach=detach)
        for each in gone:
            self._objects.pop(identity(each), None)
            self._stored.pop(identity(each), None)
        return count

    def rollback(self) -> None:
        """Undo everything and end the session."""
        if not self._ended:
            self._ended = True
            if self._open is not None:
                self._open.rollback()

    def commit(self) -> None:
        """Send what changed, make everything last, and end the session.

        Raises:
            Conflict: a concurrent transaction was in the way; nothing was written.
            CommitUnknown: the connection broke meanwhile.
        """
        if self._open is None:
            raise QueryError("transact commits by itself when its function returns: leave out commit().")
        self.flush()
        self._ended = True
        self._open.commit()

    def __enter__(self) -> Self:
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


def _check_key(who: tuple[Any, ...], each: Any) -> None:
    if identity(each) != who:
        raise WriteError(
            f"The key of a {type(each).__name__} was changed: a key never changes; add an object with the new key."
        )


def _comparable(column: str, value: Any) -> bool:
    """Whether the graph can tell that a value is still there: not a text that it may hold otherwise written, nor a NaN."""
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return not column.endswith("_text") and not any(isinstance(each, float) and isnan(each) for each in values)


def _equal(before: Any, now: Any) -> bool:
    return before is now or before == now  # the first for what is not a number, which equals nothing


def _properties(each: Any) -> dict[str, Any]:
    return mapping_of(cast("type[Any]", type(each))).encode(each)
