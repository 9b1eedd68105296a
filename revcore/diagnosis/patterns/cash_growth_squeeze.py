"""Cash-growth squeeze."""

import numpy as np

from revcore.derive.cash_ahead import CashAhead
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    draws_of,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis_parts import Evidence, Trap
from revcore.model import month_words

RISK = 0.20
"""Chance of an empty account within a year that is too much."""
YEARLY = 1.0
"""A customer brings its cost once for every year counted (3 × in three years): the business is
sound, only the money is short."""
YEAR = 12
ENOUGH = 0.10
"""Lowest balances passed over when saying what would be enough."""


@pattern(
    title="Growing faster than cash allows",
    order=15,
    family="cash",
    min_data="nine month-end balances in a row, and what a customer brings and costs",
    moves=("annual_prepay", "deposit_terms"),
    fields=("cash", "spend"),
    chart="cash_fan",
    rows="balances",
)
def cash_growth_squeeze(cash_ahead: CashAhead, clv_to_cac: Measured) -> Signs:
    """New customers pay off well, but the account may be empty before they do.

        empty within 12 months in ≥ 20% of courses, and value ÷ cost > 1 for every year counted

    Three times the cost in three years, or twice in the two that the evidence carries. The monthly
    change of the balance goes on along its line of the last twelve months, which flattens by a
    tenth each month. Credit lines and money to be raised are not in it. No worth is put on it: what
    is missing is no profit forgone, and who runs out of money earns nothing at all.
    """
    found = cash_ahead
    horizon = int(clv_to_cac.inputs["horizon_months"])
    bar = YEARLY * horizon / YEAR
    return Signs(
        p=together(found.risk_draws >= RISK, draws_of(clv_to_cac) > bar),
        evidence=[
            say(f"{{left}} were in the bank at the end of {month_words(found.window.end)}; over "
                f"{found.window.months} months it {'fell' if found.change < 0 else 'rose'} by "
                "{change} a month.", left=found.balance, change=abs(found.change)),
            *dry(found),
            say(f"Yet in {horizon} months a customer brings {clv_to_cac.value:.1f} times what it "
                "costs to win."),
        ],
        trap=one_month(found),
        n=clv_to_cac.n,
        window=str(found.window),
    )  # fmt: skip


def dry(found: CashAhead) -> list[Evidence]:
    """How soon the account may be empty, and what would carry the company through."""
    if found.risk < RISK:
        return []
    likely = found.empty_by >= found.risk / 2
    half = month_words(found.window.end + 1 + int(np.argmax(likely)))
    often = "all" if found.risk > 0.995 else f"{found.risk * 100:.0f} of 100"
    needed = -float(np.quantile(found.lowest, ENOUGH))
    return [
        say(f"If it goes on like this, it is empty within a year in {often} simulated courses, in "
            f"half of these by {half}."),
        say("{missing} more would carry nine courses in ten through the year.", missing=needed),
    ]  # fmt: skip


def one_month(found: CashAhead) -> Trap:
    """One large payment can make a year look like a decline."""
    month = month_words(found.odd_month)
    if found.risk >= RISK > found.without_one:
        return trap(False, f"It hangs on {month} alone: without that month the money would last.")
    return trap(True, f"It is not one large payment: without {month}, the month most unlike the "
                "others, it is the same.")  # fmt: skip
