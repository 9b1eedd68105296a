"""Whether a number a month grows, for a simulation of the next twelve: shrunk, with its doubt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from revcore.derive.intervals import Floats
from revcore.diagnosis_parts import Quantity
from revcore.model import first_day

YEAR = 12
LEAST_DEALS = 10
LEAST_PAIRS = 6
"""Months that are known in both years, to speak of growth."""
USUAL_GROWTH = 0.015
"""Standard deviation of what companies’ volumes grow by in a month: a house estimate."""
ONE_STEP = 1 / 3
"""Part of a growth found that may be one step, long over: a house estimate."""
GROWS_APART = 0.004
"""Standard deviation of how much faster deals grow than their leads, by month: a house estimate."""
Ints = npt.NDArray[np.int64]


def trend(*counts: ArrayLike) -> Quantity:
    """Growth a month of a number counted by month up to the as-of month [log]; 0 ± 1.5 % unseen.

    What is found is drawn towards none as far as it may be luck (normal prior, 0 ± 1.5 % a month).
    Two years cannot tell a rise that goes on from one step: the error holds a third of the growth
    for that. Further counts are of what these come from: leads, which are more.

    >>> trend([10] * 24).value
    0.0
    >>> round(trend([200] * 12 + [240] * 12).value, 4), trend([30] * 12).error
    (0.0148, 0.015)
    """
    precision, weighted, n = USUAL_GROWTH**-2, 0.0, 0
    for at, one in enumerate(counts):
        found = rise(np.asarray(one, float))
        if found is not None:
            weight = 1 / (found[1] ** 2 + (GROWS_APART**2 if at else 0.0))
            precision, weighted = precision + weight, weighted + weight * found[0]
            n += found[2]
    value = weighted / precision
    doubt = float(np.hypot(precision**-0.5, ONE_STEP * value))
    return Quantity(value=value, error=doubt, scale="plain", n=n or None)


def rise(counts: Floats) -> tuple[float, float, int] | None:
    """Growth a month [log], its standard error, and how many were counted.

    The last months are held against the same months a year before, so that a season is no growth:
    as many pairs as the counts reach back for, at least six.
    """
    pairs = min(YEAR, counts.size - YEAR)
    if pairs < LEAST_PAIRS:
        return None
    now, then = counts[-pairs:], counts[-pairs - YEAR : -YEAR]
    if min(now.sum(), then.sum()) < LEAST_DEALS:
        return None
    ratio = float(now.sum() / then.sum())
    chance = float(now.sum() + ratio**2 * then.sum())
    seen = pairs / (pairs - 1) * float(((now - ratio * then) ** 2).sum())
    error = max(chance, seen) ** 0.5 / float(now.sum()) / YEAR
    return float(np.log(ratio)) / YEAR, error, round(float(now.sum() + then.sum()))


def by_month(days: Ints, n: ArrayLike, first: int, as_of: int) -> Floats:
    """Counts of each of the last 24 months, those up to ``first`` left out."""
    start = max(first + 1, as_of - 2 * YEAR + 1)
    if start > as_of:
        return np.zeros(0)
    edges = [first_day(month) for month in range(start, as_of + 2)]
    inside = (days >= edges[0]) & (days < edges[-1])
    place = np.searchsorted(edges, days[inside], side="right") - 1
    return np.bincount(place, np.asarray(n, float)[inside], as_of - start + 1).astype(float)
