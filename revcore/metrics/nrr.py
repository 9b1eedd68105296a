"""Net revenue retention."""

from dataclasses import replace

import numpy as np

from revcore.derive.months import Base
from revcore.derive.resamples import Resamples
from revcore.derive.shares import net_t
from revcore.metrics._metric import Estimate, metric
from revcore.metrics._retention import beside
from revcore.model import RECIPES, Better, Pillar, Recipe, Unit

START_COHORT = RECIPES["start_cohort"]


@metric(
    title="Net revenue retention",
    gloss="NRR",
    plain="What last year’s customers pay now, of what they paid then",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="opening customers",
    order=10,
    own="window",
    rows="opening_customers",
    source="SaaS Metrics Standards Board, Net revenue retention (saasmetricsboard.com)",
)
def nrr(
    opening_customers: Base,
    recipe: Recipe = START_COHORT,
    customer_resamples: Resamples | None = None,
) -> Estimate:
    """Share of the opening MRR still billed at the close, upgrades included.

        nrr = closing MRR of the opening customers / opening MRR

    The base is closed when the window opens: a customer won later counts on neither side. One who
    left and came back before the close counts as kept. Some definitions also count customers who
    had left before the window opened and came back in it; the recipe decides, and is said. Foreign
    amounts count at the exchange rates of the opening: a stronger currency is no upgrade.

    Parameters
    ----------
    opening_customers
        One row per customer with MRR > 0 at opening: opening, closing [money/month].
    recipe
        Which definition of reactivation counts.
    customer_resamples
        Customers drawn again, shared by all measures.

    Returns
    -------
    [ratio], from 0 upward; above 1, the customers you have grow on their own.

    Raises
    ------
    NotComputable
        Fewer than five opening customers, or fewer than three months of history.

    Notes
    -----
    Ratio t-interval over opening customers. Assumes that they act independently; the figure without
    the largest one stands beside it.

    Examples
    --------
    Ann stays at 100, Bo falls from 100 to 50, three more stay at 100:

    >>> base = Base.of({"ann": (100, 100), "bo": (100, 50), "di": (100, 100),
    ...                 "ed": (100, 100), "flo": (100, 100)})
    >>> nrr(base).value
    0.9
    """
    base = opening_customers
    closing, opening, who = base.closing, base.opening, base.who
    if recipe.reactivation == "retained":
        closing = np.concatenate([closing, base.returned])
        opening = np.concatenate([opening, np.zeros(len(base.returned))])
        who = np.concatenate([who, base.back])
    found = Estimate.ratio(
        closing,
        opening,
        base.window,
        n=len(base.opening),
        words="opening customers",
        inputs={**base.inputs, "recipe": recipe.name},
        again=(lambda: customer_resamples.ratio(who, closing, opening))
        if customer_resamples
        else None,
    )
    found = replace(found, interval=net_t(closing, opening)).clipped(0.0)
    return beside(found, base, base.closing)
