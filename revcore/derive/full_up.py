"""How near delivery is to its own maximum, and how long a won job waits for its last invoice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from revcore.derive import intervals
from revcore.derive.deals import Deals
from revcore.derive.divided import UNDIVIDED, Divided
from revcore.derive.intervals import Floats
from revcore.derive.purchases import RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

DRAWS = 2000
HALF, BEFORE, LEAST = 6, 12, 24
DONE = 0.95
"""Part of a job’s amount that is billed once it is delivered; the rest may be a discount."""
JOBS = 10
SEASON = 1.25


@dataclass(frozen=True, eq=False)
class Waits:
    """Days from won to the last invoice, of jobs delivered in the last six months and before.

    slower
        Draws of the mean (on the scale of logarithms) now over that of the twelve months before.
    largest
        Part of the six months’ billing that one job brought.
    """

    days: float
    before: float
    jobs: int
    jobs_before: int
    largest: float
    slower: Floats = field(repr=False)


@provider
def job_waits(job_bills: pd.DataFrame, as_of: int, scales: Mapping[str, int]) -> Waits:
    """A job is delivered with the invoice that brings its billing to 95 % of its amount.

    Counted by the month of delivery, so that jobs still under way distort neither period.

    Raises
    ------
    NotComputable
        Fewer than ten jobs delivered in either period.
    """
    now = Window(as_of - HALF + 1, as_of)
    earlier = Window(as_of - HALF - BEFORE + 1, as_of - HALF)
    unit = 10.0 ** (scales.get("invoices", 0) - scales.get("deals", 0))
    bills = job_bills[job_bills["day"] <= now.last_day]
    billed = bills.groupby("deal", sort=True)["billed"].cumsum()
    done = bills[billed >= DONE * unit * bills["amount"]].groupby("deal", sort=True).first()
    wait = np.maximum(done["day"] - done["closed"], 0).to_numpy(float)
    day = done["day"].to_numpy()
    parts = [
        np.sort(wait[(day >= window.first_day) & (day <= window.last_day)])
        for window in (now, earlier)
    ]
    least = min(len(part) for part in parts)
    if least < JOBS:
        raise NotComputable(
            f"{least or 'No'} job{'s' if least != 1 else ''} billed in full in one of the two "
            f"periods: at least {JOBS} are needed to say how long delivery takes.",
            needs=("invoices.project",), n=least,
        )  # fmt: skip
    logs = [np.log(part + 1) for part in parts]
    noise = intervals.rng("job waits", *parts)
    drawn = [
        one.mean() + one.std(ddof=1) / len(one) ** 0.5 * noise.standard_t(len(one) - 1, DRAWS)
        for one in logs
    ]
    lately = bills[bills["day"] >= now.first_day].groupby("deal")["billed"].sum()
    return Waits(
        float(np.median(parts[0])), float(np.median(parts[1])), len(parts[0]), len(parts[1]),
        float(lately.max() / max(lately.sum(), 1)), np.exp(drawn[0] - drawn[1]),
    )  # fmt: skip


@dataclass(frozen=True)
class Plateau:
    """Delivered revenue of the last six months, a month [currency], against its own past.

    error
        Standard error of ``now``, from how the six months differ.
    most
        The best six months there were.
    year_ago, before_that
        The same six months a year ago, and the six before those.
    sold
        Won a month in the last six months; None where no deal won has an amount.
    """

    now: float
    error: float
    most: float
    year_ago: float
    before_that: float
    sold: float | None
    window: Window

    @property
    def season(self) -> bool:
        """Whether these months stood out a year ago, too."""
        return self.year_ago > SEASON * self.before_that


@provider
def delivery_plateau(
    revenue_months: RevenueMonths,
    as_of: int,
    all_deals: Deals | None = None,
    divided: Divided = UNDIVIDED,
) -> Plateau:
    """Revenue by half-years that end with each month.

    Raises
    ------
    NotComputable
        Less than two years of revenue, or amounts of longer periods than months.
    """
    if revenue_months.first > as_of - LEAST + 1 or revenue_months.last < as_of:
        raise NotComputable("Needs two years of revenue.", needs=("invoices",))
    divided.refuse(Window(revenue_months.first, as_of))
    window = Window(as_of - HALF + 1, as_of)
    each = revenue_months.amount[: as_of - revenue_months.first + 1] / 10**revenue_months.scale
    halves = np.convolve(each, np.full(HALF, 1 / HALF), "valid")
    sold = None
    if all_deals is not None:
        won = all_deals.is_won
        mine = (won.closed >= window.first_day) & (won.closed <= window.last_day)
        value = won.take(mine).value
        sold = value / HALF if value > 0 else None
    return Plateau(
        float(halves[-1]), float(each[-HALF:].std(ddof=1) / HALF**0.5), float(halves.max()),
        float(halves[-1 - BEFORE]), float(halves[-1 - BEFORE - HALF]), sold, window,
    )  # fmt: skip
