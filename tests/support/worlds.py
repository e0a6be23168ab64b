"""The curated world, loaded once an engine and a session, for tests that only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.testing import empty_place

from .engines import Engine, Server

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
        world = _loaded(server)
        self._open[engine.name] = world, _size(world)
        return world

    def close(self) -> None:
        """Close all."""
        for world, _ in self._open.values():
            world.close()


def _loaded(server: Server | None) -> World:
    from graphmodel import World

    with empty_place(server) as place:  # an embedded engine goes on as long as the world is open
        world = place.connect(World.connect)
    world.load_seeds()
    return world


def _size(world: World) -> tuple[int, int]:
    nodes, relationships = (
        world.records(text, reads=True)[0]["n"]
        for text in ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
    )
    return nodes, relationships
