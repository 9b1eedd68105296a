"""The next twelve months with and without a change, on the same random numbers.

Every input is drawn once per path from what is known of it; the same path is then run twice, with
the change and without, and only the difference is reported. So levers that act together are run
together, never added up. Lag, churn, a ramp of three months and delivery capacity are in it.

Inputs by engine (see :class:`revcore.diagnosis_parts.GrowthState`):

subscription, projects
    ``opportunities`` a month (mean of the last twelve), their ``growth`` [log per month],
    ``win_rate`` [ratio], ``cycle_days``, ``new_mrr`` of a won deal
    [money per month] or ``deal_value`` [money]; with leads also ``leads`` a month, the steps
    ``lead_to_mql``, ``mql_to_sql``, ``sql_to_opportunity``, or without stages of leads
    ``lead_to_opportunity`` or ``lead_to_won`` [ratio], ``lead_share`` of opportunities
    and ``lead_lag`` [months]. Without deals ``new_customers`` a month.
subscription
    ``churn``, ``contraction``, ``expansion`` of the base [ratio per month], and ``returning``, what
    of the churn is back four months later [ratio].
orders
    ``new_buyers`` a month, ``order_value`` [money], ``repeat_rate`` [ratio].
all
    ``price`` (1 is today), ``margin`` [ratio], ``capacity`` (1 is today), ``media_cost`` a month
    [money], which grows when leads are to grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from revcore.derive._world import MIDDLE_OF_YEAR, MONTHS, PATHS, RAMP, VOLUMES
from revcore.derive._worlds import run
from revcore.derive.intervals import Floats, rng
from revcore.diagnosis_parts import GrowthState, Quantity, Worth

__all__ = [
    "MONTHS", "PATHS", "Change", "Changes", "Outcome", "drawn", "draws", "joint", "run", "today",
    "what_if",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One input moved: to a level, or by a factor; ``error`` is the doubt about it.

    to
        Level it is moved to, in the input's own unit.
    factor
        Or: times what it is today.
    error
        Standard error of the logarithm of the level.

    >>> Change(factor=1.2).level(50)
    60.0
    """

    to: float | None = None
    factor: float = 1.0
    error: float = 0.0

    def level(self, now: float) -> float:
        """Where the input ends up."""
        return float(self.to if self.to is not None else now * self.factor)


