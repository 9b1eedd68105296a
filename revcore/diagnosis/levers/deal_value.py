"""Larger deals."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit

INPUTS = ("new_mrr", "deal_value", "new_customer_mrr")


@lever(
    title="Larger deals",
    what="what a won deal brings",
    input="|".join(INPUTS),
    unit=Unit.MONEY,
    better="higher",
    engines=SELLING,
    effort="medium",
    lead_months=2,
    needs=("deals.amount",),
)
def deal_value(state: GrowthState, reading: Reading | None) -> Target | None:
    """A won deal brings more, at the same prices."""
    name = next(one for one in INPUTS if one in state.inputs)
    return own_or_published(state, name, "higher", reading)
