"""What comes back beside the objects themselves: the report of a merge, and rows with the counters of their statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graphmodel import markup
from graphmodel.model import mapping_of
from graphmodel.model.expressions import Attribute
from graphmodel.model.listings import of_rows
from graphmodel.query import Aggregate, Alias, Maybe
from graphmodel.statements import Counters, Notification
from graphmodel.statements.batches import Batch
from graphmodel.statements.writing import Written

if TYPE_CHECKING:
    from rich.table import Table

T = TypeVar("T")
COUNTS = ("created", "updated", "unchanged")
"""What can have become of an object that was merged."""


class Rows(list[T]):
    """The rows of a query or of hand-written Cypher. A list, and beside it what the database said of a statement written by hand.

    In a notebook it shows as a table, as cards where it is a few nodes, and as a picture where it holds relationships or paths.

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

    def _repr_html_(self) -> str:
        if self.plan is not None:
            return markup.block(markup.heading("Plan"), markup.code("\n".join(_plan_lines(self.plan))))
        if self or not self.counters.contains_updates:
            return of_rows(self, self.columns)
        return markup.block(markup.dim(f"No rows. {_counted(self.counters)}."))


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

    def _repr_html_(self) -> str:
        return markup.table(["kind", *COUNTS], self.rows(), title=str(self))

    def rows(self) -> list[dict[str, Any]]:
        """What was written of each kind."""
        return [{"kind": kind, **{name: getattr(written, name) for name in COUNTS}} for kind, written in self]

    def __rich__(self) -> Table:
        from rich.table import Table

        table = Table("kind", title=str(self), title_justify="left")
        for name in COUNTS:
            table.add_column(name, justify="right")
        for kind, written in self.kinds.items():
            table.add_row(kind, str(written.created), str(written.updated), str(written.unchanged))
        return table


def column_names(query: Any) -> list[str]:
    """What the columns of a query are called where people look: fields by their name, nodes and relationships by their class."""
    columns: tuple[Any, ...] = getattr(query, "columns", ())
    return [_name(column.of if isinstance(column, Maybe) else column) for column in columns]


def _name(column: Any) -> str:
    if isinstance(column, Attribute):
        return column.property.name
    if isinstance(column, Alias):
        return column.graph_model.__name__
    if isinstance(column, Aggregate):
        return column.function
    return column.__name__ if isinstance(column, type) else type(column).__name__.lower()


def _plan_lines(plan: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """A plan as lines, what feeds a step below it; the embedded engine gives its own text."""
    said: Mapping[str, Any] = plan.get("args", {})
    if text := said.get("string-representation"):
        yield str(text)
        return
    estimated = f" (estimated {said['EstimatedRows']:,.0f})" if "EstimatedRows" in said else ""
    details = " ".join(str(said.get("Details", "")).split())
    yield f"{'  ' * depth}{plan.get('operatorType', '').partition('@')[0]} {details}{estimated}".rstrip()
    for each in plan.get("children", ()):
        yield from _plan_lines(each, depth + 1)


def _counted(counters: Counters) -> str:
    counts = {name: value for name, value in asdict(counters).items() if name != "contains_updates" and value}
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in counts.items())
