"""What the two kinds of connection share: their options, how a driver's answer becomes a result, when to run again."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import neo4j

from graphmodel.engines.capabilities import Capabilities
from graphmodel.engines.tracing import Traced
from graphmodel.engines.translate import DRIVER_ERRORS
from graphmodel.errors import (
    Conflict,
    ConstraintViolation,
    EngineError,
    GraphModelError,
    NotSupported,
    ReadOnlyViolation,
    StaleWrite,
    TransactionTooLarge,
)
from graphmodel.statements import Counters, Notification, Result, Statement

RACES = 20
"""How often a transaction is run again that lost the race for a new key, on engines that do not let it wait."""
STOPPED = "Neo.ClientError.Statement.ArithmeticError"
"""How a merge ends that divides by nothing, as it met another number of objects than its rows."""
CHUNK = 1000
"""Rows of a stream that are decoded together."""
_NO_WORDS = re.compile(r"""//[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`""", re.DOTALL)
"""What in Cypher is no word of it: comments, texts, quoted names."""
_INNER_COMMITS = re.compile(r"\}\s*IN\s+(?:\S+\s+)?(?:CONCURRENT\s+)?TRANSACTIONS\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """What transactions are opened with; all are the driver's own."""

    database: str | None = None
    impersonated_user: str | None = None
    timeout: float | None = None
    fetch_size: int | None = None
    bookmarks: tuple[str, ...] = ()
    """What a session must see, beside what this graph has written and read."""
    log_values: bool = False
    """Write the values of parameters into the log."""

    def for_session(self) -> dict[str, Any]:
        """The options that were given, as the driver names them."""
        given = {"database": self.database, "impersonated_user": self.impersonated_user, "fetch_size": self.fetch_size}
        options = {name: value for name, value in given.items() if value is not None}
        return {**options, "bookmarks": neo4j.Bookmarks.from_raw_values(self.bookmarks)} if self.bookmarks else options

    def changed(self, **given: Any) -> Options:
        """These with others in their place, where others are given."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})


def result(
    statement: Statement[Any],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    summary: neo4j.ResultSummary,
    traced: Traced,
    *,
    reads: bool,
) -> Result:
    """What came back, and the same for whoever traces it.

    Raises:
        ReadOnlyViolation: when a read wrote.
    """
    traced.rows += statement.count(rows)
    metadata = summary.metadata
    if "stats" in metadata:
        traced.counters = _counters(summary.counters)
    if metadata.get("notifications") or len(metadata.get("statuses") or ()) > 1:  # the first says how it ended
        traced.notifications = tuple(
            Notification(
                each.gql_status,
                each.status_description,
                each.raw_severity or "",
                each.raw_classification or "",
            )
            for each in summary.gql_status_objects
            if each.is_notification
        )
    if reads and traced.counters.contains_updates:
        raise ReadOnlyViolation(f"{statement.name} was run as a read and wrote; it was rolled back.")
    told: Any = summary
    plan = told.profile or told.plan  # of a statement that begins with PROFILE or EXPLAIN
    return Result(columns, rows, traced.counters, traced.notifications, plan)


def _counters(counted: neo4j.SummaryCounters) -> Counters:
    return Counters(
        counted.nodes_created,
        counted.nodes_deleted,
        counted.relationships_created,
        counted.relationships_deleted,
        counted.properties_set,
        counted.labels_added,
        counted.contains_updates,
    )


def part(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Result:
    """Some of the rows of a stream."""
    return Result(columns, rows, Counters())


def check(statement: Statement[Any], capabilities: Capabilities) -> None:
    """See that the engine can do what a statement takes. Raises NotSupported."""
    for feature in statement.requires:
        capabilities.require(feature)


def check_open(statement: Statement[Any], capabilities: Capabilities) -> None:
    """See that a statement by hand commits nothing within a transaction that is still open. Raises NotSupported."""
    if statement.by_hand and commits_inside(statement.text):
        raise NotSupported(
            f"{statement.name} commits by itself (IN TRANSACTIONS), and was sent in a transaction that is open: "
            "leave that out, or run it on the graph itself.",
            engine=capabilities.engine,
            feature="IN TRANSACTIONS",
        )


def commits_inside(text: str) -> bool:
    """Whether a statement commits in batches, which takes a transaction that nobody began."""
    return _INNER_COMMITS.search(_NO_WORDS.sub(" ", text)) is not None


def to_begin(error: EngineError) -> bool:
    """Whether what failed as a statement alone is to be run in a transaction that is begun.

    With the driver's patience; or as the program of a merge that stopped itself, which says why.
    """
    cause = drivers_own(error)
    return isinstance(cause, DRIVER_ERRORS) and (cause.is_retryable() or getattr(cause, "code", None) == STOPPED)


def drivers_own(error: EngineError) -> Exception | None:
    """The driver's error, by which it decides whether to run a transaction again; none where that would be in vain.

    What does not fit into the server's memory does not fit the next time either, though the driver takes it for a passing trouble.
    """
    return None if isinstance(error, TransactionTooLarge) else error.driver_error


def pause_before_again(error: GraphModelError, attempt: int, capabilities: Capabilities) -> float | None:
    """Seconds to wait before a transaction is run again; None when it is not to be."""
    if attempt == RACES - 1:
        return None
    # Where a MERGE does not wait for another of the same new key, the later one fails; the next try finds it there.
    raced = isinstance(error, ConstraintViolation) and not capabilities.waits_for_merge_of_same_key
    # The driver has run its own conflicts again already; this is one that a session found.
    found = (isinstance(error, Conflict) and error.driver_error is None) or (
        isinstance(error, StaleWrite) and error.read_here
    )
    if not raced and not found:
        return None
    return random.uniform(0, 0.005 * 2 ** min(attempt, 5))  # noqa: S311  (spreads, guards nothing)
