"""They come back."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="They come back",
    what="the share of buyers who buy again",
    input="repeat_rate",
    unit=Unit.RATIO,
    better="higher",
    engines=("orders",),
    effort="medium",
    lead_months=2,
    needs=("orders", "invoices"),
    reading="repeat_purchase_rate",
)
def repeat_rate(state: GrowthState, reading: Reading | None) -> Target | None:
    """More of the first-time buyers buy a second time."""
    return own_or_published(state, "repeat_rate", "higher", reading)
