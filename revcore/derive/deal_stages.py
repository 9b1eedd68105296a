"""From stage to stage within a deal: how many go on, how many in order, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.followed import Followed, follow
from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.model import Window, last_day
from revcore.registry import provider

NONE = -1
FAR = 2**40
YEAR = 12
MOST = 10
ENDS = 0.9
"""A stage in which so many deals are closed on the day they enter it is an ending, not a stage."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of a deal and what came of those that entered it.

    any
        Deals that entered this stage or, past it, a later one; they go on by entering any later
        stage or by being won.
    in_order
        Deals that entered this and every earlier stage; they go on by entering the very next one.
    skipped
        Deals among ``any`` that never entered this stage.
    """

    name: str
    target: str
    any: Followed
    in_order: Followed | None
    skipped: int


@dataclass(frozen=True, eq=False)
class Stages:
    """Stages in the order in which deals enter them, and the months counted."""

    stages: list[Stage]
    window: Window


@provider
def deal_stages(
    stage_entries: pd.DataFrame, as_of: int, span: int | None, stage_order: Sequence[str] = ()
) -> Stages:
    """Every stage entered in the last twelve months, followed to the end of the as-of month.

    Parameters
    ----------
    stage_order
        The order somebody gave the stages by hand; without it, that of the days.

    Raises
    ------
    NotComputable
        No deal has the day it entered a stage.
    """
    today = last_day(as_of)
    seen = stage_entries[stage_entries["entered"] <= today]
    if not len(seen):
        raise NotComputable(
            "Needs the day each deal entered its stages.", needs=("stage_history",), n=0
        )
    window = Window(as_of - (span or YEAR) + 1, as_of)
    names, days, ends = entered_days(seen, stage_order)
    closed, won, lost = ends
    inside = closed <= today
    won_day = np.where((won == 1) & (closed >= 0) & inside, closed, FAR)
    lost_day = np.where((lost == 1) & (closed >= 0) & inside, closed, NONE)
    found = []
    for place, name in enumerate(names):
        one = stage(name, place, names, days, won_day, lost_day, window, today)
        if one is not None:
            found.append(one)
    if not found:
        raise NotComputable(f"No deal entered a stage in the {window.words}.", n=0)
    return Stages(found, window)


def entered_days(
    seen: pd.DataFrame, by_hand: Sequence[str] = ()
) -> tuple[list[str], Ints, tuple[Ints, Ints, Ints]]:
    """First day in each stage: one row per deal, one column per stage in order; FAR where never.

    Stages stand in the order in which deals enter them on average, or as somebody put them. Stages
    that only end deals (“Closed lost”) are left out.
    """
    deal, row = np.unique(seen["deal"].to_numpy(np.int64), return_inverse=True)
    names, column = coded(seen["stage"])
    entered = seen["entered"].to_numpy(np.int64)
    days = np.full((len(deal), len(names)), FAR, np.int64)
    np.minimum.at(days, (row, column), entered)
    ends = []
    for name in ("closed", "won", "lost"):
        part = np.zeros(len(deal), np.int64)
        part[row] = seen[name].to_numpy(np.int64)
        ends.append(part)
    there = days < FAR
    ending = ((days == ends[0][:, None]) & there).sum(0) >= ENDS * np.maximum(there.sum(0), 1)
    rank = np.argsort(np.argsort(days, axis=1, kind="stable"), axis=1)
    mean = np.where(there, rank, 0).sum(0) / np.maximum(there.sum(0), 1)
    order = [place for place in np.lexsort((names, mean)).tolist() if not ending[place]]
    order = as_put([str(names[place]) for place in order], order, by_hand)[:MOST]
    return [str(names[place]) for place in order], days[:, order], (ends[0], ends[1], ends[2])


def as_put(names: Sequence[str], places: Sequence[int], by_hand: Sequence[str]) -> list[int]:
    """Places in the order somebody gave their names; others stay behind whom they follow.

    >>> as_put(["A", "B", "C", "D"], [0, 1, 2, 3], ["C", "A"])
    [2, 3, 0, 1]
    """
    named = dict(zip(names, places, strict=True))
    out = [named[name] for name in by_hand if name in named]
    if not out:
        return list(places)
    before: int | None = None
    for name in names:
        if name not in by_hand:
            out.insert(0 if before is None else out.index(before) + 1, named[name])
        before = named[name]
    return out


def stage(
    name: str, place: int, names: list[str], days: Ints, won: Ints, lost: Ints, window: Window,
    today: int,
) -> Stage | None:  # fmt: skip
    """One stage by both readings; None when no deal entered it in the window."""
    here = days[:, place]
    later = np.minimum(days[:, place + 1 :].min(1, initial=FAR), won)
    came = np.minimum(here, later)
    mine = (came >= window.first_day) & (came <= window.last_day)
    if not mine.any():
        return None
    one = np.ones(int(mine.sum()), np.int64)
    onward = np.where(later[mine] < FAR, later[mine], NONE)
    gone = np.where(onward >= 0, NONE, lost[mine])
    whole = follow(came[mine], onward, one, today, gone)
    path = mine & (days[:, : place + 1] < FAR).all(1)
    straight = None
    if path.any():
        following = days[:, place + 1] if place + 1 < len(names) else won
        reached = np.where(following[path] < FAR, following[path], NONE)
        aside = np.where(reached >= 0, NONE, np.where(later[path] < FAR, later[path], lost[path]))
        n = np.ones(int(path.sum()), np.int64)
        straight = follow(here[path], reached, n, today, aside, whole.within)
    target = names[place + 1] if place + 1 < len(names) else "won"
    return Stage(name, target, whole, straight, int((mine & (here == FAR)).sum()))
