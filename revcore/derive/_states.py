"""States of each kind of company, from which the next twelve months are simulated."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._trend import LEAST_DEALS, YEAR, trend
from revcore.derive.acquisition import FirstMonths
from revcore.derive.answers import ROUGH, TypedYear
from revcore.derive.contractual import ClvEstimate
from revcore.derive.deals import Deals
from revcore.derive.intervals import Z80, Floats
from revcore.derive.lifetimes import Lifetimes
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import Flows
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.derive.repeat import Returns
from revcore.derive.sbg import at_each_renewal
from revcore.diagnosis_parts import GrowthState, Quantity
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.words import counted_words

MONTH = 30.4375
OLDEST = 36
FIRM = 4.0
"""Customers who left in their first year as expected, that the curve itself counts for."""
Inputs = dict[str, Quantity]


@dataclass(frozen=True)
class Pipeline:
    """Opportunities a month, the share won and when, and what is open now."""

    inputs: Inputs = field(default_factory=dict)
    cycle: list[float] = field(default_factory=list)
    open_by_age: list[float] = field(default_factory=list)
    open_beyond: float = 0.0
    wins_a_month: float = 0.0
    created: Floats = field(default_factory=lambda: np.zeros(0))


def cycle_of(cycle: Floats) -> float:
    """Median days to win from shares by month."""
    upto = np.cumsum(cycle)
    if upto[-1] <= 0:
        return MONTH
    ends = np.concatenate([[0.0], np.arange(cycle.size) + 0.5]) * MONTH
    return float(np.interp(upto[-1] / 2, np.concatenate([[0.0], upto]), ends))


def monthly(counted: ArrayLike, window: Window) -> Quantity:
    """A number a month: the error counts that months differ by more than chance."""
    counts = np.asarray(counted, float)
    total, months = float(counts.sum()), max(counts.size, 1)
    mean = total / months
    spread = float(np.std(counts, ddof=1)) if months > 1 else mean**0.5
    error = max(spread, mean**0.5) / months**0.5 / mean if mean > 0 else 0.0
    return Quantity(value=mean, error=error, n=round(total), window=str(window))


def mean_of(values: Floats) -> Quantity:
    """A mean of amounts and the standard error of its logarithm.

    Raises
    ------
    NotComputable
        The amounts add up to nothing.
    """
    mean = float(values.mean())
    if mean <= 0:
        raise NotComputable(
            "The amounts add up to 0: there is nothing to grow from.", n=values.size
        )
    error = float(values.std(ddof=1)) / mean / values.size**0.5 if values.size > 1 else 0.0
    return Quantity(value=mean, error=error, n=values.size)


def hazards(value: ClvEstimate | None, lives: Lifetimes | None) -> list[float]:
    """Share of new customers leaving in month 1, 2, 3 … of their life.

    The curve’s own shape, at the level at which customers in their first year have left: where few
    have, a curve of all ages hangs on what was thought of its shape before.
    """
    if value is None or value.curve.size <= value.horizon:
        return []
    curve = value.curve[: OLDEST + 1]
    hazard = 1 - curve[1:] / curve[:-1]
    if lives is not None:
        left, stayed = (one[:YEAR] for one in at_each_renewal(lives.left, lives.here))
        expected = float((left + stayed) @ hazard[: left.size])
        hazard = hazard * (float(left.sum()) + FIRM) / (expected + FIRM)
    return np.asarray(hazard, float).tolist()


def of_subscribers(
    as_of: int,
    recurring: CustomerMonths,
    base: Inputs,
    flows: Flows,
    pipeline: Pipeline | None,
    hazard: list[float],
) -> GrowthState:
    """Recurring revenue now, how it drifts, and who joins."""
    new = flows.new[flows.new > 0]
    months = flows.window.months
    inputs = dict(base)
    state = GrowthState(
        engine="subscription",
        inputs={},
        base=recurring.money(recurring.total(as_of)),
        hazard=hazard,
    )
    if pipeline is not None and new.size:
        inputs |= pipeline.inputs
        wins = pipeline.wins_a_month * months
        per_win = mean_of(new)
        inputs["new_mrr"] = Quantity(
            value=float(new.sum()) / max(wins, 1.0),
            error=lumpiness(recurring, new, pipeline.inputs),
            n=per_win.n,
        )
        state = state.model_copy(
            update={
                "cycle": pipeline.cycle,
                "open_by_age": pipeline.open_by_age,
                "open_beyond": pipeline.open_beyond,
            }
        )
    elif new.size:
        inputs["new_customers"] = Quantity(
            value=new.size / months, error=new.size**-0.5, n=new.size
        )
        inputs["growth"] = trend(joined_by_month(recurring, as_of))
        inputs["new_customer_mrr"] = mean_of(new)
    return state.model_copy(update={"inputs": inputs})


def lumpiness(recurring: CustomerMonths, new: Floats, drawn: Inputs) -> float:
    """Standard error of what a won deal brings, as a share of it.

    The new revenue of a year is a sum of so many lumps: (1 + cv²) / n, of which the doubt about
    deals a month and their win rate is drawn apart. How unlike the lumps are is taken from every
    customer who ever began, for a year without a large one would look the surest.
    """
    amounts = recurring.first_amounts
    apart = max(float(amounts.std() / amounts.mean()), float(new.std() / new.mean()))
    deals, rate = drawn["opportunities"], drawn["win_rate"]
    already = deals.error**2 + (rate.error * (1 - rate.value)) ** 2
    return float(max(apart**2, 1 + apart**2 - already * new.size) / new.size) ** 0.5


def joined_by_month(recurring: CustomerMonths, as_of: int) -> Floats:
    """New customers of each of the last 24 months; who paid in the first one is not new."""
    start = max(recurring.first + 1, as_of - 2 * YEAR + 1)
    began = recurring.starts[1]
    mine = began[(began >= start) & (began <= as_of)] - start
    return np.bincount(mine, minlength=max(as_of - start + 1, 0)).astype(float)


def of_projects(
    as_of: int, pipeline: Pipeline, closed: Deals, revenue: RevenueMonths | None
) -> GrowthState:
    """Deals as they are won, and revenue that no deal stands behind."""
    won = closed.is_won.take(closed.is_won.valued == 1)
    amounts = np.repeat(won.amount, won.n) / 10**won.scale
    if amounts.size < LEAST_DEALS:
        raise NotComputable(
            f"{counted_words(amounts.size, 'won deals')} with an amount: at least {LEAST_DEALS} "
            "are needed.",
            needs=("deals.amount",),
            n=int(amounts.size),
        )
    inputs = {**pipeline.inputs, "deal_value": mean_of(amounts)}
    base = 0.0
    if revenue is not None and revenue.first <= as_of - YEAR + 1:
        monthly_revenue = revenue.total(Window(as_of - YEAR + 1, as_of)) / YEAR
        base = max(0.0, monthly_revenue - pipeline.wins_a_month * inputs["deal_value"].value)
    return GrowthState(
        engine="projects", inputs=inputs, base=base, cycle=pipeline.cycle,
        open_by_age=pipeline.open_by_age, open_beyond=pipeline.open_beyond,
    )  # fmt: skip


def of_buyers(
    as_of: int, bought: Purchases, firsts: FirstMonths, again: Returns | None
) -> GrowthState:
    """New buyers a month, and what a buyer brings by age in months."""
    known = bought.known
    size = max(int(who.max(initial=-1)) for who in (firsts.customer, known.customer)) + 1
    first_month = np.zeros(size, np.int64)
    first_month[firsts.customer] = firsts.month
    began = first_month[known.customer]
    age = known.month - began
    since, last = firsts.first, as_of
    mine = (known.month <= last) & (age >= 0) & (began > since)
    started = firsts.month[(firsts.month > since) & (firsts.month <= last)]
    if not started.size:
        raise NotComputable("Nobody bought for the first time after the first month.", n=0)
    by_age = np.bincount(last - started)
    oldest = min(by_age.size, OLDEST)
    watched = np.cumsum(by_age[::-1])[::-1][:oldest].astype(float)
    some = np.flatnonzero(mine)
    money = np.bincount(age[some], known.amount[some] / 10**known.scale, oldest)[:oldest]
    window = Window(last - YEAR + 1, last)
    new = np.bincount(started[started >= window.start] - window.start, minlength=YEAR)
    recent = np.flatnonzero((known.month >= window.start) & (known.month <= last))
    amounts = known.amount[recent] / 10**known.scale
    settled = max(since + YEAR, last - 2 * YEAR + 1)
    months = max(last - settled + 1, 0)
    counts = np.bincount(started[started >= settled] - settled, minlength=months)
    inputs = {
        "new_buyers": monthly(new, window),
        "order_value": mean_of(amounts),
        "growth": trend(counts),
    }
    if again is not None and 0 < again.again < again.customers:
        error = (1 / again.again + 1 / (again.customers - again.again)) ** 0.5
        inputs["repeat_rate"] = Quantity(
            value=again.again / again.customers, error=error, scale="logit", n=again.customers
        )
    return GrowthState(
        engine="orders", inputs=inputs, repeat=(money / watched).tolist(),
        buyers_by_age=by_age[:oldest].astype(float).tolist(),
    )  # fmt: skip


def of_typed(typed: TypedYear) -> GrowthState:
    """From the twelve numbers: quotes and wins a month, sales of the year; ± 10 % each.

    Sales are shared out by heads: new customers’ part hangs on wins, the rest comes by itself.

    Raises
    ------
    NotComputable
        Quotes, wins or sales were not typed.
    """
    quotes, wins, sales = typed.need("quotes_per_month", "wins_per_month", "sales_this_year")
    share = min(wins / quotes, 0.99)
    n = max(12 * quotes, 1.0)
    rough = ROUGH / Z80
    everybody, new = typed.get("customers"), typed.get("new_customers")
    fresh = min(new / everybody, 1.0) if everybody and new else 1.0
    days = typed.get("days_to_yes") or MONTH
    lag = int(days // MONTH)
    inputs = {
        "opportunities": Quantity(value=quotes, error=rough, n=round(n)),
        "win_rate": Quantity(
            value=share, error=(1 / (share * (1 - share) * n)) ** 0.5, scale="logit", n=round(n)
        ),
        "deal_value": Quantity(value=sales * fresh / 12 / wins, error=rough),
        "cycle_days": Quantity(value=days, error=rough),
    }
    base = sales * (1 - fresh) / 12
    return GrowthState(engine="projects", inputs=inputs, base=base, cycle=[0.0] * lag + [1.0])
