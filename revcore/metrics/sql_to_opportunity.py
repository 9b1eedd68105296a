"""SQL-to-opportunity rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Step, step
from revcore.metrics._funnel import share
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="SQL-to-opportunity rate",
    gloss="SQL: sales-qualified lead",
    plain="Of those sales talks to, how many become a real chance",
    pillar=Pillar.SALES,
    group="funnel",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="sales-qualified leads",
    order=40,
    past="By quarter: following all leads again for thirteen months would take too long.",
    rows="leads_entered",
    source="First Page Sage, SaaS marketing funnel: SQL to opportunity",
)
def sql_to_opportunity(funnel_steps: Mapping[tuple[str, str], Step]) -> Estimate:
    """Share of sales-qualified leads that became opportunities.

        sql_to_opportunity = opportunities / sales-qualified leads

    From dates, the sales-qualified leads of the last twelve months, each followed until today
    (Aalen–Johansen): young ones are no losses. From counts, two volumes of the same months. Which
    of the two is said beside the figure.

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
        Neither dates nor counts of both stages, fewer than five sales-qualified leads, or too
        short a history.

    Notes
    -----
    Aalen–Johansen over entry cohorts: who is still on the way counts as neither lost nor won.
    Assumes that those still on the way will go on as earlier ones did at the same age; from counts
    per month alone it is a ratio of the same month, with Wilson’s interval.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("sqls", "opportunities"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> sql_to_opportunity(steps).value
    0.15
    """
    return share(step(funnel_steps, "sqls", "opportunities"), "sqls", "opportunities")
