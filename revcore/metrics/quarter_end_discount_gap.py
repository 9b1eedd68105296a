"""Discount at the end of the quarter."""

import numpy as np

from revcore.derive.discounts import Discounts, quarter_end
from revcore.derive.intervals import difference, ratio_t
from revcore.errors import NotComputable
from revcore.metrics._metric import FEWEST, Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Extra discount at quarter ends",
    plain="How much more is given away in the last two weeks of a quarter",
    pillar=Pillar.PRICING,
    group="sales",
    unit=Unit.RATIO,
    better=Better.LOWER,
    n_of="sales with a list price",
    order=83,
    own="window",
    rows="discounted_sales",
    source="Larkin, The Cost of High-Powered Incentives (2014): discounts at quarter ends",
)
def quarter_end_discount_gap(discounts_given: Discounts, discount_window: Window) -> Estimate:
    """Average discount of the last two weeks of calendar quarters minus that of the other weeks.

        quarter_end_discount_gap = discount in the last 14 days − discount on other days

    A share of list prices, in points. Zero means that waiting for the quarter’s end pays nothing.

    Parameters
    ----------
    discounts_given
        Sales of the window whose list price is known.
    discount_window
        The months counted.

    Returns
    -------
    [ratio], any sign.

    Raises
    ------
    NotComputable
        Fewer than five sales in the last two weeks of quarters, or in the others.

    Notes
    -----
    Difference of two ratios, put together from their intervals (MOVER). Assumes that the last two
    weeks sell the same things as the others.

    Examples
    --------
    >>> empty = np.full(2, "")
    >>> sales = Discounts(np.array([88, 40]), np.array([800.0, 950.0]), np.array([1000.0, 1000.0]),
    ...                   np.array([6, 9]), empty, empty, empty, "an example")
    >>> round(quarter_end_discount_gap(sales, Window(0, 11)).value, 4)
    0.15
    """
    late = np.repeat(quarter_end(discounts_given.day), discounts_given.n)
    listed = np.repeat(discounts_given.list, discounts_given.n)
    given = np.repeat(discounts_given.list - discounts_given.net, discounts_given.n)
    n_late, n = int(late.sum()), len(late)
    if min(n_late, n - n_late) < FEWEST:
        raise NotComputable(
            f"{n_late} of {n} sales fall in the last two weeks of a quarter: at least {FEWEST} "
            "are needed in and outside of them.",
            n=n,
        )
    (end, around), (rest, other) = (
        (float(given[mask].sum() / listed[mask].sum()), ratio_t(given[mask], listed[mask]))
        for mask in (late, ~late)
    )
    return Estimate(
        end - rest,
        n,
        discount_window,
        difference(end, around, rest, other),
        {"discount_last_two_weeks": end, "discount_other_days": rest, "sales_then": n_late},
        method="Difference of two ratios, put together from their intervals (MOVER).",
    )
