"""What the next customer costs: how the number won answers to the spend, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive.acquisition import FirstMonths, SpendLedger
from revcore.derive.cost import DRAWS, CustomerCost
from revcore.derive.intervals import Floats, rng
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

FEWEST_MONTHS, MOST_MONTHS, FEWEST_CUSTOMERS = 12, 36, 20
LEAST_VARIATION = 0.25
PRIOR = (0.35, 0.25)
"""Elasticity before the data: advertising 0.12 in the short run and 0.24 in the long run, personal
selling 0.34."""
LEAST, MOST = 0.02, 2.0
"""More spend is taken to bring more customers, however few."""


@dataclass(frozen=True)
class Response:
    """How customers answer to spend: 1 % more spend brings ``elasticity`` % more customers."""

    elasticity: float
    draws: Floats
    months: int
    variation: float


def response(spend: ArrayLike, customers: ArrayLike, seed: str = "response") -> Response:
    """Elasticity of customers won to the spend behind them, by Poisson regression with a prior.

        ln E[customers] = a + ε · ln spend,   ε ~ N(0.35, 0.25²), above 0.02

    Months vary more than by chance alone; the likelihood is weakened by as much.

    Raises
    ------
    NotComputable
        Fewer than twelve months with spend, fewer than 20 customers, or spend that hardly varied.

    Examples
    --------
    >>> spend = np.tile([50.0, 100, 150, 200], 6)
    >>> found = response(spend, np.round(0.05 * spend**0.5 * 40))
    >>> round(found.elasticity, 1)
    0.5
    """
    money, won = np.asarray(spend, float), np.asarray(customers, float)
    money, won = money[money > 0], won[money > 0]
    if money.size < FEWEST_MONTHS or won.sum() < FEWEST_CUSTOMERS:
        raise NotComputable(
            f"{counted_words(money.size, 'months with spend')} and "
            f"{counted_words(round(won.sum()), 'new customers')}: at least "
            f"{FEWEST_MONTHS} months and {FEWEST_CUSTOMERS} customers are needed to see how "
            "customers answer to spend.",
            n=int(won.sum()),
        )
    variation = float(money.std(ddof=1) / money.mean())
    if variation < LEAST_VARIATION:
        raise NotComputable(
            f"Spend hardly varied from month to month (by {variation:.0%}; at least "
            f"{LEAST_VARIATION:.0%} is needed): nobody can tell what more of it would bring.",
            n=int(won.sum()),
        )
    grid = np.linspace(LEAST, MOST, 397)
    logs = np.log(money) - np.log(money).mean()
    shares = np.exp(grid[:, None] * logs)
    shares /= shares.sum(axis=1, keepdims=True)
    fits = np.log(shares) @ won
    prior = -0.5 * ((grid - PRIOR[0]) / PRIOR[1]) ** 2
    expected = won.sum() * shares[int(np.argmax(fits + prior))]
    beyond = float((((won - expected) ** 2) / expected).sum()) / (money.size - 2)
    height = fits / max(1.0, beyond) + prior
    chance = np.exp(height - height.max())
    cumulated = np.cumsum(chance) / chance.sum()
    quantiles = (np.arange(DRAWS) + 0.5) / DRAWS
    drawn = np.interp(quantiles, cumulated, grid)
    middle = float(np.interp(0.5, cumulated, grid))
    order = rng(seed, money, won).permutation(DRAWS)
    return Response(middle, drawn[order], int(money.size), variation)


@dataclass(frozen=True)
class NextCustomer:
    """Cost of one customer more [currency], with draws and what it rests on."""

    value: float
    draws: Floats
    customers: int
    window: Window | None
    cost: float
    last_quarter: float | None
    answer: Response


@provider
def next_customer(
    customer_cost: CustomerCost,
    spend_ledger: SpendLedger,
    first_months: FirstMonths,
    lag_months: int,
    as_of: int,
) -> NextCustomer:
    """CAC ÷ elasticity: what one customer more would cost at today’s spend."""
    end = min(as_of, spend_ledger.last + lag_months)
    first = max(first_months.first + 1, spend_ledger.first + lag_months, end - MOST_MONTHS + 1)
    months = range(first, end + 1)
    spend = [spend_ledger.total(Window(m - lag_months, m - lag_months)) for m in months]
    won = [first_months.new_in(Window(m, m)) for m in months]
    found = response(spend, won)
    recent = sum(won[-3:])
    return NextCustomer(
        customer_cost.value / found.elasticity, customer_cost.draws / found.draws,
        customer_cost.customers, customer_cost.window, customer_cost.value,
        sum(spend[-3:]) / recent if recent else None, found,
    )  # fmt: skip
