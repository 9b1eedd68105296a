"""Revenue."""

from revcore.derive.revenue import TrailingRevenue
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Revenue",
    plain="Sales of the last twelve months",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="months counted",
    order=10,
    own="window",
    rows="revenue_rows",
    source="Trailing twelve months, as in management accounts; the months counted are said",
)
def revenue(trailing_revenue: TrailingRevenue) -> Estimate:
    """Sum of the revenue of the trailing twelve months.

        revenue = Σ revenue of the months counted

    Fewer months are counted where the data are shorter, and said; nothing is annualised. It comes
    from one source: MRR, else orders or invoices, else payments, else totals by month. Refunds
    reduce the month they are dated in.

    Parameters
    ----------
    trailing_revenue
        Revenue of the window, its months and its source.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Fewer than three months of revenue.

    Notes
    -----
    Counted in full, so there is no sampling range. Typed figures stand with a range of ten per
    cent. Assumes that the source lists all sales; other sources are checks against it.

    Examples
    --------
    >>> from revcore.model import Window
    >>> year = TrailingRevenue(1200.0, 12, Window(0, 11), "orders", as_of_month=90.0)
    >>> revenue(year).value, revenue(year).inputs["as_of_month"]
    (1200.0, 90.0)
    """
    found = trailing_revenue
    inputs: dict[str, float | int | str | None] = {
        "months": found.months,
        "counted_from": found.source,
    }
    if found.as_of_month is not None:
        inputs["as_of_month"] = found.as_of_month
    return Estimate(
        found.value, found.months, found.window, found.interval, inputs, method=found.method
    )
