"""Share of the biggest customer."""

from revcore.derive.concentration import Concentration
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Share of the biggest customer",
    plain="How much of your sales hangs on one customer",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="customers",
    order=110,
    own="window",
    rows="payers",
    source="U.S. SEC Regulation S-K, item 101: customers of 10 % or more of revenue are named",
)
def top_customer_share(concentration: Concentration) -> Estimate:
    """Revenue of the largest customer as a share of all revenue.

        top_customer_share = revenue of the largest customer / revenue

    With subscriptions the MRR of the as-of month, otherwise the trailing twelve months. What
    nobody’s name stands on is in the whole.

    Parameters
    ----------
    concentration
        The largest customer’s revenue, all revenue and the number of customers.

    Returns
    -------
    [ratio], 0 to 1; above a tenth, losing one customer shows.

    Raises
    ------
    NotComputable
        Revenue by customer is not known.

    Notes
    -----
    Counted in full, so there is no sampling range. Parent and child companies count apart unless
    they were joined.

    Examples
    --------
    >>> from revcore.model import Window
    >>> top_customer_share(Concentration(25.0, 100.0, 12, Window(0, 11), "orders")).value
    0.25
    """
    found = concentration
    return Estimate(
        found.largest / found.total,
        found.customers,
        found.window,
        found.interval,
        {
            "largest_customer": found.largest,
            "revenue": found.total,
            "customers": found.customers,
            "counted_from": found.source,
        },
        method=found.method,
    )
