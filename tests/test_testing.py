"""`graphmodel.testing` as a user's project meets it: pytest runs there in a process of its own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import neo4j
import pytest
from markdown_it import MarkdownIt

from graphmodel.testing import AUTH_VARIABLE, ENGINES_VARIABLE, Place

from .support.neo4j_image import image_name
from .support.neo4j_server import LTS
from .test_package import fresh_environment
from .test_package import run as run_python

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "testing.md"

PEOPLE = """
import graphmodel as gm
from graphmodel import World
from graphmodel.domain import State

class Person(gm.Node):
    name: gm.Key[str]

def test_one(graph):
    assert graph.count(Person) == 0
    graph.merge(Person(name="Ada"))
    assert graph.count(Person) == 1

def test_two(graph):
    assert graph.count(Person) == 0
    graph.merge(Person(name="Grace"))

def test_the_same_database_twice(graph, connect_empty):
    graph.merge(Person(name="Ada"))
    assert connect_empty(models=[Person]).get(Person, "Ada").name == "Ada"

def test_a_world(connect_empty):
    world = connect_empty(World.connect)
    assert isinstance(world, World)
    assert world.merge(State(key="IRN", name="Iran", iso3="IRN")).created == 1
"""


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (ENGINES_VARIABLE, AUTH_VARIABLE, "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-p", "graphmodel.testing", "-W", "error", "-v", *options)


def settings_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the place; its password is put where the plugin looks for it."""
    monkeypatch.setenv(AUTH_VARIABLE, "/".join(place.auth))
    return place.url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- the embedded engine ----------------------------------------------------------------------------------------------


def test_embedded_unless_asked_otherwise(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(PEOPLE)
    ran = run(pytester)
    ran.assert_outcomes(passed=4)
    ran.stdout.fnmatch_lines(["*::test_one PASSED*", "*::test_two PASSED*"])


def test_async_graphs_and_traces(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import asyncio
        import graphmodel as gm
        import pytest
        from graphmodel.errors import GraphClosed

        class Person(gm.Node):
            name: gm.Key[str]

        def test_async(async_graph, graph):
            async def main():
                async with async_graph as awaited:
                    await awaited.merge(Person(name="Ada"))
                with pytest.raises(GraphClosed):
                    await awaited.find(Person, "Ada")

            asyncio.run(main())
            assert graph.get(Person, "Ada").name == "Ada"

        def test_not_opened(async_graph):
            pass

        def test_trace(graph, trace):
            assert trace == []
            graph.learn(Person)
            trace.clear()
            graph.find(Person, "Ada")
            graph.run("RETURN 1 AS one")
            assert [statement.rows for statement in trace] == [0, 1]
        """
    )
    run(pytester).assert_outcomes(passed=3)


def test_what_is_open_is_closed_after_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from graphmodel.errors import GraphClosed

        kept = []

        def test_first(graph, connect_empty, graphmodel_place):
            kept.extend([graph, connect_empty()])
            assert graphmodel_place.folder.is_dir()
            assert graphmodel_place.auth[1] not in repr(graphmodel_place)
            kept.append(graphmodel_place.folder)

        def test_then():
            *graphs, folder = kept
            assert not folder.exists()
            for graph in graphs:
                with pytest.raises(GraphClosed):
                    graph.run("RETURN 1 AS one")
        """
    )
    run(pytester).assert_outcomes(passed=2)


def test_a_project_that_does_not_use_it_pays_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            heavy = {"neo4j", "arcadedb", "pydantic", "docker", "testcontainers", "asyncio"}
            assert heavy & set(sys.modules) == set()
        """
    )
    ran = run(pytester, "--graphmodel-image", "neo4j:5.26")  # which nothing asks for, so nothing is started
    ran.assert_outcomes(passed=1)


def test_a_fixture_of_the_project_goes_before_ours(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture
        def graph():
            return "a chart"

        def test_it(graph):
            assert graph == "a chart"
        """
    )
    ran = run(pytester, "--graphmodel-embedded", "--graphmodel-url", "bolt://nowhere.invalid:7687")
    ran.assert_outcomes(passed=1)


