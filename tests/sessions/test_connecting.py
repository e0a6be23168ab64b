from __future__ import annotations

import socket
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

import graphmodel as gm
from graphmodel import Graph, Key, Node, select
from graphmodel.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    EngineError,
    GraphClosed,
    GraphModelError,
    NotSupported,
    SchemaError,
    StatementError,
)

from ..model.toy import Organization, State
from ..support.engines import Place

SECRET = "hunter" + "2" * 9


def all_text(error: BaseException) -> str:
    """Everything that a log or a terminal would show of an error."""
    return str(error) + repr(error) + "".join(traceback.format_exception(error)) + repr(error.__dict__.get("code"))


def test_two_graphs_at_once_do_not_know_each_other(tmp_path: Path) -> None:
    with gm.connect() as a, gm.connect() as b, gm.connect(tmp_path / "c.graph") as c:
        for i, graph in enumerate((a, b, c)):
            graph.merge([State(iso3=f"{n}", name="x") for n in range(i + 1)])
        assert [graph.count(State) for graph in (a, b, c)] == [1, 2, 3]


def test_one_folder_twice_is_one_graph(tmp_path: Path) -> None:
    folder = tmp_path / "a.graph"
    first, second = gm.connect(folder), gm.connect(str(folder))
    first.merge(State(iso3="IRN", name="Iran"))
    assert second.count(State) == 1
    first.close()
    second.merge(State(iso3="RUS", name="Russia"))
    second.close()
    with gm.connect(folder) as again:
        assert sorted(s.iso3 for s in again.all(State)) == ["IRN", "RUS"]


def test_closing(place: Place) -> None:
    graph = gm.connect(place.folder) if place.folder else gm.connect(place.url, auth=place.auth, schema="ensure")
    with graph:
        graph.merge(State(iso3="IRN", name="Iran"))
    graph.close()
    graph.close()
    assert "closed" in repr(graph)
    for use in (
        lambda: graph.all(State), lambda: graph.get(State, "IRN"), lambda: graph.merge(State(iso3="x", name="x")), graph.session,
        lambda: graph.run("RETURN 1 AS n"), lambda: graph.transact(lambda s: s.all(State)), lambda: graph.count(Organization),
        lambda: graph.delete(State(iso3="x", name="x")), lambda: graph.schema.read(), lambda: graph.run("RETURN 1 AS n", reads=True),  # noqa: E501, PLW0108
    ):  # fmt: skip
        with pytest.raises(GraphClosed, match="Connect again"):
            use()


def test_an_exception_in_the_block_closes_the_graph() -> None:
    kept: list[Graph] = []
    with pytest.raises(ZeroDivisionError), gm.connect() as graph:  # noqa: PT012
        kept.append(graph)
        raise ZeroDivisionError
    with pytest.raises(GraphClosed):
        kept[0].count(State)


def test_a_class_defined_again(graph: Graph) -> None:
    def define() -> Any:
        class Cell(Node):
            key: Key[str]
            value: int = 1

        return Cell

    def define_again() -> Any:
        class Cell(Node):
            key: Key[str]
            value: int = 1
            more: str = "m"

        return Cell

    first = define()
    graph.merge(first(key="a"))
    second = define_again()
    graph.merge(second(key="b", more="x"))
    assert graph.get(second, "a").more == "m"
    assert [type(each) for each in graph.all(select(second))] == [second, second]
    assert type(graph.run("MATCH (c:Cell {key: 'b'}) RETURN c")[0]["c"]) is second
    assert type(graph.get(first, "b")) is first


# --- what goes wrong ----------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nobody_answers(scheme: str) -> None:
    url = f"{scheme}://127.0.0.1:{free_port()}"
    with pytest.raises(ConnectionFailed, match=url) as failed:
        gm.connect(url, auth=("neo4j", SECRET))
    assert failed.value.url == url
    assert SECRET not in all_text(failed.value)


