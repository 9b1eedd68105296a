"""How many buyers came back, by the quarter of their first purchase."""

from __future__ import annotations

import numpy as np

from revcore.derive.purchases import Purchases
from revcore.derive.repeat import due
from revcore.derive.series._first_purchases import FEWEST, QUARTERS, buyers
from revcore.derive.series._rates import BOUNDS, rate
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit

MOST = 9
WITHIN = (3, 6, 12)
"""Months allowed after the first purchase."""


@series(
    title="Bought again, by the quarter of the first purchase",
    unit=Unit.RATIO,
    columns=("cohort", "months", "again", "customers", "rate", *BOUNDS),
)
def repeat_by_cohort(buying_occasions: Purchases, as_of: int) -> Drawn:
    """One row per quarter and time allowed; only those who had that time are counted.

    Not complete: part of the quarter's customers have not had that time yet.
    """
    seen = buyers(buying_occasions, as_of)
    rows: list[list[Cell]] = []
    complete = []
    for cohort, mine, last in seen.cohorts(MOST):
        start, second = seen.first_day[mine], seen.rank[mine] == 1
        for months in WITHIN:
            limit = due(start, months)
            old = limit <= seen.end_day + 1
            n = int((old & (seen.rank[mine] == 0)).sum())
            if n < FEWEST:
                continue
            again = int((old & second & (seen.day[mine] < limit)).sum())
            rows.append([QUARTERS.label(cohort), months, again, n, *rate(again, n)])
            complete.append(int(due(np.array([last]), months)[0]) <= seen.end_day + 1)
    if not rows:
        raise NotComputable(
            "No quarter has five first-time buyers who have had three months to come back."
        )
    return Drawn(rows, complete)
