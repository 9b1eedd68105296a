"""Movements of recurring revenue."""

from revcore.derive.months import CustomerMonths
from revcore.derive.movements import Flows
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Change in recurring revenue",
    gloss="net new MRR",
    plain="What came and went of monthly recurring revenue",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    n_of="customers whose MRR moved",
    order=35,
    own="window",
    rows="customers_moved",
    source="ChartMogul, Net MRR movements",
)
def mrr_movements(customer_flows: Flows, recurring: CustomerMonths) -> Estimate:
    """Recurring revenue gained less lost over the window; exactly the change of its level.

        mrr_movements = new + reactivation + expansion − contraction − churn

    Counted month by month. It equals closing MRR minus opening MRR to the last cent.

    Parameters
    ----------
    customer_flows
        Each customer’s gains and losses of the window [money].
    recurring
        MRR by customer and month.

    Returns
    -------
    [money per month]

    Raises
    ------
    NotComputable
        The history is shorter than three months.

    Notes
    -----
    Counted in full, so there is no sampling range. All movements add up to the change, to the cent.
    Assumes that a customer is one customer in every file.

    Examples
    --------
    >>> import pandas as pd
    >>> from revcore.model import Window
    >>> sheet = pd.DataFrame({"customer": [1, 1, 2], "month": [4, 5, 5], "amount": [50, 60, 40]})
    >>> months = CustomerMonths.of(sheet, scale=0, first=4, last=5, source="MRR sheet")
    >>> import numpy as np
    >>> none = np.zeros(2)
    >>> moved = Flows(np.array([0.0, 40]), none, np.array([10.0, 0]), none, none, Window(5, 5))
    >>> mrr_movements(moved, months).value
    50.0
    """
    window = customer_flows.window
    opening = recurring.money(recurring.total(window.start - 1))
    closing = recurring.money(recurring.total(window.end))
    return Estimate(
        closing - opening,
        len(customer_flows.new),
        window,
        inputs={**customer_flows.inputs, "opening": opening, "closing": closing},
    )
