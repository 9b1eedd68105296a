"""Calls that become deals."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Calls that become deals",
    what="the share of accepted leads that become deals",
    input="sql_to_opportunity",
    unit=Unit.RATIO,
    better="higher",
    engines=SELLING,
    effort="low",
    lead_months=2,
    needs=("leads",),
    reading="sql_to_opportunity",
)
def sql_to_opportunity(state: GrowthState, reading: Reading | None) -> Target | None:
    """More first calls end in a deal that is worth working on."""
    return own_or_published(state, "sql_to_opportunity", "higher", reading)
