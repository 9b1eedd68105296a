"""First-time buyers side by side: with a discount and without, by channel, and who came back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.derive.months import Ints, _months_of
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import FirstAndSecond
from revcore.derive.stays import DRAWS, RateRatio, rate_ratio
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.registry import provider

DAYS, YEAR, QUARTER = 180, 12, 3
LEAST = 100
"""Newcomers on either side of a comparison."""


@dataclass(frozen=True, eq=False)
class Newcomers:
    """One group of first-time buyers who have had half a year, beside all the others.

    ratio
        How many times as often they came back as the others who joined in the same quarter.
    share_draws
        Draws of the share of them that came back.
    halves
        The same ratio in the first and in the second half of the time.
    part, part_before
        Their part of all newcomers in the last twelve months, and in the twelve before.
    first, other_first
        Average first order, theirs and that of the others [currency].
    """

    name: str
    n: int
    again: int
    others: int
    others_again: int
    ratio: RateRatio
    share_draws: Floats
    halves: tuple[float, float]
    part: float
    part_before: float | None
    a_year: int
    first: float
    other_first: float

    @property
    def rate(self) -> float:
        """Share that came back within half a year."""
        return self.again / self.n

    @property
    def other_rate(self) -> float:
        """Share of the others that did."""
        return self.others_again / self.others


@dataclass(frozen=True, eq=False)
class Joined:
    """Every first-time buyer: day of the first order, whether back in time, its amount, marks."""

    day: Ints
    back: np.ndarray
    amount: Floats
    source: np.ndarray
    cut: np.ndarray


@provider
def newcomer_groups(
    first_and_second: FirstAndSecond,
    buying_occasions: Purchases,
    order_marks: pd.DataFrame,
    as_of: int,
) -> list[Newcomers]:
    """Groups of newcomers with at least a hundred on either side, over eighteen months.

    The discount and the channel are those of the day of the first order; who bought before the
    data begin cannot be told, so its first month is left out.

    Raises
    ------
    NotComputable
        No group is large enough.
    """
    joined = marked(first_and_second, buying_occasions, order_marks)
    end = first_day(as_of + 1)
    since = first_day(max(as_of - YEAR - DAYS // 30 + 1, first_and_second.since + 1))
    mine = (joined.day >= since) & (joined.day + DAYS < end)
    groups = {"with a discount": joined.cut}
    groups |= {
        f"through “{name}”": joined.source == name
        for name in np.unique(joined.source[mine]).tolist()
        if name
    }
    found = [
        beside(name, group, mine, joined, as_of)
        for name, group in groups.items()
        if min((group & mine).sum(), (~group & mine).sum()) >= LEAST
    ]
    if not found:
        raise NotComputable(
            f"No discount or channel has {LEAST} first-time buyers, and {LEAST} without it.",
            needs=("orders.source", "orders.discount_code"),
        )
    return found


def marked(found: FirstAndSecond, placed: Purchases, marks: pd.DataFrame) -> Joined:
    """First orders with their marks; a day with several orders is cut if one of them was."""
    known = placed.placed
    opens = known.starts
    who, amount = known.customer[opens], known.amount[opens] / 10**known.scale
    buyer, day = marks["customer"].to_numpy(np.int64), marks["day"].to_numpy(np.int64)
    last = np.flatnonzero(np.r_[buyer[1:] != buyer[:-1], True])  # of equal days the largest source
    place = np.minimum(np.searchsorted(buyer[last], who), len(last) - 1)
    same = (buyer[last][place] == who) & (day[last][place] == found.first)
    begins = np.r_[0, last[:-1] + 1]
    cut = same & (np.maximum.reduceat(marks["cut"].to_numpy(np.int64), begins)[place] > 0)
    source = np.where(same, marks["source"].to_numpy(str)[last][place], "")
    return Joined(found.first, found.second - found.first <= DAYS, amount, source, cut)


def beside(
    name: str, group: np.ndarray, mine: np.ndarray, joined: Joined, as_of: int
) -> Newcomers:  # fmt: skip
    """One group against the others of the same quarter of joining."""
    month = _months_of(joined.day)
    quarter = (month - month.min()) // QUARTER
    middle = int(np.median(joined.day[mine]))

    def ratio(some: np.ndarray) -> RateRatio:
        return rate_ratio(quarter[some], joined.back[some], group[some])

    inside, outside = mine & group, mine & ~group
    n, again = int(inside.sum()), int(joined.back[inside].sum())
    year = Window(as_of - YEAR + 1, as_of)
    now, then = (within(month, one) for one in (year, year.shifted(-YEAR)))
    return Newcomers(
        name, n, again, int(outside.sum()), int(joined.back[outside].sum()), ratio(mine),
        jeffreys_draws(again, n, DRAWS, rng("newcomers", [again, n])),
        (ratio(mine & (joined.day < middle)).value, ratio(mine & (joined.day >= middle)).value),
        float(group[now].mean()) if now.any() else 0.0,
        float(group[then].mean()) if then.sum() >= LEAST else None,
        int((now & group).sum()), float(joined.amount[inside].mean()),
        float(joined.amount[outside].mean()),
    )  # fmt: skip


def within(month: Ints, window: Window) -> np.ndarray:
    """Which months lie in a window."""
    return np.asarray((month >= window.start) & (month <= window.end))
