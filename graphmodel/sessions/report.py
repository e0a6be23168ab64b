"""What comes back beside the objects themselves: the report of a merge, and rows with the counters of their statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graphmodel.model import mapping_of
from graphmodel.statements import Counters, Notification
from graphmodel.statements.batches import Batch
from graphmodel.statements.writing import Written

if TYPE_CHECKING:
    from rich.table import Table

T = TypeVar("T")


class Rows(list[T]):
    """The rows of hand-written Cypher. A list, and beside it what the database said of the statement.

    >>> import graphmodel as gm
    >>> with gm.connect() as graph:
    ...     graph.run("CREATE (:Place {key: 'a'})").counters.nodes_created
    1
    """

    def __init__(
        self,
        rows: Iterable[T],
        columns: Sequence[str] = (),
        counters: Counters = Counters(),  # noqa: B008  (it is frozen)
        notifications: tuple[Notification, ...] = (),
        plan: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)
        """The names of the columns; the embedded engine names none where there are no rows."""
        self.counters = counters
        """What the statement changed."""
        self.notifications = notifications
        """Hints of the database, where `connect(..., notifications_min_severity="INFORMATION")` asks for them."""
        self.plan = plan
        """The plan as the driver has it, of a statement that begins with EXPLAIN or PROFILE."""


@dataclass(slots=True)
class MergeReport:
    """How many objects were created, updated and found unchanged: in all, and for each kind of node and relationship.

    `committed` counts the rows that are known to be in the graph; `last_committed` names the kind of the last chunk.
    """

    kinds: dict[str, Written] = field(default_factory=dict[str, Written])
    committed: int = 0
    last_committed: str | None = None
    versions: list[tuple[Any, int]] = field(default_factory=list[tuple[Any, int]], repr=False)
    """Objects with a version, and which they have in the graph now."""

    @property
    def created(self) -> int:
        """How many were made."""
        return sum(written.created for written in self.kinds.values())

    @property
    def updated(self) -> int:
        """How many were there and were changed."""
        return sum(written.updated for written in self.kinds.values())

    @property
    def unchanged(self) -> int:
        """How many were there and had these values already."""
        return sum(written.unchanged for written in self.kinds.values())

    def add(self, batch: Batch, written: Written) -> None:
        """Count one statement."""
        self.versions += zip(batch.versioned, written.versions, strict=True)
        self.count(batch.kind.name, written)

    def count(self, kind: str, written: Written) -> None:
        """Add to what was written of one kind."""
        before = self.kinds.get(kind, Written(0, 0, 0))
        self.kinds[kind] = Written(
            before.found + written.found, before.created + written.created, before.updated + written.updated
        )

    def tell_versions(self) -> None:
        """Let the objects know what version they have now that all is written."""
        for each, version in self.versions:
            name = mapping_of(cast("type[Any]", type(each))).version
            if name is not None:
                each.__dict__[name.name] = version
                each.__pydantic_fields_set__.add(name.name)
        self.versions.clear()

    def __iter__(self) -> Iterator[tuple[str, Written]]:
        return iter(self.kinds.items())

    def __str__(self) -> str:
        return f"{self.created} created, {self.updated} updated, {self.unchanged} unchanged"

    def __rich__(self) -> Table:
        from rich.table import Table

        table = Table("kind", title=str(self), title_justify="left")
        for name in ("created", "updated", "unchanged"):
            table.add_column(name, justify="right")
        for kind, written in self.kinds.items():
            table.add_row(kind, str(written.created), str(written.updated), str(written.unchanged))
        return table
