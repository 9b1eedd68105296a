"""Days to months and the like, worked out once per day where there are far more rows than days."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

LONG = 4096
"""Rows from which a table of days is worth making."""
EPOCH = 1970 * 12
"""Month of day 0."""


def each_day(days: Ints, of: Callable[[Ints], Ints]) -> Ints:
    """What a function gives for each day, asked once per day where rows are many.

    >>> each_day(np.array([5, 7, 5]), lambda day: 10 * day).tolist()
    [50, 70, 50]
    """
    if days.size < LONG:
        return of(days)
    first = int(days.min())
    every = np.arange(first, int(days.max()) + 1)
    return of(every)[days - first] if every.size < days.size else of(days)


def distinct(days: np.ndarray) -> Ints:
    """Each day once, in order.

    >>> distinct(np.array([9, 3, 9])).tolist()
    [3, 9]
    """
    if days.size < LONG:
        return np.unique(days)
    first, last = int(days.min()), int(days.max())
    if last - first >= days.size:
        return np.unique(days)
    seen = np.zeros(last - first + 1, bool)
    seen[days - first] = True
    return np.flatnonzero(seen) + first


def months_of(days: Ints) -> Ints:
    """Calendar month of each day.

    >>> months_of(np.array([0, 30, 31])).tolist()
    [23640, 23640, 23641]
    """
    return each_day(days, lambda day: _calendar(day, "M") + EPOCH)


def _calendar(days: Ints, unit: str) -> Ints:
    return days.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
