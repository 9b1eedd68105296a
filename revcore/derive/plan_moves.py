"""Customers who changed their plan: from which to which, and what it did to their MRR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    plan = plan_spells["plan"].to_numpy(str)
    first = month_of_day(int(start.min()))
    window = Window(as_of - look_back(first, as_of, span) + 1, as_of)
    left = (end >= window.first_day) & (end <= window.last_day)
    found: dict[tuple[str, str], list[float]] = {}
    for at in np.flatnonzero(left).tolist():
        lo = int(np.searchsorted(customer, customer[at]))
        hi = int(np.searchsorted(customer, customer[at], side="right"))
        near = np.abs(start[lo:hi] - end[at]) <= SLACK
        near &= (plan[lo:hi] != plan[at]) & (start[lo:hi] > start[at])
        for next_ in (np.flatnonzero(near) + lo).tolist()[:1]:
            gained = float(mrr[next_] - mrr[at]) / 10**SCALE
            found.setdefault((str(plan[at]), str(plan[next_])), []).append(gained)
    if not found:
        raise NotComputable("Nobody changed the plan in these months.")
    moves = [
        PlanMove(before, after, len(changes), sum(changes))
        for (before, after), changes in found.items()
    ]
    order = sorted(moves, key=lambda move: (-move.customers, move.before, move.after))
    return PlanMoves(order, paying(customer, start, end, window.first_day - 1), window)


def paying(customer: Ints, start: Ints, end: Ints, day: int) -> int:
    """Customers with a running subscription on a day."""
    here = (start <= day) & ((end < 0) | (end > day))
    return len(np.unique(customer[here]))
