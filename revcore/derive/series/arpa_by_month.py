"""What the average customer pays a month."""

from __future__ import annotations

from revcore.derive.months import CustomerMonths
from revcore.derive.series._series import Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label

FEWEST = 5


@series(
    title="MRR per customer by month",
    unit=Unit.MONEY_PER_MONTH,
    columns=("month", "arpa", "customers"),
)
def arpa_by_month(recurring: CustomerMonths, as_of: int) -> Drawn:
    """One row per month up to the as-of month with at least five customers [money/month]."""
    rows = [
        [month_label(month), recurring.money(amount) / customers, customers]
        for month, amount, customers in zip(
            range(recurring.first, recurring.last + 1),
            recurring.totals.tolist(),
            recurring.actives.tolist(),
            strict=True,
        )
        if month <= as_of and customers >= FEWEST
    ]
    if len(rows) < 3:
        raise NotComputable(f"Fewer than three months with at least {FEWEST} customers.")
    return Drawn(rows)
