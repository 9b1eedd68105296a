"""Share of the ten biggest customers."""

from revcore.derive.concentration import Concentration
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit

TEN = 10


@metric(
    title="Share of the ten biggest customers",
    plain="How much of your sales hangs on ten customers",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="customers",
    order=112,
    own="window",
    rows="payers",
    source="Own definition: the ten largest customers’ revenue, as in a buyer’s due diligence",
)
def top_10_share(concentration: Concentration) -> Estimate:
    """Revenue of the ten largest customers as a share of all revenue.

        top_10_share = revenue of the ten largest customers / revenue

    With subscriptions the MRR of the as-of month, otherwise the trailing twelve months. The shares
    of the three and five largest stand beside it.

    Parameters
    ----------
    concentration
        Revenue by customer.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Ten customers or fewer are everything, or revenue by customer is not known.

    Notes
    -----
    Counted in full, so there is no sampling range. Parent and child companies count apart unless
    they were joined.

    Examples
    --------
    >>> from revcore.model import Window
    >>> amounts = (10.0,) * 10 + (1.0,) * 10
    >>> many = Concentration(10.0, 110.0, 20, Window(0, 11), "orders", amounts=amounts)
    >>> round(top_10_share(many).value, 4)
    0.9091
    """
    found = concentration
    ranked = found.ranked
    if len(ranked) <= TEN:
        raise NotComputable(
            f"There are {len(ranked)} customers: ten or fewer are all of the revenue.",
            inputs={"customers": len(ranked)},
            n=len(ranked),
        )
    ten = float(ranked[:TEN].sum())
    return Estimate(
        ten / found.total,
        found.customers,
        found.window,
        None,
        {
            "ten_largest": ten,
            "revenue": found.total,
            "share_of_three": float(ranked[:3].sum()) / found.total,
            "share_of_five": float(ranked[:5].sum()) / found.total,
            "counted_from": found.source,
        },
    )
