"""Every sample of the README runs, and its Python passes the strictest type check."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

import graphmodel as gm

ROOT = Path(__file__).parents[1]
FENCES = [token for token in MarkdownIt().parse((ROOT / "README.md").read_text("utf-8")) if token.type == "fence"]
PYTHON = [fence.content for fence in FENCES if fence.info == "python"]
CONSOLE = [
    line.partition(" #")[0].strip()
    for fence in FENCES
    if fence.info == "console"
    for line in fence.content.splitlines()
    if line.strip()
]


def test_there_are_samples_and_nothing_else() -> None:
    assert len(PYTHON) >= 4
    assert len(CONSOLE) >= 8
    assert {fence.info for fence in FENCES} == {"python", "console"}


def test_python_samples_run_one_after_the_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        for number, sample in enumerate(PYTHON):
            exec(compile(sample, f"README sample {number}", "exec", dont_inherit=True), names)  # noqa: S102  (it is our own page)
    finally:
        names["world"].close()
    printed = capsys.readouterr().out
    assert "Iran: observer\n" in printed
    assert "3 created, 0 updated, 0 unchanged\n" in printed
    assert "[('Taxi Driver', 1)]" in printed
    assert "True\n['S900']\n" in printed


def test_python_samples_pass_pyright_strict(tmp_path: Path) -> None:
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11"}))
    page = tmp_path / "readme.py"
    page.write_text("\n".join(PYTHON), "utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--project", tmp_path, page],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("command", [line for line in CONSOLE if line.startswith("graphmodel ")])
def test_commands_run(command: str, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "graphmodel"
    ran = subprocess.run(
        [program, *shlex.split(command)[1:]], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_the_table_of_names_holds_public_ones_only() -> None:
    table = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| ")][2:]
    named = {name for line in table for name in re.findall(r"`([A-Z_a-z]+)[(\[`]", line)}
    methods = {"all", "one", "first", "get", "find", "exists", "run", "records", "delete", "Annotated"}
    assert len(named) > 30
    assert named - methods <= set(gm.__all__)


def test_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = [line.split()[1] for line in CONSOLE if line.startswith("make ")]
    assert targets == ["demo", "test"]
    for target in targets:
        assert f"\n{target}: " in makefile
