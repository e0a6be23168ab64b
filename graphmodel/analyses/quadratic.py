"""Regression of matrices over the same things on both sides, tested by permutations (MRQAP)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphmodel.errors import QueryError
from graphmodel.results.rows import needed

ROWS = 32


@dataclass(frozen=True, slots=True)
class Term:
    """One explaining matrix: its coefficient, t, and the share of permutations that give a t as far from 0."""

    name: str
    correlation: float
    coefficient: float
    t: float
    p: float
    r_squared: float


def mrqap(explained: Any, explaining: Mapping[str, Any], *, permutations: int, seed: int) -> list[Term]:
    """Regress one symmetric matrix on others, pair by pair, and test each by double semi-partialing.

    Dekker, Krackhardt & Snijders 2007: what the other matrices leave of a matrix is permuted, rows and columns alike, and the
    regression done again.

    Args:
        explained: a symmetric numpy matrix; its diagonal is not looked at.
        explaining: others of the same shape, by name.
        permutations: how many.
        seed: of the generator of permutations; each matrix is tested with the same ones.

    Raises:
        QueryError: too few pairs, or a matrix is the same everywhere or follows from the others.
    """
    numpy = needed("numpy", "analysis")
    n = len(explained)
    upper = numpy.triu_indices(n, 1)
    y, free = explained[upper], n * (n - 1) // 2 - len(explaining) - 1
    if free < 1 or not y.std():
        raise QueryError(f"There is nothing to explain: {n} states, or they all agree equally. Ask another session.")
    columns = {name: matrix[upper].astype(float) for name, matrix in explaining.items()}
    ones = numpy.ones_like(y)
    full = numpy.column_stack([ones, *columns.values()])
    if numpy.linalg.matrix_rank(full) < full.shape[1]:
        raise QueryError(
            f"{', '.join(columns)}: one is the same for all pairs, or follows from the others: leave it out."
        )
    left = y - full @ numpy.linalg.lstsq(full, y, rcond=None)[0]
    r_squared = 1 - (left @ left) / ((y - y.mean()) @ (y - y.mean()))
    terms: list[Term] = []
    for name, x in columns.items():
        # The first column of others is the mean. What is left of x has none, in any order, and its square is the same in any.
        others, _ = numpy.linalg.qr(numpy.column_stack([ones, *(c for key, c in columns.items() if key != name)]))
        x_left, y_left = (values - others @ (others.T @ values) for values in (x, y))
        rest, *against = (_symmetric(n, upper, values) for values in (x_left, y_left, *others.T[1:]))
        all_square, y_square = float(x_left @ x_left), float(y_left @ y_left)

        def fitted(
            order: Any,
            rest: Any = rest,
            against: Any = against,
            all_square: float = all_square,
            y_square: float = y_square,
        ) -> tuple[float, float]:
            explains, *shared = _products(rest, order, against)
            square = all_square - sum(each * each for each in shared)
            slope = explains / square
            error = y_square - slope**2 * square
            return slope, slope / max(error / free / square, 1e-300) ** 0.5

        slope, t = fitted(numpy.arange(n))
        generator, farther = numpy.random.default_rng(seed), 0
        for _ in range(permutations):
            # Equal but for rounding is as far.
            farther += abs(fitted(generator.permutation(n))[1]) >= abs(t) * (1 - 1e-9)
        correlation = float(numpy.corrcoef(x, y)[0, 1])
        terms.append(Term(name, correlation, slope, t, (1 + farther) / (1 + permutations), float(r_squared)))
    return terms


def _symmetric(n: int, upper: Any, values: Any) -> Any:
    """The values of pairs as a matrix, with 0 in its diagonal."""
    numpy = needed("numpy", "analysis")
    made = numpy.zeros((n, n))
    made[upper] = values
    return made + made.T


def _products(permuted: Any, order: Any, matrices: Sequence[Any]) -> list[float]:
    """The sum over pairs of the permuted matrix times each of the others, a few rows at a time: those stay near the processor."""
    numpy = needed("numpy", "analysis")
    sums = [0.0] * len(matrices)
    for i in range(0, len(order), ROWS):
        rows = permuted.take(order[i : i + ROWS], 0)
        corner, right = rows.take(order[i : i + ROWS], 1), rows.take(order[i + ROWS :], 1)
        for k, matrix in enumerate(matrices):
            at = matrix[i : i + ROWS]
            sums[k] += numpy.vdot(corner, at[:, i : i + ROWS]) / 2 + numpy.vdot(right, at[:, i + ROWS :])
    return [float(each) for each in sums]
