"""`graphmodel import`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphmodel import World
from graphmodel.cli import main
from graphmodel.domain import RivalOf
from graphmodel.exchange.importers import IMPORTERS

FILES = Path(__file__).parent / "files"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(str(ended.value.code))


def test_a_file_goes_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, report = str(tmp_path / "world.graph"), tmp_path / "report.json"
    file = str(FILES / "rivalries.csv")
    assert run("import", "rivalries", file, "--into", folder, "--report", str(report)) == 0
    assert "4 rows read" in capsys.readouterr().out
    assert json.loads(report.read_text())["dropped"]["it ends before it begins"] == 1
    with World.connect(folder) as world:
        assert world.count(RivalOf) == 2
    assert run("import", "rivalries", file, "--into", folder, "--report", str(report)) == 2
    assert "--force" in capsys.readouterr().err
    assert run("import", "rivalries", file, "--into", folder) == 0
    assert "nothing changed" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Which data set?"),
        (["atlantis", "a.csv"], 2, "There is no data set 'atlantis'"),
        (["rivalries"], 2, "Which file is to be imported?"),
        (["rivalries", "nowhere.csv"], 2, "There is no file nowhere.csv"),
        (["rivalries", str(FILES / "states.csv")], 1, "so it is no file of the"),
        (["rivalries", "--what"], 2, "See graphmodel import --help."),
    ],
)
def test_what_goes_wrong_is_one_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", *arguments, "--into", str(tmp_path / "world.graph")) == code
    assert said in capsys.readouterr().err


def test_the_list_says_where_files_come_from_and_how_they_are_cited(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "--list") == 0
    told = capsys.readouterr().out
    for name, importer in IMPORTERS.items():
        assert f"{name}: " in told
        for dataset in importer.datasets:
            assert dataset.citation in told
            assert dataset.url in told
