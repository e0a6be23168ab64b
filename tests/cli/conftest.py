"""The command line, run in the process of the tests, and a folder with the curated world."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphmodel import World
from graphmodel.cli import main


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: object
    out: str
    err: str
    raw: bytes


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the curated world, for commands that only read."""
    folder = tmp_path_factory.mktemp("cli") / "alliances.graph"
    with World.connect(folder) as world:
        world.load_seeds()
    return folder


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process, in a folder of its own, 100 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in [name for name in os.environ if name.startswith("GRAPHMODEL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path.with_name(f"{tmp_path.name}-settings")))

    def go(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ended(ended.value.code, out.decode(errors="replace"), err.decode(), out)

    return go
