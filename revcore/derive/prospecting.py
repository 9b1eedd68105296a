"""Deals begun and deals won month by month: do they take turns?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive._season import FULL, f_statistics, p_of_f
from revcore.derive.deals import Deals
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import Ints, _months_of
from revcore.derive.resamples import DRAWS
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import capital, counted

LEAST, MOST, FEW = 18, 36, 3.0
"""Months needed and looked at, and the fewest deals a month that can swing."""


@dataclass(frozen=True, eq=False)
class Prospecting:
    """Deals begun and won by month; months drawn again for the rest.

    swing
        Draws of the standard deviation of deals begun ÷ their mean, beyond what chance makes of so
        few, the trend taken off.
    together
        Draws of the correlation of deals begun and won in the same month.
    season
        p of the F-test for months of the year; None with less than two years.
    """

    begun: Ints
    won: Ints
    swing: Floats
    together: Floats
    spread: float
    r: float
    season: float | None
    window: Window


@provider
def prospecting(all_deals: Deals, as_of: int) -> Prospecting:
    """The last three years of deals begun and won, at least eighteen months.

    Raises
    ------
    NotComputable
        Fewer months, or fewer than three deals begun a month.
    """
    begun_at = _months_of(all_deals.created[all_deals.created >= 0])
    begun_n = all_deals.n[all_deals.created >= 0]
    won = all_deals.is_won
    won_at, won_n = _months_of(won.closed[won.closed >= 0]), won.n[won.closed >= 0]
    if not begun_at.size or not won_at.size:
        raise NotComputable(
            "Needs the day each deal was created and won.", needs=("deals.created", "deals.closed")
        )
    first = max(int(begun_at.min()), int(won_at.min()), as_of - MOST + 1)
    months = as_of - first + 1
    if months < LEAST:
        raise NotComputable(
            f"{capital(counted(max(months, 0), 'month'))} of deals: at least {LEAST} are needed to "
            "see a rhythm.",
            n=max(months, 0),
        )
    begun, wins = (
        np.bincount((at - first)[seen], n[seen], months).astype(np.int64)
        for at, n in ((begun_at, begun_n), (won_at, won_n))
        for seen in [(at >= first) & (at <= as_of)]
    )
    if begun.mean() < FEW:
        raise NotComputable(
            f"{begun.mean():.1f} deals are begun a month: too few to tell a rhythm from luck.",
            n=int(begun.sum()),
        )
    x, y = level(begun), level(wins)
    drawn = rng("prospecting", begun, wins).standard_exponential((DRAWS, months))
    weights = drawn / drawn.sum(axis=1, keepdims=True)
    chance = 1 / float(begun.mean())
    swing, r = moments(x, y, weights, chance)
    even = np.full((1, months), 1 / months)
    found = moments(x, y, even, chance)
    season = None
    if months >= FULL:
        f = float(f_statistics(np.maximum(begun, 0.5).astype(float), np.array([months]))[0])
        season = p_of_f(f, months)
    return Prospecting(
        begun, wins, swing, r, float(found[0][0]), float(found[1][0]), season, Window(first, as_of)
    )


def level(counts: Ints) -> Floats:
    """Counts over their straight trend, around 1.

    >>> level(np.array([2, 4, 6, 8])).round(6).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    time = np.arange(counts.size)
    line = np.polyval(np.polyfit(time, counts, 1), time)
    return np.asarray(counts / np.maximum(line, max(float(counts.mean()), 1e-9) / 4), float)


def moments(x: Floats, y: Floats, weights: Floats, chance: float) -> tuple[Floats, Floats]:
    """Swing of x beyond chance and correlation with y, one of each per row of weights.

    chance
        Variance ÷ mean² that mere counting makes.
    """
    mean_x, mean_y = weights @ x, weights @ y
    var_x, var_y = weights @ x**2 - mean_x**2, weights @ y**2 - mean_y**2
    both = weights @ (x * y) - mean_x * mean_y
    n = x.size
    beyond = np.maximum(var_x * n / (n - 1) / mean_x**2 - chance, 0.0)
    r = both / np.sqrt(np.maximum(var_x * var_y, 1e-12))
    return np.sqrt(beyond), r
