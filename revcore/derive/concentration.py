"""How much of the revenue hangs on one customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.intervals import Interval
from revcore.derive.months import CustomerMonths, Floats
from revcore.derive.purchases import Purchases
from revcore.derive.revenue import FULL
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import REASON, provider


@dataclass(frozen=True, eq=False)
class Concentration:
    """The largest customer’s revenue and all revenue [currency], and how many customers there are.

    With typed numbers only the share is known: ``total`` is then 1.
    """

    largest: float
    total: float
    customers: int
    window: Window | None
    source: str
    interval: Interval | None = None
    method: str = FULL
    amounts: Sequence[float] | Floats = ()

    @cached_property
    def ranked(self) -> Floats:
        """Revenue of each customer, the largest first [currency].

        Raises
        ------
        NotComputable
            Only the share of the largest is known.
        """
        if not len(self.amounts):
            raise NotComputable(
                "Needs revenue by customer: only the share of the biggest customer was typed.",
                needs=("subscriptions", "orders", "invoices"),
            )
        return np.sort(np.asarray(self.amounts, float))[::-1]

    @property
    def hhi(self) -> float:
        """Herfindahl–Hirschman index: sum of squared shares, 0 to 10,000.

        >>> shares = (10.0, 9, 12, 15, 12, 11, 15, 16)
        >>> Concentration(16, 100, 8, None, "shares", amounts=shares).hhi
        1296.0
        """
        return float(((100 * self.ranked / self.total) ** 2).sum())


@provider
def concentration(
    as_of: int,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    revenue_window: Window | NotComputable = REASON,
    typed_year: TypedYear | None = None,
) -> Concentration:
    """MRR of the as-of month by customer, else what was bought in the trailing months.

    Who was credited more than billed has no share, and takes none off the others' whole: shares
    never add up to more than 1.
    """
    if recurring is not None:
        amount = recurring.level(as_of)
        return Concentration(
            recurring.money(amount.max()), recurring.money(amount.sum()), len(amount),
            Window(as_of, as_of), recurring.source,
            amounts=amount / 10**recurring.scale,
        )  # fmt: skip
    if purchases is not None and len(purchases.known.customer):
        if isinstance(revenue_window, NotComputable):
            raise revenue_window
        _, amount = purchases.by_customer(revenue_window)
        who, every = purchases.summed(revenue_window)
        total = int(amount.sum()) + max(int(every[who < 0].sum()), 0)
        if not len(amount) or total <= 0:
            raise NotComputable(f"Nobody bought in the {revenue_window.words}.", n=0)
        scale = 10**purchases.scale
        return Concentration(
            int(amount.max()) / scale, total / scale, len(amount), revenue_window,
            purchases.source, amounts=amount / scale,
        )  # fmt: skip
    if typed_year is not None:
        (percent,) = typed_year.need("biggest_customer_share")
        share = percent / 100
        customers = round(typed_year.get("customers") or 0)
        return Concentration(
            share, 1.0, customers, typed_year.window, "typed", rough(share).clipped(0, 1),
            ROUGH_METHOD,
        )  # fmt: skip
    raise NotComputable(
        "Needs revenue by customer: subscriptions, orders or invoices with a customer on each.",
        needs=("subscriptions", "orders", "invoices"),
    )
