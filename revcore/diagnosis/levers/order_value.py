"""Larger orders."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Larger orders",
    what="the value of an order",
    input="order_value",
    unit=Unit.MONEY,
    better="higher",
    engines=("orders",),
    effort="low",
    lead_months=1,
    needs=("orders", "invoices"),
)
def order_value(state: GrowthState, reading: Reading | None) -> Target | None:
    """An order is larger, at the same prices."""
    return own_or_published(state, "order_value", "higher", reading)
