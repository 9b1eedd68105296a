"""Opportunity-to-won rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Step, step
from revcore.metrics._funnel import share
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Opportunity-to-won rate",
    plain="Of the real chances, how many become customers",
    pillar=Pillar.SALES,
    group="funnel",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="opportunities",
    order=50,
    rows="created_deals",
    source="First Page Sage, SaaS marketing funnel: opportunity to close",
)
def opportunity_to_won(funnel_steps: Mapping[tuple[str, str], Step]) -> Estimate:
    """Share of opportunities that became customers won.

        opportunity_to_won = customers won / opportunities

    From dates, the opportunities of months that have had time to go on; from counts, two volumes
    of the same months. Which of the two is said beside the figure.

    Of deals created, not of deals decided: the win rate leaves open deals out, this rate waits
    for them instead.

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
        Neither dates nor counts of both stages, fewer than five opportunities, or too short a
        history.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("opportunities", "won"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> opportunity_to_won(steps).value
    0.15
    """
    return share(step(funnel_steps, "opportunities", "won"), "opportunities", "won")
