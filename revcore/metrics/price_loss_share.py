"""Losses on price."""

from revcore.derive.lost_reasons import LostReasons
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Lost on price",
    plain="Of the deals lost for a known reason, how many were lost on price",
    pillar=Pillar.PRICING,
    group="sales",
    unit=Unit.RATIO,
    better=Better.RANGE,
    n_of="lost deals with a reason",
    order=84,
    rows="lost_deals",
    source="Own definition: reasons that speak of price, cost or discount",
)
def price_loss_share(lost_reasons: LostReasons, deal_window: Window) -> Estimate:
    """Share of the deals lost in the window whose reason is the price.

        price_loss_share = lost on price / lost with a reason

    Neither end is good: hardly any means there is room to charge more, most means the price or the
    kind of customer is wrong. Sellers write “price” also where the worth was not clear.

    Parameters
    ----------
    lost_reasons
        Reasons of the deals lost in the window.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        No lost deal says why, or fewer than five do.

    Notes
    -----
    Wilson’s interval. Assumes that the reasons typed are the reasons; “price” is also what is said
    out of politeness.

    Examples
    --------
    >>> found = LostReasons(["No answer", "Price"], [6, 4], [True, False], [False, True], unsaid=2)
    >>> price_loss_share(found, Window(0, 11)).value
    0.4
    """
    return Estimate.proportion(
        lost_reasons.count(lost_reasons.on_price),
        lost_reasons.said,
        deal_window,
        words="lost deals were lost on price",
        names=("on_price", "lost_with_a_reason"),
        inputs={"lost_without_a_reason": lost_reasons.unsaid},
    )
