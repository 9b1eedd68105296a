"""Whether customers who came later stay as long as earlier ones."""

from __future__ import annotations

import numpy as np

from revcore.derive.lifetimes import Lifetimes, lived
from revcore.derive.months import CustomerMonths
from revcore.derive.series._rates import BOUNDS
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.survival import kaplan_meier, log_rank
from revcore.errors import NotComputable
from revcore.model import Unit, Window

YEAR = 12
FEWEST = 10
MOST = 3


@series(
    title="Customers still there, by when they came",
    unit=Unit.RATIO,
    columns=("came", "month", "share", *BOUNDS, "at_risk", "customers", "p"),
)
def survival_by_vintage(recurring: CustomerMonths, as_of: int) -> Drawn:
    """One row per vintage and month of age (Kaplan–Meier), while five are watched.

    Vintages are the twelve months to the as-of month and the twelve before, all others together. p
    is the chance that vintages which stay alike differ so much (log-rank), the same in every row.
    """
    started = recurring.starts[1]
    first = recurring.first
    ends = [as_of - YEAR * back for back in range(MOST)]
    windows = [Window(end - YEAR + 1, end) for end in ends[:-1]] + [Window(first + 1, ends[-1])]
    found: list[tuple[Window, Lifetimes]] = []
    for window in windows:
        mine = (started >= max(window.start, first + 1)) & (started <= window.end)
        if int(mine.sum()) >= FEWEST:
            found.append((window, lived(recurring, as_of, mine)))
    if len(found) < 2:
        raise NotComputable("Fewer than two years in which ten customers came: nothing to compare.")
    chance = log_rank(*[_times(lifetimes) for _, lifetimes in found]).p
    rows: list[list[Cell]] = []
    for window, lifetimes in reversed(found):
        times, gone, counts = _times(lifetimes)
        curve = kaplan_meier(times, gone, counts)
        for age in range(int(curve.last_shown) + 1):
            at = int(np.searchsorted(curve.times, age, side="right")) - 1
            ends_ = [float(band[at]) for band in (curve.low, curve.high, curve.low95, curve.high95)]
            watched = int(counts[times >= age].sum())
            rows.append(
                [str(window), age, float(curve.survival[at]), *ends_, watched, lifetimes.customers,
                 chance]
            )  # fmt: skip
    if not rows:
        raise NotComputable("Fewer than five customers have been watched for a month.")
    return Drawn(rows)


def _times(found: Lifetimes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ages, whether it was the end, and how many."""
    ages = np.r_[np.arange(len(found.left)), np.arange(len(found.here))]
    gone = np.r_[np.ones(len(found.left)), np.zeros(len(found.here))]
    return ages, gone, np.r_[found.left, found.here]
