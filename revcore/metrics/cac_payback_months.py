"""CAC payback."""

from revcore.derive.payback import Payback
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Payback of acquisition cost",
    gloss="CAC payback",
    plain="Months until a new customer has earned back what winning it cost",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.MONTHS,
    better=Better.LOWER,
    n_of="new customers",
    order=50,
    rows="new_customers",
    source="Bessemer Venture Partners, Cloud computing law 6 (bvp.com, 2012)",
)
def cac_payback_months(payback: Payback) -> Estimate:
    """Acquisition cost over the monthly gross profit of a new customer.

        cac_payback_months = CAC / (first-month MRR of new customers × gross margin)

    The simple version: as if nobody left. Beside it stands the month in which the discounted
    gross profit of those still there has covered the cost; that month may never come.

    Parameters
    ----------
    payback
        CAC, first-month MRR and margin with joint draws.

    Returns
    -------
    [months].

    Raises
    ------
    NotComputable
        CAC, new customers’ MRR or the gross margin is missing.

    Notes
    -----
    Cost per customer and first-month revenue drawn together. Assumes that nobody leaves before it
    is paid back; the payback curve counts those who leave.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> found = Payback(7700.0, 1000.0, 0.7, np.full(9, 11.0), 100, Window(0, 11), {})
    >>> cac_payback_months(found).value
    11.0
    """
    found = payback
    return Estimate.simulated(
        found.months,
        lambda: found.draws,
        found.customers,
        found.window,
        inputs={
            "cac": found.cac,
            "mrr_of_new_customers": found.mrr,
            "gross_margin": found.margin,
            **found.inputs,
        },
        method="Simulated: cost per customer and first-month MRR drawn together.",
    )
