"""One-and-done buyers."""

import numpy as np

from revcore.derive.cost import CustomerCost
from revcore.derive.intervals import jeffreys_draws, rng
from revcore.derive.margin import Margin
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import FirstAndSecond
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window, first_day

DAYS, AGAIN = 180, 0.20
"""Fewer than one in five buying again within half a year (published: 14.8 to 32 % in a year)."""
LEAST = 100
YEAR = 12


@pattern(
    title="They buy once",
    order=8,
    family="buying_again",
    applies=("orders", "projects"),
    min_data="100 first-time buyers half a year ago, and what a new customer costs",
    moves=("second_order_prompt", "replenishment_reminder", "bundle_first_order"),
    fields=("orders.customer", "invoices", "spend"),
    chart="repeat_by_cohort",
    lever="repeat_rate",
)
def one_and_done(
    first_and_second: FirstAndSecond,
    repeat_buying: Purchases,
    customer_resamples: Resamples,
    margin: Margin,
    as_of: int,
    customer_cost: CustomerCost | None = None,
    media_cost: CustomerCost | None = None,
    repeat_purchase_rate: Measured | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Most buyers never come back, and their first order does not pay for winning them.

        bought again within 180 days < 20 %,
        and gross profit of the first order < cost of a customer

    Only buyers who have had their 180 days count, so recent ones are not read as lost. The cost of
    a customer is fully loaded where the spend says so, else media alone, which is too kind.
    """
    cost = customer_cost or media_cost
    if cost is None:
        raise NotComputable("Needs what a new customer costs.", needs=("spend",))
    end = first_day(as_of + 1)
    since = first_day(max(as_of - YEAR - DAYS // 30 + 1, first_and_second.since + 1))
    first, second = first_and_second.first, first_and_second.second
    mine = (first >= since) & (first + DAYS < end)
    n, again = int(mine.sum()), int((mine & (second - first <= DAYS)).sum())
    enough(n, LEAST, "first-time buyers who have had half a year")
    known = repeat_buying.known
    opens = (known.rank == 0) & (known.day >= since) & (known.day + DAYS < end)
    amounts = known.amount[opens] / 10**known.scale
    profit = customer_resamples.mean(known.customer[opens], amounts) * margin.value
    share = jeffreys_draws(again, n, profit.size, rng("one and done", [again, n]))
    p = together(share < AGAIN, profit < cost.draws[: profit.size])
    words = "all it costs to win one" if customer_cost else "the media to win one, pay not counted"
    return Signs(
        p=p,
        evidence=[
            say(f"Of {n:,} first-time buyers {again:,} came back within half a year: "
                f"{again / n * 100:.0f} of 100."),
            say(f"A first order leaves {{profit}} of gross profit; {words}, is {{cost}}.",
                profit=float(amounts.mean()) * margin.value, cost=cost.value),
        ],
        trap=due_by_now(first_and_second, end),
        stake=stake(
            growth_state, "repeat_rate", move="second_order_prompt", reading=repeat_purchase_rate
        ),
        n=n,
        window=str(Window(as_of - YEAR - DAYS // 30 + 1, as_of - DAYS // 30)),
    )  # fmt: skip


def due_by_now(found: FirstAndSecond, end: int) -> Trap:
    """Whether half a year is long enough for this kind of goods."""
    came = found.second < end
    if came.sum() < 10:
        return trap(None, "Too few ever came back to say how long they usually take.")
    usual = float(np.median(found.second[came] - found.first[came]))
    if usual > DAYS:
        return trap(False, f"Those who do come back take {usual:.0f} days: half a year is too "
                    "short to call the others lost.")  # fmt: skip
    return trap(True, f"It is not too early: those who come back take {usual:.0f} days.")
