"""Total contract value."""

from revcore.derive.deals import Deals
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Total contract value",
    gloss="TCV",
    plain="What the deals you won are worth together",
    pillar=Pillar.SALES,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="won deals with an amount",
    order=28,
    own="window",
    rows="won_deals_valued",
    source="SaaS Metrics Standards Board, Total contract value; amounts as the deal list has them",
)
def tcv(closed_deals: Deals, deal_window: Window) -> Estimate:
    """Sum of the amounts of the deals won in the window.

        tcv = Σ amount of won deals

    Amounts are taken as the deal list has them: whole contracts where it holds those, first years
    where it holds those. Won deals without an amount are not in it; how many there are is said.

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
        No deal was won, or none has an amount.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that won deals are worth their amount;
    deals without one are left out and counted.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(2, np.int64)
    >>> deals = Deals(created=one, closed=one, won=one, lost=0 * one,
    ...               amount=np.array([1000, 5000]), valued=one, n=np.array([4, 1]), scale=0)
    >>> tcv(deals, Window(0, 11)).value
    9000.0
    """
    won = closed_deals.is_won
    valued = won.take(won.valued == 1)
    inputs = {"won_deals": won.count, "without_amount": won.count - valued.count}
    if not valued.count:
        raise NotComputable(
            f"{counted_words(won.count, 'deals were')} won in the {deal_window.words}; none has "
            "an amount."
            if won.count
            else f"No deal was won in the {deal_window.words}.",
            needs=("deals.amount",) if won.count else (),
            inputs=inputs,
            n=0,
        )
    return Estimate(valued.value, valued.count, deal_window, inputs=inputs)
