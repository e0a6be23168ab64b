"""What was sent: traces for tests and users, log lines, and spans of OpenTelemetry where it is installed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import Any

from graphmodel import markup
from graphmodel.statements import Counters, Notification, Statement

logger = logging.getLogger("graphmodel")
logger.addHandler(logging.NullHandler())


@dataclass(slots=True)
class Traced:
    """One statement that was sent: its name, text and parameters, how long it took, and what came back."""

    name: str
    text: str = field(repr=False)
    parameters: Mapping[str, Any] = field(repr=False)
    """As sent; not in the repr, as they may hold secrets."""
    reads: bool
    """It was sent as one that changes nothing."""
    seconds: float = 0.0
    rows: int = 0
    counters: Counters = field(default_factory=Counters)
    notifications: tuple[Notification, ...] = ()
    error: str | None = None
    """The class of the error that it ended with."""


class Trace(list[Traced]):
    """The statements that were sent while it was open, in the order in which they ended. It is a list: `len(trace)` counts them."""

    @property
    def seconds(self) -> float:
        """How long they took together."""
        return sum(each.seconds for each in self)

    def _repr_html_(self) -> str:
        rows = [
            {"statement": each.name, "text": each.text, "rows": each.rows, "ms": f"{each.seconds * 1000:.1f}"}
            for each in self
        ]
        title = f"{len(self)} statements, {self.seconds * 1000:.1f} ms"
        return markup.table(["statement", "text", "rows", "ms"], rows, title=title)

    def __rich__(self) -> Any:
        from rich.table import Table

        table = Table("statement", title=f"{len(self)} statements, {self.seconds * 1000:.1f} ms", title_justify="left")
        for name in ("rows", "ms"):
            table.add_column(name, justify="right")
        for each in self:
            table.add_row(each.name, str(each.rows), f"{each.seconds * 1000:.1f}")
        return table


_guard = threading.Lock()
_open: list[tuple[Trace, object]] = []


@contextmanager
def tracer(graph: object = None) -> Generator[Trace]:
    """Record what is sent to the database, from all threads and tasks, until the block ends.

    Args:
        graph: a graph to listen to; all graphs when None.

    >>> import graphmodel as gm
    >>> with gm.connect() as graph, gm.tracer() as trace:
    ...     rows = graph.run("UNWIND range(1, 3) AS i RETURN i")
    >>> len(trace), trace[0].rows, trace[0].text
    (1, 3, 'UNWIND range(1, 3) AS i RETURN i')
    """
    trace = Trace()
    entry = (trace, getattr(graph, "_connection", None))
    with _guard:
        _open.append(entry)
    try:
        yield trace
    finally:
        with _guard:
            # By identity: two empty traces are equal lists.
            _open[:] = [each for each in _open if each is not entry]


class observed:  # noqa: N801  (used as a function in `with`; each statement passes here, and a class is quicker)
    """Watch one statement: who fills in the rows and counters is the executor.

    Args:
        statement: what is sent.
        connection: where to.
        database: the name of the database, for spans.
        values: write the parameters into the log too.
    """

    __slots__ = ("_connection", "_span", "_started", "_traced", "_values")

    def __init__(self, statement: Statement[Any], connection: object, *, database: str | None, values: bool) -> None:
        self._connection, self._values = connection, values
        self._traced = Traced(statement.name, statement.text, statement.parameters, statement.reads)
        self._span = _span(statement, database)
        self._started = perf_counter()

    def __enter__(self) -> Traced:
        return self._traced

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        traced = self._traced
        traced.seconds = perf_counter() - self._started
        if kind is not None:
            traced.error = kind.__name__
        if self._span is not None:
            _end(self._span, traced)
        for each, of in _open:
            if of is None or of is self._connection:
                each.append(traced)
        if logger.isEnabledFor(logging.DEBUG):
            _log(traced, self._values)


def _log(traced: Traced, values: bool) -> None:
    shown = f" with {dict(traced.parameters)!r}" if values else ""
    ended = f"failed ({traced.error})" if traced.error else f"{traced.rows} rows"
    logger.debug("%s: %s in %.1f ms: %s%s", traced.name, ended, traced.seconds * 1000, traced.text, shown)


def _span(statement: Statement[Any], database: str | None) -> Any:
    """A span that is begun. It is never the current one: a stream is read in the midst of what else its reader does."""
    maker = _spans()
    if maker is None:
        return None
    attributes = {"db.system.name": "neo4j", "db.operation.name": statement.name, "db.query.text": statement.text}
    if database is not None:
        attributes["db.namespace"] = database
    return maker.start_span(statement.name, attributes=attributes)


def _end(span: Any, traced: Traced) -> None:
    if traced.error is None:
        span.set_attribute("db.response.returned_rows", traced.rows)
    else:  # what an error says may hold values; its class does not
        from opentelemetry.trace import StatusCode

        span.set_attribute("error.type", traced.error)
        span.set_status(StatusCode.ERROR)
    span.end()


@cache
def _spans() -> Any:
    """The maker of spans; None where OpenTelemetry is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace.get_tracer("graphmodel")
