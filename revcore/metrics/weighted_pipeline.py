"""Weighted pipeline."""

from revcore.derive.weighted import Expected
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Weighted pipeline",
    plain="What the open deals are likely to bring",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="open deals with an amount",
    order=52,
    own="none",
    past="It looks ahead from the last month counted.",
    rows="open_deals_valued",
    source="Own definition: the company’s own odds by stage and age, not typed probabilities",
)
def weighted_pipeline(weighted: Expected, as_of: int) -> Estimate:
    """Open deals, each by the chance that deals like it were won in the last two years.

        weighted_pipeline = Σ amount × chance to be won, by stage and by days in it

    The chance comes from what became of all deals that entered the same stage (Aalen–Johansen), for
    one that is still there after so many days; without stage dates, from the days since it was
    created. An old deal counts for less, and a typed probability for nothing. No end is set: a deal
    may be won next week or next year.

    Parameters
    ----------
    weighted
        Open deals with an amount, and their chances.
    as_of
        The last month counted.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        No open deal has an amount, or fewer than ten closed deals (three won) say what becomes of
        them.

    Notes
    -----
    Each deal’s chance by its stage and age, from what became of earlier deals; chances and outcomes
    are drawn together. Assumes that today’s deals behave as those of the last two years.

    Examples
    --------
    Ten deals of 1,000 with one chance in five, one of 5,000 with one in two:

    >>> import numpy as np
    >>> open_ones = Expected(
    ...     amount=np.array([1000, 5000]), chance=np.array([0.2, 0.5]), n=np.array([10, 1]),
    ...     error=np.zeros(2), stage=np.zeros(2, int), scale=0, basis="an example", closed=40)
    >>> weighted_pipeline(open_ones, as_of=24180).value
    4500.0
    """
    n = int(weighted.n.sum())
    amount = float((weighted.amount * weighted.n).sum()) / 10**weighted.scale
    return Estimate.simulated(
        weighted.value,
        weighted.draws(),
        n,
        Window(as_of, as_of),
        inputs={
            "open_value": amount,
            "mean_chance": weighted.value / amount,
            "chances_by": weighted.basis,
            "closed_deals": weighted.closed,
        },
        method="What these deals may bring, with chances and outcomes drawn together.",
    )
