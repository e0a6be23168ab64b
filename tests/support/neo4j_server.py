"""Find or start a real Neo4j for the tests.

In this order: the server named by `GRAPHMODEL_TEST_NEO4J_URL` (and `GRAPHMODEL_TEST_NEO4J_AUTH=user/password`); an
image that a Docker daemon already has (never pulled; `GRAPHMODEL_TEST_NEO4J_IMAGE` names more, with commas); else jars
and Java of our own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, cast

import neo4j

from .neo4j_jars import Neo4jSetupError, find_java, jars

if TYPE_CHECKING:
    from testcontainers.community.neo4j import Neo4jContainer

LTS = "5.26.16"
CURRENT = "2026.09.0"
URL_VARIABLE = "GRAPHMODEL_TEST_NEO4J_URL"
START_SECONDS = 180
_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]


@dataclass(frozen=True)
class Server:
    """A running Neo4j: where it is, how to log in, and where it came from."""

    url: str
    auth: tuple[str, str]
    origin: str

    def __repr__(self) -> str:  # without the password: failing tests print their arguments
        return f"Server({self.url}, {self.origin})"


class Servers:
    """The servers of one test session: each version is started once, when first asked for, and stopped by `close`."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._running = contextlib.ExitStack()
        self._outcomes: dict[str, Server | Exception] = {}

    def get(self, version: str | None) -> Server:
        """The server of this version (None: the one that the environment names).

        Raises:
            JarsUnavailable: there is no such server here and its jars cannot be downloaded.
            Neo4jSetupError: anything else that keeps the server from running.
        """
        name = version or "url"
        if name not in self._outcomes:
            try:
                self._outcomes[name] = self._running.enter_context(_server(version))
            except Exception as error:
                self._outcomes[name] = error
                raise
        outcome = self._outcomes[name]
        if isinstance(outcome, Neo4jSetupError):  # the log was shown with the first test that needed it
            raise Neo4jSetupError(f"Neo4j {name} is not running; the first failure says why") from None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def origins(self) -> list[str]:
        """What was used, a line a server."""
        return [
            f"Neo4j {name}: {server.origin}" for name, server in self._outcomes.items() if isinstance(server, Server)
        ]

    def close(self) -> None:
        """Stop what was started."""
        self._running.close()


@contextlib.contextmanager
def _server(version: str | None) -> Generator[Server]:
    if version is None:
        server = _named_server()
        try:
            yield server
        finally:
            with neo4j.GraphDatabase.driver(server.url, auth=server.auth) as driver:
                empty(driver)  # it goes on after us: leave it as it was
        return
    image = _image_here(version)
    with _container(version, image) if image else _process(version) as server:
        yield server


def _named_server() -> Server:
    url = os.environ[URL_VARIABLE]
    user, slash, password = os.environ.get("GRAPHMODEL_TEST_NEO4J_AUTH", "").partition("/")
    if not slash:
        raise Neo4jSetupError(f"{URL_VARIABLE} needs GRAPHMODEL_TEST_NEO4J_AUTH=user/password beside it")
    server = Server(url, (user, password), f"the server at {url}")
    if refusal := _refusal(server):
        raise Neo4jSetupError(f"{URL_VARIABLE}={url} does not let the tests in: {refusal}")
    with neo4j.GraphDatabase.driver(url, auth=server.auth) as driver:
        if driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]:
            raise Neo4jSetupError(f"the database at {url} holds data, and the tests empty it: give them an empty one")
    return server


def empty(driver: neo4j.Driver) -> None:
    """Delete all data, constraints and indexes."""
    with driver.session() as session:
        # In batches: one transaction that deletes all runs out of memory after a large test.
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for constraint in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {_quoted(constraint)}").consume()
        # The two token lookup indexes are Neo4j's own and stay.
        for index in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
            session.run(f"DROP INDEX {_quoted(index)}").consume()


def _quoted(identifier: str) -> LiteralString:
    # The driver asks for literal text; this is the database's own name, quoted.
    return cast("LiteralString", "`" + identifier.replace("`", "``") + "`")


def _image_here(version: str) -> str | None:
    """An image of this version that a Docker daemon on this machine already has."""
    try:
        import docker
        import docker.errors
    except ImportError:
        return None
    series = ".".join(version.split(".")[:2])
    named = [name for name in os.environ.get("GRAPHMODEL_TEST_NEO4J_IMAGE", "").split(",") if series in name]
    official = [f"neo4j:{version}-community", f"neo4j:{version}", f"neo4j:{series}-community", f"neo4j:{series}"]
    with warnings.catch_warnings():
        # Where no daemon answers, docker's client leaves its socket open: let it go here, not in some later test.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            with contextlib.closing(docker.from_env()) as client:
                for name in [*named, *official]:
                    with contextlib.suppress(docker.errors.ImageNotFound):
                        client.images.get(name)
                        return name
        except docker.errors.DockerException:
            pass
        gc.collect()
    return None


@contextlib.contextmanager
def _container(version: str, image: str) -> Generator[Server]:
    from testcontainers.community.neo4j import Neo4jContainer
    from testcontainers.core.config import testcontainers_config

    testcontainers_config.ryuk_disabled = True  # its helper image would be pulled
    password = secrets.token_hex(12)
    container: Neo4jContainer = Neo4jContainer(image, password=password)
    try:
        try:
            container.start()
        except Exception as error:
            log = b"".join(container.get_logs()).decode(errors="replace") if container.get_wrapped_container() else ""
            raise Neo4jSetupError(f"Neo4j {version} from {image} did not come up: {error}\n{log[-3000:]}") from error
        yield Server(container.get_connection_url(), ("neo4j", password), f"the image {image}")
    finally:
        container.stop()


@contextlib.contextmanager
def _process(version: str) -> Generator[Server]:
    """A server from jars, in a folder of its own, on loopback, with a password; its process ends with the block."""
    lib = jars(version)
    java = find_java(21)
    home = Path(tempfile.mkdtemp(prefix=f"graphmodel-neo4j-{version}-"))
    try:
        for attempt in (1, 2, 3):
            try:
                with _started(version, java, lib, home) as server:
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
def _started(version: str, java: str, lib: Path, home: Path) -> Generator[Server]:
    port = _free_port()
    (home / "conf").mkdir(exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(
        "server.default_listen_address=127.0.0.1\n"
        f"server.bolt.listen_address=:{port}\n"
        "server.http.enabled=false\n"
        "server.https.enabled=false\n"
        "server.memory.pagecache.size=128m\n"
        "dbms.usage_report.enabled=false\n"
    )
    password = secrets.token_hex(12)
    _set_password(version, java, lib, home, password)
    log = home / "console.log"
    main = "CommunityEntryPoint" if version.startswith("5.") else "Neo4jCommunity"
    # Without --console-mode the server takes itself for a daemon and prints nothing.
    command = [java, "-Xms256m", "-Xmx768m", "-XX:-UsePerfData", f"-Djava.io.tmpdir={home}", *_OPENS]
    command += ["-Dio.netty.tryReflectionSetAccessible=true", "-cp", f"{lib}/*"]
    command += [f"org.neo4j.server.{main}", f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
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
