"""Contraction creep."""

from itertools import pairwise

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import KINDS, Transitions
from revcore.derive.resamples import Resamples
from revcore.derive.stays import RateRatio, StayMonths, rate_ratio
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window, month_words

TIMES, PART = 1.5, 0.01
"""Times the half-year before, and the part of monthly revenue a half-year must have lost."""
DOWNGRADES, FOLLOWED = 8, 6
SHRANK, LEFT = KINDS.index("contraction"), KINDS.index("churn")


@pattern(
    title="Customers quietly shrink",
    order=5,
    family="leak",
    applies=("subscription",),
    min_data="12 months, 8 customers who pay less than before",
    moves=("seat_review", "packaging_tiers", "save_desk"),
    fields=("subscriptions", "mrr"),
    chart="mrr_bridge",
    lever="contraction",
    rows="customers_moved",
)
def contraction_creep(
    recurring: CustomerMonths,
    transitions: Transitions,
    customer_resamples: Resamples,
    stay_months: StayMonths,
    as_of: int,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Customers who stay pay less and less, faster than customers leave, and then leave.

        contraction of 6 months ≥ 1.5 × the 6 before, ≥ 1% of monthly revenue, and risen more
        than churn in money or in number; after a cut customers leave more often than others

    Six months against the six before. Churn is weighed and counted: one large customer gone says
    little of how many go. Leaving after a cut counts for six months from it, over the last two
    years, at equal age.
    """
    now, before = Window(as_of - 5, as_of), Window(as_of - 11, as_of - 6)
    rows = transitions.within(Window(as_of - 11, as_of))
    cuts = int((transitions.kind[rows] == SHRANK).sum())
    enough(cuts, DOWNGRADES, "cuts by customers who stayed, in twelve months")
    who = recurring.starts[0]
    lost = {
        (kind, half): amounts(transitions, who, kind, half)
        for kind in (SHRANK, LEFT) for half in (now, before)
    }  # fmt: skip
    drawn = {key: customer_resamples.total(*value) for key, value in lost.items()}
    gone, gone_before = (
        customer_resamples.total(lost[LEFT, half][0], np.ones(len(lost[LEFT, half][0])))
        for half in (now, before)
    )
    base = recurring.money(np.int64(recurring.level(as_of - 6).sum()))
    after = leaving_after_a_cut(stay_months, as_of)
    ratio = drawn[SHRANK, now] / np.maximum(drawn[SHRANK, before], 1e-9)
    rise, of_churn = (drawn[kind, now] - drawn[kind, before] for kind in (SHRANK, LEFT))
    more = (rise > of_churn) | (ratio > (gone + 0.5) / (gone_before + 0.5))
    p = together(ratio >= TIMES, drawn[SHRANK, now] >= PART * base, more, after.draws > 1)
    seen, earlier = (float(lost[SHRANK, half][1].sum()) for half in (now, before))
    evidence = [
        say(f"In the six months to {month_words(as_of)} customers who stayed cut {{seen}} of "
            "monthly revenue; in the six before {earlier}.", seen=seen, earlier=earlier),
        say(f"They cut {cuts} times in twelve months."),
    ]  # fmt: skip
    if after.events:
        usual = after.events / after.value
        evidence.append(
            say(f"Within half a year of a cut {after.events:.0f} left; at the rate of other "
                f"customers of their age it would have been {usual:.0f}.")
        )  # fmt: skip
    return Signs(
        p=p,
        evidence=evidence,
        trap=one_large(lost[SHRANK, now][1], earlier),
        stake=of_move("contraction", "seat_review") if growth_state else None,
        n=cuts,
        window=str(now),
    )


def amounts(
    transitions: Transitions, who: np.ndarray, kind: int, window: Window
) -> tuple[np.ndarray, Floats]:
    """Customers and how much less they pay, for each movement of a kind in a window [money]."""
    rows = transitions.within(window)
    mine = transitions.kind[rows] == kind
    less = -transitions.change(rows)[mine] / 10**transitions.scale
    return who[transitions.customer[rows][mine]], less


def leaving_after_a_cut(stays: StayMonths, as_of: int) -> RateRatio:
    """How many times as often customers leave within half a year of a cut, at equal age."""
    begins = np.array([as_of - 24 - FOLLOWED + 1, as_of - 24 + 1], stays.month.dtype)
    lately, counted = (slice(int(at), None) for at in np.searchsorted(stays.month, begins))
    customer, month = stays.customer[lately], stays.month[lately]
    cut = stays.cut[lately]
    last = np.full(int(customer.max(initial=0)) + 1, -FOLLOWED)
    after = np.zeros(len(cut), bool)
    starts = np.flatnonzero(np.r_[len(month) > 0, month[1:] != month[:-1]])
    for start, stop in pairwise([*starts.tolist(), len(month)]):
        who, now = customer[start:stop], int(month[start])
        after[start:stop] = last[who] >= now - FOLLOWED
        last[who[cut[start:stop]]] = now
    age = np.minimum(stays.month[counted] - stays.began[counted], 24)
    return rate_ratio(age, stays.left[counted], after[counted.start - lately.start :])


def one_large(cuts: Floats, before: float) -> Trap:
    """Whether it still holds without the largest cut."""
    rest = float(cuts.sum() - cuts.max(initial=0))
    if rest >= TIMES * before:
        return trap(True, "It is not one large customer: without the largest cut it is still half "
                    "as much again as before.")  # fmt: skip
    return trap(False, "One large cut explains the rise: without it customers cut no more than "
                "half as much again.")  # fmt: skip
