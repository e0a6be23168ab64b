"""The depth of pacts and the life of treaties, by hand, on the published table, and on the curated world."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphmodel import NOT_BEFORE, Period, World
from graphmodel.analyses.treaties import Act, PartyOfPact, Spell, lifecycle
from graphmodel.domain import TreatyAct
from graphmodel.domain.vocabularies import ActKind
from graphmodel.errors import MissingData, QueryError

from . import made

EIGHT = ("intcom", "compag", "milaid", "milcon", "base", "organ1", "subord", "contrib")


def act(kind: str, first: str, last: str | None = None) -> Act:
    return Act(
        kind=ActKind(kind), date=first, earliest=date.fromisoformat(first), latest=date.fromisoformat(last or first)
    )


def spell(start: str, end: str = "9999-12-31") -> Spell:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return Spell(valid=f"[{start}, {end})", from_earliest=first, from_latest=first, to_earliest=last, to_latest=last)


def of(*acts: Act, spells: list[Spell] | None = None, day: str = "2010-01-01") -> Any:
    return lifecycle(
        PartyOfPact(pact="p", party="A", bearer="A", acts=list(acts), spells=spells or []), date.fromisoformat(day)
    )


def test_statuses() -> None:
    signed, ratified, left = (
        act("signature", "2001-02-03"),
        act("ratification", "2002-02-03"),
        act("withdrawal", "2005-01-01"),
    )
    row = of(signed)
    assert (row.status, row.waiting_days, row.lag_days, row.certain) == ("signed", 3254, None, True)
    row = of(signed, ratified)
    assert (row.status, row.waiting_days, row.lag_days, row.consent, row.certain) == (
        "ratified",
        None,
        365,
        "ratification",
        True,
    )
    row = of(signed, ratified, spells=[spell("2003-01-01")])
    assert (row.status, row.in_force, row.left, row.certain) == ("in_force", "2003-01-01", None, True)
    row = of(signed, ratified, left, spells=[spell("2003-01-01", "2005-01-01")])
    assert (row.status, row.left) == ("left", "2005-01-01")
    assert of(signed, spells=[spell("2003-01-01", "2010-01-01")]).status == "ended"
    assert of(signed, spells=[spell("2003-01-01", "2010-01-02")]).status == "in_force"
    again = [signed, ratified, left, act("re_accession", "2007-01-01")]
    assert of(*again).status == "ratified"
    assert of(*again, spells=[spell("2003-01-01", "2005-01-01"), spell("2007-01-01")]).status == "in_force"


def test_imprecise_dates_bound_the_lag() -> None:
    row = of(act("signature", "2001-02-01", "2001-02-28"), act("acceptance", "2002-01-01", "2002-12-31"))
    assert (row.lag_days, row.lag_least, row.lag_most) == (None, 307, 698)
    assert not of(act("signature", "2010-01-01", "2010-12-31")).certain


def test_by_hand(empty_world: World) -> None:
    s = made.states("ABC")
    things = made.pact("p", list(s.values()), "trade", valid=Period(NOT_BEFORE("2004-05-06")))
    empty_world.merge(
        list(s.values()),
        things,
        [
            TreatyAct(start=s[letter], end=things[0], act=f"p.{kind}.{letter}", kind=ActKind(kind), date=day)  # pyright: ignore[reportArgumentType]
            for letter, kind, day in (
                ("A", "signature", "2003-01-01"),
                ("A", "approval", "2003"),
                ("B", "signature", "2003-02-01"),
                ("C", "signature", "2002-01-01"),
                ("C", "ratification", "2002-01-31"),
            )
        ],
    )
    ask = empty_world.analyses.treaty_lifecycle
    rows = ask("P", as_of="2005-01-01")
    assert [(r.state, r.status, r.lag_least, r.lag_most, r.waiting_days, r.certain) for r in rows] == [
        ("BBB", "signed", None, None, 700, False),  # it may be in force since some day after 2004-05-06
        ("AAA", "ratified", 0, 364, None, False),
        ("CCC", "ratified", 30, 30, None, False),
    ]
    assert [(r.state, r.certain) for r in ask(as_of="2003-01-01")] == [("AAA", False), ("CCC", True)]
    assert [r.state for r in ask(as_of="2002-12-31")] == ["CCC"]
    assert [r.state for r in ask(as_of="2005-01-01", status="signed")] == ["BBB"]
    assert [r.state for r in ask(state="Land C", as_of="2005-01-01")] == ["CCC"]
    none = ask(as_of="2005-01-01", status="left")
    assert len(none) == 0
    assert "none of 3 parties has this status" in str(none.about)
    with pytest.raises(QueryError, match="status"):
        ask(as_of="2005-01-01", status="bored")  # pyright: ignore[reportArgumentType]
    with pytest.raises(MissingData, match="No provisions of pacts are coded"):
        empty_world.analyses.pact_depth(as_of="2005-01-01")
    _depth(empty_world)


def _depth(world: World) -> None:
    """One pact with four of the eight, one of which a provision is not coded."""
    coded = {
        "intcom": 1,
        "compag": 2,
        "milaid": 0,
        "milcon": 3,
        "base": 0,
        "organ1": 2,
        "subord": 0,
        "contrib": 1,
        "milinst": 2,
    }
    a, b = made.states("AB").values()
    later = Period("2004-05-06", "2006-01-01")
    world.merge(made.pact("q", [a, b], "trade", valid=later), made.pact("r", [a, b], "trade"))
    world.run("MATCH (p:Pact {key: 'q'}) SET p += $coded", {"coded": coded})
    world.run("MATCH (p:Pact {key: 'r'}) SET p.intcom = 0, p.milaid = 4")
    rows = world.analyses.pact_depth(as_of="2005-01-01")
    assert [(r.pact, r.depth, r.milinst, r.items) for r in rows] == [
        ("q", 4, 2, ["intcom", "milcon", "organ1", "contrib"]),
        ("r", None, None, ["milaid"]),
    ]
    assert rows[1].missing == ["compag", "milcon", "base", "organ1", "subord", "contrib"]
    found = {
        day: [r.pact for r in world.analyses.pact_depth(as_of=day)]
        for day in ("2004-05-05", "2004-05-06", "2006-01-01")
    }
    assert list(found.values()) == [["r"], ["q", "r"], ["r"]]
    assert [r.pact for r in world.analyses.pact_depth("q", "2010-01-01")] == ["q"]
    world.merge(made.pact("s", [a, b], "trade"))
    with pytest.raises(MissingData, match="No provisions of s are coded"):
        world.analyses.pact_depth("s", "2010-01-01")
    assert [r.pact for r in world.analyses.pact_depth(as_of="2010-01-01")] == ["r"]
    assert [r.pact for r in world.analyses.pact_depth(as_of="2010-01-01", in_force=False)] == ["q", "r"]


def test_depth_of_the_published_alliances(empty_world: World) -> None:
    """Every alliance of ATOP 4.01, counted once more from the table."""
    import polars as pl

    table = pl.read_csv(
        made.file("datasets", "atop", "atop_alliance_level.csv"), infer_schema_length=None, encoding="utf8-lossy"
    )
    coded = table.select("atopid", *EIGHT, "milinst").to_dicts()
    text = "UNWIND $rows AS row CREATE (p:Pact {key: toString(row.atopid), name: 'ATOP'}) SET p += row"
    empty_world.run(text, {"rows": coded})
    empty_world.merge(made.pact("known", list(made.states("AB").values())) + list(made.states("AB").values()))
    rows = {row.pact: row for row in empty_world.analyses.pact_depth(as_of="2016-12-31", in_force=False)}
    assert len(rows) == sum(any(row[name] is not None for name in (*EIGHT, "milinst")) for row in coded) > 700
    for row in coded:
        if (found := rows.get(str(row["atopid"]))) is None:
            continue
        has = [
            name
            for name in EIGHT
            if row[name] is not None and (row[name] == 1 if name in ("intcom", "compag") else row[name] > 0)
        ]
        assert (found.items, found.milinst) == (has, row["milinst"]), row
        assert found.depth == (None if any(row[name] is None for name in EIGHT) else len(has))
    assert rows["4220"].items == ["intcom", "milcon", "organ1", "contrib"]


def test_curated(world: World) -> None:
    ask = world.analyses.treaty_lifecycle
    rows = ask("rus-irn-2025", as_of="2025-06-01")
    assert [(r.state, r.signed, r.ratified, r.lag_days, r.status) for r in rows] == [
        ("IRN", "2025-01-17", "2025-05-21", 124, "ratified"),
        ("RUS", "2025-01-17", "2025-04-21", 94, "ratified"),
    ]
    assert {source.key for source in rows.citations()} >= {"S46", "S188"}
    status = {
        day: {r.status for r in ask("rus-irn-2025", as_of=day)} for day in ("2025-04-20", "2025-10-01", "2025-10-02")
    }
    assert list(status.values()) == [{"signed"}, {"ratified"}, {"in_force"}]
    assert {r.state for r in ask("cst-1992", status="left")} == {"AZE", "GEO", "UZB"}
    assert [r.state for r in ask("caspian-2018", status="signed")] == ["IRN"]
    assert {r.status for r in ask("rus-irn-2001")} == {"ended"}
    assert [(r.status, r.left) for r in ask("jcpoa-2015", "USA")] == [("left", "2018-05-08")]
