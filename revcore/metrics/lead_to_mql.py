"""Lead-to-MQL rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Step, step
from revcore.metrics._funnel import share
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Lead-to-MQL rate",
    gloss="MQL: marketing-qualified lead",
    plain="Of those who ask, how many look right for you",
    pillar=Pillar.MARKETING,
    group="funnel",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="leads",
    order=20,
    past="By quarter: following all leads again for thirteen months would take too long.",
    rows="leads_entered",
    source="First Page Sage, SaaS marketing funnel: lead to MQL",
)
def lead_to_mql(funnel_steps: Mapping[tuple[str, str], Step]) -> Estimate:
    """Share of leads that became marketing-qualified leads.

        lead_to_mql = marketing-qualified leads / leads

    From dates, the leads of the last twelve months, each followed until today
    (Aalen–Johansen): young ones are no losses. From counts, two volumes of the same months. Which
    of the two is said beside the figure.

    Marketing-qualified by the rule of your own system.

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
        Neither dates nor counts of both stages, fewer than five leads, or too short a history.

    Notes
    -----
    Aalen–Johansen over entry cohorts: who is still on the way counts as neither lost nor won.
    Assumes that those still on the way will go on as earlier ones did at the same age; from counts
    per month alone it is a ratio of the same month, with Wilson’s interval.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("leads", "mqls"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> lead_to_mql(steps).value
    0.15
    """
    return share(step(funnel_steps, "leads", "mqls"), "leads", "mqls")
