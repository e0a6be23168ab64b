"""Three times: when a fact held, when it was said, when it was entered."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.domain import MemberOf, Pact, PartyTo, Source, State
from graphmodel.domain.rules.deriving import RULES
from graphmodel.errors import InvalidDate, QueryError, UnknownName


@pytest.mark.engine("embedded")
def test_only_what_had_been_said_by_then_is_known(small: World) -> None:
    def status(known_on: str, as_of: str | None = None) -> list[tuple[object, ...]]:
        rows = small.status("Aland", "The Club", as_of=as_of, known_on=known_on)
        return [(row.value, row.holds, row.known, row.sources, row.undated) for row in rows]

    # The note is undated: what it alone says may have been known at any time.
    observer = ("observer", "possibly", "possibly", ["note"], ["note"])
    assert status("2009-06-01") == [observer]
    assert status("2010-05-02", as_of="2009-06-01") == [observer]
    # The paper is of some day in May. Who became a member is an observer no more, though nobody said so.
    assert status("2010-05-02") == [("member", "certainly", "certainly", ["agency", "paper"], ["paper"])]
    assert status("2011-01-01") == [("member", "possibly", "certainly", ["agency", "paper"], [])]


def test_an_end_that_came_later_is_not_known(world: World) -> None:
    def valid(day: str | None) -> dict[str, Period]:
        return {each.fact.spell: each.fact.valid for each in world.known_on(day).facts(MemberOf) if each.certainly}

    # China Daily of 2005-07-06 could not know of 2023.
    assert valid("2016-01-01")["sco.IRN.1"] == Period("2005-07-05", CENSORED("2005-07-06"))
    assert "sco.IRN.2" not in valid("2023-07-03")
    assert valid(None)["sco.IRN.1"] == Period("2005-07-05", "2023-07-04")


def test_the_status_of_iran_in_the_sco_as_known_on_three_days(world: World) -> None:
    def told(day: str) -> dict[str, tuple[str | None, str | None, str, list[str], list[str]]]:
        rows = world.status("Iran", "SCO", known_on=day)
        return {row.claims[-1]: (row.value, row.valid, row.known, row.sources, row.undated) for row in rows}

    first, second, third = (told(day) for day in ("2016-01-01", "2017-04-01", "2024-01-01"))
    # By a paper of 2005, nobody said otherwise; then a text of 2017 speaks of it as of the day before.
    none: list[str] = []
    observer = "observer", "[2005-07-05, censored 2005-07-06)", "certainly", ["S106"], none
    assert first["memberships/sco.IRN.1"] == observer
    assert first["F002-087"][2:] == ("certainly", ["T002"], [])
    assert not {"F001-049", "V03"} & first.keys()
    later = "observer", "[2005-07-05, censored 2017-03-28)", "certainly", ["S106", "T001"], none
    assert second["F001-049"] == later
    # Full membership is of 2023-07-04, and was reported on that day.
    assert "memberships/sco.IRN.2" not in second
    assert third["memberships/sco.IRN.2"] == (
        "member",
        "[2023-07-04, censored 2023-07-05)",
        "certainly",
        ["S343"],
        none,
    )
    now = world.status("IRN", "sco")[0]
    assert (now.value, now.holds) == ("member", "certainly")


@pytest.mark.engine("embedded")
def test_without_a_day_all_is_known_as_the_world_has_it(world: World) -> None:
    now = {each.fact.spell: each.fact.valid for each in world.known_on(None).facts(PartyTo)}
    assert now == {each.spell: each.valid for each in world.all(PartyTo)}


@pytest.mark.engine("embedded")
@pytest.mark.parametrize("day", ["1950-01-01", "1992-01-01", "2005-07-06", "2016-01-01", "2025-06-01"])
def test_every_rule_works_on_what_was_known(world: World, day: str) -> None:
    known = world.known_on(day)
    given: set[Any] = {model for rule in RULES for model in rule.gives}
    counts = {model: len(known.facts(model)) for model in given}
    assert counts[State] > 0
    assert all(0 <= counts[model] <= 2 * world.count(model) for model in (MemberOf, Pact))


@pytest.mark.engine("embedded")
def test_what_was_entered_later_is_not_known(small: World) -> None:
    source = Source(key="mine", title="I say so", publisher="me", date="2001-01-01")  # pyright: ignore[reportArgumentType]
    small.claim("BBB", "member_of", "club", value="partner", valid=Period("2000"), source=source).accept()
    states = [
        {each.fact.start.key for each in small.known_on("2008-01-01", recorded=recorded).facts(MemberOf)}
        for recorded in (None, "2026-01-01", "2999-01-01")
    ]
    assert states == [{"AAA", "BBB"}, {"AAA"}, {"AAA", "BBB"}]


@pytest.mark.engine("embedded")
def test_what_cannot_be_asked_is_refused(small: World) -> None:
    with pytest.raises(InvalidDate, match="no single day"):
        small.known_on("2016")
    with pytest.raises(QueryError, match="No rule derives Source"):
        small.known_on("2016-01-01").facts(Source)
    with pytest.raises(UnknownName):
        small.status("Nowhere", "club", known_on="2016-01-01")
