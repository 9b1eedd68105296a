"""What customers have brought since their first purchase, by the quarter of it."""

from __future__ import annotations

import numpy as np

from revcore.derive.margin import Margin
from revcore.derive.purchases import Purchases
from revcore.derive.series._first_purchases import QUARTERS, buyers
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit

MOST = 8
LONGEST = 24
MONTH = 30.4375
"""Average length of a month [days]."""


@series(
    title="Brought in per customer since the first purchase",
    unit=Unit.MONEY,
    columns=("cohort", "age", "value", "customers", "basis"),
)
def value_by_cohort(purchases: Purchases, as_of: int, margin: Margin | None = None) -> Drawn:
    """One row per quarter and age [months] that all its customers have reached [money].

    Gross profit where the margin is known, else revenue; basis says which. Age 0 is the first day.
    """
    seen = buyers(purchases, as_of)
    share, basis = (margin.value, "gross profit") if margin else (1.0, "sales")
    rows: list[list[Cell]] = []
    for cohort, mine, last in seen.cohorts(MOST):
        n = int((seen.rank[mine] == 0).sum())
        reached = min(LONGEST, int((seen.end_day - last) / MONTH))
        waited = seen.day[mine] - seen.first_day[mine]
        age = np.where(waited == 0, 0, np.floor((waited - 1) / MONTH).astype(np.int64) + 1)
        inside = age <= reached
        sums = np.bincount(age[inside], seen.amount[mine][inside], max(reached, 0) + 1)
        worth = np.cumsum(sums) / 10**purchases.scale / n * share
        rows += [
            [QUARTERS.label(cohort), at, float(value), n, basis]
            for at, value in enumerate(worth.tolist())
            if reached >= 1
        ]
    if not rows:
        raise NotComputable("No quarter’s first-time buyers are a month old yet.")
    return Drawn(rows)
