"""A real Neo4j from jars and a Java of our own: a process of this session, on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

import neo4j

from graphmodel.testing import Server

from .neo4j_jars import Neo4jSetupError, find_java, jars

LTS = "5.26.16"
CURRENT = "2026.09.0"
START_SECONDS = 180
KEEPS_PLANS = "dbms.cypher.min_replan_interval=1d"
"""For many short tests: plans are made again when the counts of nodes have changed, which is with each test."""
COMPILES_LESS = [
    f"-XX:Tier4{name}Threshold={times}"
    for name, times in (("Invocation", 60_000), ("MinInvocation", 9_000), ("Compile", 120_000), ("BackEdge", 360_000))
]
"""For them too: what Java compiles once more has run twelve times as often as by default. That took two fifths of its time."""
OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]


@contextlib.contextmanager
def from_jars(version: str, *, short: bool = False) -> Generator[Server]:
    """A server from jars, in a folder of its own, on loopback, with a password; its process ends with the block.

    Args:
        version: of Neo4j.
        short: it is for many short tests, and need not do its best with long work: see `KEEPS_PLANS` and `COMPILES_LESS`.

    Raises:
        JarsUnavailable: the jars are not here and cannot be downloaded.
        Neo4jSetupError: anything else that keeps the server from running.
    """
    lib = jars(version)
    java = find_java(21)
    home = Path(tempfile.mkdtemp(prefix=f"graphmodel-neo4j-{version}-"))
    try:
        for attempt in (1, 2, 3):
            try:
                with _started(version, java, lib, home, short=short) as server:
                    yield server
                return
            except _PortTaken:
                if attempt == 3:
                    raise
    finally:
        shutil.rmtree(home, ignore_errors=True)


class _PortTaken(Neo4jSetupError):
    """Another process took the port between our looking and the server's binding."""


@contextlib.contextmanager
def _started(version: str, java: str, lib: Path, home: Path, *, short: bool) -> Generator[Server]:
    port = _free_port()
    (home / "conf").mkdir(exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(
        "server.default_listen_address=127.0.0.1\n"
        f"server.bolt.listen_address=:{port}\n"
        "server.http.enabled=false\n"
        "server.https.enabled=false\n"
        "server.memory.pagecache.size=128m\n"
        "dbms.usage_report.enabled=false\n"
        f"{KEEPS_PLANS if short else ''}\n"
    )
    password = secrets.token_hex(12)
    _set_password(version, java, lib, home, password)
    log = home / "console.log"
    # Without --console-mode the server takes itself for a daemon and prints nothing.
    # Other collectors are threads of their own, which cost a machine of few cores a tenth more.
    command = [java, "-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:-UsePerfData", f"-Djava.io.tmpdir={home}", *OPENS]
    command += COMPILES_LESS if short else []
    command += ["-Dio.netty.tryReflectionSetAccessible=true", "-cp", f"{lib}/*"]
    command += [main_class(version), f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    server = Server(f"bolt://127.0.0.1:{port}", ("neo4j", password), f"jars in {lib.parent}")
    try:  # around the wait too: an interrupted start leaves no process behind
        try:
            _wait_until(
                lambda: _started_line(log) and _answers(server),
                START_SECONDS,
                lambda: f"Neo4j {version} did not come up; the end of its log:\n{_text(log)[-3000:]}",
                alive=lambda: process.poll() is None,
            )
        except Neo4jSetupError as error:
            if "Address already in use" in _text(log):
                raise _PortTaken(str(error)) from None
            raise
        yield server
    finally:
        _stop(process)


def main_class(version: str) -> str:
    """The class whose `main` is the server."""
    return f"org.neo4j.server.{'CommunityEntryPoint' if version.startswith('5.') else 'Neo4jCommunity'}"


def _set_password(version: str, java: str, lib: Path, home: Path, password: str) -> None:
    """Authentication is on, as on any real server, so the tests log in as users do."""
    shutil.rmtree(home / "data", ignore_errors=True)  # the password is taken by a server that never ran
    env = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [java, "-cp", f"{lib}/*", "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=START_SECONDS)
    if done.returncode:
        said = (done.stdout + done.stderr).replace(password, "***")
        raise Neo4jSetupError(f"Neo4j {version} did not take a password:\n{said[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # an orderly stop takes up to 11 s and saves data that is thrown away
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until(
    ready: Callable[[], bool], seconds: float, complaint: Callable[[], str], alive: Callable[[], bool] = lambda: True
) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if not alive() or time.monotonic() > deadline:
            raise Neo4jSetupError(complaint())
        time.sleep(0.2)


def _text(log: Path) -> str:
    return log.read_text(errors="replace") if log.exists() else ""


def _started_line(log: Path) -> bool:
    return re.search(r"Started\.$", _text(log), re.MULTILINE) is not None


def _refusal(server: Server) -> str:
    """Why the server does not let us in; empty when it does."""
    try:
        with neo4j.GraphDatabase.driver(server.url, auth=server.auth, connection_timeout=5) as driver:
            driver.verify_authentication()
            driver.execute_query("RETURN 1 AS one")
    except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _answers(server: Server) -> bool:
    return not _refusal(server)
