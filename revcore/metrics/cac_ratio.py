"""CAC ratio."""

from revcore.derive.payback import NewArr
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="CAC ratio",
    plain="New yearly recurring revenue for each unit of money spent on winning it",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.HIGHER,
    n_of="new customers",
    order=60,
    rows="new_customers",
    source="SaaS Metrics Standards Board, CAC ratio; as new ARR over sales and marketing cost",
)
def cac_ratio(new_arr: NewArr) -> Estimate:
    """ARR of the new customers over the cost of marketing and selling.

        cac_ratio = 12 × first-month MRR of new customers / spend of the lagged months

    Below 0.5 is inefficient, above 1 healthy. The inverse (cost per new ARR) is another figure.

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
    Number of new customers and their mean revenue drawn together; spend is known. Assumes that the
    spend before, shifted by the sales cycle, brought them.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> cac_ratio(NewArr(80_000.0, 100_000.0, 20, np.full(9, 0.8), Window(0, 11), {})).value
    0.8
    """
    found = new_arr
    return Estimate.simulated(
        found.arr / found.spend,
        lambda: found.draws,
        found.customers,
        found.window,
        inputs={"new_arr": found.arr, **found.inputs},
        method="Simulated: number of new customers and their mean MRR drawn together.",
    )
