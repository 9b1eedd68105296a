"""What a subscriber is worth over a fixed horizon, as far as the evidence carries.

The fewer customers have left, the less can be said: from nothing, over a range from one pooled
churn rate, to a shifted-Beta-Geometric curve over 24 or 36 months. Never “lifetime”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive import intervals
from revcore.derive.intervals import Floats, Interval
from revcore.derive.sbg import (
    MONTHLY,
    YEARLY,
    Sbg,
    at_each_renewal,
    discounted,
    fit,
    survival_curves,
)
from revcore.errors import NotComputable
from revcore.words import counted_words

HORIZONS = (36, 24, 12)
FEWEST_CUSTOMERS, FEWEST_EVENTS, MANY_EVENTS = 60, 10, 20
FURTHEST = 3
"""Nothing is said beyond so many times the oldest age observed."""
STICKY = "Assumes that some customers are stickier than others."


@dataclass(frozen=True)
class Rung:
    """How much the evidence carries.

    kind
        none: no value, for the ``reason``; pooled: one churn rate; curve: a fitted curve.
    horizon
        [months]; 0 for none.
    note
        What the reader must know beside the value.
    """

    kind: Literal["none", "pooled", "curve"]
    horizon: int
    reason: str = ""
    note: str = ""


def ladder(
    churn_events: int,
    exposure_months: float,
    customers: int,
    oldest_age: int,
    history_months: int | None = None,
    period_months: int = 1,
) -> Rung:
    """Decide what may be shown of a customer's value.

    Parameters
    ----------
    churn_events
        Customers who left.
    exposure_months
        Customer-months watched.
    customers
        Customers watched, left or not.
    oldest_age
        Renewal opportunities of the oldest customer.
    history_months
        Length of the data; the oldest age when left out.
    period_months
        Length of a contract [months]: 1 or 12.

    Examples
    --------
    >>> ladder(25, 2000, 90, 24).horizon, ladder(12, 2000, 90, 24).horizon
    (36, 24)
    >>> ladder(0, 240, 20, 14).reason
    'No customer has left in 240 customer-months: churn is below 1.25% a month (95%), so \
customers stay at least 80 months on average.'
    """
    oldest_months = oldest_age * period_months
    history = oldest_months if history_months is None else history_months
    if churn_events == 0:
        return Rung("none", 0, _nobody_left(exposure_months))
    enough_ages = oldest_age >= max(3, 12 // period_months)
    if churn_events < FEWEST_EVENTS or oldest_age < 3:
        kind: Literal["pooled", "curve"] = "pooled"
        wanted = 12
    else:
        kind = "curve"
        many = churn_events >= MANY_EVENTS and customers >= FEWEST_CUSTOMERS
        wanted = 36 if many and enough_ages and history >= 18 else 24
    allowed = [months for months in HORIZONS if months <= min(wanted, FURTHEST * oldest_months)]
    if not allowed:
        return Rung(
            "none",
            0,
            f"The oldest customer has been watched for {counted_words(oldest_months, 'months')}: "
            f"12 months would be more than {FURTHEST} times that.",
        )
    note = STICKY if kind == "curve" and history < 18 else ""
    if kind == "pooled":
        left = "1 customer has" if churn_events == 1 else f"{churn_events} customers have"
        note = f"Only {left} left: one churn rate for everybody, so read the range."
    return Rung(kind, allowed[0], note=note)


def _nobody_left(exposure: float) -> str:
    if exposure < 3:
        return "No customer has left, and none has been watched for long enough to say more."
    return (
        f"No customer has left in {exposure:,.0f} customer-months: churn is below "
        f"{300 / exposure:.3g}% a month (95%), so customers stay at least {exposure / 3:,.0f} "
        "months on average."
    )


@dataclass(frozen=True, eq=False)
class ClvEstimate:
    """Value of a new customer over a fixed horizon.

    value, interval, draws
        [money]; first payment now and counted.
    horizon
        [months].
    curve
        Share still there at month (or year) 0, 1, … of the horizon.
    oldest
        Oldest age observed, in the same periods: the curve extrapolates beyond.
    shapes
        Draws of the curve, one row each, period 0 to the last one counted.
    parts
        By contract length [months], where several were fitted apart.
    churn
        Pooled churn per period [ratio], with ``events`` in ``exposure`` customer-periods.
    """

    value: float
    interval: Interval
    draws: Floats
    horizon: int
    kind: Literal["pooled", "curve"]
    method: str
    note: str
    curve: Floats
    oldest: int
    churn: float
    events: int
    exposure: float
    model: Sbg | None = field(default=None)
    shapes: Floats = field(default_factory=lambda: np.empty((0, 0)))
    parts: Mapping[int, ClvEstimate] = field(default_factory=dict)


def contractual_clv(
    arpa_margin: float,
    churned: ArrayLike,
    alive: ArrayLike,
    discount: float,
    *,
    period_months: int = 1,
    history_months: int | None = None,
    margin_draws: ArrayLike | None = None,
    horizon: int | None = None,
    size: int = 2000,
    rng: np.random.Generator | None = None,
) -> ClvEstimate:
    """Value of a new subscriber, discounted, over the horizon the evidence allows.

        CLV = payment · Σ S(t) / (1+d)^t over the payments within the horizon

    Parameters
    ----------
    arpa_margin
        Revenue per customer × gross margin [money per period].
    churned, alive
        Customers who left at, and who are still here after, 0, 1, 2, … renewal opportunities
        (:func:`revcore.derive.sbg.counts_by_age`).
    discount
        Per year [ratio].
    period_months
        Length of a contract [months]: 1 or 12. One length per fit.
    margin_draws
        ``size`` draws of ``arpa_margin``, when it is uncertain itself.
    horizon
        [months], where customers of other contract lengths carry it too; else as these allow.
    rng
        Seeded from the counts when left out.

    Raises
    ------
    NotComputable
        The evidence carries no value; the reason says why.

    Examples
    --------
    >>> found = contractual_clv(80.0, [0, 3, 2, 1], [0] * 12 + [50], 0.10)
    >>> found.kind, found.horizon, round(found.value)
    ('pooled', 12, 872)
    """
    leaves, stays = at_each_renewal(churned, alive)
    events, exposure = int(leaves.sum()), float((leaves + stays).sum())
    customers = int(np.sum(churned) + np.sum(alive))
    rung = ladder(
        events, exposure * period_months, customers, leaves.size, history_months, period_months
    )
    if rung.kind == "none":
        inputs = {"left": events, "customer_months": exposure * period_months}
        raise NotComputable(rung.reason, inputs=inputs, n=customers)
    rng = rng or intervals.rng("clv", leaves, stays)
    months = rung.horizon if horizon is None else horizon
    payments = months // period_months
    rate = per_period(discount, period_months)
    churn = events / exposure
    model = None
    if rung.kind == "pooled":
        drawn = np.minimum(rng.gamma(events + 0.5, 1 / exposure, size), 1.0)
        curve, curves = _constant(churn, payments), _constant(drawn, payments)
        method = "One churn rate for all ages; Gamma(events + ½) ÷ exposure."
    else:
        model = fit(churned, alive, prior=MONTHLY if period_months == 1 else YEARLY)
        curve = survival_curves(model.alpha, model.beta, payments)
        curves = survival_curves(*model.draws(size, rng), payments)
        method = "Shifted-Beta-Geometric, posterior mode; Laplace draws."
    worth = discounted(curves[:, :payments], rate)
    draws = worth * (arpa_margin if margin_draws is None else np.asarray(margin_draws, float))
    return ClvEstimate(
        value=float(arpa_margin * discounted(curve[:payments], rate)),
        interval=intervals.from_draws(draws),
        draws=draws,
        horizon=months,
        kind=rung.kind,
        method=method,
        note=rung.note,
        curve=curve,
        oldest=leaves.size,
        churn=churn,
        events=events,
        exposure=exposure,
        model=model,
        shapes=curves[:, :payments],
    )


def per_period(annual: float, months: int = 1) -> float:
    """Discount rate of a period from the annual one: (1+d)^(months/12) − 1.

    >>> round(per_period(0.10), 6)
    0.007974
    """
    return float((1 + annual) ** (months / 12) - 1)


def _constant(churn: ArrayLike, last: int) -> Floats:
    return np.power(1 - np.asarray(churn, float)[..., None], np.arange(last + 1))


# ---------------------------------------------------------------- one constant rate of churn
def clv_first_payment_now(payment: float, retention: float, discount: float) -> float:
    """Value with constant retention, first payment now and counted: m(1+d)/(1+d−r) [money].

    This is the convention used throughout.

    >>> round(clv_first_payment_now(100, 0.8, 0.1), 2)
    366.67
    """
    return payment * (1 + discount) / (1 + discount - retention)


def clv_next_payment(payment: float, retention: float, discount: float) -> float:
    """The same without the first payment: m·r/(1+d−r) [money].

    >>> round(clv_next_payment(100, 0.8, 0.1), 2)
    266.67
    """
    return payment * retention / (1 + discount - retention)


def clv_paid_in_arrears(payment: float, retention: float, discount: float) -> float:
    """The same with each payment at the end of the period survived before: m/(1+d−r) [money].

    >>> round(clv_paid_in_arrears(100, 0.8, 0.1), 2)
    333.33
    """
    return payment / (1 + discount - retention)


def simple_ltv(arpa: float, margin: float, churn: float) -> float:
    """Rule of thumb ARPA × margin ÷ churn [money]; a comparison beside the CLV, never the CLV.

    Wrong in two ways: customers differ (survivors are better than the average), and the churn of
    today's base is not the churn of new customers.

    >>> simple_ltv(500, 0.8, 0.05)
    8000.0

    Raises
    ------
    NotComputable
        Nobody left: the rule would promise customers for ever.
    """
    if churn <= 0:
        raise NotComputable("Nobody left: ARPA × margin ÷ churn has no value.")
    return arpa * margin / churn
