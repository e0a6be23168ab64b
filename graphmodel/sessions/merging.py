"""Merging sets of objects: kinds in their order, chunks of rows, missing ends, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from graphmodel.engines import Capabilities
from graphmodel.errors import MissingEndpoint, StaleWrite, WriteError
from graphmodel.model import NodeMapping
from graphmodel.sessions.report import MergeReport
from graphmodel.statements import Program, Result, Statement, ask
from graphmodel.statements.batches import Batch, Kind, NodeKind
from graphmodel.statements.writing import Written, merge, missing_ends

CHUNK = 10_000
"""Rows of one statement: enough that the round trip does not count, few enough to be held in memory on both sides."""
Progress = Callable[[str, int, int], None]
"""Called with the kind, the rows done and all rows, after each statement."""


def merge_all(
    work: Sequence[Batch], capabilities: Capabilities, progress: Progress | None = None
) -> Program[MergeReport]:
    """Merge everything."""
    report = MergeReport()
    for batch, done, all_rows in chunks(work, CHUNK):
        report.add(batch, (yield from merge_rows(batch, capabilities)))
        if progress is not None:
            progress(batch.kind.name, done, all_rows)
    report.committed = sum(written.found for written in report.kinds.values())
    report.last_committed = next(reversed(report.kinds), None)
    return report


def merge_alone(work: Sequence[Batch]) -> Statement[MergeReport] | None:
    """Merge everything in one statement that commits itself; None where it takes several, or counts versions."""
    if len(work) != 1 or work[0].versioned or len(work[0].rows) > CHUNK:
        return None
    batch = work[0]
    statement = merge(batch, batch.rows, alone=True)

    def decode(result: Result) -> MergeReport:
        report = MergeReport()
        written = statement.decode(result)
        report.add(batch, written)
        report.committed, report.last_committed = written.found, batch.kind.name
        return report

    return Statement(statement.text, statement.parameters, decode, name=statement.name)


def merge_rows(batch: Batch, capabilities: Capabilities) -> Program[Written]:
    """Merge the rows of a batch.

    Raises:
        StaleWrite: when one has another version in the graph.
        MissingEndpoint: when a start or end is not in the graph.
        WriteError: when several nodes have one key, so that it is undecided which is meant.
    """
    rows = batch.rows
    written = yield from ask(merge(batch, rows, creates_apart=not capabilities.merges_several_labels))
    if written.found < len(rows):
        raise (yield from _missing(batch.kind, rows))
    if written.stale:
        raise StaleWrite(
            f"{batch.kind.name}: {written.stale} of {len(rows)} were changed by somebody else since they were read; nothing was "
            "written. Read them again, make the change again."
        )
    if written.found > len(rows):
        raise WriteError(
            f"{batch.kind.name}: several nodes in the graph share a key, so that {len(rows)} rows met {written.found}. "
            "Make the uniqueness constraints with graph.schema.apply(...) and correct what breaks them."
        )
    return written


def _missing(kind: Kind, rows: Sequence[tuple[Any, ...]]) -> Program[WriteError]:
    if isinstance(kind, NodeKind):
        return WriteError(f"{kind.name}: {len(rows)} rows were sent and fewer written.")
    ends: tuple[tuple[Literal["start", "end"], NodeMapping], ...] = (("start", kind.start), ("end", kind.end))
    for side, mapping in ends:
        if keys := (yield from ask(missing_ends(kind, rows, side))):
            shown = [key[0] if len(key) == 1 else key for key in keys]
            listed = ", ".join(map(repr, shown[:5])) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
            return MissingEndpoint(
                f"{kind.name}: its {side} {mapping.label} {listed} is not in the graph; nothing was written. "
                "Merge it first, or together.",
                model=mapping.model.__name__,
                keys=shown,
            )
    return MissingEndpoint(f"{kind.name}: a start or end vanished while it was written; nothing was written.")


def chunks(work: Sequence[Batch], size: int) -> Iterator[tuple[Batch, int, int]]:
    """Batches in portions, each with how many rows are done with it, and how many there are."""
    all_rows = sum(len(batch.rows) for batch in work)
    done = 0
    for batch in work:
        if len(batch.rows) <= size:
            done += len(batch.rows)
            yield batch, done, all_rows
            continue
        for i in range(0, len(batch.rows), size):
            part = replace(batch, rows=batch.rows[i : i + size], versioned=batch.versioned[i : i + size])
            done += len(part.rows)
            yield part, done, all_rows
