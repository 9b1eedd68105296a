"""Deals per seller."""

from revcore.derive import intervals
from revcore.derive.sellers import Sellers
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Deals per seller",
    plain="How many deals a seller wins in a quarter",
    pillar=Pillar.PEOPLE,
    group="sales",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    n_of="won deals of named sellers",
    order=62,
    rows="won_deals_owned",
    source="Own definition: won deals ÷ seller-quarters with open work",
)
def deals_per_rep(sellers: Sellers, deal_window: Window) -> Estimate:
    """Deals won by a seller in three months at work.

        deals_per_rep = 3 × won deals / Σ months each seller was at work

    A seller is at work from the first to the last month of the window in which a deal of theirs was
    created or closed; who is only named in old deals counts for nothing.

    Parameters
    ----------
    sellers
        Sellers who closed a deal in the window.
    deal_window
        The months counted.

    Returns
    -------
    [count].

    Raises
    ------
    NotComputable
        No deal names its seller, or fewer than five were won.

    Notes
    -----
    Gamma interval of a rate of counts. Assumes that wins come independently; who left or joined
    counts for the months there.

    Examples
    --------
    >>> import numpy as np
    >>> two = Sellers(["a", "b"], won=np.array([20, 4]), lost=np.array([30, 8]),
    ...               valued=np.zeros(2, int), value=np.zeros(2), squares=np.zeros(2),
    ...               months=np.array([12, 6]))
    >>> deals_per_rep(two, Window(0, 11)).value
    4.0
    """
    won, months = int(sellers.won.sum()), int(sellers.months.sum())
    inputs = {"sellers": len(sellers.names), "months_at_work": months}
    if won < FEWEST:
        raise NotComputable(
            f"{counted_words(won, 'won deals name')} their seller: at least {FEWEST} are needed.",
            inputs=inputs,
            n=won,
        )
    return Estimate(
        3 * won / months,
        won,
        deal_window,
        intervals.gamma_rate(won, months).scaled(3),
        inputs,
        method="Gamma interval of a rate of counts.",
    )
