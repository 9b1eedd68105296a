"""First-year value of a new customer."""

from revcore.derive.payback import FirstYear
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit


@metric(
    title="First-year value of a new customer",
    plain="What a new customer leaves you in its first twelve months, after direct cost",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="value",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="customers",
    order=15,
    past="By quarter: drawing all customers again for thirteen months would take too long.",
    rows="new_customers",
    source="Own definition: observed gross profit of the first twelve months",
)
def first_year_value(first_year: FirstYear) -> Estimate:
    """Gross profit of a customer’s first twelve months.

        first_year_value = mean revenue of the first twelve months × gross margin

    Observed on customers who came early enough; for subscriptions with fewer than twenty of them,
    months survived × first-month MRR × margin. Not discounted.

    Parameters
    ----------
    first_year
        Value with its interval, and how it was worked out.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        The gross margin is missing, or too few customers have had twelve months.

    Notes
    -----
    Observed customers drawn again; where too few have had a year, months survived × first-month
    revenue. Assumes one margin for all.

    Examples
    --------
    >>> from revcore.derive import intervals
    >>> around = intervals.from_draws([230.0, 250.0])
    >>> found = FirstYear(240.0, around, 30, None, "Observed.", "", {})
    >>> first_year_value(found).value
    240.0
    """
    found = first_year
    return Estimate(
        found.value,
        found.n,
        found.window,
        found.interval,
        found.inputs,
        found.draws,
        found.method,
        found.note,
    )
