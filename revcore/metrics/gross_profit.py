"""Gross profit."""

from revcore.derive.margin import Margin
from revcore.derive.revenue import TrailingRevenue
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Gross profit",
    plain="What is left of twelve months’ sales after the direct cost of delivering them",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="months counted",
    order=15,
    own="window",
    rows="revenue_rows",
    source="Gross profit as in management accounts: revenue less cost of sales",
)
def gross_profit(trailing_revenue: TrailingRevenue, margin: Margin) -> Estimate:
    """Revenue of the trailing twelve months times the gross margin.

        gross_profit = revenue × gross margin

    The margin is the one given, else what the orders’ own profit column says; it is never
    assumed.

    Parameters
    ----------
    trailing_revenue
        Revenue of the window, its months and its source.
    margin
        Gross margin as a fraction, and where it comes from.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Nobody gave the gross margin and no file holds it, or fewer than three months of revenue
        are known.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes one margin for all sales.

    Examples
    --------
    >>> from revcore.model import Window
    >>> year = TrailingRevenue(1000.0, 12, Window(0, 11), "orders")
    >>> gross_profit(year, Margin(0.6, "given")).value
    600.0
    """
    found = trailing_revenue
    return Estimate(
        found.value * margin.value,
        found.months,
        found.window,
        found.interval.scaled(margin.value) if found.interval else None,
        {
            "revenue": found.value,
            "gross_margin": margin.value,
            "margin_from": margin.source,
            "months": found.months,
        },
        method=found.method,
    )
