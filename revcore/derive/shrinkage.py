"""Rates of many segments, pulled towards the rate of all: few deals prove little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._interval import LEVELS, Floats, Interval, beta_quantile

LEAST_WEIGHT = 10.0


@dataclass(frozen=True, eq=False)
class Shrunk:
    """Rates of segments after pooling.

    value
        Posterior mean of each segment [ratio].
    interval
        Equal-tailed posterior interval of each.
    weight
        How many deals of its own a segment needs to count as much as the pool.
    """

    value: Floats
    interval: list[Interval]
    pooled: float
    weight: float


def shrunken(k: ArrayLike, n: ArrayLike) -> Shrunk:
    """Empirical-Bayes rates of segments: a Beta prior estimated from all of them.

        rate = (k + weight · pooled) / (n + weight)

    The prior's weight comes from how much the raw rates vary beyond chance (method of moments):
    weight = p(1 − p)/τ² − 1, with τ² the variance left after binomial noise; at least 10, and at
    most all trials there are, because the pool is no better known than that.

    Parameters
    ----------
    k, n
        Successes and trials of each segment.

    References
    ----------
    Efron & Morris (1975), JASA 70:311–319; Casella (1985), The American Statistician 39:83–87.

    Examples
    --------
    Three of three is pulled to 60%; thirty of sixty hardly moves.

    >>> found = shrunken([3, 30, 60], [3, 60, 100])
    >>> [round(float(value), 2) for value in found.value], round(found.weight)
    ([0.6, 0.53, 0.59], 42)
    """
    won, of = np.asarray(k, float), np.asarray(n, float)
    total = of.sum()
    pooled = float(won.sum() / total) if total else 0.5
    weight = most = max(float(total), LEAST_WEIGHT)
    counted = of > 0
    many = int(counted.sum())
    noise = pooled * (1 - pooled)
    if many > 1 and noise > 0:
        size = of[counted]
        spread = float((size * (won[counted] / size - pooled) ** 2).sum())
        effective = total - float((size**2).sum()) / total
        between = (spread - (many - 1) * noise) / effective
        if between > 0:
            weight = float(np.clip(noise / between - 1, LEAST_WEIGHT, most))
    prior = min(max(pooled, 1e-6), 1 - 1e-6)
    a, b = won + weight * prior, of - won + weight * (1 - prior)
    bounds = [beta_quantile(a, b, 0.5 + side * level / 2) for level in LEVELS for side in (-1, 1)]
    around = [Interval(*(float(end[at]) for end in bounds)) for at in range(len(a))]
    return Shrunk(a / (a + b), around, pooled, weight)
