"""Quarter by quarter: how much is won in the last two weeks, and at what discount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.deals import Deals
from revcore.derive.discounts import Discounts, quarter_end, quarters_within
from revcore.derive.intervals import Floats, rng
from revcore.derive.resamples import DRAWS, DealResamples
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

QUARTERS, LEAST, FEWEST = 4, 3, 5
"""Quarters looked at, the fewest of them, and the fewest deals or sales of a part."""
REACH = 14
"""Months that hold four whole quarters whatever month it is."""


@dataclass(frozen=True, eq=False)
class QuarterEnds:
    """Whole calendar quarters with at least five wins, oldest first.

    shares
        Share of each quarter’s won value (deals, where few have an amount) in its last two weeks.
    share
        Draws of that share over all of them.
    """

    quarters: list[Window]
    shares: list[float]
    overall: float
    share: Floats
    n: int
    by_value: bool


@dataclass(frozen=True, eq=False)
class DiscountGap:
    """Average discount in the last two weeks and in the other weeks, with draws of the gap."""

    late: float
    other: float
    gap: Floats
    n_late: int
    n_other: int


@provider
def quarter_ends(all_deals: Deals, deal_resamples: DealResamples, as_of: int) -> QuarterEnds:
    """The last four whole calendar quarters with wins.

    Raises
    ------
    NotComputable
        Fewer than three quarters have five wins.
    """
    won = all_deals.is_won
    quarters = quarters_within(Window(as_of - REACH + 1, as_of))[-QUARTERS:]
    span = Window(quarters[0].start, quarters[-1].end)
    won = won.take((won.closed >= span.first_day) & (won.closed <= span.last_day))
    valued = won.take((won.valued == 1) & (won.amount > 0))
    by_value = valued.count * 2 >= won.count and valued.count > 0
    used = valued if by_value else won
    value = used.amount / 10**used.scale if by_value else np.ones(used.n.size)
    late = quarter_end(used.closed)
    kept, shares, mine = [], [], np.zeros(used.n.size, bool)
    for quarter in quarters:
        here = (used.closed >= quarter.first_day) & (used.closed <= quarter.last_day)
        if used.n[here].sum() < FEWEST:
            continue
        weight = value * used.n
        kept.append(quarter)
        shares.append(float(weight[here & late].sum() / weight[here].sum()))
        mine |= here
    if len(kept) < LEAST:
        raise NotComputable(
            f"{len(kept)} of the last {len(quarters)} quarters "
            f"{'has' if len(kept) == 1 else 'have'} {FEWEST} wins: at least {LEAST} are needed.",
            needs=("deals.closed",),
            n=int(used.n.sum()),
        )
    used, value, late = used.take(mine), value[mine], late[mine]
    weight = value * used.n
    share = deal_resamples.ratio(used, value * late, value)
    overall = float(weight[late].sum() / weight.sum())
    return QuarterEnds(kept, shares, overall, share, used.count, by_value)


@provider
def quarter_end_discounts(discounts: Discounts, as_of: int) -> DiscountGap:
    """Discount of the last two weeks beside that of other weeks, over the same quarters.

    Raises
    ------
    NotComputable
        Fewer than five sales with a list price in one of the two.
    """
    quarters = quarters_within(Window(as_of - REACH + 1, as_of))[-QUARTERS:]
    sales = discounts.within(Window(quarters[0].start, quarters[-1].end))
    late = quarter_end(sales.day)
    parts = [sales.take(mask) for mask in (late, ~late)]
    if min(part.count for part in parts) < FEWEST:
        raise NotComputable(
            f"{parts[0].count} of {sales.count} sales with a list price fall in the last two weeks "
            f"of a quarter: at least {FEWEST} are needed in and outside of them.",
            n=sales.count,
        )
    (end, around), (rest, beside) = (share_and_error(part) for part in parts)
    noise = rng("quarter ends", sales.day, sales.net, sales.list).standard_normal(DRAWS)
    gap = end - rest + noise * float(np.hypot(around, beside))
    return DiscountGap(end, rest, gap, parts[0].count, parts[1].count)


def share_and_error(sales: Discounts) -> tuple[float, float]:
    """Discount as a share of list prices, and its standard error by linearisation."""
    n, share = sales.count, sales.share
    rest = (sales.list - sales.net) - share * sales.list
    mean = sales.listed / n
    return share, float(np.sqrt((rest**2 @ sales.n) / (n - 1) / n)) / mean
