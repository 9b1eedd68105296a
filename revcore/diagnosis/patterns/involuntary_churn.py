"""Involuntary churn."""

import numpy as np

from revcore.derive.leavers import Leavers, failed_payment
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.words import capital

PART, LEAVERS, FAILED = 0.20, 10, 3
YEAR, BACK = 12, 3


@pattern(
    title="Cards fail and nobody chases",
    order=4,
    family="payments",
    applies=("subscription",),
    min_data="10 customers who left with a reason, in twelve months",
    moves=("card_retries", "dunning_by_person"),
    fields=("subscriptions.end_reason",),
    chart="leaving_reasons",
    lever="churn",
    rows="customers_moved",
)
def involuntary_churn(
    leavers: Leavers,
    customer_resamples: Resamples,
    as_of: int,
    growth_state: GrowthState | None = None,
) -> Signs:
    """A good part of what leaves never meant to: a payment failed.

        revenue lost to failed payments ≥ 20% of revenue lost with a reason, 12 months

    Only customers who left altogether count. Published shares run from 20 to 40%, all from
    vendors of recovery tools; about half of failed charges are recovered by those who try.
    """
    if not leavers.told:
        raise NotComputable("Nothing says why customers left.", needs=("subscriptions.end_reason",))
    window = Window(as_of - YEAR + 1, as_of)
    mine = leavers.take((leavers.month >= window.start) & (leavers.reason != ""))
    n = len(mine.customer)
    enough(n, LEAVERS, "customers who left with a reason, in twelve months")
    failed = np.array([failed_payment(one) for one in mine.reason], bool)
    drawn = customer_resamples.ratio(mine.customer, mine.lost * failed, mine.lost)
    many = int(failed.sum())
    lost = float((mine.lost * failed).sum())
    share = lost / float(mine.lost.sum())
    return Signs(
        p=together(drawn >= PART, many >= FAILED),
        evidence=[
            say(f"{capital(some(many))} of {n:,} customers who left with a reason left on a failed "
                "payment."),
            say(f"They paid {{lost}} a month: {share * 100:.0f} of every 100 lost.", lost=lost),
        ],
        trap=came_back(mine, failed),
        stake=of_move("churn", "card_retries") if growth_state else None,
        n=n,
        window=str(window),
    )  # fmt: skip


def came_back(mine: Leavers, failed: np.ndarray) -> Trap:
    """Whether it is still a fifth without those who signed up again by themselves."""
    n = int(failed.sum())
    if not n:
        return trap(None, "Nobody left on a failed payment.")
    soon = mine.back <= mine.month + BACK
    rest = float((mine.lost * (failed & ~soon)).sum()) / float(mine.lost.sum())
    back = int((failed & soon).sum())
    if rest < PART:
        return trap(False, f"{back} of {n} signed up again within three months by themselves; what "
                    "stayed away is less than a fifth.")  # fmt: skip
    return trap(True, f"They did not simply sign up again: {some(back)} of {n:,} did within "
                "three months. A failed payment may still hide a wish to leave: "
                "ask five.")  # fmt: skip
