"""Leads that sales takes."""

from revcore.diagnosis.levers._lever import SELLING, Target, lever, own_or_published
from revcore.diagnosis_parts import GrowthState
from revcore.model import Reading, Unit


@lever(
    title="Leads that sales takes",
    what="the share of passed leads that sales accepts",
    input="mql_to_sql",
    unit=Unit.RATIO,
    better="higher",
    engines=SELLING,
    effort="low",
    lead_months=2,
    needs=("leads",),
    reading="mql_to_sql",
)
def mql_to_sql(state: GrowthState, reading: Reading | None) -> Target | None:
    """More of the leads passed on are taken up by sales."""
    return own_or_published(state, "mql_to_sql", "higher", reading)
