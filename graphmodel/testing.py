"""Fixtures for the tests of programs that use graphmodel: a pytest plugin that pytest finds by itself.

    def test_a_person_is_kept(graph):                  # an open, empty Graph, new for each test
        graph.merge(Person(name="Ada"))
        assert graph.exists(Person)

Tests run on the embedded engine unless other engines are asked for, in this order: by options (`--graphmodel-url`,
`--graphmodel-image`, `--graphmodel-embedded`), by the variable `GRAPHMODEL_TEST_ENGINES`, by the setting `graphmodel_engines`.
Where several are asked for, each test runs on each. A project that defines a fixture of the same name has its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, TypeVar, cast, overload
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    import neo4j
    from testcontainers.community.neo4j import Neo4jContainer

    from graphmodel import AsyncGraph, Graph, Trace

__all__ = [
    "EMBEDDED",
    "ConnectEmpty",
    "Place",
    "Server",
    "empty",
    "empty_place",
    "engine_name",
    "engines_asked",
    "schema_of",
    "serving",
]

T = TypeVar("T")
G = TypeVar("G", bound="Graph")

EMBEDDED = "embedded"
ENGINES_VARIABLE = "GRAPHMODEL_TEST_ENGINES"
AUTH_VARIABLE = "GRAPHMODEL_TEST_NEO4J_AUTH"


# --- which engines ----------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options and the setting that choose engines."""
    group = parser.getgroup("graphmodel", "graphmodel: the engines that tests run on")
    several: dict[str, Any] = {"dest": "graphmodel_engines", "action": "append"}
    group.addoption(
        "--graphmodel-url",
        **several,
        type=_url,
        metavar="URL",
        help=f"an empty database of a Neo4j server, with {AUTH_VARIABLE}=user/password in the environment; may be repeated",
    )
    group.addoption(
        "--graphmodel-image",
        **several,
        type=_image,
        metavar="IMAGE",
        help="a container of this Neo4j image, such as neo4j:5.26; may be repeated",
    )
    group.addoption(
        "--graphmodel-embedded",
        dest="graphmodel_engines",
        action="append_const",
        const=EMBEDDED,
        help="the embedded engine: the default, unless others are asked for",
    )
    group.addoption(
        "--graphmodel-wipe",
        action="store_true",
        help="delete what the databases at the URLs hold; without this, one that is not empty is refused",
    )
    parser.addini(
        "graphmodel_engines",
        f"'embedded', URLs and images, for when neither options nor {ENGINES_VARIABLE} choose (default: embedded)",
        type="args",
        default=[],
    )


def _url(text: str) -> str:
    if "://" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is no URL, such as bolt://localhost:7687")
    return text


def _image(text: str) -> str:
    if "://" in text or text == EMBEDDED:
        raise argparse.ArgumentTypeError(f"{text!r} is no image, such as neo4j:5.26")
    return text


def engines_asked(config: pytest.Config) -> list[str]:
    """The engines that options, environment or settings ask for: `embedded`, URLs, images. Empty when none does."""
    asked = (
        config.getoption("graphmodel_engines")
        or os.environ.get(ENGINES_VARIABLE, "").replace(",", " ").split()
        or config.getini("graphmodel_engines")
    )
    return list(dict.fromkeys(asked))


def engine_name(engine: str) -> str:
    """What an engine is called in the names of tests.

    >>> engine_name("embedded"), engine_name("bolt://localhost:7687"), engine_name("registry.example/neo4j:5.26")
    ('embedded', 'neo4j-localhost:7687', 'neo4j-5.26')
    """
    if "://" in engine:
        return f"neo4j-{urlsplit(engine).netloc.rpartition('@')[2]}"
    return engine.rpartition("/")[2].replace(":", "-")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Where several engines are asked for, run a test that uses one on each; the session scope keeps those of one together."""
    engines = engines_asked(metafunc.config)
    if "graphmodel_engine" in metafunc.fixturenames and len(engines) > 1:
        ids = [engine_name(engine) for engine in engines]
        metafunc.parametrize("graphmodel_engine", engines, ids=ids, indirect=True, scope="session")


# --- fixtures ---------------------------------------------------------------------------------------------------------


class ConnectEmpty(Protocol):
    """What the fixture `connect_empty` gives: a function that connects to the test's database.

    Called with nothing it gives a `Graph`; with a function that takes what `graphmodel.connect` takes, such as
    `World.connect`, whatever that gives. Options are passed on; `schema` is "ensure" unless it is among them.
    """

    @overload
    def __call__(self, **options: Any) -> Graph: ...
    @overload
    def __call__(self, connect: Callable[..., G], **options: Any) -> G: ...


@pytest.fixture(scope="session")
def graphmodel_engine(request: pytest.FixtureRequest) -> str:
    """The engine of this run of the tests: `embedded`, a URL, or an image."""
    if hasattr(request, "param"):
        return request.param
    engines = engines_asked(request.config) or [EMBEDDED]
    if len(engines) > 1:
        pytest.fail("Several engines are asked for: take the fixture as an argument of the test.", pytrace=False)
    return engines[0]


@pytest.fixture(scope="session")
def graphmodel_server(graphmodel_engine: str, pytestconfig: pytest.Config) -> Iterator[Server | None]:
    """The server of this run of the tests; None on the embedded engine."""
    with contextlib.ExitStack() as running:
        with _told():
            server = running.enter_context(
                serving(graphmodel_engine, wipe=bool(pytestconfig.getoption("graphmodel_wipe")))
            )
        yield server


@pytest.fixture
def graphmodel_place(graphmodel_server: Server | None) -> Iterator[Place]:
    """The address of the test's empty database, for what connects by itself."""
    with contextlib.ExitStack() as opened:
        with _told():
            place = opened.enter_context(empty_place(graphmodel_server))
        yield place