Changes = Mapping[str, Change | float]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a change brings over twelve months: differences, one entry per path [money].

    profit
        Gross profit minus extra media; None where the margin is not known.
    run_rate
        Revenue of the last month, times twelve: for subscriptions ARR.
    before, after
        Median revenue of each month without and with the change.
    """

    profit: Floats | None
    revenue: Floats
    run_rate: Floats
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    def worth(self, cost: float = 0.0, basis: str = "") -> Worth:
        """Median and 80 % range, after the cost of the move."""
        money = _middle(self.revenue)
        found: dict[str, float | None] = {}
        if self.profit is not None:
            net = self.profit - cost
            low, value, high = _middle(net)
            found = {
                "value": value,
                "low": low,
                "high": high,
                "p_positive": float((net > 0).mean()),
            }
        return Worth(
            **found, revenue_low=money[0], revenue=money[1], revenue_high=money[2], cost=cost,
            basis=basis,
        )  # fmt: skip


def _middle(draws: Floats) -> tuple[float, float, float]:
    low, median, high = np.quantile(draws, [0.1, 0.5, 0.9])
    return float(low), float(median), float(high)


def what_if(
    state: GrowthState, changes: Changes, *, paths: int = PATHS, ramp: float = RAMP
) -> Outcome:
    """Run the next twelve months with and without changes on the same random numbers.

    Parameters
    ----------
    changes
        Input → :class:`Change`, or the level it is moved to.
    ramp
        Months until a change has its full effect, linear; 0: at once.

    Examples
    --------
    Forty opportunities a month, two in a hundred more won, $12,000 a year each, two months to win,
    1.5 % leave a month: not 40 · 2 % · 12,000 · 12 = 115,200, for lag and churn take their part.

    >>> state = GrowthState(engine="subscription", cycle=[0, 0, 1.0], inputs={
    ...     "opportunities": Quantity(value=40), "win_rate": Quantity(value=0.25, scale="logit"),
    ...     "new_mrr": Quantity(value=1000), "churn": Quantity(value=0.015)})
    >>> round(float(what_if(state, {"win_rate": 0.27}, ramp=0).run_rate[0]))
    89773
    """
    return joint(state, {"": changes}, paths=paths, ramp=ramp)[""]


def joint(
    state: GrowthState, scenarios: Mapping[str, Changes], *, paths: int = PATHS, ramp: float = RAMP
) -> dict[str, Outcome]:
    """Several scenarios, each against doing nothing, all on the same random numbers."""
    drawn = draws(state, paths)
    margin = drawn.get("margin")
    nothing = run(state, drawn, {}, paths, ramp)
    before = np.median(nothing.revenue, axis=0).tolist()
    without = None if margin is None else nothing.profit(margin)
    out = {}
    for name, changes in scenarios.items():
        made = run(state, drawn, factors(state, changes, paths), paths, ramp)
        profit = None if without is None else made.profit(drawn["margin"]) - without
        out[name] = Outcome(
            profit,
            made.revenue.sum(axis=1) - nothing.revenue.sum(axis=1),
            12 * (made.end - nothing.end),
            before,
            np.median(made.revenue, axis=0).tolist(),
        )
    return out


# ---------------------------------------------------------------- random numbers
def draws(state: GrowthState, paths: int = PATHS) -> dict[str, Floats]:
    """Each input once per path; an input's numbers depend on its name and the seed alone."""
    found = {name: drawn(one, _noise(state, name, paths)) for name, one in state.inputs.items()}
    if state.margin is not None:
        found["margin"] = np.full(paths, state.margin)
    return found


def drawn(quantity: Quantity, noise: Floats) -> Floats:
    """Draws of an input; its value is their median.

    >>> drawn(Quantity(value=0.5, error=1.0, scale="logit"), np.array([0.0, 1.0])).round(3).tolist()
    [0.5, 0.731]
    """
    value, spread = quantity.value, quantity.error * noise
    if quantity.scale == "plain" or value <= 0:
        return value + spread if quantity.scale == "plain" else np.full(noise.size, value)
    if quantity.scale == "logit" and value < 1:
        return np.asarray(1 / (1 + (1 - value) / value * np.exp(-spread)), float)
    return np.asarray(value * np.exp(spread), float)


def factors(state: GrowthState, changes: Changes, paths: int = PATHS) -> dict[str, Floats]:
    """By how much each input is multiplied once a change has its full effect."""
    out = {}
    for name, given in changes.items():
        change = given if isinstance(given, Change) else Change(to=float(given))
        now = state.inputs[name].value if name in state.inputs else 1.0
        if now == 0:
            continue
        aimed = change.level(now)
        if change.to is not None and aimed > now:
            aimed = max(now, aimed * now / today(state, name))
        spread = change.error * _noise(state, f"change:{name}", paths) if change.error else 0.0
        out[name] = np.broadcast_to(aimed / now * np.exp(spread), (paths,))
    return out


def today(state: GrowthState, name: str) -> float:
    """Level of an input today: a number that grows has come further than its last twelve months.

    What growth brings by itself no lever brings. One that falls is taken at the mean; 1 for what is
    no input, as capacity.

    >>> growth = Quantity(value=0.01, scale="plain")
    >>> inputs = {"opportunities": Quantity(value=40), "growth": growth}
    >>> round(today(GrowthState(engine="subscription", inputs=inputs), "opportunities"), 1)
    42.7
    """
    value = state.inputs[name].value if name in state.inputs else 1.0
    growth = state.inputs.get("growth")
    if growth is None or name not in VOLUMES:
        return value
    return value * float(np.exp(max(growth.value, 0.0) * MIDDLE_OF_YEAR))


def _noise(state: GrowthState, name: str, paths: int) -> Floats:
    return rng("simulate", name, [state.seed]).standard_normal(paths)
