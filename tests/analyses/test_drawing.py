"""Results as interactive pictures: pairs are edges, values of states are colours."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from graphmodel import World
from graphmodel.errors import QueryError
from graphmodel.show import Picture

pytestmark = pytest.mark.engine("embedded")
DAY = "2024-07-04"


def data_of(picture: Picture) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', picture.html(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def values(data: dict[str, Any], at: int) -> dict[str, Any]:
    column = data["colors"][at]
    return {
        node[0]: column["names"][value] if "names" in column else value
        for node, value in zip(data["nodes"], column["of"], strict=True)
        if value is not None
    }


def test_pairs_are_edges_of_which_the_strongest_are_shown(world: World) -> None:
    result = world.analyses.co_membership(as_of=DAY)
    data = data_of(result.show())
    drawn = {(data["nodes"][a][0], data["nodes"][b][0]): weight for a, b, *_, weight in data["edges"]}
    assert drawn == {(row.state_a, row.state_b): row.shared for row in result}
    assert data["weight"] == {
        "name": "shared",
        "min": min(row.shared for row in result),
        "max": max(row.shared for row in result),
        "least": sorted((row.shared for row in result), reverse=True)[400],
    }
    assert data["nodes"][0][1] == "Afghanistan"
    assert data["day"] is None
    assert not data["types"][0]["directed"]


def test_a_cascade_is_coloured_by_its_waves(world: World) -> None:
    result = world.analyses.obligation_cascade("PRK", as_of="2025-01-01", waves=2)
    data = data_of(result.show())
    wave = values(data, 0)
    assert wave["PRK"] == "attacked"
    for row in result:
        assert wave[row.state] == f"wave {min(each.wave for each in result if each.state == row.state)}"
    assert data["colors"][0]["names"] == ["attacked", "wave 1", "wave 2"]
    assert all(kind["directed"] for kind in data["types"])
    pairs = {(data["nodes"][a][0], data["nodes"][b][0]) for a, b, *_ in data["edges"]}
    assert pairs == {(other, row.state) for row in result for other in row.obliged_by}


def test_values_of_states_colour_the_world_of_the_day(world: World) -> None:
    result = world.analyses.brokers_betweenness(DAY, "memberships")
    data = data_of(result.show())
    assert data["colors"][data["color"]]["name"] == "betweenness"
    assert values(data, data["color"]) == {f"State:{row.state}": row.betweenness for row in result}
    assert data["title"] == result.title
    assert "Organization:sco" in {node[0] for node in data["nodes"]}


def test_texts_are_kinds(world: World) -> None:
    result = world.analyses.blocs_detect(DAY, "memberships", runs=5)
    data = data_of(result.show())
    names = [column["name"] for column in data["colors"]]
    assert data["color"] == names.index("community")
    assert values(data, data["color"]) == {f"State:{row.state}": str(row.community) for row in result}
    assert values(data, names.index("best_org")) == {f"State:{r.state}": r.best_org for r in result if r.best_org}


def test_what_is_no_graph_says_so(world: World) -> None:
    with pytest.raises(QueryError, match="is no graph"):
        world.analyses.snapshot_diff(since="2010-01-01", until="2020-01-01").show()
    with pytest.raises(QueryError, match="no rows"):
        world.analyses.co_membership(as_of="1800-01-01").show()
