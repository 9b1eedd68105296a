"""Expansion share of new recurring revenue."""

from revcore.derive.movements import Flows
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Expansion share of new recurring revenue",
    gloss="of new ARR",
    plain="How much of the added recurring revenue comes from customers you already had",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="growth",
    unit=Unit.RATIO,
    better=Better.RANGE,
    n_of="customers who were new or grew",
    order=80,
    own="window",
    rows="customers_new_or_grown",
    source="Benchmarkit, SaaS Performance Metrics: expansion ARR share of total new ARR",
)
def expansion_share_new_arr(customer_flows: Flows) -> Estimate:
    """Share of the added recurring revenue that came from upgrades.

        expansion_share_new_arr = expansion / (new + expansion)

    Customers who came back are on neither side. A high share can mean that customers grow, or
    that too few new ones come.

    Parameters
    ----------
    customer_flows
        Each customer’s gains and losses of the window [money].

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than five customers were new or grew, or the history is too short.

    Notes
    -----
    Ratio t-interval over customers who were new or grew, on the log of the odds. Assumes that they
    grow independently of one another.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> none = np.zeros(5)
    >>> moved = Flows(np.array([10.0, 10, 10, 0, 0]), none, np.array([0.0, 0, 0, 5, 5]), none, none,
    ...               Window(0, 11))
    >>> expansion_share_new_arr(moved).value
    0.25
    """
    added = customer_flows.new + customer_flows.expansion
    mine = added > 0
    return Estimate.ratio(
        customer_flows.expansion[mine],
        added[mine],
        customer_flows.window,
        words="customers who were new or grew",
        part=1,
        inputs=customer_flows.inputs,
    ).clipped(0.0, 1.0)
