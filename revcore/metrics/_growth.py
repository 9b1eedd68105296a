"""What the growth measures share: one ratio over customers, or two totals."""

from __future__ import annotations

from revcore.derive.growth import Growth
from revcore.metrics._metric import Estimate


def grown(growth: Growth) -> Estimate:
    """Revenue now ÷ revenue before − 1; a range only where customers are known."""
    if growth.by_customer:
        return Estimate.ratio(
            growth.now, growth.before, growth.window, minus=1.0, inputs=growth.inputs
        )
    value = float(growth.now.sum() / growth.before.sum()) - 1
    return Estimate(
        value,
        growth.window.months,
        growth.window,
        inputs=growth.inputs,
        method="From totals; no customers to take a range over.",
    )
