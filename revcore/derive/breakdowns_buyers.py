"""Sales, and customers who buy again, by segment, channel, product and size."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from revcore.derive.breakdowns import MOST, Part, rates
from revcore.derive.breakdowns_customers import parts_of, ratio
from revcore.derive.months import CustomerMonths, Ints, money
from revcore.derive.purchases import Purchases, YearPair
from revcore.derive.repeat import FirstAndSecond, Returns, due
from revcore.derive.size_bands import SIZE, cut
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.registry import provider

Labels = Mapping[str, Mapping[int, str]]


@provider
def by_same_customer_revenue(
    repeat_buying: Purchases, year_pair: YearPair, value_labels: Labels
) -> dict[str, list[Part]]:
    """Sales to last year’s customers over their sales then, by segment and channel.

    Not by size: whoever bought most in one year buys less in the next, by luck alone.
    """
    (then_who, then), (now_who, now) = (
        repeat_buying.by_customer(window) for window in (year_pair.previous, year_pair.window)
    )
    place = np.searchsorted(now_who, then_who)
    came = np.isin(then_who, now_who)
    after = np.zeros_like(then)
    after[came] = now[place[came]]
    return {
        name: [ratio(key, after[mine], then[mine]) for key, mine in parts_of(then_who, labels)]
        for name, labels in value_labels.items()
    }


@provider
def by_repeat_purchase_rate(
    first_and_second: FirstAndSecond,
    returning_buyers: Returns,
    buying_occasions: Purchases,
    as_of: int,
    value_labels: Labels | None = None,
) -> dict[str, list[Part]]:
    """First-time buyers who bought again by segment, channel and size of the first purchase."""
    found, intake = first_and_second, returning_buyers.intake
    placed = buying_occasions.placed
    opens = placed.starts
    mine = (found.first >= intake.first_day) & (found.first <= intake.last_day)
    if intake.start <= found.since:
        mine = found.first <= intake.last_day
    who, amount = placed.customer[opens][mine], placed.amount[opens][mine]
    limit = np.minimum(due(found.first[mine], returning_buyers.months), first_day(as_of + 1))
    again = found.second[mine] < limit
    groups = {name: parts_of(who, labels) for name, labels in (value_labels or {}).items()}
    groups |= _sizes(amount, placed.scale, "first purchases")
    return {
        name: rates([(key, int(again[part].sum()), int(part.sum())) for key, part in parts])
        for name, parts in groups.items()
    }


def _sizes(amount: Ints, scale: int, what: str) -> dict[str, list[tuple[str, np.ndarray]]]:
    try:
        return {SIZE: cut(amount, scale, what)}
    except NotComputable:
        return {}


@provider
def by_revenue(
    revenue_window: Window,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    value_labels: Labels | None = None,
    line_sales: pd.DataFrame | None = None,
) -> dict[str, list[Part]]:
    """Sales of the window by segment, plan, channel, product and size; all parts add up to it."""
    source = recurring or purchases
    if source is None:
        raise NotComputable("Needs revenue by customer.", needs=("orders", "invoices"))
    who, amount = source.summed(revenue_window)
    groups = {name: parts_of(who, labels) for name, labels in (value_labels or {}).items()}
    sizes = _sizes(np.where((who >= 0) & (amount > 0), amount, 0), source.scale, "customers")
    out = {
        name: [_part(key, who[mine], amount[mine], source.scale) for key, mine in parts]
        for name, parts in groups.items()
    }
    out = {name: sorted(rows, key=lambda row: -(row.value or 0.0)) for name, rows in out.items()}
    out |= {
        name: [_part(key, who[mine], amount[mine], source.scale) for key, mine in parts]
        for name, parts in sizes.items()
    }
    if line_sales is not None and recurring is None:
        total = money(amount.sum(), source.scale)
        out |= _by_line(line_sales, revenue_window, source.scale, total)
    return {name: rows for name, rows in out.items() if len(rows) > 1}


def _part(key: str, who: Ints, amount: Ints, scale: int) -> Part:
    """Sales of some customers, and how many they are."""
    return Part(key, int((who >= 0).sum()), money(amount.sum(), scale))


def _by_line(
    lines: pd.DataFrame, window: Window, scale: int, total: float
) -> dict[str, list[Part]]:
    """Sales by product and by channel of the sale, where the lines carry all of the sales."""
    mine = lines[lines["month"].between(window.start, window.end)]
    out = {}
    for dimension in ("product", "source"):
        sums = mine.groupby(dimension)[["amount", "n"]].sum()
        sums = sums.sort_values("amount", ascending=False, kind="stable")
        if len(sums) < 2 or abs(money(sums["amount"].sum(), scale) - total) > 0.005 * abs(total):
            continue
        rows = [
            Part(str(key), int(n), money(amount, scale))
            for key, amount, n in zip(sums.index, sums["amount"], sums["n"], strict=True)
        ]
        rest = rows[MOST:]
        if rest:
            left = sum(row.value or 0.0 for row in rest)
            rows = [*rows[:MOST], Part("all others", sum(row.n for row in rest), left)]
        out[dimension] = rows
    return out
