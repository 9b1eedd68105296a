"""More capacity to deliver."""

from revcore.diagnosis.levers._lever import Target, lever
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit

STEP, DOUBT = 0.10, 0.03


@lever(
    title="More capacity to deliver",
    what="what can be delivered in a month",
    input="price",
    unit=Unit.TIMES,
    better="higher",
    engines=("projects", "orders"),
    effort="high",
    lead_months=4,
    needs=("settings.headcount",),
)
def capacity(state: GrowthState, reading: Reading | None) -> Target | None:
    """A tenth more can be delivered; worth something only where the company is full."""
    if state.capacity is None:
        return None
    return Target(1 + STEP, DOUBT, "a house estimate: a tenth more hands")
