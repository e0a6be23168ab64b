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
    numpy, sparse = needed("numpy", "analysis"), needed("scipy.sparse", "analysis")
    n = len(strength)
    length = numpy.full((n, n), numpy.inf)
    numpy.divide(1.0, strength, out=length, where=strength > 0)
    distance = needed("scipy.sparse.csgraph", "analysis").shortest_path(
        numpy.where(numpy.isinf(length), 0.0, length), method="auto"
    )
    # Of a tie that is longer than the way round no shortest path makes use.
    starts, ends = numpy.nonzero(numpy.isfinite(length) & (length <= distance * (1 + SAME)))
    lengths, total = length[starts, ends], numpy.zeros(n)
    for source in range(n):
        there = distance[source]
        with numpy.errstate(invalid="ignore"):
            used = numpy.isfinite(there[starts]) & (there[starts] + lengths <= there[ends] * (1 + SAME))
        onward = sparse.csr_array((numpy.ones(used.sum()), (starts[used], ends[used])), shape=(n, n))
        total += _through(onward, source, numpy)
    return _normalized(total)


def _through(onward: Any, source: int, numpy: Any) -> Any:
    """The shortest paths from one node that lead through each other: `onward` holds the steps of these paths."""
    first = numpy.zeros(onward.shape[0])
    first[source] = 1.0
    paths, back = first, onward.T.tocsr()
    while not numpy.array_equal(longer := first + back @ paths, paths):
        paths = longer
    reached = paths > 0
    through = numpy.zeros_like(first)
    while True:
        share = numpy.divide(1 + through, paths, out=numpy.zeros_like(first), where=reached)
        more = paths * (onward @ share)
        if numpy.allclose(more, through, rtol=1e-13, atol=0.0):
            break
        through = more
    through[source] = 0.0
    return through


def _normalized(paths: Any) -> Any:
    """Counted from each end, so of pairs in order."""
    pairs = (len(paths) - 1) * (len(paths) - 2)
    return paths / pairs if pairs > 0 else paths * 0.0
