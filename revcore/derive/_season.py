"""Is there a season? An F-test of month dummies beside a trend, and indices shrunk by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revcore.derive._interval import special

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

YEAR = 12
FULL = 24
"""Months needed before a season can be told from luck."""
DUMMIES = YEAR - 1
ESTIMATED = YEAR + 1
"""Parameters of the fuller model: twelve months and a slope."""
LEAST, MOST = 0.2, 5.0
"""No month is taken as less than a fifth or more than five times the usual one."""


@dataclass(frozen=True)
class Seasons:
    """The season seen from the end of each prefix ``y[:length]``; one row per length.

    f
        F statistic of eleven month dummies beside a linear trend of ln y; NaN where not testable.
    weight
        max(0, 1 − 1/F): how much of the season is believed (James–Stein).
    index
        Shrunk indices by place in the cycle of twelve, counted from the first month of ``y``.
    """

    f: Floats
    weight: Floats
    index: Floats


def f_statistics(y: Floats, lengths: Ints) -> Floats:
    """F of eleven month dummies beside a linear trend on ln y, for each prefix at once.

    NaN for fewer than 24 months or where a month is not above zero; infinite for a season
    without any noise, 0 for a line without any.

    >>> season = np.tile([1.0, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1], 2)
    >>> bool(f_statistics(season * np.linspace(1, 1.01, 24), np.array([24]))[0] > 50)
    True
    """
    n = len(y)
    positive = y > 0
    log = np.log(np.where(positive, y, 1.0))
    time = np.arange(n) - n / 2
    place = np.eye(YEAR)[np.arange(n) % YEAR]
    columns = (np.ones(n), log, time, log * log, time * time, time * log)
    count, y1, t1, y2, t2, ty = (
        np.cumsum(place * column[:, None], axis=0)[lengths - 1] for column in columns
    )
    total = lengths.astype(float)

    def spread(square: Floats, one: Floats, other: Floats) -> tuple[Floats, Floats]:
        """Sums of products around the common mean, and around each month's own."""
        whole = square.sum(1)
        common = whole - one.sum(1) * other.sum(1) / total
        return common, whole - (one * other / np.maximum(count, 1)).sum(1)

    yy, yy_in = spread(y2, y1, y1)
    xx, xx_in = spread(t2, t1, t1)
    xy, xy_in = spread(ty, t1, y1)
    with np.errstate(divide="ignore", invalid="ignore"):
        line = np.maximum(yy - xy * xy / xx, 0.0)
        months = np.maximum(yy_in - np.where(xx_in > 0, xy_in * xy_in / xx_in, 0.0), 0.0)
        tiny = 1e-12 * np.maximum(y2.sum(1), 1.0)
        left = total - ESTIMATED
        found = ((line - months) / DUMMIES) / (months / left)
    found = np.where(line <= tiny, 0.0, np.where(months <= tiny, np.inf, found))
    testable = (lengths >= FULL) & np.minimum.accumulate(positive)[lengths - 1]
    return np.where(testable, found, np.nan)


def p_of_f(f: float, months: int) -> float:
    """Chance of so large an F where months of the year do not differ: its p-value.

    >>> round(p_of_f(1.135172, 24), 4), p_of_f(np.inf, 24)
    (0.4186, 0.0)
    """
    return float(special().fdtrc(DUMMIES, months - ESTIMATED, f)) if np.isfinite(f) else 0.0


def seasons(y: Floats, lengths: Ints) -> Seasons:
    """Indices by ratio to the centred twelve-month mean, shrunk by the F-test, for each prefix."""
    f = f_statistics(y, lengths)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.nan_to_num(np.maximum(0.0, 1 - 1 / f), nan=0.0)
    index = np.ones((len(lengths), YEAR))
    n = len(y)
    if n >= FULL and (weight > 0).any():
        span = np.r_[0.5, np.ones(DUMMIES), 0.5] / YEAR
        middle = np.arange(YEAR // 2, n - YEAR // 2)
        mean = np.convolve(y, span, mode="valid")
        ratio = np.zeros((n, YEAR))
        seen = np.zeros((n, YEAR))
        usable = mean > 0
        ratio[middle[usable], middle[usable] % YEAR] = y[middle][usable] / mean[usable]
        seen[middle[usable], middle[usable] % YEAR] = 1
        last = lengths - YEAR // 2 - 1
        sums, counts = ratio.cumsum(0)[last], seen.cumsum(0)[last]
        raw = np.where(counts > 0, sums / np.maximum(counts, 1), 1.0)
        raw = raw * YEAR / raw.sum(1, keepdims=True)
        shrunk = np.clip(1 + weight[:, None] * (raw - 1), LEAST, MOST)
        index = np.where((weight > 0)[:, None], shrunk, 1.0)
    return Seasons(f, weight, index)
