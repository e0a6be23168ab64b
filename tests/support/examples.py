"""Examples in docstrings that load the curated world, which takes seconds: they find it loaded."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from graphmodel import World
    from graphmodel.domain.loading import LoadReport


class LoadedExamples:
    """A plugin: a world that an example makes and loads is a copy of one that was loaded once, for the first of them.

    That loading does what it says is for the tests of loading. Whatever is loaded into a folder, or a second time, is loaded.
    """

    def __init__(self) -> None:
        self._kept: tuple[Path, LoadReport] | None = None

    def pytest_unconfigure(self) -> None:
        """Take the loaded world away."""
        if self._kept is not None:
            shutil.rmtree(self._kept[0].parent, ignore_errors=True)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Run an example that loads, with worlds that are loaded."""
        if not isinstance(item, pytest.DoctestItem) or "load_seeds()" not in (item.dtest.docstring or ""):
            return (yield)
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
            self._patch(patched, Path(folder))
            return (yield)

    def _patch(self, patched: pytest.MonkeyPatch, parent: Path) -> None:
        from graphmodel import World

        connect, load_seeds = World.connect, World.load_seeds
        loaded, report = self._loaded()
        fresh: list[World] = []

        def connect_loaded(target: Any = None, **options: Any) -> World:
            if target is not None:
                return connect(target, **options)
            folder = parent / str(len([*parent.iterdir()]))
            shutil.copytree(loaded, folder)
            fresh.append(connect(folder, **options))
            return fresh[-1]

        def load(world: World, *arguments: Any, **options: Any) -> LoadReport:
            if arguments or options or world not in fresh:
                return load_seeds(world, *arguments, **options)
            fresh.remove(world)
            return report

        patched.setattr(World, "connect", connect_loaded)
        patched.setattr(World, "load_seeds", load)

    def _loaded(self) -> tuple[Path, LoadReport]:
        from graphmodel import World

        if self._kept is None:
            folder = Path(tempfile.mkdtemp()) / "world"
            with World.connect(folder) as world:
                self._kept = folder, world.load_seeds()
        return self._kept
