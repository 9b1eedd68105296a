"""Deal size drift."""

import numpy as np

from revcore.derive.deal_changes import DealShift, amounts
from revcore.diagnosis.patterns._pattern import (
    SELLING,
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

SMALLER, MADE_UP = 0.90, 1.15
WINS = 20


@pattern(
    title="Deals get smaller",
    order=27,
    family="deal_size",
    applies=SELLING,
    min_data="20 deals won with an amount in the last six months, and before",
    moves=("minimum_deal", "package_floor", "up_market_list"),
    fields=("deals.amount", "deals.closed"),
    chart="deal_sizes",
    lever="deal_value",
    rows="won_deals_valued",
)
def deal_size_drift(
    deal_sizes: DealShift,
    average_deal_size: Measured | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """The usual deal is smaller than a year ago, and no larger number of deals makes up for it.

        usual amount won, last 6 months ≤ 0.9 × 12 months before,
        the same among all deals created, and value won a month < 1.15 × before

    “Usual” is the geometric mean, which one large deal hardly moves. Deals created say the same
    earlier and with more of them. A tenth is a house estimate; so is that value a month a seventh
    above before makes up for it, which usual growth alone does not bring.
    """
    found = deal_sizes
    enough(found.size.n_now, WINS, "deals won with an amount in the last six months")
    enough(found.size.n_before, WINS, "deals won with an amount in the months before")
    smaller = found.size.ratio if found.asked is None else found.asked.ratio
    won = found.size.ratio <= (SMALLER if found.asked is None else 1.0)
    p = together(smaller <= SMALLER, won, found.value <= MADE_UP)
    months = found.earlier.months
    evidence = [
        say(f"The usual deal won in the last six months is {{now}}; in the {months} months before "
            "it was {before}.", now=found.size.now, before=found.size.before),
    ]  # fmt: skip
    if found.asked is not None:
        less = (1 - found.asked.change) * 100
        evidence.append(
            say(f"Of all {found.asked.n_now} deals begun since, won or not, the usual one is "
                f"{abs(less):.0f}% {'smaller' if less >= 0 else 'larger'}.")
        )  # fmt: skip
    fewer = found.size.n_now / found.seen.months, found.size.n_before / months
    short = float(np.median(found.value)) <= MADE_UP
    made_up = f": their number {'does not make' if short else 'makes'} up for it"
    evidence.append(
        say(f"{fewer[0]:.1f} are won a month, {fewer[1]:.1f} before"
            f"{made_up if found.size.change < 1 else ''}.")
    )  # fmt: skip
    return Signs(
        p=p,
        evidence=evidence,
        trap=whale(found),
        stake=stake(
            growth_state, "deal_value", "new_mrr", move="minimum_deal", reading=average_deal_size
        ),
        n=found.size.n_now + found.size.n_before,
        window=str(found.seen),
    )


def whale(found: DealShift) -> Trap:
    """Whether one large deal before makes the difference: the middle deals beside each other."""
    now, before = (
        float(np.median(np.repeat(amounts(part), part.n)))
        for part in (found.won_now, found.won_before)
    )
    if now <= before * (1 + SMALLER) / 2:
        return trap(True, "It is not one large deal before: the one in the middle is smaller too. "
                    "Starting small on purpose would look the same.")  # fmt: skip
    if found.size.change > SMALLER:
        return trap(None, "One large deal before would look the same.")
    return trap(False, "The deal in the middle is as large as before: only the largest are "
                "missing.")  # fmt: skip
