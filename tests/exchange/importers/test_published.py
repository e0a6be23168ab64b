"""The data sets as they are published, imported whole: reference values, and every dyad of two years."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from graphmodel import World
from graphmodel.domain import MemberOf
from graphmodel.domain.vocabularies import MembershipStatus
from graphmodel.exchange.importers.codes import code_tables
from graphmodel.exchange.importers.cow_igo import BY_STATE, IGO_3, by_state
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.igo_columns import codes_of
from graphmodel.exchange.importers.sheets import read
from graphmodel.results.rows import needed

from ...support.worlds import DATASETS

pytestmark = pytest.mark.engine("embedded")
"""These are of the numbers, not of engines: what is written is the same on each, as `test_importing` shows."""


@pytest.mark.parametrize(
    ("other", "max_size", "shared", "jaccard"),
    [("IRN", None, 39, 39 / 113), ("KAZ", None, 47, 47 / 97), ("IRN", 100, 12, 12 / 77), ("KAZ", 100, 21, 21 / 63)],
)
def test_shared_memberships_of_2014(
    imported: World, other: str, max_size: int | None, shared: int, jaccard: float
) -> None:
    [row] = imported.analyses.co_membership("RUS", other, "2014-12-31", max_size=max_size)
    assert row.shared == shared
    assert row.jaccard == pytest.approx(jaccard)
    assert row.certain


def test_the_world_of_data_sets_reaches_as_far_as_the_first_of_them(imported: World) -> None:
    assert imported.coverage() == date(2014, 12, 31)


def test_portfolios_are_the_columns_of_the_file(imported: World) -> None:
    for state, members in (("RUS", 89), ("IRN", 63)):
        rows = imported.analyses.ego_portfolio(state, "2014-12-31")
        assert sum(bool(row.full) for row in rows) == members
        assert {source.key for source in rows.citations()} <= {"cow_igo_3"}


@pytest.mark.parametrize("year", [1990, 2000, 2014])
def test_every_dyad_is_as_the_file_has_it(imported: World, year: int) -> None:
    """Against a count from the cells of the file."""
    pl = needed("polars", "analysis")
    wide = pl.read_parquet(DATASETS / "cow_igo" / "igo_year_format3.parquet").filter(pl.col("year") == year)
    named = pl.read_csv(DATASETS / "cow_igo" / "states2016_igo_names.csv")
    codes = dict(zip(named["state"], named["ccode"], strict=True))
    tables = code_tables()
    members: dict[int, set[str]] = {}
    for column, code in codes.items():
        found = set(wide.filter(pl.col(column) == 1)["ioname"])
        if found:
            members[code] = found
    keys = {code: tables.on("cow", code, date(year, 12, 31)) for code in members}
    assert len(set(keys.values())) == len(keys)
    expected: dict[tuple[str, str], int] = {}
    for one, its in members.items():
        for other, others in members.items():
            pair = str(keys[one]), str(keys[other])
            if pair[0] < pair[1] and its & others:
                expected[pair] = len(its & others)
    text = (
        "MATCH (s:State)-[m:MEMBER_OF]->(o:Organization) WHERE m.full_from_earliest <= $day AND m.full_to_latest > $day "
        "RETURN DISTINCT s.key AS s, o.cow_ioname AS o"
    )
    stored: dict[str, set[str]] = {}
    for row in imported.run(text, {"day": date(year, 12, 31)}, reads=True):
        stored.setdefault(row["s"], set()).add(row["o"])
    assert stored == {keys[code]: found for code, found in members.items()}
    for state in ("IRN", str(keys[365])):
        rows = imported.analyses.co_membership(state, as_of=f"{year}-12-31")
        got = {(min(row.state_a, row.state_b), max(row.state_a, row.state_b)): row.shared for row in rows}
        assert got == {pair: shared for pair, shared in expected.items() if state in pair}


def test_nobody_leaves_what_goes_on_in_the_year_in_which_states_unite(imported: World) -> None:
    """1990 is coded under the united Germany and Yemen alone; the Soviet Union goes on as Russia."""
    exits = [
        name.split()[1]
        for row in imported.analyses.membership_churn(since="1989-01-01", until="1991-12-31")
        for name in row.names
        if name.startswith("left")
    ]
    assert exits.count("DDR") == 30
    assert exits.count("DEU") < 12  # what the file has as 1 in 1989 and as 0 in 1990
    assert not {"SUN", "RUS"} & {*exits}  # what it was in and Russia is not, ended itself
    nato = imported.analyses.membership_churn("nato", "1983-01-01", "1998-12-31", every_year=True)
    assert {(row.members, row.left) for row in nato} == {(16, 0)}
    assert [row.year for row in nato if not row.certain] == [1990]  # East Germany's last year is not coded
    for state, days in {"DEU": ("1989-12-31", "1990-07-01", "1990-10-03"), "DDR": ("1989-12-31", "1990-10-02")}.items():
        found = [{row.key for row in imported.analyses.ego_portfolio(state, day) if row.full} for day in days]
        assert min(map(len, found)) >= 30
        if state == "DDR":
            assert found[0] == found[1]
            assert not any(row.certain for row in imported.analyses.ego_portfolio(state, days[1]))


@pytest.mark.parametrize("year", [2000, 2014])
def test_counts_by_dyad_are_those_of_full_and_associate_members_by_state_years(year: int) -> None:
    """The counts that peacesciencer ships are of both, from COW's other file: so counted all are the same."""
    if not DATASETS.is_dir():
        pytest.skip(f"the data sets are not beside this repository: {DATASETS.name}")
    pl = needed("polars", "analysis")
    day, tables = date(year, 12, 31), code_tables()
    _, frame = read(DATASETS / "cow_igo" / "state_year_format3.parquet", [BY_STATE])
    near = frame.filter(pl.col("year").is_between(year - 1, year + 1))
    members: dict[str, set[str]] = {}
    for fact in by_state({BY_STATE.name: near}, Draft(IGO_3, tables)):
        if isinstance(fact, MemberOf) and fact.status is not MembershipStatus.OBSERVER and fact.valid.possibly_on(day):
            members.setdefault(fact.start.key, set()).add(fact.end.key)
    counts = pl.read_parquet(DATASETS / "cow_igo" / "cow_igo_dyad_year_counts.parquet").filter(pl.col("year") == year)
    apart: Counter[int] = Counter()
    for one, other, shared in counts.select("ccode1", "ccode2", "dyadigos").iter_rows():
        if one < other and shared is not None:
            its, others = (members.get(str(tables.on("cow", code, day)), set[str]()) for code in (one, other))
            apart[len(its & others) - shared] += 1
    assert apart == {0: counts.filter(pl.col("ccode1") < pl.col("ccode2")).height}


