"""Portfolios over the years and what changed between two days, on the curated facts against plain Python."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import World
from graphmodel.errors import QueryError

from .plain import holds, is_full, table


def _orgs(state: str, day: date, *, certain: bool = False) -> set[str]:
    return {
        row["organization"]
        for row in table("memberships")
        if row["state"] == state and is_full(row, day) and holds(row, day, certain=certain)
    }


@pytest.mark.parametrize("day", ["12-31", "01-01"])
@pytest.mark.parametrize("state", ["IRN", "ARM", "UZB", "UKR"])
def test_portfolio_over_time(world: World, state: str, day: str) -> None:
    rows = world.analyses.portfolio_over_time(state, "1990-06-01", "2026-06-30", day)  # pyright: ignore[reportArgumentType]
    month, number = map(int, day.split("-"))
    first, last = (1990, 2025) if day == "12-31" else (1991, 2026)
    if state in {"ARM", "UZB"}:  # no states before 26 December 1991
        first += 1
    assert [row.year for row in rows] == list(range(first, last + 1))
    before: set[str] | None = None
    for row in rows:
        now = _orgs(state, date(row.year, month, number))
        assert row.n_orgs == len(now), row
        if before is None:
            assert (row.turnover, row.gained, row.lost) == (None, [], [])
        else:
            assert (row.gained, row.lost) == (sorted(now - before), sorted(before - now))
            expected = len(now ^ before) / len(now | before) if now | before else None
            assert row.turnover == (None if expected is None else pytest.approx(expected, abs=1e-12))
        before = now
        pacts = [r for r in world.analyses.ego_portfolio(state, date(row.year, month, number)) if r.kind == "pact"]
        assert row.n_pacts == len({r.key for r in pacts})


def test_defense_partners(world: World) -> None:
    """As obligation_profile tells them, either way."""
    rows = world.analyses.portfolio_over_time("RUS", "2022-01-01", "2025-12-31")
    for row in rows:
        owed = {r.b for r in world.analyses.obligation_profile("RUS", as_of=f"{row.year}-12-31") if r.defense}
        assert set(row.partners) >= owed
        assert row.defense_partners == len(row.partners)
    assert "PRK" in rows[-1].partners
    assert "PRK" not in rows[0].partners


def test_certain_portfolio(world: World) -> None:
    """The United Arab Emirates became a member of the GECF on some day of 2013."""
    possible = {r.year: r for r in world.analyses.portfolio_over_time("ARE", "2012-01-01", "2014-12-31", "07-01")}
    certain = {
        r.year: r for r in world.analyses.portfolio_over_time("ARE", "2012-01-01", "2014-12-31", "07-01", certain=True)
    }
    assert [possible[year].n_orgs - certain[year].n_orgs for year in (2012, 2013, 2014)] == [0, 1, 0]
    assert [possible[year].certain for year in (2012, 2013, 2014)] == [True, False, True]


def test_snapshot_diff_of_the_eaeu(world: World) -> None:
    rows = world.analyses.snapshot_diff("eaeu", "2024-12-01", "2025-06-01")
    assert [(r.change, r.kind, r.from_key, r.to_key, r.what) for r in rows] == [
        ("began", "MEMBER_OF", "IRN", "eaeu", "observer"),
        ("ended", "PARTY_TO", "eaeu", "eaeu-irn-2018", None),
        ("began", "PARTY_TO", "eaeu", "eaeu-irn-2023", None),
    ]
    assert [row.day.removeprefix("not before ") for row in rows] == ["2024-12-26", "2025-05-15", "2025-05-15"]
    assert rows[0].sources == ["S14"]
    assert {source.key for source in rows.citations()} >= {"S14", "S16"}
    # The day itself counts, the day before does not.
    for until, many in (("2024-12-25", 0), ("2024-12-26", 1), ("2025-05-14", 1), ("2025-05-15", 3)):
        assert len(world.analyses.snapshot_diff("eaeu", "2024-12-01", until)) == many


@pytest.mark.parametrize(
    ("since", "until"), [("2023-12-31", "2024-12-31"), ("1991-12-31", "1994-06-30"), ("2025-08-31", "2025-09-01")]
)
def test_snapshot_diff_of_memberships(world: World, since: str, until: str) -> None:
    def ties(day: str) -> set[tuple[str, str, str]]:
        on = date.fromisoformat(day)
        return {(r["state"], r["organization"], r["status"]) for r in table("memberships") if holds(r, on)}

    rows = world.analyses.snapshot_diff(since=since, until=until, kinds=["MEMBER_OF"])
    found = {(r.change, r.from_key, r.to_key, r.what) for r in rows}
    assert found == {("began", *tie) for tie in ties(until) - ties(since)} | {
        ("ended", *tie) for tie in ties(since) - ties(until)
    }
    assert len(rows) == len(found)
    mine = world.analyses.snapshot_diff(None, since, until, "IRN", ["MEMBER_OF"])
    assert {(r.change, r.from_key, r.to_key, r.what) for r in mine} == {each for each in found if each[1] == "IRN"}
    one = world.analyses.snapshot_diff("sco", since, until, "BLR")
    assert {(r.change, r.from_key, r.to_key, r.what) for r in one} == {
        each for each in found if each[1:3] == ("BLR", "sco")
    }


def test_certain_changes(world: World) -> None:
    """Angola was an observer of the GECF from some day of 2019 on."""
    for since, until, certain in (("2018-12-31", "2019-06-01", False), ("2018-12-31", "2019-12-31", True)):
        rows = world.analyses.snapshot_diff("gecf", since, until, "AGO")
        assert [(r.change, r.certain) for r in rows] == [("began", certain)]
    assert len(world.analyses.snapshot_diff("gecf", "2018-12-31", "2019-06-01", "AGO", certain=True)) == 0
    assert len(world.analyses.snapshot_diff("gecf", "2019-06-01", "2019-12-31", "AGO", certain=True)) == 1


def test_the_first_day_is_a_year_before_the_second_unless_it_is_given(world: World) -> None:
    left_out = world.analyses.snapshot_diff("eaeu", until="2025-06-01")
    assert list(left_out) == list(world.analyses.snapshot_diff("eaeu", "2024-06-01", "2025-06-01"))
    assert len(left_out) > 0
    assert "from a year before the second day" in left_out.about.notes


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="The window ends"):
        world.analyses.snapshot_diff("eaeu", "2025-01-01", "2024-01-01")
    with pytest.raises(QueryError, match="kinds is none of"):
        world.analyses.snapshot_diff("eaeu", "2020-01-01", kinds=["KNOWS"])
    with pytest.raises(QueryError, match="day is none of"):
        world.analyses.portfolio_over_time("IRN", day="13-01")  # pyright: ignore[reportArgumentType]
