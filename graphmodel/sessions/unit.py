"""A unit of work: one object for each node and relationship, and what of them must be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from math import isnan
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from graphmodel.errors import (
    Conflict,
    DuplicateKey,
    EngineError,
    GraphModelError,
    NotFound,
    NotLoaded,
    ReadOnlyViolation,
    StaleWrite,
    WriteError,
)
from graphmodel.model import ENDS, GraphObject, Relationship, identity, is_ref, mapping_of
from graphmodel.query import Assignment, Query
from graphmodel.sessions.catalog import Catalog
from graphmodel.sessions.core import Core, Objects, Operation, Task, do, flat, send
from graphmodel.sessions.merging import Progress, merge_all
from graphmodel.sessions.report import MergeReport
from graphmodel.statements import Program, ask
from graphmodel.statements.batches import Kind, Row, batches, key_row, kind_of
from graphmodel.statements.loading import LOADED
from graphmodel.statements.lookup import get as compile_get
from graphmodel.statements.writing import Written, count_objects, update

T = TypeVar("T")
Who = tuple[Any, ...]


class UnitOfWork(Core):
    """The operations of a session: what was read is watched, and what changed is sent."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._objects: dict[Who, Any] = {}
        self._stored: dict[Who, dict[str, Any]] = {}
        self._new: dict[Who, Any] = {}
        self._failed: str | None = None

    # --- what cannot go on -----------------------------------------------------------------------------------------

    def failed(self, error: BaseException, *, wrote: bool) -> None:
        """Remember that the transaction cannot be committed: a write stopped half-way, or the database has ended it."""
        if wrote or not isinstance(error, GraphModelError) or _of_database(error):
            self._failed = type(error).__name__

    def check_whole(self) -> None:
        """Raise WriteError when a step has failed before."""
        if self._failed is not None:
            raise WriteError(
                f"An earlier step of this session failed ({self._failed}), and its transaction is undone as a whole: "
                "end it and open another session."
            )

    def meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> Operation[None]:
        """As the graph does."""
        return self._catalog.meet(models, to_write=to_write)

    def known(self) -> Iterable[type[GraphObject]]:
        """The models that the graph has met."""
        return self._catalog.known()

    def prepare(self, *, by_key: bool = False) -> Operation[None]:
        """Send what a question must see; by its key an object that was changed here is found as it is here."""
        if self._new or not by_key:
            yield from self.flush()

    # --- one object for each ---------------------------------------------------------------------------------------

    def kept(self, found: T) -> T:
        """The objects of this session in place of those that were read: in rows of any shape."""
        return cast("T", self._keep(found))

    def _keep(self, found: Any) -> Any:
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
            if not (type(found) is not type(known) and issubclass(type(found), type(known))):
                return known
            if who in self._new or (who in self._stored and self._stored[who] != _properties(known)):
                raise WriteError(
                    f"This {type(known).__name__} was changed here and is a {type(found).__name__}: flush, then get it as that."
                )
        self._objects[who] = found
        if not is_ref(found):
            self._stored[who] = _properties(found)
        return found

    def expunge(self, objects: Iterable[Objects]) -> None:
        """Let go of objects: what was changed of them is not sent. Raises WriteError for one that is not here."""
        for each in flat(objects):
            who = self._mine(each)
            for known in (self._objects, self._stored, self._new):
                known.pop(who, None)

    def refresh(self, each: GraphObject) -> Operation[None]:
        """Read an object again, in place. Raises NotFound, WriteError."""
        who = self._mine(each)
        if who in self._new:
            raise WriteError(
                f"This {type(each).__name__} was added and not yet sent: there is nothing to read it from."
            )
        model, values = type(each), each.__dict__
        named = {p.name: values[p.name] for p in mapping_of(model).key} | {
            side: values[side] for side in ENDS if side in values
        }
        found = yield from send(compile_get(model, (), named))
        if found is None:
            raise NotFound(f"This {model.__name__} is no longer in the graph.", model=model.__name__, key=who[1:])
        if LOADED in values:
            vars(found)[LOADED] = values[LOADED]
        for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_private__"):
            object.__setattr__(each, name, getattr(found, name))
        self._stored[who] = _properties(each)

    def _mine(self, each: Any) -> Who:
        who: Who = identity(cast("Any", each)) if isinstance(each, GraphObject) else ()
        if not who or self._objects.get(who) is not each:
            raise WriteError(f"This {type(each).__name__} is not an object of this session.")
        if is_ref(each):
            raise NotLoaded(f"This {type(each).__name__} is a reference and knows only its key: get it.")
        return who

    # --- what must be sent -----------------------------------------------------------------------------------------

    def add(self, objects: Iterable[Objects]) -> None:
        """Put objects to what is sent. Raises DuplicateKey, WriteError."""
        for each in flat(objects):
            if not isinstance(each, GraphObject):
                raise WriteError(f"Only nodes and relationships can be written, not {type(each).__name__}.")
            if is_ref(each):
                continue
            who = identity(cast("Any", each))
            known = self._objects.get(who)
            if known is not None and known is not each and not is_ref(known):
                raise DuplicateKey(
                    f"This session has another {type(each).__name__} {', '.join(map(repr, who[1:]))}: change that one.",
                    model=type(each).__name__,
                    keys=[who[1:]],
                )
            if known is not each or who not in self._stored:
                self._objects[who] = self._new[who] = each

    def flush(self) -> Operation[MergeReport]:
        """Send what was added and changed, nodes before relationships. Raises MissingEndpoint, StaleWrite, Conflict."""
        report = MergeReport()
        if self._new:
            for who, each in self._new.items():
                _check_key(who, each)
            new = dict(self._new)
            work = batches(new.values())
            yield from self.meet([batch.kind.mapping.model for batch in work], to_write=True)
            report = yield from do(Task(lambda capabilities: merge_all(work, capabilities), "write", merges=True))
            report.tell_versions()
            self._stored.update((who, _properties(each)) for who, each in new.items())
            self._new = {who: each for who, each in self._new.items() if who not in new}
        if changes := self._changes():
            yield from do(Task(lambda _: _send(changes), "write"))
            for change in changes:
                report.count(change.kind.name, Written(len(change.rows), 0, len(change.rows)))
            for each, who, now in (after for change in changes for after in change.after):
                self._stored[who] = now
                if (version := kind_of(each).mapping.version) is not None:
                    each.__dict__[version.name] = now[version.column]
        return report

    def _changes(self) -> list[_Change]:
        found: dict[tuple[Any, ...], _Change] = {}
        for who, before in self._stored.items():
            if who in self._new:
                continue
            each = self._objects[who]
            _check_key(who, each)
            now = _properties(each)
            changed = {name: now.get(name) for name in {**before, **now} if not _equal(before.get(name), now.get(name))}
            if not changed:
                continue
            kind = kind_of(each)
            change = found.setdefault((kind.name, id(kind.mapping)), _Change(kind))
            row = {**key_row(each, kind), "p": changed}
            if (version := kind.mapping.version) is None:
                spelled = kind.mapping.spelled
                row["was"] = {
                    name: v for name in changed if name not in spelled and not _has_nan(v := before.get(name))
                }
            else:
                row["v"] = before[version.column]
                changed[version.column] = now[version.column] = before[version.column] + 1
            change.rows.append(row)
            change.after.append((each, who, now))
        return list(found.values())

    def merge(
        self, objects: Iterable[Objects], *, full: bool, commit_every: int | None, progress: Progress | None
    ) -> Operation[MergeReport]:
        """As on a graph; objects that the session has take over what is written of theirs."""
        if commit_every is not None:
            raise WriteError("A session is one transaction: use commit_every with graph.merge(...).")
        yield from self.flush()
        given = list(flat(objects))
        report = yield from super().merge(given, full=full, commit_every=None, progress=progress)
        for each in given:
            known = self._objects.get(identity(each))
            if known is not None and not is_ref(known) and not is_ref(each):
                self._take_over(known, each, full)
        return report

    def _take_over(self, known: Any, merged: Any, full: bool) -> None:
        # A version that the merge has counted up was set in what was merged, and so is taken over with the rest.
        for name, value in merged.__dict__.items():
            if name in known.__dict__ and name not in ENDS and (full or name in merged.__pydantic_fields_set__):
                known.__dict__[name] = value
        self._stored[identity(known)] = _properties(known)

    def update(self, query: Query[Any], changes: Sequence[Assignment]) -> Operation[int]:
        """As on a graph; the objects here that may have changed are read again."""
        count = yield from super().update(query, changes)
        yield from self._read_again()
        return count

    def delete_found(self, query: Query[Any], *, detach: bool) -> Operation[int]:
        """As on a graph; what is gone is forgotten."""
        count = yield from super().delete_found(query, detach=detach)
        yield from self._read_again()
        return count

    def _read_again(self) -> Operation[None]:
        """Every object as it is now in the graph; what is no longer there is let go."""
        for who in list(self._stored):
            try:
                yield from self.refresh(self._objects[who])
            except NotFound:
                self.expunge([self._objects[who]])

    def delete(self, objects: Iterable[Objects], *, detach: bool) -> Operation[int]:
        """As on a graph; what is deleted is forgotten."""
        gone = list(flat(objects))
        yield from self.flush()
        count = yield from super().delete(gone, detach=detach)
        for each in gone:
            self._objects.pop(identity(each), None)
            self._stored.pop(identity(each), None)
        return count


