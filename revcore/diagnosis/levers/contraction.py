"""Stop the shrinking."""

from revcore.diagnosis.levers._lever import Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Stop the shrinking",
    what="the recurring revenue that shrinks in a month",
    input="contraction",
    unit=Unit.RATIO,
    better="lower",
    engines=("subscription",),
    effort="medium",
    lead_months=3,
    needs=("subscriptions", "mrr"),
)
def contraction(state: GrowthState, reading: Reading | None) -> Target | None:
    """Fewer customers downgrade."""
    return own_or_published(state, "contraction", "lower", reading)
