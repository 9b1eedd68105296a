"""Stocks (MRR, ARR): random walks with drift, on the amounts and on their logarithms."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from revcore.derive._interval import t
from revcore.derive._season import YEAR, Floats

STEADIEST = 0.005
"""A month is never taken as less than half a per cent uncertain: a straight past is no promise."""


@dataclass(frozen=True)
class Walk:
    """The mean of a linear and a logarithmic random walk with drift, with the envelope of both.

    Over the last k = min(12, n − 1) monthly changes with mean m and standard deviation s::

        f_h = y + h m,    half-width = t(k − 1) s √(h (1 + h/k))

    and the same on ln y.

    level
        The last amount [currency].
    drift, spread
        Mean and standard deviation of the monthly changes, linear and logarithmic.
    changes
        How many of them.
    """

    level: float
    drift: tuple[float, float]
    spread: tuple[float, float]
    changes: int

    @classmethod
    def of(cls, y: Floats, *, drift: bool = True) -> Walk:
        """From the months known.

        drift
            Without it the last month is repeated.
        """
        k = min(YEAR, len(y) - 1)
        recent = y[-k - 1 :]
        found = [recent, np.log(recent)] if (recent > 0).all() else [recent, recent]
        steps = [np.diff(values) for values in found]
        mean = [float(step.mean()) if drift else 0.0 for step in steps]
        spread = [
            float(np.sqrt(((step - middle) ** 2).sum() / (k - 1)))
            for step, middle in zip(steps, mean, strict=True)
        ]
        level = float(y[-1])
        if found[1] is recent:
            return cls(level, (mean[0], np.nan), (max(spread[0], STEADIEST * level), np.nan), k)
        least = (max(spread[0], STEADIEST * level), max(spread[1], STEADIEST))
        return cls(level, (mean[0], mean[1]), least, k)

    def path(self, horizon: int) -> Floats:
        """The amount one, two, … months ahead [currency].

        >>> Walk.of(np.array([100.0, 110, 120, 130])).path(2).round(2).tolist()
        [140.94, 152.42]
        """
        h = np.arange(1, horizon + 1)
        linear = self.level + h * self.drift[0]
        if np.isnan(self.drift[1]):
            return np.maximum(linear, 0.0)
        return np.maximum((linear + self.level * np.exp(h * self.drift[1])) / 2, 0.0)

    def bounds(self, horizon: int, level: float) -> tuple[Floats, Floats]:
        """The envelope of the two ranges [currency]."""
        h = np.arange(1, horizon + 1)
        wide = _t(level, self.changes - 1) * np.sqrt(h * (1 + h / self.changes))
        linear = self.level + h * self.drift[0]
        low, high = linear - wide * self.spread[0], linear + wide * self.spread[0]
        if not np.isnan(self.drift[1]):
            middle = np.log(self.level) + h * self.drift[1]
            low = np.minimum(low, np.exp(middle - wide * self.spread[1]))
            high = np.maximum(high, np.exp(middle + wide * self.spread[1]))
        return np.maximum(low, 0.0), high


@functools.lru_cache(maxsize=64)
def _t(level: float, df: int) -> float:
    return t(level, df)
