"""A state that is named has to be one on the day: else a 0 would be told of nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graphmodel import Period, World
from graphmodel.domain import CodeList, InSystem, MemberOf, Organization, State, SucceededBy
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind, SuccessionKind
from graphmodel.errors import QueryError

from .made import pact


@pytest.fixture
def made(empty_world: World) -> World:
    """OLD is NEW from 2000-06-01 on; ASIDE is in another list than the rest, CLUBBY in none before 2005, FREE in none at all."""
    old, new, one, aside, clubby, _ = every = [
        State(key=key, name=key.title()) for key in ("OLD", "NEW", "ONE", "ASIDE", "CLUBBY", "FREE")
    ]
    club = Organization(key="club", name="Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    cow, un = CodeList(key="cow", name="COW"), CodeList(key="un", name="UN")

    def listed(state: State, of: CodeList, valid: Period) -> InSystem:
        return InSystem(start=state, end=of, spell=f"{of.key}.{state.key}", valid=valid)

    def member(state: State, since: str) -> MemberOf:
        valid = Period(since)
        key = f"club.{state.key}"
        return MemberOf(start=state, end=club, spell=key, status=MembershipStatus.MEMBER, valid=valid, full=valid)

    empty_world.merge(
        every,
        [club, cow, un],
        SucceededBy(start=old, end=new, how=SuccessionKind.CONTINUES),
        listed(old, cow, Period("1950-01-01", "2000-06-01")),
        listed(new, cow, Period("2000-06-01")),
        listed(one, cow, Period("1950-01-01")),
        listed(aside, un, Period("1950-01-01")),
        listed(clubby, un, Period("2005-01-01")),
        member(new, "2000-06-01"),
        member(one, "1990-01-01"),
        member(clubby, "1995-01-01"),
        pact("treaty", [one, new], "defense", valid=Period("2001-01-01")),
    )
    return empty_world


def test_who_is_not_there_has_no_zero(made: World) -> None:
    ask = made.analyses
    names_who_is = r"New \(NEW\) is not in any list of states on 1999-01-01; Old \(OLD\), which it continues, is\."
    questions: list[Callable[[str], object]] = [
        lambda day: ask.co_membership("NEW", "ONE", day),
        lambda day: ask.co_membership("ONE", "NEW", day),
        lambda day: ask.ego_portfolio("NEW", day),
        lambda day: ask.obligation_profile("NEW", "ONE", day),
        lambda day: ask.institutional_path("ONE", "NEW", day),
        lambda day: ask.obligation_cascade("NEW", as_of=day),
        lambda day: ask.contradictory_commitments("NEW", "ONE", as_of=day),
    ]
    for question in questions:
        with pytest.raises(QueryError, match=names_who_is):
            question("1999-01-01")
        question("2002-01-01")
    with pytest.raises(QueryError, match=r"Old \(OLD\) is not .* on 2000-06-01; New \(NEW\), which continues it, is"):
        ask.ego_portfolio("OLD", "2000-06-01")
    assert len(ask.ego_portfolio("OLD", "2000-05-31")) == 0
    with pytest.raises(
        QueryError, match=r"One \(ONE\) is not .* on 1900-01-01: it is from 1950-01-01 on\. Choose another day\."
    ):
        ask.ego_portfolio("ONE", "1900-01-01")


def test_any_list_will_do_and_so_will_a_tie(made: World) -> None:
    ask = made.analyses
    assert len(ask.ego_portfolio("ASIDE", "1999-01-01")) == 0
    assert [row.key for row in ask.ego_portfolio("CLUBBY", "1999-01-01")] == ["club"]
    assert ask.co_membership("CLUBBY", "ONE", "1999-01-01")[0].shared == 1
    with pytest.raises(QueryError, match="it is from 2005-01-01 on"):
        ask.ego_portfolio("CLUBBY", "1994-12-31")
    assert len(ask.ego_portfolio("FREE", "1999-01-01")) == 0


def test_a_list_that_is_asked_about_has_to_have_it(made: World) -> None:
    similar = made.analyses.alliance_similarity_s
    assert similar("ONE", "NEW", "2002-01-01")[0].n == 2
    with pytest.raises(QueryError, match=r"Aside \(ASIDE\) is not in the list of states 'cow': choose another"):
        similar("ONE", "ASIDE", "2002-01-01")
    with pytest.raises(QueryError, match=r"New \(NEW\) is not in the list of states 'cow' on 1999-01-01; Old \(OLD\)"):
        similar("NEW", "ONE", "1999-01-01")


def test_who_is_not_there_is_in_no_row(made: World) -> None:
    assert {row.state_b for row in made.analyses.co_membership("ONE", as_of="1999-01-01")} == {"CLUBBY"}
    assert {row.a for row in made.analyses.alliance_similarity_s(as_of="2002-01-01")} == {"NEW"}


def test_a_window_is_not_asked_of_a_day(made: World) -> None:
    assert [row.n_orgs for row in made.analyses.portfolio_over_time("NEW", "1998-01-01", "2001-12-31")] == [0, 0, 1, 1]
    assert len(made.analyses.accession_pathway("club", "NEW", "1999-01-01")) == 0
    alone = made.analyses.portfolio_over_time("NEW", "1998-01-01", "2001-12-31", continuity=False)
    assert [(row.year, row.turnover) for row in alone] == [(2000, None), (2001, 0)]
    assert "2 years in which NEW is in no list of states are left out" in alone.about.notes
    assert len(made.analyses.treaty_lifecycle("treaty", "NEW", "1999-01-01")) == 0


def test_russia_in_1980(world: World) -> None:
    with pytest.raises(
        QueryError, match=r"Russia \(RUS\) is not .* on 1980-07-01; Soviet Union \(SUN\), which it continues, is"
    ):
        world.analyses.co_membership("Russia", "Iran", "1980-07-01")
    with pytest.raises(QueryError, match=r"Yugoslavia \(YUG\) is not .*: it is from 1918-12-01 up to 1992-04-27"):
        world.analyses.ego_portfolio("YUG", "2005-01-01")
    world.analyses.ego_portfolio("Palestine", "2024-07-04")  # in no list of COW, but an observer of the United Nations


@pytest.mark.engine("embedded")
def test_of_whom_no_membership_is_known_nothing_is_certain(imported: World) -> None:
    """Belarus sat in the United Nations, but COW has no memberships of it before it was a state."""
    rows = imported.analyses.co_membership("SUN", "BLR", "1985-12-31")
    assert [(row.shared, row.certain) for row in rows] == [(0, False)]
    assert "the data know of no memberships of BLR on 1985-12-31, which does not mean that there are none" in str(
        rows.about
    )
    assert imported.analyses.co_membership("SUN", "POL", "1985-12-31")[0].certain
