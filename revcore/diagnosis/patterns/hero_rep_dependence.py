"""Hero-rep dependence."""

import numpy as np

from revcore.derive.lone_seller import LoneSeller
from revcore.diagnosis.patterns._pattern import SELLING, Signs, pattern, say, together
from revcore.diagnosis.patterns._sellers import GAP, better_deals, percent, rates
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState

MUCH, TWICE, RISK = 0.40, 2.0, 0.20


@pattern(
    title="One seller carries us",
    order=30,
    family="people",
    applies=SELLING,
    min_data="3 sellers with 10 closed deals each",
    moves=("pair_selling", "call_library"),
    fields=("deals.owner", "deals.closed", "deals.amount"),
    chart="seller_forest",
    lever="win_rate",
    rows="won_deals_owned",
)
def hero_rep_dependence(top_seller: LoneSeller, growth_state: GrowthState | None = None) -> Signs:
    """One seller wins so much that the company would not make up for losing them within a year.

        won by one seller ÷ won by all ≥ 40%
        and (win rate − that of the others > 5 points, or twice the middle seller)
        and missing in the year after that seller leaves ≥ 20%

    Win rates are shrunken first: the best of several is partly the luckiest. What would be missing
    assumes that others take the deals over, need five months until they are up to speed and then
    win as often as the others do. All three limits are house estimates.
    """
    found = top_seller
    name, risk = found.names[0], float(np.median(found.at_risk))
    stake = None
    if growth_state is not None and "win_rate" in growth_state.inputs:
        stake = of_move("win_rate", "pair_selling")
    return Signs(
        p=together(
            found.share >= MUCH, (found.gap > GAP) | (found.times > TWICE), found.at_risk >= RISK
        ),
        evidence=[
            say(f"“{name}” won {percent(found.value / found.total)} of all that was sold: {{own}} "
                "of {total}.", own=found.value, total=found.total),
            say(f"“{name}” won {rates(found)}."),
            say(f"Were “{name}” to leave, about {percent(risk)} of the won value would be missing "
                "in the year after, even if the others took over every deal."),
        ],
        trap=better_deals(found, "This seller"),
        stake=stake,
        subject=name,
        n=found.closed + found.rest_closed,
        window=str(found.window),
    )  # fmt: skip
