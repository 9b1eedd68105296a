"""More first-time buyers."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="More first-time buyers",
    what="the number of new buyers a month",
    input="new_buyers",
    unit=Unit.COUNT,
    better="higher",
    engines=("orders",),
    effort="medium",
    lead_months=1,
    needs=("orders", "invoices"),
)
def new_buyers(state: GrowthState, reading: Reading | None) -> Target | None:
    """More people buy for the first time; the media they cost grows faster than they do."""
    return own_or_published(state, "new_buyers", "higher", reading)
