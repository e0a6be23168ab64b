"""The curated world, loaded once an engine and a session, for tests that only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engines import Engine, server_place
from .neo4j_server import Server

if TYPE_CHECKING:
    from graphmodel import World


class Worlds:
    """Loaded worlds by engine. The one database of a server is emptied by other tests: then it is loaded again."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[World, tuple[int, int]]] = {}

    def get(self, engine: Engine, server: Server | None) -> World:
        """The world on this engine, loaded."""
        if engine.name in self._open:
            world, size = self._open[engine.name]
            if _size(world) == size:
                return world
            world.close()
        world = _loaded(engine, server)
        self._open[engine.name] = world, _size(world)
        return world

    def close(self) -> None:
        """Close all."""
        for world, _ in self._open.values():
            world.close()


def _loaded(engine: Engine, server: Server | None) -> World:
    from graphmodel import World

    if server is None:
        world = World.connect()
    else:
        place = server_place(engine, server)  # empties it
        world = World.connect(place.url, auth=place.auth, schema="ensure")
    world.load_seeds()
    return world


def _size(world: World) -> tuple[int, int]:
    nodes, relationships = (
        world.records(text, reads=True)[0]["n"]
        for text in ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
    )
    return nodes, relationships
