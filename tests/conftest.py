"""A test that asks for `graph`, `driver` or `place` runs on each engine: embedded, and a real Neo4j of each version.

`graph` and `connect_empty` are those of `graphmodel.testing`, on these engines.

`@pytest.mark.engine("embedded")` or `@pytest.mark.engine("neo4j")` keeps a test to the engines whose name starts so.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import neo4j
import pytest

from graphmodel.errors import GraphModelError
from graphmodel.testing import EMBEDDED

from .support.engines import Engine, Place, Server, Servers, engines
from .support.neo4j_jars import JarsUnavailable, Neo4jSetupError
from .support.neo4j_server import CURRENT, LTS
from .support.worlds import DATASETS, Worlds, on_server
from .support.worlds import imported as import_all

if TYPE_CHECKING:
    from graphmodel import World

NO_NEO4J = "no tests on Neo4j: "
VERSIONS_VARIABLE = "GRAPHMODEL_TEST_NEO4J_VERSIONS"
_origins = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options about Neo4j."""
    group = parser.getgroup("graphmodel")
    group.addoption("--require-neo4j", action="store_true", help="fail instead of skipping where Neo4j cannot be had")
    group.addoption(
        "--neo4j-versions",
        metavar="VERSIONS",
        default=os.environ.get(VERSIONS_VARIABLE, LTS),
        help=f"'all' ({LTS} and {CURRENT}) or versions with commas between (default: ${VERSIONS_VARIABLE}, else {LTS})",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker, and end on SIGTERM as on Ctrl-C: a started Neo4j must not outlive a cancelled run."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.addinivalue_line("markers", "engine(prefix): run only on the engines whose name starts with this")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test on an engine one run an engine; the session scope keeps the tests of one engine together."""
    if "engine" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("engine")
    prefix = marker.args[0] if marker else ""
    chosen = [engine for engine in engines(metafunc.config) if engine.name.startswith(prefix)]
    metafunc.parametrize("engine", chosen, ids=[engine.name for engine in chosen], indirect=True, scope="session")


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Iterator[Servers]:
    """The Neo4j servers of this session."""
    started = Servers()
    try:
        yield started
    finally:
        output: dict[str, list[str]] | None = getattr(pytestconfig, "workeroutput", None)  # of a process beside others
        if output is None:
            pytestconfig.stash[_origins] = started.origins()
        else:
            output["origins"] = started.origins()
        started.close()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine of this run of the test."""
    return request.param


@pytest.fixture
def server(engine: Engine, servers: Servers, request: pytest.FixtureRequest) -> Server | None:
    """The Neo4j server of this run, started with the first test that needs it; None on the embedded engine."""
    try:
        return servers.get(engine, wipe=bool(request.config.getoption("graphmodel_wipe")))
    except JarsUnavailable as error:
        if request.config.getoption("--require-neo4j"):
            raise pytest.fail.Exception(f"--require-neo4j: {error}", pytrace=False) from None
        raise pytest.skip.Exception(f"{NO_NEO4J}{error}") from None
    except (Neo4jSetupError, GraphModelError) as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture
def graphmodel_server(server: Server | None) -> Server | None:
    """What the fixtures of `graphmodel.testing` run on: our engines in the place of theirs."""
    return server


@pytest.fixture
def place(graphmodel_place: Place) -> Place:
    """An empty database: no data, constraints or indexes."""
    return graphmodel_place


@pytest.fixture(scope="session")
def worlds(servers: Servers) -> Iterator[Worlds]:  # noqa: ARG001  (they go before their servers)
    """The loaded worlds of this session."""
    opened = Worlds()
    yield opened
    opened.close()


@pytest.fixture
def world(engine: Engine, server: Server | None, worlds: Worlds) -> World:
    """The curated world, loaded once a session: for tests that only read."""
    return worlds.get(engine, server)


@pytest.fixture(scope="session")
def imported_worlds(servers: Servers) -> Iterator[Worlds]:  # noqa: ARG001  (they go before their servers)
    """The worlds of imported data of this session."""
    opened = Worlds(import_all)
    yield opened
    opened.close()


@pytest.fixture
def imported(engine: Engine, server: Server | None, imported_worlds: Worlds) -> World:
    """Published data sets, imported once a session into a world without anything else: for tests that only read."""
    if not DATASETS.is_dir():
        raise pytest.skip.Exception(f"the data sets are not beside this repository: {DATASETS.name}")
    return imported_worlds.get(engine, server)


@pytest.fixture
def empty_world(server: Server | None, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world without data."""
    from graphmodel import World

    if server is None:
        place: Place = request.getfixturevalue("place")
        with World.connect(place.folder) as opened:
            yield opened
    else:
        with on_server(server) as opened:
            yield opened


@pytest.fixture
def driver(server: Server | None, request: pytest.FixtureRequest) -> Iterator[neo4j.Driver]:
    """A plain neo4j driver on the database of the test, empty when it starts, to see what is really stored."""
    if server is not None and "empty_world" in request.fixturenames:  # whose database it is, with its constraints
        request.getfixturevalue("empty_world")
        opened = server.driver()
    else:
        place: Place = request.getfixturevalue("place")
        opened = place.driver()
    with opened as driver:
        yield driver


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes run, keep the tests of a server in one of them: each would start one of its own.

    Those on the embedded engine, which every process has, stay together by folder, as they share worlds.
    """
    from xdist.scheduler import LoadScopeScheduling  # pyright: ignore[reportMissingTypeStubs]  (it has none)

    names = [engine.name for engine in engines(config)]

    class ByEngine(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            parameters = nodeid.rpartition("[")[2]
            file = nodeid.partition("::")[0]
            alone = nodeid if "/notebooks/" in nodeid else file  # a kernel each: side by side
            scope = next((name for name in names if name in parameters), alone)
            return "/".join(file.split("/")[:2]) if scope == EMBEDDED else scope

    return ByEngine(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a process that ran beside others says of its servers."""
    known = node.config.stash.setdefault(_origins, [])
    known += [line for line in node.workeroutput.get("origins", ()) if line not in known]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which real servers were behind the results."""
    nothing: list[str] = []
    for line in config.stash.get(_origins, nothing):
        terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put all tests that skip for want of Neo4j into one line of the summary, which goes by place and reason."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and report.longrepr[2].startswith(f"Skipped: {NO_NEO4J}"):
        report.longrepr = ("tests", 0, report.longrepr[2])
    return report


@pytest.hookimpl(trylast=True)  # after pytest has put the tests of an engine together
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests that share a loaded world together, as the one database of a server is emptied for others.

    And run the examples of docstrings as they are typed at a prompt: without the `from __future__` lines of their module. A
    docstring that stands at two names, as those of the analyses do, is run once.
    """
    items.sort(key=_loads)
    seen: set[str | None] = set()
    for item in list(items):
        if isinstance(item, pytest.DoctestItem):
            item.dtest.globs.pop("annotations", None)
            if item.dtest.docstring in seen:
                items.remove(item)
            seen.add(item.dtest.docstring)


def _loads(item: pytest.Item) -> int:
    """Tests of the curated world come first, then those of imported data, then those of an empty world, then all others.

    The first three leave a server the constraints of a world, with which it keeps its plans; each has the order that it is in.
    """
    names: list[str] = getattr(item, "fixturenames", [])
    return next((place for place, name in enumerate(("world", "imported", "empty_world")) if name in names), 3)
