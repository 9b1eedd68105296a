"""Deal size drift."""

import numpy as np
import numpy.typing as npt

from revcore.derive.deal_changes import DealShift
from revcore.derive.deal_kinds import Sizes
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
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.words import counted

SMALLER, MADE_UP, CLEARLY = 0.90, 1.15, 0.7
"""Amount now ÷ before; value a month now ÷ before that makes up for it, in so many of the draws."""
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

        usual amount of all deals created, last 6 months ≤ 0.9 × 12 months before,
        won ones smaller too, and value won a month not clearly above 1.15 × before

    “Usual” is the geometric mean, which one large deal hardly moves. Deals created say the same as
    won ones, earlier and with more of them; won ones alone stand in where few others have an
    amount. Either all deals together say it, or deals beside their own segment (product): a few
    more large customers hide that each buys less. A tenth is a house estimate; so is that value a
    month a seventh above before makes up for it, which usual growth alone does not bring.
    """
    found = deal_sizes
    enough(found.size.n_now, WINS, "deals won with an amount in the last six months")
    enough(found.size.n_before, WINS, "deals won with an amount in the months before")
    view = max(found.views, key=lambda one: float(np.mean(shrunk(one))))
    made_up = float(np.mean(found.value > MADE_UP))
    months = found.earlier.months
    fewer = found.size.n_now / found.seen.months, found.size.n_before / months
    number = f": their number {'does not make' if made_up < 0.5 else 'makes'} up for it"
    return Signs(
        p=together(shrunk(view), made_up < CLEARLY),
        evidence=[
            say(f"The usual deal won in the last six months is {{now}}; in the "
                f"{counted(months, 'month')} before it was {{before}}.",
                now=found.size.now, before=found.size.before),
            *beside(view),
            say(f"{fewer[0]:.1f} are won a month, {fewer[1]:.1f} before"
                f"{number if min(found.size.change, view.won.change) < 1 else ''}."),
        ],
        trap=whale(view) if made_up < 0.5 else look_alike(whale(view)),
        stake=stake(
            growth_state, "deal_value", "new_mrr", move="minimum_deal", reading=average_deal_size
        ),
        n=found.size.n_now + found.size.n_before,
        window=str(found.seen),
    )  # fmt: skip


def shrunk(view: Sizes) -> npt.NDArray[np.bool_]:
    """Draws in which deals are smaller by a tenth; of all begun, those won have not grown."""
    if view.asked is None:
        return together(view.won.ratio <= SMALLER)
    return together(view.asked.ratio <= SMALLER, view.won.ratio <= 1.0)


def beside(view: Sizes) -> list[Evidence]:
    """What deals begun say, and deals beside their own kind."""
    all_of = view.asked
    if view.by:
        made = "" if all_of is None else f"; those begun since, {less(all_of.change)}"
        return [say(f"Beside deals of the same {view.by}, those won are {less(view.won.change)}"
                    f"{made}.")]  # fmt: skip
    if all_of is None:
        return []
    return [say(f"Of all {counted(all_of.n, 'deal')} begun since, won or not, the usual one is "
                f"{less(all_of.change)}.")]  # fmt: skip


def less(change: float) -> str:
    """How much smaller or larger.

    >>> less(0.82), less(1.04), less(1.002)
    ('18% smaller', '4% larger', 'as large as before')
    """
    by = round((1 - change) * 100)
    if not by:
        return "as large as before"
    return f"{abs(by)}% {'smaller' if by > 0 else 'larger'}"


def whale(view: Sizes) -> Trap:
    """Whether a few large deals make the difference: the rest beside each other."""
    usual = view.asked or view.won
    if view.without <= (1 + SMALLER) / 2:
        return trap(True, "It is not a few large deals before: without the largest tenth of either "
                    f"time they are {less(view.without)}. Starting small on purpose would look the "
                    "same.")  # fmt: skip
    if usual.change > SMALLER:
        return trap(None, "A few large deals before would look the same.")
    return trap(False, "Without the largest tenth of either time deals are hardly smaller than "
                "before: only the largest are missing.")  # fmt: skip


def look_alike(found: Trap) -> Trap:
    """More deals may make up for it: no longer ruled out."""
    if not found.ruled_out:
        return found
    return trap(None, "More deals are won, which may make up for it: smaller ones on purpose would "
                "look the same.")  # fmt: skip
