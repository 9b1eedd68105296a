"""Intervals of sums, means and medians over units such as customers or deals."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._interval import Floats, Interval, special, t
from revcore.errors import NotComputable


def ratio_t(
    numerator: ArrayLike, denominator: ArrayLike, counts: ArrayLike | None = None
) -> Interval:
    """Interval of Σ numerator / Σ denominator over units such as customers [ratio].

    Jackknife t-interval: with R the ratio, e = y − R·x the residual of each of n units and h the
    unit's share of Σx, the standard error is √((n−1)/n · Σ(e/(1−h))²) / Σx, and t has n − 1 degrees
    of freedom. A unit that makes up much of the sum hides its own residual; 1 − h undoes that. With
    equal x it is the classical standard error.

    Parameters
    ----------
    numerator, denominator
        One value per unit (y and x).
    counts
        How many identical units each row stands for; 1 when left out.

    Raises
    ------
    NotComputable
        Fewer than 2 units, or the denominators add up to 0.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, sections 6.4 and 6.17.

    Examples
    --------
    >>> found = ratio_t([100, 50, 100, 120], [100, 100, 100, 100])
    >>> round(found.low95, 4), round(found.high95, 4)
    (0.4498, 1.4002)
    """
    ratio, error, n, _ = jackknife(numerator, denominator, counts)
    return around(ratio, error, n)


def around(ratio: float, error: float, n: float) -> Interval:
    """Student's interval of a ratio over so many units."""

    def at(level: float) -> tuple[float, float]:
        half = t(level, n - 1) * error
        return ratio - half, ratio + half

    return Interval.of(at)


LARGEST = 0.9
"""A unit with more of the sum than this tells nothing of its own luck."""


def jackknife(
    numerator: ArrayLike, denominator: ArrayLike, counts: ArrayLike | None
) -> tuple[float, float, float, float]:
    """Ratio, its standard error, units, and how many units of equal size would be as certain."""
    y, x = np.asarray(numerator, float), np.asarray(denominator, float)
    weights = None if counts is None else _weights(counts, y.size)
    n = float(y.size if weights is None else weights.sum())
    base = _sum(x, weights)
    _check_units(n)
    if base == 0:
        raise NotComputable("The amounts to divide by add up to 0.", n=int(n))
    ratio = _sum(y, weights) / base
    hidden = x / base
    residual = ratio * x
    np.subtract(y, residual, out=residual)
    residual /= np.subtract(1, np.minimum(hidden, LARGEST, out=hidden), out=hidden)
    error = math.sqrt((n - 1) / n * _sum(np.square(residual, out=residual), weights)) / abs(base)
    return ratio, error, n, base**2 / _sum(np.square(x, out=hidden), weights)


def mean_t(values: ArrayLike, counts: ArrayLike | None = None) -> Interval:
    """Student's interval of a mean, in the values' unit.

    Raises
    ------
    NotComputable
        Fewer than 2 values.
    """
    x = np.asarray(values, float)
    return ratio_t(x, np.ones_like(x), counts)


def median(values: ArrayLike, counts: ArrayLike | None = None) -> float:
    """Median; ``counts`` says how often each value occurs.

    >>> median([30, 10, 20, 100]), median([1, 5], counts=[1, 4])
    (25.0, 5.0)
    """
    if counts is None and np.size(values):
        return float(np.median(np.asarray(values, float)))
    pick = _order_statistics(values, counts)
    n = pick.n
    return (pick((n + 1) // 2) + pick(n // 2 + 1)) / 2


def median_interval(values: ArrayLike, counts: ArrayLike | None = None) -> Interval:
    """Interval of a median between two order statistics, free of any assumption on the shape.

    The interval from the r-th smallest to the r-th largest value misses the median with
    probability 2·P(Bin(n, ½) < r); the largest r that keeps this within 1 − level is taken. Of 5
    values even the smallest and largest enclose the median only 93.75 % of the time: that range is
    then given as the 95 % one.

    Raises
    ------
    NotComputable
        Fewer than 5 values.

    Examples
    --------
    Of ten values, the second to the ninth cover the median 97.9 % of the time:

    >>> median_interval([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    Interval(low=30.0, high=80.0, low95=20.0, high95=90.0)
    """
    pick = _order_statistics(values, counts)
    if pick.n < 5:
        values_word = "value" if pick.n == 1 else "values"
        raise NotComputable(
            f"{pick.n} {values_word}: the range of a median needs at least 5.", n=pick.n
        )

    def at(level: float) -> tuple[float, float]:
        rank = _median_rank(pick.n, level)
        return pick(rank), pick(pick.n + 1 - rank)

    return Interval.of(at)


def _median_rank(n: int, level: float) -> int:
    """Largest r ≥ 1 with 2·P(Bin(n, ½) < r) ≤ 1 − level, by bisection; 1 when there is none."""
    bdtr = special().bdtr
    fits, fails = 1, n // 2 + 1
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if 2 * float(bdtr(middle - 1.0, n, 0.5)) <= 1 - level + 1e-12:
            fits = middle
        else:
            fails = middle
    return fits


class _order_statistics:  # noqa: N801 - used like a function
    """The r-th smallest of values that may come with counts."""

    def __init__(self, values: ArrayLike, counts: ArrayLike | None) -> None:
        x = np.asarray(values, float)
        order = np.argsort(x, kind="stable")
        self.sorted = x[order]
        self.reached = np.cumsum(_weights(counts, x.size)[order])
        self.n = round(float(self.reached[-1])) if x.size else 0
        if self.n == 0:
            raise NotComputable("There are no values to take the middle of.", n=0)

    def __call__(self, rank: int) -> float:
        return float(self.sorted[np.searchsorted(self.reached, rank)])


def _sum(values: Floats, weights: Floats | None) -> float:
    """Added in pairs, in one thread: a product of vectors wakes all of them for so little."""
    return float(np.add.reduce(values if weights is None else weights * values))


def _weights(counts: ArrayLike | None, size: int) -> Floats:
    weights = np.ones(size) if counts is None else np.asarray(counts, float)
    if weights.size != size:
        raise ValueError(f"{weights.size} counts for {size} values")
    return weights


def _check_units(n: float) -> None:
    if n < 2:
        raise NotComputable(f"{n:g} of at least 2 needed for a range.", n=int(n))
