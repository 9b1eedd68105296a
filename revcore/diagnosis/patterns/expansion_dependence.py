"""Expansion dependence."""

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.margin import Margin
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import KINDS, Transitions
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    Stake,
    draws_of,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import Trap
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.words import counted

PART = 0.60
"""Expansion in all that is gained; the median company is at 40%."""
FLAT = 0.02
"""Part by which customers may grow in half a year and still be called as many as before."""
YEAR, HALF, LEAST = 12, 6, 20
TOP, AT_ONCE = 5, 1 / 3
"""Largest upgrades named apart; a month in which so many pay more is a rise of prices."""
GAINS = ("new", "reactivation", "expansion")


@pattern(
    title="Fewer customers, each paying more",
    order=2,
    family="expansion",
    applies=("subscription",),
    min_data="13 months, 20 customers",
    moves=("rebuild_new_business", "second_product_offer"),
    fields=("subscriptions", "mrr"),
    chart="retention_over_time",
    lever="opportunities",
    rows="customers_moved",
)
def expansion_dependence(
    recurring: CustomerMonths,
    transitions: Transitions,
    customer_resamples: Resamples,
    nrr: Measured,
    as_of: int,
    margin: Margin | None = None,
) -> Signs:
    """Revenue from present customers grows while fewer and fewer of them carry it.

        NRR > 100%, and over the last six months expansion ≥ 60% of all recurring revenue gained
        and customers who came − left ≤ 2% of those of half a year ago (flat, or fewer)

    Gained is new, returning and expansion. The share of expansion at a median company is 40%.
    """
    opening = as_of - YEAR
    if opening < recurring.first:
        raise NotComputable(
            f"Recurring revenue begins in {month_words(recurring.first)}: 13 months are needed.",
            n=as_of - recurring.first,
        )
    enough(len(recurring.at(opening)[0]), LEAST, "customers a year ago")
    who, then, now = recurring.pair(as_of - HALF, as_of)
    left, came = who[now == 0], who[then == 0]
    net = customer_resamples.total(who, (then == 0).astype(float) - (now == 0))
    gains = gained(recurring, transitions, as_of)
    drawn = [customer_resamples.total(*gains[kind]) for kind in GAINS]
    share = drawn[-1] / np.maximum(sum(drawn), 1e-9)
    p = together(draws_of(nrr) > 1, share >= PART, net <= FLAT * float((then > 0).sum()))
    sums = [float(gains[kind][1].sum()) for kind in GAINS]
    grown = sums[-1] / max(sum(sums), 1e-9)
    before, after = int((then > 0).sum()), int((now > 0).sum())
    return Signs(
        p=p,
        evidence=[
            say(f"{counted(after, 'customer')} {'pays' if after == 1 else 'pay'} now, "
                f"{before:,} half a year ago: {some(len(came))} came and {some(len(left))} left."),
            say(f"Of every 100 of recurring revenue gained since then {grown * 100:.0f} came from "
                "customers who pay more than before; 40 is usual."),
            say(f"The customers of a year ago pay {nrr.value * 100:.0f} of every 100 they paid."),
        ],
        trap=few_or_a_rise(recurring, transitions, gains["expansion"], nrr, as_of),
        stake=replaced(net, recurring, as_of, margin),
        n=before,
        window=str(Window(as_of - HALF + 1, as_of)),
    )  # fmt: skip


def gained(
    recurring: CustomerMonths, transitions: Transitions, as_of: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Customers and amounts [money] of each kind of gain over half a year."""
    rows = transitions.within(Window(as_of - HALF + 1, as_of))
    kind = transitions.kind[rows]
    more = transitions.change(rows) / 10**transitions.scale
    name = recurring.starts[0][transitions.customer[rows]]
    found = {}
    for gain in GAINS:
        mine = kind == KINDS.index(gain)
        found[gain] = (name[mine], more[mine])
    return found


def replaced(
    net: Floats, recurring: CustomerMonths, as_of: int, margin: Margin | None
) -> Stake | None:
    """Money of twelve months, were as many customers won as are lost.

    Each pays what customers pay on average now, from the third month on: nine months of customers
    won, one more each month, are 45 customer-months.
    """
    if margin is None:
        return None
    level = recurring.level(as_of)
    each = recurring.money(np.int64(level.sum())) / len(level)
    revenue = np.maximum(-net, 0) / HALF * 45 * each
    return Stake(
        basis="as many customers won as lost", profit=revenue * margin.value, revenue=revenue
    )


def few_or_a_rise(
    recurring: CustomerMonths, transitions: Transitions,
    grown: tuple[np.ndarray, np.ndarray], nrr: Measured, as_of: int,
) -> Trap:  # fmt: skip
    """Whether one upgrade, or one rise of prices, stands behind the growth."""
    name, more = grown
    if not more.size:
        return trap(None, "Nobody pays more than before.")
    _, index = np.unique(name, return_inverse=True)
    by_customer = np.sort(np.bincount(index, more))[::-1]
    opening = recurring.money(np.int64(recurring.level(as_of - YEAR).sum()))
    without = nrr.value - by_customer[0] / opening
    if without <= 1:
        return trap(False, "One upgrade explains it: without the largest, the customers of a year "
                    f"ago pay {without * 100:.0f} of every 100.")  # fmt: skip
    rows = transitions.within(Window(as_of - YEAR + 1, as_of))
    rises = transitions.month[rows][transitions.kind[rows] == KINDS.index("expansion")]
    month, times = np.unique(rises, return_counts=True)
    fullest = int(np.argmax(times))
    if times[fullest] >= AT_ONCE * len(recurring.at(int(month[fullest]))[0]):
        when = month_words(int(month[fullest]))
        return trap(False, f"In {when} {counted(int(times[fullest]), 'customer')} paid more at "
                    "once: that is a rise of prices, not customers who want more.")  # fmt: skip
    share = by_customer[:TOP].sum() / by_customer.sum() * 100
    return trap(True, "It is neither one upgrade nor one rise of prices: the five largest make "
                f"{share:.0f} of 100, and no month stands out.")  # fmt: skip
