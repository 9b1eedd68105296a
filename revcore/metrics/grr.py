"""Gross revenue retention."""

import numpy as np

from revcore.derive.months import Base
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Gross revenue retention",
    gloss="GRR",
    plain="What last year’s customers still pay, upgrades left out",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="opening customers",
    order=20,
    own="window",
    rows="opening_customers",
    source="SaaS Metrics Standards Board, Gross revenue retention (saasmetricsboard.com)",
)
def grr(opening_customers: Base) -> Estimate:
    """Share of the opening MRR still billed at the close, upgrades left out.

        grr = Σ min(opening, closing) per customer / opening MRR

    Capped customer by customer: one customer’s upgrade does not make good another’s downgrade.

    Parameters
    ----------
    opening_customers
        One row per customer with MRR > 0 at opening: opening, closing [money/month].

    Returns
    -------
    [ratio], 0 to 1, never above net revenue retention.

    Raises
    ------
    NotComputable
        Fewer than five opening customers, or fewer than three months of history.

    Examples
    --------
    Bo falls by half, Ed leaves, Di’s growth does not count:

    >>> base = Base.of({"ann": (100, 100), "bo": (100, 50), "di": (100, 120),
    ...                 "ed": (100, 0), "flo": (100, 100)})
    >>> grr(base).value
    0.7
    """
    return Estimate.ratio(
        np.minimum(opening_customers.opening, opening_customers.closing),
        opening_customers.opening,
        opening_customers.window,
        words="opening customers",
        inputs=opening_customers.inputs,
    ).clipped(0.0, 1.0)
