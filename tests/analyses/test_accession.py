"""Ways into organizations: by hand, on the curated facts, and the curve against scipy."""

from __future__ import annotations

from datetime import date

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.analyses.ladders import StatusSpell, rungs_of
from graphmodel.analyses.survival import Wait, curve_of, waits_of
from graphmodel.domain import MemberOf, Organization, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError

S = MembershipStatus


def test_accession_pathway_by_hand(empty_world: World) -> None:
    """A waits, leaves, comes back and is promoted; B is demoted; C is invited first; D joined some day in 2000."""
    club = Organization(key="club", name="Club", kind=OrganizationKind.INFORMAL_GROUP)
    states = [State(key=letter * 3, name=f"Land {letter}") for letter in "ABCD"]
    a, b, c, d = states

    def spell(state: State, status: S, valid: Period, rank: int | None, *, stage: bool = False) -> MemberOf:
        full = valid if rank == 1 else None
        key = f"club.{state.key}.{valid}"
        return MemberOf(start=state, end=club, spell=key, status=status, valid=valid, full=full, rank=rank, stage=stage)

    empty_world.merge(
        club,
        states,
        spell(a, S.OBSERVER, Period("2001-01-01", "2002-01-01"), 2),
        spell(a, S.OBSERVER, Period("2003-01-01", "2003-01-11"), 2),
        spell(a, S.MEMBER, Period("2003-01-11"), 1),
        spell(b, S.MEMBER, Period("2000-01-01", "2004-01-01"), 1),
        spell(b, S.OBSERVER, Period("2004-01-01", CENSORED("2009-12-31")), 2),
        spell(c, S.INVITED, Period("2005-01-01", "2006-01-01"), None, stage=True),
        spell(c, S.DIALOGUE_PARTNER, Period("2006-01-01", "2007-01-01"), 3),
        spell(c, S.OBSERVER, Period("2007-01-01", "2008-01-01"), 2),
        spell(c, S.MEMBER, Period("2008-01-01"), 1),
        spell(d, S.MEMBER, Period("2000"), 1),
    )
    rows = {row.state: row for row in empty_world.analyses.accession_pathway("club", as_of="2010-01-01")}
    assert list(rows) == ["BBB", "DDD", "AAA", "CCC"]
    assert rows["AAA"].path == ["observer 2001-01-01", "out 2002-01-01", "observer 2003-01-01", "member 2003-01-11"]
    assert rows["AAA"].steps == ["in", "out", "back", "up"]
    assert rows["AAA"].days_per_status == ["observer 365", "out 365", "observer 10", "member 2547"]
    assert (rows["AAA"].promoted, rows["AAA"].days_to_full, rows["AAA"].full_since) == (True, 10, "2003-01-11")
    assert rows["BBB"].steps == ["in", "down"]
    assert (rows["BBB"].promoted, rows["BBB"].days_to_full, rows["BBB"].now) == (False, None, "observer")
    assert rows["CCC"].steps == ["stage", "in", "up", "up"]
    assert (rows["CCC"].promoted, rows["CCC"].days_to_full) == (True, 730)
    assert (rows["DDD"].full_since, rows["DDD"].certain, rows["CCC"].certain) == ("2000", False, True)
    told = empty_world.analyses.accession_pathway("club", as_of="2010-01-01").about
    assert "2 of the 2 that began below full membership were promoted" in str(told)
    curve = empty_world.analyses.accession_survival(["club"], as_of="2010-01-01")
    assert [(r.days, r.at_risk, r.promoted, r.censored, r.states) for r in curve] == [
        (10, 3, 1, 0, ["club AAA"]),
        (365, 2, 0, 1, []),
        (730, 1, 1, 0, ["club CCC"]),
    ]
    assert [r.share_below for r in curve] == pytest.approx([2 / 3, 2 / 3, 0])
    # The day before and the day of the promotion.
    for day, now in (("2003-01-10", "observer"), ("2003-01-11", "member")):
        assert empty_world.analyses.accession_pathway("club", "AAA", day)[0].now == now
    dialogue = empty_world.analyses.accession_survival(["club"], ["dialogue_partner"], "2010-01-01")
    assert [(r.days, r.promoted) for r in dialogue] == [(730, 1)]


def test_accession_to_the_sco(world: World) -> None:
    rows = {row.state: row for row in world.analyses.accession_pathway("sco")}
    assert rows["BLR"].path == ["dialogue_partner 2010-04-28", "observer 2015-07-10", "member 2024-07-04"]
    assert rows["BLR"].steps == ["in", "up", "up"]
    assert rows["IRN"].path == ["observer 2005-07-05", "member 2023-07-04"]
    assert rows["IRN"].days_to_full == (date(2023, 7, 4) - date(2005, 7, 5)).days
    assert round((rows["IRN"].days_to_full or 0) / 365.25) == 18
    assert [round((rows[state].days_to_full or 0) / 365.25) for state in ("IND", "PAK")] == [12, 12]
    assert {state for state, row in rows.items() if row.promoted} == {"BLR", "IND", "IRN", "PAK"}
    partners = {state for state, row in rows.items() if row.now == "partner"}
    assert len(partners) == 17
    assert {tuple(rows[state].steps) for state in partners - {"LAO"}} == {("in", "relabelled")}
    before = world.analyses.accession_pathway("sco", as_of="2025-08-31")
    assert not any(row.now == "partner" for row in before)


