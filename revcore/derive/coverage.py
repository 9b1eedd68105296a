"""What has to be sold in the coming three months, by quota or by the goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from revcore.derive.months import CustomerMonths
from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Goal, Window, last_day, parse_month
from revcore.registry import REASON, provider

AHEAD = 3


@dataclass(frozen=True)
class Target:
    """What is to be sold in the coming three months [currency], and where that comes from."""

    amount: float
    basis: str


@provider
def sales_target(
    scales: Mapping[str, int],
    as_of: int,
    team_members: pd.DataFrame | None = None,
    goal: Goal | NotComputable = REASON,
    revenue_months: RevenueMonths | None = None,
    recurring: CustomerMonths | None = None,
) -> Target:
    """Quotas of everybody on board; without quotas, a quarter's part of what the goal still needs.

    The goal is revenue of the twelve months that end with its month. What was sold in them already
    and what running subscriptions will bring is taken off; the rest is spread over the months left.

    Raises
    ------
    NotComputable
        Neither quotas nor a goal, or the goal is reached already.
    """
    if team_members is not None:
        end = last_day(as_of)
        left = (team_members["end"] >= 0) & (team_members["end"] <= end)
        here = team_members[~left & (team_members["start"] <= end)]
        quota = int(here["quota"].sum()) / 10 ** scales.get("team.quota", 0)
        if quota > 0:
            return Target(quota, "quotas of the coming quarter")
    if isinstance(goal, NotComputable):
        raise NotComputable(
            "Needs what is to be sold: the quota of each seller, or a revenue goal with its month.",
            needs=("team.quota", "settings.goal"),
        )
    by = parse_month(goal.by)
    begins = max(by - 11, as_of + 1)
    months = by - begins + 1
    if months <= 0:
        raise NotComputable("The month of the goal has passed.", needs=("settings.goal",))
    done = 0.0
    if revenue_months is not None and by - 11 <= as_of:
        done = revenue_months.total(Window(by - 11, as_of))
    if recurring is not None:
        _, running = recurring.at(as_of)
        done += recurring.money(running.sum()) * months
    missing = goal.revenue - done
    if missing <= 0:
        raise NotComputable("What was sold and what runs on already reaches the goal.")
    return Target(missing * min(AHEAD, months) / months, "the goal’s part of three months")
