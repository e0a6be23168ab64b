"""graphmodel, other mappers and the raw driver on one Neo4j, in turn, as ratios.

python -m benchmarks.peers [--runs N] [--url URL] [--sides raw,graphmodel,...] [--json FILE]

Without --url a Neo4j 5.26 of our own is started, as for the tests. A server given by URL is EMPTIED; its user and password are
taken from GRAPHMODEL_TEST_NEO4J_AUTH=user/password. Each library is put into an environment of its own in the cache.
"""

from __future__ import annotations

import argparse
import json
import os
from contextlib import ExitStack
from pathlib import Path

import neo4j
from rich.console import Console

from benchmarks.peers import running
from benchmarks.peers.measuring import Measuring
from benchmarks.peers.running import Worker
from benchmarks.peers.sides import NAMES
from benchmarks.peers.table import as_json, table


def main() -> None:
    """Run and print the table."""
    arguments = argparse.ArgumentParser(description="graphmodel, other mappers and the raw driver on one Neo4j.")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--url", help="a server, which is emptied")
    arguments.add_argument("--sides", default=",".join(NAMES), help="some of them; raw is needed for ratios")
    arguments.add_argument("--json", type=Path, help="write all figures to this file")
    given = arguments.parse_args()
    sides: list[str] = given.sides.split(",")
    if unknown := set(sides) - set(NAMES):
        arguments.error(f"no such side: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    for side in sides:
        running.python(side)
    with ExitStack() as stack:
        if given.url:
            user, _, password = os.environ.get("GRAPHMODEL_TEST_NEO4J_AUTH", "neo4j/").partition("/")
            url, auth = given.url, (user, password)
        else:
            from tests.support.neo4j_server import LTS, from_jars

            server = stack.enter_context(from_jars(LTS))
            url, auth = server.url, server.auth
        driver = stack.enter_context(neo4j.GraphDatabase.driver(url, auth=auth))
        version = driver.get_server_info().agent
        figures = Measuring(driver, lambda side: Worker(side, url, auth), given.runs, sides).all()
    Console(width=200).print(table(figures, sides, f"{version}, {given.runs} runs, interleaved"))
    if given.json:
        given.json.write_text(
            json.dumps({"server": version, "runs": given.runs, "workloads": as_json(figures)}, indent=1)
        )


if __name__ == "__main__":
    main()
