"""Under-investment."""

from revcore.derive.acquisition import SpendLedger
from revcore.derive.capacity import DeliveryCapacity
from revcore.derive.channels import ByChannel
from revcore.derive.purchases import RevenueMonths
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    Stake,
    draws_of,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window

VALUE, FIRST_YEAR, PAYBACK = 5.0, 3.0, 6.0
"""Bessemer: a payback under six months says invest more; five times the cost in two or three years,
or three times in the one year that few leavers allow to count, is beyond any bar."""
SHARE = 0.15
"""Marketing and selling over revenue."""
YEAR, CUSTOMERS = 12, 20
STILL = 3.0
"""With everything charged to those who came through paid channels, value must still be so many
times the cost."""


@pattern(
    title="You could afford to spend more",
    order=13,
    kind="unlocks",
    family="spending",
    applies=("subscription",),
    min_data="20 new customers, and what all of marketing and selling cost",
    moves=("step_up_spend",),
    fields=("spend", "subscriptions"),
    chart="value_against_cost",
    lever="leads",
    rows="new_customers",
)
def under_investment(
    clv_to_cac: Measured,
    cac_payback_months: Measured,
    spend_ledger: SpendLedger,
    revenue_months: RevenueMonths,
    as_of: int,
    acquisition_by_channel: ByChannel | None = None,
    delivery_capacity: DeliveryCapacity | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """A customer costs little, pays back at once, and hardly any revenue goes into winning more.

        value ÷ cost > 5, payback < 6 months, and marketing and selling < 15% of revenue

    Value over the horizon the evidence carries, at most three years (3 times the cost where that
    is one year); value, cost and payback are drawn together.
    """
    enough(clv_to_cac.n, CUSTOMERS, "new customers")
    year = Window(as_of - YEAR + 1, as_of)
    if revenue_months.first > year.start or spend_ledger.first > year.start:
        raise NotComputable("Needs twelve months of revenue and of spend.", needs=("spend",))
    revenue = revenue_months.total(year)
    share = spend_ledger.total(year) / revenue if revenue > 0 else 1.0
    bar = VALUE if int(clv_to_cac.inputs["horizon_months"]) > YEAR else FIRST_YEAR
    p = together(draws_of(clv_to_cac) > bar, draws_of(cac_payback_months) < PAYBACK, share < SHARE)
    return Signs(
        p=p,
        evidence=[
            say("A new customer costs {cost} and brings {value} of gross profit in "
                f"{int(clv_to_cac.inputs['horizon_months'])} months: {clv_to_cac.value:.1f} times "
                "the cost.", cost=float(clv_to_cac.inputs["cac"]),
                value=float(clv_to_cac.inputs["clv"])),
            say(f"It has paid for itself after {cac_payback_months.value:.1f} months."),
            say(f"Of every 100 of revenue {share * 100:.0f} go into winning customers."),
        ],
        trap=bought(clv_to_cac.value, acquisition_by_channel, delivery_capacity),
        stake=step(growth_state),
        n=clv_to_cac.n,
        window=clv_to_cac.window,
    )  # fmt: skip


def bought(ratio: float, channels: ByChannel | None, capacity: DeliveryCapacity | None) -> Trap:
    """Whether customers who come by themselves make the paid ones look cheap, or nobody has time
    for more."""
    if capacity is not None:
        return trap(False, "Delivery is full: more customers could not be served.")
    if channels is None:
        return trap(None, "Nothing says which customers came through paid channels: those who "
                    "come by themselves make the others look cheap.")  # fmt: skip
    paid = sum(part.customers for part in channels.paid)
    known = sum(part.customers for part in channels.channels)
    if known and ratio * paid / known >= STILL:
        return trap(True, f"It is not that customers come by themselves: with all the cost on the "
                    f"{paid} who came through paid channels, each still brings "
                    f"{ratio * paid / known:.1f} times its cost.")  # fmt: skip
    return trap(None, f"{paid} of {known} came through paid channels: with all the cost on them, "
                "each brings less, and money may not bring more of the others.")  # fmt: skip


def step(state: GrowthState | None) -> Stake | None:
    """More leads for a quarter more spend; opportunities where no leads are known."""
    names = ("leads", "opportunities", "new_customers")
    name = next((one for one in names if state is not None and one in state.inputs), None)
    return of_move(name, "step_up_spend") if name else None
