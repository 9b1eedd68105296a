"""The pair of bounds every figure carries, and the quantiles they are made of."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVELS = (0.80, 0.95)
"""Nominal coverage of ``low..high`` and of ``low95..high95``."""

Z80 = 1.2815515655446004
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """80 % (``low``, ``high``) and 95 % (``low95``, ``high95``) bounds, in the figure's unit."""

    low: float
    high: float
    low95: float
    high95: float

    @classmethod
    def of(cls, at: Callable[[float], tuple[float, float]]) -> Interval:
        """Both intervals of a method that answers for one level.

        >>> Interval.of(lambda level: (0.0, level))
        Interval(low=0.0, high=0.8, low95=0.0, high95=0.95)
        """
        (low, high), (low95, high95) = at(LEVELS[0]), at(LEVELS[1])
        return cls(float(low), float(high), float(low95), float(high95))

    @classmethod
    def later(cls, made: Callable[[], Interval]) -> Interval:
        """Bounds worked out when one is first read: nobody reads those of most earlier windows.

        >>> Interval.later(lambda: Interval(1, 2, 0, 3)).high95
        3.0
        """
        return _Later(made)

    def scaled(self, factor: float) -> Interval:
        """The same in another unit; a negative factor swaps the ends.

        >>> Interval(1, 2, 0, 3).scaled(-12)
        Interval(low=-24, high=-12, low95=-36, high95=0)
        """
        low, high = sorted((self.low * factor, self.high * factor))
        low95, high95 = sorted((self.low95 * factor, self.high95 * factor))
        return Interval(low, high, low95, high95)

    def shifted(self, by: float) -> Interval:
        """The same, moved by a constant.

        >>> Interval(1, 2, 0, 3).shifted(-1)
        Interval(low=0, high=1, low95=-1, high95=2)
        """
        return Interval(self.low + by, self.high + by, self.low95 + by, self.high95 + by)

    def clipped(self, least: float = -math.inf, most: float = math.inf) -> Interval:
        """Cut off what the figure cannot be.

        >>> Interval(0.9, 1.1, 0.8, 1.2).clipped(0, 1)
        Interval(low=0.9, high=1, low95=0.8, high95=1)
        """
        bounds = (self.low, self.high, self.low95, self.high95)
        return Interval(*(min(max(bound, least), most) for bound in bounds))


class _Later(Interval):
    _made: Callable[[], Interval]

    def __init__(self, made: Callable[[], Interval]) -> None:
        object.__setattr__(self, "_made", made)

    def __getattr__(self, name: str) -> float:
        if name not in Interval.__dataclass_fields__:
            raise AttributeError(name)
        vars(self).update(vars(self._made()))
        return float(vars(self)[name])


# ---------------------------------------------------------------- quantiles
def z(level: float) -> float:
    """Two-sided normal quantile of a coverage level.

    >>> round(z(0.95), 4), round(z(0.5), 4)
    (1.96, 0.6745)
    """
    if level == LEVELS[1]:
        return Z95
    return Z80 if level == LEVELS[0] else NormalDist().inv_cdf(0.5 + level / 2)


def t(level: float, df: float) -> float:
    """Two-sided quantile of Student's t with ``df`` degrees of freedom.

    >>> round(t(0.95, 9), 4)
    2.2622
    """
    return float(special().stdtrit(df, 0.5 + level / 2))


def gamma_quantile(shape: ArrayLike, p: ArrayLike) -> Any:
    """Quantile of a Gamma distribution with unit rate."""
    return special().gammaincinv(shape, p)


def beta_quantile(a: ArrayLike, b: ArrayLike, p: ArrayLike) -> Any:
    """Quantile of a Beta distribution."""
    return special().betaincinv(a, b, p)


@functools.cache
def special() -> Any:
    """scipy.special, imported when first needed: it takes longer than most fits."""
    from scipy import special as module

    return module
