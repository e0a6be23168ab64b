"""Every analysis on a made-up world, by size and engine; and co-membership over all years against polars on the same spells.

python -m benchmarks.analyses [--url URL --auth user/password] [--size small|whole] [--only NAME ...] [--runs N] [--plans]

Without `--url` on the embedded engine, in a folder that goes away. A server given by URL is **emptied**. With `--plans` what each
analysis reads of the database instead, which only a server says.
"""

from __future__ import annotations

import argparse
import inspect
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import neo4j

from graphmodel import World
from graphmodel.analyses import ANALYSES, Analysis
from graphmodel.errors import GraphModelError, MissingData
from graphmodel.exchange.synthetic import KNOWN_TO, Synthetic, synthetic
from graphmodel.exchange.synthetic_records import Records, records
from graphmodel.testing import empty

SIZES = {"small": (200, 300, 12_000, 300), "whole": (2_000, 3_000, 120_000, 3_000)}
RECORDS = {"small": {"claims": 1_000, "events": 500, "sanctions": 200}, "whole": dict[str, int]()}
DAY = date(2010, 7, 1)
ANCHORED, ALL = 0.1, 10.0
"""Targets in seconds: for what is asked of one state, and of all pairs."""


def main() -> None:
    """Make the world, measure, print the tables."""
    asked = _arguments()
    made = synthetic(*SIZES[asked.size])
    told = records(made, **RECORDS[asked.size])
    folder = tempfile.mkdtemp(prefix="graphmodel-benchmark-")
    try:
        if asked.url:
            user, password = asked.auth.split("/", 1)
            with neo4j.GraphDatabase.driver(asked.url, auth=(user, password)) as driver:
                empty(driver)
            world = World.connect(asked.url, auth=(user, password), schema="ensure")
        else:
            world = World.connect(folder)
        with world:
            nodes, relationships = made.everything
            took = _timed(lambda: world.merge(nodes, relationships, commit_every=10_000))
            took += _timed(lambda: world.merge(*told.everything, commit_every=10_000))
            _say(f"{asked.size}: {len(made.states)} states, {len(made.organizations)} organizations, ")
            _say(f"{len(made.memberships)} spells, ")
            _say(
                f"{len(made.pacts)} pacts, {len(told.votes)} votes, {len(told.claims)} claims, {len(told.events)} events; "
            )
            _say(f"loaded in {took:.0f} s\n\n")
            if asked.plans:
                _plans(world, made, told, asked.only)
            else:
                _analyses(world, made, told, asked.only, asked.runs)
                if not asked.only or "co_membership" in asked.only:
                    _all_years(world, made)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url")
    parser.add_argument("--auth", default="neo4j/neo4j")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--plans", action="store_true")
    return parser.parse_args()


def _analyses(world: World, made: Synthetic, told: Records, only: list[str], runs: int) -> None:
    _say(
        "| analysis | asked | rows | first ms | median ms | of the processor | target ms | |\n|---|---|---|---|---|---|---|---|\n"
    )
    for name, analysis in ANALYSES.items():
        if only and name not in only:
            continue
        for what, target in _ways(analysis, made, told):
            given = [_calls(analysis, made, told, run)[what][0] for run in range(runs + 1)]
            _say(_line(world, name, what, target, given))


def _plans(world: World, made: Synthetic, told: Records, only: list[str]) -> None:
    """What each analysis reads: hits of the database, and the steps at which it begins to read."""
    _say("| analysis | asked | hits | begins with |\n|---|---|---|---|\n")
    for name, analysis in ANALYSES.items():
        if only and name not in only:
            continue
        for what, _ in _ways(analysis, made, told):
            given, _ = _calls(analysis, made, told, 0)[what]
            try:
                steps = getattr(world.analyses, name).explain(**given, profile=True).steps
            except GraphModelError as error:
                _say(f"| {name} | {what} | | {type(error).__name__} |\n")
                continue
            begins = sorted(
                {each.operator for each in steps if each.operator.endswith(("Scan", "Seek", "SeekByRange"))}
            )
            _say(f"| {name} | {what} | {sum(each.hits or 0 for each in steps):,} | {', '.join(begins)} |\n")


def _ways(analysis: Analysis[..., Any], made: Synthetic, told: Records) -> list[tuple[str, float]]:
    return [(what, target) for what, (_, target) in _calls(analysis, made, told, 0).items()]


