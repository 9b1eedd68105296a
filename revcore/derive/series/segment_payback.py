"""What a new customer of each segment brings in gross profit, and what winning it costs."""

from __future__ import annotations

import numpy as np

from revcore.derive.segment_worth import SegmentWorth
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit


@series(
    title="Value and cost by segment",
    unit=Unit.MONEY,
    columns=("segment", "value", "low", "high", "cost", "customers", "months"),
)
def segment_payback(segment_worth: SegmentWorth) -> Drawn:
    """One row per segment, the largest first: gross profit over the horizon with its 80% range.

    ``cost`` is the segment’s part of what selling costs, by new customer; ``months`` the horizon.
    """
    rows: list[list[Cell]] = []
    for one in sorted(segment_worth.segments, key=lambda one: (-one.new, one.stays.name)):
        low, high = np.quantile(one.value_draws, [0.1, 0.9])
        rows.append(
            [one.stays.name, one.value, float(low), float(high), one.cost, one.new,
             segment_worth.horizon]
        )  # fmt: skip
    return Drawn(rows)
