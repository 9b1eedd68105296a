"""Average deal size."""

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Average deal size",
    plain="What an average won deal brings",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="won deals with an amount",
    order=30,
    rows="won_deals_valued",
    source="Salesforce, Sales velocity: average value of closed-won opportunities",
)
def average_deal_size(closed_deals: Deals, deal_window: Window) -> Estimate:
    """Mean amount of the deals won in the window.

        average_deal_size = won value / won deals with an amount

    Won deals without an amount are in neither; how many there are is said. The median stands beside
    it: a few large deals lift the mean.

    Parameters
    ----------
    closed_deals
        Deals won or lost in the window.
    deal_window
        The months counted.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Fewer than five won deals with an amount.

    Notes
    -----
    Student’s t over won deals. Assumes that no single deal makes up most of the value; the median
    stands beside it.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(2, np.int64)
    >>> deals = Deals(created=one, closed=one, won=one, lost=0 * one,
    ...               amount=np.array([1000, 5000]), valued=one, n=np.array([4, 1]), scale=0)
    >>> found = average_deal_size(deals, Window(0, 11))
    >>> found.value, found.inputs["median"]
    (1800.0, 1000.0)
    """
    won = closed_deals.is_won
    valued = won.take(won.valued == 1)
    inputs: dict[str, float | int] = {
        "won_value": won.value,
        "won_deals": won.count,
        "without_amount": won.count - valued.count,
    }
    if won.count and not valued.count:
        raise NotComputable(
            f"{counted_words(won.count, 'deals were')} won; none has an amount.",
            needs=("deals.amount",),
            inputs=inputs,
            n=0,
        )
    amounts = valued.amount / 10**valued.scale
    if valued.count:
        inputs["median"] = intervals.median(amounts, valued.n)
    return Estimate.mean(
        amounts, valued.n, deal_window, words="won deals with an amount", inputs=inputs
    )
