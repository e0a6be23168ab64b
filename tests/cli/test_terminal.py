"""What a terminal gets and a pipe does not: colours, pages, progress; and what it completes."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from graphmodel.analyses import ANALYSES
from graphmodel.cli.completing import DATASETS, POLICIES, TABLES, keys
from graphmodel.domain.policies import POLICIES as REAL_POLICIES
from graphmodel.exchange.importers import IMPORTERS

from .conftest import Run

ESCAPE = "\x1b["


def on_terminal(*arguments: str | Path, folder: Path, rows: int = 24, **variables: str) -> str:
    """What a program shows on a terminal of its own, so many rows high and 80 columns wide."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (rows, 80))
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    program = subprocess.Popen(
        [sys.executable, "-m", "graphmodel", *map(str, arguments)],
        cwd=folder, stdin=follower, stdout=follower, stderr=follower, close_fds=True,
        env=environment | {"TERM": "xterm-256color"} | variables,
    )  # fmt: skip
    os.close(follower)
    said = b""
    while True:
        try:
            got = os.read(leader, 65536)
        except OSError as error:  # how a terminal says that nobody is left
            if error.errno != errno.EIO:
                raise
            break
        if not got:
            break
        said += got
    os.close(leader)
    assert program.wait(timeout=60) == 0, said
    return said.decode().replace("\r\n", "\n")


@pytest.fixture
def counting(tmp_path: Path) -> str:
    """A pager that counts the lines that it gets."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged $(wc -l) lines"\n', "utf-8")
    pager.chmod(0o755)
    return str(pager)


def test_a_terminal_gets_colours_and_pages(tmp_path: Path, counting: str) -> None:
    many = ("analyses",)
    paged = on_terminal(*many, folder=tmp_path, PAGER=counting)
    assert re.search(r"paged +\d\d+ lines", paged)
    assert ESCAPE not in paged  # this pager is not less
    whole = on_terminal(*many, "--no-pager", folder=tmp_path, PAGER=counting)
    assert "co_membership" in whole
    assert "paged" not in whole
    assert ESCAPE in whole
    assert "paged" not in on_terminal(*many, folder=tmp_path, PAGER=counting, rows=400)
    assert "paged" not in on_terminal(*many, folder=tmp_path, GRAPHMODEL_PAGER="false", PAGER=counting)


def test_no_colour_is_no_colour(kept: Path, tmp_path: Path) -> None:
    asked = ("run", "obligation_profile", "--a", "RUS", "--b", "PRK", "--graph", kept, "--explain", "--no-pager")
    colour = re.compile(r"\x1b\[[\d;]*(?<![\d])(?:3[0-7]|9[0-7]|38)[;m]")
    assert colour.search(on_terminal(*asked, folder=tmp_path))
    assert not colour.search(on_terminal(*asked, folder=tmp_path, NO_COLOR="1"))


def test_a_pipe_gets_text_alone(run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "false")
    for asked in (("analyses",), ("run", "co_membership", "--state", "IRN", "--graph", kept), ("import", "--list")):
        ended = run(*asked)
        assert ended.code == 0
        assert ESCAPE not in ended.out + ended.err


# --- completion --------------------------------------------------------------------------------------------------------


def completed(*words: str, folder: Path) -> list[str]:
    """What bash is offered for the last of the words."""
    line = " ".join(["graphmodel", *words])
    done = subprocess.run(
        [sys.executable, "-m", "graphmodel"],
        cwd=folder,
        env={**os.environ, "_GRAPHMODEL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_words_are_completed(tmp_path: Path) -> None:
    assert completed("con", folder=tmp_path) == ["contradictions"]
    assert completed("run", "co_", folder=tmp_path) == ["co_membership"]
    assert completed("run", "co_membership", "--max", folder=tmp_path) == ["--max-size"]
    assert completed("run", "co_membership", "--state", "ira", folder=tmp_path) == ["iran", "iraq"]
    assert completed("status", "IRN", "sc", folder=tmp_path) == ["sco"]
    assert completed("query", "RETURN", "--format", "p", folder=tmp_path) == ["parquet"]
    assert completed("import", "at", folder=tmp_path) == ["atop"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_shown(shell: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "graphmodel", "--show-completion", shell],
        cwd=tmp_path,
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"_GRAPHMODEL_COMPLETE=complete_{shell}" in done.stdout


def test_what_is_offered_is_there() -> None:
    assert set(DATASETS) == set(IMPORTERS)
    assert set(POLICIES) == set(REAL_POLICIES)
    kinds = {parameter.type for analysis in ANALYSES.values() for parameter in analysis.header.parameters}
    assert set(TABLES) <= kinds | {"person", "list of organizations"}
    assert {key for key, _ in keys("", "states")} >= {"IRN", "RUS", "SUN"}
