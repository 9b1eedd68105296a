"""Quick ratio."""

from revcore.derive.movements import Flows
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Quick ratio",
    plain="Recurring revenue gained for each one lost",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="growth",
    unit=Unit.TIMES,
    better=Better.HIGHER,
    n_of="customers whose MRR moved",
    order=70,
    own="window",
    rows="customers_moved",
    source="Mamoon Hamid, SaaS quick ratio (pitchkit.net/resources/glossary/quick-ratio)",
)
def quick_ratio(customer_flows: Flows) -> Estimate:
    """Recurring revenue gained over recurring revenue lost in the window.

        quick_ratio = (new + reactivation + expansion) / (contraction + churn)

    Counted month by month: an upgrade in May and a downgrade in June count on both sides. What
    exchange rates did counts on neither.

    Parameters
    ----------
    customer_flows
        Each customer’s gains and losses of the window [money].

    Returns
    -------
    [times]; below 1 the base shrinks.

    Raises
    ------
    NotComputable
        Nothing was lost, fewer than five customers moved, or the history is too short.

    Notes
    -----
    Ratio t-interval over customers who moved. Assumes that customers move independently of one
    another.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.model import Window
    >>> moved = Flows(*np.diag([20.0, 0.0, 8.0, 3.0, 5.0]), window=Window(0, 11))
    >>> quick_ratio(moved).value
    3.5
    """
    flows = customer_flows
    if len(flows.new) >= FEWEST and flows.losses.sum() == 0:
        raise NotComputable(
            f"No recurring revenue was lost in the {flows.window.words}: there is nothing to "
            "divide by.",
            inputs=flows.inputs,
            n=len(flows.new),
        )
    found = Estimate.ratio(
        flows.gains, flows.losses, flows.window, words="customers moved", inputs=flows.inputs
    )
    return found.clipped(0.0)
