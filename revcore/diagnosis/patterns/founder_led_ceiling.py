"""Founder-led ceiling."""

from revcore.derive.lone_seller import Ceiling, LoneSeller
from revcore.diagnosis.patterns._pattern import SELLING, Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._sellers import better_deals, percent, rates
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState
from revcore.words import counted

MUCH, WINS = 0.60, 20
NONE = "A founder under another role would not be known as one."


@pattern(
    title="Everything sells through the founder",
    order=31,
    family="people",
    applies=SELLING,
    min_data="20 won deals with a seller, two years, the founder’s role in the team",
    moves=("first_seller_on_inbound", "call_library"),
    fields=("deals.owner", "team.role", "deals.created"),
    chart="seller_sales",
    lever="opportunities",
    rows="won_deals_owned",
)
def founder_led_ceiling(
    founder_sales: LoneSeller,
    founder_ceiling: Ceiling,
    growth_state: GrowthState | None = None,
) -> Signs:
    """What comes in grows, what the founder can close does not, and nobody else closes as well.

        won by the founder ÷ won by all ≥ 60%
        and closed by the founder, against the year before < deals created, against the year before
        and win rate of the others < the founder’s

    The share is counted in full, growth and win rates (shrunken) carry their chance. Closed deals,
    won or lost, tell how many one person can work; wins alone are too few. Sixty percent is a house
    estimate. A first seller takes a median of five months to full
    productivity, a third of them more than six.
    """
    found, grown = founder_sales, founder_ceiling
    if not found.names:
        text = "By the roles of the team no founder sells; the others won {total}."
        return Signs(0.0, [say(text, total=found.total)], trap(True, NONE), n=found.rest_won)
    enough(found.won + found.rest_won, WINS, "won deals with a seller")
    who = "The founder" if len(found.names) == 1 else "The founders"
    stake = None
    if growth_state is not None and "opportunities" in growth_state.inputs:
        stake = of_move("opportunities", "first_seller_on_inbound")
    (created, created_before), (won, won_before) = grown.created, grown.won
    (closed, closed_before), own = grown.closed, who.lower()
    return Signs(
        p=together(
            found.value >= MUCH * found.total,
            grown.closed_growth < grown.created_growth,
            found.gap > 0,
        ),
        evidence=[
            say(f"{who} won {percent(found.value / found.total)} of all that was sold: {{own}} of "
                "{total}.", own=found.value, total=found.total),
            say(f"{counted(created, 'deal')} came in over the last year after {created_before:,} "
                f"the year before; {own} closed {closed:,} after {closed_before:,}, and won "
                f"{won:,} of them after {won_before:,}."),
            say(f"{who} won {rates(found)}."),
        ],
        trap=better_deals(found, who),
        stake=stake,
        subject=" and ".join(found.names),
        n=found.won + found.rest_won,
        window=str(found.window),
    )  # fmt: skip
