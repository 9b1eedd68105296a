"""Monthly revenue churn."""

from revcore.derive.movements import Exposure
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Monthly revenue churn",
    gloss="gross MRR churn",
    plain="Of every hundred of recurring revenue, how much is lost in a month",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="customers",
    order=50,
    rows="customers_at_risk",
    source="ChartMogul, MRR churn rate, gross (help.chartmogul.com/hc/en-us/articles/203359341)",
)
def revenue_churn_monthly(exposure: Exposure) -> Estimate:
    """MRR lost to churn and contraction, of the MRR the months opened with.

        revenue_churn_monthly = (churn + contraction) / Σ opening MRR of the months

    Gross: upgrades do not make good what was lost. A weaker currency is no loss: what went counts
    at the exchange rate it stood at.

    Parameters
    ----------
    exposure
        Customer-months at risk and what was lost in them.

    Returns
    -------
    [ratio] per month; not to be multiplied by twelve.

    Raises
    ------
    NotComputable
        Fewer than five customers, or fewer than three months of history.

    Notes
    -----
    Ratio t-interval over customers, on the log of the odds. Assumes that customers act
    independently.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> one = np.ones(5)
    >>> found = Exposure(15, 1, 3 * one, one, 100 * one, np.array([20.0, 0, 0, 0, 0]), Window(0, 2))
    >>> revenue_churn_monthly(found).value
    0.04
    """
    return Estimate.ratio(
        exposure.mrr_lost,
        exposure.mrr_at_risk,
        exposure.window,
        words="customers",
        part=exposure.months_at_risk / max(len(exposure.at_risk_by_customer), 1),
        inputs={
            "mrr_lost": float(exposure.mrr_lost.sum()),
            "mrr_at_risk": float(exposure.mrr_at_risk.sum()),
        },
    ).clipped(0.0, 1.0)
