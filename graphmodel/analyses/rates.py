"""Ratios of two rates of few events, with intervals: exact for Poisson rates, or by turning the events round in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphmodel.results import needed

TURNS = 10_000
"""How many times the events are turned round."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The rate after by the rate before, an interval, and the p-value of there being no difference; None where there is none."""

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None


def ratio_of(counts: tuple[int, int], exposure: tuple[int, int]) -> float | None:
    """The second rate by the first; None where the first is 0."""
    (before, after), (days_before, days_after) = counts, exposure
    return (after / days_after) / (before / days_before) if before else None


def exact_ratio(counts: tuple[int, int], exposure: tuple[int, int], level: float) -> Ratio:
    """Given their sum, the second count is binomial: the interval of Clopper and Pearson for its share, as one for the ratio.

    >>> found = exact_ratio((2, 8), (100, 100), 0.95)
    >>> found.ratio, round(found.low, 3), round(found.high, 3), round(found.p_value, 4)
    (4.0, 0.798, 38.666, 0.1094)
    """
    (before, after), (days_before, days_after) = counts, exposure
    if not before + after:
        return Ratio(None, None, None, None)
    stats: Any = needed("scipy.stats", "analysis")
    share = days_after / (days_before + days_after)
    test = stats.binomtest(after, before + after, share)
    interval = test.proportion_ci(confidence_level=level, method="exact")
    low, high = (
        None if p >= 1 else p / (1 - p) * days_before / days_after for p in (float(interval.low), float(interval.high))
    )
    return Ratio(ratio_of(counts, exposure), low, high, float(test.pvalue))


def turned_ratio(places: Sequence[int], exposure: tuple[int, int], level: float, seed: int) -> Ratio:
    """Where the ratio lies when the events are turned round within the window, their distances kept.

    Args:
        places: days from the start of the window to each event.
        exposure: days before and after.
        level: the share of the ratios that the interval holds.
        seed: of the random turns.
    """
    days_before, days_after = exposure
    after = sum(place >= days_before for place in places)
    counts = (len(places) - after, after)
    if not places:
        return Ratio(None, None, None, None)
    np: Any = needed("numpy", "analysis")
    whole = days_before + days_after
    turns = np.random.default_rng(seed).integers(0, whole, size=TURNS)
    turned = (np.asarray(places)[None, :] + turns[:, None]) % whole
    then = (turned >= days_before).sum(axis=1)

    def log_ratio(later: Any) -> Any:
        return np.log((later + 0.5) / days_after) - np.log((len(places) - later + 0.5) / days_before)

    ratios, found = log_ratio(then), log_ratio(np.asarray(after))
    tail = (1 - level) / 2
    low, high = (float(each) for each in np.exp(np.quantile(ratios, [tail, 1 - tail])))
    # The days as they are, are one of the turns: so no p-value is 0.
    extreme = int((np.abs(ratios) >= abs(float(found)) - 1e-12).sum())
    return Ratio(ratio_of(counts, exposure), low, high, (extreme + 1) / (TURNS + 1))
