"""What leaders signed and whom they met: by hand, and on the curated world against plain Python."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import combinations

import pytest

from graphmodel import CENSORED, Period, World, select
from graphmodel.analyses import leader_pairs, tenure_x_pacts
from graphmodel.analyses.tenures import tenures
from graphmodel.domain import (
    Attended,
    Claim,
    Event,
    HoldsOffice,
    Leader,
    Pact,
    Person,
    Signed,
    Source,
    State,
    States,
    TreatyAct,
)
from graphmodel.domain.claim_vocabularies import Mode
from graphmodel.domain.vocabularies import ActKind, EventKind, PactKind, PactScope, Role, SignatoryRole
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.model import PartialDate
from graphmodel.resources import folder

HEAD = Role.HEAD_OF_STATE


@pytest.fixture
def small(empty_world: World) -> World:
    """Ann led A for 2000 and 2001 in two offices without a gap, Bob since some day of January 2002; Cat is a minister."""
    a, b = states = [State(key=key * 3, name=f"Land {key}") for key in "AB"]
    ann, bob, cat, dan = people = [
        *(Leader(key=key, name=key.title()) for key in ("ann", "bob")),
        *(Person(key=key, name=key.title()) for key in ("cat", "dan")),
    ]
    offices = [
        HoldsOffice(start=ann, end=a, spell="1", office="P", role=HEAD, valid=Period("2000-01-01", "2001-01-01")),
        HoldsOffice(
            start=ann,
            end=a,
            spell="2",
            office="PM",
            role=Role.HEAD_OF_GOVERNMENT,
            valid=Period("2001-01-01", "2002-01-01"),
        ),
        HoldsOffice(
            start=bob, end=a, spell="3", office="P", role=HEAD, valid=Period("2002-01", CENSORED("2003-12-31"))
        ),
        HoldsOffice(start=cat, end=a, spell="4", office="M", role=Role.OTHER, valid=Period("2000-01-01")),
        HoldsOffice(start=dan, end=b, spell="5", office="P", role=HEAD, valid=Period("1990-01-01"), dataset="set"),
    ]
    pacts = [
        Pact(
            key=key,
            name=key,
            kind=PactKind.TRADE,
            scope=PactScope.BILATERAL,
            signed=PartialDate(day),
            valid=Period(day),
        )
        for key, day in {"p": "2000-06-01", "q": "2001-06-01", "r": "2002-01-10", "s": "2003-01-01"}.items()
    ]
    acts = [
        TreatyAct(
            start=a,
            end=pact,
            act=f"{pact.key}.A",
            kind=ActKind.SIGNATURE,
            date=pact.signed or PartialDate("2000"),
            evidence=["c"],
        )
        for pact in pacts
    ]
    ratified = TreatyAct(start=a, end=pacts[0], act="p.rat", kind=ActKind.RATIFICATION, date=PartialDate("2003-02-02"))
    hands = [
        Signed(start=who, end=pacts[0], event="p.sign", date=PartialDate("2000-06-01"), on_behalf_of=state, role=role)
        for who, state, role in (
            (ann, "AAA", SignatoryRole.SIGNED),
            (cat, "AAA", SignatoryRole.SIGNED),
            (dan, "BBB", SignatoryRole.AGREED),
        )
    ]
    met = [
        Event(key=key, kind=EventKind.TALKS, date=PartialDate(day), mode=mode)
        for key, day, mode in (
            ("talks.1", "2000-06-01", Mode.ASSERTED),
            ("talks.2", "2000-06-11", Mode.ASSERTED),
            ("talks.3", "2000-07", Mode.ASSERTED),
            ("talks.4", "2000-08-01", Mode.PLANNED),
        )
    ]
    guests = [Attended(start=who, end=event, evidence=["c"]) for event in met for who in (ann, dan)]
    absent = Attended(start=cat, end=met[1], role="absent")
    source, claim = Source(key="S2", title="Gazette", publisher="Press"), Claim(key="c", predicate="x")
    evidence = [source, claim, States(start=source, end=claim)]
    empty_world.merge(states, people, offices, pacts, acts, ratified, hands, met, guests, absent, *evidence)
    return empty_world


def test_incumbents(small: World) -> None:
    rows = tenure_x_pacts(small, until="2003-12-31")
    assert [(r.leader, r.state, r.keys, r.days, r.after_turnover, r.certain) for r in rows] == [
        # On 2002-01-10 Bob was possibly in office, as was nobody else: he began some day of that month.
        ("bob", "AAA", ["r", "s"], 730, 1, False),
        ("ann", "AAA", ["p", "q"], 731, 1, True),
    ]
    ann = next(row for row in rows if row.leader == "ann")
    assert ann.per_year == pytest.approx(2 / (731 / 365.25))
    assert ann.first_year_share == 1 / 2
    assert [source.key for source in rows.citations()] == ["S2"]


def test_certain_counts_only_what_certainly_holds(small: World) -> None:
    rows = {row.leader: row for row in tenure_x_pacts(small, until="2003-12-31", certain=True)}
    assert (rows["bob"].keys, rows["bob"].days) == (["s"], 730 - 30)
    assert (rows["ann"].keys, rows["ann"].days, rows["ann"].certain) == (["p", "q"], 731, True)


@pytest.mark.parametrize(("after", "counted"), [(152, 0), (153, 1), (365, 1), (518, 2)])
def test_days_after_the_turnover(small: World, after: int, counted: int) -> None:
    """P was signed 152 days after Ann came to office, q 517 days: her second office is no turnover."""
    row = next(row for row in tenure_x_pacts(small, until="2001-12-31", after=after) if row.leader == "ann")
    assert row.after_turnover == counted


def test_the_window_cuts_offices_and_pacts(small: World) -> None:
    (row,) = tenure_x_pacts(small, since="2001-01-01", until="2001-06-30")
    assert (row.leader, row.days, row.keys, row.after_turnover) == ("ann", 181, ["q"], 0)
    assert len(tenure_x_pacts(small, since="2001-06-02", until="2001-06-30")) == 0
    (last,) = tenure_x_pacts(small, since="2001-06-01", until="2001-06-01")
    assert (last.days, last.keys) == (1, ["q"])


def test_signers(small: World) -> None:
    rows = tenure_x_pacts(small, "signer", until="2003-12-31")
    assert [(r.leader, r.pacts, r.days, r.per_year is None, r.first_year_share) for r in rows] == [
        ("ann", 1, 731, False, 1.0),
        ("cat", 1, 0, True, None),  # who agreed did not sign, and a minister is no head
    ]
    ministers = {r.leader: r.days for r in tenure_x_pacts(small, "signer", roles="other", until="2000-12-31")}
    assert ministers == {"ann": 0, "cat": 366}


def test_a_state_that_is_named_shows_who_signed_nothing(small: World) -> None:
    rows = tenure_x_pacts(small, state="BBB", until="2003-12-31")
    assert [(r.leader, r.pacts, r.per_year, r.first_year_share) for r in rows] == [("dan", 0, 0.0, None)]
    assert len(tenure_x_pacts(small, state="BBB", until="2003-12-31", datasets="curated")) == 0
    assert [r.leader for r in tenure_x_pacts(small, state="BBB", until="2003-12-31", datasets="set")] == ["dan"]


def test_pairs(small: World) -> None:
    rows = leader_pairs(small, until="2003-12-31")
    assert [(r.leader_a, r.leader_b, r.events, r.meetings, r.signatures, r.gap_days, r.certain) for r in rows] == [
        ("ann", "dan", 3, 3, 1, 15.0, False),  # 1 June twice, 11 June, some day of July
        ("ann", "cat", 1, 0, 1, None, True),
        ("cat", "dan", 1, 0, 1, None, True),
    ]
    assert (rows[0].first, rows[0].last) == ("2000-06-01", "2000-07-01")
    assert rows[0].keys == ["talks.1", "p.sign", "talks.2", "talks.3"]
    (seen,) = leader_pairs(small, "Dan", "Ann", until="2003-12-31", certain=True)
    assert (seen.leader_a, seen.leader_b, seen.events, seen.gap_days, seen.certain) == ("dan", "ann", 2, 10.0, True)
    assert {r.signatures for r in leader_pairs(small, until="2003-12-31", occasions="meetings")} == {0}
    assert {r.meetings for r in leader_pairs(small, until="2003-12-31", occasions="signatures")} == {0}


@pytest.mark.parametrize(
    ("since", "until", "events"),
    [
        ("2000-06-01", "2000-06-10", 1),
        ("2000-06-02", "2000-06-11", 1),
        ("2000-07-31", "2000-08-31", 1),
        ("2000-08-01", "2000-08-31", 0),
    ],
)
def test_the_window_of_pairs(small: World, since: str, until: str, events: int) -> None:
    rows = leader_pairs(small, "ann", "dan", since=since, until=until)
    assert sum(row.events for row in rows) == events


def test_people_of_another_data_set_are_told(small: World) -> None:
    """As Archigos, which names most by their surname."""
    small.merge(Leader(key="archigos.1", name="Shaw"), Leader(key="dan-shaw", name="Dan Shaw"))
    small.run("MATCH (d:Person {key: 'dan'}) SET d.name = 'Dan Shaw'")
    nobody = leader_pairs(small, "Shaw", until="2003-12-31")
    assert len(nobody) == 0
    assert "signatures of people of archigos.1, but of Dan Shaw (dan)." in str(nobody.about)
    both = tenure_x_pacts(small, until="2003-12-31")
    assert "leaders of curated and set stand side by side" in str(both.about)
    assert "side by side" not in str(tenure_x_pacts(small, until="2003-12-31", datasets=["curated"]).about)


def test_what_cannot_be_asked_is_said_clearly(small: World) -> None:
    with pytest.raises(QueryError, match="same person"):
        leader_pairs(small, "ann", "Ann", until="2003-12-31")
    with pytest.raises(QueryError, match="give person too"):
        leader_pairs(small, other="ann", until="2003-12-31")
    with pytest.raises(UnknownName, match="No Person is called 'Zoe'"):
        leader_pairs(small, "Zoe", until="2003-12-31")
    with pytest.raises(QueryError, match="credit is none of signer, incumbent"):
        tenure_x_pacts(small, "author", until="2003-12-31")  # pyright: ignore[reportArgumentType]
    with pytest.raises(QueryError, match="after takes a whole number of 1 or more"):
        tenure_x_pacts(small, after=0, until="2003-12-31")
    small.run("MATCH ()-[r:SIGNED|TREATY_ACT|ATTENDED]->() DELETE r")
    for ask in (tenure_x_pacts, leader_pairs):
        with pytest.raises(MissingData, match=r"world\.load_seeds\(\)"):
            ask(small, until="2003-12-31")


def test_tenures_join_what_touches_and_nothing_else() -> None:
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(40)]
    found = tenures(
        [
            (days[5], days[6], days[10], days[11]),
            (days[0], days[0], days[5], days[6]),
            (days[20], days[20], days[21], days[21]),
        ]
    )
    assert found.possible == ((days[0], days[11]), (days[20], days[21]))
    assert found.certain == ((days[0], days[5]), (days[6], days[10]), (days[20], days[21]))
    for first, last in combinations(days, 2):
        assert found.held_on(first, last, certain=True) <= found.held_on(first, last, certain=False)
        possible, certain = (found.days(first, last, certain=way) for way in (False, True))
        assert certain <= possible <= (last - first).days


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (folder("seeds") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("state", ["RUS", "KAZ", "VEN"])
def test_incumbents_of_the_curated_world(world: World, state: str) -> None:
    """Day by day, against the offices of the world and the tables of pacts."""
    until, heads = date(2026, 6, 30), {Role.HEAD_OF_STATE, Role.HEAD_OF_GOVERNMENT, Role.SUPREME_LEADER}
    held = defaultdict[str, set[date]](set)
    spells = world.all(select(HoldsOffice).match(Person, HoldsOffice, State).where(State.key == state))
    for spell in spells:
        if spell.role in heads:
            bounds = spell.valid.bounds
            day, end = bounds.from_earliest, min(bounds.to_latest, until + timedelta(days=1))
            while day < end:
                held[spell.start.key].add(day)
                day += timedelta(days=1)
    signed = {row["pact"] for row in _table("pact_parties") if row["party"] == state}
    adopted = {row["pact"] for row in _table("pact_events") if row["kind"] == "adoption"}
    days = {row["key"]: date.fromisoformat(row["signed"]) for row in _table("pacts") if row["key"] in signed - adopted}
    rows = world.analyses.tenure_x_pacts(state=state)
    assert {row.leader: (row.days, row.keys) for row in rows} == {
        leader: (len(own), sorted(pact for pact, day in days.items() if day in own)) for leader, own in held.items()
    }
    order = [(-row.pacts, -(row.per_year or 0), row.leader) for row in rows]
    assert order == sorted(order)


def test_pairs_of_the_curated_world(world: World) -> None:
    at: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for row in _table("meetings"):
        if row["mode"] == "asserted" and row["date"] <= "2026-06-30" and row["people"]:
            at["meeting", row["key"]] = row["date"], {*row["people"].split("; ")}
    dates = {row["event"]: row["date"] for row in _table("pact_events")}
    for row in _table("pact_signatories"):
        at.setdefault(("signature", row["event"]), (dates[row["event"]], set()))[1].add(row["person"])
    expected = defaultdict[tuple[str, str], set[str]](set)
    for day, people in at.values():
        for pair in combinations(sorted(people), 2):
            expected[pair].add(day)
    rows = world.analyses.leader_pairs()
    assert {(r.leader_a, r.leader_b): (r.events, r.first, r.last) for r in rows} == {
        pair: (len(days), min(days), max(days)) for pair, days in expected.items()
    }


@pytest.mark.parametrize("name", ["tenure_x_pacts", "leader_pairs"])
def test_the_text_runs_as_it_stands_with_the_headers_example(world: World, name: str) -> None:
    header = getattr(world.analyses, name).header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert len(rows) > 10
