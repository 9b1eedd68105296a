"""How much of what is invoiced comes from subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.months import money
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider


@dataclass(frozen=True)
class Invoiced:
    """Amounts invoiced in a window [currency]: all, and those of subscriptions."""

    total: float
    recurring: float
    window: Window


@provider
def invoiced_parts(
    scales: Mapping[str, int],
    revenue_window: Window,
    invoiced_by_kind: pd.DataFrame | None = None,
    ordered_by_kind: pd.DataFrame | None = None,
) -> Invoiced:
    """Invoices, else orders; credit notes are taken off the part they belong to.

    Raises
    ------
    NotComputable
        Nothing says what is part of a subscription, or nothing was invoiced in the window.
    """
    by_kind = invoiced_by_kind if invoiced_by_kind is not None else ordered_by_kind
    if by_kind is None:
        raise NotComputable(
            "Needs invoices that say which period each is for, or invoices or orders that say "
            "whether each is part of a subscription.",
            needs=("invoices.period_start", "invoices.recurring"),
        )
    month = by_kind["month"].to_numpy(np.int64)
    mine = by_kind[(month >= revenue_window.start) & (month <= revenue_window.end)]
    amount = mine["amount"].to_numpy(np.int64)
    scale = scales["orders" if invoiced_by_kind is None else "invoices"]
    total = money(amount.sum(), scale)
    if total <= 0:
        raise NotComputable(f"Nothing was invoiced in the {revenue_window.words}.", n=0)
    part = money(amount[mine["recurring"].to_numpy() == 1].sum(), scale)
    return Invoiced(total, part, revenue_window)
