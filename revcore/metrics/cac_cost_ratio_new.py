"""Cost of new recurring revenue."""

from revcore.derive.payback import NewArr
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Cost of new recurring revenue",
    gloss="CAC cost ratio, new customers",
    plain="What one unit of yearly recurring revenue from new customers costs to win",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.LOWER,
    n_of="new customers",
    order=62,
    rows="new_customers",
    source="Benchmarkit, 2025 SaaS Performance Metrics: New CAC ratio (benchmarkit.ai)",
)
def cac_cost_ratio_new(new_arr: NewArr) -> Estimate:
    """Cost of marketing and selling over the ARR of the new customers it brought.

        cac_cost_ratio_new = spend of the lagged months / (12 × first-month MRR of new customers)

    The inverse of the CAC ratio: here less is better.

    Parameters
    ----------
    new_arr
        ARR of the window’s new customers, the spend behind them and draws.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        Only advertising is in the spend, fewer than eight new customers, or there is no recurring
        revenue.

    Notes
    -----
    Number of new customers and their mean revenue drawn together; spend is known. Assumes that all
    of the spend went into new customers.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> found = NewArr(50_000.0, 100_000.0, 20, np.full(9, 0.5), Window(0, 11), {})
    >>> cac_cost_ratio_new(found).value
    2.0
    """
    found = new_arr
    return Estimate.simulated(
        found.spend / found.arr,
        lambda: 1 / found.draws,
        found.customers,
        found.window,
        inputs={"new_arr": found.arr, **found.inputs},
        method="Simulated: number of new customers and their mean MRR drawn together.",
    )
