"""By what a move is read: a measure or an input of the simulation, before, hoped for, and chance.

A rate is read within the ninety days only if the change hoped for is at least one standard error of
what sixty days of this company can show; otherwise the plan counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from revcore.derive.intervals import Z80
from revcore.diagnosis.catalogue import levers
from revcore.diagnosis.path import LEAD_STEPS
from revcore.diagnosis.patterns._stake import LOWER
from revcore.diagnosis_parts import Move, Quantity
from revcore.model import Better, Reading, Scorecard, Unit, Window
from revcore.words import capital

LEVER_READS: Mapping[str, tuple[str, ...]] = {
    "win_rate": ("win_rate", "win_rate_created"),
    "cycle_days": ("sales_cycle_days",),
    "lead_to_mql": ("lead_to_mql",),
    "mql_to_sql": ("mql_to_sql",),
    "sql_to_opportunity": ("sql_to_opportunity",),
    "deal_value": ("average_deal_size",),
    "churn": ("revenue_churn_monthly", "logo_churn_monthly"),
    "repeat_rate": ("repeat_purchase_rate",),
    "price": ("average_discount",),
}
"""Measures by lever, the first that has a value; levels that do not grow with the window."""
SLOW = frozenset(("repeat_purchase_rate",))
"""Measures of customers who came a year ago: ninety days cannot move them."""
DAYS = 60
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Read:
    """What a line is read by.

    low, high
        The target at either end of what the move may bring.
    error
        Standard error of the value over its whole window; None where it is counted in full.
    able
        Whether sixty days can show the change hoped for.
    """

    title: str
    unit: str
    baseline: float
    target: float
    low: float
    high: float
    lower: bool
    error: float | None
    able: bool
    reading: str | None = None
    input: str | None = None


def read_of(card: Scorecard, move: Move) -> Read | None:
    """What a move is read by in this document; None where nothing of it says so."""
    if move.lever is None or move.high <= 0:
        return None
    for name in LEVER_READS.get(move.lever, ()):
        reading = card.readings.get(name)
        if reading is not None and reading.value:
            return of_reading(reading, move)
    return of_input(card, move)


def of_reading(reading: Reading, move: Move) -> Read:
    """Read by a measure."""
    assert reading.value is not None
    error = error_of(reading)
    months = Window.parse(reading.window).months if reading.window else 12
    lower = reading.better is Better.LOWER
    made = aims(reading.value, move, lower=lower, share=reading.unit is Unit.RATIO)
    return Read(
        title=reading.title, unit=reading.unit.value, baseline=reading.value, lower=lower,
        target=made[0], low=made[1], high=made[2], error=error, reading=reading.id,
        able=reading.id not in SLOW and able(made[0] - reading.value, error, months),
    )  # fmt: skip


def of_input(card: Scorecard, move: Move) -> Read | None:
    """Read by an input of the simulation; new deals stand for leads that nobody counts."""
    kind, state = levers().get(move.lever or ""), card.growth_state
    name = kind.input_of(state) if kind and state else ""
    if not name and move.lever in LEAD_STEPS:
        kind, name = levers()["opportunities"], "opportunities"
    if kind is None or state is None or name not in state.inputs or name == "price":
        return None
    kind, quantity = kind.moving(name), state.inputs[name]
    lower, error = name in LOWER, plain_error(quantity)
    made = aims(quantity.value, move, lower=lower, share=kind.unit is Unit.RATIO)
    months = Window.parse(quantity.window).months if quantity.window else 12
    return Read(
        title=capital(kind.what), unit=kind.unit.value, baseline=quantity.value, lower=lower,
        target=made[0], low=made[1], high=made[2], error=error, input=name,
        able=able(made[0] - quantity.value, error, months),
    )  # fmt: skip


def aims(value: float, move: Move, *, lower: bool, share: bool) -> tuple[float, float, float]:
    """Target, and the same at the weaker and at the stronger end, in ascending order of value.

    >>> from revcore.diagnosis.moves import moves
    >>> [round(one, 4) for one in aims(0.02, moves()["save_desk"].chosen(), lower=True, share=True)]
    [0.018, 0.017, 0.019]
    """
    sign = -1 if lower else 1
    ends = sorted(value * (1 + sign * part) for part in (move.low, move.high))
    middle = value * (1 + sign * (move.low + move.high) / 2)
    if share and value <= 1:
        middle, ends = min(middle, 1.0), [min(one, 1.0) for one in ends]
    return middle, ends[0], ends[1]


def error_of(reading: Reading) -> float | None:
    """Standard error of a reading from its 80 % range."""
    if reading.low is None or reading.high is None:
        return None
    return (reading.high - reading.low) / 2 / Z80


def plain_error(quantity: Quantity) -> float | None:
    """Standard error of an input on the scale of its value."""
    if not quantity.error:
        return None
    value = quantity.value
    slope = {"log": value, "logit": value * (1 - value), "plain": 1.0}[quantity.scale]
    return quantity.error * abs(slope)


def able(change: float, error: float | None, months: int) -> bool:
    """Whether sixty days show a change of this size: at least one standard error of theirs.

    >>> able(0.03, 0.01, 12), able(0.02, 0.01, 12)
    (True, False)
    """
    if error is None:
        return True
    return abs(change) >= error * math.sqrt(max(1.0, months * DAYS_A_MONTH / DAYS))
