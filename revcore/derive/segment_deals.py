"""Deals of segments side by side: how many are opened and won, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.deals import DealHistory
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

LOOK, YEAR, DRAWS = 24, 12, 2000
PULL = 20.0
"""Deals of its own a segment needs to count as much as the rate of all: three segments are too few
to learn from them how far segments differ."""
NOTHING = 0.5
"""Least weight of won or of lost deals, as Jeffreys has it: a list may know of no loss at all."""


def opened(frame: pd.DataFrame | None, window: Window) -> dict[str, float]:
    """Share of deals opened in a window by segment; empty where deals have none."""
    if frame is None or not len(frame):
        return {}
    mine = frame[(frame["dimension"] == "segment") & (frame["key"] != "")]
    n = mine[mine["created"].between(window.start, window.end)].groupby("key")["n"].sum()
    return {str(key): float(count) / float(n.sum()) for key, count in n.items()}


@dataclass(frozen=True, eq=False)
class Chased:
    """Deals of one segment: how many were closed and won, and its part of all opened [ratio].

    win_draws, other_win_draws
        Draws of the share won, pulled towards that of all, and of the share the others win.
    deal, worth_draws, pool_draws
        Average won deal [currency]; draws of what an opportunity brings there, and anywhere.
    halves
        Share won over that of others, in the first and the second half of the window.
    """

    name: str
    closed: int
    won: int
    share: float
    deal: float
    other_deal: float
    win_draws: Floats
    other_win_draws: Floats
    worth_draws: Floats
    pool_draws: Floats
    halves: tuple[float, ...]
    window: Window


@dataclass(frozen=True, eq=False)
class SegmentCounts:
    """Deals with a segment, in columns: place in ``names``, months, counts, amounts won."""

    names: list[str]
    place: Ints
    created: Ints
    closed: Ints
    won: Ints
    lost: Ints
    n: Ints
    amount: Ints
    valued: Ints

    @classmethod
    def of(cls, frame: pd.DataFrame) -> SegmentCounts:
        """From the deals by dimension."""
        mine = frame[(frame["dimension"] == "segment") & (frame["key"] != "")]
        names, place = coded(mine["key"])
        columns = ("created", "closed", "won", "lost", "n", "amount", "valued")
        return cls(
            names.tolist(), place.astype(np.int64),
            *(mine[name].to_numpy(np.int64) for name in columns),
        )  # fmt: skip

    def summed(self, column: Ints, mask: np.ndarray) -> Floats:
        """A column added up by segment."""
        found = np.bincount(self.place[mask], column[mask], len(self.names))
        return np.asarray(found, np.float64)

    def closed_in(self, start: int, end: int) -> np.ndarray:
        """Which rows were decided in these months."""
        return np.asarray((self.closed >= start) & (self.closed <= end))

    def shares(self, window: Window) -> dict[str, float]:
        """Share of the deals opened in a window by segment; empty where there are none."""
        inside = (self.created >= window.start) & (self.created <= window.end)
        n = self.summed(self.n, inside)
        total = float(n.sum())
        if not total:
            return {}
        return {name: float(count) / total for name, count in zip(self.names, n, strict=True)}


@provider
def segment_counts(deals_by_dimension: pd.DataFrame) -> SegmentCounts:
    """Deals that name a segment.

    Raises
    ------
    NotComputable
        Deals name none, or only one.
    """
    found = SegmentCounts.of(deals_by_dimension)
    if len(found.names) < 2:
        raise NotComputable("The deals name no segments.", needs=("deals.segment",))
    return found


@provider
def segment_deals(
    segment_counts: SegmentCounts, deal_history: DealHistory, as_of: int, scales: Mapping[str, int]
) -> list[Chased]:
    """Deals closed in two years by segment with amounts; opened, those of the last year.

    Raises
    ------
    NotComputable
        The won deals have no amounts.
    """
    found = segment_counts
    window = Window(max(as_of - LOOK + 1, deal_history.first), as_of)
    shares = found.shares(Window(as_of - YEAR + 1, as_of))
    inside = found.closed_in(window.start, window.end)
    won, lost, valued = (
        found.summed(column, inside) for column in (found.won, found.lost, found.valued)
    )
    amount = found.summed(found.amount, inside) / 10 ** scales.get("deals", 0)
    if amount.sum() <= 0:
        raise NotComputable("The won deals have no amounts.", needs=("deals.amount",))
    usual = float(won.sum() / (won.sum() + lost.sum()))
    noise = rng("segment deals", won, lost)
    pool = noise.beta(won.sum() + 0.5, lost.sum() + 0.5, DRAWS) * amount.sum() / valued.sum()
    halves = by_half(found, window)
    out = []
    for at, name in enumerate(found.names):
        others = float(valued.sum() - valued[at])
        if not valued[at] or not others:
            continue
        ends = won[at] + PULL * usual, lost[at] + PULL * (1 - usual)
        k, rest_of = (max(float(end), NOTHING) for end in ends)
        win = noise.beta(k, rest_of, DRAWS)
        rest = noise.beta(
            won.sum() - won[at] + 0.5, lost.sum() - lost[at] + 0.5, DRAWS
        )  # fmt: skip
        deal = float(amount[at] / valued[at])
        size = noise.gamma(valued[at], 1, DRAWS) / valued[at]
        out.append(
            Chased(
                name, int(won[at] + lost[at]), int(won[at]), shares.get(name, 0.0), deal,
                float(amount.sum() - amount[at]) / others, win, rest, win * deal * size, pool,
                tuple(float(half[at]) for half in halves if np.isfinite(half[at])), window,
            )
        )  # fmt: skip
    return out


def by_half(found: SegmentCounts, window: Window) -> list[Floats]:
    """Share won over that of the others, by segment, in each half; NaN where nobody decided."""
    middle = (window.start + window.end) // 2
    out = []
    for start, end in ((window.start, middle), (middle + 1, window.end)):
        inside = found.closed_in(start, end)
        won, lost = (found.summed(column, inside) for column in (found.won, found.lost))
        others, closed = won.sum() - won, won + lost
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (won / closed) / (others / (closed.sum() - closed))
        out.append(np.where((closed > 0) & (others > 0), ratio, np.nan))
    return out
