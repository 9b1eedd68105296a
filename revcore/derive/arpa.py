"""Average revenue of a customer in a month, for every kind of company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.intervals import Floats, Interval
from revcore.derive.months import CustomerMonths
from revcore.derive.purchases import Purchases
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import REASON, provider


@dataclass(frozen=True)
class Arpa:
    """Revenue a month of each customer [money/month]; with ``interval``, one typed mean."""

    monthly: Floats
    window: Window | None
    inputs: Mapping[str, float | int | str]
    note: str = ""
    interval: Interval | None = None
    method: str = ""
    typed_customers: int = 0

    @property
    def customers(self) -> int:
        """How many customers the mean is over."""
        return self.typed_customers or len(self.monthly)


@provider
def average_revenue(
    as_of: int,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    revenue_window: Window | NotComputable = REASON,
    typed_year: TypedYear | None = None,
) -> Arpa:
    """MRR of each active customer, else what each buyer of the trailing months paid a month."""
    if recurring is not None:
        amount = recurring.level(as_of) / 10**recurring.scale
        inputs: dict[str, float | int | str] = {
            "mrr": float(amount.sum()),
            "paying_customers": len(amount),
            "median": float(np.median(amount)),
        }
        return Arpa(amount, Window(as_of, as_of), inputs)
    if purchases is not None and len(purchases.known.customer):
        if isinstance(revenue_window, NotComputable):
            raise revenue_window
        _, bought = purchases.by_customer(revenue_window)
        months = revenue_window.months
        spread = bought / 10**purchases.scale / months
        inputs = {
            "revenue_of_buyers": float(spread.sum() * months),
            "customers": len(spread),
            "months": months,
        }
        return Arpa(
            spread, revenue_window, inputs,
            f"Per month of the {months} counted, over customers who bought in them.",
        )  # fmt: skip
    if typed_year is not None:
        sales, customers = typed_year.need("sales_this_year", "customers")
        mean = sales / customers / 12
        return Arpa(
            np.array([mean]), typed_year.window, {"revenue": sales, "customers": customers},
            "", rough(mean), ROUGH_METHOD, round(customers),
        )  # fmt: skip
    raise NotComputable(
        "Needs revenue by customer: subscriptions, orders or invoices with a customer on each.",
        needs=("subscriptions", "orders", "invoices"),
    )
