"""Revenue per employee."""

from revcore.derive.revenue import TrailingRevenue
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="Revenue per employee",
    plain="Yearly sales for each person in the company",
    pillar=Pillar.PEOPLE,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="people",
    order=100,
    own="none",
    past="The number of people is given for today only.",
    rows="revenue_rows",
    source="OpenView, SaaS Benchmarks: ARR or revenue per full-time employee",
)
def revenue_per_employee(trailing_revenue: TrailingRevenue, headcount: int) -> Estimate:
    """Revenue of twelve months for each person employed.

        revenue_per_employee = revenue of twelve months / people

    The number of people is today’s, as given.

    Parameters
    ----------
    trailing_revenue
        Revenue of the trailing twelve months.
    headcount
        People in the company.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        The number of people was not given, or fewer than twelve months of revenue are known.

    Notes
    -----
    Counted in full, so there is no sampling range. Assumes that the headcount given is that of the
    whole window.

    Examples
    --------
    >>> from revcore.model import Window
    >>> year = TrailingRevenue(4_200_000.0, 12, Window(0, 11), "orders")
    >>> revenue_per_employee(year, 42).value
    100000.0
    """
    found = trailing_revenue.whole_year()
    interval = found.interval.scaled(1 / headcount) if found.interval else None
    return Estimate(
        found.value / headcount,
        headcount,
        found.window,
        interval,
        {"revenue": found.value, "people": headcount},
        method=found.method,
    )
