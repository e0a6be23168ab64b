"""The package as it is installed: the same files in every form of it, its public names, and a light import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import graphmodel
from graphmodel import resources

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ["neo4j", "arcadedb", "rich", "typer", "polars", "pandas", "numpy"]

LIST_SHIPPED = """
import hashlib, json, graphmodel
from graphmodel import resources

def files(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

shipped = {name: files(resources.folder(name)) for name in ("cypher", "seeds")}
print(json.dumps({"package": graphmodel.__file__, "shipped": shipped}))
"""


def run(python: Path, *arguments: str, folder: Path, **environment: str) -> str:
    """What this Python prints, started in `folder`, outside the checkout."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_REQUIRE"))}
    command = [str(python), *arguments]
    done = subprocess.run(command, cwd=folder, env=env | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fresh_environment(folder: Path, *, with_pip: bool) -> Path:
    """The Python of a new environment that sees our dependencies, but not our own installation of graphmodel."""
    venv.create(folder, with_pip=with_pip)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip())
    # A folder that a .pth file adds has its own .pth files left unread: an editable graphmodel there stays unseen.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.mark.parametrize("form", ["checkout", "editable", "wheel"])
def test_shipped_files_are_found(form: str, tmp_path: Path) -> None:
    python = fresh_environment(tmp_path / "environment", with_pip=form != "checkout")
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    environment: dict[str, str] = {}
    if form == "checkout":
        environment["PYTHONPATH"] = str(ROOT)
    elif form == "editable":
        run(python, *install, "--editable", str(ROOT), folder=tmp_path)
    else:
        run(Path(sys.executable), "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), folder=ROOT)
        (wheel,) = tmp_path.glob("*.whl")
        run(python, *install, str(wheel), folder=tmp_path)

    found = json.loads(run(python, "-c", LIST_SHIPPED, folder=tmp_path, **environment))

    assert Path(found["package"]).is_relative_to(ROOT) == (form != "wheel")
    for name in ("cypher", "seeds"):
        paths = [path for path in (ROOT / name).rglob("*") if path.is_file() and not path.name.startswith(".")]
        assert paths, f"nothing in {name}/ to ship"
        assert set(found["shipped"][name]) == {path.relative_to(ROOT / name).as_posix() for path in paths}
    here = json.loads(run(Path(sys.executable), "-c", LIST_SHIPPED, folder=tmp_path, PYTHONPATH=str(ROOT)))
    assert found["shipped"] == here["shipped"]


def test_a_broken_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "graphmodel")
    with pytest.raises(FileNotFoundError, match=r"'seeds' is missing.*Install graphmodel again"):
        resources.folder("seeds")


def test_public_names_exist() -> None:
    assert graphmodel.__all__
    missing = [name for name in graphmodel.__all__ if not hasattr(graphmodel, name)]
    assert missing == []


def test_import_is_light(tmp_path: Path) -> None:
    code = f"import graphmodel, sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert run(Path(sys.executable), "-c", code, folder=tmp_path, PYTHONPATH=str(ROOT)) == "[]\n"
