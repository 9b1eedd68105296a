"""Where value meets cost: payback, new ARR for the spend, value to cost, the rule of thumb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from revcore.derive import intervals
from revcore.derive.acquisition import AcquisitionCost
from revcore.derive.answers import ROUGH_METHOD, TypedYear, rough
from revcore.derive.contractual import ClvEstimate, per_period, simple_ltv
from revcore.derive.cost import CustomerCost
from revcore.derive.intervals import Floats, Interval
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import Exposure
from revcore.derive.resamples import Resamples
from revcore.derive.value import MeanOf, Worth, first_months_of
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import REASON, Asker, provider

FEWEST_LEFT = 5
Inputs = Mapping[str, float | int | str]
At = Callable[[int, int | None], Asker]
Made = Floats | Callable[[], Floats]
"""Draws, or how to make them when first asked for: most windows are read for the value alone."""


@dataclass(frozen=True)
class Payback:
    """CAC, first-month MRR and margin, with draws of the months [months]."""

    cac: float
    mrr: float
    margin: float
    made: Made
    customers: int
    window: Window | None
    inputs: Inputs

    @cached_property
    def draws(self) -> Floats:
        """Draws of the months."""
        return self.made() if callable(self.made) else self.made

    @property
    def months(self) -> float:
        """Months until the cost is earned back, if nobody left."""
        return self.cac / (self.mrr * self.margin)


@provider
def joining_mrr(
    recurring: CustomerMonths, acquisition: AcquisitionCost, customer_resamples: Resamples
) -> MeanOf:
    """First-month MRR of the customers whose cost is counted."""
    who, amounts = first_months_of(recurring, acquisition.window)
    return MeanOf.of(who, amounts / 10**recurring.scale, customer_resamples)


@provider
def payback(
    joining_mrr: MeanOf,
    customer_cost: CustomerCost,
    margin: Margin,
    discount_rate: float,
    at: At,
    as_of: int,
    span: int | None,
) -> Payback:
    """Cost per customer over the monthly gross profit of a new one, drawn together.

    The month that survivors take to pay it back is worked out for the headline only.
    """
    inputs: dict[str, float | int | str] = {}
    if span is None:
        try:
            curve: ClvEstimate = at(as_of, span)("subscriber_value")
        except NotComputable as reason:
            inputs["months_with_churn"] = str(reason)
        else:
            monthly = joining_mrr.value * margin.value
            month = covered(curve, monthly, customer_cost.value, discount_rate)
            inputs["months_with_churn"] = month or f"not within {curve.horizon} months"
    return Payback(
        customer_cost.value, joining_mrr.value, margin.value,
        lambda: customer_cost.draws / (joining_mrr.draws * margin.value),
        customer_cost.customers, customer_cost.window, inputs,
    )  # fmt: skip


def covered(found: ClvEstimate, monthly: float, cost: float, discount_rate: float) -> int | None:
    """First month in which discounted gross profit of those still there covers the cost."""
    months = np.arange(found.horizon)
    earned = np.cumsum(
        found.curve[: found.horizon] * monthly / (1 + per_period(discount_rate)) ** months
    )
    enough = np.flatnonzero(earned >= cost)
    return int(enough[0]) + 1 if len(enough) else None


@dataclass(frozen=True)
class NewArr:
    """ARR of the new customers [currency] and the spend that brought them, with draws."""

    arr: float
    spend: float
    customers: int
    made: Made
    window: Window | None
    inputs: Inputs

    @cached_property
    def draws(self) -> Floats:
        """Draws of the first over the second."""
        return self.made() if callable(self.made) else self.made


@provider
def new_arr(joining_mrr: MeanOf, customer_cost: CustomerCost) -> NewArr:
    """12 × first-month MRR of the window’s new customers against the lagged spend."""
    return NewArr(
        12 * joining_mrr.value * joining_mrr.n, customer_cost.spend, joining_mrr.n,
        lambda: 12 * joining_mrr.draws / customer_cost.draws,
        customer_cost.window, customer_cost.inputs,
    )  # fmt: skip


@dataclass(frozen=True)
class ValueToCost:
    """Customer value over its horizon and CAC [currency], with joint draws of their ratio."""

    value: float
    cost: float
    draws: Floats
    customers: int
    horizon: int
    window: Window | None
    note: str


@provider
def value_to_cost(customer_value: Worth, customer_cost: CustomerCost) -> ValueToCost:
    """Value of a customer over what winning one costs, drawn together."""
    return ValueToCost(
        customer_value.value, customer_cost.value, customer_value.draws / customer_cost.draws,
        customer_cost.customers, customer_value.horizon, customer_cost.window, customer_value.note,
    )  # fmt: skip


@dataclass(frozen=True)
class RuleOfThumb:
    """ARPA, margin and churn, with draws of what the rule makes of them [currency]."""

    arpa: float
    margin: float
    churn: float
    draws: Floats
    customers: int
    window: Window
    over_horizon: float | None
    horizon: int | None

    @property
    def value(self) -> float:
        """ARPA × margin ÷ churn."""
        return simple_ltv(self.arpa, self.margin, self.churn)

    @property
    def note(self) -> str:
        """Why it differs from the value over a fixed horizon."""
        why = (
            "A rule of thumb: it takes one churn rate for everybody and for ever. Customers "
            "differ, so those who stay are stickier than the average, and today’s base leaves less "
            "often than new customers do."
        )
        if self.over_horizon is None or self.horizon is None:
            return why
        which = "higher" if self.value > self.over_horizon else "lower"
        return (
            f"{why} It is {which} than the customer value, which counts {self.horizon} months "
            "only, discounted, and lets churn fall with age."
        )


@provider
def rule_of_thumb(
    exposure: Exposure,
    arpa_now: MeanOf,
    margin: Margin,
    subscriber_value: ClvEstimate | None = None,
) -> RuleOfThumb:
    """ARPA × margin ÷ monthly customer churn, drawn together."""
    customers = len(exposure.at_risk_by_customer)
    churn = exposure.lost / exposure.months_at_risk if exposure.months_at_risk else 0.0
    if exposure.lost < FEWEST_LEFT:
        raise NotComputable(
            f"{exposure.lost} of {customers} customers left: a rate of churn to divide by needs at "
            f"least {FEWEST_LEFT}.",
            inputs={"lost": exposure.lost, "customers": customers},
            n=customers,
        )
    rng = intervals.rng("rule of thumb", [exposure.lost, exposure.months_at_risk])
    rates = rng.gamma(exposure.lost + 0.5, 1 / exposure.months_at_risk, len(arpa_now.draws))
    return RuleOfThumb(
        arpa_now.value, margin.value, churn, arpa_now.draws * margin.value / rates, customers,
        exposure.window, subscriber_value.value if subscriber_value else None,
        subscriber_value.horizon if subscriber_value else None,
    )  # fmt: skip


@dataclass(frozen=True)
class FirstYear:
    """Gross profit of the first twelve months with its interval [currency]."""

    value: float
    interval: Interval
    n: int
    window: Window | None
    method: str
    note: str
    inputs: Inputs
    draws: Floats | None = field(default=None)


@provider
def first_year(
    first_year_of_subscribers: Worth | NotComputable = REASON,
    first_year_of_buyers: Worth | NotComputable = REASON,
    recurring: CustomerMonths | None = None,
    margin: Margin | None = None,
    typed_year: TypedYear | None = None,
) -> FirstYear:
    """First twelve months of a subscriber, of a buyer, or as typed."""
    found = first_year_of_subscribers if recurring is not None else first_year_of_buyers
    if not isinstance(found, NotComputable):
        return FirstYear(
            found.value, intervals.from_draws(found.draws), found.n, found.window, found.method,
            found.note, found.inputs, found.draws,
        )  # fmt: skip
    if typed_year is None or margin is None or not typed_year.get("customers"):
        raise found
    sales, customers = typed_year.need("sales_this_year", "customers")
    value = sales / customers * margin.value
    return FirstYear(
        value, rough(value), round(customers), typed_year.window, ROUGH_METHOD,
        "A year’s gross profit of an average customer, new or old: typed numbers do not tell them "
        "apart.",
        {"revenue": sales, "customers": customers, "gross_margin": margin.value},
    )  # fmt: skip
