"""What a new buyer is worth: orders to expect and what they bring, over twelve or 36 months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revcore.derive import gamma_gamma, mbgnbd
from revcore.derive._days import months_of
from revcore.derive.contractual import per_period
from revcore.derive.gamma_gamma import Spending
from revcore.derive.histories import WEEK, OrderLog
from revcore.derive.intervals import Floats, gamma_rate, rng
from revcore.derive.margin import Margin
from revcore.derive.mbgnbd import Buying
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import Returns
from revcore.derive.resamples import DRAWS, Resamples
from revcore.derive.survival import kaplan_meier
from revcore.derive.value import MeanOf, Worth
from revcore.errors import NotComputable
from revcore.model import Window, month_of_day
from revcore.registry import REASON, provider
from revcore.words import capital, counted, counted_words

MONTH = 30.4375
"""Average length of a month [days]."""
FEWEST_CUSTOMERS, FEWEST_REPEATERS, FEWEST_MONTHS = 60, 30, 6
LEAST_GAPS = 3
"""The data must be so many usual waits long before silence means anything."""
FEW_CUSTOMERS, INFLATED = 100, 1.15
"""Under so many customers the interval is widened: simulated, it covered too little."""
SHAPES = 400
"""Draws of the model; each stands with several draws of the means."""
SHAPES_OF_EARLIER = 40
"""For earlier windows, of which only the value is shown."""


@dataclass(frozen=True, eq=False)
class BuyingModel:
    """The fitted model, and whom it was fitted to.

    log
        Customers it may be asked about: not those of the data’s first month, who may be old ones.
    fitted
        Those of them whose first order is known to be their first.
    left_out
        How many customers were not fitted.
    """

    model: Buying
    log: OrderLog
    fitted: OrderLog
    left_out: int

    @property
    def alive(self) -> Floats:
        """Chance of each customer to be still there [ratio]."""
        return self.model.alive(self.log.x, self.log.t_x, self.log.T)


@provider
def buying_model(order_log: OrderLog) -> BuyingModel:
    """MBG/NBD of the customers whose first order is known.

    Customers of the data’s first month may be old ones and are left out, where enough remain. An
    old customer may also have bought nothing in that month: then the loyal look like new ones.
    So the customers of as many first months as a usual wait between two orders has are not fitted.

    Raises
    ------
    NotComputable
        Fewer than 60 customers, fewer than 30 who bought again, less than six months, or less than
        three usual waits between orders; then what was observed stands in the inputs.
    """
    mine = order_log.take(~order_log.opening)
    if not enough(mine):
        mine = order_log
    reason = too_little(mine)
    if reason:
        raise NotComputable(reason, inputs=observed(mine), n=len(mine.who))
    begun = months_of(order_log.first)
    new = order_log.take(begun >= begun.min() + max(1, round(order_log.usual_wait / MONTH)))
    fitted = new if enough(new) else mine
    return BuyingModel(
        mbgnbd.fit(fitted.histories), mine, fitted, len(order_log.who) - len(fitted.who)
    )


def enough(log: OrderLog) -> bool:
    """Whether a model may be fitted to these customers."""
    return not too_little(log)


def too_little(log: OrderLog) -> str:
    """Why no model of buying is fitted; empty where one may be."""
    repeaters = int((log.x > 0).sum())
    if len(log.who) < FEWEST_CUSTOMERS or repeaters < FEWEST_REPEATERS:
        return (
            f"{len(log.who)} customers, {repeaters} of whom bought again: a value over a horizon "
            f"needs {FEWEST_CUSTOMERS} and {FEWEST_REPEATERS}."
        )
    if log.months < FEWEST_MONTHS:
        known = capital(counted(log.months, "month"))
        return f"{known} of orders: at least {FEWEST_MONTHS} are needed."
    gap = log.median_gap or 0.0
    if log.months * MONTH < LEAST_GAPS * gap:
        return (
            f"Half of all customers who return wait longer than {gap:,.0f} days, and the orders "
            f"cover {counted_words(log.months, 'months')}: {LEAST_GAPS} such waits are needed "
            "before silence means anything."
        )
    return ""


def observed(log: OrderLog) -> Mapping[str, float | int | str]:
    """What can be said without a model: second orders, orders a year, money so far."""
    out: dict[str, float | int | str] = {
        "customers": len(log.who),
        "bought_again": int((log.x > 0).sum()),
    }
    if len(log.who):
        years = log.years_watched
        if years > 0:
            around = gamma_rate(float(log.x.sum()), years)
            out |= {
                "repeat_orders_per_customer_year": float(log.x.sum()) / years,
                "repeat_orders_low": around.low,
                "repeat_orders_high": around.high,
            }
        within = second_order(log, 365.25)
        if within is not None:
            out["second_order_within_a_year"] = within
        brought = log.first_value.sum() + (log.x * log.repeat_value).sum()
        out["revenue_per_customer_so_far"] = float(brought) / len(log.who)
    return out


def second_order(log: OrderLog, days: float) -> float | None:
    """Share with a second order within so many days, by Kaplan–Meier; None beyond what is known."""
    waited = np.where(log.x > 0, log.second, log.T * WEEK)
    curve = kaplan_meier(waited, log.x > 0)
    return 1 - curve.at(days) if days <= max(curve.last_shown, 0) else None


@provider
def spending_model(order_log: OrderLog) -> Spending:
    """Gamma-Gamma of the mean repeat orders of customers who bought again."""
    paid = order_log.repeat_value > 0
    x, mean, capped, correlation = gamma_gamma.checked(
        order_log.x[paid], order_log.repeat_value[paid]
    )
    return gamma_gamma.fit(x, mean).described(capped, correlation)


def horizon_of(months: int) -> int:
    """36 months with two years of data, else twelve."""
    return 36 if months >= 24 else 12


@provider
def buyer_value(
    buying_model: BuyingModel,
    spending_model: Spending,
    margin: Margin,
    discount_rate: float,
    customer_resamples: Resamples,
    span: int | None = None,
) -> Worth:
    """Gross profit of a new buyer: the first order, and the repeat orders to expect.

        CLV = margin · (first order + order value · Σ (E[Y(k)] − E[Y(k−1)]) / (1+d)^k)

    k counts months of 30.4375 days after the first order.
    """
    log, model, asked = buying_model.fitted, buying_model.model, buying_model.log
    horizon = horizon_of(log.months)
    times: Floats = np.arange(1.0, horizon + 1) * (MONTH / WEEK)
    weights = (1 + per_period(discount_rate)) ** -np.arange(1.0, horizon + 1)
    first = MeanOf.of(log.who, log.first_value, customer_resamples)
    repeats = model.orders_of_new(times)
    noise = rng("buyer value", log.x, log.T)
    shapes = SHAPES if span is None else SHAPES_OF_EARLIER
    drawn = mbgnbd.orders_of_new(model.draws(shapes, noise), times)
    counted = np.tile(_discounted(drawn, weights), DRAWS // shapes)
    each = spending_model.draws(DRAWS, noise)
    value = margin.value * (
        first.value + spending_model.mean * float(_discounted(repeats, weights))
    )
    draws = margin.value * (first.draws + each * counted)
    if len(log.who) < FEW_CUSTOMERS:
        draws = np.maximum(value + INFLATED * (draws - value), 0.0)
    year = 12
    ahead = model.expected(year * MONTH / WEEK, asked.x, asked.t_x, asked.T)
    start = month_of_day(int(log.first.min()))
    return Worth(
        value, draws, len(log.who), horizon, Window(start, month_of_day(log.end)),
        "MBG/NBD and Gamma-Gamma, posterior modes; Laplace draws.",
        f"Worth in its first {horizon} months: the first order and {float(repeats[-1]):.2g} more "
        "to expect, discounted. Assumes orders at random times, without a season."
        + (f" The {spending_model.capped} largest mean orders are counted as the 99th percentile."
           if spending_model.capped else ""),
        {
            "gross_margin": margin.value, "margin_from": margin.source,
            "customers": len(log.who), "bought_again": int((log.x > 0).sum()),
            "first_order": first.value, "order_value": spending_model.mean,
            "repeat_orders_expected": float(repeats[-1]),
            "customers_still_there": float(buying_model.alive.sum()),
            "orders_expected_next_12_months": float(ahead.sum()),
            "opening_customers_left_out": buying_model.left_out,
            "r": model.r, "alpha_weeks": model.alpha, "a": model.a, "b": model.b,
            "p": spending_model.p, "q": spending_model.q, "v": spending_model.v,
            "how_often_with_how_much": spending_model.correlation,
        },
    )  # fmt: skip


def _discounted(orders: Floats, weights: Floats) -> Floats:
    return np.asarray(np.diff(orders, prepend=0.0, axis=-1) @ weights)


@provider
def project_value(
    repeat_buying: Purchases,
    buying_occasions: Purchases,
    margin: Margin,
    as_of: int,
    customer_resamples: Resamples,
    returning_buyers: Returns | NotComputable = REASON,
) -> Worth:
    """Gross profit of a new client: a project, and the chance of another within the months allowed.

        CLV = mean project × (1 + share with another project within the horizon) × margin

    Raises
    ------
    NotComputable
        Fewer than five clients have had the time, or fewer than five projects are known.
    """
    if isinstance(returning_buyers, NotComputable):
        raise returning_buyers
    again, intake = returning_buyers, returning_buyers.customers
    if intake < 5:
        raise NotComputable(
            f"{counted_words(intake, 'clients have')} had {again.months} months for another "
            "project: at least 5 are needed.",
            n=intake,
        )
    done = buying_occasions.known
    mine = done.month <= as_of
    who, amount = done.customer[mine], done.amount[mine] / 10**done.scale
    if len(who) < 5:
        raise NotComputable(f"{len(who)} projects: at least 5 are needed.", n=len(who))
    mean = float(amount.mean())
    share = again.again / again.customers
    noise = rng("project value", [again.again, again.customers, mean])
    shares = noise.beta(again.again + 0.5, again.customers - again.again + 0.5, DRAWS)
    sizes = customer_resamples.ratio(who, amount, np.ones_like(amount))
    return Worth(
        mean * (1 + share) * margin.value, sizes * (1 + shares) * margin.value,
        again.customers, again.months, again.intake,
        "Mean project × (1 + share with another) × margin; clients drawn again.",
        f"Worth in its first {again.months} months: the first project and the chance of one more, "
        "undiscounted.",
        {
            "gross_margin": margin.value, "margin_from": margin.source, "project_value": mean,
            "projects": len(who), "another_project": share, "clients": again.customers,
        },
    )  # fmt: skip
