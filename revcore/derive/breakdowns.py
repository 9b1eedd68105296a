"""Readings by segment: each with its own interval, thin segments without a rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.deals import Segments
from revcore.derive.intervals import Interval
from revcore.registry import provider

PEOPLE = ("owner",)
"""Dimensions whose keys are people: masked in the document unless masking is off."""
FEWEST = 5
MOST = 25
"""Rows shown of one dimension; the rest stand together as “all others”."""


@dataclass(frozen=True)
class Part:
    """One segment of a measure."""

    key: str
    n: int
    value: float | None
    interval: Interval | None = None
    reason: str | None = None


@provider
def owner_alias(deals_by_dimension: pd.DataFrame) -> dict[str, str]:
    """Stable masked names of sellers: rank by month of the first deal, then by name."""
    mine = deals_by_dimension[
        (deals_by_dimension["dimension"] == "owner") & (deals_by_dimension["key"] != "")
    ]
    first = mine.assign(when=np.where(mine["created"] >= 0, mine["created"], mine["closed"]))
    order = first.groupby("key")["when"].min().reset_index().sort_values(["when", "key"])
    return {str(key): f"Seller {rank}" for rank, key in enumerate(order["key"], start=1)}


@provider
def by_win_rate(deal_segments: dict[str, Segments]) -> dict[str, list[Part]]:
    """Win rate by owner, source, segment and product, most closed deals first."""
    out = {}
    for dimension, segments in deal_segments.items():
        closed = segments.won + segments.lost
        keys, won, n = segments.key, segments.won.tolist(), closed.tolist()
        rows = [rate(key, k, of) for key, k, of in zip(keys[:MOST], won, n, strict=False)]
        if len(keys) > MOST:
            rows.append(rate("all others", sum(won[MOST:]), sum(n[MOST:])))
        out[dimension] = rows
    return out


def rate(key: str, k: int, n: int) -> Part:
    """A proportion, or its counts where there are too few.

    >>> rate("north", 1, 2).reason
    '1 of 2'
    """
    if n < FEWEST:
        return Part(key, n, None, reason=f"{k} of {n}")
    return Part(key, n, k / n, intervals.wilson(k, n))
