"""A merge is killed (kill -9) in its middle, and the folder opened again: what was acknowledged is there, in whole batches."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import graphmodel
from graphmodel import Graph, Key, Node, Relationship, connect, select

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on this platform")

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(graphmodel.__file__).parents[1])}
BATCH = 50


class Item(Node):
    key: Key[str]
    number: int


class Next(Relationship[Item, Item]):
    number: int


MODELS = """
    import sys
    from graphmodel import Key, Node, Relationship, connect, ref

    class Item(Node):
        key: Key[str]
        number: int

    class Next(Relationship[Item, Item]):
        number: int

    graph = connect(sys.argv[1])
    first = int(sys.argv[2])
"""

# Says each chunk once its commit is acknowledged.
CHUNKS = """
    def say(kind, done, all_rows):
        if done == 50:
            print("begin", flush=True)
        print(kind[:5], done, flush=True)

    items = [Item(key=str(i), number=i) for i in range(first, first + 100_000)]
    graph.merge(items, commit_every=50, progress=say)
"""

WHOLE = """
    def items():
        for i in range(first, first + 40_000):
            yield Item(key=str(i), number=i)
        for i in range(first, first + 39_999):
            yield Next(start=ref(Item, str(i)), end=ref(Item, str(i + 1)), number=i)

    graph.merge(Item(key=f"before {first}", number=-1))
    graph.learn(Item, Next)
    prepared = list(items())
    print("begin", flush=True)
    graph.merge(prepared, progress=lambda kind, done, all_rows: print(kind[:5], done, flush=True))
    print("done", flush=True)
"""


def killed(folder: Path, program: str, first: int, lines: int, seconds: float) -> list[str]:
    """What a child said that was killed so many seconds after it had begun and said so many lines."""
    text = textwrap.dedent(MODELS) + textwrap.dedent(program)
    command = [sys.executable, "-c", text, str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        begun, *heard = [child.stdout.readline() for _ in range(lines + 1)]
        time.sleep(seconds)
        running = child.poll() is None
        os.kill(child.pid, signal.SIGKILL)
        said, complaints = child.stdout.read(), child.stderr.read()
    assert (begun, running, complaints) == ("begin\n", True, "")
    return heard + [line for line in said.splitlines(keepends=True) if line.endswith("\n")]


def numbers(graph: Graph) -> list[int]:
    return graph.all(select(Item.number).where(Item.number >= 0).order_by(Item.number))


def test_every_acknowledged_batch_is_there_and_none_in_part(tmp_path: Path) -> None:
    folder, expected = tmp_path / "a.graph", 0
    for _ in range(4):
        said = killed(folder, CHUNKS, expected, 2, random.uniform(0, 0.5))  # noqa: S311  (guards nothing)
        acknowledged = expected + (int(said[-1].split()[1]) if said else 0)
        with connect(folder) as graph:
            found = numbers(graph)
            # The chunk on its way may have been written and its answer not said: it is there whole or not at all.
            assert found == list(range(len(found)))
            assert len(found) in (acknowledged, acknowledged + BATCH)
            assert graph.count(Item) == len(found)
        expected = len(found)
    assert expected >= 4 * 2 * BATCH


def test_nothing_of_one_big_merge_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "a.graph"
    for first, lines in ((0, 0), (100_000, 2), (200_000, 6)):  # before, among the nodes, among the relationships
        said = killed(folder, WHOLE, first, lines, 0.05)
        assert "done\n" not in said
        with connect(folder) as graph:
            assert numbers(graph) == []
            assert graph.count(Next) == 0
            assert graph.find(Item, f"before {first}") is not None
