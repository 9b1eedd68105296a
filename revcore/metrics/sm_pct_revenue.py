"""Sales and marketing cost as a share of revenue."""

from revcore.derive.efficiency import CostShare, media_alone
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Marketing and selling, share of revenue",
    gloss="S&M % of revenue",
    plain="Of every 100 of revenue, what marketing and selling cost",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.RATIO,
    better=Better.RANGE,
    n_of="months counted",
    order=80,
    rows="revenue_rows",
    source="SaaS Capital, Spending benchmarks (saas-capital.com)",
)
def sm_pct_revenue(cost_share: CostShare) -> Estimate:
    """Cost of marketing and selling over the revenue of the same months.

        sm_pct_revenue = (media + people + tools + agencies + overhead) / revenue

    Fast growth costs more: there is no good direction without the growth beside it.

    Parameters
    ----------
    cost_share
        Cost and revenue of the same months.

    Returns
    -------
    [ratio].

    Raises
    ------
    NotComputable
        Only advertising is in the spend, or spend and revenue do not overlap for three months.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that spend and revenue are of the same
    months; no lag.

    Examples
    --------
    >>> from revcore.model import Window
    >>> sm_pct_revenue(CostShare(40.0, 10.0, 100.0, Window(0, 11), True)).value
    0.4
    """
    found = cost_share
    if found.media_only:
        raise media_alone()
    return Estimate(
        found.all_cost / found.revenue,
        found.window.months,
        found.window,
        inputs={"cost": found.all_cost, "revenue": found.revenue},
    )
