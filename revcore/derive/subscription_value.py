"""What a new subscriber is worth: monthly and yearly contracts each with a curve of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from revcore.derive.contractual import ClvEstimate, contractual_clv, ladder, per_period
from revcore.derive.intervals import Floats, from_draws
from revcore.derive.lifetimes import Lifetimes, lived
from revcore.derive.margin import Margin
from revcore.derive.months import Base, CustomerMonths, Ints
from revcore.derive.resamples import Resamples
from revcore.derive.sbg import Sbg, fit
from revcore.derive.value import DRAWS, FEWEST, YEAR, MeanOf, first_months_of
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

MONTHLY, YEARLY = 1, 12
ENOUGH = 10
"""Customers of one contract length who must have left before it has a curve of its own."""
GROWING = 24
"""Months for which expansion is counted on."""


@dataclass(frozen=True)
class Joining:
    """Customers who joined of late: who, what they pay in their first month [currency]."""

    who: Ints
    amount: Floats
    window: Window


@provider
def joining(recurring: CustomerMonths, as_of: int, span: int | None) -> Joining:
    """New customers of the last twelve months (or as many as asked for)."""
    months = min(YEAR, as_of - recurring.first) if span is None else span
    window = Window(as_of - months + 1, as_of)
    who, amount = first_months_of(recurring, window)
    return Joining(who, amount / 10**recurring.scale, window)


@dataclass(frozen=True)
class Paying:
    """Monthly payment a new customer begins with [currency/month], and whose it is."""

    mean: MeanOf
    whose: str


@provider
def paying(joining: Joining, arpa_now: MeanOf, customer_resamples: Resamples) -> Paying:
    """What new customers pay in their first month; the average of all with fewer than five."""
    if len(joining.who) < FEWEST:
        return Paying(arpa_now, "customers today")
    mean = MeanOf.of(joining.who, joining.amount, customer_resamples)
    return Paying(mean, "new customers")


@provider
def yearly_customers(contract_lengths: pd.DataFrame) -> Ints:
    """Customers whose first contract runs for a year or more; sorted."""
    frame = contract_lengths.sort_values(["customer", "first", "months"], kind="stable")
    firsts = frame.drop_duplicates("customer")
    return firsts.loc[firsts["months"] == YEARLY, "customer"].to_numpy(np.int64)


@provider
def subscriber_value(
    recurring: CustomerMonths,
    lifetimes: Lifetimes,
    margin: Margin,
    discount_rate: float,
    as_of: int,
    paying: Paying,
    joining: Joining,
    customer_resamples: Resamples,
    yearly_customers: Ints | None = None,
) -> ClvEstimate:
    """Value of a new subscriber over the horizon the evidence allows, at what new ones pay.

        CLV = Σ over contract lengths of share · MRR · margin · Σ S(t) / (1+d)^t

    Monthly and yearly contracts are fitted apart where at least ten customers of each have left;
    a yearly customer can only leave when a year ends. Where fewer than five customers are new, the
    average MRR of all stands in.
    """
    pays = paying.mean
    parts = contracts(recurring, as_of, yearly_customers)
    rung = ladder(
        int(lifetimes.left.sum()), lifetimes.exposure, lifetimes.customers,
        max(len(lifetimes.left), len(lifetimes.here)) - 1, lifetimes.history,
    )  # fmt: skip
    if (
        parts is None
        or yearly_customers is None
        or rung.kind != "curve"
        or (len(joining.who) < FEWEST)
    ):
        return contractual_clv(
            pays.value * margin.value, lifetimes.left, lifetimes.here, discount_rate,
            history_months=lifetimes.history, margin_draws=pays.draws * margin.value, size=DRAWS,
        )  # fmt: skip
    long = np.isin(joining.who, yearly_customers)
    found = {
        length: contractual_clv(
            1.0, part.left, part.here, discount_rate, period_months=length,
            history_months=part.history, horizon=rung.horizon, size=DRAWS,
        )
        for length, part in parts.items()
    }  # fmt: skip
    one = together(
        found, {MONTHLY: ~long, YEARLY: long}, joining, margin.value, discount_rate,
        customer_resamples,
    )  # fmt: skip
    churn = int(lifetimes.left.sum()) / lifetimes.exposure
    return replace(one, note=rung.note, exposure=float(lifetimes.exposure), churn=churn)


def contracts(
    recurring: CustomerMonths, as_of: int, yearly_customers: Ints | None
) -> Mapping[int, Lifetimes] | None:
    """Lifetimes by contract length, in its own periods; None where one curve must do for all."""
    if yearly_customers is None or not len(yearly_customers):
        return None
    long = np.isin(recurring.starts[0], yearly_customers)
    if long.all():
        return None
    parts = {
        MONTHLY: lived(recurring, as_of, ~long),
        YEARLY: lived(recurring, as_of, long).in_years(),
    }
    if any(int(part.left.sum()) < ENOUGH for part in parts.values()):
        return None
    return parts


def together(
    found: Mapping[int, ClvEstimate],
    mine: Mapping[int, np.ndarray],
    joining: Joining,
    margin: float,
    discount_rate: float,
    customer_resamples: Resamples,
) -> ClvEstimate:
    """One value of several contract lengths, each with its share of what new customers pay."""
    horizon = found[MONTHLY].horizon
    weights: Floats = (1 + per_period(discount_rate)) ** -np.arange(horizon, dtype=float)
    total = float(joining.amount.sum())
    curve, shapes = np.zeros(horizon + 1), np.zeros((DRAWS, horizon))
    value, draws = 0.0, np.zeros(DRAWS)
    everyone = customer_resamples.count(joining.who)
    for length, part in found.items():
        chosen = mine[length]
        if not chosen.any():
            continue
        monthly = np.repeat(part.curve, length)[: horizon + 1]
        drawn = np.repeat(part.shapes, length, axis=1)[:, :horizon]
        share = float(joining.amount[chosen].sum()) / total
        curve += share * monthly
        shapes += share * drawn
        pays = customer_resamples.total(joining.who[chosen], joining.amount[chosen]) / everyone
        value += share * total / len(joining.who) * float(monthly[:horizon] @ weights)
        draws += pays * (drawn @ weights)
    return replace(
        found[MONTHLY],
        value=value * margin,
        draws=draws * margin,
        interval=from_draws(draws * margin),
        method="Shifted-Beta-Geometric, monthly and yearly contracts apart; Laplace draws.",
        curve=curve,
        shapes=shapes,
        oldest=max(part.oldest * length for length, part in found.items()),
        events=sum(part.events for part in found.values()),
        model=None,
        parts=dict(found),
    )


@provider
def fitted_curve(lifetimes: Lifetimes, subscriber_value: ClvEstimate | None = None) -> Sbg:
    """The curve behind a customer’s value; one for all where contract lengths have their own.

    Raises
    ------
    NotComputable
        Too little is known to fit one.
    """
    if subscriber_value is not None and not subscriber_value.parts:
        if subscriber_value.model is None:
            raise NotComputable("Too few customers have left to fit a curve.")
        return subscriber_value.model
    return fit(lifetimes.left, lifetimes.here)


@dataclass(frozen=True)
class WithExpansion:
    """Value if customers who stay go on growing for two years as they did in the last one."""

    value: float
    drift: float


@provider
def value_with_expansion(
    subscriber_value: ClvEstimate,
    opening_customers: Base,
    discount_rate: float,
) -> WithExpansion:
    """The second line: what stays grows by NRR − GRR a year, for at most 24 months."""
    base = opening_customers
    opening = float(base.opening.sum())
    drift = float((base.closing - np.minimum(base.opening, base.closing)).sum()) / opening
    horizon = subscriber_value.horizon
    months = np.arange(horizon, dtype=float)
    grown = (1 + drift) ** (np.minimum(months, GROWING) / base.window.months)
    weights = (1 + per_period(discount_rate)) ** -months
    flat = float(subscriber_value.curve[:horizon] @ weights)
    raised = float((subscriber_value.curve[:horizon] * grown) @ weights)
    return WithExpansion(subscriber_value.value * raised / flat, drift)
