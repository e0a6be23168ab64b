"""Every command that the help and the guides show is run as it stands, in a folder with a loaded world and files of small data."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from graphmodel.cli.examples import EXAMPLES

from ..exchange.importers import test_importing
from ..support.engines import Place
from ..test_docs import ROOT, samples
from .conftest import Run

FILES = Path(test_importing.__file__).parent / "files"
PUBLISHED = {
    "igo_year_format_3.csv": "igo_years.csv",
    "atop5_1ddyr.csv": "dyads.csv",
    "roll_calls.csv": "roll_calls.csv",
    "votes.csv": "votes.csv",
}
"""Small files in the layout of published ones, by the names that these have."""

SHOWN = [
    line.partition(" #")[0].strip()
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for _, sample in samples(page, "console")
    for line in sample.splitlines()
]
COMMANDS = sorted(
    {f"graphmodel {each}" for shown in EXAMPLES.values() for each in shown}
    | {line for line in SHOWN if line.startswith("graphmodel ")}
)
ON_SERVERS = [command for command in COMMANDS if "neo4j://" in command]
ELSEWHERE = {"graphmodel tour", "graphmodel tour --out alliances.html"}  # run whole by `test_tour`
HERE = [command for command in COMMANDS if command not in ON_SERVERS and command not in ELSEWHERE]
QUESTIONS = "co_membership Iran other=RUS as_of=2024-07-04\n:as-of 2014-12-31\nRETURN $as_of.year AS year;\n"


def test_there_are_commands() -> None:
    assert len(HERE) > 30
    others = {line.split()[0] for line in SHOWN if line and not line.startswith("graphmodel ")}
    assert others <= {"make", "pip", "jupyter", "pytest", "GRAPHMODEL_TEST_NEO4J_AUTH=neo4j/opensesame"}


@pytest.mark.parametrize("command", HERE)
def test_a_command_that_is_shown_runs(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    given, _, piped = command.partition(" < ")
    words = [word.replace("\\$", "$") for word in shlex.split(given)][1:]
    if words[:1] != ["load"]:
        shutil.copytree(kept, tmp_path / "alliances.graph")
    monkeypatch.setenv("GRAPHMODEL_URL", str(tmp_path / "alliances.graph"))  # not built anew for each
    for name, file in PUBLISHED.items():
        shutil.copy(FILES / file, tmp_path / name)
    if words[:1] == ["shell"]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(QUESTIONS if piped else ":help\n"))
    ended = run(*words)
    assert (ended.code, ended.err) == (0, ""), command
    written = re.search(r"--(?:out|report) (\S+)", command)
    assert ended.raw or (written and (tmp_path / written.group(1)).stat().st_size)


@pytest.mark.engine("neo4j")
def test_a_command_for_a_server_runs(run: Run, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMODEL_PASSWORD", place.auth[1])
    assert len(ON_SERVERS) >= 3
    for command in sorted(ON_SERVERS, key=lambda command: "check" in command):  # checked after it is made
        words = [place.url if "://" in word else word for word in shlex.split(command)[1:]]
        assert run(*words).code == 0, command
