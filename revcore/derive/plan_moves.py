"""Customers who changed their plan: from which to which, and what it did to their MRR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.months import Ints, look_back
from revcore.errors import NotComputable
from revcore.model import Window, month_of_day
from revcore.registry import provider

SCALE = 6
"""Decimals of a subscription's MRR."""
SLACK = 1
"""Days that may lie between the end of one plan and the start of the next."""


@dataclass(frozen=True)
class PlanMove:
    """Everyone who went from one plan to another; ``change`` in MRR [currency per month]."""

    before: str
    after: str
    customers: int
    change: float


@dataclass(frozen=True)
class PlanMoves:
    """Moves of a window, most frequent first; customers who paid at its opening."""

    moves: list[PlanMove]
    opening: int
    window: Window


@provider
def plan_moves(plan_spells: pd.DataFrame, as_of: int, span: int | None) -> PlanMoves:
    """Subscriptions that end as another of the same customer begins under another plan.

    Raises
    ------
    NotComputable
        Nobody changed the plan in these months.
    """
    if not len(plan_spells):
        raise NotComputable("No paid subscription names its plan.", needs=("subscriptions.plan",))
    columns = (plan_spells[name].to_numpy() for name in ("customer", "start", "end", "mrr"))
    customer, start, end, mrr = columns
    names, plan = coded(plan_spells["plan"])
    first = month_of_day(int(start.min()))
    window = Window(as_of - look_back(first, as_of, span) + 1, as_of)
    left = np.flatnonzero((end >= window.first_day) & (end <= window.last_day))
    following = next_spells(customer, start, end, plan, left)
    left, following = left[following >= 0], following[following >= 0]
    if not len(left):
        raise NotComputable("Nobody changed the plan in these months.")
    pairs, which = np.unique(plan[left] * len(names) + plan[following], return_inverse=True)
    changes = np.bincount(which, (mrr[following] - mrr[left]) / 10**SCALE)
    counts = np.bincount(which)
    moves = [
        PlanMove(str(names[pair // len(names)]), str(names[pair % len(names)]), n, change)
        for pair, n, change in zip(pairs.tolist(), counts.tolist(), changes.tolist(), strict=True)
    ]
    order = sorted(moves, key=lambda move: (-move.customers, move.before, move.after))
    return PlanMoves(order, paying(customer, start, end, window.first_day - 1), window)


def next_spells(customer: Ints, start: Ints, end: Ints, plan: Ints, left: Ints) -> Ints:
    """Which spell of the same customer, under another plan, begins as each of some ends; −1: none.

    >>> days = [np.array([0, 90, 40]), np.array([90, -1, -1])]
    >>> next_spells(np.array([1, 1, 2]), days[0], days[1], np.array([0, 1, 0]), np.array([0]))
    array([1])
    """
    found = np.full(len(left), -1)
    spot = np.searchsorted(customer, customer[left])
    last = np.searchsorted(customer, customer[left], side="right")
    open_ = np.flatnonzero(spot < last)
    while len(open_):
        at, one = left[open_], spot[open_]
        mine = (np.abs(start[one] - end[at]) <= SLACK) & (plan[one] != plan[at])
        mine &= start[one] > start[at]
        found[open_[mine]] = one[mine]
        spot[open_] += 1
        open_ = open_[~mine & (spot[open_] < last[open_])]
    return found


def paying(customer: Ints, start: Ints, end: Ints, day: int) -> int:
    """Customers with a running subscription on a day."""
    here = (start <= day) & ((end < 0) | (end > day))
    return len(np.unique(customer[here]))
