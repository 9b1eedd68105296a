"""One-and-done buyers."""

from collections.abc import Sequence

import numpy as np

from revcore.derive.cost import CustomerCost
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.derive.margin import Margin
from revcore.derive.newcomers import Newcomers
from revcore.derive.purchases import Purchases
from revcore.derive.repeat import FirstAndSecond
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    Stake,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window, first_day
from revcore.words import counted

DAYS, AGAIN = 180, 0.20
"""Fewer than one in five buying again within half a year (published: 14.8 to 32% in a year)."""
SELDOM, PART, HALVES = 0.75, 0.20, 0.90
"""A group that comes back a quarter less often than the others of its time, is a fifth of all
newcomers, and does so in both halves of the time."""
LEAST = 100
YEAR = 12


@pattern(
    title="They buy once",
    order=8,
    family="buying_again",
    applies=("orders", "projects"),
    min_data="100 first-time buyers half a year ago, and what a new customer costs or who of them "
    "came with a discount",
    moves=("second_order_prompt", "replenishment_reminder", "bundle_first_order"),
    fields=("orders.customer", "invoices", "spend", "orders.discount_code"),
    chart="repeat_by_cohort",
    lever="repeat_rate",
    rows="first_time_buyers",
)
def one_and_done(
    first_and_second: FirstAndSecond,
    repeat_buying: Purchases,
    customer_resamples: Resamples,
    as_of: int,
    margin: Margin | None = None,
    customer_cost: CustomerCost | None = None,
    media_cost: CustomerCost | None = None,
    newcomer_groups: Sequence[Newcomers] = (),
    repeat_purchase_rate: Measured | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Most buyers, or most of those won in one way, never come back.

        bought again within 180 days < 20%, and gross profit of the first order < cost of a
        customer; or so few of a fifth of the newcomers (with a discount, or of one channel),
        who come back ≤ 0.75 × as often as the others that joined in the same quarter

    Only buyers who have had their 180 days count, so recent ones are not read as lost. The cost of
    a customer is fully loaded where the spend says so, else media alone, which is too kind. A
    quarter less and a fifth are house estimates.
    """
    end = first_day(as_of + 1)
    since = first_day(max(as_of - YEAR - DAYS // 30 + 1, first_and_second.since + 1))
    first, second = first_and_second.first, first_and_second.second
    mine = (first >= since) & (first + DAYS < end)
    n, again = int(mine.sum()), int((mine & (second - first <= DAYS)).sum())
    enough(n, LEAST, "first-time buyers with half a year behind them")
    due = due_by_now(first_and_second, end)
    window = Window(as_of - YEAR - DAYS // 30 + 1, as_of - DAYS // 30)
    worst = max(newcomer_groups, key=lambda one: float(strangers(one).mean()), default=None)
    by_group = float(strangers(worst).mean()) if worst is not None else 0.0
    cost = customer_cost or media_cost
    if margin is None or cost is None:
        if worst is None or by_group < 0.5:
            raise lacking(margin, cost)
        return of_group(worst, repeat_buying, margin, due, window)
    known = repeat_buying.known
    opens = (known.rank == 0) & (known.day >= since) & (known.day + DAYS < end)
    amounts = known.amount[opens] / 10**known.scale
    profit = customer_resamples.mean(known.customer[opens], amounts) * margin.value
    share = jeffreys_draws(again, n, profit.size, rng("one and done", [again, n]))
    p = together(share < AGAIN, profit < cost.draws[: profit.size])
    if worst is not None and by_group > float(p.mean()):
        return of_group(worst, repeat_buying, margin, due, window)
    words = "winning one costs" if customer_cost else "the media to win one, pay not counted, cost"
    return Signs(
        p=p,
        evidence=[
            say(f"Of {n:,} first-time buyers {some(again)} came back within half a year: "
                f"{again / n * 100:.0f} of 100."),
            say(f"A first order leaves {{profit}} of gross profit; {words} {{cost}}.",
                profit=float(amounts.mean()) * margin.value, cost=cost.value),
        ],
        trap=due,
        stake=stake(
            growth_state, "repeat_rate", move="second_order_prompt", reading=repeat_purchase_rate
        ),
        n=n,
        window=str(window),
    )  # fmt: skip


def lacking(margin: Margin | None, cost: CustomerCost | None) -> NotComputable:
    """What would say whether a first order pays for winning its buyer."""
    missing = {"settings.gross_margin": margin is None, "spend": cost is None}
    needs = tuple(name for name, absent in missing.items() if absent)
    words = {"settings.gross_margin": "the gross margin", "spend": "what a new customer costs"}
    return NotComputable(f"Needs {' and '.join(words[name] for name in needs)}.", needs=needs)


# ---------------------------------------------------------------- one group of newcomers
def strangers(one: Newcomers) -> np.ndarray:
    """Draws in which so few of a group come back, and fewer than of the others."""
    return together(one.share_draws < AGAIN, one.ratio.draws <= SELDOM, one.part >= PART)


def of_group(
    one: Newcomers, bought: Purchases, margin: Margin | None, due: Trap, window: Window
) -> Signs:  # fmt: skip
    """The signs of a group that buys once while the others come back."""
    evidence = [
        say(f"Of {one.n:,} first-time buyers {one.name} {some(one.again)} came back within "
            f"half a year, {one.rate * 100:.0f} of 100; of the others "
            f"{one.other_rate * 100:.0f}."),
        say(f"They are {one.part * 100:.0f} of 100 newcomers of the last twelve "
            f"months{then(one)}."),
        say("Their first order is {first} on average, that of the others {other}.",
            first=one.first, other=one.other_first),
    ]  # fmt: skip
    return Signs(
        p=strangers(one),
        evidence=evidence,
        trap=due if due.ruled_out is False else both_halves(one),
        stake=half_way(one, bought, margin),
        subject=one.name,
        title=f"They buy once: newcomers {one.name}",
        n=one.n,
        window=str(window),
    )


def then(one: Newcomers) -> str:
    """What their part was a year before, where it is known."""
    if one.part_before is None:
        return ""
    return f", {one.part_before * 100:.0f} in the year before"


def half_way(one: Newcomers, bought: Purchases, margin: Margin | None) -> Stake | None:
    """Money of a year, did they come back half as often again as separates them from the others.

    One more order each, of the size that later orders have.
    """
    later = bought.known.rank > 0
    if not later.any():
        return None
    order = float(bought.known.amount[later].mean()) / 10**bought.known.scale
    gap = np.maximum(one.share_draws / np.minimum(one.ratio.draws, 1.0) - one.share_draws, 0.0)
    revenue: Floats = one.a_year * gap / 2 * order
    return Stake(
        basis="half the way to how often the others come back",
        profit=revenue * margin.value if margin else None,
        revenue=revenue,
    )


def both_halves(one: Newcomers) -> Trap:
    """The worst of several groups may be the unluckiest: it should be so in both halves."""
    if max(one.halves) <= HALVES:
        return trap(True, "It is not the time they joined, which is compared quarter by quarter, "
                    "nor luck: it was so in both halves of these eighteen months. Some might not "
                    "have come at all without it: find out with half of them.")  # fmt: skip
    return trap(None, "Of several groups one is always the worst: it was not clearly so in both "
                "halves of these eighteen months.")  # fmt: skip


def due_by_now(found: FirstAndSecond, end: int) -> Trap:
    """Whether half a year is long enough for this kind of goods."""
    came = found.second < end
    if came.sum() < 10:
        return trap(None, "Too few ever came back to say how long they usually take.")
    usual = float(np.median(found.second[came] - found.first[came]))
    days = counted(max(round(usual), 1), "day")
    if usual > DAYS:
        return trap(False, f"Those who do come back take {days}: half a year is too "
                    "short to call the others lost.")  # fmt: skip
    return trap(True, f"It is not too early: those who come back take {days}.")
