"""A forecast's months with their ranges, whatever method made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from revcore.derive._flows import DEGREES, GROWTH_OF_ERROR
from revcore.derive._interval import t
from revcore.derive._season import Floats
from revcore.derive._stocks import Walk

LEVELS = (0.50, 0.80, 0.95)
"""Ranges that are drawn."""
TOTAL_SHARE = 0.9
"""A total's range beside that of its first month: errors of months partly cancel."""


class Path(Protocol):
    """Amounts of the months ahead [currency] and how far off they may be."""

    @property
    def value(self) -> Floats:
        """One amount per month ahead."""

    def bounds(self, level: float) -> tuple[Floats, Floats]:
        """Low and high of each month."""

    def total(self, first: int, last: int, level: float) -> tuple[float, float]:
        """Low and high of the sum of months ``first`` … ``last`` ahead, 1 being the next."""


@dataclass(frozen=True)
class FlowPath:
    """Amounts with a range from past errors.

    scale
        Root mean square error one month ahead: of logarithms, else [currency].
    log
        Whether the range is a factor; where months were zero it is an amount.
    """

    value: Floats
    scale: float
    log: bool

    def bounds(self, level: float) -> tuple[Floats, Floats]:
        """f · exp(± t₅ s h^0.15), or f ± t₅ s h^0.15."""
        grown = np.arange(1, len(self.value) + 1) ** GROWTH_OF_ERROR
        half = t(level, DEGREES) * self.scale * grown
        if self.log:
            return self.value * np.exp(-half), self.value * np.exp(half)
        return np.maximum(self.value - half, 0.0), self.value + half

    def total(self, first: int, last: int, level: float) -> tuple[float, float]:
        """± 0.9 t₅ s around the sum; more where it begins later than the next month."""
        h = np.arange(first, last + 1) ** GROWTH_OF_ERROR
        later = float(h.mean() / (np.arange(1, len(h) + 1) ** GROWTH_OF_ERROR).mean())
        half = TOTAL_SHARE * t(level, DEGREES) * self.scale * later
        middle = float(self.value[first - 1 : last].sum())
        if self.log:
            return middle * float(np.exp(-half)), middle * float(np.exp(half))
        half *= np.sqrt(len(h))
        return max(middle - half, 0.0), middle + half


@dataclass(frozen=True)
class StockPath:
    """Levels at month ends, with the envelope of two random walks; a total adds up the bounds."""

    walk: Walk
    horizon: int

    @property
    def value(self) -> Floats:
        """Mean of the two walks."""
        return self.walk.path(self.horizon)

    def bounds(self, level: float) -> tuple[Floats, Floats]:
        """Envelope of the two ranges."""
        return self.walk.bounds(self.horizon, level)

    def total(self, first: int, last: int, level: float) -> tuple[float, float]:
        """Months err together: the sum of the lows and of the highs."""
        low, high = self.bounds(level)
        return float(low[first - 1 : last].sum()), float(high[first - 1 : last].sum())


@dataclass(frozen=True)
class DrawnPath:
    """Simulated months: one row per run."""

    draws: Floats

    @property
    def value(self) -> Floats:
        """Mean of the runs."""
        return np.asarray(self.draws.mean(0))

    def bounds(self, level: float) -> tuple[Floats, Floats]:
        """Quantiles of the runs."""
        low, high = np.quantile(self.draws, [0.5 - level / 2, 0.5 + level / 2], axis=0)
        return low, high

    def total(self, first: int, last: int, level: float) -> tuple[float, float]:
        """Quantiles of the runs' sums."""
        summed = self.draws[:, first - 1 : last].sum(1)
        low, high = np.quantile(summed, [0.5 - level / 2, 0.5 + level / 2])
        return float(low), float(high)
