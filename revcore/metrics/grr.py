"""Gross revenue retention."""

import numpy as np

from revcore.derive.months import Base
from revcore.derive.resamples import Resamples
from revcore.metrics._metric import Estimate, metric
from revcore.metrics._retention import beside
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
def grr(opening_customers: Base, customer_resamples: Resamples | None = None) -> Estimate:
    """Share of the opening MRR still billed at the close, upgrades left out.

        grr = Σ min(opening, closing) per customer / opening MRR

    Capped customer by customer: one customer’s upgrade does not make good another’s downgrade.
    Foreign amounts count at the exchange rates of the opening: a weaker currency is no downgrade.

    Parameters
    ----------
    opening_customers
        One row per customer with MRR > 0 at opening: opening, closing [money/month].
    customer_resamples
        Customers drawn again, shared by all measures.

    Returns
    -------
    [ratio], 0 to 1, never above net revenue retention.

    Raises
    ------
    NotComputable
        Fewer than five opening customers, or fewer than three months of history.

    Notes
    -----
    Ratio t-interval over opening customers, on the log of the odds. Assumes that they act
    independently; capped customer by customer, so it cannot exceed 100%.

    Examples
    --------
    Bo falls by half, Ed leaves, Di’s growth does not count:

    >>> base = Base.of({"ann": (100, 100), "bo": (100, 50), "di": (100, 120),
    ...                 "ed": (100, 0), "flo": (100, 100)})
    >>> grr(base).value
    0.7
    """
    base, drawn = opening_customers, customer_resamples
    kept = np.minimum(base.opening, base.closing)
    found = Estimate.ratio(
        kept,
        base.opening,
        base.window,
        words="opening customers",
        part=1,
        inputs=base.inputs,
        again=(lambda: drawn.ratio(base.who, kept, base.opening)) if drawn else None,
    ).clipped(0.0, 1.0)
    return beside(found, base, kept)
