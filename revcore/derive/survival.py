"""Kaplan–Meier: what share is still there after so long, when some are still being watched."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._interval import special
from revcore.derive.intervals import LEVELS, Floats, wilson_at, z
from revcore.errors import NotComputable

SHOWN_AT_RISK = 5
"""A curve is drawn only while at least so many are still being watched."""
FEW_DAYS = 50_000
"""Whole times below this are counted without sorting."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A survival curve: one entry per distinct time, beginning with 0.

    times
        In the unit given; the entry holds from this time on.
    at_risk, events
        Watched just before the time, and lost at it.
    survival, se
        Share still there, and its Greenwood standard error [ratio].
    low, high, low95, high95
        Bands on the log(−log) scale; while nobody is lost, Wilson's for none of those at risk.
    shown
        Whether the entry may be drawn: at least 5 at risk. Beyond it nothing is known; the curve
        is never to be extended flat.
    """

    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    se: Floats
    low: Floats
    high: Floats
    low95: Floats
    high95: Floats
    shown: np.ndarray

    @property
    def last_shown(self) -> float:
        """Last time that may be drawn; 0 when none may."""
        return float(self.times[self.shown].max(initial=0.0))

    @property
    def median(self) -> float | None:
        """First time at which half or fewer are left; None when it has not come yet."""
        return _first(self.times, self.survival <= 0.5)

    def at(self, time: float) -> float:
        """Share still there after ``time`` [ratio]; the step that holds then."""
        if time < 0:
            return 1.0
        return float(self.survival[np.searchsorted(self.times, time, side="right") - 1])

    def restricted_mean(self, until: float | None = None) -> float:
        """Mean time spent here within ``until``: the value already proven, not a forecast.

        ``until`` is the last shown time when left out; the result is in the unit of the times.
        """
        end = self.last_shown if until is None else until
        stops = np.append(np.minimum(self.times, end), end)
        return float(np.diff(stops) @ self.survival)


def kaplan_meier(times: ArrayLike, events: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """Share still there by time, counting those still watched as long as they were watched.

        S(t) = ∏ (1 − d/n) over times up to t, d lost of n at risk

    Parameters
    ----------
    times
        How long each was watched, from 0.
    events
        1 where it ended then, 0 where it was still going on.
    weights
        How many each entry stands for; 1 when left out.

    Raises
    ------
    NotComputable
        Nobody was watched.

    References
    ----------
    Kaplan & Meier (1958), JASA 53:457–481; Kalbfleisch & Prentice (2002), section 1.4, bands.

    Examples
    --------
    Four customers: one left after 1 month, one after 3, two are still here after 2 and 4.

    >>> curve = kaplan_meier([1, 3, 2, 4], [1, 1, 0, 0])
    >>> curve.at(1), curve.at(2.5), curve.at(3), curve.median
    (0.75, 0.75, 0.375, 3.0)
    """
    distinct, (watched, lost) = tallies(times, weights, np.asarray(events, float))
    at_risk = watched[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - lost / at_risk)
    left = at_risk - lost
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(np.where(left > 0, lost / (at_risk * left), 0.0)))
    bands = [_bands(survival, spread, at_risk, level) for level in LEVELS]
    (low, high), (low95, high95) = bands
    return Curve(
        distinct, at_risk, lost, survival, survival * spread,
        low, high, low95, high95, at_risk >= SHOWN_AT_RISK,
    )  # fmt: skip


@dataclass(frozen=True)
class LogRank:
    """Whether groups leave at the same pace: chi-squared statistic, its degrees, chance of more."""

    statistic: float
    degrees: int
    p: float


def log_rank(
    *groups: tuple[ArrayLike, ArrayLike] | tuple[ArrayLike, ArrayLike, ArrayLike],
) -> LogRank:
    """Log-rank test of two or more groups, each (times, events) or (times, events, weights).

        (O − E)ᵀ V⁻¹ (O − E),   E = Σ d · nₖ / n at each time, hypergeometric variance V

    Raises
    ------
    NotComputable
        Fewer than two groups, or nobody left.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163–170; Peto & Peto (1972), JRSS A 135:185–207.

    Examples
    --------
    >>> found = log_rank(([1, 2, 3, 4], [1, 1, 1, 1]), ([5, 6, 7, 8], [1, 1, 0, 0]))
    >>> round(found.statistic, 3), found.degrees
    (7.344, 1)
    """
    if len(groups) < 2:
        raise NotComputable("There is only one group: nothing to compare.")
    every = np.unique(np.concatenate([np.asarray(group[0], float) for group in groups]))
    risk, lost = (np.zeros((len(groups), every.size)) for _ in range(2))
    for row, (times, events, *weights) in enumerate(groups):
        place = np.searchsorted(every, np.asarray(times, float))
        counts = np.asarray(weights[0] if weights else np.ones(place.size), float)
        watched = np.bincount(place, counts, every.size)
        risk[row] = watched[::-1].cumsum()[::-1]
        lost[row] = np.bincount(place, counts * np.asarray(events, float), every.size)
    n, d = risk.sum(0), lost.sum(0)
    if not d.sum():
        raise NotComputable("Nobody left: there is no pace to compare.", n=round(float(n[0])))
    gap = (lost - risk * d / n).sum(1)[:-1]
    spread = d * np.where(n > 1, (n - d) / np.maximum(n - 1, 1), 0.0)
    share = risk[:-1] / n
    variance = (share * spread) @ -share.T + np.diag((share * spread).sum(1))
    statistic = float(gap @ np.linalg.solve(variance, gap)) if np.linalg.det(variance) > 0 else 0.0
    degrees = len(groups) - 1
    return LogRank(statistic, degrees, float(special().gammaincc(degrees / 2, statistic / 2)))


def tallies(
    times: ArrayLike, weights: ArrayLike | None, *marks: Floats
) -> tuple[Floats, list[Floats]]:
    """Distinct times from 0 on, and how many stood at each: in all, then per 0/1 mark."""
    length = np.asarray(times, float)
    counts = np.ones(length.size) if weights is None else np.asarray(weights, float)
    if counts.sum() == 0:
        raise NotComputable("Nobody was watched for any time.", n=0)
    if (length < 0).any():
        raise ValueError("a time is negative")
    columns = [counts, *(counts * mark for mark in marks)]
    whole = length.astype(np.int64)
    if length.max() < FEW_DAYS and (whole == length).all():
        distinct, position = np.arange(whole.max() + 1, dtype=float), whole
    else:
        distinct, position = np.unique(np.append(length, 0.0), return_inverse=True)
        position = position[:-1]
    found = [np.asarray(np.bincount(position, column, distinct.size), float) for column in columns]
    seen = found[0] > 0
    seen[0] = True
    return distinct[seen], [column[seen] for column in found]


def _bands(
    survival: Floats, spread: Floats, at_risk: Floats, level: float
) -> tuple[Floats, Floats]:
    """log(−log) bands; Wilson's where the curve is still 1 or already 0."""
    low, high = np.ones_like(survival), np.ones_like(survival)
    inner = (survival > 0) & (survival < 1)
    power = np.exp(z(level) * spread[inner] / -np.log(survival[inner]))
    low[inner], high[inner] = survival[inner] ** power, survival[inner] ** (1 / power)
    for index in np.flatnonzero(survival >= 1):
        low[index] = wilson_at(at_risk[index], at_risk[index], level)[0]
    for index in np.flatnonzero(survival <= 0):
        before = high[index - 1] if index else 1.0
        low[index], high[index] = 0.0, min(before, wilson_at(0, at_risk[index], level)[1])
    return low, high


def _first(times: Floats, reached: np.ndarray) -> float | None:
    found = times[reached]
    return float(found[0]) if found.size and math.isfinite(found[0]) else None
