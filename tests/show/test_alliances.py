"""The picture says what the graph says, needs nothing else, and takes no name for markup."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from graphmodel import Graph, World, select
from graphmodel.domain import MemberOf, Organization, PartyTo, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import InvalidDate, MissingData
from graphmodel.model import Period
from graphmodel.show import MARK, picture

DAY = "2024-07-04"


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_it_shows_each_membership_of_the_day_with_its_sources(world: World) -> None:
    page = picture(world, DAY)
    members = world.all(select(State, MemberOf, Organization).match(State, MemberOf, Organization).as_of(DAY))
    lines = re.findall(r'<path class="(full|less)" style="[^"]*" data-a="(\w+)" data-b="(\w+)"', page)
    assert sorted(lines) == sorted(
        ("full" if m.full and m.full.possibly_on(DAY) else "less", s.key, o.key) for s, m, o in members
    )
    told = _data(page)
    assert len(told["memberships"]) == len(members)
    assert all(tie["sources"] for tie in told["memberships"])
    iran = {tie["to"]: tie for tie in told["memberships"] if tie["from"] == "IRN"}
    assert (iran["sco"]["status"], iran["sco"]["since"]) == ("member", "2023-07-04")
    assert any("[S343]" in source for source in iran["sco"]["sources"])


def test_it_lists_the_pacts_and_their_parties(world: World) -> None:
    told = _data(picture(world, DAY))
    bound = [row for row in world.all(select(State, PartyTo)) if row[1].valid.possibly_on(DAY)]
    drawn = {tie["from"] for tie in told["memberships"]}
    assert len(told["parties"]) == sum(state.key in drawn for state, _ in bound)
    assert "nat-1949" in told["pacts"]
    assert "charter of NATO" in picture(world, DAY)


def test_it_is_the_same_each_time_and_another_on_another_day(world: World) -> None:
    assert picture(world, DAY) == picture(world, DAY)
    assert picture(world, DAY) != picture(world, "2023-07-03")


def test_it_names_no_address_to_load(world: World) -> None:
    page = picture(world, DAY)
    assert MARK in page[:200]
    assert not re.search(r"""(src|href|action)\s*=\s*["'](?!data:)""", page)
    assert not re.search(r"url\(|@import|https?://|fetch\(|XMLHttpRequest", page.partition('id="data">')[0])
    assert "default-src 'none'" in page
    assert "{{" not in page


def test_names_never_become_markup(graph: Graph) -> None:
    evil = '"><script>alert("x")</script>{{DATA}}</script><!--'
    state = State(key="A\"'<b>", name=evil)
    org = Organization(key="o<i>", name=evil, kind=OrganizationKind.INFORMAL_GROUP)
    spell = MemberOf(start=state, end=org, spell="s", status=MembershipStatus.MEMBER, valid=Period("2000"))
    graph.merge(state, org, spell)
    page = picture(graph, DAY)
    assert page.count("<script") == 2  # our data, our code
    assert page.count("</script") == 2
    assert "<b>" not in page
    assert "<i>" not in page
    assert _data(page)["names"] == {state.key: evil, org.key: evil}
    assert evil in unescape(page.partition('id="data"')[0])


def test_nothing_to_draw_is_said(world: World) -> None:
    with pytest.raises(MissingData, match=r"Nobody belongs to anything on 1800-01-01.*load_seeds"):
        picture(world, "1800-01-01")
    with pytest.raises(InvalidDate, match="no single day"):
        picture(world, "2024")