@pytest.fixture
def connect_empty(graphmodel_place: Place) -> Iterator[ConnectEmpty]:
    """A function that connects to the test's database, empty when the test starts; what it opened is closed at the test's end."""
    with contextlib.ExitStack() as opened:

        def connect(connect: Callable[..., Any] = _connect, **options: Any) -> Any:
            return opened.enter_context(graphmodel_place.connect(connect, **options))

        yield connect


def _connect(*target: Any, **options: Any) -> Graph:
    from graphmodel import connect

    return connect(*target, **options)


@pytest.fixture
def graph(connect_empty: ConnectEmpty) -> Graph:
    """An open, empty `Graph`, new for each test."""
    return connect_empty()


@pytest.fixture
def async_graph(graphmodel_place: Place) -> AbstractAsyncContextManager[AsyncGraph]:
    """An empty `AsyncGraph`, which the test opens in its own event loop: `async with async_graph as graph:`."""

    @contextlib.asynccontextmanager
    async def opened() -> AsyncGenerator[AsyncGraph]:
        from graphmodel import connect_async

        async with await graphmodel_place.connect(connect_async) as graph:
            yield graph

    return opened()


@pytest.fixture
def trace() -> Iterator[Trace]:
    """The statements that graphs send while the test runs, as `graphmodel.tracer` records them."""
    from graphmodel import tracer

    with tracer() as trace:
        yield trace


@contextlib.contextmanager
def _told() -> Generator[None]:
    """Let a mistake that the user can mend be told without a traceback through our code."""
    from graphmodel.errors import GraphModelError

    try:
        yield
    except GraphModelError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


# --- databases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A running Neo4j whose database belongs to the tests."""

    url: str
    auth: tuple[str, str] = field(repr=False)  # failing tests print their arguments
    origin: str
    """Where it came from, for people to read."""

    def driver(self) -> neo4j.Driver:
        """A plain driver on it."""
        return _driver(self.url, self.auth)


@dataclass(frozen=True)
class Place:
    """The database of one test, empty when the test starts. `folder` is there on the embedded engine only."""

    url: str
    auth: tuple[str, str] = field(repr=False)
    folder: Path | None = None

    def driver(self) -> neo4j.Driver:
        """A plain driver on it, to see what is really stored."""
        return _driver(self.url, self.auth)

    def connect(self, connect: Callable[..., T], **options: Any) -> T:
        """What this function, such as `graphmodel.connect`, gives for this place. Who calls it closes that."""
        options = {"schema": "ensure", **options}
        if self.folder is not None:  # it is open in this process already, so this is the same engine
            return connect(self.folder, **options)
        return connect(self.url, auth=self.auth, **options)


def _driver(url: str, auth: tuple[str, str]) -> neo4j.Driver:
    import neo4j

    return cast("Any", neo4j.GraphDatabase).driver(url, auth=auth)  # whose own options are untyped


@contextlib.contextmanager
def empty_place(server: Server | None) -> Generator[Place]:
    """An empty database: the one of a server, or (None) a new embedded one."""
    if server is None:
        from graphmodel.engines.embedded import open_embedded

        with open_embedded(None) as opened:  # some 20 ms
            yield Place(opened.url, opened.auth, opened.folder)
    else:
        with server.driver() as driver:  # emptied before, not after: a failed test leaves its data to look at
            empty(driver)
        yield Place(server.url, server.auth)


