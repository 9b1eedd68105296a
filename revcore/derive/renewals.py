"""Contracts that come up for renewal: which, when, and how the last ones went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths, Ints
from revcore.errors import NotComputable
from revcore.model import first_day, last_day
from revcore.registry import provider

SCALE = 6
LONG, YEAR = 180, 12
"""Days from which a contract is one that is renewed, not one billed month by month."""


@dataclass(frozen=True, eq=False)
class Renewals:
    """Contracts of half a year and longer that run at the end of the as-of month.

    customer, day, mrr
        Whose, when they come up, and what they bring a month [money].
    all_mrr
        Recurring revenue of everybody at the end of the as-of month [money].
    who, before, kept
        Customers under such contracts a year ago: what they paid, and what of it is still paid
        [money]; an increase counts as nothing.
    """

    customer: Ints
    day: Ints
    mrr: Floats
    all_mrr: float
    who: Ints
    before: Floats
    kept: Floats

    def within(self, first: int, days: int) -> np.ndarray:
        """Which come up in so many days from a day on."""
        return (self.day >= first) & (self.day < first + days)

    def fullest(self, first: int, last: int, days: int) -> tuple[int, float]:
        """First day of the window with most to renew, and its monthly revenue [money]."""
        ahead = self.day[(self.day >= first) & (self.day <= last)]
        if not len(ahead):
            return first, 0.0
        starts = np.unique(np.clip(ahead, first, max(first, last - days + 1)))
        sums = [float(self.mrr[self.within(int(at), days)].sum()) for at in starts]
        best = int(np.argmax(sums))
        return int(starts[best]), sums[best]


@provider
def renewals(
    renewal_days: pd.DataFrame,
    recurring: CustomerMonths,
    as_of: int,
    contract_lengths: pd.DataFrame | None = None,
) -> Renewals:
    """Long contracts by the day they come up; none where everybody is billed by the month.

    Raises
    ------
    NotComputable
        No contract of half a year or longer has such a day, though some may be so long.
    """
    today = last_day(as_of)
    start, end, day, months = (
        renewal_days[name].to_numpy(np.int64) for name in ("start", "end", "day", "months")
    )
    long = (months >= YEAR) | ((months < 0) & (day - start >= LONG))
    runs = long & (start <= today) & ((end < 0) | (end > today)) & (day > today)
    monthly = contract_lengths is not None and not (contract_lengths["months"] >= YEAR).any()
    if not runs.any() and not monthly:
        raise NotComputable(
            "No contract of half a year or longer says when it comes up for renewal.",
            needs=("subscriptions.renews",), n=0,
        )  # fmt: skip
    customer = renewal_days["customer"].to_numpy(np.int64)
    mrr = renewal_days["mrr"].to_numpy(np.int64) / 10**SCALE
    opening = as_of - YEAR
    who, then, now = recurring.pair(opening, as_of)
    then_day = first_day(opening + 1)
    bound = customer[long & (start < then_day) & ((end < 0) | (end >= then_day))]
    mine = (then > 0) & np.isin(who, bound)
    scale = 10**recurring.scale
    return Renewals(
        customer[runs], day[runs], mrr[runs],
        recurring.money(np.int64(recurring.at(as_of)[1].sum())),
        who[mine], then[mine] / scale, np.minimum(then, now)[mine] / scale,
    )  # fmt: skip
