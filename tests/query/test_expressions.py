# pyright: reportOperatorIssue=false
"""Functions and operators: each against plain Python, random combinations of them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graphmodel import Graph, select

from ..model.times import examples
from .expression_oracle import Said, Thing, day, real, same, tags, text, things, truth, whole

ANYTHING = st.one_of(whole(3), real(3), text(3), tags(3), day(3), truth(3))


# The message says what was asked of which node; shrinking lists of expressions takes minutes and says less.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(examples(10), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(things(), st.lists(ANYTHING, min_size=20, max_size=20))
def test_random_expressions_mean_what_python_means(graph: Graph, nodes: list[Thing], asked: list[Said]) -> None:
    graph.merge(nodes, full=True)
    columns: list[Any] = [each.ask for each in asked]
    for key, *found in graph.all(select(Thing.key, Thing.key, Thing.key, Thing.key, *columns)):
        (thing,) = (each for each in nodes if each.key == key)
        for said, value in zip(asked, found[3:], strict=True):
            expected = said.answer(thing)
            assert same(value, expected), f"{said.ask}: {value!r}, not {expected!r}, of {thing!r}"
