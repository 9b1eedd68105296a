"""Why customers left in the last twelve months, the reason with most revenue first."""

from __future__ import annotations

import numpy as np

from revcore.derive.leavers import Leavers, failed_payment
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, Window

FEWEST, MOST, YEAR = 5, 8, 12
FAILED, OTHER = "a payment failed", "other"


@series(
    title="Why customers left",
    unit=Unit.MONEY_PER_MONTH,
    columns=("reason", "customers", "lost", "kind"),
)
def leaving_reasons(leavers: Leavers, as_of: int) -> Drawn:
    """One row per reason: customers, and what they paid a month before they left.

    ``kind`` tells failed payments apart from all other reasons.

    Raises
    ------
    NotComputable
        Fewer than five of those who left in twelve months say why.
    """
    window = Window(as_of - YEAR + 1, as_of)
    mine = leavers.take((leavers.month >= window.start) & (leavers.reason != ""))
    n = len(mine.customer)
    if n < FEWEST:
        raise NotComputable(
            f"{n} of those who left in twelve months {'says' if n == 1 else 'say'} why: at least "
            f"{FEWEST} are needed.",
            needs=("subscriptions.end_reason",),
        )
    names, place = np.unique(mine.reason.astype(str), return_inverse=True)
    customers = np.bincount(place, minlength=len(names))
    lost = np.bincount(place, mine.lost, len(names))
    order = sorted(range(len(names)), key=lambda at: (-lost[at], names[at]))
    rows: list[list[Cell]] = [
        [
            str(names[at]), int(customers[at]), float(lost[at]),
            FAILED if failed_payment(names[at]) else OTHER,
        ]
        for at in order
    ]  # fmt: skip
    front, rest = rows[:MOST], list(zip(rows[MOST:], order[MOST:], strict=True))
    for kind, name in ((FAILED, "other failed payments"), (OTHER, "all others")):
        small = [at for row, at in rest if row[-1] == kind]
        if small:
            front.append([name, int(customers[small].sum()), float(lost[small].sum()), kind])
    return Drawn(front)
