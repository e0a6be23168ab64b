"""Loading the curated tables: rows become claims, claims yield the world, and all of it is merged in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel import markup
from graphmodel.domain.assertions import Assertions, HeldBack
from graphmodel.domain.claim_vocabularies import SourceKind
from graphmodel.domain.claims import claims_from
from graphmodel.domain.conflicts import conflict_claims, source_links
from graphmodel.domain.evidence import assertions_in, evidence_layer
from graphmodel.domain.policies import settle
from graphmodel.domain.provenance import Provenance
from graphmodel.domain.rebuilding import drop_stale, facts_in
from graphmodel.domain.removing import of_tables, remove_evidence
from graphmodel.domain.rules.deriving import derive
from graphmodel.domain.slots import set_aside
from graphmodel.domain.sources import BasedOn, Claim, Contradicts, Source, States
from graphmodel.domain.tables.reading import Tables, read_tables
from graphmodel.query import select
from graphmodel.resources import folder as resource_folder
from graphmodel.sessions import COUNTS, Graph, MergeReport

if TYPE_CHECKING:
    from rich.console import Group

    from graphmodel.sessions.merging import Progress
    from graphmodel.sessions.operations import Operations

UNCHANGED = "The graph was up to date; nothing changed."


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load read, what it changed in the graph, and which claims yielded nothing.

    `rows` counts the rows read by table, `merged` what was created, updated and unchanged by kind, `held_back` names the
    claims that yield nothing beside themselves, and why. `removed` are the claims of rows that the tables have no more, `dropped`
    counts the nodes and relationships that were derived before and are no more.
    """

    rows: dict[str, int]
    merged: MergeReport
    held_back: tuple[HeldBack, ...]
    removed: tuple[str, ...] = ()
    dropped: int = 0

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.merged.created or self.merged.updated or self.removed or self.dropped)

    def __repr__(self) -> str:
        return f"<LoadReport: {sum(self.rows.values())} rows of {len(self.rows)} tables: {self.merged}>"

    def __str__(self) -> str:
        lines = [
            f"{sum(self.rows.values())} rows of {len(self.rows)} tables: {self.merged}",
            "" if self.changed else UNCHANGED,
            self._on_removed(),
            self._on_held_back(),
        ]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        counts = [{"kind": kind, **dict(zip(COUNTS, each, strict=True))} for kind, each in self._by_type().items()]
        table = (
            markup.opened("By kind", markup.table(["kind", *COUNTS], counts)) if self.changed else markup.dim(UNCHANGED)
        )
        held = [f"{each.claim}: {each.reason}" for each in self.held_back]
        return markup.block(
            markup.heading("Load"),
            markup.dim(f"{sum(self.rows.values()):,} rows of {len(self.rows)} tables: {self.merged}"),
            table,
            markup.dim(self._on_removed()),
            markup.folded(f"{len(held)} claims are kept and yield no relationship", held) if held else "",
        )

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
        return Group(*parts, *(Text(text) for text in (self._on_removed(), self._on_held_back()) if text))

    def _by_type(self) -> dict[str, tuple[int, int, int]]:
        """Created, updated and unchanged by label of nodes and type of relationships, whatever their ends."""
        found: dict[str, tuple[int, int, int]] = {}
        for kind, written in self.merged:
            name = kind.partition("[")[2].partition("]")[0] or kind
            created, updated, unchanged = found.get(name, (0, 0, 0))
            found[name] = created + written.created, updated + written.updated, unchanged + written.unchanged
        return found

    def _on_removed(self) -> str:
        if not (self.removed or self.dropped):
            return ""
        return (
            f"Taken out: {len(self.removed)} claims of rows that the tables have no more, "
            f"and {self.dropped} nodes and relationships that nothing bears out any more."
        )

    def _on_held_back(self) -> str:
        if not self.held_back:
            return ""
        why = Counter(held.reason for held in self.held_back)
        reasons = "; ".join(why) if len(why) == 1 else "; ".join(f"{count}: {reason}" for reason, count in why.items())
        return (
            f"Held back: {len(self.held_back)} claims are kept and yield no relationship ({reasons}). "
            "`load --verbose` lists them."
        )


def load_seeds(graph: Operations, folder: Path | str | None = None, progress: Progress | None = None) -> LoadReport:
    """Load the curated tables into a graph: all in one transaction, and again without a change.

    The world is derived from all claims that are then in the graph, under the policy `official_first`. Taken out are claims of rows
    that the tables have no more, and what rests on them alone. What stays: sources, claims entered by hand, what is derived from
    these, and everything that has no evidence.

    Args:
        graph: a graph or a session.
        folder: where the tables are; those that ship with graphmodel when None.
        progress: called with the kind, the rows done, and all rows, as statements are done.

    Raises:
        DataError: the tables are wrong; `problems` has file, line, column and reason of each. Nothing was written.
        SchemaError: the graph lacks a constraint that the models ask for.
    """
    tables = read_tables(resource_folder("seeds") if folder is None else folder)
    if isinstance(graph, Graph):
        return graph.transact(lambda session: _load(session, tables, progress))
    return _load(graph, tables, progress)


def _load(graph: Operations, tables: Tables, progress: Progress | None) -> LoadReport:
    assertions = claims_from(tables)
    sides, links = conflict_claims(tables.conflicts, assertions)
    assertions += sides
    relations = [*source_links(tables.source_relations)]
    evidence = [*sources(tables), *relations, *evidence_layer(assertions), *links]

    given = {each.key for each in assertions}
    there = dict(graph.all(select(Claim.key, Claim.recorded)))
    by_hand_sources = select(Claim.key).match(Source, States, Claim).where(Source.kind == SourceKind.HAND)
    entered = {*graph.all(by_hand_sources)} if there else set[str]()
    removed = [key for key in there.keys() - given - entered if of_tables(key, there[key])]
    by_hand = there.keys() - given - {*removed}
    before = facts_in(graph)
    if there:
        remove_evidence(graph, removed, evidence)
    rows: list[Source] = [each for each in evidence if isinstance(each, Source)]
    against = [each for each in links if isinstance(each, Contradicts)]
    if by_hand:
        assertions += [each for each in assertions_in(graph) if each.key in by_hand]
        rows += [each for each in graph.stream(Source) if each.key not in {row.key for row in rows}]
        relations += graph.all(select(BasedOn))
        against += graph.all(select(Contradicts))
    settled, _ = settle(assertions, Provenance.of(rows, relations), set_aside(against))
    claims = Assertions(settled)
    facts = derive(claims)
    merged = graph.merge(evidence, facts, full=True, progress=progress)
    dropped = drop_stale(graph, before, facts, {*there, *given})
    counts = {each.name: len(getattr(tables, each.name)) for each in fields(tables)}
    return LoadReport(counts, merged, tuple(claims.held_back), tuple(sorted(removed)), dropped)


def sources(tables: Tables) -> Iterator[Source]:
    """The nodes of the sources."""
    for row in tables.sources:
        yield Source(**dict(row))
