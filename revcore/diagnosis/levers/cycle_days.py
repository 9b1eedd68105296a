"""Faster yes."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Faster yes",
    what="the days from opening a deal to winning it",
    input="cycle_days",
    unit=Unit.DAYS,
    better="lower",
    engines=SELLING,
    effort="medium",
    lead_months=1,
    needs=("deals.created", "deals.closed"),
    reading="sales_cycle_days",
)
def cycle_days(state: GrowthState, reading: Reading | None) -> Target | None:
    """Deals are won sooner: a pull-forward, worth something once."""
    return own_or_published(state, "cycle_days", "lower", reading)
