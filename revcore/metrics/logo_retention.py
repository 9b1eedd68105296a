"""Customer retention."""

from revcore.derive.months import Base
from revcore.derive.resamples import Resamples
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Customer retention",
    gloss="logo retention",
    plain="Of last year’s customers, how many are still here",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="opening customers",
    order=30,
    own="window",
    rows="opening_customers",
    source="SaaS Metrics Standards Board, Customer retention (saasmetricsboard.com)",
)
def logo_retention(
    opening_customers: Base, customer_resamples: Resamples | None = None
) -> Estimate:
    """Share of the opening customers who still pay at the close.

        logo_retention = opening customers active at the close / opening customers

    One who left and came back before the close counts as kept.

    Parameters
    ----------
    opening_customers
        One row per customer with MRR > 0 at opening: opening, closing [money/month].
    customer_resamples
        Customers drawn again, shared by all measures.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Fewer than five opening customers, or fewer than three months of history.

    Notes
    -----
    Wilson’s interval. Every customer counts the same, whatever it pays.

    Examples
    --------
    >>> base = Base.of({"ann": (100, 100), "bo": (100, 50), "di": (100, 120),
    ...                 "ed": (100, 0), "flo": (100, 100)})
    >>> logo_retention(base).value
    0.8
    """
    base, drawn = opening_customers, customer_resamples
    return Estimate.proportion(
        int((base.closing > 0).sum()),
        len(base.opening),
        base.window,
        words="opening customers kept",
        names=("customers_kept", "opening_customers"),
        inputs=base.inputs,
        again=(lambda: drawn.share(base.who, base.closing > 0)) if drawn else None,
    )
