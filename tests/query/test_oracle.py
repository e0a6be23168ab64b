"""Random questions, answered by the library on each engine and by plain Python."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import graphmodel as gm
from graphmodel import Graph

from ..model.times import examples
from .oracle import Data, Question, answer, as_query, comparable, graphs, questions


@examples(20)  # of ten questions each
@given(data=graphs(), asked=st.lists(questions(), min_size=10, max_size=10))
def test_questions_against_plain_python(graph: Graph, data: Data, asked: list[Question]) -> None:
    graph.run("MATCH (n) DETACH DELETE n")
    graph.merge(data.objects())
    for each in asked:
        query = as_query(each)
        found, expected = comparable(each, graph.all(query)), answer(each, data)
        expected_rows = expected if each.limit is not None else Counter(expected)
        assert found == expected_rows, f"{each}\n{gm.explain(query)}"
        if each.limit is None:
            assert graph.count(query) == len(expected)
            assert graph.exists(query) == bool(expected)
