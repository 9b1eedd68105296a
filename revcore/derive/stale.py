"""Open deals that are older than nearly every deal that was ever won."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.deals import CycleDays, Deals, age_days
from revcore.errors import NotComputable
from revcore.registry import provider
from revcore.words import counted_words

LEAST_WON = 15
SHARE = 0.9


@dataclass(frozen=True)
class Stale:
    """Open deals with the day they were created; ``limit`` [days] is where they count as stale."""

    limit: float
    deals: int
    stale: int
    value: float
    stale_value: float
    undated: int


@provider
def stale_limit(won_cycles: CycleDays) -> float:
    """Days within which nine in ten of the window's wins were won.

    Raises
    ------
    NotComputable
        Fewer than 15 won deals with both days.
    """
    n = int(won_cycles.n.sum())
    if n < LEAST_WON:
        raise NotComputable(
            f"{counted_words(n, 'won deals have')} both days: at least {LEAST_WON} are needed to "
            "say what is long.",
            needs=("deals.created",),
            n=n,
        )
    reached = np.cumsum(won_cycles.n) >= SHARE * n - 1e-9
    return float(won_cycles.days[np.argmax(reached)])


@provider
def stale(open_deals: Deals, stale_limit: float, as_of: int) -> Stale:
    """Open deals beyond the limit at the end of the as-of month."""
    age = age_days(open_deals, as_of)
    dated, old = age >= 0, age > stale_limit
    if not open_deals.n[dated].sum():
        raise NotComputable(
            "No open deal has the day it was created.", needs=("deals.created",), n=0
        )
    value = open_deals.amount * open_deals.valued * open_deals.n / 10**open_deals.scale
    return Stale(
        stale_limit, int(open_deals.n[dated].sum()), int(open_deals.n[old].sum()),
        float(value[dated].sum()), float(value[old].sum()), int(open_deals.n[~dated].sum()),
    )  # fmt: skip
