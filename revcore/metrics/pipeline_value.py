"""Pipeline value."""

from revcore.derive.deals import Deals
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window
from revcore.words import counted_words


@metric(
    title="Pipeline value",
    plain="What all open deals would bring if every one were won",
    pillar=Pillar.SALES,
    group="sales",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="open deals with an amount",
    order=50,
    rows="open_deals_valued",
    source="Salesforce, Pipeline: amount of all open opportunities, unweighted",
)
def pipeline_value(open_deals: Deals, as_of: int) -> Estimate:
    """Sum of the amounts of all deals open at the end of the as-of month.

        pipeline_value = Σ amount of open deals

    Not weighted by any chance of winning. Deals closed later count as open.

    Parameters
    ----------
    open_deals
        Deals open at the end of the as-of month.
    as_of
        The last month counted.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        No deal is open, or none of the open ones has a value.

    Notes
    -----
    Counted in full, so there is no sampling range. Amounts of open deals are taken as typed.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(2, np.int64)
    >>> deals = Deals(created=one, closed=-one, won=0 * one, lost=0 * one,
    ...               amount=np.array([1000, 0]), valued=np.array([1, 0]),
    ...               n=np.array([3, 2]), scale=0)
    >>> found = pipeline_value(deals, as_of=24180)
    >>> found.value, found.inputs["without_amount"]
    (3000.0, 2)
    """
    valued = open_deals.take((open_deals.valued == 1) & (open_deals.amount > 0))
    inputs = {
        "open_deals": open_deals.count,
        "without_amount": open_deals.count - valued.count,
    }
    if not open_deals.count:
        raise NotComputable("No deal is open.", needs=("deals",), inputs=inputs, n=0)
    if not valued.count:
        raise NotComputable(
            f"{counted_words(open_deals.count, 'deals are')} open; none has a value yet.",
            needs=("deals.amount",),
            inputs=inputs,
            n=0,
        )
    return Estimate(valued.value, valued.count, Window(as_of, as_of), inputs=inputs)
