"""The engines that our own tests run on: the embedded one and Neo4j from jars, unless `--graphmodel-url` and the like choose."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import pytest

from graphmodel.testing import EMBEDDED, Place, Server, engine_name, engines_asked, serving

from .neo4j_jars import Neo4jSetupError
from .neo4j_server import CURRENT, LTS, from_jars

__all__ = ["Engine", "Place", "Server", "Servers", "engines"]


@dataclass(frozen=True)
class Engine:
    """One engine of the session: `embedded`, a Neo4j from jars of a `version`, or another that was asked for by `address`."""

    name: str
    version: str | None = None
    address: str = EMBEDDED

    @property
    def embedded(self) -> bool:
        """Whether it runs in this process."""
        return self.name == EMBEDDED


def engines(config: pytest.Config) -> list[Engine]:
    """The engines of this run."""
    if asked := engines_asked(config):
        return [Engine(engine_name(each), address=each) for each in asked]
    versions = str(config.getoption("--neo4j-versions"))
    listed = [LTS, CURRENT] if versions == "all" else [version.strip() for version in versions.split(",")]
    return [Engine(EMBEDDED), *(Engine(f"neo4j-{'.'.join(each.split('.')[:2])}", each) for each in listed)]


class Servers:
    """The servers of one test session: each is started once, when first asked for, and stopped by `close`."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._running = contextlib.ExitStack()
        self._outcomes: dict[str, Server | Exception | None] = {}

    def get(self, engine: Engine, *, wipe: bool) -> Server | None:
        """The server of this engine; None where it needs none.

        Raises:
            JarsUnavailable: its jars are not here and cannot be downloaded.
            Neo4jSetupError, GraphModelError: anything else that keeps the server from running.
        """
        if engine.name not in self._outcomes:
            serve = from_jars(engine.version, short=True) if engine.version else serving(engine.address, wipe=wipe)
            try:
                self._outcomes[engine.name] = self._running.enter_context(serve)
            except Exception as error:
                self._outcomes[engine.name] = error
                raise
        outcome = self._outcomes[engine.name]
        if isinstance(outcome, Neo4jSetupError):  # the log was shown with the first test that needed it
            raise Neo4jSetupError(f"{engine.name} is not running; the first failure says why") from None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def origins(self) -> list[str]:
        """What was used, a line a server."""
        return [f"{name}: {server.origin}" for name, server in self._outcomes.items() if isinstance(server, Server)]

    def close(self) -> None:
        """Stop what was started."""
        self._running.close()