def _calls(
    analysis: Analysis[..., Any], made: Synthetic, told: Records, run: int
) -> dict[str, tuple[dict[str, Any], float]]:
    """How an analysis is asked: of one state or thing where it can be, another one in each run, and of all where it can be."""
    parameters = inspect.signature(analysis.function).parameters
    header = {parameter.name: parameter for parameter in analysis.header.parameters}
    day: dict[str, Any] = {"as_of": DAY} if "as_of" in header else {}
    day |= {name: DAY for name, each in header.items() if each.required and each.type == "date"}
    if "since" in header:
        day["since"] = DAY.replace(year=DAY.year - 5)
    things: dict[str, Sequence[Any]] = {
        "state": made.states,
        "organization": made.organizations,
        "pact": made.pacts,
        "person": told.people,
    }
    named = {name: each for name, each in header.items() if each.type in things and name not in ("without", "leaver")}
    must = {name for name, each in header.items() if each.required}
    one: dict[str, Any] = {}
    for name, each in named.items():
        if name in must or (not must & named.keys() and not one):
            one[name] = things[each.type][run * len(named) + len(one)].key
    calls: dict[str, tuple[dict[str, Any], float]] = {}
    if {"a", "b"} <= named.keys() and "a" in one:  # both sides, or none
        one["b"] = made.states[run * len(named) + 1].key
    if one:
        calls["one"] = {**day, **one}, ANCHORED
    elif "organizations" in header:  # several, of which one is asked
        calls["one"] = {**day, "organizations": [made.organizations[run].key]}, ANCHORED
    elif "about" in header:
        calls["one"] = {**day, "about": [made.states[run].key]}, ANCHORED
    if len(one) == 1 and "other" in named:
        (kind,) = one
        calls["pair"] = {**day, **one, "other": things[kind][run * len(named) + 1].key}, ANCHORED
    if not must & named.keys():
        calls["all"] = day, ALL
    if "tie" in parameters:
        calls["all, memberships"] = {**day, "tie": "memberships"}, ALL
        if "weighted" in parameters and not parameters["weighted"].default:
            calls["all, weighted"] = {**day, "tie": "memberships", "weighted": True}, ALL
    return calls


def _line(world: World, name: str, what: str, target: float, calls: list[dict[str, Any]]) -> str:
    times: list[float] = []
    worked: list[float] = []  # processor time of this process: with it the embedded engine, not a server
    rows = 0
    try:
        for given in calls:  # the first stands apart: plans are made, and what is kept of a day is fetched
            start, before = time.perf_counter(), time.process_time()
            rows = len(getattr(world.analyses, name)(**given))
            times.append(time.perf_counter() - start)
            worked.append(time.process_time() - before)
            if len(times) > 1 and times[-1] > target * 5:
                break
    except MissingData as error:
        return f"| {name} | {what} | | | | | | {str(error).split(':', maxsplit=1)[0]} |\n"
    except GraphModelError as error:
        return f"| {name} | {what} | | | | | | {type(error).__name__}: {str(error)[:80]} |\n"
    median, processor = (statistics.median(each[1:] or each) for each in (times, worked))
    numbers = (rows, times[0] * 1000, median * 1000, processor * 1000, target * 1000)
    return f"| {name} | {what} | {' | '.join(f'{each:,.0f}' for each in numbers)} | {'' if median <= target else 'misses'} |\n"


def _all_years(world: World, made: Synthetic) -> None:
    """Shared organizations of every pair on the first day of every year of two decades, both ways."""
    import polars as pl

    days = [date(year, 1, 1) for year in range(KNOWN_TO.year - 19, KNOWN_TO.year + 1)]
    frame = pl.DataFrame(
        [
            (each.start.key, each.end.key, each.full.bounds.from_earliest, each.full.bounds.to_latest)
            for each in made.memberships
            if each.full is not None
        ],
        schema=["state", "org", "start", "end"],
        orient="row",
    )

    def with_polars(day: date) -> int:
        held = frame.filter((pl.col("start") <= day) & (pl.col("end") > day)).select("state", "org").unique()
        pairs = held.join(held, on="org").filter(pl.col("state") < pl.col("state_right"))
        return pairs.group_by("state", "state_right").len().height

    def with_graph(day: date) -> int:
        return len(world.analyses.co_membership(as_of=day))

    rows = {kind: [0] * len(days) for kind in ("graphmodel", "polars")}
    times: dict[str, float] = {}
    for kind, count in (("polars", with_polars), ("graphmodel", with_graph)):
        start = time.perf_counter()
        rows[kind] = [count(day) for day in days]
        times[kind] = time.perf_counter() - start
    same = "the same pairs" if rows["graphmodel"] == rows["polars"] else "NOT the same pairs"
    _say(
        f"\nco-membership on {len(days)} days: graphmodel {times['graphmodel']:.1f} s, polars {times['polars']:.1f} s, {same}\n"
    )


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
