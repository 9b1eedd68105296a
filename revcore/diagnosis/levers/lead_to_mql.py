"""Leads worth a call."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Leads worth a call",
    what="the share of leads that marketing passes on",
    input="lead_to_mql",
    unit=Unit.RATIO,
    better="higher",
    engines=SELLING,
    effort="medium",
    lead_months=2,
    needs=("leads",),
    reading="lead_to_mql",
)
def lead_to_mql(state: GrowthState, reading: Reading | None) -> Target | None:
    """More of the leads are fit to be passed on."""
    return own_or_published(state, "lead_to_mql", "higher", reading)
