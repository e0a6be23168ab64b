"""Who sanctions whom: by hand, and on the curated world against plain Python over the seeds."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.analyses import sanction_blocs
from graphmodel.domain import Claim, MemberOf, Organization, Sanctions, Source, State, States
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.resources import folder


@pytest.fixture
def small(empty_world: World) -> World:
    """A and an organization of C and D sanction B, which answers A; an imported one of D on E, known to a month."""
    a, b, c, d, e = states = [State(key=key * 3, name=f"Land {key}") for key in "ABCDE"]
    club = Organization(key="club", name="Club", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    since = Period("2000-01-01")
    members = [
        MemberOf(start=x, end=club, spell=f"club.{x.key}", status=MembershipStatus.MEMBER, valid=since, full=since)
        for x in (c, d)
    ]

    def sanction(start: State | Organization, end: State, number: int, valid: Period, *kinds: str) -> Sanctions:
        spell = f"{start.key}.{end.key}.{number}"
        return Sanctions(start=start, end=end, spell=spell, kinds=[*kinds], valid=valid, evidence=[f"claim/{spell}"])

    measures = [
        sanction(a, b, 1, Period("2010-03-05", "2012-06-07"), "trade"),
        sanction(a, b, 2, Period("2011-01-01"), "arms", "trade"),
        sanction(club, b, 1, Period("2010-01-01", CENSORED("2015-12-31")), "finance"),
        sanction(b, a, 1, Period("2011-01-01"), "trade"),
        sanction(a, e, 1, Period("2011-01-01"), "arms"),
        Sanctions(start=d, end=e, spell="set.1", kinds=["trade"], valid=Period("2011-05"), dataset="set"),
    ]
    source, claim = Source(key="S2", title="Gazette", publisher="Press"), Claim(key="claim/AAA.BBB.1", predicate="x")
    data = Source(key="set", title="Data", publisher="Lab")
    empty_world.merge(states, club, members, measures, source, data, claim, States(start=source, end=claim))
    return empty_world


def test_pairs_of_sender_and_target(small: World) -> None:
    rows = sanction_blocs(small, as_of="2011-06-01")
    assert [(r.a, r.b, r.count, r.returned, r.by, r.orgs, r.certain) for r in rows] == [
        ("AAA", "BBB", 2, True, ["arms", "trade"], [], True),
        ("AAA", "EEE", 1, False, ["arms"], [], True),
        ("BBB", "AAA", 1, True, ["trade"], [], True),
        ("DDD", "EEE", 1, False, ["trade"], [], True),
        ("club", "BBB", 1, False, ["finance"], [], True),
    ]
    assert all(row.jaccard is None for row in rows)
    assert "4 senders, 3 targets, 5 ties: density 0.417, reciprocity 0.400" in str(rows.about)
    assert [source.key for source in rows.citations()] == ["S2", "set"]


def test_two_targets_and_two_senders(small: World) -> None:
    (pair,) = sanction_blocs(small, "targets", as_of="2011-06-01")
    assert (pair.a, pair.b, pair.by, pair.jaccard, pair.returned) == ("BBB", "EEE", ["AAA"], 1 / 3, None)
    rows = sanction_blocs(small, "senders", as_of="2011-06-01")
    assert [(r.a, r.b, r.by, r.jaccard) for r in rows] == [
        ("AAA", "DDD", ["EEE"], 1 / 2),
        ("AAA", "club", ["BBB"], 1 / 2),
    ]


def test_organizations_may_stand_for_their_members(small: World) -> None:
    rows = sanction_blocs(small, "senders", as_of="2011-06-01", expand=True)
    assert [(r.a, r.b, r.by, r.orgs) for r in rows] == [
        ("AAA", "DDD", ["BBB", "EEE"], []),
        ("AAA", "CCC", ["BBB"], []),
        ("CCC", "DDD", ["BBB"], ["club"]),
    ]
    assert {(r.a, r.b): r.jaccard for r in rows} == {
        ("AAA", "DDD"): 1.0,
        ("AAA", "CCC"): 1 / 2,
        ("CCC", "DDD"): 1 / 2,
    }
    assert {(r.a, r.b) for r in sanction_blocs(small, as_of="2011-06-01", expand=True, state="CCC")} == {("CCC", "BBB")}


@pytest.mark.parametrize(
    ("day", "count", "certain"),
    [
        ("2010-03-04", 0, None),
        ("2010-03-05", 1, True),
        ("2012-06-06", 2, True),
        ("2012-06-07", 1, True),
    ],
)
def test_a_measure_holds_from_its_first_day_up_to_and_without_its_end(
    small: World, day: str, count: int, certain: bool | None
) -> None:
    rows = {(r.a, r.b): r for r in sanction_blocs(small, as_of=day)}
    assert rows["AAA", "BBB"].count == count if count else ("AAA", "BBB") not in rows
    assert certain is None or rows["AAA", "BBB"].certain is certain


@pytest.mark.parametrize(("day", "possibly", "certainly"), [("2011-05-30", True, False), ("2011-05-31", True, True)])
def test_certain_counts_only_what_certainly_holds(small: World, day: str, possibly: bool, certainly: bool) -> None:
    found = [
        {(r.a, r.b): r.certain for r in sanction_blocs(small, as_of=day, certain=certain)} for certain in (False, True)
    ]
    assert (("DDD", "EEE") in found[0]) is possibly
    assert (("DDD", "EEE") in found[1]) is certainly
    assert found[0]["DDD", "EEE"] is certainly
    late = {(r.a, r.b): r.certain for r in sanction_blocs(small, as_of="2016-01-01")}
    assert late["club", "BBB"] is False  # last looked at the day before


def test_kinds_and_data_sets_narrow(small: World) -> None:
    assert {(r.a, r.b) for r in sanction_blocs(small, as_of="2011-06-01", kinds="arms")} == {
        ("AAA", "BBB"),
        ("AAA", "EEE"),
    }
    assert {(r.a, r.b) for r in sanction_blocs(small, as_of="2011-06-01", datasets="set")} == {("DDD", "EEE")}
    assert len(sanction_blocs(small, as_of="2011-06-01", datasets=["curated", "set"])) == 5
    assert len(sanction_blocs(small, as_of="1999-06-01")) == 0


def test_what_cannot_be_asked_is_said_clearly(small: World, empty_world: World) -> None:
    with pytest.raises(QueryError, match="view is none of pairs, targets, senders"):
        sanction_blocs(small, "blocs", as_of="2011-06-01")  # pyright: ignore[reportArgumentType]
    with pytest.raises(QueryError, match="kinds is none of trade, arms"):
        sanction_blocs(small, as_of="2011-06-01", kinds="visas")
    with pytest.raises(UnknownName, match="No State is called 'Land X'"):
        sanction_blocs(small, state="Land X", as_of="2011-06-01")
    empty_world.run("MATCH ()-[r:SANCTIONS]->() DELETE r")
    with pytest.raises(MissingData, match="no sanctions in this graph"):
        sanction_blocs(empty_world, as_of="2011-06-01")


FOREVER = date(9999, 12, 31)


def _rows() -> list[dict[str, str]]:
    with (folder("seeds") / "sanctions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _possibly(row: dict[str, str], day: date) -> bool:
    def first(text: str) -> date:
        return date.fromisoformat(text + "-01" * (3 - len(text.split("-"))))

    start, end = first(row["start"]), row["end"]
    # An end of which only the month is known is possibly its last day.
    stop = FOREVER if not end else date(2025, 5, 31) if end == "2025-05" else first(end)
    return start <= day < stop


DAYS = ["1999-06-01", "2014-08-06", "2014-08-07", "2018-01-01", "2021-01-04", "2021-01-05", "2024-07-04"]


@pytest.mark.parametrize("day", DAYS)
def test_on_the_curated_world(world: World, day: str) -> None:
    sends: dict[str, set[str]] = defaultdict(set)
    measures: dict[tuple[str, str], int] = defaultdict(int)
    for row in _rows():
        if _possibly(row, date.fromisoformat(day)):
            sends[row["sender"]].add(row["target"])
            measures[row["sender"], row["target"]] += 1
    rows = world.analyses.sanction_blocs(as_of=day)
    assert {(r.a, r.b): (r.count, r.returned) for r in rows} == {
        (a, b): (count, (b, a) in measures) for (a, b), count in measures.items()
    }
    common = {
        (a, b): (len(sends[a] & sends[b]), len(sends[a] & sends[b]) / len(sends[a] | sends[b]))
        for a, b in combinations(sorted(sends), 2)
        if sends[a] & sends[b]
    }
    assert {(r.a, r.b): (r.count, r.jaccard) for r in world.analyses.sanction_blocs("senders", as_of=day)} == common


def test_what_the_world_knows(world: World) -> None:
    rows = {(r.a, r.b): r for r in world.analyses.sanction_blocs(as_of="2024-07-04")}
    assert rows["eu", "RUS"].returned
    assert rows["RUS", "eu"].by == ["finance", "trade"]
    assert ("unsc", "IRN") not in rows  # between Implementation Day and the snapback
    assert not any(a == "SAU" for a, _ in rows)
    before = {(r.a, r.b): r for r in world.analyses.sanction_blocs(as_of="2020-01-01")}
    assert before["SAU", "QAT"].orgs == ["gcc"]  # within one organization
    snapback = world.analyses.sanction_blocs(state="IRN", as_of="2025-09-30")
    assert {row.a for row in snapback if row.b == "IRN"} == {"CAN", "USA", "eu", "unsc"}
    assert {source.key for source in snapback.citations()} >= {"UNSC-2231", "EU-IRN-2025"}
    last = world.analyses.sanction_blocs()
    assert str(last.about.as_of) == "2025-09-30"  # the table was looked at up to that day only
    assert {(r.a, r.b): r.certain for r in last}["USA", "CUB"] is True
    later = {(r.a, r.b): r.certain for r in world.analyses.sanction_blocs(as_of="2026-06-30")}
    assert later["USA", "CUB"] is False


def test_the_text_runs_as_it_stands_with_the_headers_example(world: World) -> None:
    header = world.analyses.sanction_blocs.header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert {row["kind"] for row in rows} == {"sanction", "member"}
