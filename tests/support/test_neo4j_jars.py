"""The cache of jars: whole or not there, filled once, and a clear reason when it cannot be filled."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from . import neo4j_jars
from .neo4j_jars import JarsUnavailable, Neo4jSetupError, jars

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for Maven is a script with a #! line")


def nothing_is_installed(_: str) -> bool:
    return False


def put_maven(folder: Path, monkeypatch: pytest.MonkeyPatch, *, ending: str) -> Path:
    """Make `mvn` on the path a script that brings two jars and ends like that; gives the file that counts its runs."""
    runs = folder / "runs"
    (folder / "mvn").write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys, time\n"
        "lib = next(a.partition('=')[2] for a in sys.argv if a.startswith('-DoutputDirectory='))\n"
        "version = next(a.partition('=')[2] for a in sys.argv if a.startswith('-Dneo4j.version='))\n"
        f"open({str(runs)!r}, 'a').write('x')\n"
        "(pathlib.Path(lib) / 'neo4j-bolt-1.jar').touch()\n"
        "time.sleep(0.3)\n"
        "(pathlib.Path(lib) / f'neo4j-kernel-{version}.jar').touch()\n"
        f"{ending}\n"
    )
    (folder / "mvn").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setattr(neo4j_jars, "_has_module", nothing_is_installed)
    return runs


def test_two_runs_at_once_download_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = put_maven(tmp_path, monkeypatch, ending="")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(jars, ["5.0.0", "5.0.0"])
    assert first == second == tmp_path / "cache/graphmodel/neo4j/5.0.0/lib"
    assert {jar.name for jar in first.iterdir()} == {"neo4j-bolt-1.jar", "neo4j-kernel-5.0.0.jar"}
    assert runs.read_text() == "x"


def test_a_broken_download_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_maven(tmp_path, monkeypatch, ending="sys.exit('no route to the repository')")
    with pytest.raises(JarsUnavailable, match=r"Neo4j 5\.0\.0 \(mvn: no route to the repository\)"):
        jars("5.0.0")
    assert [path.name for path in (tmp_path / "cache/graphmodel/neo4j/5.0.0").iterdir()] == ["lock"]


def test_a_download_without_the_server_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_maven(tmp_path, monkeypatch, ending="(pathlib.Path(lib) / f'neo4j-kernel-{version}.jar').unlink()")
    with pytest.raises(JarsUnavailable, match=r"neo4j-kernel-5\.0\.0\.jar did not come"):
        jars("5.0.0")


def test_no_tool_is_a_failure_not_a_skip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_maven(tmp_path, monkeypatch, ending="")
    (tmp_path / "mvn").unlink()
    with pytest.raises(Neo4jSetupError, match="install the dependency group `neo4j`"):
        jars("5.0.0")
