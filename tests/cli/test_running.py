"""`graphmodel run`: one's own files, plans, bounds, pictures, folders to replicate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from graphmodel import World

from .conftest import Run

OWN = Path(__file__).parents[1] / "analyses" / "own" / "spells.cypher"
DAY = ("--as-of", "2024-07-04")


@pytest.fixture
def mine(tmp_path: Path) -> str:
    shutil.copy(OWN, tmp_path / "mine.cypher")
    return "mine.cypher"


def test_a_file_of_ones_own_is_run(run: Run, kept: Path, mine: str) -> None:
    ended = run("run", mine, "--org", "SCO", *DAY, "--graph", kept, "--format", "json")
    assert ended.code == 0, ended.err
    with World.connect(kept) as world:
        assert json.loads(ended.out)["rows"] == world.analyses.register(mine)("sco", "2024-07-04").to_dicts()
    assert "Sources: none named." in run("run", mine, "--org", "SCO", *DAY, "--graph", kept).out
    text = " ".join(run("run", mine, "--help").out.split())
    assert "How many full members has an organization" in text
    assert "--least N" in text
    assert "per_letter: Members by the letters" in text


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (('"mine"', "mine"), "mine.cypher: its header, the TOML"),
        (("AS members,", "AS member,"), "its header has the columns org, members"),
        (("WITH o, s, m\n", "SET o.x = 1 WITH o, s, m\n"), "writes, or so it looks: it says SET"),
        (("ORDER BY s.key", "ORDRE BY s.key"), "mine.cypher: "),
        (("parameters.least", "parameters.out"), "no parameter 'least'"),
    ],
)
def test_a_wrong_file_is_one_line(run: Run, kept: Path, mine: str, pair: tuple[str, str], said: str) -> None:
    file = Path(mine)
    file.write_text(file.read_text("utf-8").replace(*pair), "utf-8")
    ended = run("run", mine, *DAY, "--graph", kept)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert said in ended.err


def test_a_file_that_is_not_there_is_one_line(run: Run) -> None:
    ended = run("run", "nowhere.cypher")
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "nowhere.cypher cannot be read as a Cypher file: No such file" in ended.err


def test_the_plan_is_shown(run: Run, kept: Path, tmp_path: Path) -> None:
    asked = ("run", "obligation_profile", "--a", "RUS", *DAY, "--graph", kept)
    explained, profiled = run(*asked, "--explain").out, run(*asked, "--profile").out
    for text in (explained, profiled):
        assert "MATCH (a:State {key: $a})" in text
        assert "'RUS'" in text
        assert "PARTY_TO" in text.partition("Plan")[2]
        assert max(map(len, text.splitlines())) <= 100
    assert ("as it ran" in explained, "as it ran" in profiled) == (False, True)
    assert run(*asked, "--explain", "--out", "plan.txt").out == ""
    assert "Plan" in (tmp_path / "plan.txt").read_text("utf-8")


def test_bounds_are_shown(run: Run, kept: Path, mine: str) -> None:
    ended = run("run", mine, "--org", "sco", "--as-of", "2024-01-01", "--bounds", "--format", "csv", "--graph", kept)
    assert ended.out.splitlines()[0] == "org,certain,members_low,members_high,per_letter_low,per_letter_high"
    assert ended.out.splitlines()[1].startswith("sco,true,9,9,")


def test_a_picture_and_a_folder_are_written_beside_the_rows(run: Run, kept: Path, mine: str, tmp_path: Path) -> None:
    pytest.importorskip("altair", reason="needs the extra 'plot'")
    asked = ("run", mine, *DAY, "--graph", kept, "--format", "markdown")
    ended = run(*asked, "--plot", "members.svg", "--replicate", "table")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("**Members of organizations**\n\n| org |")
    assert (tmp_path / "members.svg").read_text("utf-8").startswith("<svg")
    assert (tmp_path / "table" / "rows.csv").read_text("utf-8").startswith("org,members")
    again = run(*asked, "--plot", "members.svg")
    assert again.code == 2
    assert "members.svg is there already: give another --plot, or --force" in again.err
    assert run(*asked, "--plot", "members.svg", "--force").code == 0
    assert "not empty" in run(*asked, "--replicate", "table").err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--explain", "--bounds"), "--explain and --bounds are two things to show"),
        (("--explain", "--replicate", "x"), "leave out --replicate and --plot"),
        (("--profile", "--format", "csv"), "--profile has no rows: leave out --format"),
        (("--plot", "x.bmp"), "ends in one of .html"),
        (("--plot", "no/such/folder.svg"), "cannot be written"),
    ],
)
def test_options_that_do_not_go_together_are_one_line(
    run: Run, kept: Path, mine: str, options: tuple[str, ...], said: str
) -> None:
    ended = run("run", mine, *DAY, "--graph", kept, *options)
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert said in ended.err
