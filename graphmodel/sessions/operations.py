"""What can be asked of a graph and written to it, whether each call is a transaction of its own or all share one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, overload

from graphmodel.model import GraphObject
from graphmodel.query import Query
from graphmodel.sessions.core import Core, Objects, Operation
from graphmodel.sessions.merging import Progress
from graphmodel.sessions.report import MergeReport, Rows

T = TypeVar("T")
G = TypeVar("G", bound=GraphObject)


class Operations:
    """The methods that `Graph` and `Session` share."""

    _core: Core

    def _do(self, operation: Operation[T]) -> T:
        """Run an operation to its end."""
        raise NotImplementedError

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
        return self._do(self._core.get(model, key, named))

    def find(self, model: type[G], *key: object, **named: object) -> G | None:
        """The node or relationship with this key, or None. Arguments as for `get`."""
        return self._do(self._core.find(model, key, named))

    def all(self, query: Query[T] | type[T], *, strict: bool = False) -> list[T]:
        """Every row of a query, or every node of a class.

        Args:
            query: from `select`; a node class stands for `select(Class)`.
            strict: raise for labels and properties that the classes do not know, in place of keeping them.
        """
        return self._do(self._core.all(query, strict=strict))

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

    # --- hand-written Cypher ---------------------------------------------------------------------------------------

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
            text: the statement; values belong in the parameters.
            parameters: by name.
            into: what each row becomes: a model, dataclass, named tuple, `tuple[...]` or a single type; a dictionary by default.
            reads: run it as a read: a cluster may answer from a follower, and whatever it wrote is refused.

        Raises:
            MappingError: when a column does not fit, naming it.
            StatementError: when the engine refuses the text.
            ReadOnlyViolation: when a read would write.
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

    def delete(self, *objects: Objects, detach: bool = False) -> int:
        """Delete nodes and relationships; gives how many there were. Relationships go before nodes.

        Args:
            objects: what to delete; references will do.
            detach: delete the relationships of the nodes too.

        Raises:
            HasRelationships: a node still has relationships; nothing was deleted.
        """
        return self._do(self._core.delete(objects, detach=detach))
