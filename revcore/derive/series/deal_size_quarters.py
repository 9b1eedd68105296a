"""Size of the deals won in each three months, up to the as-of month."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.derive.series._rates import BOUNDS, FEWEST, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label
from revcore.registry import Asker

QUARTERS = 9


@series(
    title="Size of won deals by quarter",
    unit=Unit.MONEY,
    columns=("month", "deals", "size", *BOUNDS),
)
def deal_size_quarters(at: Callable[[int, int | None], Asker], as_of: int) -> Drawn:
    """One row per three months ending in ``month``; quarters with five wins with an amount.

    size is the geometric mean, which one very large deal hardly moves [currency].
    """
    rows: list[list[Cell]] = []
    for back in range(QUARTERS - 1, -1, -1):
        month = as_of - 3 * back
        try:
            won: Deals = at(month, 3)("closed_deals").is_won
        except NotComputable:
            continue
        valued = won.take((won.valued == 1) & (won.amount > 0))
        if valued.count < FEWEST:
            continue
        logs = np.log(np.repeat(valued.amount, valued.n) / 10**valued.scale)
        ends = [float(np.exp(end)) for end in bounds(intervals.mean_t(logs)) if end is not None]
        rows.append([month_label(month), valued.count, float(np.exp(logs.mean())), *ends])
    if not rows:
        raise NotComputable(
            "No quarter has five won deals with an amount.", needs=("deals.amount", "deals.closed")
        )
    return Drawn(rows)
