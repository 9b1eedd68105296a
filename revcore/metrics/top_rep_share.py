"""Share of the largest seller."""

from revcore.derive.quota_spread import share_interval
from revcore.derive.sellers import Sellers
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Share of the largest seller",
    plain="How much of what is won hangs on one seller",
    pillar=Pillar.PEOPLE,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="won deals of named sellers",
    order=64,
    rows="won_deals_owned",
    source="Own definition: won value of the largest seller ÷ that of all",
)
def top_rep_share(sellers: Sellers, deal_window: Window) -> Estimate:
    """Share of the won value that the largest seller brought; by deals where amounts are missing.

        top_rep_share = won value of the largest seller / won value of all sellers

    The largest of several always looks a little larger than it is, most of all among few deals.

    Parameters
    ----------
    sellers
        Sellers who closed a deal in the window, largest first.
    deal_window
        The months counted.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than two sellers, or fewer than five won deals.

    Notes
    -----
    Deals as chance events of their own size, on the logit scale. The seller on top was picked after
    the fact: the largest of several looks larger than it is.

    Examples
    --------
    >>> import numpy as np
    >>> two = Sellers(["a", "b"], won=np.array([6, 4]), lost=np.array([3, 8]),
    ...               valued=np.array([6, 4]), value=np.array([600.0, 200.0]),
    ...               squares=np.array([6e4, 1e4]), months=np.array([12, 12]))
    >>> found = top_rep_share(two, Window(0, 11))
    >>> found.value, found.inputs["sellers"]
    (0.75, 2)
    """
    won = int(sellers.won.sum())
    inputs: dict[str, float | int | str] = {"sellers": len(sellers.names)}
    if len(sellers.names) < 2:
        raise NotComputable("Only one seller closed deals here.", inputs=inputs, n=won)
    if won < FEWEST:
        raise NotComputable(
            f"{counted_words(won, 'won deals name')} their seller: at least {FEWEST} are needed.",
            inputs=inputs,
            n=won,
        )
    by_value = 2 * int(sellers.valued.sum()) >= won and sellers.value.sum() > 0
    parts, squares = (
        (sellers.value, sellers.squares)
        if by_value
        else (sellers.won.astype(float), sellers.won.astype(float))
    )
    top, total = int(parts.argmax()), float(parts.sum())
    mine, own = float(parts[top]), float(squares[top])
    inputs["counted_by"] = "won value" if by_value else "won deals"
    return Estimate(
        mine / total,
        won,
        deal_window,
        share_interval(mine, own, total - mine, float(squares.sum()) - own),
        inputs,
        method="Deals taken as chance events of their own size; logit scale.",
    )