def test_every_column_of_the_wide_file_is_the_state_of_its_code() -> None:
    if not DATASETS.is_dir():
        pytest.skip(f"the data sets are not beside this repository: {DATASETS.name}")
    pl = needed("polars", "analysis")
    named = pl.read_csv(DATASETS / "cow_igo" / "states2016_igo_names.csv")
    expected = dict(zip(named["state"], named["ccode"], strict=True))
    found, unknown = codes_of(list(expected), code_tables())
    assert unknown == []
    assert found == expected


def test_counts_of_alliances_of_2018(imported: World) -> None:
    text = (
        "MATCH (a:State)-[o:OBLIGED_TO]->(b:State) WHERE o.valid_from_earliest <= $day AND o.valid_to_latest > $day "
        "RETURN DISTINCT a.key AS a, b.key AS b, 'defense' IN o.terms AS defense"
    )
    rows = [tuple(row.values()) for row in imported.run(text, {"day": date(2018, 12, 31)}, reads=True)]
    assert len({a for a, _, _ in rows}) == 186
    assert len({frozenset((a, b)) for a, b, _ in rows}) == 4228
    assert len({frozenset((a, b)) for a, b, defense in rows if defense}) == 1707
    assert [b for a, b, _ in rows if a == "IRN"] == ["RUS"]


def test_the_other_data_sets_are_there(imported: World) -> None:
    assert imported.run("MATCH (:State)-[v:VOTED]->(:RollCall {session: 74}) RETURN count(v) AS n", into=int) == [16346]
    same = (
        "MATCH (:State {key: 'RUS'})-[r:VOTED]->(c:RollCall {session: 74})<-[v:VOTED]-(s:State) WHERE s.key IN $of "
        "RETURN s.key AS s, count(c) AS n, sum(CASE WHEN r.vote = v.vote THEN 1 ELSE 0 END) AS same ORDER BY s"
    )
    rows = [tuple(row.values()) for row in imported.run(same, {"of": ["CHN", "IRN", "USA"]}, reads=True)]
    assert rows == [("CHN", 87, 69), ("IRN", 84, 58), ("USA", 87, 18)]
    leads = (
        "MATCH (l:Leader)-[h:HOLDS_OFFICE]->(:State {key: 'RUS'}) "
        "WHERE h.valid_from_earliest <= $d AND h.valid_to_latest > $d RETURN l.name AS n"
    )
    assert imported.run(leads, {"d": date(1999, 12, 31)}, into=str) == ["Yeltsin"]
    assert imported.run(leads, {"d": date(2015, 12, 31)}, into=str) == ["Putin"]
    rivals = (
        "MATCH (:State {key: 'IRN'})-[r:RIVAL_OF]-(s:State) WHERE r.valid_to_latest > $d RETURN s.key AS s ORDER BY s"
    )
    assert "USA" in imported.run(rivals, {"d": date(2018, 1, 1)}, into=str)
    power = "MATCH (s:State)-[m:MEASURED]->(:Indicator {key: 'cinc'}) WHERE m.valid_from_earliest = $d RETURN sum(m.value) AS n"
    [total] = imported.run(power, {"d": date(2012, 1, 1)}, into=float)
    assert total == pytest.approx(1, abs=0.01)
