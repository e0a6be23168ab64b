"""The analyses on the curated world, against plain Python over the seeds: no Cypher, no mapper, no `Period` for memberships."""

from __future__ import annotations

import calendar
import csv
import math
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import combinations

import pytest

from graphmodel import World, select, tracer
from graphmodel.analyses import ANALYSES
from graphmodel.domain import Obligation, Obliges, Pact, PartyTo, State
from graphmodel.domain.claim_vocabularies import SourceKind
from graphmodel.domain.vocabularies import ATOP_TERMS
from graphmodel.resources import folder

FOREVER = date(9999, 12, 31)
DAYS = [
    "1992-01-01",
    "1994-01-21",  # founding states of the CIS are full members up to this day
    "1994-01-22",
    "2000-01-01",
    "2014-12-31",
    "2023-07-03",  # Iran joins the SCO on the next
    "2023-07-04",
    "2024-07-04",
    "2025-09-01",  # the SCO renames what is not a member
    "2026-06-30",  # the last day that is looked at
    "2026-07-01",
]


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (folder("seeds") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _first_and_last(text: str) -> tuple[date, date]:
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(text), date.fromisoformat(text)


def _holds(row: dict[str, str], day: date) -> tuple[bool, bool]:
    """Whether a membership possibly and certainly holds."""
    starts = _first_and_last(row["start"])
    organization = next(o for o in _table("organizations") if o["key"] == row["organization"])
    if end := row["end"] or organization["dissolved"]:
        ends = _first_and_last(end)
    else:
        known_to = organization["known_to"]
        seen = _first_and_last(known_to)[0] + timedelta(days=1) if known_to else starts[0] + timedelta(days=1)
        ends = max(seen, starts[0] + timedelta(days=1)), FOREVER
    return starts[0] <= day < ends[1], starts[1] <= day < ends[0]


def _sources(row: dict[str, str]) -> tuple[str, ...]:
    """Its own, and the organization's where the membership ends with it."""
    organization = next(o for o in _table("organizations") if o["key"] == row["organization"])
    ending = {organization["source_id"]} if organization["dissolved"] and not row["end"] else set[str]()
    return tuple(sorted({row["source_id"] or "uncited", *ending}))


def _full(row: dict[str, str], day: date) -> bool:
    return any(
        scheme["full"] == "true"
        and (not scheme["since"] or _first_and_last(scheme["since"])[0] <= day)
        and (not scheme["until"] or day < _first_and_last(scheme["until"])[0])
        for scheme in _table("status_schemes")
        if (scheme["organization"], scheme["status"]) == (row["organization"], row["status"])
    )


Counted = dict[str, dict[str, bool]]
"""By organization: the states counted, and whether certainly."""


def _counted(day: date, statuses: list[str] | None) -> tuple[Counted, dict[str, int]]:
    counted, full = defaultdict[str, dict[str, bool]](dict), defaultdict[str, set[str]](set)
    for row in _table("memberships"):
        possible, certain = _holds(row, day)
        if not possible:
            continue
        if _full(row, day):
            full[row["organization"]].add(row["state"])
        if _full(row, day) if statuses is None else row["status"] in statuses:
            states = counted[row["organization"]]
            states[row["state"]] = certain or states.get(row["state"], False)
    return counted, {org: len(full[org]) for org in counted}


PAIRS = [(None, None), (["observer", "dialogue_partner", "partner"], None), (["member", "observer"], 12), (None, 10)]


@pytest.mark.parametrize(("statuses", "max_size"), PAIRS)
@pytest.mark.parametrize("day", DAYS)
def test_co_membership(world: World, day: str, statuses: list[str] | None, max_size: int | None) -> None:
    counted, sizes = _counted(date.fromisoformat(day), statuses)
    kept = {org: states for org, states in counted.items() if max_size is None or sizes[org] <= max_size}
    belongs = defaultdict[str, set[str]](set)
    for org, states in kept.items():
        for state in states:
            belongs[state].add(org)
    expected: dict[tuple[str, str], tuple[object, ...]] = {}
    for a, b in combinations(sorted(belongs), 2):
        shared = sorted(belongs[a] & belongs[b])
        if shared:
            large = [sizes[org] for org in shared if sizes[org] > 1]
            expected[a, b] = (
                shared,
                len(shared) / len(belongs[a] | belongs[b]),
                sum(1 / (size - 1) for size in large),
                sum(1 / math.log(size) for size in large),
                all(kept[org][a] and kept[org][b] for org in shared),
            )
    rows = world.analyses.co_membership(as_of=day, statuses=statuses, max_size=max_size)
    found = {(r.state_a, r.state_b): (r.orgs, r.jaccard, r.weight, r.weight_adamic_adar, r.certain) for r in rows}
    assert found.keys() == expected.keys()
    for pair, (orgs, *numbers, certain) in expected.items():
        assert (found[pair][0], found[pair][4]) == (orgs, certain), pair
        assert found[pair][1:4] == pytest.approx(numbers, abs=1e-9), pair
    assert [(-r.shared, -r.jaccard, r.state_a, r.state_b) for r in rows] == sorted(
        (-r.shared, -r.jaccard, r.state_a, r.state_b) for r in rows
    )
    # Asked of one state, the same pairs come, seen from it.
    mine = {(r.state_a, r.state_b) for r in world.analyses.co_membership("IRN", None, day, statuses, max_size)}
    assert mine == {("IRN", b if a == "IRN" else a) for a, b in expected if "IRN" in (a, b)}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("state", ["IRN", "ARM", "BLR", "UKR", "TKM"])
def test_ego_portfolio_memberships(world: World, state: str, day: str) -> None:
    on = date.fromisoformat(day)
    expected = {
        (r["organization"], r["status"], _full(r, on), r["start"], _holds(r, on)[1], _sources(r))
        for r in _table("memberships")
        if r["state"] == state and _holds(r, on)[0]
    }
    rows = [row for row in world.analyses.ego_portfolio(state, day) if row.kind == "membership"]
    # A text that speaks of a membership is one of its sources too: those are told apart by their key.
    found = {(r.key, r.status, r.full, r.since, r.certain, tuple(s for s in r.sources if s[0] == "S")) for r in rows}
    assert found == expected


@pytest.mark.parametrize("day", ["1993-06-01", "1999-06-01", "2010-01-01", "2024-07-04", "2025-10-02", "2026-06-30"])
@pytest.mark.parametrize("state", ["RUS", "IRN", "USA"])
def test_obligation_profile_and_pacts(world: World, state: str, day: str) -> None:
    """Against the parties and terms in the graph, taken together in Python."""
    terms = world.all(select(Pact, Obligation).match(Pact, Obliges, Obligation))
    spells = [row for row in world.all(select(State, PartyTo, Pact)) if row[1].valid.possibly_on(day)]
    mine = {pact.key for party, _, pact in spells if party.key == state}
    expected = defaultdict[str, tuple[set[str], set[str]]](lambda: (set(), set()))
    for party, _, pact in spells:
        if party.key != state and pact.key in mine:
            pacts, promised = expected[party.key]
            pacts.add(pact.key)
            promised |= {o.term for p, o in terms if p.key == pact.key and o.valid.possibly_on(day)} & ATOP_TERMS
    rows = world.analyses.obligation_profile(state, as_of=day)
    found = {row.b: (set(row.pacts), {term.value for term in ATOP_TERMS if getattr(row, term.value)}) for row in rows}
    assert found == dict(expected)
    ranks = {"defense": 3, "offense": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1}
    assert {r.b: r.rank for r in rows} == {
        b: max((ranks[term] for term in promised), default=0) for b, (_, promised) in expected.items()
    }
    portfolio = [row.key for row in world.analyses.ego_portfolio(state, day) if row.kind == "pact"]
    assert set(portfolio) == mine


def test_iran_over_time(world: World) -> None:
    """The observer becomes a member of the SCO on 2023-07-04, and an observer of the EAEU on 2024-12-26."""

    def status(org: str, day: str) -> list[str]:
        return [row.status for row in world.analyses.ego_portfolio("Iran", day) if row.key == org]

    assert [status("sco", day) for day in ("2005-07-04", "2014-12-31", "2023-07-03", "2023-07-04")] == [
        [],
        ["observer"],
        ["observer"],
        ["member"],
    ]
    assert [status("eaeu", day) for day in ("2024-12-25", "2024-12-26", "2025-01-17")] == [
        [],
        ["observer"],
        ["observer"],
    ]


def test_who_owes_whom_defense(world: World) -> None:
    profile = world.analyses.obligation_profile
    for ally in ("RUS", "CHN"):
        assert profile(ally, "PRK", "2025-01-01")[0].defense
    iran = profile("RUS", "IRN", "2026-03-01")[0]
    assert (iran.defense, iran.neutrality, iran.consultation) == (False, True, True)
    assert "rus-irn-2025 neutrality 3.3" in iran.promises
    assert "rus-irn-2025 consultation 5.4" in iran.promises
    assert not any(row.defense for row in profile("IRN", as_of="2026-03-01"))


def test_a_frozen_participation_leaves_armenia_a_full_member(world: World) -> None:
    portfolio = world.analyses.ego_portfolio("ARM", "2025-01-01")
    order = [(row.kind, row.overlay) for row in portfolio]
    assert order == sorted(order)  # memberships, what runs beside them, pacts
    rows = [row for row in portfolio if row.key == "csto"]
    assert [(row.status, row.full, row.overlay) for row in rows] == [
        ("member", True, False),
        ("participation_frozen", False, True),
    ]


def test_the_day_is_the_worlds_unless_given(world: World) -> None:
    rows = world.analyses.ego_portfolio("IRN")
    assert rows.about.as_of == world.coverage() == date(2026, 6, 30)
    assert rows.about.as_of_from == "the day to which the data reach"
    later = world.analyses.co_membership("IRN", "RUS", "2027-01-01")
    assert "what is curated reaches to 2026-06-30 only" in str(later.about)
    assert not later[0].certain
    assert world.analyses.co_membership("IRN", "RUS", "2026-06-30")[0].certain


@pytest.mark.parametrize("name", ANALYSES)
def test_the_text_runs_as_it_stands_with_the_headers_example(world: World, name: str) -> None:
    header = ANALYSES[name].header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.run(header.cypher, parameters, reads=True)
    if rows:  # some ask what only data sets have
        assert list(rows.columns) == [column.name for column in header.fetched or header.columns]
    else:
        assert name in {"alliance_similarity_s", "power_in_org", "pact_depth", "vote_alignment", "vote_correlation"}


def test_citations_are_sources_of_the_world(world: World) -> None:
    rows = world.analyses.co_membership("IRN", "RUS", "2024-07-04")
    spells = {f"{org}.{state}" for org in rows[0].orgs for state in ("IRN", "RUS")}
    expected = {
        row["source_id"]
        for row in _table("memberships")
        if f"{row['organization']}.{row['state']}" in spells and _holds(row, date(2024, 7, 4))[0]
    }
    assert {source.key for source in rows.citations()} == expected
    assert all(source.title and source.publisher for source in rows.citations())


def test_citations_of_all_pairs_are_those_of_each_of_their_spells(world: World) -> None:
    rows = world.analyses.co_membership(as_of="2024-07-04")
    spells = {f"{org}.{state}" for row in rows for org in row.orgs for state in (row.state_a, row.state_b)}
    assert len(rows) > 500
    with tracer(world) as trace:
        sources = rows.citations()
    assert len(trace) == 2
    assert len(trace[0].parameters["ties"]) == len(
        {row.state_a for row in rows} | {row.state_b for row in rows}
    )  # each once
    tables = {source.key for source in sources if source.kind is not SourceKind.SEED_TEXT}
    assert tables == {
        row["source_id"]
        for row in _table("memberships")
        if f"{row['organization']}.{row['state']}" in spells and _holds(row, date(2024, 7, 4))[0]
    }
