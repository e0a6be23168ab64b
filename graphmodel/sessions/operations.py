"""What can be asked of a graph and written to it, whether each call is a transaction of its own or all share one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from graphmodel.errors import HasRelationships, NotFound, QueryError
from graphmodel.model import GraphObject, Node
from graphmodel.query import Query, models_of, select
from graphmodel.sessions.merging import Progress, merge_all, merge_by_chunks
from graphmodel.sessions.report import MergeReport
from graphmodel.statements import Result, Statement
from graphmodel.statements import compile as compile_query
from graphmodel.statements.batches import batches, key_row, kind_of
from graphmodel.statements.lookup import get as compile_get
from graphmodel.statements.reading import compile_count, compile_exists
from graphmodel.statements.rows import as_parameters, decoder, mappings
from graphmodel.statements.writing import count_relationships, delete

if TYPE_CHECKING:
    from graphmodel.engines.connection import Executor

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)
Objects = GraphObject | Iterable[GraphObject]


class Operations:
    """The methods that `Graph` and the sessions share."""

    _executor: Executor

    def _meet(self, models: Iterable[type[GraphObject]], *, to_write: bool) -> None:
        """See to the schema of models that are met for the first time."""

    def _known(self) -> Iterable[type[GraphObject]]:
        """The models that were met."""
        return ()

    def _asked(self, *, by_key: bool = False) -> Executor:  # noqa: ARG002  (of use to sessions)
        """What a question runs on; a session first sends what it must see, which by key is only what is new."""
        return self._executor

    def _kept(self, found: T) -> T:
        """What a session knows already in place of what was read again."""
        return found

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, model: type[G], *key: object, **named: object) -> G:
        """The node or relationship with this key.

        Args:
            model: its class.
            key: the values of a node's key fields in their order.
            named: key fields by name; for a relationship `start=`, `end=` (nodes, references or plain keys) and its key.

        Raises:
            NotFound: when there is none.
            ModelError: when the values are not its key.
        """
        found = self.find(model, *key, **named)
        if found is None:
            shown = ", ".join([*map(repr, key), *(f"{name}={value!r}" for name, value in named.items())])
            raise NotFound(f"There is no {model.__name__} {shown}.", model=model.__name__, key=key or named)
        return found

    def find(self, model: type[G], *key: object, **named: object) -> G | None:
        """The node or relationship with this key, or None. Arguments as for `get`."""
        self._meet([model], to_write=False)
        return self._kept(self._asked(by_key=True).execute(compile_get(model, key, dict(named))))

    def all(self, query: Query[T] | type[T], *, strict: bool = False) -> list[T]:
        """Every row of a query, or every node of a class.

        Args:
            query: from `select`; a node class stands for `select(Class)`.
            strict: raise for labels and properties that the classes do not know, in place of keeping them.
        """
        asked = _query(query)
        self._meet(models_of(asked), to_write=False)
        return self._kept(self._asked().execute(compile_query(asked, strict=strict)))

    def first(self, query: Query[T] | type[T]) -> T | None:
        """The first row, or None."""
        found = self.all(_at_most(_query(query), 1))
        return found[0] if found else None

    def one(self, query: Query[T] | type[T]) -> T:
        """The only row.

        Raises:
            NotFound: when there is none.
            QueryError: when there are several.
        """
        found = self.all(_at_most(_query(query), 2))
        if not found:
            raise NotFound("The query has no row.")
        if len(found) > 1:
            raise QueryError("The query has several rows: narrow it down, or use all(...) or first(...).")
        return found[0]

    def count(self, query: Query[Any] | type[Any]) -> int:
        """How many rows a query has, its limits left aside."""
        asked = _query(query)
        self._meet(models_of(asked), to_write=False)
        return self._asked().execute(compile_count(asked))

    def exists(self, query: Query[Any] | type[Any]) -> bool:
        """Whether a query has a row."""
        asked = _query(query)
        self._meet(models_of(asked), to_write=False)
        return self._asked().execute(compile_exists(asked))

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

    @overload
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> list[T]: ...
    @overload
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> list[dict[str, Any]]: ...
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: Any = None, reads: bool = False
    ) -> list[Any]:
        """Run hand-written Cypher and map its rows.

        Args:
            text: the statement; values belong in the parameters.
            parameters: by name.
            into: what each row becomes: a model, dataclass, named tuple, `tuple[...]` or a single type; a dictionary by default.
            reads: run it as a read: a cluster may answer from a follower, and whatever it wrote is refused.

        Raises:
            MappingError: when a column does not fit, naming it.
            StatementError: when the engine refuses the text.
            ReadOnlyViolation: when a read would write.
        """
        decode: Callable[[Result], list[Any]] = (
            mappings(self._known()) if into is None else decoder(into, self._known())
        )
        return self._kept(self._asked().execute(_by_hand(text, parameters, decode, reads)))

    def records(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> list[dict[str, Any]]:
        """Run hand-written Cypher and give its rows with the driver's own values, by column."""

        def decode(result: Result) -> list[dict[str, Any]]:
            return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

        return self._asked().execute(_by_hand(text, parameters, decode, reads))

    # --- writing ---------------------------------------------------------------------------------------------------

    def merge(
        self, *objects: Objects, full: bool = False, commit_every: int | None = None, progress: Progress | None = None
    ) -> MergeReport:
        """Make or change nodes and relationships, all in one transaction, one statement for each kind (and 10,000 rows).

        Written are the fields that were set; an explicit None removes; defaults apply when an object is made.

        Args:
            objects: nodes and relationships, or iterables of them, in any order.
            full: write every field, set or not.
            commit_every: commit after so many rows; an error then says what is in the graph by then.
            progress: called with the kind, the rows done, and all rows.

        Raises:
            MissingEndpoint: a relationship's start or end is not there; nothing was written.
            DuplicateKey: one key stands twice; nothing was written.
            SchemaError: the graph lacks a constraint that the models ask for.
        """
        work = batches(flat(objects), full=full)
        self._meet([batch.kind.mapping.model for batch in work], to_write=True)
        if commit_every is None:
            return merge_all(self._executor, work, progress)
        return merge_by_chunks(self._executor, work, commit_every, progress)

    def delete(self, *objects: Objects, detach: bool = False) -> int:
        """Delete nodes and relationships; gives how many there were. Relationships go before nodes.

        Args:
            objects: what to delete; references will do.
            detach: delete the relationships of the nodes too.

        Raises:
            HasRelationships: a node still has relationships; nothing was deleted.
        """
        given = list({id(each): each for each in flat(objects)}.values())
        given.sort(key=lambda each: isinstance(each, Node))
        work = [(kind, key_row(each, kind)) for each in given for kind in (kind_of(each),)]

        def run(transaction: Executor) -> int:
            gone = 0
            for kind, row in work:
                if issubclass(kind.mapping.model, Node) and not detach:
                    left = transaction.execute(count_relationships(kind, [row]))
                    if left:
                        key = ", ".join(repr(v) for k, v in row.items() if k.startswith("k"))
                        raise HasRelationships(
                            f"{kind.name} {key} still has {left} relationships; nothing was deleted. "
                            "Delete them first, or say detach=True.",
                            count=left,
                        )
                gone += transaction.execute(delete(kind, [row], detach=detach))
            return gone

        return self._executor.write(run)


def _by_hand(
    text: str, parameters: Mapping[str, Any] | None, decode: Callable[[Result], T], reads: bool
) -> Statement[T]:
    return Statement(text, as_parameters(parameters), decode, name="the statement", reads=reads, by_hand=True)


def _query(query: Any) -> Query[Any]:
    return cast("Query[Any]", query) if isinstance(query, Query) else select(query)


def _at_most(query: Query[T], rows: int) -> Query[T]:
    return query if query.most is not None and query.most < rows else query.limit(rows)


def flat(objects: Iterable[Objects]) -> Iterator[Any]:
    """Objects given one by one or in iterables, one after the other."""
    for each in objects:
        given: Any = each  # of untyped callers
        if isinstance(given, Iterable) and not isinstance(given, (GraphObject, str, bytes)):
            yield from cast("Iterable[Any]", given)
        else:
            yield given  # what is no object of a graph is refused where it is written
