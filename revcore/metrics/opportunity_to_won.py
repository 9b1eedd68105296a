"""Opportunity-to-won rate."""

from collections.abc import Mapping

from revcore.derive.funnel import Created, Step, step
from revcore.derive.resamples import DealResamples
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
    past="By quarter: following all leads again for thirteen months would take too long.",
    rows="created_deals",
    source="First Page Sage, SaaS marketing funnel: opportunity to close",
)
def opportunity_to_won(
    funnel_steps: Mapping[tuple[str, str], Step],
    created_cohort: Created | None = None,
    deal_resamples: DealResamples | None = None,
) -> Estimate:
    """Share of opportunities that became customers won.

        opportunity_to_won = customers won / opportunities

    From dates, the opportunities of the last twelve months, each followed until today
    (Aalen–Johansen): young ones are no losses. From counts, two volumes of the same months. Which
    of the two is said beside the figure.

    Of deals created, not of deals decided: the win rate leaves open deals out, this rate waits
    for them instead.

    Parameters
    ----------
    funnel_steps
        Every step that can be counted, by (from, to).
    created_cohort
        The deals behind it, where it is counted from deals.
    deal_resamples
        Deals drawn again, shared by all measures.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Neither dates nor counts of both stages, fewer than five opportunities, or too short a
        history.

    Notes
    -----
    Aalen–Johansen over entry cohorts: who is still on the way counts as neither lost nor won.
    Assumes that those still on the way will go on as earlier ones did at the same age; from counts
    per month alone it is a ratio of the same month, with Wilson’s interval.

    Examples
    --------
    >>> from revcore.model import Window
    >>> steps = {("opportunities", "won"): Step(200, 30, Window(0, 11), "entry cohorts")}
    >>> opportunity_to_won(steps).value
    0.15
    """
    found = step(funnel_steps, "opportunities", "won")
    estimate = share(found, "opportunities", "won")
    if created_cohort is None or deal_resamples is None or found is not created_cohort.step:
        return estimate
    return estimate.with_draws(lambda: created_cohort.draws(deal_resamples))
