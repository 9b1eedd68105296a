"""What a simulation of the next twelve months starts from: aggregates only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from revcore.calendar import month_of_day
from revcore.derive._seeds import seed_from
from revcore.derive._states import (
    MONTH,
    YEAR,
    Inputs,
    Pipeline,
    cycle_of,
    hazards,
    monthly,
    of_buyers,
    of_projects,
    of_subscribers,
    of_typed,
)
from revcore.derive._trend import by_month, trend
from revcore.derive.acquisition import FirstMonths, SpendLedger
from revcore.derive.answers import TypedYear
from revcore.derive.capacity import DeliveryCapacity
from revcore.derive.competing_risks import aalen_johansen
from revcore.derive.contractual import ClvEstimate
from revcore.derive.deals import CycleDays, DealHistory, Deals, age_days
from revcore.derive.funnel import Step
from revcore.derive.lifetimes import Lifetimes
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import Flows, Movements
from revcore.derive.own_best import LEADS, Best, opening_of
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.derive.repeat import Returns
from revcore.diagnosis_parts import GrowthState, Quantity
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.registry import REASON, provider

LOOK = 18
"""Deals created in so many months say how many are won, and when."""
OLDEST = 36
LEAST_OPEN = 0.02
LEAST_DEALS = 10
USUAL_LAG = 1.0
"""Months from a lead to its opportunity where no dates say it: a house estimate."""
STRAIGHT = (
    {"lead_to_opportunity": ("leads", "opportunities")}, {"lead_to_won": ("leads", "won")},
)  # fmt: skip
"""The one step of leads without stages of their own; the first that can be counted."""
FIRST = {"lead_to_mql": LEADS["lead_to_mql"], **STRAIGHT[0], **STRAIGHT[1]}
MOSTLY_LEADS = 0.8
"""From this share of the deals on that begin as leads, leads say how deals grow."""
MOST_BACK = 0.8
"""No more than this share of what left is taken to come back."""
WORKING_DAYS = 220
"""Days a person works in a year: what a day is worth is revenue ÷ people ÷ days."""


@provider
def sales_pipeline(
    all_deals: Deals, open_deals: Deals, deal_history: DealHistory, as_of: int
) -> Pipeline:
    """From deals with a day of creation: Aalen–Johansen over those of the last 18 months.

    ``open_by_age`` counts each open deal as the number of created ones it stands for: open ÷ share
    still open at that age, so that created × win rate × share won at an age holds for all.

    Raises
    ------
    NotComputable
        Too few deals are closed, or none has a day of creation.
    """
    end = first_day(as_of + 1)
    first = max(deal_history.first, as_of - LOOK + 1)
    dated = (all_deals.created >= first_day(first)) & (all_deals.created < end)
    mine = all_deals.take(
        dated & ((all_deals.closed < 0) | (all_deals.closed >= all_deals.created))
    )
    if not mine.count:
        raise NotComputable("Needs the day each deal was created.", needs=("deals.created",))
    decided = (mine.won + mine.lost == 1) & (mine.closed >= 0) & (mine.closed < end)
    days = np.where(decided, mine.closed, end) - mine.created
    status = np.where(decided, np.where(mine.won == 1, 1, 2), 0)
    found = aalen_johansen(days, status, mine.n).checked()
    horizon = found.horizon
    share = found.at(horizon)[0]
    inputs = {
        "win_rate": Quantity(
            value=share,
            error=found.error(horizon) / (share * (1 - share)) if 0 < share < 1 else 0.0,
            scale="logit",
            n=round(found.wins + found.losses),
        )
    }
    months = int(np.ceil(horizon / MONTH)) + 1
    upto = [found.at((month + 0.5) * MONTH)[0] for month in range(months)]
    cycle = np.diff(np.minimum(np.array(upto) / share, 1.0), prepend=0.0)
    window = Window(max(as_of - YEAR + 1, first), as_of)
    lately = mine.take(mine.created >= window.first_day)
    newest = np.bincount(
        ((lately.created - window.first_day) / MONTH).astype(int), lately.n, window.months
    )[: window.months]
    inputs["opportunities"] = monthly(newest, window)
    created = by_month(all_deals.created, all_deals.n, deal_history.first, as_of)
    inputs["growth"] = trend(created)
    median = cycle_of(cycle)
    wins = int(mine.n[decided & (mine.won == 1)].sum())
    inputs["cycle_days"] = Quantity(value=median, error=0.6 / max(wins, 1) ** 0.5, n=wins)
    age = age_days(open_deals, as_of)
    known = age >= 0
    months_old = np.minimum((age[known] / MONTH).astype(int), months)
    counts = np.bincount(months_old, open_deals.n[known], months + 1)
    still = [max(found.at((month + 0.5) * MONTH)[2], LEAST_OPEN) for month in range(months)]
    return Pipeline(
        inputs, cycle.tolist(), (counts[:months] / np.array(still)).tolist(), float(counts[months]),
        inputs["opportunities"].value * share, created,
    )  # fmt: skip


@provider
def lead_inputs(
    as_of: int,
    funnel_steps: Mapping[tuple[str, str], Step],
    sales_pipeline: Pipeline | None = None,
    lead_frame: Mapping[str, np.ndarray] | None = None,
) -> Inputs:
    """Leads a month, their steps and days, and which share of the opportunities comes from them.

    Where marketing and sales pass leads on without stages of their own, the one step from a lead to
    a deal, or to a win, stands for all of them.

    Raises
    ------
    NotComputable
        No step from a lead to a deal or to a win can be counted.
    """
    out = rates(funnel_steps, LEADS)
    whole = next((found for one in STRAIGHT if (found := rates(funnel_steps, one))), {})
    if len(out) < len(LEADS):
        out = dict(whole)
    if not out:
        raise NotComputable(
            "Needs leads with the day each became a deal or was won.", needs=("leads",)
        )
    through = float(np.prod([one.value for one in out.values()]))
    if "lead_to_won" in out and sales_pipeline is not None:
        through /= sales_pipeline.inputs["win_rate"].value or 1.0
    first = funnel_steps[next(pair for name, pair in FIRST.items() if name in out)]
    months = first.window.months if first.window else YEAR
    leads = first.entered / months
    out["leads"] = Quantity(value=leads, error=first.entered**-0.5, n=first.entered)
    made = sales_pipeline.inputs["opportunities"].value if sales_pipeline else 0.0
    share = min(1.0, leads * through / made) if made else 1.0
    out["lead_share"] = Quantity(value=share, scale="plain")
    out["lead_lag"] = Quantity(value=lag(lead_frame), scale="plain")
    if sales_pipeline is not None and lead_frame is not None and share >= MOSTLY_LEADS:
        days = lead_frame["leads"]
        began = month_of_day(int(days[days >= 0].min(initial=first_day(as_of))))
        counted = by_month(days, lead_frame["n"], began, as_of)
        out["growth"] = trend(sales_pipeline.created, counted)
    return out


def rates(steps: Mapping[tuple[str, str], Step], wanted: Mapping[str, tuple[str, str]]) -> Inputs:
    """Shares that go on, by name, as far as each follows on the one before.

    >>> rates({("leads", "won"): Step(200, 50, None, "")}, STRAIGHT[1])["lead_to_won"].value
    0.25
    """
    out: Inputs = {}
    for name, pair in wanted.items():
        step = steps.get(pair)
        if step is None or not 0 < step.reached < step.entered or not 0 < step.share < 1:
            break
        reached, entered = step.effective
        error = (1 / reached + 1 / (entered - reached)) ** 0.5
        out[name] = Quantity(value=step.share, error=error, scale="logit", n=step.entered)
    return out


def lag(leads: Mapping[str, np.ndarray] | None) -> float:
    """Average time from a lead to its opportunity [months]; one where hardly any is dated.

    >>> day = np.array([0, 10, 20]); came = np.array([15, -1, 35])
    >>> lag({"leads": day, "opportunities": came, "n": np.array([6, 9, 4])}) == 15 / MONTH
    True
    """
    if leads is None or "opportunities" not in leads:
        return USUAL_LAG
    days = leads["opportunities"] - leads["leads"]
    came = (leads["opportunities"] >= 0) & (days >= 0)
    n = int(leads["n"][came].sum())
    if n < LEAST_DEALS:
        return USUAL_LAG
    return float((days[came] * leads["n"][came]).sum()) / n / MONTH


@provider
def base_inputs(movements: Movements, customer_flows: Flows) -> Inputs:
    """Monthly churn, contraction and expansion of the MRR, and what of the churn comes back."""
    window = customer_flows.window
    opening = opening_of(movements, window)
    if opening <= 0:
        raise NotComputable(f"Nobody paid in the {window.words}.", n=0)
    out = {}
    for name in ("churn", "contraction", "expansion"):
        amounts = getattr(customer_flows, name)
        total = float(amounts.sum())
        error = float(np.sqrt((amounts**2).sum())) / total if total > 0 else 0.0
        out[name] = Quantity(
            value=total / opening, error=error, n=int((amounts > 0).sum()), window=str(window)
        )
    back, gone = customer_flows.reactivation, float(customer_flows.churn.sum())
    if gone > 0 and back.sum() > 0:
        out["returning"] = Quantity(
            value=min(float(back.sum()) / gone, MOST_BACK), n=int((back > 0).sum()),
            error=float(np.sqrt((back**2).sum()) / back.sum()), window=str(window),
        )  # fmt: skip
    return out


def state_seed(parts: Sequence[float]) -> int:
    """A seed that fits every JSON reader."""
    return seed_from("growth state", list(parts)) % 2**31


# ---------------------------------------------------------------- by kind of company
@provider
def growth_state(
    business_model: Sequence[str],
    as_of: int,
    recurring: CustomerMonths | None = None,
    sales_pipeline: Pipeline | NotComputable = REASON,
    base_inputs: Inputs | None = None,
    customer_flows: Flows | None = None,
    subscriber_value: ClvEstimate | None = None,
    lifetimes: Lifetimes | None = None,
    repeat_buying: Purchases | None = None,
    first_months: FirstMonths | None = None,
    typed_year: TypedYear | None = None,
    won_cycles: CycleDays | None = None,
    returning_buyers: Returns | None = None,
    closed_deals: Deals | None = None,
    revenue_months: RevenueMonths | None = None,
    lead_inputs: Inputs | None = None,
    spend_ledger: SpendLedger | None = None,
    margin: Margin | None = None,
    own_best: Best | None = None,
    headcount: int | None = None,
    delivery_capacity: DeliveryCapacity | None = None,
) -> GrowthState:
    """The state of the company at the end of the as-of month.

    Raises
    ------
    NotComputable
        Neither recurring revenue, nor buyers, nor deals with days are known.
    """
    pipeline = None if isinstance(sales_pipeline, NotComputable) else sales_pipeline
    if recurring is not None and base_inputs is not None and customer_flows is not None:
        state = of_subscribers(
            as_of, recurring, base_inputs, customer_flows, pipeline,
            hazards(subscriber_value, lifetimes),
        )  # fmt: skip
    elif pipeline is not None and closed_deals is not None and "orders" not in business_model:
        state = of_projects(as_of, pipeline, closed_deals, revenue_months)
    elif repeat_buying is not None and first_months is not None:
        state = of_buyers(as_of, repeat_buying, first_months, returning_buyers)
    elif typed_year is not None:
        state = of_typed(typed_year)
    elif isinstance(sales_pipeline, NotComputable):
        raise sales_pipeline
    else:
        raise NotComputable(
            "Needs recurring revenue, orders, or deals with their days.",
            needs=("subscriptions", "orders", "deals"),
        )
    inputs = dict(state.inputs)
    if lead_inputs is not None and "opportunities" in inputs:
        inputs |= lead_inputs
    if spend_ledger is not None:
        last = min(as_of, spend_ledger.last)
        media = spend_ledger.total(Window(last - YEAR + 1, last), media=True) / YEAR
        if media > 0:
            inputs["media_cost"] = Quantity(value=media)
    if headcount and revenue_months is not None and revenue_months.first <= as_of - YEAR + 1:
        yearly = revenue_months.total(Window(as_of - YEAR + 1, as_of))
        inputs["day_cost"] = Quantity(value=yearly / headcount / WORKING_DAYS)
    inputs["price"] = Quantity(value=1.0)
    seed = state_seed([state.base, *(one.value for _, one in sorted(inputs.items()))])
    if "cycle_days" in inputs and won_cycles is not None:  # one figure wherever days are said
        inputs["cycle_days"] = as_measured(inputs["cycle_days"], won_cycles)
    known = bests(own_best or {}, inputs, closed_deals, won_cycles)
    return state.model_copy(
        update={
            "inputs": inputs,
            "margin": margin.value if margin is not None else None,
            "capacity": delivery_capacity.amount if delivery_capacity is not None else None,
            "seed": seed,
            "own_best": {name: found for name, (found, _) in known.items()},
            "own_best_window": {name: words for name, (_, words) in known.items()},
        }
    )


def as_measured(days: Quantity, cycles: CycleDays) -> Quantity:
    """Days to win a deal as the measure says them: the median of deals won, to the day.

    Only ratios of it enter the simulation, whose own shares by month stand in ``cycle``.
    """
    usual = float(np.median(np.repeat(cycles.days, cycles.n))) if int(cycles.n.sum()) else 0.0
    return days.model_copy(update={"value": usual}) if usual > 0 else days


def bests(
    found: Best, inputs: Mapping[str, Quantity], closed: Deals | None, cycles: CycleDays | None
) -> Best:
    """The company's best quarters of the inputs there are, on the inputs' own scales.

    A quarter's win rate is won ÷ closed, its days those of won deals, and the MRR of a deal follows
    its value: each is set against the same figure of the year.
    """
    out = {name: entry for name, entry in found.items() if name in inputs}
    if "win_rate" in out and closed is not None and closed.wins:
        rate = closed.wins / (closed.wins + closed.losses)
        out["win_rate"] = scaled(out["win_rate"], inputs["win_rate"].value / rate)
    if "cycle_days" in out and cycles is not None:
        usual = float(np.median(np.repeat(cycles.days, cycles.n)))
        if usual > 0:
            factor = inputs["cycle_days"].value / usual
            out["cycle_days"] = scaled(out["cycle_days"], factor)
    if "new_mrr" in inputs and "deal_value" in found and closed is not None:
        valued = closed.is_won.take(closed.is_won.valued == 1)
        if valued.count and valued.value > 0:
            factor = inputs["new_mrr"].value / (valued.value / valued.count)
            out["new_mrr"] = scaled(found["deal_value"], factor)
    return out


def scaled(entry: tuple[Quantity, str], factor: float) -> tuple[Quantity, str]:
    """The same quarter on the scale of an input that is measured another way."""
    quantity, words = entry
    value = quantity.value * factor
    return quantity.model_copy(update={"value": value}), words
