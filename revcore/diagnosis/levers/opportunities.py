"""More deals to work on."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="More deals to work on",
    what="the number of new deals a month",
    input="opportunities",
    unit=Unit.COUNT,
    better="higher",
    engines=SELLING,
    effort="medium",
    lead_months=2,
    needs=("deals.created",),
)
def opportunities(state: GrowthState, reading: Reading | None) -> Target | None:
    """More deals are opened each month, from any source."""
    return own_or_published(state, "opportunities", "higher", reading)
