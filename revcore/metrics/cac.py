"""Customer acquisition cost."""

from revcore.derive.cost import CustomerCost
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Customer acquisition cost",
    gloss="CAC, fully loaded",
    plain="What winning one new customer costs, pay and tools included",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="new customers",
    order=10,
    rows="new_customers",
    source="SaaS Metrics Standards Board, Customer acquisition cost (saasmetricsboard.com)",
)
def cac(customer_cost: CustomerCost) -> Estimate:
    """All cost of marketing and selling for each new customer.

        cac = (media + people + tools + agencies + overhead) / new customers

    Fully loaded. The spend is counted as many months earlier as the median sale takes, and the
    lag is said. Customer success is no acquisition cost.

    Parameters
    ----------
    customer_cost
        Spend, new customers, interval and draws.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Fewer than eight new customers, only advertising is in the spend, or spend and customers
        do not overlap for three months.

    Notes
    -----
    Spend ÷ Gamma(n + ½): how many customers come is the uncertain part, the spend is known. Assumes
    that spend works after the sales cycle, rounded to months.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive.cost import costs
    >>> cac(costs(120_000.0, 20, None, {})).value
    6000.0
    """
    found = customer_cost
    return Estimate(
        found.value,
        found.customers,
        found.window,
        found.interval,
        found.inputs,
        method=found.method,
        again=lambda: found.draws,
    )
