"""Grow with customers."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Grow with customers",
    what="the recurring revenue that grows in a month",
    input="expansion",
    unit=Unit.RATIO,
    better="higher",
    engines=("subscription",),
    effort="medium",
    lead_months=2,
    needs=("subscriptions", "mrr"),
)
def expansion(state: GrowthState, reading: Reading | None) -> Target | None:
    """Customers buy more of it, or more products."""
    return own_or_published(state, "expansion", "higher", reading)
