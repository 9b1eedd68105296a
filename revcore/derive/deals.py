"""Deals over a window: what was closed, won and lost, how long it took and what it was worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.months import Ints, _months_of, look_back, money
from revcore.errors import NotComputable
from revcore.model import Window, first_day, last_day
from revcore.registry import provider

NONE = -1


@dataclass(frozen=True)
class Deals:
    """Deals grouped by dates, outcome and value; ``n`` deals stand behind each entry.

    Days are −1 where not said (or, for ``closed``, still open).
    """

    created: Ints
    closed: Ints
    won: Ints
    lost: Ints
    amount: Ints
    valued: Ints
    n: Ints
    scale: int

    def take(self, mask: np.ndarray) -> Deals:
        """The entries a mask chooses."""
        parts = (self.created, self.closed, self.won, self.lost, self.amount, self.valued, self.n)
        created, closed, won, lost, amount, valued, n = (part[mask] for part in parts)
        return Deals(created, closed, won, lost, amount, valued, n, self.scale)

    @cached_property
    def count(self) -> int:
        """Deals in all."""
        return int(self.n.sum())

    @cached_property
    def wins(self) -> int:
        """Deals won."""
        return int((self.n * self.won).sum())

    @cached_property
    def losses(self) -> int:
        """Deals lost."""
        return int((self.n * self.lost).sum())

    @cached_property
    def is_won(self) -> Deals:
        """Only the won ones."""
        return self.take(self.won == 1)

    @cached_property
    def dated(self) -> Deals:
        """Only those with both days, the later one not before the earlier."""
        return self.take((self.created >= 0) & (self.closed >= self.created))

    @property
    def value(self) -> float:
        """Sum of the amounts [currency]."""
        return money((self.amount * self.n).sum(), self.scale)


@provider
def all_deals(deal_outcomes: pd.DataFrame, scales: Mapping[str, int]) -> Deals:
    """Every deal read."""
    names = ("created", "closed", "won", "lost", "amount", "valued", "n")
    created, closed, won, lost, amount, valued, n = (
        deal_outcomes[name].to_numpy(np.int64) for name in names
    )
    return Deals(created, closed, won, lost, amount, valued, n, scales.get("deals", 0))


@dataclass(frozen=True)
class DealHistory:
    """From when to when closed deals are recorded, and whether wins start later than deals."""

    first: int
    last: int
    first_created: int | None
    truncated: bool


@provider
def deal_history(all_deals: Deals, deals_complete: bool = False) -> DealHistory:
    """Months in which deals were closed.

    History is left-truncated when deals were created three or more months before the first one
    was closed: the early losses and wins were not recorded. Somebody may know better: then it
    begins with the first deal created.
    """
    closed = all_deals.closed[all_deals.closed >= 0]
    if not len(closed):
        raise NotComputable(
            "No deal has a day on which it was won or lost.", needs=("deals.closed",)
        )
    months = _months_of(closed)
    created = all_deals.created[all_deals.created >= 0]
    first_created = int(_months_of(created).min()) if len(created) else None
    first, last = int(months.min()), int(months.max())
    truncated = first_created is not None and first - first_created >= 3
    if truncated and deals_complete and first_created is not None:
        return DealHistory(first_created, last, first_created, truncated=False)
    return DealHistory(first, last, first_created, truncated)


@provider
def deal_window(deal_history: DealHistory, as_of: int, span: int | None) -> Window:
    """The months whose closed deals count: twelve, or as many as there are (at least three)."""
    months = look_back(deal_history.first - 1, as_of, span)
    return Window(as_of - months + 1, as_of)


@provider
def closed_deals(all_deals: Deals, deal_window: Window) -> Deals:
    """Deals won or lost in the window."""
    closed = all_deals.closed
    return all_deals.take(
        (closed >= deal_window.first_day)
        & (closed <= deal_window.last_day)
        & (all_deals.won + all_deals.lost == 1)
    )


@provider
def undated_outcomes(all_deals: Deals) -> int:
    """Deals won or lost without a day: counted in no window."""
    odd = (all_deals.closed < 0) & (all_deals.won + all_deals.lost == 1)
    return int(all_deals.n[odd].sum())


@provider
def open_deals(all_deals: Deals, as_of: int, last_month: int) -> Deals:
    """Deals open at the end of the as-of month; one closed later is open then.

    A deal without a day of creation is known to be open only now, not in earlier months.
    """
    end = last_day(as_of)
    begun = (all_deals.created >= 0) & (all_deals.created <= end)
    if as_of >= last_month:
        begun |= all_deals.created < 0
    undecided = all_deals.won + all_deals.lost == 0
    return all_deals.take(begun & (undecided | (all_deals.closed > end)))


@provider
def created_deals(all_deals: Deals, deal_window: Window) -> Deals:
    """Deals created in the window."""
    created = all_deals.created
    return all_deals.take((created >= deal_window.first_day) & (created <= deal_window.last_day))


@dataclass(frozen=True)
class CycleDays:
    """Days from created to won, with how many deals took that long."""

    days: Ints
    n: Ints
    window: Window


@provider
def won_cycles(closed_deals: Deals, deal_window: Window) -> CycleDays:
    """How long the deals won in the window took."""
    won = closed_deals.is_won.dated
    if not won.count:
        raise NotComputable(
            "No won deal has both the day it was created and the day it was won.",
            needs=("deals.created", "deals.closed"),
        )
    days = won.closed - won.created
    unique, index = np.unique(days, return_inverse=True)
    n = np.zeros(len(unique), np.int64)
    np.add.at(n, index, won.n)
    return CycleDays(unique, n, deal_window)


@dataclass(frozen=True)
class Segments:
    """Closed deals of a window by one dimension: key, won, lost, amount won, won with an amount."""

    dimension: str
    key: list[str]
    won: Ints
    lost: Ints
    amount: Ints
    scale: int
    valued: Ints


@provider
def deal_segments(
    deals_by_dimension: pd.DataFrame, deal_window: Window, scales: Mapping[str, int]
) -> dict[str, Segments]:
    """Won and lost of the window by owner, source, segment and product; largest first."""
    out: dict[str, Segments] = {}
    frame = deals_by_dimension
    if not len(frame):
        return out
    mine = frame[(frame["closed"] >= deal_window.start) & (frame["closed"] <= deal_window.end)]
    for dimension, part in mine.groupby("dimension", sort=True):
        sums = part.groupby("key", sort=True)[["won", "lost", "amount", "valued"]].sum()
        sums = sums.assign(n=sums["won"] + sums["lost"]).sort_values(
            "n", ascending=False, kind="stable"
        )
        sums = sums[sums["n"] > 0]
        if len(sums) < 2:
            continue
        out[str(dimension)] = Segments(
            str(dimension), [str(key) for key in sums.index], sums["won"].to_numpy(np.int64),
            sums["lost"].to_numpy(np.int64), sums["amount"].to_numpy(np.int64),
            scales.get("deals", 0), sums["valued"].to_numpy(np.int64),
        )  # fmt: skip
    return out


@dataclass(frozen=True)
class DealPaths:
    """Deals by one dimension with their days: ``key`` is the place in ``names``."""

    names: list[str]
    key: Ints
    created: Ints
    closed: Ints
    won: Ints
    lost: Ints
    n: Ints

    def take(self, mask: np.ndarray) -> DealPaths:
        """The entries a mask chooses."""
        columns = (self.key, self.created, self.closed, self.won, self.lost, self.n)
        return DealPaths(self.names, *[column[mask] for column in columns])


@provider
def deal_paths(deal_days_by_dimension: pd.DataFrame) -> dict[str, DealPaths]:
    """Deals with a day of creation, by each dimension that has two parts or more."""
    out: dict[str, DealPaths] = {}
    for dimension, part in deal_days_by_dimension.groupby("dimension", sort=True):
        names, key = coded(part["key"])
        if len(names) < 2:
            continue
        days = [part[name].to_numpy(np.int64) for name in ("created", "closed", "won", "lost", "n")]
        out[str(dimension)] = DealPaths([str(name) for name in names], key, *days)
    if not out:
        raise NotComputable("All deals are alike in what the file says of them.")
    return out


def age_days(deals: Deals, as_of: int) -> Ints:
    """Days since the open deals were created; −1 where the day is not said."""
    end = first_day(as_of + 1)
    return np.where(deals.created >= 0, end - deals.created, NONE)
