"""What analyses fetched, kept as long as nothing is written to the graph: asked of another state, it is not fetched again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")

MOST = 6
"""How much is kept: of so many analyses or days, those last used."""


class Kept:
    """What was made of a graph, by what it is. Threads may share it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._mark = ""
        self._found: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, mark: str, make: Callable[[], T]) -> T:
        """What is kept under the key if nothing was written since it was made, else what `make` gives.

        Args:
            key: what it is.
            mark: stays the same as long as nothing is written.
            make: makes it. Threads that ask for the same at once may each make it.
        """
        with self._guard:
            if mark != self._mark:
                self._found.clear()
                self._mark = mark
            elif key in self._found:
                self._found.move_to_end(key)
                return cast("T", self._found[key])
        value = make()
        with self._guard:
            # What others see by now may be newer than the mark: it is then taken anew, which is no harm.
            if mark == self._mark:
                self._found[key] = value
                while len(self._found) > MOST:
                    self._found.popitem(last=False)
        return value


def kept(world: object, key: Hashable, make: Callable[[], T]) -> T:
    """As `World.keep`; a supposed world, or one that is listened to, keeps nothing."""
    keep: Callable[[Hashable, Callable[[], T]], T] | None = getattr(world, "keep", None)
    return make() if keep is None else keep(key, make)
