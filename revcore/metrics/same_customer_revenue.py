"""Same-customer revenue."""

import numpy as np

from revcore.derive.purchases import YearPair
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Same-customer revenue",
    plain="What last year’s customers bought this year, of what they bought then",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="customers of the year before",
    order=60,
    own="window",
    rows="customers_of_the_year_before",
    source="Own definition: net revenue retention carried over to companies without subscriptions",
)
def same_customer_revenue(year_pair: YearPair) -> Estimate:
    """Revenue of the last twelve months from the customers of the twelve before.

        same_customer_revenue = their revenue now / their revenue then

    Two figures stand beside it: capped at what each customer bought then (the counterpart of
    gross retention), and the share of customers who bought at all.

    Parameters
    ----------
    year_pair
        What each customer paid in twelve months and in the twelve before [money].

    Returns
    -------
    [ratio], from 0 upward.

    Raises
    ------
    NotComputable
        Customers subscribe, fewer than two years of purchases by customer are known, or fewer
        than five customers bought the year before.

    Notes
    -----
    Ratio t-interval over last year’s customers. Assumes that they act independently; a project
    firm’s clients buy in lumps, so the range is wide.

    Examples
    --------
    >>> from revcore.model import Window
    >>> then, now = np.array([100.0, 100, 100, 100, 100, 0]), np.array([150.0, 0, 100, 50, 100, 80])
    >>> found = same_customer_revenue(YearPair(then, now, Window(12, 23), Window(0, 11)))
    >>> found.value, found.inputs["capped"], found.inputs["kept"], found.n
    (0.8, 0.7, 0.8, 5)
    """
    mine = year_pair.before > 0
    before, now = year_pair.before[mine], year_pair.now[mine]
    inputs: dict[str, float | int | str] = {
        "revenue_before": float(before.sum()),
        "revenue_now": float(now.sum()),
        "n": len(before),
        "before": str(year_pair.previous),
    }
    if len(before):
        inputs["capped"] = float(np.minimum(before, now).sum() / before.sum())
        inputs["kept"] = float((now > 0).mean())
    return Estimate.ratio(
        now, before, year_pair.window, words="customers of the year before", inputs=inputs
    ).clipped(0.0)
