"""Unprofitable growth."""

from revcore.derive.acquisition import SpendLedger
from revcore.derive.subscription_value import WithExpansion
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    draws_of,
    enough,
    pattern,
    say,
    trap,
)
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window

CUSTOMERS = 20
RAMP = 1.25
"""Spend of the last quarter over that of the three before: more than this is an investment that has
not had time."""


@pattern(
    title="New customers cost more than they bring",
    order=14,
    family="unit_economics",
    min_data="20 new customers, and what all of marketing and selling cost",
    moves=("raise_price_new", "cut_segment", "annual_prepay"),
    fields=("spend", "subscriptions", "orders"),
    chart="payback_curve",
    lever="price",
    rows="new_customers",
)
def unprofitable_growth(
    clv_to_cac: Measured,
    as_of: int,
    spend_ledger: SpendLedger | None = None,
    value_with_expansion: WithExpansion | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Winning a customer costs more than the customer brings back within the years counted.

        customer value over its horizon < cost of winning one

    Value and cost are drawn together. The horizon is the one the evidence carries, at most three
    years; nothing is said of a lifetime.
    """
    enough(clv_to_cac.n, CUSTOMERS, "new customers")
    inputs = clv_to_cac.inputs
    value, cost = float(inputs["clv"]), float(inputs["cac"])
    horizon = int(inputs["horizon_months"])
    draws = draws_of(clv_to_cac)
    grown = value_with_expansion.value / value if value_with_expansion and value > 0 else 1.0
    return Signs(
        p=draws < 1,
        evidence=[
            say("A new customer costs {cost} to win and brings {value} of gross profit in "
                f"{horizon} months.", cost=cost, value=value),
            say(f"For every 100 spent, {clv_to_cac.value * 100:.0f} come back in that time."),
        ],
        trap=grows_into_it(float((draws * max(grown, 1.0) < 1).mean()), spend_ledger, as_of),
        stake=stake(growth_state, "price", move="raise_price_new"),
        n=clv_to_cac.n,
        window=clv_to_cac.window,
    )  # fmt: skip


def grows_into_it(still: float, ledger: SpendLedger | None, as_of: int) -> Trap:
    """Whether customers who buy more later, or spend that has not had time, would explain it."""
    if still < 0.5:
        return trap(False, "Customers who stay buy more later on: with that counted, they pay for "
                    "themselves.")  # fmt: skip
    if ledger is not None and ledger.first <= as_of - 11:
        late = ledger.total(Window(as_of - 2, as_of))
        before = ledger.total(Window(as_of - 11, as_of - 3)) / 3
        if before > 0 and late > RAMP * before:
            return trap(None, f"Spend rose by {(late / before - 1) * 100:.0f}% in the last "
                        "quarter: part of it may not have had time to bring anybody.")  # fmt: skip
    return trap(True, "It is not new spend that has had no time, and counting what customers buy "
                "more later does not change it.")  # fmt: skip
