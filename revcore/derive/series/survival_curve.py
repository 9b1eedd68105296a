"""What share of customers is still there after so many months."""

from __future__ import annotations

import numpy as np

from revcore.derive.lifetimes import Lifetimes
from revcore.derive.sbg import Sbg
from revcore.derive.series._rates import BOUNDS
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.survival import kaplan_meier
from revcore.errors import NotComputable
from revcore.model import Unit

FURTHEST = 36
"""Months the fitted curve is drawn to, and never beyond three times the oldest age."""


@series(
    title="Customers still there, by age",
    unit=Unit.RATIO,
    columns=("month", "share", *BOUNDS, "at_risk", "fitted"),
    parts=("recurring",),
)
def survival_curve(lifetimes: Lifetimes, fitted_curve: Sbg | None = None) -> Drawn:
    """One row per month of age; share is empty where fewer than five are watched (Kaplan–Meier).

    fitted is the shifted-Beta-Geometric curve, empty where too little is known to fit one.
    """
    ages = np.r_[np.arange(len(lifetimes.left)), np.arange(len(lifetimes.here))]
    gone = np.r_[np.ones(len(lifetimes.left)), np.zeros(len(lifetimes.here))]
    counts = np.r_[lifetimes.left, lifetimes.here]
    curve = kaplan_meier(ages, gone, counts)
    shown = int(curve.last_shown)
    if shown < 3:
        raise NotComputable("Fewer than five customers have been watched for three months.")
    fitted: list[float] = []
    if fitted_curve is not None:
        ahead = np.arange(min(FURTHEST, 3 * fitted_curve.oldest) + 1)
        fitted = fitted_curve.survival(ahead).tolist()
    rows: list[list[Cell]] = []
    for age in range(max(shown + 1, len(fitted))):
        cells: list[Cell] = [None] * 6
        if age <= shown:
            at = int(np.searchsorted(curve.times, age, side="right")) - 1
            ends = [float(band[at]) for band in (curve.low, curve.high, curve.low95, curve.high95)]
            cells = [float(curve.survival[at]), *ends, int(counts[ages >= age].sum())]
        rows.append([age, *cells, fitted[age] if age < len(fitted) else None])
    return Drawn(rows, [row[1] is not None for row in rows])
