"""What led to a pact, and whether a shock moved signatures: by hand, and on the curated world against plain Python."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from math import comb

import pytest

from graphmodel import Period, World
from graphmodel.analyses import pact_cadence_after_shock, summit_chain
from graphmodel.analyses.events import months_before
from graphmodel.analyses.rates import exact_ratio, turned_ratio
from graphmodel.domain import (
    Attended,
    Claim,
    Event,
    Involves,
    MemberOf,
    Organization,
    Pact,
    PartyTo,
    Person,
    Signed,
    Source,
    State,
    States,
)
from graphmodel.domain.claim_vocabularies import Mode
from graphmodel.domain.vocabularies import (
    ActKind,
    EventKind,
    InvolvementRole,
    MeetingKind,
    MembershipStatus,
    OrganizationKind,
    PactKind,
    PactScope,
    SignatoryRole,
)
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.model import PartialDate
from graphmodel.resources import folder

SIGNED = {"p": "2010-06-15", "q": "2008-06-16", "r": "2012-06-15", "s": "2010-06-14", "t": "2010", "u": "2008"}
"""Pacts of A and B by the day of their signature; p is the one that is asked about."""


@pytest.fixture
def small(empty_world: World) -> World:
    a, b, c = states = [State(key=key * 3, name=f"Land {key}") for key in "ABC"]
    ann, bob = people = [Person(key=key, name=key.title()) for key in ("ann", "bob")]
    club = Organization(key="club", name="Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    times = ((a, Period("2000-01-01")), (b, Period("2010-03-01")), (c, Period("2000-01-01")))
    members = [
        MemberOf(start=x, end=club, spell=f"club.{x.key}", status=MembershipStatus.MEMBER, valid=v, full=v)
        for x, v in times
    ]
    pacts = [
        Pact(
            key=key,
            name=key * 2,
            kind=PactKind.TRADE,
            scope=PactScope.BILATERAL,
            signed=PartialDate(day),
            valid=Period("2013"),
            evidence=["claim"] if key == "p" else [],
        )
        for key, day in SIGNED.items()
    ]
    parties = [
        PartyTo(start=x, end=pact, spell=f"{pact.key}.{x.key}", rule="test", valid=Period("2013"))
        for pact in pacts
        for x in (a, b)
    ]

    def event(
        key: str, day: str, kind: EventKind | MeetingKind | ActKind = EventKind.TALKS, mode: Mode = Mode.ASSERTED
    ) -> Event:
        return Event(key=key, kind=kind, date=PartialDate(day), mode=mode, place="City", evidence=["claim"])

    events = [
        event("talks.0", "2009-06-14"),
        event("talks.1", "2009-06-15"),
        event("talks.2", "2009-12"),
        event("talks.3", "2010-06-01", mode=Mode.PLANNED),
        event("talks.4", "2010-06-16"),
        event("alone", "2010-05-01"),
    ]
    clubs = [
        event("club.1", "2010-02-28", MeetingKind.HEADS_OF_STATE_SUMMIT),
        event("club.2", "2010-03-01", MeetingKind.HEADS_OF_STATE_SUMMIT),
    ]
    signing = event("p.signature", "2010-06-15", ActKind.SIGNATURE)
    joins = [
        *(Attended(start=who, end=each) for each in events for who in ((a, b) if each.key != "alone" else (a, c))),
        Attended(start=ann, end=events[1]),
        Attended(start=bob, end=events[1]),
        Attended(start=bob, end=events[2]),
        *(Involves(start=each, end=club, role=InvolvementRole.MEETING_OF) for each in clubs),
        Involves(start=signing, end=pacts[0], role=InvolvementRole.STEP_OF),
        Signed(
            start=ann,
            end=pacts[0],
            event="p.signature",
            date=PartialDate("2010-06-15"),
            on_behalf_of="AAA",
            role=SignatoryRole.SIGNED,
        ),
    ]
    source, claim = Source(key="S2", title="Gazette", publisher="Press"), Claim(key="claim", predicate="x")
    evidence = [source, claim, States(start=source, end=claim)]
    empty_world.merge(states, people, club, members, pacts, parties, events, clubs, signing, joins, evidence)
    return empty_world


def test_the_chain(small: World) -> None:
    rows = summit_chain(small, "p")
    assert [(r.order, r.event, r.link, r.participants, r.days_before, r.certain) for r in rows] == [
        (1, "talks.1", "parties", ["AAA", "BBB"], 365, True),
        (2, "talks.2", "parties", ["AAA", "BBB"], 196, False),  # some day of December
        (3, "club.2", "organization", ["AAA", "BBB"], 106, True),  # B was no member at the first meeting
        (4, "p.signature", "pact", ["AAA", "BBB"], 0, True),
    ]
    assert [(r.leaders, r.carried) for r in rows] == [
        (["ann", "bob"], ["ann", "bob"]),  # Ann signed, Bob is at the next event
        (["bob"], []),
        ([], []),
        (["ann"], ["ann"]),
    ]
    assert (rows[1].date, rows[1].place, rows[2].organizations) == ("2009-12", "City", ["club"])
    assert [source.key for source in rows.citations()] == ["S2"]


@pytest.mark.parametrize(
    ("months", "parties", "events"),
    [
        (13, 2, ["talks.0", "talks.1", "talks.2", "club.2", "p.signature"]),
        (6, 2, ["talks.2", "club.2", "p.signature"]),  # possibly after 15 December
        (5, 2, ["club.2", "p.signature"]),
        (1, 3, ["p.signature"]),
        (5, 1, ["club.1", "club.2", "alone", "p.signature"]),
    ],
)
def test_how_far_back_and_how_many_parties(small: World, months: int, parties: int, events: list[str]) -> None:
    assert [row.event for row in summit_chain(small, "p", months, parties)] == events


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2025-03-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2025-01-17", 13, "2023-12-17"),
        ("0002-01-01", 30, "0001-01-01"),
    ],
)
def test_months_before(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


def test_before_and_after(small: World) -> None:
    (row,) = pact_cadence_after_shock(small, "2010-06-15", days=730, until="2020-01-01")
    # q lies on the first day before, r is the first day that does not count any more; t lies on either side.
    assert (row.pacts_before, row.pacts_after, row.unclear) == (["u", "q", "s"], ["p"], 1)
    assert (row.before, row.after, row.days_before, row.days_after, row.certain) == (3, 1, 730, 730, False)
    assert row.rate_ratio == pytest.approx(1 / 3)
    (sure,) = pact_cadence_after_shock(small, "2010-06-15", days=730, until="2020-01-01", certain=True)
    assert (sure.pacts_before, sure.unclear) == (["q", "s"], 2)  # u is of some day of 2008
    (later,) = pact_cadence_after_shock(small, "2010-06-15", days=732, until="2020-01-01")
    assert later.pacts_after == ["p", "r"]
    assert [source.key for source in pact_cadence_after_shock(small, "2010-06-15", until="2020-01-01").citations()] == [
        "S2"
    ]


def test_the_window_ends_where_the_data_do(small: World) -> None:
    rows = pact_cadence_after_shock(small, "2010-06-15", days=730, until="2010-06-24")
    assert (rows[0].days_after, rows[0].rate_ratio) == (10, pytest.approx((1 / 10) / (3 / 730)))
    assert "720 days before the window" in str(rows.about)
    with pytest.raises(QueryError, match="before the shock"):
        pact_cadence_after_shock(small, "2010-06-15", until="2010-06-14")


def test_where_a_ratio_would_lie_is_no_interval_for_it(small: World) -> None:
    days = {"days": 730, "until": "2020-01-01"}
    (exact,) = pact_cadence_after_shock(small, "2010-06-15", **days)  # pyright: ignore[reportArgumentType]
    (turned,) = pact_cadence_after_shock(small, "2010-06-15", interval="permutation", **days)  # pyright: ignore[reportArgumentType]
    assert exact.ci_low is not None
    assert (exact.null_low, exact.null_high, turned.ci_low, turned.ci_high) == (None, None, None, None)
    assert turned.null_low is not None
    assert turned.null_high is not None
    assert turned.null_low <= 1 <= turned.null_high
    assert turned.rate_ratio == exact.rate_ratio


def test_states_and_data_sets_narrow(small: World) -> None:
    (row,) = pact_cadence_after_shock(small, "2010-06-15", "CCC", until="2020-01-01")
    assert (row.before, row.after, row.rate_ratio, row.ci_low, row.p_value) == (0, 0, None, None, None)
    (known,) = pact_cadence_after_shock(small, "2010-06-15", datasets="curated", until="2020-01-01")
    assert known.before + known.after > 0
    with pytest.raises(UnknownName, match="no data set 'set' in this graph; there is curated"):
        pact_cadence_after_shock(small, "2010-06-15", datasets="set", until="2020-01-01")


def test_what_cannot_be_asked_is_said_clearly(small: World) -> None:
    with pytest.raises(UnknownName, match="No Pact is called 'nothing'"):
        summit_chain(small, "nothing")
    with pytest.raises(QueryError, match="months takes a whole number of 1 or more"):
        summit_chain(small, "p", months=0)
    with pytest.raises(QueryError, match=r"level takes a number of 0\.999 or less"):
        pact_cadence_after_shock(small, "2010-06-15", level=1.0, until="2020-01-01")
    with pytest.raises(QueryError, match="days takes a whole number of 36525 or less"):
        pact_cadence_after_shock(small, "2010-06-15", days=10**9, until="2020-01-01")
    with pytest.raises(QueryError, match="reaches out of the calendar"):
        pact_cadence_after_shock(small, "0010-06-15", days=36525, until="2020-01-01")
    small.run("MATCH ()-[r:PARTY_TO|TREATY_ACT|ATTENDED]->() DELETE r")
    small.run("MATCH (e:Event) DETACH DELETE e")
    with pytest.raises(MissingData, match="no participants of events"):
        summit_chain(small, "p")


def _tails(after: int, whole: int, share: float) -> tuple[float, float]:
    """The chances of at least, and of at most, so many of the whole."""
    terms = [comb(whole, k) * share**k * (1 - share) ** (whole - k) for k in range(whole + 1)]
    return sum(terms[after:]), sum(terms[: after + 1])


@pytest.mark.parametrize(
    ("counts", "exposure"), [((2, 8), (100, 100)), ((6, 7), (1826, 1588)), ((1, 1), (5, 50)), ((10, 3), (730, 365))]
)
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_at_the_ends_of_the_exact_interval_a_tail_has_half_of_what_is_left(
    counts: tuple[int, int], exposure: tuple[int, int], level: float
) -> None:
    found = exact_ratio(counts, exposure, level)
    assert found.low is not None
    assert found.high is not None
    assert found.ratio == pytest.approx((counts[1] / exposure[1]) / (counts[0] / exposure[0]))
    for ratio, tail in ((found.low, 0), (found.high, 1)):
        share = ratio * exposure[1] / (ratio * exposure[1] + exposure[0])
        assert _tails(counts[1], sum(counts), share)[tail] == pytest.approx((1 - level) / 2, abs=1e-9)
    mirrored = exact_ratio((counts[1], counts[0]), (exposure[1], exposure[0]), level)
    assert (mirrored.low, mirrored.high) == (pytest.approx(1 / found.high), pytest.approx(1 / found.low))
    assert mirrored.p_value == pytest.approx(found.p_value)


def test_nothing_before_or_nothing_after_has_one_bound() -> None:
    none_before, none_after = exact_ratio((0, 5), (10, 10), 0.95), exact_ratio((5, 0), (10, 10), 0.95)
    assert (none_before.ratio, none_before.high, none_after.ratio, none_after.low) == (None, None, 0.0, 0.0)
    assert none_before.low == pytest.approx(0.025**0.2 / (1 - 0.025**0.2))
    assert none_before.p_value == pytest.approx(2 * 0.5**5)


def test_turning_keeps_bursts_together_and_is_the_same_for_a_seed() -> None:
    one_burst, spread = [110, 110, 111, 111, 112, 112], [5, 25, 65, 105, 145, 185]
    burst, even = (turned_ratio(places, (100, 100), 0.95, 3) for places in (one_burst, spread))
    assert burst == turned_ratio(one_burst, (100, 100), 0.95, 3)
    assert burst.p_value is not None
    assert even.low is not None
    assert even.high is not None
    assert burst.p_value > 0.8  # one burst falls after half of the time
    assert exact_ratio((0, 6), (100, 100), 0.95).p_value == pytest.approx(2 / 64)  # as if it were six
    assert even.low < 1 < even.high
    assert turned_ratio([], (100, 100), 0.95, 3).p_value is None


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (folder("seeds") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("shock", "state", "days"),
    [("2014-03-18", "RUS", 1826), ("2022-02-24", None, 1000), ("2001-09-11", "CHN", 4000), ("2018-05-08", "IRN", 365)],
)
def test_cadence_of_the_curated_world(world: World, shock: str, state: str | None, days: int) -> None:
    day = date.fromisoformat(shock)
    end = min(day + timedelta(days=days), date(2026, 7, 1))
    parties = {(row["pact"], row["party"]) for row in _table("pact_parties")}
    signed = {
        row["key"]: date.fromisoformat(row["signed"])
        for row in _table("pacts")
        if state is None or (row["key"], state) in parties
    }
    # Who joined an organization later is bound by its charter, and counts as a party of it.
    later = (
        {row.key for row in world.analyses.ego_portfolio(state, "2026-06-30") if row.kind == "pact"}
        if state
        else set[str]()
    )
    signed |= {row["key"]: date.fromisoformat(row["signed"]) for row in _table("pacts") if row["key"] in later}
    (row,) = world.analyses.pact_cadence_after_shock(shock, state, days)
    assert {*row.pacts_before} == {key for key, at in signed.items() if day - timedelta(days=days) <= at < day}
    assert {*row.pacts_after} == {key for key, at in signed.items() if day <= at < end}
    assert (row.unclear, row.days_after) == (0, (end - day).days)


def test_what_led_to_the_pacts_of_the_curated_world(world: World) -> None:
    """Every meeting of the parties, and of what both belong to, in the time before: by the tables."""
    for pact, months in (("rus-irn-2025", 60), ("rus-prk-2024", 120), ("sco-charter-2002", 24)):
        signed = next(date.fromisoformat(row["signed"]) for row in _table("pacts") if row["key"] == pact)
        parties = {row["party"] for row in _table("pact_parties") if row["pact"] == pact}
        first = months_before(signed, months)
        expected: set[str] = set()
        for row in _table("meetings"):
            day = date.fromisoformat(row["date"])
            if not (first <= day <= signed and row["mode"] == "asserted"):
                continue
            if row["organization"]:
                present = {
                    state
                    for state in parties
                    if any(
                        r.key == row["organization"] and r.full and not r.overlay
                        for r in world.analyses.ego_portfolio(state, day)
                    )
                }
            else:
                present = parties & {*row["states"].split("; ")}
            if len(present) >= 2:
                expected.add(row["key"])
        rows = world.analyses.summit_chain(pact, months)
        meetings = {row["key"] for row in _table("meetings")}
        assert {row.event for row in rows} & meetings == expected
        assert [row.order for row in rows] == list(range(1, len(rows) + 1))
        assert [row.days_before for row in rows] == sorted((row.days_before for row in rows), reverse=True)
        recorded = {
            row["event"]
            for row in _table("pact_events")
            if (row["pact"], row["kind"]) == (pact, "signature") and row["confidence"] != "conflict"
        }
        signing = [row for row in rows if row.link == "pact" and row.days_before == 0]
        assert {row.event for row in signing} == recorded
        assert all(row.participants == sorted(parties) for row in signing)


@pytest.mark.parametrize("name", ["summit_chain", "pact_cadence_after_shock"])
def test_the_text_runs_as_it_stands_with_the_headers_example(world: World, name: str) -> None:
    header = getattr(world.analyses, name).header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert len(rows) > 10
