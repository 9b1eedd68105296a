"""Deals of segments side by side: how many are opened and won, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from revcore.derive.deals import DealHistory
from revcore.derive.intervals import Floats, rng
from revcore.derive.months import money
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

LOOK, YEAR, DRAWS = 24, 12, 2000
PULL = 20.0
"""Deals of its own a segment needs to count as much as the rate of all: three segments are too few
to learn from them how far segments differ."""


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


@provider
def segment_deals(
    deals_by_dimension: pd.DataFrame, deal_history: DealHistory, as_of: int,
    scales: Mapping[str, int],
) -> list[Chased]:  # fmt: skip
    """Deals closed in two years by segment with amounts; opened, those of the last year.

    Raises
    ------
    NotComputable
        Deals are in no segments, or have no amounts.
    """
    window = Window(max(as_of - LOOK + 1, deal_history.first), as_of)
    shares = opened(deals_by_dimension, Window(as_of - YEAR + 1, as_of))
    frame = deals_by_dimension
    mine = frame[(frame["dimension"] == "segment") & (frame["key"] != "")]
    if not shares or len(set(mine["key"])) < 2:
        raise NotComputable("The deals name no segment.", needs=("deals.segment",))
    closed = mine[mine["closed"].between(window.start, window.end)]
    sums = closed.groupby("key")[["won", "lost", "amount", "valued"]].sum().sort_index()
    whole = sums.sum()
    if not whole["valued"]:
        raise NotComputable("The won deals have no amounts.", needs=("deals.amount",))
    scale = scales.get("deals", 0)
    noise = rng("segment deals", sums["won"].to_numpy(), sums["lost"].to_numpy())
    deal = money(whole["amount"], scale) / int(whole["valued"])
    pool = noise.beta(whole["won"] + 0.5, whole["lost"] + 0.5, DRAWS) * deal
    usual = float(whole["won"] / (whole["won"] + whole["lost"]))
    out = []
    for key, own in sums.iterrows():
        rest = whole - own
        if not own["valued"] or not rest["valued"]:
            continue
        win = noise.beta(own["won"] + PULL * usual, own["lost"] + PULL * (1 - usual), DRAWS)
        others = noise.beta(rest["won"] + 0.5, rest["lost"] + 0.5, DRAWS)
        deal = money(own["amount"], scale) / int(own["valued"])
        size = noise.gamma(own["valued"], 1, DRAWS) / own["valued"]
        out.append(
            Chased(
                str(key), int(own["won"] + own["lost"]), int(own["won"]),
                shares.get(str(key), 0.0), deal, money(rest["amount"], scale) / int(rest["valued"]),
                win, others, win * deal * size, pool, by_half(mine, str(key), window), window,
            )
        )  # fmt: skip
    return out


def by_half(frame: pd.DataFrame, name: str, window: Window) -> tuple[float, ...]:
    """Share won over that of the others in each half of a window; left out where nobody decided."""
    middle = (window.start + window.end) // 2
    out = []
    for start, end in ((window.start, middle), (middle + 1, window.end)):
        part = frame[frame["closed"].between(start, end)]
        own = part[part["key"] == name][["won", "lost"]].sum()
        rest = part[part["key"] != name][["won", "lost"]].sum()
        if own.sum() and rest["won"]:
            out.append(float(own["won"] / own.sum() / (rest["won"] / rest.sum())))
    return tuple(out)
