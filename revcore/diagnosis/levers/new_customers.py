"""More new customers."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="More new customers",
    what="the number of new customers a month",
    input="new_customers",
    unit=Unit.COUNT,
    better="higher",
    engines=SELLING,
    effort="high",
    lead_months=3,
    needs=("subscriptions",),
)
def new_customers(state: GrowthState, reading: Reading | None) -> Target | None:
    """More customers join each month; without deals nobody sees how."""
    return own_or_published(state, "new_customers", "higher", reading)
