"""Entries, exits and fragile memberships: by hand, and on the curated facts."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.analyses.churn import CountedSpell, SpellsOfBody, bounds_by_year, churn_of
from graphmodel.domain import (
    Attended,
    Claim,
    CodeList,
    Event,
    Involves,
    MemberOf,
    Object,
    Organization,
    Source,
    State,
    States,
    Subject,
)
from graphmodel.domain.observed import NotCoded
from graphmodel.domain.vocabularies import InvolvementRole, MeetingKind, MembershipStatus, OrganizationKind
from graphmodel.errors import QueryError

from .plain import days_of, ends_of, holds, table

S = MembershipStatus
IGO = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION


def _club(world: World) -> tuple[Organization, list[State]]:
    """A stays, B leaves and comes back, C is renamed and suspended, D joins in an unknown year, E goes with the other club."""
    club = Organization(key="club", name="Club", kind=IGO)
    gone = Organization(key="gone", name="Gone", kind=IGO, dissolved="2005-07-01")  # pyright: ignore[reportArgumentType]
    states = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABCDE"]
    a, b, c, d, e = states

    def member(state: State, valid: Period, org: Organization = club, status: S = S.MEMBER, **more: object) -> MemberOf:
        given = {"full": valid, **more}
        key = f"{org.key}.{state.key}.{valid}.{status}"
        return MemberOf(start=state, end=org, spell=key, status=status, valid=valid, **given)  # pyright: ignore[reportArgumentType]

    world.merge(
        [club, gone],
        states,
        member(a, Period("2000-01-01", CENSORED("2009-12-31"))),
        member(b, Period("2000-01-01", "2003-07-01")),
        member(b, Period("2006-07-01")),
        member(c, Period("2000-01-01", "2002-01-01"), status=S.FOUNDING_STATE),
        member(c, Period("2002-01-01", "2008"), basis="suspended in 2008"),
        member(d, Period("[2004-12..2005-01]")),
        member(a, Period("2007-03-01"), status=S.PARTICIPATION_FROZEN, full=None, overlay=True),
        member(e, Period("2001-01-01", "2005-07-01"), gone),
    )
    return club, states


def test_bounds_of_a_year_by_hand(empty_world: World) -> None:
    _club(empty_world)
    bounds = empty_world.analyses.membership_churn.bounds("club", until="2009-12-31")
    rows = {row["year"]: row for row in bounds.to_dicts()}
    assert [year for year, row in rows.items() if not row["certain"]] == [2004, 2005, 2008]
    names = ("members", "joined", "left", "net")
    assert [(rows[2004][f"{name}_low"], rows[2004][f"{name}_high"]) for name in names] == [
        (2, 3),
        (0, 1),
        (0, 0),
        (0, 1),
    ]
    assert [(rows[2005][f"{name}_low"], rows[2005][f"{name}_high"]) for name in names] == [
        (3, 3),
        (0, 1),
        (0, 0),
        (0, 1),
    ]
    left = rows[2008]  # C, on some day of it
    assert (left["left_low"], left["left_high"], left["members_low"], left["members_high"]) == (1, 1, 3, 3)
    assert (left["rate_low"], left["rate_high"]) == (pytest.approx(1 / (3 + 365 / 366)), pytest.approx(1 / 3))
    assert set(bounds.monotone) == {name.removesuffix("_low") for name in bounds.columns if name.endswith("_low")}
    assert "low and high bound each measure" in bounds.caption
    assert (bounds.replicate is not None, len(bounds.most)) == (True, 6)


def test_wherever_the_days_lie_a_year_is_within_its_bounds() -> None:
    """Members whose first and last days are known to some months, and the same with days chosen in them."""
    random = Random(7)  # noqa: S311  (guards nothing)
    measures = ("members", "joined", "rejoined", "left", "suspended", "net", "member_years", "rate")

    def day(first: date, days: int) -> date:
        return first + timedelta(days=days)

    def spell(state: str, begin: tuple[date, date], end: tuple[date, date]) -> CountedSpell:
        return CountedSpell(*begin, *end, state, state, True, "x", S.MEMBER, False, None, "date")

    def body(spells: list[CountedSpell]) -> list[SpellsOfBody]:
        return [SpellsOfBody(org="club", body="club", dissolved=None, spells=spells)]

    asked = {"since": date(2000, 1, 1), "until": date(2009, 12, 31), "every_year": True}
    varied = 0
    for _ in range(60):
        vague, exact = list[CountedSpell](), list[CountedSpell]()
        for state in "ABC":
            begin = day(date(2000, 1, 1), random.randrange(700))
            for _ in range(2):
                begin_to = day(begin, random.choice([0, 30, 300]))
                end = day(begin_to, random.randrange(1, 900))
                end_to = day(end, random.choice([0, 30, 300]))
                vague.append(spell(state, (begin, begin_to), (end, end_to)))
                first = day(begin, random.randint(0, (begin_to - begin).days))
                last = day(end, random.randint(0, (end_to - end).days))
                exact.append(spell(state, (first, first), (last, last)))
                begin = day(end_to, random.randrange(5, 500))
        bounds = {row.year: row.model_dump() for row in bounds_by_year("club", body(vague), asked)}
        for row in churn_of("club", body(exact), asked):
            for name in measures:
                low, high, value = bounds[row.year][f"{name}_low"], bounds[row.year][f"{name}_high"], getattr(row, name)
                assert value is None or high is None or low - 1e-9 <= value <= high + 1e-9, (row, name, low, high)
                varied += low != high
    assert varied > 500


def test_membership_churn_by_hand(empty_world: World) -> None:
    _club(empty_world)
    rows = empty_world.analyses.membership_churn("club", until="2009-12-31")
    told = [(r.year, r.members, r.joined, r.rejoined, r.left, r.suspended, r.net, r.certain, r.names) for r in rows]
    assert told == [
        (2000, 3, 3, 0, 0, 0, 3, True, ["joined AAA 2000-01-01", "joined BBB 2000-01-01", "joined CCC 2000-01-01"]),
        (2003, 2, 0, 0, 1, 0, -1, True, ["left BBB 2003-07-01"]),
        (2004, 3, 1, 0, 0, 0, 1, False, ["joined DDD 2004-12-01/2005-01-31"]),
        (2006, 4, 1, 1, 0, 0, 1, True, ["rejoined BBB 2006-07-01"]),
        (2007, 4, 0, 0, 0, 1, 0, True, ["participation_frozen AAA 2007-03-01"]),
        (2008, 3, 0, 0, 1, 1, -1, False, ["left, suspended CCC 2008"]),
    ]
    by_year = {row.year: row for row in rows}
    assert by_year[2003].member_years == pytest.approx(2 + 181 / 365)
    assert by_year[2003].rate == pytest.approx(1 / (2 + 181 / 365))
    whole = empty_world.analyses.membership_churn("club", "2001-07-01", "2003-06-30", every_year=True)
    assert [(r.year, r.members, r.left) for r in whole] == [(2001, 3, 0), (2002, 3, 0), (2003, 3, 0)]
    assert whole[0].member_years == pytest.approx(3 * 184 / 365)
    # The last day before the exit, and the day of it.
    assert [r.left for r in empty_world.analyses.membership_churn("club", "2003-01-01", "2003-06-30")] == []
    assert [r.left for r in empty_world.analyses.membership_churn("club", "2003-01-01", "2003-07-01")] == [1]
    (gone,) = empty_world.analyses.membership_churn("gone", "2002-01-01", "2009-12-31")
    assert (gone.year, gone.left, gone.dissolved, gone.names) == (2005, 0, True, ["dissolved 2005-07-01"])
    both = empty_world.analyses.membership_churn(until="2009-12-31")
    assert [r.org for r in both] == ["club"] * 6 + ["gone"] * 2
    founders = empty_world.analyses.membership_churn("club", until="2009-12-31", statuses=["founding_state"])
    assert [(r.year, r.joined, r.left) for r in founders] == [(2000, 1, 0), (2002, 0, 1)]


def test_days_that_are_not_known_bound_the_rate(empty_world: World) -> None:
    """As yearly data have them: eight stay, one was coded up to 2005, one joined in some month of 2007."""
    club = Organization(key="club", name="Club", kind=IGO)
    states = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABCDEFGHIJ"]
    whole = [Period("2000-01-01")] * 8
    valid = [*whole, Period("2000-01-01", "[2005-01-02..2006-01-01]"), Period("2007-05")]
    spells = [
        MemberOf(start=state, end=club, spell=state.key, status=S.MEMBER, valid=each, full=each)
        for state, each in zip(states, valid, strict=True)
    ]
    empty_world.merge(club, states, spells)
    rows = {row.year: row for row in empty_world.analyses.membership_churn("club", until="2009-12-31", every_year=True)}
    assert [(year, row.members, row.joined, row.left) for year, row in rows.items() if row.net] == [
        (2000, 9, 9, 0),
        (2005, 8, 0, 1),
        (2007, 9, 1, 0),
    ]
    year = rows[2005]
    assert year.names == ["left III 2005-01-02/2006-01-01"]
    # It may have left on the second day of the year, on the first of the next, and counts as gone on 3 July.
    assert year.member_years == pytest.approx(8 + 183 / 365)
    assert (year.rate, year.rate_low) == (pytest.approx(1 / (8 + 183 / 365)), pytest.approx(1 / 9))
    assert year.rate_high == pytest.approx(1 / (8 + 1 / 365))
    # 1 January 2006 may be the day of the exit; that a state joined in 2007 is known, and that nobody left.
    assert {number: row.certain for number, row in rows.items()} == dict.fromkeys(range(2000, 2010), True) | {
        2005: False,
        2006: False,
    }
    assert (rows[2007].rate_low, rows[2007].rate, rows[2007].rate_high) == (0, 0, 0)


def test_what_is_not_coded_is_neither_an_exit_nor_an_entry(empty_world: World) -> None:
    """A is coded before and after, B before; C, of another data set, leaves on a known day meanwhile; D is missing alone."""
    club = Organization(key="club", name="Club", kind=IGO)
    a, b, c, d = states = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABCD"]
    cow = CodeList(key="cow", name="COW")

    def spell(state: State, valid: Period, dataset: str | None = "cow_igo_3") -> MemberOf:
        key = f"{state.key}.{valid}"
        return MemberOf(start=state, end=club, spell=key, status=S.MEMBER, valid=valid, full=valid, dataset=dataset)

    def gap(start: State | CodeList, valid: Period) -> NotCoded:
        return NotCoded(start=start, end=club, spell=f"{start.key}.missing", valid=valid, dataset="cow_igo_3")

    empty_world.merge(
        [club, cow],
        states,
        spell(a, Period("1990", "[1999-01-02..2000-01-01]")),
        spell(a, Period("2003", CENSORED("2009-12-31"))),
        spell(b, Period("1990", "[1999-01-02..2000-01-01]")),
        spell(c, Period("1990-01-01", "2001-07-01"), None),
        spell(d, Period("1990", "[2005-01-02..2006-01-01]")),
        gap(cow, Period("2000", "[2002-01-02..2003-01-01]")),
        gap(d, Period("2006", CENSORED("2009-12-31"))),
    )
    rows = empty_world.analyses.membership_churn("club", "1995-01-01", "2009-12-31", every_year=True)
    assert [(row.year, row.names) for row in rows if row.names] == [(2001, ["left CCC 2001-07-01"])]
    by_year = {row.year: (row.members, row.certain) for row in rows}
    assert by_year[1998] == (4, True)
    assert {by_year[year] for year in (2000, 2001)} == {(2, False), (1, False)}
    assert by_year[2004] == (2, True)
    assert by_year[2007] == (1, False)
    alone = empty_world.analyses.membership_churn("club", "1995-01-01", "2009-12-31", datasets=["curated"])
    assert [(row.members, row.certain) for row in alone] == [(0, True)]


def test_opec(world: World) -> None:
    rows = {row.year: row for row in world.analyses.membership_churn("opec")}
    assert {year: row.names for year, row in rows.items() if year >= 2018} == {
        2018: ["joined COG 2018-06-22"],
        2019: ["left QAT 2019-01-01"],
        2020: ["left ECU 2020-01-01"],
        2024: ["left AGO 2024-01-01"],
        2026: ["left ARE 2026-05-01"],
    }
    assert rows[2007].rejoined == 1  # Ecuador
    assert {year for year, row in rows.items() if row.suspended} == {1992, 2009, 2016}


def _middle(days: tuple[date, date]) -> date:
    return days[0] + (days[1] - days[0]) // 2


@pytest.mark.parametrize("organization", ["opec", "nato", "asean", "gcc"])
def test_churn_against_plain_python(world: World, organization: str) -> None:
    """Organizations in which every membership is a full one: one row of the table is a run."""
    spells = [row for row in table("memberships") if row["organization"] == organization]
    until = date(2026, 6, 30)
    rows = world.analyses.membership_churn(organization, every_year=True)
    for row in rows:
        started = [each for each in spells if days_of(each["start"])[0].year == row.year and each["status"] == "member"]
        ended = [
            each
            for each in spells
            if each["end"] and days_of(each["end"])[0].year == row.year and each["status"] == "member"
        ]
        assert (row.joined, row.left) == (len(started), len(ended)), row
        last = min(date(row.year, 12, 31), until)
        assert row.members == len({s["state"] for s in spells if s["status"] == "member" and holds(s, last)})
        days = (date(row.year, 1, 1) + timedelta(days=n) for n in range((last - date(row.year, 1, 1)).days + 1))
        expected = (
            sum(
                1
                for day in days
                for s in spells
                if s["status"] == "member"
                and _middle(days_of(s["start"])) <= day < (_middle(ends_of(s)) if s["end"] else date.max)
            )
            / (date(row.year, 12, 31) - date(row.year - 1, 12, 31)).days
        )
        if row.year % 9 == 0 or row.left:
            assert row.member_years == pytest.approx(expected, abs=1e-9)
    assert sum(row.net for row in rows) == rows[-1].members


def test_the_end_of_an_organization_is_no_exit(world: World) -> None:
    (year,) = [row for row in world.analyses.membership_churn("shanghai_five") if row.dissolved]
    assert (year.year, year.left) == (2001, 0)


def test_withdrawal_risk_by_hand(empty_world: World) -> None:
    club, (_, b, c, d, _) = _club(empty_world)
    meetings = [
        Event(key=f"meeting.{year}", kind=MeetingKind.HEADS_OF_STATE_SUMMIT, date=f"{year}-05-05")  # pyright: ignore[reportArgumentType]
        for year in (2005, 2007, 2008)
    ]
    owes = Claim(key="owes", predicate="defaults_on", on="2007-06-01", value="its dues")  # pyright: ignore[reportArgumentType]
    denied = Claim(key="denied", predicate="defaults_on", on="2007-06-01", positive=False)  # pyright: ignore[reportArgumentType]
    source = Source(key="S1", title="Gazette", publisher="Press")
    meeting_of, absent = InvolvementRole.MEETING_OF, InvolvementRole.ABSENT
    empty_world.merge(
        meetings,
        [owes, denied, source],
        [Involves(start=each, end=club, role=meeting_of) for each in meetings],
        [Involves(start=each, end=b, role=absent) for each in meetings[1:]],
        Attended(start=c, end=meetings[1], role="absent"),
        Attended(start=c, end=meetings[2], role="participant"),
        [Subject(start=owes, end=d), Object(start=owes, end=club), States(start=source, end=owes)],
        [Subject(start=denied, end=b), Object(start=denied, end=club)],
    )
    flags = empty_world.analyses.withdrawal_risk_flags
    rows = flags("2009-01-01")
    assert [(r.state, r.org, r.flags, r.sources) for r in rows] == [
        ("AAA", "club", ["frozen_participation"], []),
        ("BBB", "club", ["missed_summits"], []),
        ("DDD", "club", ["arrears"], ["S1"]),
    ]
    assert rows[1].evidence == ["absent on 2007-05-05 (meeting.2007)", "absent on 2008-05-05 (meeting.2008)"]
    assert rows[2].evidence == ["defaults_on its dues on 2007-06-01"]
    assert all(row.attendance_known for row in rows)
    assert [(r.state, r.ended) for r in flags("2008-01-01", missed=1)] == [
        ("AAA", None),
        ("BBB", None),
        ("CCC", "2008-01-01"),
        ("DDD", None),
    ]
    assert [r.state for r in flags("2009-01-01", years=1)] == ["AAA"]
    assert [r.state for r in flags("2007-02-28")] == []  # the day before the participation was frozen
    assert [r.state for r in flags("2007-03-01", "AAA", "club")] == ["AAA"]
    assert len(flags("2009-01-01", "EEE")) == 0


def test_withdrawal_risk_on_the_curated_facts(world: World) -> None:
    flags = world.analyses.withdrawal_risk_flags
    (armenia,) = flags("2025-01-01", organization="csto")
    assert (armenia.state, armenia.flags, armenia.sources) == ("ARM", ["frozen_participation"], ["S118"])
    assert armenia.evidence == ["participation_frozen since 2024-02-22"]
    assert [source.key for source in flags("2025-01-01", organization="csto").citations()] == ["S118"]
    assert len(flags("2024-02-21", organization="csto")) == 0


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="The window ends"):
        world.analyses.membership_churn("opec", "2020-01-01", "2019-01-01")
    with pytest.raises(QueryError, match="1 or more"):
        world.analyses.withdrawal_risk_flags(missed=0)
