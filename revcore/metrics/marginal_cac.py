"""Cost of the next customer."""

from revcore.derive.marginal import NextCustomer
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Cost of the next customer",
    gloss="marginal CAC",
    plain="What one customer more would cost, if you spent more",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="new customers",
    order=15,
    own="none",
    past="It is fitted to all months of spend together.",
    rows="new_customers",
    source="Own definition; elasticities: Sethuraman, Tellis & Briesch (2011), J. Marketing "
    "Research 48:457–471",
)
def marginal_cac(next_customer: NextCustomer) -> Estimate:
    """Acquisition cost over the elasticity of customers won to spend.

        marginal_cac = CAC / ε,   ln E[new customers] = a + ε · ln spend

    The next customer costs more than the average one: twice the spend seldom brings twice the
    customers. ε is estimated from at least twelve months of lagged spend, held by what is usual
    (0.35 ± 0.25); the cost of the last quarter stands beside it.

    Parameters
    ----------
    next_customer
        CAC, elasticity and joint draws.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        CAC is missing, fewer than twelve months with spend, or spend varied by less than 25%.

    Notes
    -----
    Poisson regression of new customers on lagged spend, held by a prior of 0.35 ± 0.25. Assumes
    that nothing else moved with the spend; refused where it hardly varied.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive.marginal import Response
    >>> answer = Response(0.4, np.full(9, 0.4), 24, 0.5)
    >>> found = NextCustomer(2500.0, np.full(9, 2500.0), 40, None, 1000.0, 1100.0, answer)
    >>> marginal_cac(found).value
    2500.0
    """
    found = next_customer
    inputs: dict[str, float | int | str] = {
        "cac": found.cost,
        "elasticity": found.answer.elasticity,
        "months": found.answer.months,
        "spend_varied_by": found.answer.variation,
    }
    if found.last_quarter is not None:
        inputs["cac_last_quarter"] = found.last_quarter
    return Estimate.simulated(
        found.value,
        found.draws,
        found.customers,
        found.window,
        inputs=inputs,
        method="Poisson regression of new customers on lagged spend, with a prior.",
        note=f"10% more spend brings about {10 * found.answer.elasticity:.1f}% more customers. "
        "What came with the spend need not have come from it.",
    )
