"""Merging sets of objects: kinds in their order, chunks of rows, missing ends, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from graphmodel.engines.connection import Executor
from graphmodel.errors import GraphModelError, MissingEndpoint, WriteError
from graphmodel.model import NodeMapping
from graphmodel.sessions.report import MergeReport
from graphmodel.statements.batches import Batch, Kind, NodeKind
from graphmodel.statements.writing import Written, merge, missing_ends

CHUNK = 10_000
"""Rows of one statement: enough that the round trip does not count, few enough to be held in memory on both sides."""
Progress = Callable[[str, int, int], None]
"""Called with the kind, the rows done and all rows, after each statement."""


def merge_all(executor: Executor, work: Sequence[Batch], progress: Progress | None = None) -> MergeReport:
    """Merge everything in one transaction: all of it or nothing."""

    def run(transaction: Executor) -> MergeReport:
        report = MergeReport()
        for batch, rows, done, all_rows in _chunks(work, CHUNK):
            report.add(batch.kind.name, merge_rows(transaction, batch, rows))
            if progress is not None:
                progress(batch.kind.name, done, all_rows)
        return report

    report = executor.write(run)
    report.committed = sum(written.found for written in report.kinds.values())
    report.last_committed = next(reversed(report.kinds), None)
    return report


def merge_by_chunks(
    executor: Executor, work: Sequence[Batch], size: int, progress: Progress | None = None
) -> MergeReport:
    """Merge chunk by chunk, each a transaction. An error says in its notes, and as its `report`, what is written by then."""
    if size < 1:
        raise WriteError(f"commit_every takes a number of rows, 1 or more, not {size}.")
    report = MergeReport()
    for batch, rows, done, all_rows in _chunks(work, size):
        try:
            written = executor.write(lambda transaction, batch=batch, rows=rows: merge_rows(transaction, batch, rows))
        except GraphModelError as error:
            error.report = report  # pyright: ignore[reportAttributeAccessIssue]  (for whoever catches it and goes on)
            error.add_note(
                f"{report.committed} rows were committed before, the last of them of {report.last_committed}."
            )
            raise
        report.add(batch.kind.name, written)
        report.committed += len(rows)
        report.last_committed = batch.kind.name
        if progress is not None:
            progress(batch.kind.name, done, all_rows)
    return report


def merge_rows(transaction: Executor, batch: Batch, rows: Sequence[tuple[Any, ...]]) -> Written:
    """Merge rows of a batch.

    Raises:
        MissingEndpoint: when a start or end is not in the graph.
        WriteError: when several nodes have one key, so that it is undecided which is meant.
    """
    written = transaction.execute(merge(batch, rows, creates_apart=not transaction.capabilities.merges_several_labels))
    if written.found < len(rows):
        raise _missing(transaction, batch.kind, rows)
    if written.found > len(rows):
        raise WriteError(
            f"{batch.kind.name}: several nodes in the graph share a key, so that {len(rows)} rows met {written.found}. "
            "Make the uniqueness constraints with graph.schema.apply(...) and correct what breaks them."
        )
    return written


def _missing(transaction: Executor, kind: Kind, rows: Sequence[tuple[Any, ...]]) -> WriteError:
    if isinstance(kind, NodeKind):
        return WriteError(f"{kind.name}: {len(rows)} rows were sent and fewer written.")
    ends: tuple[tuple[Literal["start", "end"], NodeMapping], ...] = (("start", kind.start), ("end", kind.end))
    for side, mapping in ends:
        if keys := transaction.execute(missing_ends(kind, rows, side)):
            shown = [key[0] if len(key) == 1 else key for key in keys]
            listed = ", ".join(map(repr, shown[:5])) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
            return MissingEndpoint(
                f"{kind.name}: its {side} {mapping.label} {listed} is not in the graph; nothing was written. "
                "Merge it first, or together.",
                model=mapping.model.__name__,
                keys=shown,
            )
    return MissingEndpoint(f"{kind.name}: a start or end vanished while it was written; nothing was written.")


def _chunks(work: Sequence[Batch], size: int) -> Iterator[tuple[Batch, list[tuple[Any, ...]], int, int]]:
    all_rows = sum(len(batch.rows) for batch in work)
    done = 0
    for batch in work:
        for i in range(0, len(batch.rows), size):
            chunk = batch.rows[i : i + size]
            done += len(chunk)
            yield batch, chunk, done, all_rows
