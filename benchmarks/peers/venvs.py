"""A virtual environment for each peer, made once and kept in the cache; nothing is installed into our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]


def folder() -> Path:
    """Where they are kept: `GRAPHMODEL_PEERS`, or in the user's cache."""
    if given := os.environ.get("GRAPHMODEL_PEERS"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "graphmodel" / "peers"


def python(name: str) -> Path:
    """The interpreter of a peer's environment, which is made if it is not there or was made of other pins.

    The one of `graphmodel` has this project with its extra `fast`: the others have the driver's Rust extension too, where they use
    the driver.
    """
    pins = HERE / "requirements" / f"{name}.txt"
    wanted = (pins if pins.exists() else PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    place = folder() / name
    program = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made_of = place / "made-of.txt"
    if not made_of.exists() or made_of.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        uv = shutil.which("uv")
        venv.create(place, with_pip=uv is None)
        install = (
            [uv, "pip", "install", "--quiet", "--python", program] if uv else [program, "-m", "pip", "install", "-q"]
        )
        what = ["-r", pins] if pins.exists() else [f"{PROJECT}[fast]"]
        sys.stderr.write(f"Installing {name} into {place} ...\n")
        subprocess.run([*install, *what], check=True)  # noqa: S603  (our own pins)
        made_of.write_text(wanted, encoding="utf-8")
    return program
