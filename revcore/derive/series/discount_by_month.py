"""Average discount month by month."""

from __future__ import annotations

from revcore.derive import intervals
from revcore.derive.discounts import Discounts
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, Window, month_label

MONTHS = 24
FEWEST = 5


@series(
    title="Average discount by month",
    unit=Unit.RATIO,
    columns=("month", "sales", "discounted", "rate", *BOUNDS),
)
def discount_by_month(discounts: Discounts, as_of: int) -> Drawn:
    """One row per month up to the as-of month; no rate below five sales.

    Raises
    ------
    NotComputable
        Fewer than three months have five sales with a list price.
    """
    rows: list[list[Cell]] = []
    for month in range(as_of - MONTHS + 1, as_of + 1):
        mine = discounts.within(Window(month, month))
        if not mine.count:
            continue
        off = int(mine.n[mine.list - mine.net > mine.list * 0.001].sum())
        cells: list[Cell] = [None] * 5
        if mine.count >= FEWEST:
            around = intervals.ratio_t(mine.list - mine.net, mine.list, mine.n)
            cells = [mine.share, *bounds(around)]
        rows.append([month_label(month), mine.count, off, *cells])
    if sum(row[3] is not None for row in rows) < 3:
        raise NotComputable("Fewer than three months have five sales with a list price.")
    return Drawn(rows)