def empty(driver: neo4j.Driver, *, schema: bool = True) -> None:
    """Delete all data of a Neo4j database, and its constraints and indexes too unless `schema` is False."""
    with cast("Any", driver).session() as session:
        # In batches: one transaction that deletes all runs out of memory after a large test.
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()
        if not schema:
            return
        for constraint in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {_quoted(constraint)}").consume()
        for index in session.run(_INDEXES).value():
            session.run(f"DROP INDEX {_quoted(index)}").consume()


def schema_of(driver: neo4j.Driver) -> set[str]:
    """The names of the constraints and indexes of a Neo4j database."""
    with cast("Any", driver).session() as session:
        return {*session.run("SHOW CONSTRAINTS YIELD name").value(), *session.run(_INDEXES).value()}


# The two token lookup indexes are Neo4j's own and stay; those of constraints go with them.
_INDEXES: LiteralString = (
    "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN name"
)


def _quoted(identifier: str) -> LiteralString:
    # The driver asks for literal text; this is the database's own name, quoted.
    return cast("LiteralString", "`" + identifier.replace("`", "``") + "`")


# --- servers ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(engine: str, *, wipe: bool = False) -> Generator[Server | None]:
    """The server of an engine, as long as the block lasts; None for the embedded one, which each test starts for itself.

    Args:
        engine: `embedded`, a URL, or the name of an image.
        wipe: delete what the database at a URL holds.

    Raises:
        WriteError: the database at a URL is not empty.
        ConnectionFailed, AuthenticationFailed: the server does not answer, or does not let us in.
        EngineUnavailable: no container of this image could be started.
        MissingExtra: containers need a package that is not installed.
    """
    if engine == EMBEDDED:
        yield None
    elif "://" in engine:
        server = _named(engine)
        if not wipe:
            _refuse_data(server)
        yield server
        with server.driver() as driver:
            empty(driver)  # it goes on after us: leave it as it was
    else:
        with _container(engine) as server:
            yield server


def _named(url: str) -> Server:
    from graphmodel import connect
    from graphmodel.errors import AuthenticationFailed, NotSupported

    user, slash, password = os.environ.get(AUTH_VARIABLE, "").partition("/")
    if not slash:
        raise AuthenticationFailed(f"The tests on {url} need {AUTH_VARIABLE}=user/password in the environment.")
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        raise NotSupported(
            f"The workers of pytest-xdist would empty {url} under each other: run them on the embedded engine or an image.",
            engine=url,
            feature="pytest-xdist",
        )
    with connect(url, auth=(user, password), schema="off"):  # raises our own errors where nobody answers or lets us in
        return Server(url, (user, password), f"the server at {url}")


def _refuse_data(server: Server) -> None:
    from graphmodel.errors import WriteError

    with server.driver() as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        schema = [
            record["name"]
            for text in ("SHOW CONSTRAINTS YIELD name", _INDEXES)
            for record in driver.execute_query(text).records
        ]
    if nodes or schema:
        raise WriteError(
            f"The database at {server.url} is not empty (nodes: {nodes}; constraints and indexes: {len(schema)}), and tests delete "
            "all there is. Give them an empty one; or say --graphmodel-wipe, if nobody needs what is there."
        )


@contextlib.contextmanager
def _container(image: str) -> Generator[Server]:
    from graphmodel.errors import EngineUnavailable, MissingExtra

    try:
        from docker.errors import DockerException
        from testcontainers.community.neo4j import Neo4jContainer
    except ImportError:
        raise MissingExtra(
            "Tests in a container need testcontainers, which is not installed: pip install 'graphmodel[testing]'."
        ) from None
    password = secrets.token_hex(12)
    try:
        container = Neo4jContainer(image, username="neo4j", password=password)
    except DockerException as error:
        raise EngineUnavailable(f"{image} cannot be run: no Docker daemon answers ({error}).") from None
    try:
        try:
            container.start()
        except Exception as error:
            said = f"{error}{_log(container)}".replace(password, "***")
            raise EngineUnavailable(f"{image} did not come up: {said}") from error
        yield Server(container.get_connection_url(), ("neo4j", password), f"the image {image}")
    finally:
        container.stop()


def _log(container: Neo4jContainer) -> str:
    """The end of what a container said, if it ever ran."""
    from testcontainers.core.exceptions import ContainerStartException

    try:
        return "\n" + b"".join(container.get_logs()).decode(errors="replace")[-3000:]
    except ContainerStartException:
        return ""
