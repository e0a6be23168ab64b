"""What graphs and sessions do, written once for those that wait and those that await.

An operation is a generator that yields tasks. A task is a program of statements that runs in one transaction: on a graph each is a
transaction of its own, run again on a transient conflict; in a session all share one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar, cast

from graphmodel.engines import Capabilities
from graphmodel.engines.tasks import Task, single
from graphmodel.errors import GraphModelError, HasRelationships, NotFound, QueryError, WriteError
from graphmodel.model import GraphObject, Node, mapping_of
from graphmodel.query import Alias, Asked, Assignment, Query, models_of, select
from graphmodel.sessions.frames import FrameKind, Frames
from graphmodel.sessions.merging import Progress, chunks, merge_all, merge_alone, merge_rows
from graphmodel.sessions.report import MergeReport, Rows
from graphmodel.statements import Program, Result, Statement, ask
from graphmodel.statements import compile as compile_query
from graphmodel.statements.batches import Batch, batches, key_row, kind_of
from graphmodel.statements.changing import delete as delete_found
from graphmodel.statements.changing import selected, update
from graphmodel.statements.loading import check_load, loadings, selected_models
from graphmodel.statements.lookup import get as compile_get
from graphmodel.statements.lookup import times_of
from graphmodel.statements.paging import Page, compile_page
from graphmodel.statements.reading import compile_count, compile_exists
from graphmodel.statements.rows import as_parameters, decoder, mappings
from graphmodel.statements.streaming import compile_stream
from graphmodel.statements.writing import count_relationships, delete

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)
Objects = GraphObject | Iterable[GraphObject]


Operation: TypeAlias = Generator[Task[Any], Any, T]


def do(task: Task[T]) -> Operation[T]:
    """One task as an operation: `yield from` it in another, and the result keeps its type."""
    return (yield task)


def send(statement: Statement[T]) -> Operation[T]:
    """One statement as an operation."""
    return do(single(statement))


class Core:
    """The operations; graphs and sessions say what happens before and after them."""

    def meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> Operation[None]:
        """See to the schema of models that are met for the first time."""
        raise NotImplementedError

    def known(self) -> Iterable[type[GraphObject]]:
        """The models that were met."""
        raise NotImplementedError

    def prepare(self, *, by_key: bool = False) -> Operation[None]:  # noqa: ARG002  (of use to sessions)
        """Before a question: a session sends what the question must see, which by key is only what is new."""
        return
        yield

    def kept(self, found: T) -> T:
        """What a session knows already in place of what was read again."""
        return found

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(
        self, model: type[G], key: tuple[object, ...], named: dict[str, object], load: Sequence[Any] = ()
    ) -> Operation[G]:
        """As `find`. Raises NotFound."""
        found = yield from self.find(model, key, dict(named), load)
        if found is None:
            shown = ", ".join([*map(repr, key), *(f"{name}={value!r}" for name, value in named.items())])
            raise NotFound(f"There is no {model.__name__} {shown}.", model=model.__name__, key=key or named)
        return found

    def find(
        self, model: type[G], key: tuple[object, ...], named: dict[str, object], load: Sequence[Any] = ()
    ) -> Operation[G | None]:
        """The node or relationship with this key."""
        if load != () and any(p.name == "load" for p in mapping_of(model).key):
            named, load = {**named, "load": load}, ()
        yield from self.meet([model, *check_load(load, [model])], to_write=False)
        yield from self.prepare(by_key=True)
        times = times_of(model, named) if load else ()
        return (yield from self._loaded(compile_get(model, key, named, load), load, times))

    def all(self, query: Query[T] | type[T], *, strict: bool = False, load: Sequence[Any] = ()) -> Operation[list[T]]:
        """Every row of a query."""
        asked = as_query(query)
        models = models_of(asked)
        yield from self.meet([*models, *check_load(load, selected_models(asked))], to_write=False)
        yield from self.prepare()
        return (yield from self._loaded(compile_query(asked, strict=strict, load=load), load, asked.times))

    def _loaded(self, statement: Statement[T], load: Sequence[Any], times: Sequence[Asked]) -> Operation[T]:
        """What a statement finds, with the neighbours to load, all in one transaction."""
        if not load:
            return self.kept((yield from send(statement)))

        def program(_: Capabilities) -> Program[T]:
            found = self.kept((yield from ask(statement)))
            work, known = loadings(found, load, times)
            for each in work:
                each.put(self.kept((yield from ask(each.statement()))), known)
            return found

        return (yield from do(Task(program, "read")))

    def stream(self, query: Query[T] | type[T], *, strict: bool = False) -> Operation[Statement[list[T]]]:
        """The statement whose rows are streamed, when everything is ready for it."""
        asked = as_query(query)
        yield from self.meet(models_of(asked), to_write=False)
        yield from self.prepare()
        return compile_stream(asked, strict=strict)

    def page(self, query: Query[T] | type[T], size: int, after: str | None) -> Operation[Page[T]]:
        """One page of a query."""
        asked = as_query(query)
        yield from self.meet(models_of(asked), to_write=False)
        yield from self.prepare()
        page = yield from send(compile_page(asked, size, after))
        return Page(self.kept(list(page)), page.next)

    def frame(self, asked: Any, parameters: Mapping[str, Any] | None, kind: FrameKind) -> Operation[Any]:
        """A query or hand-written Cypher as a data frame."""
        frames = Frames(kind)
        if isinstance(asked, str):
            rows = yield from self.records(asked, parameters, reads=False)
            return frames.of_records(rows.columns, rows)
        query = as_query(asked)
        yield from self.meet(models_of(query), to_write=False)
        yield from self.prepare()
        return frames.of_query(query, (yield from send(compile_query(replace(query, row=None)))))

    def first(self, query: Query[T] | type[T]) -> Operation[T | None]:
        """The first row."""
        found = yield from self.all(_at_most(as_query(query), 1))
        return found[0] if found else None

    def one(self, query: Query[T] | type[T]) -> Operation[T]:
        """The only row. Raises NotFound, QueryError."""
        found = yield from self.all(_at_most(as_query(query), 2))
        if not found:
            raise NotFound("The query has no row.")
        if len(found) > 1:
            raise QueryError("The query has several rows: narrow it down, or use all(...) or first(...).")
        return found[0]

    def count(self, query: Query[Any] | type[Any]) -> Operation[int]:
        """How many rows a query has."""
        asked = as_query(query)
        yield from self.meet(models_of(asked), to_write=False)
        yield from self.prepare()
        return (yield from send(compile_count(asked)))

    def exists(self, query: Query[Any] | type[Any]) -> Operation[bool]:
        """Whether a query has a row."""
        asked = as_query(query)
        yield from self.meet(models_of(asked), to_write=False)
        yield from self.prepare()
        return (yield from send(compile_exists(asked)))

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

    def run(self, text: str, parameters: Mapping[str, Any] | None, into: Any, *, reads: bool) -> Operation[Rows[Any]]:
        """Rows of hand-written Cypher, mapped."""
        decode: Callable[[Result], list[Any]] = mappings(self.known()) if into is None else decoder(into, self.known())
        return (yield from self._by_hand(text, parameters, decode, reads=reads))

    def records(self, text: str, parameters: Mapping[str, Any] | None, *, reads: bool) -> Operation[Rows[Any]]:
        """Rows of hand-written Cypher with the driver's own values."""

        def decode(result: Result) -> list[dict[str, Any]]:
            return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

        return (yield from self._by_hand(text, parameters, decode, reads=reads))

    def _by_hand(
        self, text: str, parameters: Mapping[str, Any] | None, decode: Callable[[Result], list[Any]], *, reads: bool
    ) -> Operation[Rows[Any]]:
        def rows(result: Result) -> Rows[Any]:
            return Rows(decode(result), result.columns, result.counters, tuple(result.notifications), result.plan)

        given = as_parameters(parameters)
        yield from self.prepare()
        found = yield from send(Statement(text, given, rows, name="the statement", reads=reads, by_hand=True))
        found[:] = self.kept(list(found))
        return found

    # --- writing ---------------------------------------------------------------------------------------------------

    def merge(
        self, objects: Iterable[Objects], *, full: bool, commit_every: int | None, progress: Progress | None
    ) -> Operation[MergeReport]:
        """Make or change nodes and relationships."""
        work = batches(flat(objects), full=full)
        yield from self.meet([batch.kind.mapping.model for batch in work], to_write=True)
        if commit_every is not None:
            return (yield from _merge_by_chunks(work, commit_every, progress))
        alone = merge_alone(work) if progress is None else None
        task = Task(lambda capabilities: merge_all(work, capabilities, progress), "write", merges=True, alone=alone)
        report = yield from do(task)
        report.tell_versions()
        return report

    def update(self, query: Query[Any], changes: Sequence[Assignment]) -> Operation[int]:
        """Change what a query selects."""
        selected(query, "update")
        yield from self.meet(models_of(query), to_write=True)
        yield from self.prepare()
        return (yield from do(Task(lambda _: update(query, changes), "write")))

    def delete_found(self, query: Query[Any], *, detach: bool) -> Operation[int]:
        """Delete what a query selects."""
        yield from self.meet(models_of(query), to_write=True)
        yield from self.prepare()
        return (yield from do(Task(lambda _: delete_found(query, detach=detach), "write")))

    def delete(self, objects: Iterable[Objects], *, detach: bool) -> Operation[int]:
        """Delete nodes and relationships."""
        given = list({id(each): each for each in flat(objects)}.values())
        for each in given:
            if isinstance(each, (type, Alias)):
                selected(each, "delete")
        given.sort(key=lambda each: isinstance(each, Node))
        work = [(kind, key_row(each, kind)) for each in given for kind in (kind_of(each),)]

        def program(_: Capabilities) -> Program[int]:
            gone = 0
            for kind, row in work:
                if issubclass(kind.mapping.model, Node) and not detach:
                    left = yield from ask(count_relationships(kind, [row]))
                    if left:
                        key = ", ".join(repr(v) for k, v in row.items() if k.startswith("k"))
                        raise HasRelationships(
                            f"{kind.name} {key} still has {left} relationships; nothing was deleted. "
                            "Delete them first, or say detach=True.",
                            count=left,
                        )
                gone += yield from ask(delete(kind, [row], detach=detach))
            return gone

        return (yield from do(Task(program, "write")))


