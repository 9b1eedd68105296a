"""What is won in each week of the quarter, and at which discount."""

from __future__ import annotations

import numpy as np

from revcore.derive.bookings import Bookings
from revcore.derive.discounts import Discounts, week_of_quarter
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit

WEEKS = 13
FEWEST_DEALS = 26
FEWEST = 5


@series(
    title="Won by week of the quarter",
    unit=Unit.RATIO,
    columns=("week", "deals", "share", "discount", "sales"),
)
def bookings_by_week(bookings: Bookings, discounts_given: Discounts | None = None) -> Drawn:
    """One row per week, the last one is 13; share of the won value, and the average discount.

    The first week has a day or two more than the others. No discount below five sales.

    Raises
    ------
    NotComputable
        Fewer than 26 won deals: two for each week.
    """
    if bookings.count < FEWEST_DEALS:
        raise NotComputable(f"{bookings.count} won deals: at least {FEWEST_DEALS} are needed.")
    value = bookings.value * bookings.n
    deals = np.bincount(bookings.week, bookings.n, WEEKS + 1)
    sums = np.bincount(bookings.week, value, WEEKS + 1)
    rows: list[list[Cell]] = []
    weeks = week_of_quarter(discounts_given.day) if discounts_given is not None else None
    for week in range(1, WEEKS + 1):
        off, n = None, 0
        if discounts_given is not None and weeks is not None:
            mine = discounts_given.take(weeks == week)
            n = mine.count
            off = mine.share if n >= FEWEST else None
        rows.append([week, int(deals[week]), float(sums[week] / value.sum()), off, n])
    return Drawn(rows)
