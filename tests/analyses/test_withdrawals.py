"""Who said that it leaves, before it did: rules on the curated facts, and what the rules have no data for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graphmodel import Period, World, ref
from graphmodel.domain import Claim, Event, Involves, MemberOf, Object, Organization, State, Subject
from graphmodel.domain.vocabularies import EventKind, InvolvementRole, MembershipStatus, OrganizationKind


@pytest.mark.parametrize(
    ("day", "org", "state", "ended", "sources"),
    [
        ("2018-12-10", "opec", "QAT", "2019-01-01", ["S159", "S194"]),
        ("2023-12-25", "opec", "AGO", "2024-01-01", ["S159", "S34"]),
        ("2026-04-30", "opec", "ARE", "2026-05-01", ["S35"]),
        ("2026-06-30", "cis", "MDA", None, ["S24", "S25", "S26"]),
    ],
)
def test_announced_exits_of_the_curated_world(
    world: World, day: str, org: str, state: str, ended: str | None, sources: list[str]
) -> None:
    flags = world.analyses.withdrawal_risk_flags(day, organization=org)
    assert [(row.state, row.flags, row.ended, sorted(row.sources), row.certain) for row in flags] == [
        (state, ["announced_exit"], ended, sources, True)
    ]
    assert [source.key for source in flags.citations()] == sources
    notice = world.get(Event, f"{org}.{state}.notice.1")
    assert notice.kind is EventKind.WITHDRAWAL_NOTICE
    assert notice.date is not None
    (row,) = world.analyses.withdrawal_risk_flags(notice.date.earliest, state, org)
    assert row.evidence[0].endswith(f"on {notice.date}")
    assert len(world.analyses.withdrawal_risk_flags(notice.date.earliest - timedelta(days=1), state, org)) == 0
    told = world.get(Involves, start=notice, end=ref(Organization, org), role=InvolvementRole.NOTIFIED)
    assert told.evidence == [f"withdrawals/{notice.key}"]


def test_who_has_left_is_flagged_no_more(world: World) -> None:
    flags = world.analyses.withdrawal_risk_flags
    for day in ("2019-01-01", "2024-01-01", "2026-05-01"):
        assert len(flags(day, organization="opec")) == 0


def test_rules_without_data_are_named(world: World) -> None:
    notes = world.analyses.withdrawal_risk_flags("2025-01-01").about.notes
    assert [note.split()[0] for note in notes if "judges nobody" in note] == ["missed_summits", "arrears"]


def test_without_any_data_no_rule_judges(empty_world: World) -> None:
    state, club = State(key="AAA", name="Land A"), Organization(key="club", name="Club", kind=OrganizationKind.BLOC)
    since = Period("2000-01-01")
    member = MemberOf(
        start=state, end=club, spell="club.AAA.1", status=MembershipStatus.MEMBER, valid=since, full=since
    )
    empty_world.merge(state, club, member)
    found = empty_world.analyses.withdrawal_risk_flags("2025-01-01")
    assert len(found) == 0
    assert [note.split()[0] for note in found.about.notes if "judges nobody" in note] == [
        "frozen_participation",
        "missed_summits",
        "arrears",
        "announced_exit",
    ]


def test_what_is_said_in_some_month(empty_world: World) -> None:
    state, club = State(key="AAA", name="Land A"), Organization(key="club", name="Club", kind=OrganizationKind.BLOC)
    since = Period("2000-01-01")
    leaves = Claim(key="leaves", predicate="withdraws_from", on="2020-05", value="announcement")  # pyright: ignore[reportArgumentType]
    empty_world.merge(
        state,
        club,
        leaves,
        MemberOf(start=state, end=club, spell="club.AAA.1", status=MembershipStatus.MEMBER, valid=since, full=since),
        Subject(start=leaves, end=state),
        Object(start=leaves, end=club),
    )
    flags = empty_world.analyses.withdrawal_risk_flags
    assert [row.certain for row in flags("2020-05-10")] == [False]
    assert [row.certain for row in flags("2020-05-31")] == [True]
    assert len(flags("2020-05-10", certain=True)) == 0
    assert [row.state for row in flags("2020-05-31", certain=True)] == ["AAA"]
