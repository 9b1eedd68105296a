"""Sales by seller, product and channel: quota, cycle, discount."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revcore.derive import intervals
from revcore.derive.breakdowns import FEWEST, MOST, Part
from revcore.derive.discounts import Discounts
from revcore.derive.quota_spread import sold_interval
from revcore.derive.sellers import Quota, SellerTable
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider


@provider
def by_quota_attainment(quotas: list[Quota]) -> dict[str, list[Part]]:
    """Won value over quota of each person, largest share first."""
    rows = []
    for one in quotas:
        n = len(one.amounts)
        if n < FEWEST or one.quota <= 0:
            rows.append(Part(one.name, n, None, reason=f"{n} won deals"))
        else:
            around = sold_interval(one.amounts).scaled(1 / one.quota)
            rows.append(Part(one.name, n, one.sold / one.quota, around))
    return {"owner": sorted(rows, key=lambda row: (-(row.value or 0.0), row.key))}


@provider
def by_sales_cycle_days(seller_table: SellerTable, deal_window: Window) -> dict[str, list[Part]]:
    """Median days from created to won by seller, most won deals first."""
    table = seller_table
    if len(table.names) < 2:
        raise NotComputable("Only one seller is named.")
    won = table.won & (table.closed_month >= deal_window.start)
    won &= (table.closed_month <= deal_window.end) & (table.created >= 0)
    won &= table.closed >= table.created
    rows = []
    for at in np.unique(table.seller[won]).tolist():
        own = won & (table.seller == at)
        days, n = (table.closed - table.created)[own], table.n[own]
        count = int(n.sum())
        if count < FEWEST:
            rows.append(Part(table.names[at], count, None, reason=f"{count} won deals"))
        else:
            around = intervals.median_interval(days, n)
            rows.append(Part(table.names[at], count, intervals.median(days, n), around))
    return {"owner": sorted(rows, key=lambda row: (-row.n, row.key))[:MOST]}


@provider
def by_average_discount(discounts_given: Discounts) -> dict[str, list[Part]]:
    """Average discount by seller, product and channel, most sales first."""
    found = discounts_given
    parts: dict[str, Callable[[Discounts], np.ndarray]] = {
        "owner": lambda sales: sales.seller,
        "product": lambda sales: sales.product,
        "source": lambda sales: sales.channel,
    }
    out = {}
    for dimension, of in parts.items():
        keys = of(found).astype(str)
        names = [key for key in np.unique(keys).tolist() if key]
        if len(names) < 2:
            continue
        rows = [discount(key, found.take(keys == key)) for key in names]
        out[dimension] = sorted(rows, key=lambda row: (-row.n, row.key))[:MOST]
    return out


def discount(key: str, sales: Discounts) -> Part:
    """Average discount of some sales, or their count where there are too few."""
    n = sales.count
    if n < FEWEST or sales.listed <= 0:
        return Part(key, n, None, reason=f"{n} sales")
    around = intervals.ratio_t((sales.list - sales.net), sales.list, sales.n)
    return Part(key, n, sales.share, around)
