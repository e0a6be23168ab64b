"""Files that are wrong are refused with the place and the reason, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graphmodel import World
from graphmodel.errors import DataError, QueryError
from graphmodel.exchange.importers import IMPORTERS
from graphmodel.exchange.importers.cow_nmc import SHEET
from graphmodel.exchange.importers.sheets import read

FILES = Path(__file__).parent / "files"


def told(world: World, name: str, *files: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        world.import_data(name, *files)
    return caught.value


@pytest.mark.engine("embedded")
def test_what_is_wrong_with_a_file_is_told_and_nothing_is_written(empty_world: World, tmp_path: Path) -> None:
    good = (FILES / "capabilities.csv").read_text()
    file = tmp_path / "nmc.csv"

    file.write_text(good.replace(",cinc", ",power"))
    assert "no column cinc" in str(told(empty_world, "cow_nmc", file))
    file.write_text(good.replace("0.125", "a lot").replace("365,1991", "365,19x1"))
    problems = told(empty_world, "cow_nmc", file).problems
    assert [(each.line, each.column) for each in problems] == [(2, "year"), (2, "cinc")]
    assert "'a lot' is no number" in str(problems[1])
    file.write_text(good.replace("365,1991", "365,1991.5"))
    assert "'1991.5' is no whole number" in str(told(empty_world, "cow_nmc", file))
    file.write_text("")
    assert "is empty" in str(told(empty_world, "cow_nmc", file))
    file.write_text(good.splitlines()[0] + "\n")
    assert "no rows" in str(told(empty_world, "cow_nmc", file))
    assert "no such file" in str(told(empty_world, "cow_nmc", tmp_path / "nowhere.csv"))
    parquet = tmp_path / "nmc.parquet"
    read(FILES / "capabilities.csv", [SHEET])[1].write_parquet(parquet)
    whole = parquet.read_bytes()
    parquet.write_bytes(whole[: len(whole) // 2])
    assert "cannot be read as Parquet" in str(told(empty_world, "cow_nmc", parquet))
    assert empty_world.run("MATCH (n) RETURN count(n) AS n", into=int) == [0]


def test_parquet_and_csv_of_other_encodings_are_the_same(tmp_path: Path) -> None:
    sheets = IMPORTERS["rivalries"].layouts[0].sheets
    _, frame = read(FILES / "rivalries.csv", sheets)
    parquet, western = tmp_path / "r.parquet", tmp_path / "r.csv"
    frame.write_parquet(parquet)
    assert read(parquet, sheets)[1].equals(frame)
    western.write_bytes((FILES / "rivalries.csv").read_text().replace("Ottoman", "Otomañ").encode("cp1252"))
    assert read(western, sheets)[1]["rivalry"][2] == "Otomañ E-Venice"


@pytest.mark.parametrize(
    ("name", "files", "only", "reason"),
    [
        ("atop", ["alliances.csv"], None, "members of alliances"),
        ("unga_votes", ["votes.csv"], None, "roll calls and votes"),
        ("atop", ["dyads.csv", "members.csv"], None, "cannot be imported from"),
        ("atlantis", ["dyads.csv"], None, "There are: cow_states"),
        ("atop", ["dyads.csv"], ["1990"], "no parts"),
        ("atop", [], None, "Which file"),
        ("cow_nmc", ["capabilities.csv"], ["gdp"], "no indicator gdp"),
        ("unga_votes", ["votes.csv", "roll_calls.csv"], [75], "no session 75"),
    ],
)
@pytest.mark.engine("embedded")
def test_wrong_questions(
    empty_world: World, name: str, files: Sequence[str], only: list[str | int] | None, reason: str
) -> None:
    with pytest.raises(QueryError, match=reason):
        empty_world.import_data(name, *(FILES / file for file in files), only=only)


@pytest.mark.engine("embedded")
def test_one_file_of_each(empty_world: World) -> None:
    error = told(empty_world, "atop", FILES / "members.csv", FILES / "members.csv")
    assert "give one of each" in str(error)
