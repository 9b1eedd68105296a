"""Visitor-to-lead rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Step, step
from revcore.metrics._funnel import share
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Visitor-to-lead rate",
    plain="Of those who visit you, how many ask",
    pillar=Pillar.MARKETING,
    group="funnel",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="visitors",
    order=10,
    past="By quarter: following all leads again for thirteen months would take too long.",
    rows="volumes",
    source="First Page Sage, SaaS marketing funnel: visitor to lead",
)
def visitor_to_lead(funnel_steps: Mapping[tuple[str, str], Step]) -> Estimate:
    """Share of visitors that became leads.

        visitor_to_lead = leads / visitors

    From dates, the visitors of the last twelve months, each followed until today
    (Aalen–Johansen): young ones are no losses. From counts, two volumes of the same months. Which
    of the two is said beside the figure.

    Visitors or sessions, as your own count has them.

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
        Neither dates nor counts of both stages, fewer than five visitors, or too short a
        history.

    Notes
    -----
    Wilson’s interval. A ratio of the same months: assumes that a visitor becomes a lead within the
    month.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("visitors", "leads"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> visitor_to_lead(steps).value
    0.15
    """
    return share(step(funnel_steps, "visitors", "leads"), "visitors", "leads")
