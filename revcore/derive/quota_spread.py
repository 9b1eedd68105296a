"""How far a sum of won deals may lie from what the same sellers would usually sell."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._interval import Interval, z


def sold_interval(amounts: ArrayLike) -> Interval:
    """Interval of what the same effort brings, when deals of these sizes come by chance.

        sum · exp(± z √Σ amount² / sum)

    The variance of a compound Poisson sum is estimated by the sum of squares; on the log scale it
    stays above zero and leans to the right, as such sums do.

    >>> found = sold_interval([100.0] * 25)
    >>> round(found.low95), round(found.high95)
    (1689, 3700)
    """
    values = np.asarray(amounts, float)
    total = float(values.sum())
    if total <= 0:
        return Interval(0.0, 0.0, 0.0, 0.0)
    spread = math.sqrt(float((values**2).sum())) / total
    return Interval.of(
        lambda level: (total * math.exp(-z(level) * spread), total * math.exp(z(level) * spread))
    )


def share_interval(mine: float, squares: float, rest: float, rest_squares: float) -> Interval:
    """Interval of one part of such a sum, on the logit scale [ratio].

        logit(mine / all) ± z √(Σ mine² / (Σ mine)² + Σ rest² / (Σ rest)²)

    >>> found = share_interval(2500.0, 25 * 100.0**2, 2500.0, 25 * 100.0**2)
    >>> round(found.low95, 3), round(found.high95, 3)
    (0.365, 0.635)
    """
    if rest <= 0 or mine <= 0:
        share = 1.0 if mine > 0 else 0.0
        return Interval(share, share, share, share)
    middle = math.log(mine / rest)
    spread = math.sqrt(squares / mine**2 + rest_squares / rest**2)

    def at(level: float) -> tuple[float, float]:
        low, high = middle - z(level) * spread, middle + z(level) * spread
        return 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))

    return Interval.of(at)
