"""Win more deals."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Win more deals",
    what="the share of deals won",
    input="win_rate",
    unit=Unit.RATIO,
    better="higher",
    engines=SELLING,
    effort="medium",
    lead_months=2,
    needs=("deals.closed", "deals.created"),
    reading="win_rate",
)
def win_rate(state: GrowthState, reading: Reading | None) -> Target | None:
    """More of the deals that are opened are won."""
    return own_or_published(state, "win_rate", "higher", reading)
