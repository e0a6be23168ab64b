"""A small world that tests of sessions begin with."""

from __future__ import annotations

import pytest

from graphmodel import Graph

from ..model.toy import Leader, Organization, State, member


@pytest.fixture
def world(graph: Graph) -> Graph:
    graph.merge(
        State(iso3="IRN", name="Iran", population=1), State(iso3="RUS", name="Russia"), Organization(key="sco"),
        member("IRN", "sco", "2005"), member("RUS", "sco", "2001"), Leader(key="p", office="King"),
    )  # fmt: skip
    return graph