def test_somebody_answers_who_is_no_database() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(64)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(EngineError) as failed:
            gm.connect(f"bolt://127.0.0.1:{server.getsockname()[1]}", auth=("neo4j", SECRET))
        thread.join(10)
    assert SECRET not in all_text(failed.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:7474", "postgres://x/y", "bolt://", "neo4j://host:notaport", "bolt+unix://x", "://"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ConnectionFailed):
        gm.connect(url, auth=("neo4j", SECRET))


def test_a_password_in_the_address_is_not_told() -> None:
    for url in (
        f"bolt://neo4j:{SECRET}@127.0.0.1:{free_port()}",
        f"http://neo4j:{SECRET}@host",
        f"neo4j://a:{SECRET}@h:notaport",
    ):
        with pytest.raises(GraphModelError) as failed:
            gm.connect(url)
        assert SECRET not in all_text(failed.value)


def test_a_server_checks_the_password(place: Place) -> None:
    with pytest.raises(AuthenticationFailed, match=r"user or password") as failed:
        gm.connect(place.url, auth=("neo4j", SECRET))
    assert SECRET not in all_text(failed.value)
    with pytest.raises((AuthenticationFailed, ConnectionFailed)):
        gm.connect(place.url)


@pytest.mark.engine("neo4j")
def test_a_database_that_is_not_there(place: Place) -> None:
    with pytest.raises(ConnectionFailed, match="nowhere"):
        gm.connect(place.url, auth=place.auth, database="nowhere")


def test_options_of_servers_are_not_for_folders(tmp_path: Path) -> None:
    for options in ({"auth": ("a", SECRET)}, {"database": "x"}):
        with pytest.raises(ConnectionFailed, match="URL") as failed:
            gm.connect(tmp_path / "x", **options)  # pyright: ignore[reportArgumentType]
        assert SECRET not in str(failed.value)
    with pytest.raises(NotSupported):
        gm.connect(tmp_path / "x", impersonated_user="x")
    assert not (tmp_path / "x").exists()


def test_the_password_is_nowhere_in_sight(place: Place, graph: Graph) -> None:
    for shown in (repr(graph), str(graph), repr(graph.schema), repr(graph.session), repr(vars(graph))):
        assert place.auth[1] not in shown


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("MATCH (n RETURN n", {"p": SECRET}),
    ("RETURN nothing.x AS x", {"p": SECRET}),
    ("RETURN doesNotExist($p) AS x", {"p": SECRET}),
    ("RETURN date($p) AS x", {"p": SECRET}),
    ("RETURN toInteger([$p]) AS x", {"p": SECRET}),
    ("RETURN 1 / 0 AS x", {"p": SECRET}),
    ("RETURN $p + $missing AS x", {"p": SECRET}),
    ("RETURN duration({days: $p}) AS x", {"p": SECRET}),
    ("UNWIND $p AS p RETURN date(p.x) AS x", {"p": [{"x": SECRET}]}),
]


@pytest.mark.parametrize(("text", "parameters"), BROKEN, ids=[text for text, _ in BROKEN])
def test_broken_cypher_is_a_statement_error_without_values(graph: Graph, text: str, parameters: dict[str, Any]) -> None:
    for reads in (False, True):
        try:
            graph.run(text, parameters, reads=reads)
        except GraphModelError as error:
            assert isinstance(error, EngineError)  # noqa: PT017
            assert SECRET not in all_text(error)  # noqa: PT017
            if "RETURN n" in text or "doesNotExist" in text:
                assert isinstance(error, StatementError)  # noqa: PT017
                assert error.code is not None  # noqa: PT017
        else:
            assert "toInteger" in text or "duration" in text  # some engines give null
    assert graph.run("RETURN 1 AS n") == [{"n": 1}]


@pytest.mark.engine("neo4j")
def test_a_statement_that_takes_too_long_is_ended(place: Place) -> None:
    with gm.connect(place.url, auth=place.auth, timeout=0.5) as graph, pytest.raises(EngineError) as ended:
        graph.run("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a + b AS c RETURN max(c) AS m")
    assert "time" in str(ended.value).lower()


def test_timeouts_that_an_engine_lacks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSupported, match="transaction_timeouts"), gm.connect(tmp_path / "x", timeout=1.0) as graph:
        graph.run("RETURN 1 AS n")


def test_errors_of_users_code_pass_through(graph: Graph) -> None:
    def fail(_: Any) -> None:
        raise KeyError("mine")

    works: list[Callable[[], Any]] = [
        lambda: graph.transact(fail),
        lambda: graph.merge(State(iso3=str(1 // 0), name="x")),
    ]
    for work, kind in zip(works, (KeyError, ZeroDivisionError), strict=True):
        with pytest.raises(kind):
            work()


def test_a_word_for_the_schema_that_is_none_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    for connect in (gm.connect, gm.World.connect):
        with pytest.raises(SchemaError, match="'ensure', 'check' or 'off'"):
            connect(tmp_path / "x.graph", schema=cast("Any", "bananas"))
    assert not (tmp_path / "x.graph").exists()


def test_an_option_that_the_driver_has_not_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ConnectionFailed, match="timout"):
        gm.connect(tmp_path / "x.graph", timout=3)
    with gm.connect(tmp_path / "x.graph") as graph:  # and the engine was let go
        assert graph.count(State) == 0
