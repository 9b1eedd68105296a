"""What became of the customers of a year before, month by month."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revcore.derive import intervals
from revcore.derive.months import Base
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.shares import net_t, share_t
from revcore.errors import NotComputable
from revcore.model import Unit, month_label
from revcore.registry import Asker

MONTHS = 18
LOOK_BACK = 12
FEWEST = 5


@series(
    title="Retention over the twelve months before",
    unit=Unit.RATIO,
    columns=("month", "measure", "value", *BOUNDS, "customers"),
    parts=("recurring",),
)
def retention_by_month(at: Callable[[int, int | None], Asker], as_of: int) -> Drawn:
    """One row per month-end and measure: nrr, grr and logo, each over twelve months."""
    rows: list[list[Cell]] = []
    for month in range(as_of - MONTHS + 1, as_of + 1):
        try:
            base: Base = at(month, LOOK_BACK)("opening_customers")
        except NotComputable:
            continue
        count = len(base.opening)
        if count < FEWEST:
            continue
        total = float(base.opening.sum())
        for measure, closing in (
            ("nrr", base.closing),
            ("grr", np.minimum(base.closing, base.opening)),
        ):
            interval = share_t if measure == "grr" else net_t
            around = interval(closing, base.opening)
            rows.append(
                [month_label(month), measure, float(closing.sum()) / total, *bounds(around), count]
            )
        kept = int((base.closing > 0).sum())
        around = intervals.wilson(kept, count)
        rows.append([month_label(month), "logo", kept / count, *bounds(around), count])
    if len(rows) < 6:
        raise NotComputable(
            "Fewer than 14 months of recurring revenue by customer.", needs=("subscriptions", "mrr")
        )
    return Drawn(rows)
