"""Wrong-fit segment."""

import numpy as np

from revcore.derive.segment_worth import Brings, SegmentWorth
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, trap
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import Evidence, GrowthState, Trap

SHARE, CUSTOMERS = 0.15, 20
"""Part of the selling that goes there, and customers of the segment."""
LITTLE, NEARLY = 0.8, 1.2
"""Value over cost that is too little in itself, and for customers who leave much sooner."""
SOONER, HALF_SOONER = 1.7, 1.2
"""They leave so many times as often as others; in each half of them at least this."""


@pattern(
    title="Customers not worth chasing",
    order=19,
    family="unit_economics",
    applies=("subscription",),
    min_data="20 customers in a segment, eight of them new, and what winning one costs",
    moves=("fit_filter", "cut_segment", "qualify_out"),
    fields=("customers.segment", "deals.segment", "spend"),
    chart="segment_payback",
    lever="churn",
    rows="new_customers",
)
def wrong_fit_segment(
    segment_worth: SegmentWorth, growth_state: GrowthState | None = None
) -> Signs:
    """One segment takes its part of the selling and does not pay for it, while the others do.

        elsewhere value > cost, and in the segment value < 0.8 × cost,
        or value < 1.2 × cost and they leave ≥ 1.7 × as often

    Segments that take 15% or more of deals opened. Leaving is compared at equal age and pulled
    towards that of all until a few have left, so the worst of many is not simply the unluckiest.
    """
    known = [
        one for one in segment_worth.segments
        if one.share >= SHARE and one.stays.customers >= CUSTOMERS
    ]  # fmt: skip
    most = max(one.stays.customers for one in segment_worth.segments)
    enough(most if known else 0, CUSTOMERS, "customers in a segment with its part of the selling")
    signs = {one.stays.name: unfit(one) for one in known}
    worst = max(known, key=lambda one: (float(signs[one.stays.name].mean()), -one.share))
    name, months = worst.stays.name, segment_worth.horizon
    return Signs(
        p=signs[name],
        evidence=[
            say(f"A customer in “{name}” costs {{cost}} to win and brings {{value}} of gross "
                f"profit in {months} months.", cost=worst.cost, value=worst.value),
            *leaving(worst),
            say(f"{worst.share * 100:.0f} of 100 new deals are with that segment; the cost is "
                "shared out by them."),
        ],
        trap=both_halves(worst),
        stake=stake(growth_state, "churn", move="fit_filter"),
        subject=name,
        title=f"“{name}”: customers not worth chasing",
        n=worst.stays.customers,
        window=str(segment_worth.window),
    )  # fmt: skip


def unfit(one: Brings) -> np.ndarray:
    """Draws in which the segment does not pay, or hardly and leaves much sooner; others do."""
    ratio, other = one.value_draws / one.cost_draws, one.other_value_draws / one.other_cost_draws
    soon = (one.stays.ratio_draws >= SOONER) & (ratio < NEARLY)
    return np.asarray((other > 1) & ((ratio < LITTLE) | soon))


def leaving(one: Brings) -> list[Evidence]:
    """How much sooner they leave than others of the same age."""
    times = float(np.median(one.stays.ratio_draws))
    if times < HALF_SOONER:
        return []
    return [say(f"They leave {times:.1f} times as often as other customers of the same age.")]


def both_halves(one: Brings) -> Trap:
    """The worst of several segments may be the unluckiest: it should be bad in both halves."""
    if min(one.stays.halves) >= HALF_SOONER:
        return trap(True, "It is not luck or youth: split in two by chance, both halves of these "
                    "customers leave more often than others of the same age.")  # fmt: skip
    if max(one.stays.halves) < HALF_SOONER:
        return trap(None, "They stay as long as others: it is what they pay, against what they "
                    "cost. Does the selling really take as long?")  # fmt: skip
    return trap(None, "It shows in one half of these customers only: of several segments one is "
                "always the worst.")  # fmt: skip