def test_pytest_finds_it_where_it_is_installed(pytester: pytest.Pytester, tmp_path: Path) -> None:
    python = fresh_environment(tmp_path / "environment", with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--editable"]
    run_python(python, *install, str(ROOT), folder=tmp_path)
    pytester.makepyfile(PEOPLE)
    for named in ([], ["-p", "graphmodel.testing"]):  # naming it does not load it twice
        assert "4 passed" in run_python(
            python, "-m", "pytest", "-W", "error", *named, str(pytester.path), folder=tmp_path
        )


# --- a server by its URL ----------------------------------------------------------------------------------------------


@pytest.mark.engine("neo4j")
def test_several_engines(pytester: pytest.Pytester, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    url = settings_for(place, monkeypatch)
    monkeypatch.setenv(ENGINES_VARIABLE, f"embedded, {url}")
    pytester.makepyfile(PEOPLE)

    ran = run(pytester)

    ran.assert_outcomes(passed=8)
    address = url.removeprefix("bolt://")
    ran.stdout.fnmatch_lines(["*::test_one?embedded? PASSED*", f"*::test_one?neo4j-{address}? PASSED*"])
    ran = run(pytester, "--graphmodel-url", url)  # options go before the environment
    ran.assert_outcomes(passed=4)
    with place.driver() as driver:
        assert not driver.execute_query("MATCH (n) RETURN n").records, "the database is left as it was found"
        assert not driver.execute_query("SHOW CONSTRAINTS YIELD name").records


@pytest.mark.engine("neo4j")
def test_engines_by_settings(pytester: pytest.Pytester, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    url = settings_for(place, monkeypatch)
    pytester.makepyprojecttoml(
        f'[tool.pytest.ini_options]\ngraphmodel_engines = ["{url}"]\naddopts = ["--strict-config"]'
    )
    pytester.makepyfile(
        f"""
        def test_it(graph, graphmodel_place):
            assert graphmodel_place.url == "{url}"
            assert graphmodel_place.folder is None
            assert graph.run("RETURN 1 AS one") == [{{"one": 1}}]
        """
    )
    run(pytester).assert_outcomes(passed=1)
    assert run(pytester, "--graphmodel-embedded").ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.engine("neo4j")
@pytest.mark.parametrize(
    "what",
    [
        "CREATE (:Precious)",
        "CREATE CONSTRAINT FOR (p:Precious) REQUIRE p.key IS UNIQUE",
        "CREATE INDEX FOR (p:Precious) ON p.at",
    ],
)
def test_what_is_there_is_not_deleted(
    what: str, pytester: pytest.Pytester, place: Place, driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> tuple[int, int]:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        return nodes, len(driver.execute_query("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP'").records)

    driver.execute_query(what)  # type: ignore[arg-type]  (from the list above)
    before = held()
    url = settings_for(place, monkeypatch)
    pytester.makepyfile(PEOPLE)

    ran = run(pytester, "--graphmodel-url", url)
    ran.assert_outcomes(errors=4)
    ran.stdout.fnmatch_lines([f"The database at {url} is not empty (nodes: *--graphmodel-wipe*"])
    assert held() == before

    run(pytester, "--graphmodel-url", url, "--graphmodel-wipe").assert_outcomes(passed=4)
    assert held() == (0, 0)


@pytest.mark.engine("neo4j")
def test_a_wrong_password(pytester: pytest.Pytester, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, "neo4j/opensesame")
    pytester.makepyfile(PEOPLE)
    ran = run(pytester, "--graphmodel-url", place.url)
    ran.assert_outcomes(errors=4)
    said = ran.stdout.str()
    assert "AuthenticationFailed" not in said, "the message alone, not our code"
    assert "refused" in said
    assert "opensesame" not in said


# --- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "workers", "message"),
    [
        (None, None, f"*need {AUTH_VARIABLE}=user/password in the environment.*"),
        ("neo4j", None, f"*need {AUTH_VARIABLE}=user/password in the environment.*"),
        ("neo4j/opensesame", "2", "*workers of pytest-xdist would empty * under each other*"),
        ("neo4j/opensesame", None, "*127.0.0.1:*"),
    ],
    ids=["no password", "half a password", "several workers", "nobody answers"],
)
def test_a_url_that_cannot_be_used(
    auth: str | None, workers: str | None, message: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    if auth is not None:
        monkeypatch.setenv(AUTH_VARIABLE, auth)
    if workers is not None:
        monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", workers)
    pytester.makepyfile("def test_it(graph):\n    pass")
    ran = run(pytester, "--graphmodel-url", f"bolt://127.0.0.1:{free_port()}")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([message])
    assert "Traceback" not in ran.stdout.str()
    assert "opensesame" not in ran.stdout.str()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--graphmodel-url", "localhost:7687"),
        ("--graphmodel-image", "bolt://localhost:7687"),
        ("--graphmodel-image", "embedded"),
    ],
)
def test_options_that_are_mixed_up(option: str, value: str, pytester: pytest.Pytester) -> None:
    ran = run(pytester, option, value)
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines([f"*{option}*'{value}' is no *, such as *"])


def test_one_of_several_engines_is_not_picked_silently(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(request):\n    request.getfixturevalue('graph')")
    ran = run(pytester, "--graphmodel-embedded", "--graphmodel-image", "neo4j:5.26")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["Several engines are asked for: take the fixture as an argument of the test."])


def test_containers_need_their_package(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("import sys\nsys.modules['testcontainers'] = None")
    pytester.makepyfile("def test_it(graph):\n    pass")
    ran = run(pytester, "--graphmodel-image", "neo4j:5.26")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*pip install 'graphmodel?testing?'*"])


def test_containers_need_docker(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{free_port()}")
    pytester.makepyfile("def test_it(graph):\n    pass")
    ran = run(pytester, "--graphmodel-image", "neo4j:5.26")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["neo4j:5.26 cannot be run: no Docker daemon answers*"])


# --- an image ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def image() -> str:
    """The image that `make test-container` makes; nothing is pulled."""
    look = [sys.executable, "-c", f"import docker; docker.from_env().images.get({image_name(LTS)!r})"]
    looked = subprocess.run(
        look, capture_output=True, text=True, check=False
    )  # apart: where it fails it leaves a socket open
    if looked.returncode:
        pytest.skip(
            f"no container of Neo4j (`make test-container` makes its image): {looked.stderr.splitlines()[-1][:200]}"
        )
    return image_name(LTS)


def test_a_container(image: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTCONTAINERS_RYUK_DISABLED", "true")  # its helper image would be pulled
    pytester.makepyfile(PEOPLE)
    ran = run(pytester, "--graphmodel-embedded", "--graphmodel-image", image)
    ran.assert_outcomes(passed=8)
    ran.stdout.fnmatch_lines([f"*::test_one?neo4j-{LTS}? PASSED*"])


def test_a_container_that_does_not_start(
    image: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
    monkeypatch.setenv("TC_MAX_TRIES", "1")
    pytester.makepyfile("def test_it(graph):\n    pass")
    pytester.makeconftest(
        """
        from testcontainers.community.neo4j import Neo4jContainer

        Neo4jContainer._configure = lambda self: None  # without a password the image refuses to start
        """
    )
    ran = run(pytester, "--graphmodel-image", image)
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([f"{image} did not come up: *", "this image needs NEO4J_AUTH=neo4j/PASSWORD"])


# --- the guide --------------------------------------------------------------------------------------------------------

FENCES = [token for token in MarkdownIt().parse(GUIDE.read_text("utf-8")) if token.type == "fence"]


def test_samples_of_the_guide_run(pytester: pytest.Pytester) -> None:
    samples = [fence.content for fence in FENCES if fence.info == "python"]
    assert len(samples) == 5
    pytester.makeconftest(
        """
        import asyncio
        import pytest

        def pytest_configure(config):
            config.addinivalue_line("markers", "asyncio: what the plugin of this name would run")

        @pytest.hookimpl(tryfirst=True)
        def pytest_pyfunc_call(pyfuncitem):
            if pyfuncitem.get_closest_marker("asyncio"):
                asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}))
                return True
        """
    )
    pytester.makepyfile(**{f"test_sample_{number}": sample for number, sample in enumerate(samples)})
    pytester.makepyprojecttoml("\n".join(fence.content for fence in FENCES if fence.info == "toml"))
    run(pytester, "--strict-config").assert_outcomes(passed=7)


def test_options_in_the_guide_are_all_there_are(pytester: pytest.Pytester) -> None:
    option = re.compile(r"--graphmodel-[a-z]+")
    offered = set(option.findall(run(pytester, "--help").stdout.str()))
    assert len(offered) == 4
    assert set(option.findall(GUIDE.read_text("utf-8"))) == offered
