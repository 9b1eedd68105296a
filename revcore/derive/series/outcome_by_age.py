"""What has become of the deals created, by days since they were created."""

from __future__ import annotations

import numpy as np

from revcore.derive.funnel import Created
from revcore.derive.series._series import Cell, Drawn, series
from revcore.model import Unit

POINTS = 60
"""Days drawn at most: whole steps of one length up to the last that is known, and the median."""


@series(
    title="Won, lost and open, by days since creation",
    unit=Unit.RATIO,
    columns=("day", "won", "lost", "open", "low", "high", "at_risk"),
    parts=("all_deals",),
)
def outcome_by_age(created_cohort: Created) -> Drawn:
    """One row per day (or every few days), from 0 to the time the win rate is said for.

    low and high bound the share won, 8 times in 10; at_risk are the deals watched that long and
    still open.
    """
    found = created_cohort.followed.checked("deals created were won")
    curve, last = found.incidence, found.within
    width = max(1, int(np.ceil(last / POINTS)))
    middle = created_cohort.followed.middle()
    days = sorted({*range(0, last, width), last, *([] if middle is None else [int(middle)])})
    rows: list[list[Cell]] = []
    for day, error in zip(days, curve.errors(days).tolist(), strict=True):
        won, lost, still_open = curve.at(day)
        low = high = won
        if won > 0:
            around = curve.interval(day, error)
            low, high = around.low, around.high
        here = int(curve.at_risk[curve.days >= day].max(initial=0))
        rows.append([day, won, lost, still_open, low, high, here])
    return Drawn(rows)
