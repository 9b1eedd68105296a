"""Higher prices."""

from revcore.diagnosis.levers._lever import Target, lever
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit

STEP, DOUBT = 0.05, 0.01


@lever(
    title="Higher prices",
    what="the price level",
    input="price",
    unit=Unit.TIMES,
    better="higher",
    engines=("subscription", "projects", "orders"),
    effort="medium",
    lead_months=2,
    needs=("subscriptions", "orders", "deals"),
)
def price(state: GrowthState, reading: Reading | None) -> Target | None:
    """Five per cent more, for new business at once and for subscribers at their renewal.

    What it costs in customers nobody knows before it is tried: the simulation lets churn rise by up
    to a fifth, and new business fall by as much as consumer brands lose. Both are house estimates.
    """
    return Target(1 + STEP, DOUBT, "a first step (house estimate)")
