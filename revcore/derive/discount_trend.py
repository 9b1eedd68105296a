"""How the discount moves from month to month, large and small sales alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.discounts import Discounts
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import _months_of
from revcore.derive.resamples import DRAWS
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

SPREAD = 6
"""Sales must lie in so many different months."""


@dataclass(frozen=True, eq=False)
class DiscountTrend:
    """Straight line through the discount of each sale, over months.

    slope, slope_alike
        Points (as a share) a month, and the same for sales of equal size.
    draws
        Draws of the slope, from its heteroscedasticity-robust standard error.
    start, end
        The line at both ends of the window.
    """

    slope: float
    slope_alike: float
    draws: Floats
    start: float
    end: float
    n: int
    window: Window


@provider
def discount_trend(discounts_given: Discounts, discount_window: Window) -> DiscountTrend:
    """Least squares of the discount on the month; every sale counts the same.

    The standard error is HC3, sale by sale (MacKinnon & White 1985).

    Raises
    ------
    NotComputable
        Sales lie in fewer than six months.
    """
    sales = discounts_given
    month = _months_of(sales.day) - discount_window.start
    if np.unique(month).size < SPREAD:
        raise NotComputable(
            f"Sales with a list price lie in {counted_words(np.unique(month).size, 'months')}: at "
            f"least {SPREAD} are needed to tell a trend.",
            needs=("deals.list_amount",),
            n=sales.count,
        )
    off = np.clip(1 - sales.net / sales.list, -1.0, 1.0)
    middle = float(month @ sales.n) / sales.count
    line = np.column_stack([np.ones(month.size), month - middle])
    found, error = robust(line, off, sales.n)
    size = np.log(sales.list)
    alike, _ = robust(np.column_stack([line, size - size.mean()]), off, sales.n)
    noise = rng("discount trend", sales.day, sales.net, sales.list).standard_normal(DRAWS)
    return DiscountTrend(
        float(found[1]), float(alike[1]), found[1] + error[1] * noise,
        float(found[0] - found[1] * middle),
        float(found[0] + found[1] * (discount_window.months - 1 - middle)),
        sales.count, discount_window,
    )  # fmt: skip


def robust(columns: Floats, y: Floats, n: np.ndarray) -> tuple[Floats, Floats]:
    """Weighted least squares and HC3 standard errors; n alike rows stand behind each.

    >>> x = np.arange(8.0)
    >>> found, error = robust(np.column_stack([np.ones(8), x]), 1 + 2 * x, np.ones(8))
    >>> found.round(6).tolist(), bool(error.max() < 1e-9)
    ([1.0, 2.0], True)
    """
    inverse = np.linalg.pinv(columns.T @ (columns * n[:, None]))
    found = inverse @ (columns.T @ (y * n))
    lever = np.einsum("ij,jk,ik->i", columns, inverse, columns)
    rest = (y - columns @ found) / np.maximum(1 - lever, 1e-6)
    meat = columns.T @ (columns * (n * rest**2)[:, None])
    return found, np.sqrt(np.maximum(np.diag(inverse @ meat @ inverse), 0.0))
