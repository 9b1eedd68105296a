"""Sales by seller, product and channel: quota, cycle, discount."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revcore.derive import intervals
from revcore.derive.breakdowns import FEWEST, MOST, Part
from revcore.derive.deals import DealPaths
from revcore.derive.discounts import Discounts
from revcore.derive.quota_spread import sold_interval
from revcore.derive.sellers import Quota, SellerTable
from revcore.derive.size_bands import SIZE
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
def by_sales_cycle_days(
    deal_window: Window,
    deal_paths: dict[str, DealPaths] | None = None,
    paths_by_size: DealPaths | None = None,
    seller_table: SellerTable | None = None,
) -> dict[str, list[Part]]:
    """Median days from created to won by what is said of a deal, most won deals first; by size."""
    out = {
        dimension: sorted(cycles(paths, deal_window), key=lambda row: (-row.n, row.key))[:MOST]
        for dimension, paths in (deal_paths or {}).items()
        if dimension != "owner"
    }
    if seller_table is not None and len(seller_table.names) > 1:
        table = seller_table
        sold = DealPaths(
            table.names, table.seller, table.created, table.closed, table.won.astype(np.int64),
            (table.ended & ~table.won).astype(np.int64), table.n,
        ).take(table.created >= 0)  # fmt: skip
        rows = cycles(sold, deal_window)
        out["owner"] = sorted(rows, key=lambda row: (-row.n, row.key))[:MOST]
    if paths_by_size is not None:
        out[SIZE] = cycles(paths_by_size, deal_window)
    return {dimension: rows for dimension, rows in out.items() if len(rows) > 1}


def cycles(paths: DealPaths, window: Window) -> list[Part]:
    """Median days from created to won of each part, for deals won in a window."""
    won = (paths.won == 1) & (paths.closed >= paths.created)
    won &= (paths.closed >= window.first_day) & (paths.closed <= window.last_day)
    rows = []
    for at in np.unique(paths.key[won]).tolist():
        own = won & (paths.key == at)
        days, n = (paths.closed - paths.created)[own], paths.n[own]
        count = int(n.sum())
        if count < FEWEST:
            rows.append(Part(paths.names[at], count, None, reason=f"{count} won deals"))
        else:
            around = intervals.median_interval(days, n)
            rows.append(Part(paths.names[at], count, intervals.median(days, n), around))
    return rows


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
