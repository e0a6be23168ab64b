"""A graph as a picture: what is read of models, where it stands, what the page gets."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from graphmodel import Key, Node, Path, Period, Relationship, ref
from graphmodel.errors import MissingData, QueryError
from graphmodel.show import Column, Edge, Evidence, Said, Vertex, view


class Town(Node):
    name: Key[str]
    people: int | None = None


class Road(Relationship[Town, Town]):
    km: int
    valid: Period | None = None


A, B, C = Town(name="A", people=5), Town(name="B"), Town(name="C")
AB = Road(start=A, end=B, km=3, valid=Period("1990", "2000-05-01"))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_models_paths_and_references() -> None:
    far = Road(start=B, end=ref(Town, "D"), km=9)
    data = data_of(view([Path((A, B), (AB,)), C], [far, AB]).html())

    assert [(each[0], each[1]) for each in data["nodes"]] == [
        ("Town:A", "A"),
        ("Town:B", "B"),
        ("Town:C", "C"),
        ("Town:D", "D"),
    ]
    assert [(each[0], each[1], [data["facts"][at] for at in each[7]]) for each in data["edges"]] == [
        (0, 1, [["km", "3"]]),
        (1, 3, [["km", "9"]]),
    ]
    assert [data["facts"][at] for at in data["nodes"][0][6]] == [["people", "5"]]
    assert [kind["plural"] for kind in data["kinds"]] == ["Towns"]
    assert [kind["label"] for kind in data["types"]] == ["road"]


def test_time_is_from_the_first_to_the_last_day_told() -> None:
    def day(text: str) -> int:
        from datetime import date

        return date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()

    data = data_of(view([A, B], [AB], on="1995-01-01").html())
    assert (data["first"], data["day"], data["last"]) == (day("1990-01-01"), day("1995-01-01"), day("2000-05-01"))
    [period] = data["periods"]
    assert period == [
        day("1990-01-01"),
        day("1990-12-31"),
        day("2000-05-01"),
        day("2000-05-01"),
        "1990 until 1 May 2000",
    ]
    assert data_of(view([A, B], [Road(start=A, end=B, km=3)]).html())["day"] is None


def test_claims_are_told_once_with_those_against_them() -> None:
    claims = {
        "c1": Said("A is tied to B", sources=[("s1", "3")], against=[("contradicts", "c2", "another day")]),
        "c2": Said("A is not tied to B", sources=[("s2", "")], against=[("contradicts", "c1", "another day")]),
        "c3": Said("of something else"),
    }
    sources = {"s1": ("First. [s1]", "https://one.example"), "s2": ("Second. [s2]", "")}
    vertices = [Vertex("T:a", "a", "T"), Vertex("T:b", "b", "T")]
    edges = [Edge("T:a", "T:b", "TIED", claims=["c1"]), Edge("T:b", "T:a", "TIED", claims=["c1", "unknown"])]
    data = data_of(view(vertices, edges, evidence=Evidence(claims, sources)).html())

    assert [each[5] for each in data["edges"]] == [[0], [0]]
    assert data["claims"] == [
        ["A is tied to B", "", [[0, "3"]], [["contradicts", 1, "another day"]]],
        ["A is not tied to B", "", [[1, ""]], [["contradicts", 0, "another day"]]],
    ]
    assert data["sources"] == [["First. [s1]", "https://one.example"], ["Second. [s2]", ""]]


def test_columns_are_kinds_or_scales() -> None:
    towns = [Vertex(f"T:{name}", name, "T") for name in "abc"]
    columns = [Column("rank", {"T:a": 1.5, "T:b": 3}), Column("side", {"T:a": "east", "T:b": "west", "T:c": "east"})]
    data = data_of(view(towns, columns=columns, color="side").html())

    rank, side, _, kind = data["colors"]
    assert (rank["of"], rank["min"], rank["max"]) == ([1.5, 3, None], 1.5, 3)
    assert (side["of"], side["names"]) == ([0, 1, 0], ["east", "west"])
    assert (data["color"], kind["name"]) == (1, "kind")
    with pytest.raises(QueryError, match=r"no column 'wing'.*rank, side, bloc, kind"):
        view(towns, columns=columns, color="wing")


def test_blocs_are_called_by_their_best_tied() -> None:
    def ring(names: str) -> list[Edge]:
        return [Edge(f"T:{a}", f"T:{b}", "TIED") for a in names for b in names if a < b]

    towns = [Vertex(f"T:{name}", name, "T") for name in "abcdefgh"]
    data = data_of(view(towns, [*ring("abcd"), *ring("efg"), Edge("T:d", "T:e", "TIED")]).html())

    [bloc, _] = data["colors"]
    assert [bloc["names"][each] if each is not None else None for each in bloc["of"]] == [
        *["d, a"] * 4,
        *["e, f"] * 3,
        None,
    ]


def test_the_same_graph_is_the_same_page_and_nothing_lies_on_another() -> None:
    towns = [Vertex(f"T:{at}", f"Town {at}", "T") for at in range(60)]
    roads = [Edge(f"T:{at}", f"T:{at * 7 % 50}", "ROAD") for at in range(50)]
    page = view(towns, roads).html()
    assert page == view(towns, roads).html()

    places = [(each[3], each[4]) for each in data_of(page)["nodes"]]
    assert all(
        abs(x - other_x) > 12 or abs(y - other_y) > 12
        for at, (x, y) in enumerate(places)
        for other_x, other_y in places[:at]
    )


def test_names_cannot_end_the_script() -> None:
    hostile = "</script><script>alert(1)</script><!--"
    page = view([Town(name=hostile)], title=hostile).html()
    assert page.count("<script") == 2
    assert page.count("</script") == 2
    assert data_of(page)["nodes"][0][1] == hostile
    assert "<title>&lt;/script&gt;" in page


def test_nothing_to_draw() -> None:
    with pytest.raises(MissingData, match="nothing to draw"):
        view([])
    with pytest.raises(QueryError, match="not of str"):
        view(["a"])  # pyright: ignore[reportArgumentType]
