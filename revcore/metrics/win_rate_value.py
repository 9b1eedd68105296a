"""Win rate by value."""

import numpy as np

from revcore.derive.deals import Deals
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Win rate by value",
    plain="Of the money that was decided, how much you won",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="closed deals with an amount",
    order=14,
    rows="closed_deals_valued",
    source="Ebsta x Pavilion, 2025 GTM Benchmarks: won of closed opportunities, by value",
)
def win_rate_value(closed_deals: Deals, deal_window: Window) -> Estimate:
    """Share of the value of the deals closed in the window that was won.

        win_rate_value = Σ won amounts / Σ (won + lost amounts)

    Below the win rate by count, large deals are lost more often than small ones. Many exports set
    the amount of a lost deal to nothing: where more than half of them have none, there is no figure
    rather than one close to 100%.

    Parameters
    ----------
    closed_deals
        Deals won or lost in the window.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        More than half of the lost deals have no value, or fewer than five closed deals have one.

    Notes
    -----
    Ratio t-interval over closed deals, on the log of the odds. Assumes that lost deals carry the
    amount they would have brought.

    Examples
    --------
    >>> one = np.ones(2, np.int64)
    >>> deals = Deals(created=one, closed=one, won=np.array([1, 0]), lost=np.array([0, 1]),
    ...               amount=np.array([1000, 3000]), valued=one, n=np.array([4, 4]), scale=0)
    >>> win_rate_value(deals, Window(0, 11)).value
    0.25
    """
    lost = closed_deals.take(closed_deals.lost == 1)
    empty = lost.take((lost.valued == 0) | (lost.amount <= 0)).count
    valued = closed_deals.take((closed_deals.valued == 1) & (closed_deals.amount > 0))
    inputs = {"lost_without_a_value": empty, "lost": lost.count}
    if lost.count and 2 * empty > lost.count:
        raise NotComputable(
            f"{empty:,} of {lost.count:,} lost deals have no value: what was lost is not known.",
            needs=("deals.amount",),
            inputs=inputs,
            n=valued.count,
        )
    amount = np.repeat(valued.amount / 10**valued.scale, valued.n)
    won = np.repeat(valued.won, valued.n)
    return Estimate.ratio(
        amount * won,
        amount,
        deal_window,
        words="closed deals with an amount",
        part=1,
        inputs={**inputs, "won_value": float(amount @ won), "closed_value": float(amount.sum())},
    ).clipped(0.0, 1.0)
