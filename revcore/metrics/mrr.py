"""Monthly recurring revenue."""

from revcore.derive.months import CustomerMonths
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Monthly recurring revenue",
    gloss="MRR",
    plain="What running subscriptions bring in a month",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    n_of="paying customers",
    order=20,
    rows="active_customers",
    source="SaaS Metrics Standards Board, MRR (saasmetricsboard.com)",
)
def mrr(recurring: CustomerMonths, as_of: int) -> Estimate:
    """Recurring revenue of all customers active at the end of the as-of month.

        mrr = Σ amount × quantity / months of the interval, of what runs at month end

    A yearly price counts a twelfth of itself. Trials, one-off items and zero prices are no MRR.

    Parameters
    ----------
    recurring
        MRR by customer and month.
    as_of
        The last month counted.

    Returns
    -------
    [money/month].

    Raises
    ------
    NotComputable
        There are no subscriptions, no MRR sheet and no invoices with service periods, or they end
        before the as-of month.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that a subscription pays its price until
    it ends; where intervals are inferred from payments, this is said.

    Examples
    --------
    >>> import pandas as pd
    >>> sheet = pd.DataFrame({"customer": [1, 2], "month": [5, 5], "amount": [100, 50]})
    >>> mrr(CustomerMonths.of(sheet, scale=0, first=5, last=5, source="MRR sheet"), as_of=5).value
    150.0
    """
    amount = recurring.level(as_of)
    return Estimate(
        recurring.money(amount.sum()),
        len(amount),
        Window(as_of, as_of),
        inputs={"paying_customers": len(amount), "counted_from": recurring.source},
    )
