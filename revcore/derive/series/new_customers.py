"""New customers by month."""

from __future__ import annotations

import numpy as np

from revcore.derive.acquisition import FirstMonths
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label


@series(title="New customers by month", unit=Unit.COUNT, columns=("month", "new", "basis"))
def new_customers(first_months: FirstMonths, as_of: int) -> Drawn:
    """One row per month after the first one, whose customers are opening, up to the as-of month."""
    last = min(first_months.last, as_of)
    if last - first_months.first < 3:
        raise NotComputable("Fewer than three months in which customers could be new.")
    counts = np.bincount(
        first_months.month[first_months.month <= last] - first_months.first,
        minlength=last - first_months.first + 1,
    )
    rows: list[list[Cell]] = [
        [month_label(first_months.first + at), int(n), first_months.source]
        for at, n in enumerate(counts.tolist())
        if at
    ]
    return Drawn(rows)
