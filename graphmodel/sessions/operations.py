"""What can be asked of a graph and written to it, whether each call is a transaction of its own or all share one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, TypeVar, cast, overload

from graphmodel.model import GraphObject
from graphmodel.query import Assignment, Query
from graphmodel.sessions.core import Core, Objects, Operation
from graphmodel.sessions.frames import FrameKind
from graphmodel.sessions.merging import Progress
from graphmodel.sessions.report import MergeReport, Rows, column_names
from graphmodel.statements import Page, Statement

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)


class Operations:
    """The methods that `Graph` and `Session` share."""

    _core: Core

    def _do(self, operation: Operation[T]) -> T:
        """Run an operation to its end."""
        raise NotImplementedError

    def _stream(self, statement: Statement[list[T]]) -> Iterator[T]:
        """The rows of a statement as they come."""
        raise NotImplementedError

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, model: type[G], /, *key: object, load: Sequence[Any] = (), **named: object) -> G:
        """The node or relationship with this key.

        Args:
            model: its class.
            key: the values of a node's key fields in their order.
            load: as for `all`. In a class with a key field of this name, it is that field.
            named: key fields by name; for a relationship `start=`, `end=` (nodes, references or plain keys) and its key.

        Raises:
            NotFound: when there is none.
            ModelError: when the values are not its key.
        """
        return self._do(self._core.get(model, key, named, load))

    def find(self, model: type[G], /, *key: object, load: Sequence[Any] = (), **named: object) -> G | None:
        """The node or relationship with this key, or None. Arguments as for `get`."""
        return self._do(self._core.find(model, key, named, load))

    def all(self, query: Query[T] | type[T], *, strict: bool = False, load: Sequence[Any] = ()) -> list[T]:
        """Every row of a query, or every node of a class.

        Args:
            query: from `select`; a node class stands for `select(Class)`.
            strict: raise for labels and properties that the classes do not know, in place of keeping them.
            load: relationship classes (`MemberOf`, `gm.incoming(Rules)`) whose relationships, with the nodes at their far ends, are
                fetched for each node found: one more statement for each. `gm.related(node, MemberOf)` then gives them.
        """
        return Rows(self._do(self._core.all(query, strict=strict, load=load)), column_names(query))

    def first(self, query: Query[T] | type[T]) -> T | None:
        """The first row, or None."""
        return self._do(self._core.first(query))

    def one(self, query: Query[T] | type[T]) -> T:
        """The only row.

        Raises:
            NotFound: when there is none.
            QueryError: when there are several.
        """
        return self._do(self._core.one(query))

    def count(self, query: Query[Any] | type[Any]) -> int:
        """How many rows a query has, its limits left aside."""
        return self._do(self._core.count(query))

    def exists(self, query: Query[Any] | type[Any]) -> bool:
        """Whether a query has a row."""
        return self._do(self._core.exists(query))

    def stream(self, query: Query[T] | type[T], *, strict: bool = False) -> Iterator[T]:
        """The rows of a query one after the other, however many they are: few are in memory at a time.

        Nodes are made anew for every thousand rows or so, and a session does not watch them. On a graph the rows are of one
        transaction, which ends with the last of them, or when the iterator is closed.

        >>> import graphmodel as gm
        >>> class Number(gm.Node):
        ...     n: gm.Key[int]
        >>> with gm.connect() as graph:
        ...     report = graph.merge(Number(n=n) for n in range(5))
        ...     sum(graph.stream(gm.select(Number.n)))
        10
        """
        return self._stream(self._do(self._core.stream(query, strict=strict)))

    def page(self, query: Query[T] | type[T], size: int = 1000, *, after: str | None = None) -> Page[T]:
        """One page of a query, and where the next begins: for web services, which go on in another request.

        The rows are sorted by the query's order, and where that leaves them equal by the keys of its nodes and relationships. Rows
        that come and go between two pages move no others: none is met twice or passed over that was there all along, and whose
        values that are sorted by stayed the same. Nodes without a key are left out.

        Args:
            query: without aggregates, `distinct`, `skip` and `limit`.
            size: the most rows of a page.
            after: `next` of the page before; None for the first. Whoever has it can read the values and keys in it.

        Raises:
            QueryError: for a query that has no pages, or a token of another query.

        >>> import graphmodel as gm
        >>> class Number(gm.Node):
        ...     n: gm.Key[int]
        >>> with gm.connect() as graph:
        ...     report = graph.merge(Number(n=n) for n in range(5))
        ...     page = graph.page(gm.select(Number.n), 2)
        ...     page, graph.page(gm.select(Number.n), 2, after=page.next)
        ([0, 1], [2, 3])
        """
        return self._do(self._core.page(query, size, after))

    def pages(self, query: Query[T] | type[T], size: int = 1000) -> Iterator[Page[T]]:
        """All pages of a query, each one statement of its own when it is wanted. Arguments and errors as for `page`."""
        page = self.page(query, size)
        while page or page.next is not None:
            yield page
            if page.next is None:
                return
            page = self.page(query, size, after=page.next)

    def frame(
        self,
        query: Query[Any] | type[Any] | str,
        parameters: Mapping[str, Any] | None = None,
        *,
        kind: FrameKind = "polars",
    ) -> Any:
        """The rows of a query, or of hand-written Cypher, as a data frame.

        A value is a column named after its field. A node or relationship becomes a column for each of its fields: under their own
        names when it is all that is selected, else with the class before them (`State.iso3`). Relationships have columns `start`
        and `end` with keys. Periods and partial dates have a column of text and beside it those of their days. With `into` the
        fields of its type give the names.

        Args:
            query: from `select`, a class, or a text of Cypher, in which nodes and relationships become structures.
            parameters: of the text.
            kind: "polars" or "pandas".

        Raises:
            MissingExtra: when polars or pandas is not installed.

        >>> import graphmodel as gm
        >>> class Country(gm.Node):
        ...     iso3: gm.Key[str]
        ...     population: int | None = None
        >>> with gm.connect() as graph:
        ...     report = graph.merge(Country(iso3="IRN", population=89_000_000))
        ...     graph.frame(Country).to_dicts()
        [{'iso3': 'IRN', 'population': 89000000}]
        """
        return self._do(self._core.frame(query, parameters, kind))

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

    @overload
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: UnionType, reads: bool = False
    ) -> Rows[Any]: ...
    @overload
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: type[T], reads: bool = False
    ) -> Rows[T]: ...
    @overload
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> Rows[dict[str, Any]]: ...
    def run(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, into: Any = None, reads: bool = False
    ) -> Rows[Any]:
        """Run hand-written Cypher and map its rows. They are a list that also has the statement's counters.

        Args:
            text: the statement; values belong in the parameters. What commits in batches (`IN TRANSACTIONS`) runs on a
                graph, once, and in nothing that is open.
            parameters: by name.
            into: what each row becomes: a model, dataclass, named tuple, `tuple[...]` or a single type; a dictionary by default.
                `int | None` is taken too; `tuple[int | None]` is the same in a tuple, and checkers know its type. A path becomes a
                `Path`; in dataclasses and models, maps become what their fields say.
            reads: run it as a read: a cluster may answer from a follower, and whatever it wrote is refused.

        Raises:
            MappingError: when a column does not fit, naming it.
            StatementError: when the engine refuses the text.
            ReadOnlyViolation: when a read would write.
            NotSupported: when it commits in batches, and was sent in a transaction that is open.
        """
        return self._do(self._core.run(text, parameters, into, reads=reads))

    def records(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, reads: bool = False
    ) -> Rows[dict[str, Any]]:
        """Run hand-written Cypher and give its rows with the driver's own values, by column."""
        return self._do(self._core.records(text, parameters, reads=reads))

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
        return self._do(self._core.merge(objects, full=full, commit_every=commit_every, progress=progress))

    def update(self, query: Query[Any], *changes: Assignment) -> int:
        """Change every node or relationship that a query selects, each once; gives how many they are.

        Args:
            query: selects one class or alias: `gm.select(State).where(...)`.
            changes: `gm.change(State.name).to("Iran")`; values may be made of fields of the same row: `State.population + 1`.
                All are worked out before any is set. Fields that are optional may become None.

        Raises:
            QueryError: when the query selects something else, or the changes are not of its fields.
            WriteError: when a required field would become empty, or rows of one object ask for different values.
        """
        return self._do(self._core.update(query, changes))

    @overload
    def delete(self, query: Query[Any], /, *, detach: bool = False) -> int: ...
    @overload
    def delete(self, *objects: Objects, detach: bool = False) -> int: ...
    def delete(self, *objects: Any, detach: bool = False) -> int:
        """Delete nodes and relationships; gives how many there were. Relationships go before nodes.

        Args:
            objects: what to delete; references will do. Or one query, for all nodes or relationships that it selects.
            detach: delete the relationships of the nodes too.

        Raises:
            HasRelationships: a node still has relationships; nothing was deleted.
            QueryError: when a query does not select one class or alias.
        """
        if len(objects) == 1 and isinstance(objects[0], Query):
            return self._do(self._core.delete_found(cast("Query[Any]", objects[0]), detach=detach))
        return self._do(self._core.delete(objects, detach=detach))
