"""Hockey stick at the end of the quarter."""

from revcore.derive.quarter_ends import DiscountGap, QuarterEnds
from revcore.diagnosis.patterns._pattern import SELLING, Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window

HALF, EVEN, GAP = 0.5, 14 / 91.3125, 0.02
RUSH = 2 * EVEN
"""A quarter counts as rushed from twice its even share on."""
OFTEN, WINS, DECEMBER = 3, 30, 11


@pattern(
    title="The last-two-weeks discount",
    order=24,
    family="discount",
    applies=SELLING,
    min_data="three quarters, 30 deals won, list prices",
    moves=("discount_desk", "linear_accelerator"),
    fields=("deals.closed", "deals.list_amount"),
    chart="quarter_weeks",
    lever="price",
    rows="won_deals_quarters",
)
def quarter_end_hockey_stick(
    quarter_ends: QuarterEnds,
    quarter_end_discounts: DiscountGap,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Half of what is won comes in the last two weeks of the quarter, and it is sold cheaper.

        won in the last 14 days of quarters ÷ won ≥ ½, with a rush in 3 of 4 quarters,
        and discount there − discount on other days > 2 points

    Spread evenly it would be 15%; a rush is twice that. Sellers of one large software vendor gave
    away 6–8% of revenue so (Larkin 2014); half and two points are house estimates.
    """
    ends, gap = quarter_ends, quarter_end_discounts
    enough(ends.n, WINS, "deals won in these quarters")
    rushed = [share >= RUSH for share in ends.shares]
    often = sum(rushed) >= min(OFTEN, len(rushed))
    of = "the won value" if ends.by_value else "the won deals"
    points = (gap.late - gap.other) * 100
    return Signs(
        p=together(ends.share >= HALF, gap.gap > GAP, often),
        evidence=[
            say(f"{ends.overall * 100:.0f}% of {of} of the last {len(rushed)} quarters came in "
                f"their last two weeks; spread evenly it would be {EVEN * 100:.0f}%."),
            say(f"Then {gap.late * 100:.0f}% is taken off the list price, on other days "
                f"{gap.other * 100:.0f}%: {abs(points):.0f} points {more(points)}."),
            say(f"{sum(rushed)} of {len(rushed)} quarters had such a rush."),
        ],
        trap=budgets(ends, rushed),
        stake=of_move("price", "discount_desk") if growth_state else None,
        n=ends.n,
        window=str(Window(ends.quarters[0].start, ends.quarters[-1].end)),
    )  # fmt: skip


def more(points: float) -> str:
    """More or less."""
    return "more" if points >= 0 else "less"


def budgets(ends: QuarterEnds, rushed: list[bool]) -> Trap:
    """Buyers’ own years end once a year, mostly in December; a rush in other quarters is ours."""
    other = [
        rush
        for quarter, rush in zip(ends.quarters, rushed, strict=True)
        if quarter.end % 12 != DECEMBER
    ]
    if sum(other) >= 2:
        return trap(True, "It is not the buyers’ own year end: that comes once a year, the rush in "
                    f"{sum(other)} quarters that do not end in December.")  # fmt: skip
    if any(rushed) and not any(other):
        return trap(False, "The rush comes in December only, when buyers’ own years end.")
    return trap(None, "Buyers’ own years may end then.")
