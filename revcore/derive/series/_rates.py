"""Cells of a rate with its two intervals, as several series hold them."""

from __future__ import annotations

from revcore.derive import intervals
from revcore.derive.intervals import Interval
from revcore.derive.series._series import Cell

BOUNDS = ("low", "high", "low95", "high95")
FEWEST = 5
"""Below this many observations a rate is not drawn."""


def rate(k: int, n: int) -> list[Cell]:
    """Value and bounds of ``k`` of ``n``; empty cells where there are too few.

    >>> rate(1, 2)
    [None, None, None, None, None]
    >>> [round(cell, 2) for cell in rate(3, 7)]
    [0.43, 0.23, 0.66, 0.16, 0.75]
    """
    if n < FEWEST:
        return [None] * 5
    return [k / n, *bounds(intervals.wilson(k, n))]


def bounds(around: Interval) -> list[Cell]:
    """The four ends of an interval in the order of :data:`BOUNDS`."""
    return [around.low, around.high, around.low95, around.high95]
