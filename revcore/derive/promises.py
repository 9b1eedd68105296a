"""What was promised for a quarter, and how much of it was won in that quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.discounts import days_left
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import Ints
from revcore.derive.resamples import DRAWS
from revcore.errors import NotComputable
from revcore.model import last_day, month_of_day, month_words
from revcore.registry import provider

COMMIT = re.compile(r"commit|firm|sure|promise|zusage|sicher|engag|compromet|impegn")
APART, QUARTER, YEARS = 80, 91, 730
"""Days between two forecasts that count, days a forecast is for, and days looked back."""


@dataclass(frozen=True)
class Round:
    """The forecast of one quarter: deals promised and won in time, and their amounts [currency]."""

    month: int
    deals: int
    kept: int
    promised: float
    won: float

    @property
    def words(self) -> str:
        """“Mar 2026”."""
        return month_words(self.month)


@dataclass(frozen=True, eq=False)
class Promises:
    """Forecasts whose quarter is over, oldest first.

    ratio
        Draws of won in time ÷ promised, over all rounds, deals drawn again.
    without_worst
        The same figure without the quarter that fell shortest.
    """

    rounds: list[Round]
    ratio: Floats
    by_value: bool

    @property
    def deals(self) -> int:
        """Promises in all."""
        return sum(one.deals for one in self.rounds)

    @property
    def kept(self) -> int:
        """Promises won in time."""
        return sum(one.kept for one in self.rounds)

    @property
    def promised(self) -> float:
        """Σ promised [currency]."""
        return sum(one.promised for one in self.rounds)

    @property
    def won(self) -> float:
        """Σ promised amounts of those won in time [currency]."""
        return sum(one.won for one in self.rounds)

    def share(self, rounds: list[Round]) -> float:
        """Won in time ÷ promised over some rounds [ratio]."""
        if self.by_value:
            return sum(one.won for one in rounds) / sum(one.promised for one in rounds)
        return sum(one.kept for one in rounds) / sum(one.deals for one in rounds)

    @property
    def without_worst(self) -> float:
        """Won in time ÷ promised without the quarter that fell shortest [ratio]."""
        worst = min(range(len(self.rounds)), key=lambda at: self.share([self.rounds[at]]))
        return self.share([one for at, one in enumerate(self.rounds) if at != worst])


@provider
def promises(forecast_calls: pd.DataFrame, as_of: int, scales: Mapping[str, int]) -> Promises:
    """Deals that sellers committed to, against what was won by the end of the forecast’s quarter.

    One forecast a quarter counts: the first, and each next at least eighty days later. It is for
    the three months from its day, or to the end of the quarter in which the deal was expected.
    Deals already decided on the day of the forecast are no promise. Where forecasts have
    categories, the committed ones count.

    Raises
    ------
    NotComputable
        No forecast’s quarter is over.
    """
    frame = forecast_calls[forecast_calls["taken"] > last_day(as_of) - YEARS]
    committed = [COMMIT.search(str(one).casefold()) is not None for one in frame["category"]]
    if any(committed):
        frame = frame[np.array(committed)]
    taken, expected = frame["taken"].to_numpy(np.int64), frame["expected"].to_numpy(np.int64)
    closed = frame["closed"].to_numpy(np.int64)
    due = np.where(
        expected >= taken, expected + days_left(np.maximum(expected, 0)), taken + QUARTER
    )
    mine = np.isin(taken, counted(taken)) & (due <= last_day(as_of))
    mine &= (closed < 0) | (closed > taken)
    if not mine.any():
        raise NotComputable(
            "No quarter that was forecast is over yet.", needs=("forecast_snapshots",), n=0
        )
    frame, taken = frame[mine], taken[mine]
    kept = ((frame["won"].to_numpy() == 1) & (closed[mine] <= due[mine])).astype(float)
    amount = frame["promised"].to_numpy(float) / 10 ** scales.get("forecast_snapshots.amount", 0)
    by_value = bool((amount > 0).mean() >= 0.5)
    weight = np.maximum(amount, 0.0) if by_value else np.ones(amount.size)
    rounds = [
        Round(
            month_of_day(int(day)), int(here.sum()), int(kept[here].sum()),
            float(amount[here].sum()), float(amount[here] @ kept[here]),
        )
        for day in np.unique(taken)
        for here in [taken == day]
    ]  # fmt: skip
    rounds = [one for one in rounds if one.promised > 0 or not by_value]
    return Promises(rounds, ratios(weight, kept, taken), by_value)


def counted(taken: Ints) -> Ints:
    """The first day of a forecast, and each next at least eighty days later.

    >>> counted(np.array([0, 7, 14, 90, 97, 180, 300])).tolist()
    [0, 90, 180, 300]
    """
    found: list[int] = []
    for day in np.unique(taken).tolist():
        if not found or day - found[-1] >= APART:
            found.append(day)
    return np.array(found, np.int64)


def ratios(weight: Floats, kept: Floats, taken: Ints) -> Floats:
    """Draws of won ÷ promised: the Bayesian bootstrap over promises, half a promise either way."""
    noise = rng("promises", weight, kept, taken)
    drawn = noise.standard_exponential((DRAWS, weight.size))
    half = float(weight.mean()) * noise.standard_gamma(0.5, (2, DRAWS))
    return (drawn @ (weight * kept) + half[0]) / (drawn @ weight + half.sum(axis=0))