def _merge_by_chunks(work: list[Batch], size: int, progress: Progress | None) -> Operation[MergeReport]:
    """Merge chunk by chunk, each a transaction. An error says in its notes, and as its `report`, what is written by then."""
    if size < 1:
        raise WriteError(f"commit_every takes a number of rows, 1 or more, not {size}.")
    report = MergeReport()
    for batch, done, all_rows in chunks(work, size):
        try:
            written = yield from do(Task(lambda c, batch=batch: merge_rows(batch, c), "write", merges=True))
        except GraphModelError as error:
            error.report = report  # pyright: ignore[reportAttributeAccessIssue]  (for whoever catches it and goes on)
            error.add_note(
                f"{report.committed} rows were committed before, the last of them of {report.last_committed}."
            )
            raise
        report.add(batch, written)
        report.tell_versions()
        report.committed += len(batch.rows)
        report.last_committed = batch.kind.name
        if progress is not None:
            progress(batch.kind.name, done, all_rows)
    return report


def as_query(query: Any) -> Query[Any]:
    """A query, or the query for every object of a class."""
    return cast("Query[Any]", query) if isinstance(query, Query) else select(query)


def flat(objects: Iterable[Objects]) -> Iterator[Any]:
    """Objects given one by one or in iterables, one after the other."""
    for each in objects:
        given: Any = each  # of untyped callers
        if isinstance(given, Iterable) and not isinstance(given, (GraphObject, str, bytes)):
            yield from cast("Iterable[Any]", given)
        else:
            yield given  # what is no object of a graph is refused where it is written


def _at_most(query: Query[T], rows: int) -> Query[T]:
    return query if query.most is not None and query.most < rows else query.limit(rows)
