"""What share of customers is still there after so many months."""

from __future__ import annotations

import numpy as np

from revcore.derive.months import CustomerMonths
from revcore.derive.sbg import fit
from revcore.derive.series._lifetimes import lifetimes
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
)
def survival_curve(recurring: CustomerMonths, as_of: int) -> Drawn:
    """One row per month of age; share is empty where fewer than five are watched (Kaplan–Meier).

    fitted is the shifted-Beta-Geometric curve, empty where too little is known to fit one.
    """
    lives = lifetimes(recurring, as_of)
    curve = kaplan_meier(lives.renewals, lives.left)
    shown = int(curve.last_shown)
    if shown < 3:
        raise NotComputable("Fewer than five customers have been watched for three months.")
    fitted: list[float] = []
    try:
        model = fit(*lives.counts)
        fitted = model.survival(np.arange(min(FURTHEST, 3 * model.oldest) + 1)).tolist()
    except NotComputable:
        fitted = []
    rows: list[list[Cell]] = []
    for age in range(max(shown + 1, len(fitted))):
        cells: list[Cell] = [None] * 6
        if age <= shown:
            at = int(np.searchsorted(curve.times, age, side="right")) - 1
            ends = [float(band[at]) for band in (curve.low, curve.high, curve.low95, curve.high95)]
            watched = int((lives.renewals >= age).sum())
            cells = [float(curve.survival[at]), *ends, watched]
        rows.append([age, *cells, fitted[age] if age < len(fitted) else None])
    return Drawn(rows, [row[1] is not None for row in rows])
