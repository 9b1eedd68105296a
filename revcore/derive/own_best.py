"""A company's own best quarter, with luck taken out: the bound of what a lever may promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive.acquisition import FirstMonths
from revcore.derive.deals import Deals
from revcore.derive.funnel import Step
from revcore.derive.movements import Flows, Movements
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import Returns
from revcore.diagnosis_parts import Quantity
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import Asker, provider

QUARTERS, FEWEST = 8, 3
LEAST = 10
"""Fewer observations than this make no quarter worth comparing with."""
LEADS = {
    "lead_to_mql": ("leads", "mqls"),
    "mql_to_sql": ("mqls", "sqls"),
    "sql_to_opportunity": ("sqls", "opportunities"),
}


@dataclass(frozen=True)
class Quarter:
    """One quarter's figure, its standard error and how many observations stand behind it."""

    window: Window
    value: float
    error: float
    n: float


Best = Mapping[str, tuple[Quantity, str]]


def shrunken(values: ArrayLike, errors: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Empirical Bayes: each figure drawn to the common mean as far as it may be luck.

    Between-quarter variance after DerSimonian & Laird (1986), but only what exceeds chance by more
    than one standard deviation of chance: nought where the quarters differ no more than that, so
    that the best of several lucky quarters promises nothing. Returns figures and standard errors.

    >>> calm, _ = shrunken([0.20, 0.25, 0.22], [0.05, 0.05, 0.05])
    >>> calm.round(3).tolist()
    [0.223, 0.223, 0.223]
    >>> wild, _ = shrunken([0.10, 0.40, 0.20], [0.03, 0.03, 0.03])
    >>> wild.round(2).tolist()
    [0.11, 0.39, 0.2]
    """
    x, variance = np.asarray(values, float), np.maximum(np.asarray(errors, float) ** 2, 1e-12)
    weight = 1 / variance
    mean = float(weight @ x / weight.sum())
    spread = float(weight @ (x - mean) ** 2)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    chance = x.size - 1 + (2 * (x.size - 1)) ** 0.5
    between = max(0.0, (spread - chance) / scale) if scale > 0 else 0.0
    if between == 0:
        return np.full(x.size, mean), np.full(x.size, weight.sum() ** -0.5)
    weight = 1 / (variance + between)
    mean = float(weight @ x / weight.sum())
    kept = between / (between + variance)
    return mean + kept * (x - mean), np.sqrt(kept * variance)


def best(quarters: list[Quarter], *, higher: bool) -> tuple[Quantity, str] | None:
    """The best quarter after shrinking, on the scale of logarithms, with its window.

    Every quarter has the same chance error per observation, or quarters lucky enough to be high
    would also look the most certain. Where they differ no more than luck makes them, none is the
    best: then it is their mean, with the window of all of them. None with fewer than three quarters
    of ten observations each.
    """
    solid = [one for one in quarters if one.n >= LEAST and one.value > 0]
    if len(solid) < FEWEST:
        return None
    logs = [float(np.log(one.value)) for one in solid]
    n = np.array([one.n for one in solid], float)
    noise = float(sum((one.error / one.value) ** 2 * one.n for one in solid)) / len(solid)
    values, errors = shrunken(logs, np.sqrt(noise / n))
    index = int(np.argmax(values) if higher else np.argmin(values))
    rest_on = solid if np.ptp(values) == 0 else [solid[index]]
    window = Window(
        min(one.window.start for one in rest_on), max(one.window.end for one in rest_on)
    )
    quantity = Quantity(
        value=float(np.exp(values[index])),
        error=float(errors[index]),
        n=round(sum(one.n for one in rest_on)),
        window=str(window),
    )
    return quantity, window.words


@provider
def own_best(at: Callable[[int, int | None], Asker], as_of: int) -> Best:
    """The best of the last eight quarters for every input that was measured in them."""
    found: dict[str, list[Quarter]] = {}
    for back in range(QUARTERS):
        end = as_of - 3 * back
        ask = at(end, 3)
        for maker in (of_deals, of_flows, of_steps, of_buyers):
            for name, value, error, n in maker(ask, Window(end - 2, end)):
                found.setdefault(name, []).append(Quarter(Window(end - 2, end), value, error, n))
    out = {}
    for name, quarters in found.items():
        chosen = best(quarters, higher=name not in LOWER)
        if chosen is not None:
            out[name] = chosen
    return out


LOWER = frozenset(("churn", "contraction", "cycle_days"))
Figures = list[tuple[str, float, float, float]]


def of_deals(ask: Asker, window: Window) -> Figures:
    """Opportunities a month, win rate, deal value and days to win of one quarter."""
    out: Figures = []
    try:
        closed: Deals = ask("closed_deals")
        created: Deals = ask("created_deals")
    except NotComputable:
        return out
    n = closed.wins + closed.losses
    if n:
        rate = closed.wins / n
        out.append(("win_rate", rate, float(np.sqrt(max(rate * (1 - rate), 1e-4) / n)), n))
    if created.count:
        out.append(("opportunities", created.count / 3, created.count**0.5 / 3, created.count))
    won = closed.is_won
    amounts = np.repeat(won.amount[won.valued == 1], won.n[won.valued == 1]) / 10**won.scale
    if amounts.size > 1:
        error = float(amounts.std(ddof=1)) / amounts.size**0.5
        out.append(("deal_value", float(amounts.mean()), error, amounts.size))
    days = np.repeat((won.dated.closed - won.dated.created), won.dated.n)
    if days.size > 1:
        error = 1.2533 * float(days.std(ddof=1)) / days.size**0.5
        out.append(("cycle_days", float(np.median(days)), error, days.size))
    return out


def of_flows(ask: Asker, window: Window) -> Figures:
    """Monthly churn, contraction and expansion of the MRR, and new customers, of one quarter."""
    try:
        flows: Flows = ask("customer_flows")
        moved: Movements = ask("movements")
    except NotComputable:
        return []
    opening = opening_of(moved, window)
    out: Figures = []
    for name in ("churn", "contraction", "expansion"):
        lost = getattr(flows, name)
        some = lost[lost > 0]
        if some.size and opening > 0:
            error = float(np.sqrt((some**2).sum())) / opening
            out.append((name, float(some.sum()) / opening, error, some.size))
    joined = int((flows.new > 0).sum())
    if joined:
        out.append(("new_customers", joined / 3, joined**0.5 / 3, joined))
    return out


def opening_of(moved: Movements, window: Window) -> float:
    """Sum of the opening MRR of a window's months [money · months]."""
    mine = (moved.month >= window.start) & (moved.month <= window.end)
    return float(moved.opening[mine].sum()) / 10**moved.scale


def of_steps(ask: Asker, window: Window) -> Figures:
    """Leads a month and their steps, of one quarter."""
    try:
        steps: Mapping[tuple[str, str], Step] = ask("funnel_steps")
    except NotComputable:
        return []
    out: Figures = []
    for name, pair in LEADS.items():
        if pair in steps and 0 < steps[pair].reached < steps[pair].entered:
            step = steps[pair]
            rate, (_, entered) = step.share, step.effective
            error = float(np.sqrt(rate * (1 - rate) / entered))
            out.append((name, rate, error, step.entered))
    first = steps.get(("leads", "mqls")) or steps.get(("leads", "opportunities"))
    if first is not None and first.window is not None and first.entered:
        months = first.window.months
        out.append(("leads", first.entered / months, first.entered**0.5 / months, first.entered))
    return out


def of_buyers(ask: Asker, window: Window) -> Figures:
    """New buyers a month, value of an order and share that buys again, of one quarter."""
    try:
        bought: Purchases = ask("repeat_buying")
    except NotComputable:
        return []
    out: Figures = []
    known = bought.known
    amounts = known.amounts(window) / 10**known.scale
    if amounts.size > 1:
        error = float(amounts.std(ddof=1)) / amounts.size**0.5
        out.append(("order_value", float(amounts.mean()), error, amounts.size))
    try:
        firsts: FirstMonths = ask("first_months")
        new = firsts.new_in(window)
        if new:
            out.append(("new_buyers", new / 3, new**0.5 / 3, new))
        again: Returns = ask("returning_buyers")
    except NotComputable:
        return out
    if 0 < again.again < again.customers:
        rate = again.again / again.customers
        error = float(np.sqrt(rate * (1 - rate) / again.customers))
        out.append(("repeat_rate", rate, error, again.customers))
    return out
