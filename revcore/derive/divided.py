"""Months whose amounts came by the quarter or the year: alike, because nobody told them apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

MONTH, QUARTER = 1, 3
PERIODS = {3: "by the quarter", 6: "by the half-year", 12: "by the year"}


@dataclass(frozen=True)
class Divided:
    """Months of revenue that are part of a longer period, each with the months of that period."""

    months: tuple[tuple[int, int], ...] = ()

    def refuse(self, *windows: Window, most: int = MONTH) -> None:
        """Refuse a figure that looks at how months differ within a longer period.

        Parameters
        ----------
        windows
            The months the figure looks at.
        most
            The longest period that still tells what the figure asks [months].

        Raises
        ------
        NotComputable
            One of the months is part of a longer period.

        Examples
        --------
        >>> Divided(((24288, 3),)).refuse(Window(24288, 24299), most=QUARTER)
        >>> Divided(((24288, 3),)).refuse(Window(24288, 24299))
        Traceback (most recent call last):
        revcore.errors.NotComputable: Amounts came by the quarter and count evenly in each \
month: what changes from month to month needs amounts by month.
        """
        over = max(
            (
                long
                for month, long in self.months
                if any(window.start <= month <= window.end for window in windows)
            ),
            default=MONTH,
        )
        if over <= most:
            return
        came = PERIODS.get(over, f"by periods of {over} months")
        needed = "quarter" if most == QUARTER else "month"
        raise NotComputable(
            f"Amounts came {came} and count evenly in each month: what changes from {needed} to "
            f"{needed} needs amounts by {needed}."
        )


UNDIVIDED = Divided()
"""Every amount is that of its month."""


@provider
def divided(
    revenue_months: RevenueMonths,
    mrr_spread: pd.DataFrame | None = None,
    stated_spread: pd.DataFrame | None = None,
) -> Divided:
    """Months that revenue was divided over, of the one source it comes from."""
    sources = {"MRR sheet": mrr_spread, "revenue by month": stated_spread}
    found = sources.get(revenue_months.source)
    if found is None:
        return UNDIVIDED
    month, over = (found[name].to_numpy(np.int64).tolist() for name in ("month", "over"))
    return Divided(tuple(zip(month, over, strict=True)))
