"""Revenue by month, with the sum of the twelve months to it."""

import numpy as np

from revcore.derive.purchases import RevenueMonths
from revcore.derive.series._series import Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label


@series(
    title="Revenue by month",
    unit=Unit.MONEY,
    columns=("month", "revenue", "twelve_months", "basis"),
)
def revenue_by_month(revenue_months: RevenueMonths, as_of: int) -> Drawn:
    """One row per month up to the as-of month [money]; twelve_months is empty in the first eleven.

    basis names the source: MRR of the month's end where there are subscriptions.
    """
    last = min(revenue_months.last, as_of)
    amounts = revenue_months.amount[: last - revenue_months.first + 1]
    if len(amounts) < 3:
        raise NotComputable("Fewer than three months of revenue: there is no course to draw yet.")
    scale = 10**revenue_months.scale
    summed = np.convolve(amounts, np.ones(12, np.int64))[: len(amounts)]
    rows = [
        [
            month_label(revenue_months.first + at),
            int(amount) / scale,
            int(summed[at]) / scale if at >= 11 else None,
            revenue_months.source,
        ]
        for at, amount in enumerate(amounts.tolist())
    ]
    return Drawn(rows)
