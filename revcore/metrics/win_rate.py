"""Win rate."""

from revcore.derive.deals import Deals
from revcore.derive.resamples import DealResamples
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Win rate",
    plain="Of the deals that were decided, how many you won",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="closed deals",
    order=10,
    rows="closed_deals",
    source="Ebsta x Pavilion, 2025 GTM Benchmarks: won of closed opportunities",
)
def win_rate(
    closed_deals: Deals,
    deal_window: Window,
    undated_outcomes: int = 0,
    deal_resamples: DealResamples | None = None,
) -> Estimate:
    """Share of the deals closed in the window that were won.

        win_rate = won / (won + lost)

    Open deals are on neither side; won ÷ all deals created is another figure and always lower.

    Parameters
    ----------
    closed_deals
        Deals won or lost in the window.
    deal_window
        The months counted.
    undated_outcomes
        Won or lost deals without a day: in no window, reported beside the figure.
    deal_resamples
        Deals drawn again, shared by all measures.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than five closed deals.

    Notes
    -----
    Wilson’s interval. Assumes that deals are decided independently. Deals still open do not enter:
    where losses are closed late it is too high, and the win rate of new deals is the better one.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.array([1, 1])
    >>> deals = Deals(created=one, closed=one, won=np.array([1, 0]), lost=np.array([0, 1]),
    ...               amount=one, valued=one, n=np.array([3, 4]), scale=0)
    >>> estimate = win_rate(deals, Window(0, 11))
    >>> round(estimate.value, 2), round(estimate.interval.low, 2), round(estimate.interval.high, 2)
    (0.43, 0.23, 0.66)
    """
    return Estimate.proportion(
        closed_deals.wins,
        closed_deals.wins + closed_deals.losses,
        deal_window,
        words="closed deals won",
        names=("won", "closed"),
        inputs={"lost": closed_deals.losses, "closed_without_a_day": undated_outcomes},
        again=(lambda: deal_resamples.share(closed_deals, closed_deals.won))
        if deal_resamples
        else None,
    )
