"""What the forecast would have said in the past, from what was known then, and what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive._flows import DEGREES, errors, flows, naive, spread
from revcore.derive._interval import t
from revcore.derive._paths import TOTAL_SHARE
from revcore.derive._season import YEAR, Floats, Ints
from revcore.derive._stocks import Walk

AHEAD = 3
"""Past forecasts are of the next three months: their sum, or the level at their end."""
LEVEL = 0.80
JUDGED = 6
"""With fewer past forecasts than this nothing is said of their quality."""
SHORTEST_STOCK = 9


@dataclass(frozen=True)
class Fold:
    """One past forecast [currency].

    origin
        Months that were known.
    naive, last
        The same month last year, and the last month repeated.
    """

    origin: int
    value: float
    low: float
    high: float
    actual: float
    naive: float
    last: float

    @property
    def inside(self) -> bool:
        """Whether what came lay in the 80 % range."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Backtest:
    """Past forecasts, oldest first, and what they are held against.

    against
        “the same month last year” for flows, “the last month repeated” for stocks.
    """

    folds: tuple[Fold, ...]
    against: str

    @property
    def plain(self) -> str:
        """Which part of a fold they are held against."""
        return "last" if self.against.startswith("the last") else "naive"

    @property
    def n(self) -> int:
        """How many past forecasts there are."""
        return len(self.folds)

    @property
    def inside(self) -> int:
        """How many of them held what came in their 80 % range."""
        return sum(fold.inside for fold in self.folds)

    def error(self, which: str = "value") -> float | None:
        """Mean distance from what came, as a share of it; None without folds.

        >>> one = Fold(12, 110, 90, 130, 100, naive=80, last=100)
        >>> Backtest((one,), "").error(), Backtest((one,), "").error("naive")
        (0.1, 0.2)
        """
        actual = sum(abs(fold.actual) for fold in self.folds)
        if not actual:
            return None
        return sum(abs(getattr(fold, which) - fold.actual) for fold in self.folds) / actual

    def skill(self, which: str) -> float | None:
        """1 − error / error of the simple way; above 0 the forecast is better."""
        mine, other = self.error(), self.error(which)
        if mine is None or other is None:
            return None
        return 1 - mine / other if other > 0 else 0.0 if mine == 0 else -1.0


def of_flow(y: Floats, made: Floats, off: Floats, origins: Ints, *, log: bool) -> Backtest:
    """Sums of three months from every origin of at least a year; nothing later was known.

    made, off
        Forecasts and scaled errors by origin and months ahead, as :func:`forecasts` gives them.
    """
    out = []
    last_year = naive(y, origins, AHEAD).sum(1)
    half = TOTAL_SHARE * t(LEVEL, DEGREES) * (1.0 if log else np.sqrt(AHEAD))
    for row, origin in enumerate(origins.tolist()):
        if origin < YEAR or origin + AHEAD > len(y):
            continue
        value = float(made[row, :AHEAD].sum())
        wide = half * spread(off, origins, origin)
        low, high = (
            (value * np.exp(-wide), value * np.exp(wide)) if log else (value - wide, value + wide)
        )
        actual = float(y[origin : origin + AHEAD].sum())
        last = AHEAD * float(y[origin - 1])
        out.append(Fold(origin, value, float(low), float(high), actual, last_year[row], last))
    return Backtest(tuple(out), "the same month last year")


def of_stock(y: Floats) -> Backtest:
    """The level three months later, from every origin of at least nine months."""
    out = []
    for origin in range(SHORTEST_STOCK, len(y) - AHEAD + 1):
        walk = Walk.of(y[:origin])
        low, high = walk.bounds(AHEAD, LEVEL)
        year_ago = float(y[max(origin + AHEAD - 1 - YEAR, 0)])
        out.append(
            Fold(
                origin, float(walk.path(AHEAD)[-1]), float(low[-1]), float(high[-1]),
                float(y[origin + AHEAD - 1]), year_ago, float(y[origin - 1]),
            )
        )  # fmt: skip
    return Backtest(tuple(out), "the last month repeated")


def forecasts(y: Floats, horizon: int, *, log: bool) -> tuple[Ints, Floats, Floats]:
    """S+T+N from every origin from the sixth month to now, and its errors so far."""
    origins = np.arange(6, len(y) + 1)
    made = flows(y, origins, horizon)
    return origins, made, errors(y, made[:, :6], origins, log=log)
