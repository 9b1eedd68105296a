"""Shares by value: how much of a sum is of one kind, and how far off that may be."""

from __future__ import annotations

import math

from numpy.typing import ArrayLike

from revcore.derive._averages import around, jackknife
from revcore.derive.intervals import Interval, t, wilson


def share_t(
    part: ArrayLike,
    whole: ArrayLike,
    counts: ArrayLike | None = None,
    *,
    times: float = 1.0,
) -> Interval:
    """Interval of Σ part / Σ whole where no part is more than its whole: a share by value [ratio].

    The t-interval of :func:`ratio_t` on the log of the odds, so that it stays between 0 and 1, with
    the degrees of freedom of so many units of equal size: (Σx)²/Σx² − 1. Where nothing (or all) is
    in the part, nothing varies and still little is known: Wilson's interval of none (or all) of so
    many units.

    Parameters
    ----------
    part, whole
        One value per unit, 0 ≤ part ≤ whole.
    counts
        How many identical units each row stands for; 1 when left out.
    times
        How often each unit was watched, such as months; counts where nothing varies.

    Raises
    ------
    NotComputable
        Fewer than 2 units, or the wholes add up to 0.

    References
    ----------
    Cochran (1977), section 6.17; degrees of freedom: Kish (1965), Survey Sampling, section 8.2.

    Examples
    --------
    >>> found = share_t([100, 50, 100, 100], [100, 100, 100, 100])
    >>> round(found.low95, 3), round(found.high95, 3)
    (0.156, 0.996)
    >>> round(share_t([0, 0, 0, 0], [100, 100, 100, 100]).high95, 3)
    0.49
    """
    ratio, error, _, equal = jackknife(part, whole, counts)
    if error <= 1e-12 * ratio or not 0 < ratio < 1:
        trials = equal * times
        return wilson(min(max(ratio, 0.0), 1.0) * trials, trials)
    middle, spread = math.log(ratio / (1 - ratio)), error / (ratio * (1 - ratio))

    def at(level: float) -> tuple[float, float]:
        half = t(level, max(equal - 1, 1.0)) * spread
        low, high = (1 / (1 + math.exp(-max(-700.0, middle + end))) for end in (-half, half))
        return low, high

    return Interval.of(at)


def net_t(closing: ArrayLike, opening: ArrayLike) -> Interval:
    """Interval of net retention: that of a ratio, and no certainty where nobody moved [ratio].

    Where every customer pays the same multiple of before, nothing varies; still some might have
    left, as many as Wilson's interval allows where none of so many did, and as much been gained.

    Raises
    ------
    NotComputable
        Fewer than 2 units, or the opening amounts add up to 0.

    Examples
    --------
    >>> found = net_t([100] * 12, [100] * 12)
    >>> round(found.low95, 2), round(found.high95, 2)
    (0.76, 1.24)
    """
    ratio, error, n, _ = jackknife(closing, opening, None)
    if error > 1e-9 * abs(ratio):
        return around(ratio, error, n)
    if ratio <= 0:
        return share_t(closing, opening)
    kept = share_t(opening, opening)
    return Interval(
        ratio * kept.low, ratio * (2 - kept.low), ratio * kept.low95, ratio * (2 - kept.low95)
    )
