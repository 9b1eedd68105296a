"""Media cost per new customer."""

from revcore.derive.cost import CustomerCost
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Media cost per new customer",
    gloss="media CAC",
    plain="Advertising spent for each new customer",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.MONEY,
    better=Better.LOWER,
    n_of="new customers",
    order=20,
    rows="new_customers",
    source="Ad platforms call it cost per acquisition; here over all new customers",
)
def cac_media(media_cost: CustomerCost) -> Estimate:
    """Advertising alone for each new customer, whatever brought them.

        cac_media = media / new customers

    Over all new customers, so it is lower than what an advertised customer costs, and far lower
    than the fully loaded cost.

    Parameters
    ----------
    media_cost
        Media spend, new customers, interval and draws.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Fewer than eight new customers, no media spend, or spend and customers do not overlap for
        three months.

    Notes
    -----
    Spend ÷ Gamma(n + ½). Assumes that advertising alone won them: pay, tools and own time are left
    out, so the true cost is higher.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive.cost import costs
    >>> round(cac_media(costs(70_000.0, 120, None, {})).value, 2)
    583.33
    """
    found = media_cost
    return Estimate(
        found.value,
        found.customers,
        found.window,
        found.interval,
        found.inputs,
        method=found.method,
        note="Over all new customers, not only those that advertising brought.",
        again=lambda: found.draws,
    )
