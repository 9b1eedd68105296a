"""Whether a company is full: it sells more than it delivers, and what it delivers stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revcore.derive.deals import Deals
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

NEAR, MORE = 0.05, 1.10
MONTHS, LEAST = 6, 18


@dataclass(frozen=True)
class DeliveryCapacity:
    """What can be delivered in a month at today's prices [money], and what was sold in one."""

    amount: float
    sold: float
    window: Window


@provider
def delivery_capacity(
    business_model: Sequence[str], as_of: int, revenue_months: RevenueMonths, all_deals: Deals,
    capacity_said: str | None = None, divided: Divided = UNDIVIDED,
) -> DeliveryCapacity:  # fmt: skip
    """The most delivered in a month, where the company is full.

    Full: somebody of the company says so. Where nobody says anything: in each of the last six
    months delivered revenue lies within 5 % of their mean and that mean within 5 % of the best
    half-year there was, while a tenth more was won than delivered. Revenue that stands still for
    want of demand looks the same, but nothing is waiting then.

    Raises
    ------
    NotComputable
        The company is not full, or nothing tells what waits to be delivered.
    """
    if "projects" not in business_model:
        raise NotComputable("What can be delivered limits firms that deliver by hand.")
    window = Window(as_of - MONTHS + 1, as_of)
    if capacity_said == "free":
        raise NotComputable("You say that more could be delivered.")
    if revenue_months.first > as_of - LEAST + 1:
        raise NotComputable(f"Needs {LEAST} months of revenue.", needs=("invoices",))
    divided.refuse(Window(revenue_months.first, as_of))
    months = range(revenue_months.first, as_of + 1)
    each = np.array([revenue_months.total(Window(month, month)) for month in months])
    halves = np.convolve(each, np.full(MONTHS, 1 / MONTHS), "valid")
    mean, late = float(halves[-1]), each[-MONTHS:]
    won = all_deals.is_won
    mine = (won.closed >= window.first_day) & (won.closed <= window.last_day)
    sold = won.take(mine).value / MONTHS
    if capacity_said == "full" and mean > 0:
        return DeliveryCapacity(float(late.max()), sold, window)
    flat = bool((np.abs(late / mean - 1) <= NEAR).all()) if mean > 0 else False
    if not flat or mean < (1 - NEAR) * float(halves.max()) or sold < MORE * mean:
        raise NotComputable("Nothing says that the company is full.")
    return DeliveryCapacity(float(late.max()), sold, window)
