"""The picture of the world: what is in it is what the graph holds, with what is said for and against it."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from graphmodel import Period, World
from graphmodel.domain import Contradicts, MemberOf, Organization, PartyTo, Sanctions, Source, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import InvalidDate, MissingData, QueryError, UnknownName
from graphmodel.query import select
from graphmodel.results import cite
from graphmodel.show import Picture

DAY = "2024-07-04"
BLOC, ON = OrganizationKind.BLOC, Period("2001", "2015")


def data_of(picture: Picture) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', picture.html(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def ends(data: dict[str, Any], kind: str) -> list[tuple[str, str, str]]:
    """The ties of a type: both ends, and when."""
    at = [each["name"] for each in data["types"]].index(kind)
    return sorted(
        (data["nodes"][a][0], data["nodes"][b][0], data["periods"][valid][4] if valid >= 0 else "")
        for a, b, of, _, valid, *_ in data["edges"]
        if of == at
    )


def test_every_tie_of_all_days_is_in_it(world: World) -> None:
    data = data_of(world.as_of(DAY).show())

    for model in (MemberOf, PartyTo, Sanctions):
        kind = model.__graph__.type if model.__graph__ else ""
        assert len(ends(data, kind)) == world.count(select(model))
    assert ("State:IRN", "Organization:sco", "since 4 July 2023, seen to 30 June 2026") in ends(data, "MEMBER_OF")
    assert data["day"] == (date(2024, 7, 4) - date(1970, 1, 1)).days
    assert [(kind["name"], kind["shape"], kind["hidden"]) for kind in data["kinds"]] == [
        ("State", "circle", False),
        ("Organization", "square", False),
        ("Pact", "diamond", False),
        ("Charter", "hexagon", True),
    ]
    assert [kind["name"] for kind in data["types"] if kind["hidden"]] == ["SANCTIONS"]


@pytest.mark.engine("embedded")
def test_the_claims_of_a_tie_are_those_that_why_gives(world: World) -> None:
    data = data_of(world.as_of(DAY).show())
    contested = {key for link in world.all(select(Contradicts)) for key in (link.start.key, link.end.key)}
    members = [each for each in world.all(select(MemberOf)) if set(each.evidence) & contested]
    assert len(members) > 3
    spells = {at: fact for at, fact in enumerate(data["facts"]) if fact[0] == "spell"}
    told = {spells[at][1]: each for each in data["edges"] for at in each[7] or () if at in spells}
    for member in members[:6]:
        why = world.why(member)
        claims = [data["claims"][at] for at in told[member.spell][5]]
        sources = [row.source for row in why.for_it if row.claim in member.evidence and row.source]
        assert {data["sources"][source][0] for claim in claims for source, _ in claim[2]} == {
            cite(source) for source in world.citations(sources)
        }
        against = {data["claims"][other][0] for claim in claims for _, other, _ in claim[3]}
        assert len(against) >= len({row.claim for row in why if row.bearing not in ("for", "input")})


@pytest.mark.engine("embedded")
def test_names_narrow_it_to_what_is_around_them(world: World) -> None:
    data = data_of(world.as_of(DAY).show("Iran"))
    orgs = {org for state, org, _ in ends(data, "MEMBER_OF") if state == "State:IRN"}
    mine = {f"Organization:{m.end.key}" for m in world.all(select(MemberOf)) if m.start.key == "IRN"}
    assert orgs == mine
    assert {org for _, org, _ in ends(data, "MEMBER_OF")} == mine
    assert "State:CHN" in {state for state, *_ in ends(data, "MEMBER_OF")}
    assert data["title"] == "Iran"

    only_sco = data_of(world.as_of(DAY).show("SCO"))
    assert {org for _, org, _ in ends(only_sco, "MEMBER_OF")} == {"Organization:sco"}


@pytest.mark.engine("embedded")
def test_ties_data_sets_and_columns(world: World) -> None:
    day = world.as_of(DAY)
    assert {each["name"] for each in data_of(day.show(ties=["sanctions"]))["types"]} == {"SANCTIONS"}
    assert len(data_of(day.show(datasets="curated"))["edges"]) == len(data_of(day.show())["edges"])
    with pytest.raises(MissingData, match="no such ties"):
        day.show(datasets=["cow_igo_3"])
    with pytest.raises(QueryError, match=r"'FRIEND_OF'.*MEMBER_OF"):
        day.show(ties=["FRIEND_OF"])
    with pytest.raises(UnknownName):
        day.show("Atlantis")
    with pytest.raises(InvalidDate):
        world.as_of("2024")

    data = data_of(day.show("SCO", columns={"people": {"RUS": 144.0, "CHN": 1411.0}}, color="people"))
    chosen = data["colors"][data["color"]]
    values = {node[0]: value for node, value in zip(data["nodes"], chosen["of"], strict=True) if value is not None}
    assert values == {"State:RUS": 144.0, "State:CHN": 1411.0}
    assert (chosen["min"], chosen["max"]) == (144.0, 1411.0)
    with pytest.raises(QueryError, match="no column 'size'"):
        day.show("SCO", color="size")


@pytest.mark.engine("embedded")
def test_blocs_are_found_on_the_day_and_in_all_years(world: World) -> None:
    data = data_of(world.as_of(DAY).show())
    now, always, kind = data["colors"]
    assert (now["name"], always["name"], kind["name"]) == (f"bloc on {DAY}", "bloc in all years", "kind")
    bloc = {
        node[0]: None if at is None else now["names"][at] for node, at in zip(data["nodes"], now["of"], strict=True)
    }
    assert bloc["State:DEU"] == bloc["State:FRA"] == bloc["Organization:nato"] != bloc["State:RUS"]
    assert bloc["State:SAU"] == bloc["Organization:opec"]


@pytest.mark.engine("embedded")
def test_a_what_if_is_drawn_like_any_world(world: World) -> None:
    before = len(data_of(world.as_of("2026-02-01").show("CSTO"))["edges"])
    with world.what_if() as supposed:
        supposed.join("Iran", "CSTO", since="2026-01-01")
        data = data_of(supposed.as_of("2026-02-01").show("CSTO"))
    assert "State:IRN" in {state for state, *_ in ends(data, "MEMBER_OF")}
    assert len(data["edges"]) > before


def test_who_has_no_tie_is_named(world: World) -> None:
    with pytest.raises(MissingData, match="no ties of Papua New Guinea"):
        world.as_of(DAY).show("Papua New Guinea")


def test_an_empty_world_says_what_to_load(empty_world: World) -> None:
    with pytest.raises(MissingData, match="load_seeds"):
        empty_world.as_of(DAY).show()


@pytest.mark.engine("embedded")
def test_of_plenty_of_organizations_some_are_shown(empty_world: World) -> None:
    states = [State(key=f"S{at:02}", name=f"State {at}") for at in range(60)]
    orgs = [Organization(key=f"o{at:02}", name=f"Organization {at}", kind=BLOC, dataset="made") for at in range(40)]
    # The first five have nearly all, the next five almost nobody, the others each other ones.
    sizes = [55] * 5 + [2] * 5 + [12] * 30
    members = [
        MemberOf(
            start=states[(at * 7 + n) % 60],
            end=org,
            spell=f"{at}.{n}",
            status=MembershipStatus.MEMBER,
            valid=ON,
            dataset="made",
        )
        for at, (org, size) in enumerate(zip(orgs, sizes, strict=True))
        for n in range(size)
    ]
    source = Source(key="made", title="A made-up data set", publisher="nobody", url="https://made.example")
    empty_world.merge(states, orgs, members, source)

    data = data_of(empty_world.as_of("2010-01-01").show())
    shown = {data["nodes"][at][0] for at, hidden in data["hubs"] if not hidden}
    assert len(data["hubs"]) == 40
    assert 6 <= len(shown) <= 12
    assert shown <= {f"Organization:o{at:02}" for at in range(10, 40)}
    assert data["note"] == f"{len(shown)} of 40 organizations are shown: choose others among the filters"
    assert len(data["edges"]) == sum(sizes)
    assert {tuple(each[6]) for each in data["edges"]} == {(0,)}
    assert data["sources"] == [["A made-up data set. nobody. [made]", "https://made.example"]]
