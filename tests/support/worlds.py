"""Worlds that are loaded once an engine and a session, for tests that only read: the curated one, and one of imported data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.testing import empty, empty_place, schema_of

from .engines import Engine, Server

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
"""Where published data sets lie, which are not ours to ship: beside the repository, where they are there at all."""
IMPORTED: list[tuple[str, list[str], list[str | int] | None]] = [
    ("cow_states", ["cow/cow_states.csv"], None),
    ("cow_igo", ["cow_igo/igo_year_format3.parquet"], None),
    ("atop", ["atop/atop_alliance_dyad_year.parquet"], None),
    ("cow_nmc", ["cow/cow_nmc.csv"], ["cinc"]),
    ("rivalries", ["rivalries/tss_rivalries.csv"], None),
    ("archigos", ["leaders/archigos.csv"], None),
    ("unga_votes", ["unga/un_roll_calls.parquet", "unga/un_votes.parquet"], [74]),
]
"""What the world of imported data holds: the files of each data set, and which parts of it."""

if TYPE_CHECKING:
    from graphmodel import World


_CONSTRAINTS: dict[str, set[str]] = {}
"""The constraints and indexes of a world, as the last one left them, by the URL of the server."""


def on_server(server: Server) -> World:
    """An empty world on a server. It takes over the constraints of the last one: new ones cost seconds, and all plans."""
    from graphmodel import World

    with server.driver() as driver:
        empty(driver, schema=schema_of(driver) != _CONSTRAINTS.get(server.url))
        world = World.connect(server.url, auth=server.auth, schema="ensure")
        _CONSTRAINTS[server.url] = schema_of(driver)
    return world


def _empty(server: Server | None) -> World:
    from graphmodel import World

    if server is not None:
        return on_server(server)
    with empty_place(None) as place:  # an embedded engine goes on as long as the world is open
        return place.connect(World.connect)


def curated(server: Server | None) -> World:
    """The curated world."""
    world = _empty(server)
    world.load_seeds()
    return world


def imported(server: Server | None) -> World:
    """The data sets of `DATASETS`, in a graph with nothing else."""
    world = _empty(server)
    try:
        for name, files, only in IMPORTED:
            world.import_data(name, *(DATASETS / file for file in files), only=only)
    except BaseException:
        world.close()
        raise
    return world


class Worlds:
    """Worlds by engine. The one database of a server is emptied by other tests: then it is loaded again.

    Args:
        load: opens and fills one.
    """

    def __init__(self, load: Callable[[Server | None], World] = curated) -> None:
        self._load = load
        self._open: dict[str, tuple[World, tuple[int, int]]] = {}

    def get(self, engine: Engine, server: Server | None) -> World:
        """The world on this engine, loaded."""
        if engine.name in self._open:
            world, size = self._open[engine.name]
            if _size(world) == size:
                return world
            world.close()
        world = self._load(server)
        self._open[engine.name] = world, _size(world)
        return world

    def close(self) -> None:
        """Close all."""
        for world, _ in self._open.values():
            world.close()


def _size(world: World) -> tuple[int, int]:
    nodes, relationships = (
        world.records(text, reads=True)[0]["n"]
        for text in ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
    )
    return nodes, relationships
