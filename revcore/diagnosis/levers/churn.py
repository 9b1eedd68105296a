"""Keep more customers."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Keep more customers",
    what="the recurring revenue that leaves in a month",
    input="churn",
    unit=Unit.RATIO,
    better="lower",
    engines=("subscription",),
    effort="medium",
    lead_months=3,
    needs=("subscriptions", "mrr"),
    reading="revenue_churn_monthly",
)
def churn(state: GrowthState, reading: Reading | None) -> Target | None:
    """Fewer customers leave, new ones and old ones."""
    return own_or_published(state, "churn", "lower", reading)
