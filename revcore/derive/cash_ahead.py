"""Money in the bank over the next twelve months, if it goes on changing as it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats, rng
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import provider

LOOK, LEAST, AHEAD = 12, 8, 12
WORLDS, PATHS = 400, 50
FADES = 0.9
"""A trend in the monthly change goes on, a tenth weaker every month."""


@dataclass(frozen=True, eq=False)
class CashAhead:
    """Balance now and its change a month [currency], and what simulated courses do.

    risk_draws
        Chance of an empty account within twelve months, one entry per world that fits the past.
    without_one
        The same, the month furthest from the line left out; its median.
    paths
        Balance of each course at the end of each month ahead [currency], courses in rows.
    known
        Balances month by month to the last one, without a gap [currency].
    """

    balance: float
    change: float
    risk_draws: Floats
    without_one: float
    paths: Floats
    known: Floats
    odd_month: int
    window: Window

    @cached_property
    def lowest(self) -> Floats:
        """Lowest balance of each course [currency]."""
        return np.asarray(self.paths.min(axis=1))

    @property
    def risk(self) -> float:
        """Share of all courses that run dry."""
        return float((self.lowest < 0).mean())

    @property
    def empty_by(self) -> Floats:
        """Share of courses that have run dry by the end of each month ahead."""
        return np.asarray((np.minimum.accumulate(self.paths, axis=1) < 0).mean(axis=0))

    @property
    def lasts(self) -> float | None:
        """Months the money lasts at the change of the last months; None where it grows."""
        return self.balance / -self.change if self.change < 0 else None


@provider
def cash_ahead(cash_balances: pd.DataFrame, scales: Mapping[str, int], as_of: int) -> CashAhead:
    """A line through the last twelve monthly changes, its doubt and its noise carried forward.

    Raises
    ------
    NotComputable
        Fewer than nine balances month by month, or none of the last months.
    """
    known = cash_balances[cash_balances["month"] <= as_of]
    months = known["month"].to_numpy(np.int64)
    if not len(months) or months[-1] < as_of - 2:
        said = f"ends in {month_words(int(months[-1]))}" if len(months) else "begins later"
        raise NotComputable(f"The balance of the bank account {said}.", needs=("cash.balance",))
    begins = np.flatnonzero(np.diff(months, prepend=months[0] - 2) != 1)[-1]
    scale = 10 ** scales.get("cash.balance", 0)
    money = known["balance"].to_numpy(np.int64)[begins:] / scale
    changes = np.diff(money)[-LOOK:]
    if changes.size < LEAST:
        raise NotComputable(
            f"{len(money)} balances month by month: at least {LEAST + 1} are needed.",
            needs=("cash",),
            n=len(money),
        )
    end = int(months[-1])
    balance = float(money[-1])
    keep = np.ones(changes.size, bool)
    paths = courses(balance, changes, keep)
    odd = int(np.argmax(np.abs(changes - np.median(changes))))
    keep[odd] = False
    again = courses(balance - float(changes[odd] - np.median(changes)), changes, keep)
    dry, dry_again = ((one.min(axis=2) < 0).mean(axis=1) for one in (paths, again))
    return CashAhead(
        balance, float(changes.mean()), dry, float(np.median(dry_again)),
        paths.reshape(-1, AHEAD), money,
        end - changes.size + 1 + odd, Window(end - changes.size + 1, end),
    )  # fmt: skip


def courses(balance: float, changes: Floats, keep: np.ndarray) -> Floats:
    """Balance at the end of each month ahead: worlds, courses in each, months.

    >>> steady = np.full(12, -10.0) + np.tile([1.0, -1.0], 6)
    >>> end = courses(100.0, steady, np.ones(12, bool))[:, :, -1]
    >>> bool((end < 0).mean() > 0.9), bool((courses(500.0, steady, steady < 0) < 0).any())
    (True, False)
    """
    time = np.arange(changes.size, dtype=float)[keep]
    y, n = changes[keep], int(keep.sum())
    centred = time - time.mean()
    square = float(centred @ centred)
    slope = float(centred @ y) / square
    rest = y - y.mean() - slope * centred
    noise = rng("cash", changes, keep.astype(int))
    spread = np.sqrt(float(rest @ rest) / noise.chisquare(n - 2, WORLDS))
    level = y.mean() + spread * noise.standard_normal(WORLDS) / np.sqrt(n)
    tilt = slope + spread * noise.standard_normal(WORLDS) / np.sqrt(square)
    now = level + tilt * (changes.size - 1 - time.mean())
    onward = np.cumsum(FADES ** np.arange(1, AHEAD + 1))
    mean = now[:, None] + tilt[:, None] * onward
    shaken = spread[:, None, None] * noise.standard_normal((WORLDS, PATHS, AHEAD))
    return np.asarray(balance + np.cumsum(mean[:, None, :] + shaken, axis=2))
