"""Marketing cost as a share of revenue."""

from revcore.derive.efficiency import CostShare
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Marketing, share of revenue",
    gloss="marketing % of revenue",
    plain="Of every 100 of revenue, what marketing costs",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.RATIO,
    better=Better.RANGE,
    n_of="months counted",
    order=82,
    rows="revenue_rows",
    source="SaaS Capital, Spending benchmarks (saas-capital.com)",
)
def marketing_pct_revenue(cost_share: CostShare) -> Estimate:
    """Cost of marketing over the revenue of the same months.

        marketing_pct_revenue = (spend of the marketing department + media) / revenue

    Where the sheet names no marketing department, media alone is counted, and said.

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
        No marketing spend, or spend and revenue do not overlap for three months.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that spend and revenue are of the same
    months; no lag.

    Examples
    --------
    >>> from revcore.model import Window
    >>> marketing_pct_revenue(CostShare(40.0, 10.0, 100.0, Window(0, 11), True)).value
    0.1
    """
    found = cost_share
    if found.marketing <= 0:
        raise NotComputable("No marketing spend was recorded for these months.")
    return Estimate(
        found.marketing / found.revenue,
        found.window.months,
        found.window,
        inputs={"marketing_cost": found.marketing, "revenue": found.revenue},
        note="" if found.said else "Media alone: the spend names no marketing department.",
    )
