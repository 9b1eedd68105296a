"""Customer value to acquisition cost."""

from revcore.derive.payback import ValueToCost
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Customer value to acquisition cost",
    gloss="LTV:CAC, on a fixed horizon",
    plain="What a customer is worth for each unit of money it cost to win",
    pillar=Pillar.MARKETING,
    group="acquisition",
    unit=Unit.TIMES,
    better=Better.HIGHER,
    n_of="new customers",
    order=70,
    past="By quarter, as the customer value.",
    rows="new_customers",
    source="David Skok, SaaS Metrics 2.0 (forentrepreneurs.com): above 3; here on a fixed horizon",
)
def clv_to_cac(value_to_cost: ValueToCost) -> Estimate:
    """Value of a customer over its fixed horizon, over the cost of winning one.

        clv_to_cac = customer value over its horizon / CAC

    Both sides are drawn together: the chances that it lies below 1 and above 3 stand beside it.
    Above 5 can mean that too little is spent.

    Parameters
    ----------
    value_to_cost
        Value, cost and joint draws.

    Returns
    -------
    [times].

    Raises
    ------
    NotComputable
        The customer value or the fully loaded acquisition cost is missing.

    Notes
    -----
    Value and cost drawn together on the same customers. Assumes what both assume; on a fixed
    horizon it is lower than the “lifetime” figures others publish.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> draws = np.array([2.0, 4.0, 4.0, 5.0])
    >>> found = ValueToCost(8000.0, 2000.0, draws, 25, 36, Window(0, 11), "")
    >>> clv_to_cac(found).value, clv_to_cac(found).inputs["chance_above_3"]
    (4.0, 0.75)
    >>> clv_to_cac(found).title
    '36-month value to acquisition cost'
    """
    found = value_to_cost
    return Estimate.simulated(
        found.value / found.cost,
        found.draws,
        found.customers,
        found.window,
        inputs={
            "clv": found.value,
            "cac": found.cost,
            "horizon_months": found.horizon,
            "chance_below_1": float((found.draws < 1).mean()),
            "chance_above_3": float((found.draws > 3).mean()),
        },
        method="Simulated: customer value and cost per customer drawn together.",
        note=found.note,
        title=f"{found.horizon}-month value to acquisition cost",
    )
