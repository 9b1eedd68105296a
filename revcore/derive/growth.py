"""Revenue of a period beside an earlier one, customer by customer where customers are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.divided import QUARTER, UNDIVIDED, Divided
from revcore.derive.months import CustomerMonths, Floats
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import provider


@dataclass(frozen=True)
class Growth:
    """Revenue before and now [currency]: one entry per customer, or one pair of totals."""

    before: Floats
    now: Floats
    window: Window
    previous: Window
    by_customer: bool

    @property
    def inputs(self) -> dict[str, float | int | str]:
        """The two sums and their periods."""
        return {
            "revenue": float(self.now.sum()),
            "revenue_before": float(self.before.sum()),
            "before": str(self.previous),
        }


@provider
def growth_yoy(
    as_of: int,
    span: int | None,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
) -> Growth:
    """The last twelve months (or the window asked for) beside the same months a year earlier."""
    window = Window(as_of - (span or 12) + 1, as_of)
    return beside(window, window.shifted(-12), revenue_months, recurring, purchases)


@provider
def growth_qoq(
    as_of: int,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    divided: Divided = UNDIVIDED,
) -> Growth:
    """The last three months beside the three before."""
    window = Window(as_of - 2, as_of)
    divided.refuse(window, window.shifted(-3), most=QUARTER)
    return beside(window, window.shifted(-3), revenue_months, recurring, purchases)


@provider
def growth_mom(
    as_of: int,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    divided: Divided = UNDIVIDED,
) -> Growth:
    """The as-of month beside the month before."""
    window = Window(as_of, as_of)
    divided.refuse(window, window.shifted(-1))
    return beside(window, window.shifted(-1), revenue_months, recurring, purchases)


@provider
def growth_of_month(
    as_of: int,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    divided: Divided = UNDIVIDED,
) -> Growth:
    """The as-of month beside the same month a year before."""
    window = Window(as_of, as_of)
    divided.refuse(window, window.shifted(-12), most=QUARTER)
    return beside(window, window.shifted(-12), revenue_months, recurring, purchases)


def beside(
    window: Window,
    previous: Window,
    revenue_months: RevenueMonths,
    recurring: CustomerMonths | None,
    purchases: Purchases | None,
) -> Growth:
    """Two periods of the one source that revenue comes from.

    Raises
    ------
    NotComputable
        The earlier period lies before the data.
    """
    if previous.start < revenue_months.first:
        raise NotComputable(
            f"Revenue starts in {month_words(revenue_months.first)}; to compare with "
            f"{previous.words}, it has to reach back to {month_words(previous.start)}.",
            n=window.end - revenue_months.first + 1,
        )
    if revenue_months.total(previous) <= 0:
        raise NotComputable(f"There was no revenue in the {previous.words}.", n=0)
    source: CustomerMonths | Purchases | None = recurring or purchases
    if source is None:
        totals = [np.array([revenue_months.total(part)]) for part in (previous, window)]
        return Growth(totals[0], totals[1], window, previous, by_customer=False)
    before, after = source.beside(previous, window)
    return Growth(before, after, window, previous, by_customer=True)
