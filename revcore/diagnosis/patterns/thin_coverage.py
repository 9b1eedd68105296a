"""Thin coverage."""

import math

import numpy as np

from revcore.derive.next_quarter import Ahead, NextQuarter
from revcore.diagnosis.patterns._pattern import SELLING, Signs, pattern, say, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.words import counted, counted_words

MUCH_UNDATED = 0.2


@pattern(
    title="Not enough deals for next quarter",
    order=32,
    kind="context",
    family="coverage",
    applies=SELLING,
    min_data="10 won deals with an amount in a year, deals with their days",
    moves=("pipeline_sprint", "prospecting_blocks", "weighted_forecast"),
    fields=("deals.created", "deals.closed", "deals.amount", "team.quota"),
    chart="coming_quarter",
    lever="opportunities",
    rows="open_deals_valued",
)
def thin_coverage(next_quarter: NextQuarter, growth_state: GrowthState | None = None) -> Signs:
    """What the open deals and those still to come will bring is less than what is to be sold.

        simulations of the coming three months below the target ÷ all ≥ 70%

    Instead of “three times the target must be on the list”: each open deal counts by its own age,
    so that forgotten ones count for little, and deals not yet created count as far as they can
    still be won in time; the sum is corrected by how it did in the last four quarters. Without
    quotas or a goal the target is four fifths of an average quarter of the last year.
    """
    found, ahead = next_quarter, next_quarter.ahead
    low, high = (float(bound) for bound in np.quantile(found.draws, [0.1, 0.9]))
    stake = None
    if growth_state is not None and "opportunities" in growth_state.inputs:
        stake = of_move("opportunities", "pipeline_sprint")
    return Signs(
        p=found.draws < found.target.amount,
        evidence=[
            say("The coming three months are likely to bring {low} to {high} in won deals (8 times "
                f"in 10); {{target}} is what should be sold ({found.target.basis}).",
                low=low, high=high, target=found.target.amount),
            say(f"{listed(ahead)}; deals still to come, at the pace of the last three months "
                f"({ahead.created:,} new), {{coming}}.",
                listed=ahead.listed * found.factor, coming=ahead.coming * found.factor),
            *needed(found),
        ],
        trap=dead_or_season(found),
        stake=stake,
        n=ahead.open,
        window=str(found.window),
    )  # fmt: skip


def listed(found: Ahead) -> str:
    """What the first part is: “The 50 open deals with an amount bring {listed} of it”."""
    if found.open == 0:
        return "No deal with an amount is open, so none is counted"
    deals, bring = counted_words(found.open, "open deals"), "bring"
    if found.open == 1:
        deals, bring = "one open deal", "brings"
    return f"The {deals} with an amount {bring} {{listed}} of it"


def needed(found: NextQuarter) -> list[Evidence]:
    """How many more deals would close the gap, by the usual win rate and size."""
    chance, size = found.ahead.chance * found.factor, found.ahead.size
    if not found.missing or not chance:
        return []
    more = math.ceil(found.missing / (chance * size))
    deals = counted(more, "more deal")
    return [
        say(f"{deals} of the usual size ({{size}}) would be needed to close the gap, all of them "
            "soon enough to be decided in time.", size=size)
    ]  # fmt: skip


def dead_or_season(found: NextQuarter) -> Trap:
    """Whether the season, or deals without a day, may be behind it."""
    undated = found.ahead.undated
    if undated > MUCH_UNDATED * max(found.ahead.open, 1):
        return trap(None, f"{undated:,} of the open deals do not say when they were created and "
                    "count for nothing here.")  # fmt: skip
    earlier = found.same_quarter
    if found.own and earlier is not None and earlier < found.target.amount:
        return trap(None, "The same three months of last year brought less than that, too: it may "
                    "be the season.")  # fmt: skip
    return trap(True, "Dead deals do not inflate it: each open deal counts by its own age.")
