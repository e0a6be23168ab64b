"""Power within organizations: by hand, and on the curated world with figures of COW where they are."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from graphmodel import CENSORED, Period, World
from graphmodel.domain import Indicator, Measured, MemberOf, Organization, Source, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, UnknownName

YEAR = Period("2010-01-01", "2011-01-01")


@pytest.fixture
def club(empty_world: World) -> World:
    """Figures of 6, 3 and 1 in 2010 for A, B and C, none for D; club has all four, pair B and C, lone D and A."""
    states = {key: State(key=key, name=f"Land {key}") for key in "ABCD"}
    cinc, other = Indicator(key="cinc", name="Capability"), Indicator(key="gas", name="Gas")
    source = Source(key="cow_nmc", title="Capabilities", publisher="COW")
    figures = [
        Measured(start=states[key], end=cinc, observation=f"{key}.2010", value=value, valid=YEAR, dataset="cow_nmc")
        for key, value in {"A": 0.6, "B": 0.3, "C": 0.1}.items()
    ]
    figures.append(Measured(start=states["A"], end=cinc, observation="A.x", value=0.9, valid=YEAR, dataset="x"))
    figures.append(Measured(start=states["A"], end=other, observation="A.gas", value=9.0, valid=YEAR))
    kind, spells = OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION, list[MemberOf]()
    members = {"club": "ABCD", "pair": "BC", "lone": "AD"}
    for key, organization in (
        made := {key: Organization(key=key, name=key.title(), kind=kind) for key in members}
    ).items():
        for state in members[key]:
            valid = Period("2005", CENSORED("2010-06-30")) if (key, state) == ("pair", "C") else Period("2000-01-01")
            status = MembershipStatus.OBSERVER if (key, state) == ("club", "B") else MembershipStatus.MEMBER
            full = None if status is MembershipStatus.OBSERVER else valid
            spells.append(
                MemberOf(
                    start=states[state], end=organization, spell=f"{key}.{state}", status=status, valid=valid, full=full
                )
            )
    empty_world.merge(list(states.values()), list(made.values()), cinc, other, source, spells, figures)
    return empty_world


def test_shares_by_hand(club: World) -> None:
    """Club: A and C are full members with a figure, .6 and .1; D has none and B is an observer."""
    rows = club.analyses.power_in_org(as_of="2010-06-30")
    assert [(r.org, r.members, r.measured, r.top_state, r.next_state, r.certain) for r in rows] == [
        ("club", 3, 2, "A", "C", True),
        ("pair", 2, 2, "B", "C", True),
    ]
    assert [(r.share, r.next_share) for r in rows] == [
        (pytest.approx(0.6 / 0.7), pytest.approx(0.1 / 0.7)),
        (pytest.approx(0.75), pytest.approx(0.25)),
    ]
    assert [r.hhi for r in rows] == pytest.approx([(0.6**2 + 0.1**2) / 0.7**2, 0.75**2 + 0.25**2], abs=1e-9)
    assert [source.key for source in rows.citations()] == ["cow_nmc"]


def test_statuses_named_organizations_and_data_sets(club: World) -> None:
    row = club.analyses.power_in_org("Club", "2010-06-30", statuses=["member", "observer"])[0]
    assert (row.members, row.measured, row.share, row.next_state) == (4, 3, pytest.approx(0.6), "B")
    alone = club.analyses.power_in_org("lone", "2010-06-30")[0]
    assert (alone.members, alone.measured, alone.share, alone.next_state, alone.hhi) == (2, 1, 1.0, None, 1.0)
    only = club.analyses.power_in_org("club", "2010-06-30", datasets=["curated", "x"])[0]
    assert (only.measured, only.top_state) == (1, "A")
    assert club.analyses.power_in_org("club", "2010-06-30", indicator="gas")[0].top_state == "A"


def test_what_nobody_looked_at_any_more_is_possible(club: World) -> None:
    after = {r.org: r for r in club.analyses.power_in_org(as_of="2010-07-01")}
    assert (after["pair"].certain, after["club"].certain) == (False, True)
    assert {r.org for r in club.analyses.power_in_org(as_of="2010-07-01", certain=True)} == {"club"}


def test_a_figure_holds_in_its_year_and_no_other(club: World) -> None:
    for day in ("2010-01-01", "2010-12-31"):
        assert len(club.analyses.power_in_org(as_of=day)) == 2
    for day in ("2009-12-31", "2011-01-01"):
        with pytest.raises(MissingData, match="they go from 2010-01-01 to 2010-12-31"):
            club.analyses.power_in_org(as_of=day)
    with pytest.raises(UnknownName):
        club.analyses.power_in_org("No such body", "2010-01-01")
    with pytest.raises(MissingData, match="no figures of 'oil' in this graph, but of cinc, gas"):
        club.analyses.power_in_org(as_of="2010-06-30", indicator="oil")


def test_what_cannot_be_asked(world: World) -> None:
    with pytest.raises(MissingData, match=r"no figures of 'cinc'.*graphmodel import cow_nmc"):
        world.analyses.power_in_org(as_of="2012-01-01")


def test_what_is_lacking_is_what_is_advised(club: World) -> None:
    ask, lacking = club.analyses.power_in_org, "There are no figures of 'cinc' in "
    club.merge(Source(key="other", title="Other figures", publisher="Nobody", known_to=date(2011, 1, 1)))
    with pytest.raises(MissingData, match=f"^{lacking}other, but in cow_nmc, x: name one in datasets.$"):
        ask(as_of="2010-06-30", datasets=["other"])
    club.run("MATCH ()-[f:MEASURED]->(:Indicator {key: 'cinc'}) DELETE f")
    with pytest.raises(
        MissingData, match=f"^{lacking}this graph, but of gas: name one of these, or import COW's with `.*cow_nmc"
    ):
        ask(as_of="2010-06-30")
    club.run("MATCH ()-[f:MEASURED]->() DELETE f")
    with pytest.raises(MissingData, match=f"^{lacking}this graph: import COW's with `.*cow_nmc FILE --only cinc`.$"):
        ask(as_of="2010-06-30")  # to load the seeds would not do


def test_the_text_runs_as_it_stands(club: World) -> None:
    header = club.analyses.power_in_org.header
    parameters = club.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = club.records(header.cypher, {**parameters, "as_of": YEAR.bounds.from_earliest}, reads=True)
    assert list(rows[0]) == [column.name for column in header.columns]


def test_capabilities_of_cow(empty_world: World) -> None:
    """Eight members of the SCO, with the figures of 2022, against the sum by hand."""
    file = Path(__file__).parents[2].parent / "shared" / "datasets" / "cow" / "cow_nmc.csv"
    if not file.exists():
        pytest.skip("the data sets are not here: they are not ours to ship")
    codes = {
        "CHN": "710",
        "RUS": "365",
        "IND": "750",
        "PAK": "770",
        "KAZ": "705",
        "KGZ": "703",
        "TJK": "702",
        "UZB": "704",
    }
    with file.open(encoding="utf-8") as opened:
        values = {row["ccode"]: float(row["cinc"]) for row in csv.DictReader(opened) if row["year"] == "2016"}
    sco = Organization(key="sco", name="SCO", kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
    cinc, valid = Indicator(key="cinc", name="Capability"), Period("2016-01-01", "2017-01-01")
    states = [State(key=key, name=key) for key in codes]
    member = MembershipStatus.MEMBER
    spells = [MemberOf(start=s, end=sco, spell=s.key, status=member, valid=valid, full=valid) for s in states]
    figures = [
        Measured(start=s, end=cinc, observation=s.key, value=values[codes[s.key]], valid=valid, dataset="cow_nmc")
        for s in states
    ]
    empty_world.merge(states, sco, cinc, spells, figures)
    row = empty_world.analyses.power_in_org("sco", "2016-07-01")[0]
    mine = sorted((values[code] for code in codes.values()), reverse=True)
    assert (row.top_state, row.next_state, row.measured) == ("CHN", "IND", 8)
    assert row.share == pytest.approx(mine[0] / sum(mine), abs=1e-12)
    assert row.hhi == pytest.approx(sum(value**2 for value in mine) / sum(mine) ** 2, abs=1e-9)
