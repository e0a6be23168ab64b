"""The year in which states unite, which COW codes under the one that remains: nobody leaves what goes on."""

from __future__ import annotations

from datetime import date

from graphmodel.domain import MemberOf
from graphmodel.domain.observed import NotCoded
from graphmodel.exchange.importers.codes import code_tables
from graphmodel.exchange.importers.cow_igo import BY_ORGANIZATION, BY_STATE, IGO_3, by_organization, by_state
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts
from graphmodel.results.rows import needed

COLUMNS = {"france": 220, "germany": 255, "wgermany": 260, "egermany": 265}
CELLS: dict[tuple[str, int], tuple[int | None, ...]] = {
    ("CLB", 1988): (1, None, 1, 1),
    ("CLB", 1989): (1, None, 1, 1),
    ("CLB", 1990): (1, 1, None, None),
    ("CLB", 1991): (1, 1, None, None),
    # Germany joins in 1990; East Germany is an observer, then a member.
    ("NEW", 1988): (1, None, 0, 0),
    ("NEW", 1989): (1, None, 0, 3),
    ("NEW", 1990): (1, 1, None, None),
    ("NEW", 1991): (1, 0, None, None),
    # Neither is in it; Germany comes in 1991.
    ("OLD", 1988): (1, None, 0, 0),
    ("OLD", 1989): (0, None, 0, 0),
    ("OLD", 1990): (0, 0, None, None),
    ("OLD", 1991): (0, 1, None, None),
}


def _facts(*, by_years_of_states: bool) -> Facts:
    pl = needed("polars", "analysis")
    draft = Draft(IGO_3, code_tables())
    if by_years_of_states:
        rows = [
            {"ccode": code, "year": year}
            | {name.lower(): cells[at] for (name, when), cells in CELLS.items() if when == year}
            for at, code in enumerate(COLUMNS.values())
            for year in range(1988, 1992)
            if CELLS["CLB", year][at] is not None  # the file has no row for who is not there
        ]
        return [*by_state({BY_STATE.name: pl.DataFrame(rows)}, draft)]
    rows = [
        {"ioname": name, "year": year, "sdate": 1950, "deaddate": None, "imputed": 0}
        | dict(zip(COLUMNS, cells, strict=True))
        for (name, year), cells in CELLS.items()
    ]
    return [*by_organization({BY_ORGANIZATION.name: pl.DataFrame(rows)}, draft)]


def test_a_year_that_is_coded_under_the_successor() -> None:
    for by_years_of_states in (False, True):
        facts = _facts(by_years_of_states=by_years_of_states)
        spells = sorted(
            (each.start.key, each.end.key.removeprefix("cow_igo."), each.status, str(each.valid))
            for each in facts
            if isinstance(each, MemberOf) and each.start.key != "FRA"
        )
        assert spells == [
            ("DDR", "clb", "member", "[1988, [1990-01-01..1990-10-03])"),
            ("DDR", "new", "observer", "[1989, [1990-01-01..1990-10-03])"),
            # One state under two codes: it goes on, and what it joined in 1990 it may have joined before October.
            ("DEU", "clb", "member", "[1988, [1991-01-02..1992-01-01])"),
            ("DEU", "new", "member", "[1990, [1990-01-02..1991-01-01])"),
            ("DEU", "old", "member", "[1991, [1991-01-02..1992-01-01])"),
        ]
        missing = [(each.start.key, each.end.key, str(each.valid)) for each in facts if isinstance(each, NotCoded)]
        assert missing == [("DDR", "cow_igo.old", "[1990, [1990-01-02..1990-10-03])")]


def test_who_was_a_member_on_the_day() -> None:
    facts = [each for each in _facts(by_years_of_states=False) if isinstance(each, MemberOf)]

    def members(day: date, *, certain: bool = False) -> list[str]:
        of_club = (each for each in facts if each.end.key == "cow_igo.clb")
        return sorted(
            each.start.key
            for each in of_club
            if (each.valid.certainly_on(day) if certain else each.valid.possibly_on(day))
        )

    assert members(date(1989, 12, 31)) == members(date(1989, 12, 31), certain=True) == ["DDR", "DEU", "FRA"]
    assert members(date(1990, 7, 1)) == members(date(1990, 10, 2)) == ["DDR", "DEU", "FRA"]
    assert members(date(1990, 7, 1), certain=True) == ["DEU", "FRA"]
    assert members(date(1990, 10, 3)) == members(date(1990, 10, 3), certain=True) == ["DEU", "FRA"]


def test_the_codes_of_germany() -> None:
    tables = code_tables()
    assert [(each.scheme, each.old, each.new, each.on) for each in tables.changed_codes] == [
        ("cow", 260, 255, date(1990, 10, 3))
    ]
    assert tables.ended("cow", 265) == [date(1990, 10, 3)]
    assert date(1990, 10, 3) not in tables.ended("cow", 255)
