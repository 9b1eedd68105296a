"""What a new customer cost, three months at a time."""

from __future__ import annotations

from collections.abc import Callable

from revcore.derive import intervals
from revcore.derive.acquisition import AcquisitionCost
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label
from revcore.registry import Asker

QUARTERS = 9
ALL, MEDIA = "Everything counted", "Advertising alone"


@series(
    title="Cost of a new customer by quarter",
    unit=Unit.MONEY,
    columns=("month", "kind", "spend", "customers", "cost", *BOUNDS),
)
def cac_quarters(at: Callable[[int, int | None], Asker], as_of: int) -> Drawn:
    """One row per three months ending in ``month`` and kind of cost; no cost without a customer."""
    rows: list[list[Cell]] = []
    for back in range(QUARTERS - 1, -1, -1):
        try:
            found: AcquisitionCost = at(as_of - 3 * back, 3)("acquisition")
        except NotComputable:
            continue
        if found.window.end != as_of - 3 * back:
            continue
        kinds = [] if found.media_only else [(ALL, found.spend)]
        kinds += [(MEDIA, found.media)] if found.media > 0 else []
        for kind, spend in kinds:
            head: list[Cell] = [month_label(found.window.end), kind, spend, found.customers]
            if found.customers:
                around = intervals.spend_per_customer(spend, found.customers)
                rows.append([*head, spend / found.customers, *bounds(around)])
            else:
                rows.append([*head, None, None, None, None, None])
    if not any(row[4] is not None for row in rows):
        raise NotComputable("No three months have both spend and new customers.", needs=("spend",))
    return Drawn(rows)
