from __future__ import annotations

import logging
import threading
from io import StringIO

import pytest
from opentelemetry import trace as opentelemetry
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import graphmodel as gm
from graphmodel import Graph, select, tracer
from graphmodel.engines import tracing
from graphmodel.errors import StatementError

from ..model.toy import State
from ..support.engines import Place


def test_statements_with_time_and_rows(graph: Graph) -> None:
    graph.merge(State(iso3="IRN", name="Iran"), State(iso3="RUS", name="Russia"))
    with tracer() as trace:
        graph.all(State)
        graph.run("UNWIND range(1, 3) AS i RETURN i", reads=True)
        graph.merge(State(iso3="IRN", name="IRAN"), State(iso3="CHN", name="China"))
    assert len(trace) == 3
    assert [each.name for each in trace] == ["select", "the statement", "merge State"]
    assert [each.reads for each in trace] == [True, True, False]
    assert [each.rows for each in trace] == [2, 3, 1]
    assert all(0 < each.seconds < 10 for each in trace)
    assert trace.seconds == sum(each.seconds for each in trace)
    assert "MATCH" in trace[0].text
    assert trace[2].counters.nodes_created == 1
    assert "IRAN" in str(trace[2].parameters)
    assert "IRAN" not in repr(trace)
    graph.all(State)
    assert len(trace) == 3


def test_nested_traces_and_other_graphs(graph: Graph) -> None:
    with gm.connect() as other, tracer() as everything, tracer(graph) as mine:
        graph.run("RETURN 1 AS one")
        other.run("RETURN 2 AS two")
    assert (len(everything), len(mine)) == (2, 1)


def test_other_threads_are_seen(graph: Graph) -> None:
    with tracer() as trace:
        thread = threading.Thread(target=lambda: graph.run("RETURN 1 AS one"))
        thread.start()
        thread.join()
    assert len(trace) == 1


def test_failures_are_traced(graph: Graph) -> None:
    with tracer() as trace, pytest.raises(StatementError):
        graph.run("RETURN nothing")
    assert [each.error for each in trace] == ["StatementError"]


def test_the_log_leaves_values_out(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "graphmodel"):
        graph.run("RETURN $secret AS s", {"secret": "hunter2"})
    (record,) = caplog.records
    assert record.name == "graphmodel"
    assert "the statement: 1 rows" in record.message
    assert "RETURN $secret AS s" in record.message
    assert "hunter2" not in caplog.text


def test_the_log_has_values_when_asked(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with (
        gm.connect(place.folder or place.url, auth=None if place.folder else place.auth, log_values=True) as graph,
        caplog.at_level(logging.DEBUG, "graphmodel"),
    ):
        graph.run("RETURN $text AS s", {"text": "to be seen"})
    assert "to be seen" in caplog.text


def test_a_table_for_people(graph: Graph) -> None:
    from rich.console import Console

    with tracer() as trace:
        graph.run("RETURN 1 AS one")
    console = Console(width=100, file=StringIO())
    with console.capture() as shown:
        console.print(trace)
    assert "the statement" in shown.get()


def test_spans(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.learn(State)
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_spans", lambda: provider.get_tracer("graphmodel"))
    with provider.get_tracer("user").start_as_current_span("request") as request:
        graph.all(select(State).where(State.name == "hunter2"))
    with pytest.raises(StatementError):
        graph.run("RETURN nothing", {"secret": "hunter2"})
    first, parent, second = kept.get_finished_spans()
    assert (first.name, parent.name, second.name) == ("select", "request", "the statement")
    assert first.parent is not None
    assert first.parent.span_id == request.get_span_context().span_id
    attributes = dict(first.attributes or {})
    assert attributes["db.system.name"] == "neo4j"
    assert "MATCH" in str(attributes["db.query.text"])
    assert attributes["db.response.returned_rows"] in (0, 1)
    assert dict(second.attributes or {})["error.type"] == "StatementError"
    assert not second.status.is_ok
    assert "hunter2" not in "".join(span.to_json() for span in kept.get_finished_spans())


def test_spans_go_where_the_program_sends_them() -> None:
    tracing._spans.cache_clear()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert isinstance(tracing._spans(), type(opentelemetry.get_tracer("graphmodel")))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_counters_and_notifications_of_hand_written_cypher(place: Place) -> None:
    with gm.connect(
        place.folder or place.url, auth=None if place.folder else place.auth, notifications_min_severity="INFORMATION"
    ) as graph:
        made = graph.run("UNWIND range(1, 3) AS i CREATE (n:Thing {i: i}) RETURN n.i AS i")
        assert made == [{"i": 1}, {"i": 2}, {"i": 3}]
        assert (made.counters.nodes_created, made.counters.properties_set) == (3, 3)
        rows = graph.run("MATCH (n:Nowhere) RETURN n", reads=True)
    if place.folder is None:
        assert any("Nowhere" in each.description for each in rows.notifications)
        assert {each.severity for each in rows.notifications} <= {"WARNING", "INFORMATION"}
    else:
        assert rows.notifications == ()
