"""Cost of new and added recurring revenue."""

from revcore.derive.efficiency import Quotient
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Cost of new and added recurring revenue",
    gloss="CAC cost ratio, blended",
    plain="What one unit of yearly recurring revenue costs, new customers and upgrades together",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.LOWER,
    n_of="new customers",
    order=64,
    past="By quarter: drawing all customers again for thirteen months would take too long.",
    rows="new_customers",
    source="Benchmarkit, 2025 SaaS Performance Metrics: Blended CAC ratio (benchmarkit.ai)",
)
def cac_cost_ratio_blended(gained_arr: Quotient) -> Estimate:
    """Cost of marketing and selling over the ARR of new customers and of upgrades.

        cac_cost_ratio_blended = spend of the lagged months / (new ARR + expansion ARR)

    Lower than the ratio of new customers alone, and a different figure.

    Parameters
    ----------
    gained_arr
        Spend, ARR gained in the months it was for, and draws.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        Only advertising is in the spend, fewer than eight new customers, or no recurring revenue
        was added.

    Notes
    -----
    Customers who joined or grew, drawn again; spend is known. Assumes that marketing and selling
    brought both.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> found = Quotient(150_000.0, 100_000.0, 40, Window(0, 11), {}, np.ones(9))
    >>> cac_cost_ratio_blended(found).value
    1.5
    """
    found = gained_arr
    return Estimate.simulated(
        found.value,
        lambda: found.draws,
        found.n,
        found.window,
        inputs=found.inputs,
        method="Customers who joined or grew, drawn again.",
    )
