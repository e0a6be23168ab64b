"""What type checkers say of programs that use graphmodel: nothing of right ones, and each mistake of wrong ones."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOUND = re.compile(r"^(?P<file>[^:\n]+\.py):(?P<line>\d+): error:", re.MULTILINE)


def run(*command: str, folder: Path) -> str:
    environment = os.environ | {"MYPYPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def pyright(folder: Path) -> set[tuple[str, int]]:
    """File and line of each error."""
    settings = {"include": ["."], "typeCheckingMode": "strict", "extraPaths": [str(ROOT)], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    found = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable, folder=folder))[
        "generalDiagnostics"
    ]
    return {
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in found if each["severity"] == "error"
    }


def mypy(folder: Path) -> set[tuple[str, int]]:
    """File and line of each error."""
    programs = sorted(each.name for each in folder.glob("*.py"))
    said = run("mypy", "--strict", "--no-error-summary", *programs, folder=folder)
    return {(Path(match["file"]).name, int(match["line"])) for match in FOUND.finditer(said)}


@pytest.mark.parametrize("checker", [pyright, mypy], ids=lambda checker: checker.__name__)
def test_mistakes_are_told_and_nothing_else(checker: Callable[[Path], set[tuple[str, int]]], tmp_path: Path) -> None:
    expected: set[tuple[str, int]] = set()
    for right in (*HERE.glob("right*.py"), *(ROOT / "tests" / "examples").glob("films*.py")):
        shutil.copy(right, tmp_path)
    for wrong in HERE.glob("wrong*.txt"):  # no modules here: their mistakes would fail the other checks
        program = tmp_path / wrong.with_suffix(".py").name
        shutil.copy(wrong, program)
        lines = program.read_text(encoding="utf-8").splitlines()
        expected |= {(program.name, number) for number, line in enumerate(lines, 1) if line.endswith("# error")}
    programs = {each.name for each in tmp_path.glob("*.py")}
    assert len(programs) >= 4
    assert len(expected) > 90
    assert {each for each in checker(tmp_path) if each[0] in programs} == expected
