"""Flows (orders, bookings, sales of a month): the mean of three simple forecasts, at many origins.

S+T+N: simple exponential smoothing, Theta, and the same month last year, averaged. Every step is
done for all origins at once, so that a whole back-test costs about as much as one forecast.
"""

from __future__ import annotations

import numpy as np

from revcore.derive._season import FULL, YEAR, Floats, Ints, seasons

ALPHAS = np.array([0.02, 0.05, *np.arange(1, 10) / 10, 0.98])
"""How much of the newest month smoothing takes in; the best of these is chosen."""
START = 4
"""Months whose mean smoothing starts from."""
GROWTH_OF_ERROR = 0.15
"""Errors grow with the horizon h as h to this power."""
DEGREES = 5
"""Degrees of freedom of the t that widens a root mean square error into a range."""
SHORT, SHORT_MARGIN = 18, 1.15
"""Below so many months the range is so much wider."""
LONGEST_ERROR = 6
"""Errors are measured up to so many months ahead."""
LEAST_OF_MEAN = 0.05
"""No month is forecast below this share of the last year's mean."""


def flows(y: Floats, origins: Ints, horizon: int) -> Floats:
    """S+T+N from each prefix ``y[:origin]``: one row per origin, one column per month ahead.

    >>> flows(np.full(18, 100.0), np.array([18]), 3).round(6).tolist()
    [[100.0, 100.0, 100.0]]
    """
    season = seasons(y, origins)
    ahead = np.arange(1, horizon + 1)
    place = (origins[:, None] + ahead - 1) % YEAR
    factor = np.take_along_axis(season.index, place, axis=1)
    plain = y / season.index[:, np.arange(len(y)) % YEAR]
    alpha, level = smoothed(plain, origins)
    slope = slopes(plain, origins)[:, None]
    reach = (1 - (1 - alpha) ** origins) / alpha
    theta = level[:, None] + slope / 2 * (ahead - 1 + reach[:, None])
    mean = means(y, origins)
    last_year, weight = naive(y, origins, horizon), np.where(origins < FULL, 1.0, season.weight)
    same = weight[:, None] * last_year + (1 - weight[:, None]) * mean[:, None]
    found = (level[:, None] * factor + theta * factor + same) / 3
    return np.maximum(found, LEAST_OF_MEAN * np.maximum(mean, 0.0)[:, None])


def naive(y: Floats, origins: Ints, horizon: int) -> Floats:
    """The same month last year; before there is one, the mean of what is known.

    >>> naive(np.arange(14.0), np.array([14]), 13)[0, [0, 1, 12]].tolist()
    [2.0, 3.0, 2.0]
    """
    back = (np.arange(horizon) % YEAR)[None, :] + (origins - YEAR)[:, None]
    known = y[np.clip(back, 0, len(y) - 1)]
    return np.where((origins >= YEAR)[:, None], known, means(y, origins)[:, None])


def means(y: Floats, origins: Ints) -> Floats:
    """Mean of the last twelve months of each prefix, or of as many as there are."""
    summed = np.r_[0.0, np.cumsum(y)]
    span = np.minimum(origins, YEAR)
    return (summed[origins] - summed[origins - span]) / span


def smoothed(plain: Floats, origins: Ints) -> tuple[Floats, Floats]:
    """Simple exponential smoothing with the best of :data:`ALPHAS`: its alpha and last level."""
    level = np.repeat(plain[:, :START].mean(1)[:, None], len(ALPHAS), axis=1)
    squares = np.zeros_like(level)
    for month in range(int(origins.max())):
        going = (origins > month)[:, None]
        error = np.where(going, plain[:, month, None] - level, 0.0)
        squares += error * error
        level = level + ALPHAS * error
    best = squares.argmin(1)
    return ALPHAS[best], level[np.arange(len(origins)), best]


def slopes(plain: Floats, origins: Ints) -> Floats:
    """Least-squares slope of each prefix."""
    time = np.arange(plain.shape[1])
    inside = time[None, :] < origins[:, None]
    centre = (origins[:, None] - 1) / 2
    moved = np.where(inside, time - centre, 0.0)
    return np.asarray((moved * plain).sum(1) / (moved * moved).sum(1))


# ---------------------------------------------------------------- how far off
def first_origin(length: int) -> int:
    """The first origin whose errors count: max(6, min(12, n // 2))."""
    return max(6, min(YEAR, length // 2))


def errors(y: Floats, made: Floats, origins: Ints, *, log: bool) -> Floats:
    """Actual against forecast, by origin and months ahead, per h^0.15; NaN where not known yet.

    log
        Logarithms of the ratio; else differences.
    """
    ahead = np.arange(1, made.shape[1] + 1)
    target = origins[:, None] + ahead - 1
    actual = np.where(target < len(y), y[np.minimum(target, len(y) - 1)], np.nan)
    off = np.log(actual) - np.log(made) if log else actual - made
    return np.asarray(off / ahead**GROWTH_OF_ERROR)


def spread(off: Floats, origins: Ints, length: int) -> float:
    """Root mean square of the errors that were known after so many months; NaN without any."""
    ahead = np.arange(1, off.shape[1] + 1)
    known = (
        (origins[:, None] >= first_origin(length))
        & (origins[:, None] + ahead <= length)
        & (ahead <= min(LONGEST_ERROR, length - 7))
    )
    mine = off[known]
    if not len(mine):
        return float("nan")
    return float(np.sqrt(np.mean(mine**2))) * (SHORT_MARGIN if length < SHORT else 1.0)
