"""Pipeline coverage."""

from revcore.derive.coverage import Target
from revcore.derive.deals import Deals
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Pipeline coverage",
    plain="How many times the open deals cover what has to be sold next quarter",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.TIMES,
    better=Better.RANGE,
    n_of="open deals with an amount",
    order=54,
    own="none",
    past="It looks ahead from the last month counted.",
    rows="open_deals_valued",
    source="Clari, Pipeline coverage: open pipeline ÷ target of the period",
)
def pipeline_coverage(open_deals: Deals, sales_target: Target, as_of: int) -> Estimate:
    """Open pipeline over what is to be sold in the coming three months.

        pipeline_coverage = pipeline_value / sales target of three months

    The target is the quotas of everybody on board; without quotas, three months’ part of what the
    goal still needs. The usual “three times” holds for a win rate of one in three: what is needed
    is one over the win rate, and old deals count for little (see the weighted pipeline).

    Parameters
    ----------
    open_deals
        Deals open at the end of the as-of month.
    sales_target
        What is to be sold, and where that comes from.
    as_of
        The last month counted.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        No open deal has an amount, or there are neither quotas nor a goal.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that the remaining goal is to be sold
    from the deals open now.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(1, np.int64)
    >>> deals = Deals(created=one, closed=-one, won=0 * one, lost=0 * one, amount=one * 60_000,
    ...               valued=one, n=one * 5, scale=0)
    >>> pipeline_coverage(deals, Target(100_000.0, "quotas of the coming quarter"), 24180).value
    3.0
    """
    valued = open_deals.take((open_deals.valued == 1) & (open_deals.amount > 0))
    if not valued.count:
        raise NotComputable(
            f"{counted_words(open_deals.count, 'deals are')} open; none has a value yet.",
            needs=("deals.amount",),
            n=0,
        )
    return Estimate(
        valued.value / sales_target.amount,
        valued.count,
        Window(as_of, as_of),
        inputs={
            "open_value": valued.value,
            "sales_target": sales_target.amount,
            "target_from": sales_target.basis,
        },
    )
