"""Average discount."""

import numpy as np

from revcore.derive.discounts import Discounts
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Average discount",
    plain="How much of the list price is given away",
    pillar=Pillar.PRICING,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="sales with a list price",
    order=80,
    rows="discounted_sales",
    source="Marn & Rosiello, Managing Price, Gaining Profit (HBR 1992): price realisation",
)
def average_discount(discounts_given: Discounts, discount_window: Window) -> Estimate:
    """Share of the list price that was taken off, over all sales of the window.

        average_discount = 1 − Σ net / Σ list

    Large sales weigh as much as they are worth. Below zero more was paid than the list says. A
    price list takes every deal for one unit; orders are counted as paid, refunds taken off.

    Parameters
    ----------
    discounts_given
        Sales of the window whose list price is known.
    discount_window
        The months counted.

    Returns
    -------
    [ratio], at most 1.

    Raises
    ------
    NotComputable
        No list price is known, or fewer than five sales have one.

    Notes
    -----
    Ratio t-interval over sales. Assumes that list prices are those of the day of sale.

    Examples
    --------
    >>> empty = np.full(2, "")
    >>> sales = Discounts(np.array([1, 2]), np.array([900.0, 800.0]), np.array([1000.0, 1000.0]),
    ...                   np.array([4, 4]), empty, empty, empty, "an example")
    >>> round(average_discount(sales, Window(0, 11)).value, 4)
    0.15
    """
    listed = np.repeat(discounts_given.list, discounts_given.n)
    given = np.repeat(discounts_given.list - discounts_given.net, discounts_given.n)
    off = given > listed * 0.001
    return Estimate.ratio(
        given,
        listed,
        discount_window,
        words="sales with a list price",
        inputs={
            "list_value": float(listed.sum()),
            "given_away": float(given.sum()),
            "sales_with_a_discount": int(off.sum()),
            "list_price_from": discounts_given.source,
            "sales_without_a_list_price": discounts_given.without_list,
        },
    )
