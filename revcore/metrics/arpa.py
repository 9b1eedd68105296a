"""Average revenue per customer."""

from revcore.derive.arpa import Arpa
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Average revenue per customer, a month",
    gloss="ARPA",
    plain="What an average customer pays in a month",
    pillar=Pillar.PRICING,
    group="value",
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    n_of="customers",
    order=10,
    own="window",
    rows="payers",
    source="ChartMogul, Average revenue per account (help.chartmogul.com)",
)
def arpa(average_revenue: Arpa) -> Estimate:
    """Revenue of a month for each paying customer.

        arpa = MRR / paying customers

    With subscriptions the MRR of the as-of month. Without, what customers bought in the trailing
    months ÷ customers ÷ months: customers who bought nothing are not in it.

    Parameters
    ----------
    average_revenue
        Revenue a month of each customer, or the typed mean.

    Returns
    -------
    [money/month].

    Raises
    ------
    NotComputable
        Fewer than five customers, or revenue by customer is not known.

    Notes
    -----
    Student’s t over customers. Assumes that no single customer makes up most of the revenue.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> arpa(Arpa(np.array([10.0, 20, 30, 40, 50]), Window(0, 0), {})).value
    30.0
    """
    found = average_revenue
    if found.interval is not None:
        return Estimate(
            float(found.monthly.mean()),
            found.customers,
            found.window,
            found.interval,
            found.inputs,
            method=found.method,
        )
    return Estimate.mean(
        found.monthly, None, found.window, words="customers", inputs=found.inputs, note=found.note
    )
