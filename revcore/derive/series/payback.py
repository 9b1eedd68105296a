"""What a new customer has brought by each month, against what it cost to win."""

from __future__ import annotations

import numpy as np

from revcore.derive.contractual import ClvEstimate, per_period
from revcore.derive.cost import CustomerCost
from revcore.derive.payback import Payback
from revcore.derive.series._rates import BOUNDS
from revcore.derive.series._series import Cell, Drawn, series
from revcore.derive.value import MeanOf
from revcore.model import Unit

DRAWS = 1000
CUTS = (0.10, 0.90, 0.025, 0.975)
"""Quantiles behind the four bounds."""
BEYOND, LEAST = 6, 12
"""Months drawn beyond the one that pays the cost back, and months drawn at least."""


@series(
    title="Gross profit of a new customer against its cost",
    unit=Unit.MONEY,
    columns=("month", "value", *BOUNDS, "cost", "paid_back", "earliest", "latest"),
)
def payback(
    payback: Payback,
    subscriber_value: ClvEstimate,
    joining_mrr: MeanOf,
    customer_cost: CustomerCost,
    discount_rate: float,
) -> Drawn:
    """One row per month since the first payment: gross profit so far per customer won [money].

        value(m) = first-month MRR · margin · Σ S(t) / (1+d)^t over payments t = 0 … m − 1

    S from the curve behind the customer’s value, within the horizon the evidence allows; bands
    from draws of the curve and of the payment. paid_back is the month in which the value covers
    the cost, earliest and latest its 80 % range; empty: not within the horizon.
    """
    months = subscriber_value.horizon
    weights = (1 + per_period(discount_rate)) ** -np.arange(months, dtype=float)
    each = joining_mrr.draws[:DRAWS] * payback.margin
    draws = np.cumsum(subscriber_value.shapes[:DRAWS, :months] * weights, axis=1) * each[:, None]
    middle = np.cumsum(subscriber_value.curve[:months] * weights) * payback.mrr * payback.margin
    covered = draws >= customer_cost.draws[: len(draws), None]
    first = np.sort(np.where(covered.any(axis=1), covered.argmax(axis=1) + 1, months + 1))
    early, late = (int(first[int(cut * (len(first) - 1))]) for cut in CUTS[:2])
    reached = np.flatnonzero(middle >= payback.cac)
    month = int(reached[0]) + 1 if len(reached) else None
    when: list[Cell] = [end if end is not None and end <= months else None
                        for end in (month, early, late)]  # fmt: skip
    shown = min(months, max(LEAST, month + BEYOND)) if month else months
    rows: list[list[Cell]] = [[0, 0.0, 0.0, 0.0, 0.0, 0.0, payback.cac, *when]]
    ends = np.quantile(draws[:, :shown], CUTS, axis=0).T.tolist()
    for at in range(shown):
        rows.append([at + 1, float(middle[at]), *ends[at], payback.cac, *when])
    return Drawn(rows)
