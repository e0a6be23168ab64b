"""Who shares what with whom, of all pairs at once: a matrix of who is in what, times itself. Needs numpy and scipy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from graphmodel.results.rows import needed

AT_ONCE = 500
PAIRS_AT_ONCE = 500_000
"""How many rows, or pairs of rows, of a matrix are looked at together: more would need more memory."""


def quick() -> bool:
    """Whether numpy and scipy are installed; without them pairs are counted one by one."""
    return find_spec("numpy") is not None and find_spec("scipy") is not None


class Incidence:
    """A matrix with a row for each thing and a column for what it has, both in order of their names."""

    def __init__(self, has: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._numpy, sparse = needed("numpy", "analysis"), needed("scipy.sparse", "analysis")
        named = sorted((name, sorted(what)) for name, what in has)
        self.names = [name for name, _ in named]
        self.what = sorted({each for _, what in named for each in what})
        column = {each: at for at, each in enumerate(self.what)}
        indices = [column[each] for _, what in named for each in what]
        starts = self._numpy.cumsum([0, *(len(what) for _, what in named)])
        shape = len(self.names), len(self.what)
        self.matrix = sparse.csr_array((self._numpy.ones(len(indices)), indices, starts), shape=shape)
        self.sizes = self._numpy.diff(starts)
        """How much each has."""

    def pairs(self) -> tuple[Any, Any, Any]:
        """The pairs that share something, in order, each once, the lesser name first: places of both, and how much they share."""
        shared = needed("scipy.sparse", "analysis").triu(self.matrix @ self.matrix.T, 1).tocoo()
        order = self._numpy.lexsort((shared.col, shared.row))
        return shared.row[order], shared.col[order], shared.data[order].astype(self._numpy.int64)

    def weighed(self, weights: Mapping[str, float], a: Any, b: Any) -> Any:
        """The sum of the weights of what each pair shares, of pairs in order."""
        numpy, total = self._numpy, self._numpy.zeros(len(a))
        scaled = (self.matrix * numpy.array([weights[each] for each in self.what])).tocsr()
        for first in range(0, len(self.names), AT_ONCE):
            here = slice(*numpy.searchsorted(a, [first, first + AT_ONCE]))
            sums = (scaled[first : first + AT_ONCE] @ self.matrix.T).toarray()
            total[here] = sums[a[here] - first, b[here]]
        return total

    def each_in_common(self, a: Any, b: Any) -> tuple[Any, Any]:
        """The number of a pair and the place of one thing that it shares, for all of both."""
        numpy, pairs, things = self._numpy, list[Any](), list[Any]()
        for start in range(0, len(a), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            both = self.matrix[a[part]].multiply(self.matrix[b[part]]).tocoo()
            pairs.append(both.row + start)
            things.append(both.col)
        none = numpy.zeros(0, dtype=int)
        return numpy.concatenate(pairs or [none]), numpy.concatenate(things or [none])

    def named(self, places: Any) -> list[str]:
        """The names at these places."""
        at: list[int] = places.tolist()
        return [self.names[each] for each in at]

    def in_common(self, a: Any, b: Any) -> list[list[str]]:
        """What each pair shares, in order."""
        both = self.matrix[a].multiply(self.matrix[b]).tocsr()
        both.sort_indices()
        at: list[int] = both.indices.tolist()
        ends: list[int] = both.indptr.tolist()
        names = [self.what[each] for each in at]
        return [names[start:end] for start, end in pairwise(ends)]
