"""What organizations control: by hand, and on the curated world against plain Python over the seeds."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from graphmodel import Period, World
from graphmodel.analyses import energy_interdependence
from graphmodel.analyses.energy import hhi
from graphmodel.domain import Indicator, Measured, MemberOf, Organization, Source, State
from graphmodel.domain.vocabularies import MembershipStatus, OrganizationKind
from graphmodel.errors import MissingData, QueryError, UnknownName
from graphmodel.resources import folder

from ..support.worlds import DATASETS


@pytest.fixture
def small(empty_world: World) -> World:
    """A (6, before 5), B (2) and C (no figure) are members of a club, D (1) observes it, E (1) is outside."""
    a, b, c, d, e = states = [State(key=key * 3, name=f"Land {key}") for key in "ABCDE"]
    club, _other = organizations = [
        Organization(key=key, name=key.title(), kind=OrganizationKind.INTERGOVERNMENTAL_ORGANIZATION)
        for key in ("club", "other")
    ]
    since = Period("2000-01-01")

    def member(state: State, status: MembershipStatus, valid: Period = since, number: int = 1) -> MemberOf:
        full = valid if status is MembershipStatus.MEMBER else None
        return MemberOf(
            start=state,
            end=club,
            spell=f"club.{state.key}.{number}",
            status=status,
            valid=valid,
            full=full,
            stage=status is MembershipStatus.INVITED,
            overlay=status is MembershipStatus.PARTICIPATION_FROZEN,
        )

    members = [
        member(a, MembershipStatus.MEMBER),
        member(b, MembershipStatus.MEMBER, Period("2001-02-03", "2015")),
        member(c, MembershipStatus.MEMBER),
        member(d, MembershipStatus.OBSERVER),
        member(e, MembershipStatus.INVITED),
        member(b, MembershipStatus.PARTICIPATION_FROZEN, number=2),
    ]
    gas = Indicator(key="gas", name="Gas", unit="m3")
    figures = [
        Measured(
            start=state,
            end=gas,
            observation=f"{state.key}.{year}",
            value=value,
            valid=Period(f"{year}-12-31", f"{year + 1}-01-01"),
            dataset="set",
        )
        for state, value, year in ((a, 5.0, 2000), (a, 6.0, 2010), (b, 2.0, 2000), (d, 1.0, 2000), (e, 1.0, 2005))
    ]
    empty_world.merge(states, organizations, members, gas, figures, Source(key="set", title="Data", publisher="Lab"))
    return empty_world


def test_shares_and_concentration(small: World) -> None:
    (row,) = energy_interdependence(small, as_of="2012-06-01")
    assert (row.org, row.indicator, row.unit, row.members, row.unmeasured, row.amount) == (
        "club",
        "gas",
        "m3",
        3,
        1,
        8.0,
    )
    assert (row.share_members, row.share_observers) == (8 / 10, 1 / 10)
    assert row.hhi == pytest.approx((6 / 8) ** 2 + (2 / 8) ** 2)
    assert (row.exit, row.delta_if_exit, row.hhi_if_exit) == ("AAA", -6 / 10, 1.0)
    assert (row.measured, row.certain) == ("2000-12-31 to 2010-12-31", True)
    assert [source.key for source in energy_interdependence(small, as_of="2012-06-01").citations()] == ["set"]


@pytest.mark.parametrize(
    ("day", "amount", "share", "certain"),
    [
        ("2001-02-02", 5.0, 5 / 8, True),  # B joins the next day; E has no figure yet
        ("2001-02-03", 7.0, 7 / 8, True),
        ("2010-12-30", 7.0, 7 / 9, True),
        ("2010-12-31", 8.0, 8 / 10, True),  # the day of the newer figure
        ("2014-12-31", 8.0, 8 / 10, True),
        ("2015-06-01", 8.0, 8 / 10, False),  # B leaves some day of that year
        ("2016-01-01", 6.0, 6 / 10, True),
    ],
)
def test_the_latest_figure_and_the_members_of_the_day(
    small: World, day: str, amount: float, share: float, certain: bool
) -> None:
    (row,) = energy_interdependence(small, as_of=day)
    assert (row.amount, row.share_members, row.certain) == (amount, share, certain)
    (sure,) = energy_interdependence(small, as_of=day, certain=True)
    assert sure.amount == (6.0 if day == "2015-06-01" else amount)
    assert sure.certain


def test_a_total_a_leaver_and_a_group_may_be_given(small: World) -> None:
    (row,) = energy_interdependence(small, "club", indicators="gas", leaver="Land B", total=20, as_of="2012-06-01")
    assert (row.share_members, row.exit, row.delta_if_exit, row.hhi_if_exit) == (8 / 20, "BBB", -2 / 20, 1.0)
    (pair,) = energy_interdependence(small, states=["BBB", "EEE"], as_of="2012-06-01")
    assert (pair.org, pair.members, pair.amount, pair.share_observers, pair.hhi) == ("BBB+EEE", 2, 3.0, 0.0, 5 / 9)
    with pytest.raises(QueryError, match="EEE is no full member of club on 2012-06-01: it cannot leave"):
        energy_interdependence(small, "club", leaver="EEE", as_of="2012-06-01")
    with pytest.raises(QueryError, match=r"total=7 is less than what club has of gas, "):
        energy_interdependence(small, "club", indicators="gas", total=7, as_of="2012-06-01")
    (none,) = energy_interdependence(small, "other", as_of="2012-06-01")
    assert (none.members, none.amount, none.share_members, none.hhi, none.exit, none.measured) == (
        0,
        0,
        None,
        None,
        None,
        "",
    )


def test_what_is_not_there_is_said(small: World) -> None:
    before = energy_interdependence(small, indicators="gas", as_of="2000-06-01")
    assert len(before) == 0
    assert "no state has a figure of gas by that day" in str(before.about)
    assert len(energy_interdependence(small, datasets="curated", as_of="2012-06-01")) == 0
    with pytest.raises(QueryError, match="not both"):
        energy_interdependence(small, "club", ["AAA"], as_of="2012-06-01")
    with pytest.raises(QueryError, match="one indicator"):
        energy_interdependence(small, total=3, as_of="2012-06-01")
    with pytest.raises(QueryError, match="total takes a number of 1e-09 or more"):
        energy_interdependence(small, indicators="gas", total=0, as_of="2012-06-01")
    with pytest.raises(UnknownName, match="No Organization is called 'Klub'"):
        energy_interdependence(small, "Klub", as_of="2012-06-01")
    small.run("MATCH ()-[r:MEASURED]->() DELETE r")
    with pytest.raises(MissingData, match=r"no figures of states.*load_seeds.*cow_nmc"):
        energy_interdependence(small, as_of="2012-06-01")


def test_the_index_lies_between_its_bounds() -> None:
    for amounts in ([1.0], [1.0, 1.0], [3.0, 2.0, 1.0], [1e-6, 1e6]):
        found = hhi(amounts)
        assert found is not None
        assert 1 / len(amounts) - 1e-12 <= found <= 1 + 1e-12
        assert hhi([7 * amount for amount in amounts]) == pytest.approx(found)
    assert hhi([0.0]) is None


@cache
def _figures(indicator: str) -> dict[str, float]:
    with (folder("seeds") / "measurements.csv").open(encoding="utf-8", newline="") as file:
        return {row["state"]: float(row["value"]) for row in csv.DictReader(file) if row["indicator"] == indicator}


@pytest.mark.parametrize(
    ("org", "day"),
    [
        ("opec", "2023-12-31"),
        ("opec", "2024-01-01"),
        ("opec", "2026-04-30"),
        ("opec", "2026-05-01"),
        ("sco", "2024-07-04"),
        ("eaeu", "2025-01-01"),
    ],
)
def test_on_the_curated_world(world: World, org: str, day: str) -> None:
    portfolio = world.analyses.ego_portfolio
    rows = {row.indicator: row for row in world.analyses.energy_interdependence(org, as_of=day)}
    for indicator in ("gas_reserves", "oil_reserves"):
        figures = _figures(indicator)
        statuses = {
            state: [row for row in portfolio(state, day) if row.key == org and not row.overlay] for state in figures
        }
        own = [figures[state] for state, spells in statuses.items() if any(row.full for row in spells)]
        other = [figures[state] for state, spells in statuses.items() if spells and not any(r.full for r in spells)]
        row = rows[indicator]
        assert row.amount == pytest.approx(sum(own), abs=1e-9)
        assert row.share_members == pytest.approx(sum(own) / sum(figures.values()), abs=1e-12)
        assert row.share_observers == pytest.approx(sum(other) / sum(figures.values()), abs=1e-12)
        assert row.hhi == pytest.approx(sum((value / sum(own)) ** 2 for value in own), abs=1e-12)


def test_exits_from_opec(world: World) -> None:
    """Angola left with 2024, the United Arab Emirates with 1 May 2026; OPEC printed 79.5 % for the end of 2022."""

    def opec(day: str, leaver: str | None = None) -> tuple[float, float | None]:
        (row,) = world.analyses.energy_interdependence(
            "opec", indicators="oil_reserves", total=1564.44, leaver=leaver, as_of=day
        )
        assert row.unmeasured == 0
        assert row.share_members is not None
        return row.share_members, row.delta_if_exit

    assert opec("2023-12-31")[0] == pytest.approx(0.795, abs=0.0005)
    for leaver, before, after in (("AGO", "2023-12-31", "2024-01-01"), ("ARE", "2026-04-30", "2026-05-01")):
        share, delta = opec(before, leaver)
        assert delta is not None
        assert opec(after)[0] == pytest.approx(share + delta, abs=1e-12)


def test_asked_alone_an_organization_is_told_as_among_all(world: World) -> None:
    """Of those who are not asked about only the sum is fetched, which must come to the same."""
    day = "2023-06-30"
    together = world.analyses.energy_interdependence(as_of=day).to_dicts()
    assert len({row["org"] for row in together}) > 5
    for org in {row["org"] for row in together}:
        alone = world.analyses.energy_interdependence(org, as_of=day).to_dicts()
        for row in (row for row in together if row["org"] == org):
            (same,) = [each for each in alone if each["indicator"] == row["indicator"]]
            for name, value in row.items():
                assert same[name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), name


def test_the_text_runs_as_it_stands_with_the_headers_example(world: World) -> None:
    header = world.analyses.energy_interdependence.header
    parameters = world.records(f"RETURN {header.example} AS parameters", reads=True)[0]["parameters"]
    rows = world.records(header.cypher, parameters, reads=True)
    assert list(rows[0]) == [column.name for column in header.fetched]
    assert {row["kind"] for row in rows} == {"figure", "others", "full", "other"}


@pytest.mark.engine("embedded")
def test_a_state_that_is_no_more_has_no_share(imported: World) -> None:
    (opec,) = energy_interdependence(imported, "opec", indicators="cinc", as_of="2014-07-01")
    with (DATASETS / "cow" / "cow_nmc.csv").open(encoding="utf-8") as file:
        of_2013 = sum(float(row["cinc"]) for row in csv.DictReader(file) if row["year"] == "2013")
    assert opec.share_members is not None
    assert opec.amount / opec.share_members == pytest.approx(of_2013, rel=0.01)


@pytest.mark.engine("embedded")
def test_an_organization_of_which_no_members_are_known_is_told(world: World) -> None:
    rows = energy_interdependence(world, ["opec", "rcd"], indicators="oil_reserves", as_of="2023-06-30")
    assert [(row.org, row.members > 0) for row in rows] == [("opec", True), ("rcd", False)]
    assert "the data used know of no full members of rcd on 2023-06-30" in rows.about.notes
