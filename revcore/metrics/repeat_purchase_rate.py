"""Repeat purchase rate."""

from revcore.derive.answers import TypedYear
from revcore.derive.repeat import Returns
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit
from revcore.registry import REASON


@metric(
    title="Repeat purchase rate",
    plain="Of first-time buyers, how many buy again",
    pillar=Pillar.CUSTOMER_SUCCESS,
    group="retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    n_of="first-time buyers",
    order=70,
    own="window",
    rows="first_time_buyers",
    source="Own definition by intake; Shopify, Repeat customer rate, counts all customers at once",
)
def repeat_purchase_rate(
    returning_buyers: Returns | NotComputable = REASON,
    typed_year: TypedYear | None = None,
) -> Estimate:
    """Share of first-time buyers who bought again within the time allowed.

        repeat_purchase_rate = buyers with a second purchase in time / first-time buyers

    Only buyers whose first purchase lies that far back: the young ones have not had the time.
    Twelve months are allowed where two years of purchases are known, otherwise half the history,
    and said. Purchases of one customer on one day are one. The share of all customers who ever
    bought only once stands beside it.

    Parameters
    ----------
    returning_buyers
        First-time buyers of an intake, and how many bought again.
    typed_year
        The twelve numbers, where there is no file.

    Returns
    -------
    [ratio], 0 to 1.

    Raises
    ------
    NotComputable
        Customers subscribe, nobody’s purchases are known, fewer than five bought for the first
        time, or the history is shorter than six months.

    Notes
    -----
    Wilson’s interval over customers who have had the time. Assumes that none of them had bought
    before the data begin.

    Examples
    --------
    >>> from revcore.model import Window
    >>> found = repeat_purchase_rate(Returns(200, 50, 12, Window(0, 11), 400, 300))
    >>> found.value, found.inputs["one_time_share"]
    (0.25, 0.75)
    """
    if isinstance(returning_buyers, NotComputable):
        if typed_year is None:
            raise returning_buyers
        again, customers = typed_year.need("repeat_customers", "customers")
        return _typed(again, customers, typed_year)
    found = returning_buyers
    estimate = Estimate.proportion(
        found.again,
        found.customers,
        found.intake,
        names=("bought_again", "first_time_buyers"),
        words=f"first-time buyers bought again within {found.months} months",
        inputs={
            "months_allowed": found.months,
            "all_customers": found.all_customers,
            "one_time_customers": found.one_time,
            "one_time_share": found.one_time / found.all_customers,
        },
    )
    return Estimate(
        estimate.value, estimate.n, estimate.window, estimate.interval, estimate.inputs,
        method=estimate.method,
        note=f"Within {found.months} months of the first purchase; bought first in the "
        f"{found.intake.words}.",
    )  # fmt: skip


def _typed(again: float, customers: float, typed_year: TypedYear) -> Estimate:
    """From typed counts: the share of this year’s customers who had bought the year before."""
    if again > customers:
        raise NotComputable(
            f"{again:,.0f} customers bought again, but only {customers:,.0f} bought at all."
        )
    found = Estimate.proportion(
        round(again),
        round(customers),
        typed_year.window,
        words="customers had bought before",
        names=("bought_before", "customers"),
    )
    note = "From typed counts: of this year’s customers, those who bought the year before as well."
    return Estimate(
        found.value, found.n, found.window, found.interval, found.inputs, method=found.method,
        note=note,
    )  # fmt: skip
