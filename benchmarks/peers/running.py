"""The processes of the sides, and what is asked of their environments."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

from benchmarks.peers import venvs

MODULES = {"raw": "neo4j"}
"""What a side imports, where it is not its own name."""
NAMES_USED = {"graphmodel": "graphmodel as gm; gm.Node, gm.Relationship, gm.Key, gm.select"}
"""What brings in all that models and queries need, where the import alone puts that off."""
SHARED = {"autocommit": "raw"}
"""Whose environment a side uses, where it has none of its own."""
IMPORT = "import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
SIZE = """
import importlib.metadata, pathlib, sysconfig
tools = {"pip", "setuptools", "wheel"}
names = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()} - tools
base = pathlib.Path(sysconfig.get_path("purelib"))
files = [f for f in base.rglob("*") if f.is_file() and f.suffix != ".pyc" and f.relative_to(base).parts[0] not in tools]
print(len(names), sum(f.stat().st_size for f in files) / 1e6)
"""


class Failed(Exception):
    """A side could not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call took. `bytes` is how far memory rose over what was in use before."""

    seconds: float
    done: Any
    statements: int
    bytes: int


class Worker:
    """One side in a process of its own, to be used in a `with` block."""

    def __init__(self, name: str, url: str, auth: tuple[str, str]) -> None:
        self.name, self._where = name, {"url": url, "user": auth[0], "password": auth[1]}

    def __enter__(self) -> Self:
        command = [str(python(self.name)), "-m", "benchmarks.peers.worker", self.name]
        self._process = subprocess.Popen(  # noqa: S603  (ours)
            command, cwd=venvs.PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment()
        )
        self._say(self._where)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def do(self, what: str, *args: Any, **how: Any) -> Answer:
        """Call a method of the side; `how` is for `act` of the worker: a block of calls.

        Raises:
            Failed: it raised.
        """
        return Answer(**self._say({"do": what, "args": args, **how}))

    def _say(self, message: dict[str, Any]) -> dict[str, Any]:
        asks, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        asks.write(json.dumps(message) + "\n")
        asks.flush()
        line = answers.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "its process ended"}
        if "error" in answer:
            raise Failed(f"{self.name}, {message.get('do', 'connect')}: {answer['error']}")
        return answer


def python(side: str) -> Path:
    """The interpreter of a side."""
    return venvs.python(SHARED.get(side, side))


def import_seconds(side: str, *, used: bool = False) -> float:
    """How long the library takes to be imported in a fresh interpreter; if `used`, until models can be written."""
    module = MODULES.get(side, side)
    program = IMPORT.format(module=NAMES_USED.get(side, module) if used else module)
    return float(_printed(side, program).split()[-1])


def size(side: str) -> tuple[int, float]:
    """Distributions and megabytes installed, without pip and the like."""
    count, megabytes = _printed(side, SIZE).split()
    return int(count), float(megabytes)


def _printed(side: str, program: str) -> str:
    done = subprocess.run(  # noqa: S603  (ours)
        [str(python(side)), "-W", "ignore", "-c", program],
        cwd=venvs.PROJECT, env=_environment(), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