def test_a_status_that_stops_being_full_is_a_rung(world: World) -> None:
    """Founding states of the CIS are full members until its charter is in force."""
    rows = {row.state: row for row in world.analyses.accession_pathway("cis", as_of="2026-06-30")}
    assert rows["UKR"].path == ["founding_state 1991-12-08", "founding_state, not full 1994-01-22", "out 2018-05-19"]
    assert rows["UKR"].steps == ["in", "down", "out"]
    assert rows["RUS"].steps == ["in", "relabelled"]
    assert (rows["ARM"].steps, rows["ARM"].promoted) == (["in", "down", "up"], False)


def _spell(start: str, end: str | None, *, full: bool, status: S = S.OBSERVER) -> StatusSpell:
    first, last = date.fromisoformat(start), date.fromisoformat(end) if end else date.max
    return StatusSpell(
        state="AAA",
        bearer="AAA",
        status=status,
        rank=1 if full else 2,
        stage=False,
        from_earliest=first,
        from_latest=first,
        to_earliest=last,
        to_latest=last,
        end="date" if end else "ongoing",
        full_from_earliest=first if full else None,
        full_from_latest=first if full else None,
        full_to_earliest=last if full else None,
        full_to_latest=last if full else None,
        renamed=[],
    )


def test_two_spells_of_one_status_without_a_day_between_are_one_rung() -> None:
    spells = [_spell("2000-01-01", "2001-01-01", full=False), _spell("2001-01-01", None, full=False)]
    (rung,) = rungs_of(spells)
    assert (rung.open, rung.since[0]) == (True, date(2000, 1, 1))
    (wait,) = waits_of([rung], date(2002, 1, 1))
    assert (wait.days, wait.promoted) == (731, False)


def test_bounds_are_the_curves_of_the_shortest_and_of_the_longest_waits(empty_world: World) -> None:
    club = Organization(key="club", name="Club", kind=OrganizationKind.INFORMAL_GROUP)
    states = [State(key=letter * 3, name=f"Land {letter}") for letter in "AB"]

    def spell(state: State, status: S, valid: Period, rank: int) -> MemberOf:
        full, key = valid if rank == 1 else None, f"club.{state.key}.{valid}"
        return MemberOf(start=state, end=club, spell=key, status=status, valid=valid, full=full, rank=rank)

    empty_world.merge(
        club,
        states,
        spell(states[0], S.OBSERVER, Period("2001", "2003-01-01"), 2),  # a wait of 366 to 730 days
        spell(states[0], S.MEMBER, Period("2003-01-01"), 1),
        spell(states[1], S.OBSERVER, Period("2001-01-01", "2002-01-01"), 2),  # one of 365
        spell(states[1], S.MEMBER, Period("2002-01-01"), 1),
    )
    bounds = empty_world.analyses.accession_survival.bounds(["club"], as_of="2010-01-01")
    assert bounds.to_dicts() == [
        {"days": 365, "certain": True, "share_below_low": 0.5, "share_below_high": 0.5},
        {"days": 366, "certain": False, "share_below_low": 0.0, "share_below_high": 0.5},
        {"days": 730, "certain": True, "share_below_low": 0.0, "share_below_high": 0.0},
    ]
    assert bounds.monotone == []  # a wait that is over later can leave fewer at the end
    assert "what is true may lie outside" in bounds.caption
    with pytest.raises(QueryError, match="evidence_strength has no parameter certain"):
        empty_world.analyses.evidence_strength.bounds()


def test_the_curve_is_scipys() -> None:
    stats = pytest.importorskip("scipy.stats", reason="needs the extra 'analysis'")
    days = [3, 5, 5, 5, 8, 8, 13, 21, 21, 34, 40, 40]
    seen = [True, True, False, True, False, False, True, True, True, False, True, False]
    rows = curve_of(
        [("club AAA", Wait("observer", day, yes, True, day, day, yes)) for day, yes in zip(days, seen, strict=True)]
    )
    data = stats.CensoredData(
        uncensored=[day for day, yes in zip(days, seen, strict=True) if yes],
        right=[day for day, yes in zip(days, seen, strict=True) if not yes],
    )
    curve = stats.ecdf(data).sf
    bounds = curve.confidence_interval(method="log-log")
    for row in rows:
        assert row.share_below == pytest.approx(float(curve.evaluate([row.days])[0]), abs=1e-12)
        if row.share_low is not None:
            assert row.share_low == pytest.approx(float(bounds.low.evaluate([row.days])[0]), abs=1e-9)
            assert row.share_high == pytest.approx(float(bounds.high.evaluate([row.days])[0]), abs=1e-9)


def test_the_curve_of_the_sco(world: World) -> None:
    rows = world.analyses.accession_survival(["sco"])
    assert [(r.days, r.promoted) for r in rows if r.promoted] == [(4357, 2), (5181, 1), (6573, 1)]
    assert rows[0].at_risk == 21
    assert sum(r.promoted + r.censored for r in rows) == 21
    assert "4 of 21 times ended in full membership" in str(rows.about)
    shares = [r.share_below for r in rows]
    assert shares == sorted(shares, reverse=True)
    assert {source.key for source in rows.citations()} >= {"S99", "S106", "S343"}


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(QueryError, match="organization has to be given"):
        world.analyses.accession_pathway(None)  # pyright: ignore[reportArgumentType]
    assert len(world.analyses.accession_pathway("sco", "BRA")) == 0


def test_without_memberships(empty_world: World) -> None:
    with pytest.raises(MissingData, match="load_seeds"):
        empty_world.analyses.accession_survival(as_of="2020-01-01")
