"""More leads."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="More leads",
    what="the number of leads a month",
    input="leads",
    unit=Unit.COUNT,
    better="higher",
    engines=SELLING,
    effort="medium",
    lead_months=2,
    needs=("leads", "funnel_counts"),
)
def leads(state: GrowthState, reading: Reading | None) -> Target | None:
    """More leads of the same kind; the media they cost grows faster than they do."""
    return own_or_published(state, "leads", "higher", reading)
