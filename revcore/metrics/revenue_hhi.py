"""Concentration of revenue."""

from revcore.derive.concentration import Concentration
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Concentration of revenue",
    gloss="HHI",
    plain="Whether your sales rest on few customers or on many",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.POINTS,
    better=Better.LOWER,
    n_of="customers",
    order=114,
    own="window",
    rows="payers",
    source="Herfindahl–Hirschman index: O. C. Herfindahl (1950), A. O. Hirschman (1964)",
)
def revenue_hhi(concentration: Concentration) -> Estimate:
    """Sum of the squared shares of all customers, in per cent: 10,000 is one customer.

        revenue_hhi = Σ (100 × revenue of a customer / revenue)²

    10,000 divided by it is the number of equal customers that would be as concentrated. The bands
    authorities use for markets say nothing about customers.

    Parameters
    ----------
    concentration
        Revenue by customer.

    Returns
    -------
    [points], 0 to 10,000.

    Raises
    ------
    NotComputable
        Revenue by customer is not known.

    Notes
    -----
    Counted in full, so there is no sampling range. Bands made for markets say nothing about
    customers and are not used.

    Examples
    --------
    >>> from revcore.model import Window
    >>> four = Concentration(25.0, 100.0, 4, Window(0, 11), "orders", amounts=(25.0,) * 4)
    >>> found = revenue_hhi(four)
    >>> found.value, found.inputs["effective_customers"]
    (2500.0, 4.0)
    """
    found = concentration
    return Estimate(
        found.hhi,
        found.customers,
        found.window,
        None,
        {
            "effective_customers": 1e4 / found.hhi,
            "customers": found.customers,
            "revenue": found.total,
            "counted_from": found.source,
        },
    )
