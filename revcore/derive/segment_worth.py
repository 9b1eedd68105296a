"""Segments side by side: how long customers stay, what they bring and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.contractual import ClvEstimate, per_period
from revcore.derive.cost import CustomerCost
from revcore.derive.intervals import Floats, rng
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.movements import KINDS, Transitions
from revcore.derive.resamples import Resamples
from revcore.derive.segment_deals import SegmentCounts
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

LEFT = KINDS.index("churn")
AGES = (3, 12)
"""Ages [months] at which leaving is compared: the first quarter, the first year, later."""
LOOK, YEAR, DRAWS = 24, 12, 2000
PRIOR = 4.0
"""A segment is taken to leave like all others until about so many of its customers have left."""
FEWEST_NEW = 8


@dataclass(frozen=True, eq=False)
class Stays:
    """How the customers of one segment stay, beside all others of the same age.

    ratio_draws
        Draws of how many times as often they leave, pulled towards 1.
    months_draws
        Draws of the discounted months paid for over the horizon; ``other_months`` for all others.
    halves
        Left ÷ expected of every other customer, and of the rest.
    """

    name: str
    customers: int
    left: int
    expected: float
    ratio_draws: Floats
    months_draws: Floats
    other_months: Floats
    halves: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Staying:
    """All segments with at least one customer at risk, over the last two years."""

    segments: tuple[Stays, ...]
    horizon: int
    window: Window


@provider
def segment_staying(
    recurring: CustomerMonths,
    transitions: Transitions,
    customer_groups: dict[str, dict[int, str]],
    subscriber_value: ClvEstimate,
    discount_rate: float,
    as_of: int,
) -> Staying:
    """Leaving by segment against what the others’ rates at the same ages would give.

        ratio ~ Gamma(left + 4) ÷ (expected + 4)

    Customers of the source’s first month count as old: nobody knows their age.

    Raises
    ------
    NotComputable
        Customers are in no segments.
    """
    groups = customer_groups.get("segment")
    if not groups:
        raise NotComputable(
            "Nothing says which segment a customer belongs to.", needs=("customers.segment",)
        )
    window = Window(max(as_of - LOOK + 1, recurring.first + 1), as_of)
    rows = transitions.within(window)
    risk = transitions.then[rows] > 0
    place = transitions.customer[rows][risk]
    who, began = recurring.starts
    gone = transitions.kind[rows][risk] == LEFT
    age = transitions.month[rows][risk] - began[place]
    bin_ = np.searchsorted(AGES, np.where(began[place] == recurring.first, AGES[-1], age), "right")
    label = np.array([groups.get(int(one), "") for one in who])[place]
    horizon = subscriber_value.horizon
    out = []
    for name in sorted(set(label.tolist()) - {""}):
        mine = label == name
        out.append(stays(name, mine, place, gone, bin_, horizon, discount_rate))
    return Staying(tuple(out), horizon, window)


def stays(
    name: str, mine: np.ndarray, place: Ints, gone: np.ndarray, bin_: Ints, horizon: int,
    discount_rate: float,
) -> Stays:  # fmt: skip
    """One segment against all others."""
    size = len(AGES) + 1
    months = np.bincount(bin_[~mine], minlength=size).astype(float)
    rate = (np.bincount(bin_[~mine], gone[~mine], size) + 0.5) / (months + 25)
    expected = float(np.bincount(bin_[mine], minlength=size) @ rate)
    left, others = int(gone[mine].sum()), int(gone[~mine].sum())
    noise = rng("staying", [left, others, round(expected * 1e6)])
    usual = noise.gamma(others + 1, 1, DRAWS) / (others + 1)
    ratio = noise.gamma(left + PRIOR, 1, DRAWS) / (expected * usual + PRIOR)
    time = np.arange(horizon)
    hazard = np.cumsum(np.r_[0.0, rate[np.searchsorted(AGES, time[:-1], "right")]])
    weight = (1 + per_period(discount_rate)) ** -time
    paid = np.exp(-np.multiply.outer(ratio * usual, hazard)) @ weight
    rest = np.exp(-np.multiply.outer(usual, hazard)) @ weight
    odd = place % 2 == 1
    halves = []
    for part in (mine & odd, mine & ~odd):
        due = float(np.bincount(bin_[part], minlength=size) @ rate)
        halves.append(float(gone[part].sum() + 1) / (due + 1))
    return Stays(
        name, len(np.unique(place[mine])), left, expected, ratio, paid, rest,
        (halves[0], halves[1]),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Brings:
    """What a new customer of a segment brings and costs [currency], beside all others.

    share
        Part of the selling that goes there: of deals opened, else of new customers [ratio].
    """

    stays: Stays
    new: int
    share: float
    value: float
    cost: float
    value_draws: Floats
    cost_draws: Floats
    other_value_draws: Floats
    other_cost_draws: Floats


@dataclass(frozen=True, eq=False)
class SegmentWorth:
    """Segments with enough new customers to say what one pays."""

    segments: tuple[Brings, ...]
    horizon: int
    window: Window


@provider
def segment_worth(
    segment_staying: Staying,
    recurring: CustomerMonths,
    customer_groups: dict[str, dict[int, str]],
    margin: Margin,
    customer_cost: CustomerCost,
    customer_resamples: Resamples,
    as_of: int,
    segment_counts: SegmentCounts | None = None,
) -> SegmentWorth:
    """First payments × margin × months stayed, against the segment’s part of the cost.

    Cost is shared out by deals opened in the same year; without segments of deals, by customers.

    Raises
    ------
    NotComputable
        Fewer than two segments have eight new customers of the last year.
    """
    window = Window(as_of - YEAR + 1, as_of)
    who, began = recurring.starts
    fresh = (began > recurring.first) & (began >= window.start) & (began <= window.end)
    groups = customer_groups["segment"]
    label = np.array([groups.get(int(one), "") for one in who])
    amount = recurring.first_amounts / 10**recurring.scale
    shares = segment_counts.shares(window) if segment_counts else {}
    known = fresh & (label != "")
    out = []
    for one in segment_staying.segments:
        mine, rest = known & (label == one.name), known & (label != one.name)
        n, others = int(mine.sum()), int(rest.sum())
        if n < FEWEST_NEW or others < FEWEST_NEW:
            continue
        share = shares.get(one.name, n / (n + others)) if shares else n / (n + others)
        pays = customer_resamples.mean(who[mine], amount[mine]) * margin.value
        other = customer_resamples.mean(who[rest], amount[rest]) * margin.value
        spend = customer_cost.value * (n + others)
        noise = rng("segment cost", [n, others, round(share * 1e6)])
        cost, other_cost = share * spend, (1 - share) * spend
        out.append(
            Brings(
                one, n, share,
                float(amount[mine].mean() * margin.value * np.median(one.months_draws)), cost / n,
                np.maximum(pays, 0) * one.months_draws, cost / noise.gamma(n + 0.5, 1, DRAWS),
                np.maximum(other, 0) * one.other_months,
                other_cost / noise.gamma(others + 0.5, 1, DRAWS),
            )
        )  # fmt: skip
    if not out:
        raise NotComputable(
            f"Fewer than two segments have {FEWEST_NEW} new customers in the last year.",
            needs=("customers.segment",),
        )
    return SegmentWorth(tuple(out), segment_staying.horizon, window)
