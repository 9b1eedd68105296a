"""What the coming three months are likely to bring, beside what should be sold."""

from __future__ import annotations

import numpy as np

from revcore.derive.next_quarter import NextQuarter
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit


@series(
    title="The coming three months",
    unit=Unit.MONEY,
    columns=("part", "deals", "amount", "low", "high", "basis"),
)
def coming_quarter(next_quarter: NextQuarter) -> Drawn:
    """Open deals weighted by their chance, deals still to come, both, and the target.

    ``deals`` counts the open ones and the new ones of the last three months, whose pace is taken
    to go on; ``low`` and ``high`` hold 8 times in 10. ``basis`` says where the target comes from.
    """
    found, ahead = next_quarter, next_quarter.ahead
    listed, coming = ahead.listed * found.factor, ahead.coming * found.factor
    low, high = (float(bound) for bound in np.quantile(found.draws, [0.1, 0.9]))
    rows: list[list[Cell]] = [
        ["open deals", ahead.open, listed, None, None, ""],
        ["deals still to come", ahead.created, coming, None, None, ""],
        ["both together", None, listed + coming, low, high, ""],
        ["to be sold", None, found.target.amount, None, None, found.target.basis],
    ]
    return Drawn(rows)
