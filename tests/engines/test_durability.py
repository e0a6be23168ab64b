"""What was acknowledged outlives the death of its process, whole; what was not is there whole or not at all.

A child process commits batches and prints the number of each once its commit is acknowledged. It is killed (kill -9) at
a random moment, the folder is opened again, and what is in it is compared with what the child had said.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import neo4j
import pytest

from graphmodel.engines import EmbeddedEngine, open_embedded, store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on this platform")

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(store.__file__).parents[2])}

# Batches of three sizes, so that kills fall between commits, into them, and into the sending of rows. Each is a chain.
WRITER = """
    import sys
    import neo4j
    from graphmodel.engines import open_embedded

    folder, number = sys.argv[1], int(sys.argv[2])
    engine = open_embedded(folder)
    driver = neo4j.GraphDatabase.driver(engine.url, auth=engine.auth)
    print("open", flush=True)
    while True:
        size = (1, 20, 1000)[number % 3]
        with driver.session(database=engine.database) as session, session.begin_transaction() as transaction:
            rows = [{"key": f"{number}-{place}", "batch": number, "place": place} for place in range(size)]
            transaction.run("CREATE (:Batch {number: $number, size: $size})", number=number, size=size).consume()
            transaction.run("UNWIND $rows AS row MERGE (n:Item {key: row.key}) SET n += row", rows=rows).consume()
            transaction.run(
                "MATCH (a:Item {batch: $number}) MATCH (b:Item {key: $start + toString(a.place + 1)}) "
                "CREATE (a)-[:NEXT]->(b)",
                number=number, start=f"{number}-",
            ).consume()
            transaction.commit()
        print(number, flush=True)
        number += 1
"""

WHOLE = """
    MATCH (batch:Batch)
    OPTIONAL MATCH (item:Item {batch: batch.number})
    OPTIONAL MATCH (item)-[next:NEXT]->(:Item {batch: batch.number})
    RETURN batch.number AS number, batch.size AS size, count(DISTINCT item) AS items, count(next) AS nexts
    ORDER BY number
"""


def rows(engine: EmbeddedEngine, text: str) -> list[dict[str, int]]:
    with neo4j.GraphDatabase.driver(engine.url, auth=engine.auth) as driver:
        result = driver.execute_query(neo4j.Query(text), database_=engine.database)  # pyright: ignore[reportArgumentType]
        return [record.data() for record in result.records]


def write_until_killed(folder: Path, first: int, seconds: float) -> list[int]:
    """The batches whose commits were acknowledged to a child that was killed `seconds` after it had begun."""
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        begun = child.stdout.readline()
        time.sleep(seconds)
        still_running = child.poll() is None
        os.kill(child.pid, signal.SIGKILL)
        said = child.stdout.read()
        assert (begun, still_running, child.stderr.read()) == ("open\n", True, "")
    # A line that the kill cut off was not said.
    return [int(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]


def test_acknowledged_batches_outlive_kill_9_and_none_is_partial(tmp_path: Path) -> None:
    moment = random.Random()  # noqa: S311 - the moments are to differ between runs; the seed is no secret
    acknowledged: list[int] = []
    with open_embedded(tmp_path) as engine:
        rows(engine, "CREATE CONSTRAINT item_key IF NOT EXISTS FOR (n:Item) REQUIRE n.key IS UNIQUE")
        rows(engine, "CREATE INDEX item_batch IF NOT EXISTS FOR (n:Item) ON (n.batch)")
    last = -1
    for kills in itertools.count(1):  # six, and as many more as a slow machine takes to commit enough
        seconds = moment.uniform(0.02, 0.8)
        said = write_until_killed(tmp_path, last + 1, seconds)
        acknowledged += said
        with open_embedded(tmp_path) as engine:
            found = {row["number"]: row for row in rows(engine, WHOLE)}
            total = rows(engine, "MATCH (n:Item) RETURN count(n) AS items, count(DISTINCT n.key) AS keys")[0]
            assert set(acknowledged) <= found.keys(), f"lost after a kill at {seconds} s"
            # At most the batch whose acknowledgement was on its way is there without having been said.
            assert max(found, default=-1) <= max([last, *said]) + 1
            last = max(found, default=-1)
            for number, row in found.items():
                assert (row["items"], row["nexts"]) == (row["size"], row["size"] - 1), f"batch {number}, {seconds} s"
            assert total["items"] == total["keys"] == sum(row["size"] for row in found.values())
            # It works at once: the index finds, the constraint holds, a write is taken.
            if found:
                assert len(rows(engine, f"MATCH (n:Item {{key: '{last}-0'}}) RETURN n.place AS place")) == 1
                with pytest.raises(neo4j.exceptions.ConstraintError):
                    rows(engine, f"CREATE (:Item {{key: '{last}-0'}})")
        if kills >= 6 and len(acknowledged) > 20:
            return


def test_a_creation_that_is_killed_at_any_moment_can_be_finished(tmp_path: Path) -> None:
    code = """
        import sys
        from graphmodel.engines import native, open_embedded
        native.load_library()
        print("go", flush=True)
        engine = open_embedded(sys.argv[1])
        sys.stdin.read()
    """
    states: set[str] = set()
    for round_ in range(10):
        folder = tmp_path / f"{round_}.graph"
        command = [sys.executable, "-c", textwrap.dedent(code), str(folder)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=ENVIRONMENT) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "go\n"
            time.sleep(round_ * 0.02)
            child.kill()
        states.add(" ".join(sorted(path.name for path in folder.rglob("*"))) if folder.exists() else "nothing")
        with open_embedded(folder) as engine:
            rows(engine, "CREATE (:Item {key: 'a'})")
            assert rows(engine, "MATCH (n:Item) RETURN count(n) AS items") == [{"items": 1}]
    assert len(states) > 1, f"every kill fell into the same moment: {states}"


def test_a_new_constraint_outlives_kill_9(tmp_path: Path) -> None:
    code = """
        import os, signal, sys
        import neo4j
        from graphmodel.engines import open_embedded
        engine = open_embedded(sys.argv[1])
        with neo4j.GraphDatabase.driver(engine.url, auth=engine.auth) as driver:
            driver.execute_query(
                "CREATE CONSTRAINT item_key IF NOT EXISTS FOR (n:Item) REQUIRE n.key IS UNIQUE",
                database_=engine.database,
            )
            driver.execute_query("CREATE (:Item {key: 'a'})-[:NEXT]->(:Other)", database_=engine.database)
            os.kill(os.getpid(), signal.SIGKILL)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)]
    assert subprocess.run(command, env=ENVIRONMENT, timeout=60, check=False).returncode == -signal.SIGKILL
    with open_embedded(tmp_path) as engine:
        assert rows(engine, "SHOW CONSTRAINTS YIELD name RETURN count(name) AS names") == [{"names": 1}]
        assert rows(engine, "MATCH (:Item)-[n:NEXT]->(:Other) RETURN count(n) AS nexts") == [{"nexts": 1}]
        with pytest.raises(neo4j.exceptions.ConstraintError):
            rows(engine, "CREATE (:Item {key: 'a'})")
