"""Growth per month as a slope of logarithms, with errors that stay; and where a slope changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive._interval import Interval, t
from revcore.derive._season import Floats

MOST_STAYS = 0.8
"""Autocorrelation of the residuals is not taken as higher."""
TRIM = 5
"""A change is looked for at least so many months from either end."""
SLOPE_CRITICAL = ((12, 13.7), (18, 13.6), (24, 14.5), (36, 16.1))
"""10 % critical values of the largest F of a changed slope, residuals AR(0.5)."""
SHIFT_CRITICAL = ((11, 7.7), (17, 11.2), (23, 12.0), (35, 12.7), (47, 13.0), (59, 13.2))
"""The same for a shifted mean of monthly changes, AR(0.3); from 20,000 simulated series each."""
POWER80 = 0.84
"""Standard errors above the critical value at which four of five changes show."""


@dataclass(frozen=True)
class Slope:
    """Growth per month [ratio] over some months, with a range that allows for errors that stay."""

    months: int
    value: float
    interval: Interval


def growth_rate(y: Floats, stays: float | None = None, wider: float = 1.0) -> Slope:
    """Least-squares slope of ln y, as growth per month.

    The standard error is the largest of the usual one, Newey and West's, and the usual one widened
    by the autocorrelation of the residuals; t with n − 2 degrees of freedom.

    Parameters
    ----------
    stays
        Autocorrelation known from a longer window; of these residuals when left out.
    wider
        Factor on the standard error, for what was taken off beforehand.

    Examples
    --------
    >>> round(growth_rate(100 * 1.02 ** np.arange(12)).value, 6)
    0.02
    """
    n = len(y)
    time: Floats = (np.arange(n) - (n - 1) / 2).astype(np.float64)
    log = np.log(y)
    slope = float(time @ log / (time @ time))
    rest: Floats = (log - log.mean() - slope * time).astype(np.float64)
    kept = autocorrelation(rest) if stays is None else stays
    plain = float(np.sqrt(rest @ rest / (n - 2) / (time @ time)))
    error = wider * max(plain * np.sqrt((1 + kept) / (1 - kept)), newey_west(time, rest))

    def around(level: float) -> tuple[float, float]:
        half = t(level, n - 2) * error
        return float(np.expm1(slope - half)), float(np.expm1(slope + half))

    return Slope(n, float(np.expm1(slope)), Interval.of(around))


def autocorrelation(rest: Floats) -> float:
    """Lag-one autocorrelation of residuals, between 0 and 0.8."""
    square = float(rest @ rest)
    if square <= 1e-24:
        return 0.0
    return float(np.clip(rest[1:] @ rest[:-1] / square, 0.0, MOST_STAYS))


def newey_west(time: Floats, rest: Floats) -> float:
    """Newey–West standard error of a slope on centred time, Bartlett weights, n / (n − 2).

    References
    ----------
    Newey & West (1987), Econometrica 55:703–708; lags ⌊4 (n/100)^(2/9)⌋.
    """
    n = len(time)
    lags = int(4 * (n / 100) ** (2 / 9))
    score = time * rest
    total = float(score @ score)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * float(score[lag:] @ score[:-lag])
    return float(np.sqrt(max(total, 0.0) * n / (n - 2)) / (time @ time))


# ---------------------------------------------------------------- one change
@dataclass(frozen=True)
class Change:
    """The likeliest place of one change, and whether it is more than chance.

    at
        First month of the new course, counted from 0.
    before, after
        Growth per month on either side [ratio].
    smallest
        The smallest change of growth that four of five times would have been seen [ratio].
    """

    f: float
    critical: float
    at: int
    before: float
    after: float
    smallest: float

    @property
    def found(self) -> bool:
        """Whether F is above the critical value."""
        return self.f > self.critical


def changed_slope(y: Floats, spent: int = 0) -> Change:
    """One change of slope of ln y: the largest F over all places, five months from either end.

    spent
        Degrees of freedom that taking off a season has cost.

    References
    ----------
    Andrews (1993), Econometrica 61:821–856, for the largest F; critical values allow for AR(0.5).
    """
    n = len(y)
    time, log = np.arange(n, dtype=float), np.log(y)
    line = np.c_[np.ones(n), time]
    places = np.arange(TRIM, n - TRIM)
    bends = np.maximum(time[:, None] - places, 0.0)
    return _largest(log, line, bends, places, SLOPE_CRITICAL, slope=1, spent=spent)


def changed_growth(y: Floats) -> Change:
    """One change of the mean monthly growth of a level: the largest F over all places.

    For recurring revenue, whose level carries every past surprise along and would look broken
    anywhere.
    """
    steps = np.diff(np.log(y))
    n = len(steps)
    places = np.arange(TRIM, n - TRIM + 1)
    later = (np.arange(n)[:, None] >= places).astype(float)
    return _largest(steps, np.ones((n, 1)), later, places, SHIFT_CRITICAL, slope=0)


def _largest(
    values: Floats,
    base: Floats,
    extra: Floats,
    places: np.ndarray,
    critical: tuple[tuple[int, float], ...],
    slope: int,
    spent: int = 0,
) -> Change:
    """Add each column of ``extra`` to the regression and keep the one that helps most."""
    n = len(values)
    q, _ = np.linalg.qr(base)
    rest, moved = values - q @ (q.T @ values), extra - q @ (q.T @ extra)
    size = (moved * moved).sum(0)
    jump = moved.T @ rest / size
    before = float(rest @ rest)
    after = np.maximum(before - jump**2 * size, 0.0)
    freedom = max(n - base.shape[1] - 1 - spent, 1)
    tiny = 1e-20 * n
    f = np.where(after <= tiny, 0.0 if before <= tiny else np.inf, 0.0)
    f = np.where(after > tiny, jump**2 * size / np.maximum(after, tiny) * freedom, f)
    best = int(np.argmax(f))
    full = np.linalg.lstsq(np.c_[base, extra[:, best]], values, rcond=None)[0]
    lengths, limits = np.array(critical, float).T
    limit = float(np.interp(n, lengths, limits))
    middle = len(places) // 2
    error = np.sqrt(after[best] / freedom / size[middle])
    return Change(
        float(f[best]), limit, int(places[best]) + (1 - slope),
        float(np.expm1(full[slope])), float(np.expm1(full[slope] + full[-1])),
        float((np.sqrt(limit) + POWER80) * error),
    )  # fmt: skip
