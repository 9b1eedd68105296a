"""MQL-to-SQL rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Step, step
from revcore.metrics._funnel import share
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="MQL-to-SQL rate",
    gloss="MQL, SQL: qualified by marketing, by sales",
    plain="Of those marketing hands over, how many sales takes on",
    pillar=Pillar.MARKETING,
    group="funnel",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="marketing-qualified leads",
    order=30,
    past="By quarter: following all leads again for thirteen months would take too long.",
    rows="leads_entered",
    source="First Page Sage, SaaS marketing funnel: MQL to SQL",
)
def mql_to_sql(funnel_steps: Mapping[tuple[str, str], Step]) -> Estimate:
    """Share of marketing-qualified leads that became sales-qualified leads.

        mql_to_sql = sales-qualified leads / marketing-qualified leads

    From dates, the marketing-qualified leads of the last twelve months, each followed until today
    (Aalen–Johansen): young ones are no losses. From counts, two volumes of the same months. Which
    of the two is said beside the figure.

    A lead that sales took without the marketing stage counts as having passed it that day.

    Parameters
    ----------
    funnel_steps
        Every step that can be counted, by (from, to).

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Neither dates nor counts of both stages, fewer than five marketing-qualified leads, or
        too short a history.

    Notes
    -----
    Aalen–Johansen over entry cohorts: who is still on the way counts as neither lost nor won.
    Assumes that those still on the way will go on as earlier ones did at the same age; from counts
    per month alone it is a ratio of the same month, with Wilson’s interval.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("mqls", "sqls"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> mql_to_sql(steps).value
    0.15
    """
    return share(step(funnel_steps, "mqls", "sqls"), "mqls", "sqls")
