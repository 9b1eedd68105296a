"""How far off a figure may be: intervals for rates, ratios, means, medians, counts and scores.

Every figure carries two intervals of the same method: the 80 % one (“8 times in 10”) for decisions
and the 95 % one for verdicts. Figures that cannot have an interval raise
:class:`~revcore.errors.NotComputable` with the sentence a reader sees; a wrong argument (more
successes than trials) is a :class:`ValueError`, because no upload may cause it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._averages import mean_t, median, median_interval, ratio_t
from revcore.derive._interval import (
    LEVELS,
    Z80,
    Z95,
    Floats,
    Interval,
    beta_quantile,
    gamma_quantile,
    special,
    t,
    z,
)
from revcore.derive._seeds import rng, seed_from
from revcore.errors import NotComputable

__all__ = [
    "LEVELS", "Z80", "Z95", "Interval", "Score", "beta_quantile", "between", "from_draws",
    "gamma_quantile",
    "gamma_rate", "jeffreys", "jeffreys_draws", "mean_t", "median", "median_interval", "newcombe",
    "nps", "nps_variance", "ratio_t", "rng", "seed_from", "settle", "spend_per_customer", "t",
    "wilson", "wilson_at", "wilson_many", "z",
]  # fmt: skip


# ---------------------------------------------------------------- proportions
def wilson_at(k: float, n: float, level: float) -> tuple[float, float]:
    """Wilson score interval of ``k`` successes in ``n`` trials, at one level.

        (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),   p = k/n

    References
    ----------
    Wilson (1927), JASA 22:209–212; Newcombe (1998), Statistics in Medicine 17:857–872, method 3.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson_at(81, 263, 0.95)]
    [0.2553, 0.3662]
    """
    _check_share(k, n)
    squared = z(level) ** 2
    p = k / n
    centre = p + squared / (2 * n)
    half = z(level) * math.sqrt(p * (1 - p) / n + squared / (4 * n * n))
    low = 0.0 if k == 0 else (centre - half) / (1 + squared / n)
    high = 1.0 if k == n else (centre + half) / (1 + squared / n)
    return max(low, 0.0), min(high, 1.0)


def wilson(k: float, n: float) -> Interval:
    """Wilson score interval of a proportion [ratio]; see :func:`wilson_at`."""
    return Interval.of(lambda level: wilson_at(k, n, level))


def wilson_many(k: ArrayLike, n: ArrayLike) -> list[Interval]:
    """Wilson intervals of many segments at once.

    >>> wilson_many([7, 0], [25, 20]) == [wilson(7, 25), wilson(0, 20)]
    True
    """
    pairs = zip(np.asarray(k).tolist(), np.asarray(n).tolist(), strict=True)
    return [wilson(successes, trials) for successes, trials in pairs]


def newcombe(
    a: float, m: float, b: float, n: float, level: float = LEVELS[1]
) -> tuple[float, float]:
    """Interval of the difference ``a/m − b/n`` of two independent proportions.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873–890, method 10.

    Examples
    --------
    >>> [round(bound, 4) for bound in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    low1, high1 = wilson_at(a, m, level)
    low2, high2 = wilson_at(b, n, level)
    p1, p2 = a / m, b / n
    difference = p1 - p2
    return (
        difference - math.hypot(p1 - low1, high2 - p2),
        difference + math.hypot(high1 - p1, p2 - low2),
    )


def difference(one: float, around: Interval, other: float, beside: Interval) -> Interval:
    """Interval of ``one − other`` out of the intervals of both figures, as independent ones.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27:1693–1702 (MOVER).

    Examples
    --------
    >>> ends = difference(0.2, Interval(0.17, 0.23, 0.15, 0.25), 0.1, Interval(0.06, 0.14, 0, 0.2))
    >>> round(ends.low, 6), round(ends.high, 6)
    (0.05, 0.15)
    """
    gap = one - other
    ends = (("low", "high"), ("high", "low"), ("low95", "high95"), ("high95", "low95"))
    return Interval(
        *(
            gap
            + (-1 if mine.startswith("low") else 1)
            * math.hypot(getattr(around, mine) - one, getattr(beside, far) - other)
            for mine, far in ends
        )
    )


def jeffreys(k: float, n: float) -> Interval:
    """Equal-tailed Beta(k+½, n−k+½) interval; 0 below at k = 0 and 1 above at k = n [ratio]."""
    _check_share(k, n)

    def at(level: float) -> tuple[float, float]:
        tails = [0.5 - level / 2, 0.5 + level / 2]
        low, high = beta_quantile(k + 0.5, n - k + 0.5, tails)
        return (0.0 if k == 0 else low), (1.0 if k == n else high)

    return Interval.of(at)


def jeffreys_draws(k: float, n: float, size: int, rng: np.random.Generator) -> Floats:
    """Draws of a proportion from Beta(k+½, n−k+½), for simulations [ratio]."""
    _check_share(k, n)
    return rng.beta(k + 0.5, n - k + 0.5, size)


def settle(k: float, n: float, target: float) -> int | None:
    """How many more trials at the same rate would put the target outside the 95 % interval.

    The Wilson interval leaves a target out exactly when ``n > z² · target (1 − target) / (p −
    target)²``. 0 when it already does; None when the rate equals the target, so that no number
    would.

    >>> settle(7, 25, 0.20)
    72
    >>> wilson(28, 100).low95 > 0.20
    True
    """
    _check_share(k, n)
    distance = k / n - target
    if distance == 0:
        return None
    needed = Z95**2 * target * (1 - target) / distance**2
    return max(0, math.floor(needed - n) + 1)


def _check_share(k: float, n: float) -> None:
    if n <= 0:
        raise NotComputable("There is nothing to take a share of: the count is 0.", n=0)
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")


# ---------------------------------------------------------------- counts and scores
def gamma_rate(events: float, exposure: float) -> Interval:
    """Interval of a rate of events per unit of exposure, from Gamma(events+½) / exposure.

    The lower end is 0 when nothing happened.

    >>> found = gamma_rate(6, 240)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0147, 0.0413)
    """
    if exposure <= 0:
        raise NotComputable("Nothing was observed: the exposure is 0.", n=0)

    def at(level: float) -> tuple[float, float]:
        low, high = gamma_quantile(events + 0.5, [0.5 - level / 2, 0.5 + level / 2])
        return (0.0 if events == 0 else low / exposure), high / exposure

    return Interval.of(at)


def spend_per_customer(spend: float, n: float) -> Interval:
    """Interval of spend ÷ customers won, the number won being the uncertain part [money].

    spend ÷ quantiles of Gamma(n+½): with few customers the upper end lies far away.

    Raises
    ------
    NotComputable
        No customer was won.

    Examples
    --------
    >>> found = spend_per_customer(120_000, 20)
    >>> round(found.low95), round(found.high95)
    (3963, 9518)
    """
    if n <= 0:
        raise NotComputable("No new customer: the spend cannot be divided.", n=0)

    def at(level: float) -> tuple[float, float]:
        high, low = spend / gamma_quantile(n + 0.5, [0.5 - level / 2, 0.5 + level / 2])
        return low, high

    return Interval.of(at)


@dataclass(frozen=True)
class Score:
    """A net promoter score, its adjusted-Wald interval, that interval's centre and error [points].

    The interval lies around ``centre``, which is drawn a little towards 0, not around ``value``.
    """

    value: float
    centre: float
    error: float
    interval: Interval


def nps_variance(promoters: float, detractors: float) -> float:
    """Variance of one answer counted +1, 0 or −1, from the two shares.

    >>> round(nps_variance(1 / 2, 1 / 6), 6)
    0.555556
    """
    return promoters + detractors - (promoters - detractors) ** 2


def nps(promoters: float, passives: float, detractors: float) -> Score:
    """Net promoter score from counts, with an adjusted-Wald interval [points].

    ¾ is added to promoters and to detractors and 3 to the answers before the usual formula, so
    that four enthusiasts do not make a certain 100.

    Raises
    ------
    NotComputable
        No answers.

    References
    ----------
    https://measuringu.com/nps-confidence-intervals/

    Examples
    --------
    >>> found = nps(18, 7, 5)
    >>> round(found.value, 1), round(found.interval.low95, 1), round(found.interval.high95, 1)
    (43.3, 13.2, 65.5)
    """
    n = promoters + passives + detractors
    if n <= 0:
        raise NotComputable("Nobody answered.", n=0)
    more, less = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = 100 * (more - less)
    error = 100 * math.sqrt(nps_variance(more, less) / (n + 3))
    interval = Interval.of(lambda level: (centre - z(level) * error, centre + z(level) * error))
    value = 100 * (promoters - detractors) / n
    return Score(value, centre, error, interval.clipped(-100, 100))


# ---------------------------------------------------------------- simulation
def from_draws(draws: ArrayLike) -> Interval:
    """Interval between the quantiles of simulated values.

    Raises
    ------
    NotComputable
        So many draws are without end (a payback that never comes) that the range has none.
    """
    values = np.asarray(draws, float)
    if values.size == 0 or np.isnan(values).any():
        raise ValueError("draws are missing or hold NaN")
    cuts = [0.5 + sign * level / 2 for level in LEVELS for sign in (-1, 1)]
    if np.isfinite(values).all():
        return Interval(*_quantiles(values, cuts))
    found = np.quantile(values, cuts, method="nearest")
    if not np.isfinite(found).all():
        raise NotComputable("In more than 2 of 100 simulated cases this has no end.")
    return Interval(*(float(value) for value in found))


def _quantiles(values: Floats, cuts: Sequence[float]) -> list[float]:
    """Quantiles by straight lines between neighbours, as numpy’s own at a fifth of its price.

    >>> _quantiles(np.array([4.0, 1.0, 3.0, 2.0]), [0.0, 0.5, 0.9, 1.0])
    [1.0, 2.5, 3.7, 4.0]
    """
    flat = values.ravel()
    places = [(flat.size - 1) * cut for cut in cuts]
    below = [int(place) for place in places]
    above = [min(place + 1, flat.size - 1) for place in below]
    ordered = np.partition(flat, sorted({*below, *above}))
    out = []
    for place, low, high in zip(places, below, above, strict=True):
        one, other, part = float(ordered[low]), float(ordered[high]), place - low
        gap = other - one
        out.append(one + gap * part if part < 0.5 else other - gap * (1 - part))
    return out


def between(value: float, around: Interval, size: int = 2000) -> Floats:
    """Draws with these quantiles: half below the value, one in ten below ``low``, and so on.

    For reading figures jointly that have nothing but their intervals; independent of all others.

    >>> drawn = between(5.0, Interval(4.0, 7.0, 3.0, 9.0))
    >>> [round(float((drawn < bound).mean()), 2) for bound in (3.0, 4.0, 5.0, 7.0, 9.0)]
    [0.03, 0.1, 0.5, 0.9, 0.97]
    """
    further = 2.0
    least = around.low95 - further * (around.low - around.low95)
    most = around.high95 + further * (around.high95 - around.high)
    least = max(least, 0.0) if around.low95 >= 0 else least
    known = [least, around.low95, around.low, value, around.high, around.high95, most]
    tail = Z95 + further * (Z95 - Z80)
    levels = [-tail, -Z95, -Z80, 0.0, Z80, Z95, tail]
    noise = (np.arange(size) + 0.5) / size
    quantiles = np.interp(special().ndtri(noise), levels, known)
    order = rng("between", [value, around.low95, around.high95]).permutation(size)
    return np.asarray(quantiles[order], float)
