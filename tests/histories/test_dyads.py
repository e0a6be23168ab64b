"""Everything between two states, by hand and on the curated world."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, assert_type

import pytest

from graphmodel import World, ref
from graphmodel.analyses.headers import header
from graphmodel.analyses.lines import line
from graphmodel.domain import State, SucceededBy
from graphmodel.domain.vocabularies import SuccessionKind
from graphmodel.errors import QueryError, UnknownName
from graphmodel.histories import Tie, Timeline
from graphmodel.results import Table


def test_everything_once_in_the_order_of_time(small: World) -> None:
    rows = small.dyad("Land AAA", "CCC")
    assert_type(rows, Timeline)
    told = [(row.since, row.until, row.kind, row.towards, row.key, row.certain) for row in rows]
    assert told == [
        ("[1991-12-26..1991-12-31]", "censored 1999-12-31", "organization", "both", "org", True),
        ("1993-01-01", "1996-01-01", "pact", "both", "peace", True),
        ("1993", "[1996-01-02..1997-01-01]", "rivalry", "both", "r.1", True),
        ("1993-06-01", "censored 1999-12-31", "organization", "both", "club", True),
        ("1994-03-03", "", "event", "both", "summit", True),
        ("1994-10-01", "1994-12-01", "votes", "both", "session 49", True),
        ("1995-02-01", "1996-02-01", "sanctions", "CCC", "s.1", True),
    ]
    said = {row.key: row.said for row in rows}
    assert said["club"] == ["AAA observer", "CCC member"]
    assert said["peace"] == ["signed 1992-05-01"]
    assert said["summit"] == ["gas_summit", "Oslo", "AAA host", "CCC participant"]
    assert said["session 49"] == ["2 of 3 alike", "Lijphart 0.833"]
    assert {row.key: row.sources for row in rows}["r.1"] == ["tss_rivalries"]
    assert [source.key for source in rows.citations()] == ["cow_igo_3", "tss_rivalries", "unga_votes"]


def test_the_other_way_round_it_is_the_same(small: World) -> None:
    def told(rows: Table[Tie]) -> list[tuple[str, str, str, str, str]]:
        return [(row.since, row.until, row.kind, row.towards, row.key) for row in rows]

    assert told(small.dyad("AAA", "CCC")) == told(small.dyad("CCC", "AAA"))


def test_commitments_say_who_owes_whom(small: World) -> None:
    owed = [(row.towards, row.said) for row in small.dyad("AAA", "BBB") if row.kind == "commitment"]
    assert owed == [("BBB", ["defense"]), ("AAA", ["consultation"])]


@pytest.mark.parametrize(
    ("since", "until", "keys"),
    [
        (None, "1991-12-26", []),
        (None, "1991-12-27", ["org"]),
        ("1996-01-31", "1996-02-15", ["org", "r.1", "club", "s.1"]),
        ("1996-02-01", None, ["org", "r.1", "club"]),
        ("1997-01-01", None, ["org", "club"]),
        ("1994-12-01", "1994-12-02", ["org", "peace", "r.1", "club", "session 49"]),
        ("1994-12-02", "1994-12-03", ["org", "peace", "r.1", "club"]),
        ("1994-03-03", "1994-03-04", ["org", "peace", "r.1", "club", "summit"]),
        ("1994-03-04", "1994-03-05", ["org", "peace", "r.1", "club"]),
    ],
)
def test_a_window(small: World, since: str | None, until: str | None, keys: list[str]) -> None:
    assert [row.key for row in small.dyad("AAA", "CCC", since=since, until=until)] == keys


def test_what_a_graph_has_nothing_of_is_said(small: World) -> None:
    assert "no " not in small.dyad("AAA", "CCC").caption
    small.run("MATCH ()-[r:SANCTIONS|VOTED]->() DELETE r")
    caption = small.dyad("AAA", "CCC").caption
    assert "no sanctions in this graph" in caption
    assert "graphmodel import unga_votes" in caption
    assert "rivalries" not in caption


def test_what_cannot_be_asked_is_said(small: World) -> None:
    with pytest.raises(QueryError, match="same state"):
        small.dyad("AAA", "Land AAA")
    with pytest.raises(QueryError, match="not after"):
        small.dyad("AAA", "CCC", since="2000-01-01", until="2000-01-01")
    with pytest.raises(UnknownName):
        small.dyad("AAA", "Nowhere")


def test_one_state_under_two_names(small: World) -> None:
    """CCC continues OLD: what OLD had counts, and nothing is said of it twice."""

    def told(a: str, **given: Any) -> list[tuple[str, str, str, list[str]]]:
        rows = small.dyad(a, "AAA", until="1994-01-01", **given)
        return [(row.since, row.until, row.key, row.said) for row in rows if row.kind in {"organization", "pact"}]

    alone = told("CCC")
    small.merge(SucceededBy(start=ref(State, "OLD"), end=ref(State, "CCC"), how=SuccessionKind.CONTINUES))
    whole = told("CCC")
    assert told("CCC", continuity=False) == alone
    assert whole == told("OLD")
    assert [each for each in whole if each not in alone] == [
        ("1991", "1991-12-26", "org", ["OLD member", "AAA member"])
    ]
    assert told("OLD", continuity=False) == [each for each in whole if each not in alone]
    assert "OLD and CCC are one state" in small.dyad("CCC", "AAA").caption
    assert "one state" not in small.dyad("BBB", "AAA").caption
    with pytest.raises(QueryError, match=r"OLD and CCC are one state: .*continuity=False"):
        small.dyad("OLD", "CCC")
    assert len(small.dyad("OLD", "CCC", continuity=False)) == 0


def test_a_timeline_and_a_panel_agree(small: World) -> None:
    """A panel goes on by the code of its list, a timeline by who continues whom."""
    small.merge(SucceededBy(start=ref(State, "OLD"), end=ref(State, "CCC"), how=SuccessionKind.CONTINUES))
    panel = small.panel("dyad-year", start=1990, end=1992, columns=["shared_igos"], datasets=["cow_igo_3"])
    [shared] = [[row.shared_igos for row in panel if {row.code_a, row.code_b} == {"10", "30"}]]
    assert shared == [0, 1, 1]
    for year, many in zip((1990, 1991, 1992), shared, strict=True):
        rows = small.dyad("AAA", "CCC", since=f"{year}-01-01", until=f"{year + 1}-01-01")
        full = {row.key for row in rows if row.kind == "organization" and "observer" not in " ".join(row.said)}
        assert len(full) == many


def test_who_is_one_with_whom(world: World) -> None:
    """In Python as in the Cypher of analyses over a window."""
    text = header("membership_churn").cypher
    found = text[text.index("// Lines") : text.index("AS lines")] + "AS lines\nUNWIND lines AS one RETURN one AS pair"
    pairs = world.run(found, {"continuity": True, "lineage": False}, into=list[str], reads=True)
    assert ["SUN", "RUS"] in pairs
    assert all(line(world, first)[-1] == line(world, last)[-1] == last for first, last in pairs)
    one = {
        row
        for row in world.run("MATCH (s:State) RETURN s.key AS key", into=str, reads=True)
        if len(line(world, row)) > 1
    }
    assert one == {key for pair in pairs for key in pair}


def test_frames_have_dates_and_what_people_look_at_has_them_once(small: World, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs the extra 'analysis'")
    rows = small.dyad("Land AAA", "CCC")
    frame = rows.to_polars()
    assert [frame.schema[name] for name in ("since", "from_earliest", "to_latest")] == [
        polars.String,
        *[polars.Date] * 2,
    ]
    assert frame["from_earliest"].to_list() == [row.from_earliest for row in rows]
    by_key = {row.key: (row.from_earliest, row.to_latest) for row in rows}
    assert by_key["peace"] == (date(1993, 1, 1), date(1996, 1, 1))
    assert by_key["r.1"] == (date(1993, 1, 1), date(1997, 1, 1))
    assert by_key["club"] == (date(1993, 6, 1), None)  # as far as looked at
    assert by_key["summit"] == (date(1994, 3, 3), date(1994, 3, 4))
    rows.to_parquet(tmp_path / "ties.parquet")
    assert polars.read_parquet(tmp_path / "ties.parquet").equals(frame)
    assert rows.head(0).to_polars().schema == frame.schema
    [peace] = [row for row in json.loads(rows.to_json())["rows"] if row["key"] == "peace"]
    assert (peace["from_earliest"], peace["to_latest"]) == ("1993-01-01", "1996-01-01")
    assert ",1993-01-01,1996-01-01," in rows.to_csv()
    assert "earliest" not in repr(rows) + rows._repr_html_() + rows.to_markdown()  # pyright: ignore[reportPrivateUsage]
    assert "from earliest" in rows.select("key", "from_earliest")._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_pandas_has_dates_too(small: World) -> None:
    pandas = pytest.importorskip("pandas", reason="needs the extra 'notebook'")
    frame: Any = small.dyad("Land AAA", "CCC").to_pandas()
    assert str(frame["to_latest"].dtype) == "datetime64[s]"
    assert frame.set_index("key")["to_latest"]["peace"] == pandas.Timestamp("1996-01-01")
    assert pandas.isna(frame.set_index("key")["to_latest"]["club"])


def test_russia_and_iran(world: World) -> None:
    rows = world.dyad("Russia", "Iran")
    found = {row.key: row for row in rows}
    assert (found["rus-irn-2001"].since, found["rus-irn-2001"].until) == ("2002-04-05", "2025-10-02")
    treaty = found["rus-irn-2025"]
    assert (treaty.since, {"neutrality (3.3)", "consultation (5.4)", "nonaggression (3.4)"} <= {*treaty.said}) == (
        "2025-10-02",
        True,
    )
    in_sco = [(row.since, row.until, row.said) for row in rows if row.kind == "organization" and row.key == "sco"]
    assert in_sco == [
        ("2005-07-05", "2023-07-04", ["RUS member", "IRN observer"]),
        ("2023-07-04", "censored 2026-06-30", ["RUS member", "IRN member"]),
    ]
    assert found["RUS-IRN.bilateral_meeting.4"].since == "2018-08-12"
    assert found["jcpoa-2015"].contested == ["jcpoa-2015.ended=2025-10-18", "jcpoa-2015.ended=2025-09-28"]
    assert [row.since for row in rows if "rus-irn-2025.in_force" in row.key] == [
        "2025-01-17"
    ]  # a disagreement on a pact
    assert "F003-047 F003-048" in found  # a disagreement on both, of no known day
    assert rows[-1].since == ""
    sources = {source.key for source in rows.citations()}
    assert sources == {source for row in rows for source in row.sources}


def test_a_supposed_tie_is_on_the_timeline(world: World) -> None:
    with world.what_if() as w:
        w.join("IRN", "csto", since="2026-01-01")
        rows = w.dyad("RUS", "IRN", since="2026-02-01")
        assert {"csto", "cst-1992"} <= {row.key for row in rows}
        assert "hypothetical: IRN joins csto" in rows.caption
    assert "csto" not in {row.key for row in world.dyad("RUS", "IRN", since="2026-02-01")}
