"""A transaction that does not fit into the server's memory: it says so, at once, and nothing of it is stored."""

from __future__ import annotations

import asyncio

import pytest

from graphmodel import connect_async, tracer
from graphmodel.errors import Conflict, EngineError, TransactionTooLarge
from graphmodel.sessions import Graph
from graphmodel.testing import Place
from tests.support.engines import Engine

HUNGRY = "UNWIND range(1, 100000) AS i WITH collect($text + i) AS texts RETURN size(texts) AS n"
WRITES = "CREATE (:Left {p: 1}) WITH 1 AS one UNWIND range(1, 100000) AS i WITH collect($text + i) AS texts RETURN size(texts) AS n"
TEXT = {"text": "x" * 200_000}  # 20 GB


def refused(error: pytest.ExceptionInfo[EngineError]) -> None:
    said = str(error.value)
    assert not isinstance(error.value, Conflict)
    assert (error.value.code or "").endswith("OutOfMemoryError")
    assert "dbms.memory.transaction.total.max" in said
    assert "commit_every" in said
    assert "xxxx" not in said


@pytest.mark.engine("neo4j")
def test_what_does_not_fit_is_no_conflict_and_not_tried_again(graph: Graph, place: Place, engine: Engine) -> None:
    if engine.version is None:
        pytest.skip("the memory of this server is not known")

    async def awaited() -> None:
        async with await connect_async(place.url, auth=place.auth) as other:
            await other.run(WRITES, TEXT, into=int)

    with tracer() as trace:
        with pytest.raises(TransactionTooLarge) as alone:
            graph.run(HUNGRY, TEXT, into=int, reads=True)
        with pytest.raises(TransactionTooLarge) as managed:
            graph.transact(lambda session: session.run(WRITES, TEXT, into=int))
        with pytest.raises(TransactionTooLarge) as later:
            asyncio.run(awaited())
    for each in (alone, managed, later):
        refused(each)
    assert [each.text for each in trace if "collect" in each.text] == [HUNGRY, WRITES, WRITES]
    assert graph.run("MATCH (n:Left) RETURN count(n) AS n", into=int, reads=True) == [0]
