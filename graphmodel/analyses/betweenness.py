"""Betweenness centrality: how many shortest paths lead through each node (Freeman 1977; Brandes 2001).

All functions take numpy matrices and give a numpy array, normalized on the number of pairs of other nodes.
"""

from __future__ import annotations

from typing import Any

from graphmodel.results.rows import needed

DENSE = 100_000_000
"""Nodes times ties from which matrices are quicker than searching from each node."""
SAME = 1e-9
"""Two lengths are the same when they differ by no more than this share."""
NEAREST = 12
"""Over so many of the shortest ties of each node ways round are looked for first."""
AT_ONCE = 30_000_000
"""Ties times sources that are looked at together: more would need more memory."""


def unweighted(tied: Any, *, directed: bool) -> Any:
    """Betweenness where each tie is a step: `tied[i, j]` says whether one leads from i to j."""
    dense = len(tied) * int(tied.sum()) > DENSE
    return _by_matrices(tied) if dense else _by_search(tied, directed=directed)


def _by_search(tied: Any, *, directed: bool) -> Any:
    """One breadth-first search from each node, by rustworkx: quick where ties are few."""
    numpy, rustworkx = needed("numpy", "analysis"), needed("rustworkx", "analysis")
    graph = rustworkx.PyDiGraph() if directed else rustworkx.PyGraph()
    graph.add_nodes_from(range(len(tied)))
    rows, columns = numpy.nonzero(tied if directed else numpy.triu(tied, 1))
    graph.add_edges_from_no_data(list(zip(rows.tolist(), columns.tolist(), strict=True)))
    found = rustworkx.betweenness_centrality(graph, normalized=True)
    return numpy.array([found[i] for i in range(len(tied))])


def _by_matrices(tied: Any) -> Any:
    """All searches at once, a product of matrices a step: quick where ties are many, as paths are then short."""
    numpy = needed("numpy", "analysis")
    step = tied.astype(float)
    levels = [numpy.eye(len(tied))]  # the number of shortest paths from row to column, by their length
    seen = levels[0] > 0
    while levels[-1].any() and not seen.all():
        level = (levels[-1] @ step) * ~seen
        seen |= level > 0
        levels.append(level)
    through = numpy.zeros_like(step)
    for level, before in zip(reversed(levels[1:]), reversed(levels[:-1]), strict=True):
        share = numpy.divide(1 + through, level, out=numpy.zeros_like(step), where=level > 0)
        through += (share @ step.T) * before
    numpy.fill_diagonal(through, 0.0)
    return _normalized(through.sum(axis=0))


def weighted(strength: Any) -> Any:
    """Betweenness where a tie is as long as it is weak: 1 / strength. Longer ways round over strong ties can be shorter."""
    numpy = needed("numpy", "analysis")
    n = len(strength)
    length = numpy.full((n, n), numpy.inf)
    numpy.divide(1.0, strength, out=length, where=strength > 0)
    distance = _distances(length)
    # Of a tie that is longer than the way round no shortest path makes use.
    starts, ends = numpy.nonzero((numpy.isfinite(length) & (length <= distance * (1 + SAME))).T)[::-1]
    lengths = length[starts, ends]
    into = numpy.searchsorted(ends, numpy.arange(n + 1))  # the ties that lead to each node stand together
    total, some = numpy.zeros(n), max(1, AT_ONCE // max(1, len(ends)))
    for first in range(0, n, some):
        total += _through(distance[first : first + some], first, starts, lengths, into)
    return _normalized(total)


def _distances(length: Any) -> Any:
    """The length of the shortest path from each to each; `length[i, j]` is that of the tie, infinite where there is none."""
    numpy, n = needed("numpy", "analysis"), len(length)
    if numpy.isfinite(length).sum() > 4 * NEAREST * n:
        # Of many ties most are longer than a way round over the few shortest ones of each node, and can be left out.
        nearest = numpy.argpartition(length, NEAREST, axis=1)[:, :NEAREST]
        near = numpy.full((n, n), numpy.inf)
        numpy.put_along_axis(near, nearest, numpy.take_along_axis(length, nearest, axis=1), axis=1)
        length = numpy.where(length <= _searched(near) * (1 + SAME), length, numpy.inf)
    return _searched(length)


def _searched(length: Any) -> Any:
    numpy, sparse = needed("numpy", "analysis"), needed("scipy.sparse", "analysis")
    ties = sparse.csr_array(numpy.where(numpy.isinf(length), 0.0, length))
    return needed("scipy.sparse.csgraph", "analysis").dijkstra(ties)


def _through(distance: Any, first: int, starts: Any, lengths: Any, into: Any) -> Any:
    """The shortest paths from some nodes, the `first` and those after it, that lead through each node.

    Args:
        distance: a row for each of these nodes, a column for each node.
        first: the place of the first of them.
        starts: where each tie begins that a shortest path may use, in order of where they end.
        lengths: how long it is.
        into: for each node, which is the first of the ties that end at it; at last how many ties there are.
    """
    numpy, sparse = needed("numpy", "analysis"), needed("scipy.sparse", "analysis")
    some, n = distance.shape
    there = numpy.ascontiguousarray(distance.T)
    reached = numpy.where(numpy.isfinite(there), there * (1 + SAME), -1.0)
    before, after = list[Any](), list[Any]()  # the steps of shortest paths; a node counts anew for each source
    for end in range(n):
        mine = slice(into[end], into[end + 1])
        step, source = numpy.nonzero(there[starts[mine]] + lengths[mine, None] <= reached[end])
        before.append(source * n + starts[mine][step])
        after.append(source * n + end)
    at = numpy.concatenate(before), numpy.concatenate(after)
    onward = sparse.csr_array((numpy.ones(len(at[0])), at), shape=(some * n, some * n))
    back, sources = onward.T.tocsr(), numpy.arange(some) * n + first + numpy.arange(some)
    paths = alone = numpy.zeros(some * n)
    alone[sources] = 1.0
    steps = 0  # of the longest of the shortest paths
    while not numpy.array_equal(longer := alone + back @ paths, paths):
        paths, steps = longer, steps + 1
    through = numpy.zeros(some * n)
    for _ in range(steps):
        share = numpy.divide(1 + through, paths, out=numpy.zeros_like(paths), where=paths > 0)
        through = paths * (onward @ share)
    through[sources] = 0.0
    return through.reshape(some, n).sum(axis=0)


def _normalized(paths: Any) -> Any:
    """Counted from each end, so of pairs in order."""
    pairs = (len(paths) - 1) * (len(paths) - 2)
    return paths / pairs if pairs > 0 else paths * 0.0