class _Change:
    """What is sent of the objects of one kind, and what is stored afterwards."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows: list[Row] = []
        self.after: list[tuple[Any, Who, dict[str, Any]]] = []


def _send(changes: list[_Change]) -> Program[None]:
    for change in changes:
        kind, rows = change.kind, change.rows
        if (yield from ask(update(kind, rows))) < len(rows):
            if (yield from ask(count_objects(kind, rows))) < len(rows):
                raise StaleWrite(f"{kind.name}: an object that was changed here is no longer in the graph.")
            if kind.mapping.version is not None:
                raise StaleWrite(
                    f"{kind.name}: somebody else changed it since it was read here. Read it again, change it again.",
                    read_here=True,
                )
            raise Conflict(
                f"{kind.name}: somebody else changed the same property since it was read here; run it again."
            )


def _check_key(who: Who, each: Any) -> None:
    if identity(each) != who:
        raise WriteError(
            f"The key of a {type(each).__name__} was changed: a key never changes; add an object with the new key."
        )


def _of_database(error: GraphModelError) -> bool:
    return isinstance(error, ReadOnlyViolation) or (isinstance(error, EngineError) and error.driver_error is not None)


def _has_nan(value: Any) -> bool:
    """Whether it holds what is not a number, so that the graph cannot tell whether it is still there."""
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return any(isinstance(each, float) and isnan(each) for each in values)


def _equal(before: Any, now: Any) -> bool:
    return before is now or before == now  # the first for what is not a number, which equals nothing


def _properties(each: Any) -> dict[str, Any]:
    return mapping_of(cast("type[Any]", type(each))).encode(each)
