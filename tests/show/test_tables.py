"""Tables in terminals: what fits is whole, what does not is left out and named, and no word is broken."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console

from graphmodel.results import FittedTable

ROWS: list[dict[str, Any]] = [
    {
        "event": f"sco.heads_of_state_summit.{at}",
        "kind": "heads_of_state_summit" if at else "meeting",
        "name": "Summit of the Council of the Heads of State" if at else "Meeting",
        "shared_organizations": at,
        "days": 3000.5 + at,
        "nonaggression": at % 2 == 0,
        "evidence": [f"meetings/sco.heads_of_state_summit.{at}", "conflicts/C10.b/brics.SAU.1.status"],
        "confidence": "verified" if at else "memory",
    }
    for at in range(6)
]


def drawn(rows: list[dict[str, Any]], width: int) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(FittedTable(list(rows[0]), rows))
    return captured.get()


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120, 200])
def test_no_word_is_broken_but_behind_what_joins_its_parts(width: int) -> None:
    text = drawn(ROWS, width)
    assert max(map(len, text.splitlines())) <= width
    whole = " ".join(each for row in ROWS for each in (*map(str, row.values()), *row["evidence"]))
    pieces = set(re.findall(r"\w[^_./,\s]*", whole.replace("_", " "))) | {"yes", "no", *"01234567"}
    heads = {word for name in ROWS[0] for word in name.split("_")}
    table = text.partition("No room")[0].partition("Some lists")[0]
    said = {word for word in re.split(r"[\s_./,]+", table) if re.match(r"[A-Za-z]", word)}
    assert said <= pieces | heads | {"and", "more"}


def test_what_has_no_room_is_named_and_the_least_goes_first() -> None:
    assert "No room" not in drawn(ROWS, 160)
    note = re.compile(r"No room for ([^:;]*)")
    out = {width: note.findall(" ".join(drawn(ROWS, width).split())) for width in range(48, 161, 4)}
    named = {width: set(found[0].split(", ")) if found else set[str]() for width, found in out.items()}
    assert {"evidence"} in named.values()
    assert {"evidence", "confidence"} in named.values()
    assert {"evidence", "confidence", "nonaggression"} in named.values()
    widths = [width for width in named if "─" in drawn(ROWS, width)]  # the others are told in paragraphs
    assert all(named[wider] <= named[narrow] for narrow, wider in pairwise(widths))
    for width, gone in named.items():
        head = re.split("─+", drawn(ROWS, width))[0]
        assert not any(word in head for name in gone for word in name.split())


def test_few_rows_are_told_whole_however_narrow() -> None:
    said = " ".join(drawn(ROWS[:2], 50).split())
    assert "No room" not in said
    for row in ROWS[:2]:
        assert all(str(each).replace(",", "") in said for each in (row["event"], row["name"], *row["evidence"]))


def test_names_of_columns_stand_on_one_line_where_there_is_room() -> None:
    assert "shared organizations  " in drawn(ROWS, 300)
    assert "shared organizations" not in drawn(ROWS, 80)


def test_a_column_that_is_left_alone_is_a_table() -> None:
    same = {"kind": "defense", "degree": 0, "states": 195, "certain": True}
    lines = drawn([{**same, "state": state} for state in ("AFG", "AND", "BGD", "BRN", "BTN")], 80).splitlines()
    assert [line.strip() for line in lines[:4]] == ["state", "─────", "AFG", "AND"]
