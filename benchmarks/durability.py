"""What flushing the write-ahead log at each commit costs in the embedded engine.

    python benchmarks/durability.py [FOLDER]

FOLDER is on the disk to be measured (default: a temporary folder). The three modes run interleaved, each in a graph of
its own; printed are medians and their ratio to "no". Singles: 100 commits of one node each; bulk: one commit of 10,000
nodes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import LiteralString

import neo4j

from graphmodel.engines import native

MODES = ("no", "yes_nometadata", "yes_full")
ROUNDS = 7
SINGLES = 100
BULK = 10_000


def main(folder: str | None) -> None:
    """Measure and print."""
    library = native.load_library()
    times: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        drivers: dict[str, neo4j.Driver] = {}
        for mode in MODES:
            data = base / mode / "data"
            data.mkdir(parents=True)
            server = native.Server(library, data, base / mode / "private", create=True, wal_flush=mode)
            stack.callback(server.stop)
            drivers[mode] = neo4j.GraphDatabase.driver(
                f"bolt://{native.HOST}:{server.port}",
                auth=server.accounts.root,
            )
            stack.callback(drivers[mode].close)
        for round_ in range(ROUNDS + 1):
            for mode, driver in drivers.items():
                single, bulk = run(driver, round_)
                if round_:  # the first warms up
                    times.setdefault((mode, "single"), []).append(single)
                    times.setdefault((mode, "bulk"), []).append(bulk)
    for kind in ("single", "bulk"):
        base_time = statistics.median(times["no", kind])
        for mode in MODES:
            median = statistics.median(times[mode, kind])
            low, high = min(times[mode, kind]), max(times[mode, kind])
            spread = f"({low * 1000:.2f} to {high * 1000:.2f})"
            sys.stdout.write(f"{kind:7}{mode:16}{median * 1000:9.2f} ms {spread:22}{median / base_time:5.2f}\n")


def run(driver: neo4j.Driver, round_: int) -> tuple[float, float]:
    """Seconds for one single commit (mean of SINGLES), and for the bulk commit."""
    with driver.session(database=native.DATABASE) as session:
        start = time.perf_counter()
        for number in range(SINGLES):
            execute(
                session,
                "CREATE (:Single {round: $round, number: $number})",
                round=round_,
                number=number,
            )
        single = (time.perf_counter() - start) / SINGLES
        rows = [{"round": round_, "number": number, "name": f"name of {number}"} for number in range(BULK)]
        start = time.perf_counter()
        execute(session, "UNWIND $rows AS row CREATE (n:Bulk) SET n = row", rows=rows)
        return single, time.perf_counter() - start


def execute(session: neo4j.Session, text: LiteralString, **parameters: object) -> None:
    """In a transaction: a statement without one is not one commit in this engine, but one for each row."""
    with session.begin_transaction() as transaction:
        transaction.run(text, parameters).consume()
        transaction.commit()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
