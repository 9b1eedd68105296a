"""Annual recurring revenue."""

from revcore.derive.months import CustomerMonths
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Annual recurring revenue",
    gloss="ARR",
    plain="What running subscriptions would bring in a year",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="paying customers",
    order=30,
    rows="active_customers",
    source="SaaS Metrics Standards Board, ARR (saasmetricsboard.com)",
)
def arr(recurring: CustomerMonths, as_of: int) -> Estimate:
    """Twelve times the recurring revenue at the end of the as-of month.

        arr = 12 × MRR

    A rate at one moment, not what a year will bring: churn and new customers are not in it.

    Parameters
    ----------
    recurring
        MRR by customer and month.
    as_of
        The last month counted.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        There are no subscriptions, no MRR sheet and no invoices with service periods, or they end
        before the as-of month.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that the month’s recurring revenue would
    be paid twelve times.

    Examples
    --------
    >>> import pandas as pd
    >>> sheet = pd.DataFrame({"customer": [1, 2], "month": [5, 5], "amount": [100, 50]})
    >>> arr(CustomerMonths.of(sheet, scale=0, first=5, last=5, source="MRR sheet"), as_of=5).value
    1800.0
    """
    amount = recurring.level(as_of)
    return Estimate(
        12 * recurring.money(amount.sum()),
        len(amount),
        Window(as_of, as_of),
        inputs={"mrr": recurring.money(amount.sum()), "paying_customers": len(amount)},
    )
