"""Win rate of each three months, up to the as-of month."""

from __future__ import annotations

from collections.abc import Callable

from revcore.derive.deals import Deals
from revcore.derive.series._rates import BOUNDS, rate
from revcore.derive.series._series import Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label
from revcore.registry import Asker

QUARTERS = 9


@series(
    title="Win rate by quarter",
    unit=Unit.RATIO,
    columns=("month", "won", "closed", "rate", *BOUNDS),
    parts=("all_deals",),
)
def win_rate_quarters(at: Callable[[int, int | None], Asker], as_of: int) -> Drawn:
    """One row per three months ending in ``month``; no rate below five closed deals."""
    rows = []
    for back in range(QUARTERS - 1, -1, -1):
        month = as_of - 3 * back
        try:
            deals: Deals = at(month, 3)("closed_deals")
        except NotComputable:
            continue
        closed = deals.wins + deals.losses
        if closed:
            rows.append([month_label(month), deals.wins, closed, *rate(deals.wins, closed)])
    if not any(row[3] is not None for row in rows):
        raise NotComputable(
            "No quarter has five deals won or lost with their day.", needs=("deals.closed",)
        )
    return Drawn(rows)
