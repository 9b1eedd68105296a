"""Cohort rot."""

import numpy as np

from revcore.derive._days import distinct
from revcore.derive.stays import RateRatio, StayMonths, rate_ratio
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window, month_words
from revcore.words import counted

NEW, BEFORE = 9, 18
"""Who joined in the last so many months, against those of so many months before them."""
TIMES, LEVEL = 1.5, 0.10
OLD = 12
STARTS, LEAVERS = 100, 8


@pattern(
    title="Newer customers leave sooner",
    order=7,
    family="leak",
    applies=("subscription",),
    min_data="18 months, 100 new customers billed by the month",
    moves=("promise_check", "channel_audit", "fit_filter"),
    fields=("subscriptions.start", "subscriptions.end"),
    chart="cohort_grid",
    lever="churn",
    rows="new_customers",
)
def cohort_rot(
    stay_months: StayMonths, as_of: int, growth_state: GrowthState | None = None
) -> Signs:
    """Customers of the last nine months leave sooner than those before them did at the same age.

        rate of leaving at equal age ≥ 1.5 × that of the customers before, log-rank p < .10,
        and risen more than that of customers older than a year

    Compared month of age by month of age (Mantel–Haenszel), so that young customers stand against
    young ones, and customers still here count for as long as they were watched.
    """
    joined = stay_months.dated & ~stay_months.yearly
    mine = stay_months.take(joined & (stay_months.began > as_of - NEW - BEFORE))
    recent = mine.began > as_of - NEW
    new, before = (len(distinct(mine.customer[part])) for part in (recent, ~recent))
    enough(new + before, STARTS, "new customers billed by the month, in 27 months")
    enough(min(new, before), STARTS // 5, "new customers on the smaller side of the comparison")
    young = mine.take(mine.age < NEW)
    recent = young.began > as_of - NEW
    found = rate_ratio(young.age, young.left, recent)
    enough(found.events + found.others, LEAVERS, "new customers who left")
    change = of_old(stay_months, as_of)
    p = together(
        found.draws >= TIMES, found.p < LEVEL,
        True if change is None else found.draws > change.draws[::-1],
    )  # fmt: skip
    window = Window(as_of - NEW + 1, as_of)
    lost, others = int(found.events), int(found.others)
    return Signs(
        p=p,
        evidence=[
            say(f"Of {new:,} customers who joined since {month_words(window.start)}, "
                f"{some(lost)} {'has' if lost == 1 else 'have'} left; at the pace of those "
                f"before them it would be {found.events / found.value:.0f}."),
            say(f"Of the {before:,} who joined in the {BEFORE} months before, "
                f"{counted(others, 'customer')} left within their first {NEW - 1} months."),
        ],
        trap=all_alike(change, found),
        stake=of_move("churn", "promise_check") if growth_state else None,
        n=new + before,
        window=str(window),
    )  # fmt: skip


def of_old(stays: StayMonths, as_of: int) -> RateRatio | None:
    """How customers older than a year leave now against the year before; None with too few."""
    old = stays.take((stays.age > OLD) & (stays.month > as_of - NEW - OLD) & ~stays.yearly)
    if old.left.sum() < LEAVERS:
        return None
    return rate_ratio(np.zeros(len(old.age), np.int64), old.left, old.month > as_of - NEW)


def all_alike(change: RateRatio | None, found: RateRatio) -> Trap:
    """Whether everybody leaves more, not the newer ones alone."""
    if change is None:
        return trap(None, "Too few older customers left to say whether everybody leaves more now.")
    if change.value >= TIMES and change.p < LEVEL and change.value > found.value / TIMES:
        return trap(False, "Customers older than a year leave more often too: it is not the newer "
                    "ones alone.")  # fmt: skip
    usual = change.events / change.value
    return trap(True, "It is neither their age, which is compared like with like, nor everybody: "
                f"of customers older than a year {change.events:.0f} left in the same months; at "
                f"the pace of before it would be {usual:.0f}.")  # fmt: skip
