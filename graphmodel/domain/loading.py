"""Loading the curated tables: rows become claims, claims yield the world, and all of it is merged in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.domain.assertions import Assertions, HeldBack
from graphmodel.domain.claims import claims_from
from graphmodel.domain.evidence import evidence_layer
from graphmodel.domain.rules.deriving import derive
from graphmodel.domain.sources import Source
from graphmodel.domain.tables.reading import Tables, read_tables
from graphmodel.resources import folder as resource_folder
from graphmodel.sessions import MergeReport

if TYPE_CHECKING:
    from rich.console import Group

    from graphmodel.sessions.merging import Progress
    from graphmodel.sessions.operations import Operations

UNCHANGED = "The graph was up to date; nothing changed."


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load read, what it changed in the graph, and which claims yielded nothing.

    `rows` counts the rows read by table, `merged` what was created, updated and unchanged by kind, `held_back` names the
    claims that yield nothing beside themselves, and why.
    """

    rows: dict[str, int]
    merged: MergeReport
    held_back: tuple[HeldBack, ...]

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.merged.created or self.merged.updated)

    def __str__(self) -> str:
        lines = [
            f"{sum(self.rows.values())} rows of {len(self.rows)} tables: {self.merged}",
            "" if self.changed else UNCHANGED,
            self._on_held_back(),
        ]
        return "\n".join(line for line in lines if line)

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        parts: list[Table | Text] = [Text(f"{sum(self.rows.values())} rows of {len(self.rows)} tables: {self.merged}")]
        if self.changed:
            table = Table("kind", box=None, pad_edge=False)
            for name in ("created", "updated", "unchanged"):
                table.add_column(name, justify="right")
            for kind, counts in self._by_type().items():
                table.add_row(kind, *map(str, counts))
            parts.append(table)
        else:
            parts.append(Text(UNCHANGED))
        return Group(*parts, *([Text(self._on_held_back())] if self.held_back else []))

    def _by_type(self) -> dict[str, tuple[int, int, int]]:
        """Created, updated and unchanged by label of nodes and type of relationships, whatever their ends."""
        found: dict[str, tuple[int, int, int]] = {}
        for kind, written in self.merged:
            name = kind.partition("[")[2].partition("]")[0] or kind
            created, updated, unchanged = found.get(name, (0, 0, 0))
            found[name] = created + written.created, updated + written.updated, unchanged + written.unchanged
        return found

    def _on_held_back(self) -> str:
        if not self.held_back:
            return ""
        why = Counter(held.reason for held in self.held_back)
        reasons = "; ".join(why) if len(why) == 1 else "; ".join(f"{count}: {reason}" for reason, count in why.items())
        return (
            f"Held back: {len(self.held_back)} claims are kept and yield no relationship ({reasons}). "
            "`held_back` of the report lists them, as does `graphmodel load --verbose`."
        )


def load_seeds(graph: Operations, folder: Path | str | None = None, progress: Progress | None = None) -> LoadReport:
    """Load the curated tables into a graph: all in one transaction, and again without a change.

    What is in the graph and not in the tables stays. What the tables say overwrites what the graph says of the same thing.

    Args:
        graph: a graph or a session.
        folder: where the tables are; those that ship with graphmodel when None.
        progress: called with the kind, the rows done, and all rows, as statements are done.

    Raises:
        DataError: the tables are wrong; `problems` has file, line, column and reason of each. Nothing was written.
        SchemaError: the graph lacks a constraint that the models ask for.
    """
    tables = read_tables(resource_folder("seeds") if folder is None else folder)
    assertions = claims_from(tables)
    claims = Assertions(assertions)
    merged = graph.merge(sources(tables), evidence_layer(assertions), derive(claims), full=True, progress=progress)
    rows = {each.name: len(getattr(tables, each.name)) for each in fields(tables)}
    return LoadReport(rows, merged, tuple(claims.held_back))


def sources(tables: Tables) -> Iterator[Source]:
    """The nodes of the sources."""
    for row in tables.sources:
        yield Source(**dict(row))
