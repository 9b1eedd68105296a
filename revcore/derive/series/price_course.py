"""How prices of alike deals or plans moved, beside what consumer prices did."""

from __future__ import annotations

import numpy as np

from revcore.derive import intervals
from revcore.derive.list_price import INFLATION, ListPrice
from revcore.derive.months import CustomerMonths
from revcore.derive.series._rates import BOUNDS, FEWEST, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label

QUARTER, YEARS = 3, 24
"""Months of one row, and months back in which a price counts as old."""


@series(
    title="Prices and consumer prices",
    unit=Unit.RATIO,
    columns=(
        "month", "prices", "price", *BOUNDS, "inflation", "growth", "months", "basis", "stayed",
        "same",
    ),
)  # fmt: skip
def price_course(
    list_price: ListPrice, as_of: int, recurring: CustomerMonths | None = None
) -> Drawn:
    """One row per three months that end with ``month``; 1 is where the line of prices begins.

    ``price`` is empty below five prices, ``inflation`` rises by 3% a year. ``growth`` is that of
    the line a year, over so many ``months``, and ``basis`` whose prices they are: of new customers
    on the same plan, or list prices of deals. ``stayed`` counts customers of two years ago who are
    still there, ``same`` those who pay no more than then; empty without recurring revenue.
    """
    found, first = list_price, list_price.window.start
    stayed, same = on_old_prices(recurring, as_of)
    rows: list[list[Cell]] = []
    for back in range((as_of - first) // QUARTER, -1, -1):
        month = as_of - QUARTER * back
        mine = (found.month <= month) & (found.month > month - QUARTER)
        n = int(found.sold[mine].sum())
        cells: list[Cell] = [None] * 5
        if n >= FEWEST:
            logs = found.above[mine]
            around = intervals.mean_t(logs, found.sold[mine])
            mean = float(np.average(logs, weights=found.sold[mine]))
            ends = (float(np.exp(end)) for end in bounds(around) if end is not None)
            cells = [float(np.exp(mean)), *ends]
        years = (month - first) / 12
        rows.append([
            month_label(month), n, *cells, (1 + INFLATION) ** years, found.growth,
            found.window.months, "plans" if found.plans else "deals", stayed, same,
        ])  # fmt: skip
    if sum(row[2] is not None for row in rows) < 2:
        raise NotComputable(f"Fewer than two quarters have {FEWEST} prices.")
    return Drawn(rows)


def on_old_prices(recurring: CustomerMonths | None, as_of: int) -> tuple[int | None, int | None]:
    """Customers of two years ago who still pay, and those of them who pay no more than then."""
    if recurring is None or as_of - YEARS < recurring.first:
        return None, None
    _, before, now = recurring.pair(as_of - YEARS, as_of)
    both = (before > 0) & (now > 0)
    return int(both.sum()), int((both & (now <= before)).sum())
