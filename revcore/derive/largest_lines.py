"""The product line and the channel that bring most, and how much of all that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.deals import Segments
from revcore.errors import NotComputable
from revcore.model import Window, last_day
from revcore.registry import provider

MOSTLY = 0.8
"""Part of the revenue that must say its line before shares mean anything."""


@dataclass(frozen=True)
class LargestLine:
    """The largest of several lines: what kind, which, and its share of all that is named."""

    kind: str
    name: str
    share: float
    lines: int


@provider
def largest_lines(
    as_of: int,
    product_spans: pd.DataFrame | None = None,
    line_sales: pd.DataFrame | None = None,
    deal_segments: Mapping[str, Segments] | None = None,
    revenue_window: Window | None = None,
) -> list[LargestLine]:
    """Product line by MRR or sales, channel by sales or won deals; those with two or more lines.

    Raises
    ------
    NotComputable
        Nothing says what was sold, or through which channel.
    """
    found = []
    if product_spans is not None:
        end = last_day(as_of)
        runs = (product_spans["start"] <= end) & (
            (product_spans["end"] < 0) | (product_spans["end"] > end)
        )
        found.append(largest("product line", product_spans[runs], "product", "mrr"))
    elif line_sales is not None and revenue_window is not None:
        month = line_sales["month"]
        mine = line_sales[(month >= revenue_window.start) & (month <= revenue_window.end)]
        found += [
            largest("product line", mine, "product", "amount"),
            largest("channel", mine, "source", "amount"),
        ]
    won = (deal_segments or {}).get("source")
    if won is not None:
        frame = pd.DataFrame({"source": won.key, "amount": won.amount})
        found.append(largest("channel", frame, "source", "amount"))
    lines = [one for one in found if one is not None]
    if not lines:
        raise NotComputable("Nothing says what was sold, or through which channel.")
    return lines


def largest(kind: str, frame: pd.DataFrame, key: str, amount: str) -> LargestLine | None:
    """The largest of at least two lines; None where a fifth or more says no line.

    >>> frame = pd.DataFrame({"product": ["A", "B", "A", ""], "amount": [3, 2, 4, 1]})
    >>> largest("product line", frame, "product", "amount")
    LargestLine(kind='product line', name='A', share=0.7777777777777778, lines=2)
    """
    total = float(frame[amount].sum())
    sums = frame[frame[key] != ""].groupby(key, sort=True)[amount].sum()
    sums = sums[sums > 0]
    named = float(sums.sum())
    if len(sums) < 2 or named < MOSTLY * total:
        return None
    at = int(np.argmax(sums.to_numpy()))
    return LargestLine(kind, str(sums.index[at]), float(sums.iloc[at]) / named, len(sums))
