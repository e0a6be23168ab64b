"""What the planner of a server makes of the analyses: none looks through all nodes, or all relationships, to find its own."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel import World
from graphmodel.analyses import ANALYSES
from graphmodel.analyses.registry import Bound

NAMED = {
    "state": ["RUS", "IRN", "CHN"],
    "organization": ["sco", "csto"],
    "pact": ["csto-charter-2002"],
    "date": ["2024-07-04"],
}
NEEDED = {"snapshot_diff": {"since": "2014-01-01"}}
EVERYTHING = {"AllNodesScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"}


@pytest.mark.engine("neo4j")
@pytest.mark.parametrize("name", ANALYSES)
def test_nothing_is_looked_for_among_everything(world: World, name: str) -> None:
    analysis: Bound[..., Any] = getattr(world.analyses, name)
    left = {kind: iter(keys) for kind, keys in NAMED.items()}
    given: dict[str, Any] = {
        each.name: next(left[each.type])
        for each in analysis.header.parameters
        if each.type in left and (each.required or each.name in ("state", "organization", "a", "b"))
    }
    given |= NEEDED.get(name, {})
    told = analysis.explain(**given)
    assert told.steps
    assert not {step.operator for step in told.steps} & EVERYTHING
