"""Leaky bucket."""

from typing import Any

import numpy as np

from revcore.derive.intervals import Floats
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import KINDS, UNCHANGED, Transitions
from revcore.derive.resamples import Resamples
from revcore.diagnosis.patterns._pattern import (
    Measured,
    Signs,
    draws_of,
    enough,
    pattern,
    say,
    together,
    trap,
)  # fmt: skip
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis_parts import GrowthState, Trap
from revcore.model import Window, month_words

HOLDS, CLEARLY = 0.6, 0.7
"""New business holds up while so many come as in so much of the half-year before; it is said to
have gone in so many of the draws: a count of ten customers swings by a third of itself."""
LOSS = 0.5
"""Lost ÷ won of recurring revenue; its inverse is the quick ratio: under 2 is a sign of churn."""
KEPT = 0.85
"""Gross revenue retention to hold a small company against where nothing is published."""
NEW, LEFT = KINDS.index("new"), KINDS.index("churn")
GAINS = [KINDS.index(name) for name in ("new", "reactivation", "expansion")]
OLD, FEWEST_OLD, CHURNS = 12, 20, 10


@pattern(
    title="Leaky bucket",
    order=1,
    family="leak",
    applies=("subscription",),
    min_data="12 months, 10 customers who left",
    moves=("onboarding_redesign", "save_desk", "fit_filter"),
    fields=("subscriptions", "mrr"),
    chart="mrr_bridge",
    lever="churn",
    rows="customers_moved",
)
def leaky_bucket(
    recurring: CustomerMonths,
    transitions: Transitions,
    customer_resamples: Resamples,
    grr: Measured,
    as_of: int,
    growth_state: GrowthState | None = None,
) -> Signs:
    """New business keeps coming in, and half of it or more runs out again.

        lost ÷ gained > ½ over 12 months, GRR < lower quartile,
        and new customers of 6 months not clearly < 0.6 × the 6 before

    New customers are counted, not weighed: one large one says little of how many come. Lost is
    churn and contraction of recurring revenue, gained new, returning and expansion. The bar of GRR
    is the benchmark’s lower quartile; where it gives a median alone, or nothing, 85%, or that
    median where it is lower. A young base leaves sooner than an old one: customers older than a
    year are asked apart.
    """
    year = Window(as_of - 11, as_of)
    now, before = Window(as_of - 5, as_of), Window(as_of - 11, as_of - 6)
    new, earlier = (
        came(recurring, transitions, customer_resamples, half) for half in (now, before)
    )
    gained, lost = moved(recurring, transitions, customer_resamples, year)
    left = int((transitions.kind[transitions.within(Window(as_of - 11, as_of))] == LEFT).sum())
    enough(left, CHURNS, "customers who left in twelve months")
    bar = floor_of(grr)
    loss = lost / np.maximum(gained, 1e-9)
    dried = float(np.mean(new < HOLDS * earlier))
    p = together(dried < CLEARLY, loss > LOSS, draws_of(grr) < bar)
    published = grr.benchmark is not None and grr.benchmark.p25 is not None
    words = (
        f"three in four such companies keep {bar * 100:.0f} or more"
        if published
        else f"fewer than {bar * 100:.0f} is little for subscriptions"
    )
    won, went = counted(transitions, year)
    return Signs(
        p=p,
        evidence=[
            say(f"In the twelve months to {month_words(as_of)} {{gained}} of monthly revenue came "
                "in and {lost} went out again.", gained=won, lost=went),
            say(f"Of every 100 of revenue a year ago {grr.value * 100:.0f} are still there; "
                f"{words}."),
            say(f"{left:,} {'customer' if left == 1 else 'customers'} left in twelve months."),
        ],
        trap=unfilled(dried, same_age(recurring, transitions, as_of, bar)),
        stake=stake(growth_state, "churn", move="onboarding_redesign", reading=grr),
        n=left,
        window=str(year),
    )  # fmt: skip


def came(
    recurring: CustomerMonths, transitions: Transitions, drawn: Resamples, window: Window
) -> Floats:
    """Draws of the number of customers who paid for the first time in a window."""
    rows = transitions.within(window)
    who = transitions.customer[rows][transitions.kind[rows] == NEW]
    return drawn.total(recurring.starts[0][who], np.ones(len(who)))


def moved(
    recurring: CustomerMonths, transitions: Transitions, drawn: Resamples, window: Window
) -> tuple[Floats, Floats]:
    """Draws of gained and of lost MRR over a window [money]."""
    who, change, gains = changes(transitions, window)
    name = recurring.starts[0][who]
    return drawn.total(name, change * gains), drawn.total(name, change * ~gains)


def counted(transitions: Transitions, window: Window) -> tuple[float, float]:
    """MRR gained and lost as it was, as the MRR bridge has it [money]."""
    _, change, gains = changes(transitions, window)
    return float(change[gains].sum()), float(change[~gains].sum())


def changes(transitions: Transitions, window: Window) -> tuple[Any, Floats, Any]:
    """Whose MRR changed over a window, by how much, and whether up."""
    rows = transitions.within(window)
    some = transitions.kind[rows] < UNCHANGED
    kind, who = transitions.kind[rows][some], transitions.customer[rows][some]
    change = np.abs(transitions.change(rows))[some] / 10**transitions.scale
    return who, change, np.isin(kind, GAINS)


def floor_of(grr: Measured) -> float:
    """What gross revenue retention is held against."""
    figure = grr.benchmark
    if figure is None:
        return KEPT
    return float(figure.p25) if figure.p25 is not None else min(float(figure.value), KEPT)


def same_age(recurring: CustomerMonths, transitions: Transitions, as_of: int, bar: float) -> Trap:
    """Whether customers older than a year, by themselves, also stay below the bar."""
    rows = transitions.within(Window(as_of - 11, as_of))
    age = transitions.month[rows] - recurring.starts[1][transitions.customer[rows]]
    old = (transitions.then[rows] > 0) & (age >= OLD)
    months, gone = int(old.sum()), int((old & (transitions.now[rows] == 0)).sum())
    if months < FEWEST_OLD * OLD:
        return trap(None, "Hardly anybody has been a customer for more than a year: young "
                    "customers leave more often anywhere.")  # fmt: skip
    kept = (1 - gone / months) ** 12
    if kept < (1 + bar) / 2:
        return trap(True, f"It is not that the customers are young: of those older than a year "
                    f"{kept * 100:.0f} of 100 stay for another.")  # fmt: skip
    return trap(False, f"The customers are young: of those older than a year {kept * 100:.0f} of "
                "100 stay for another.")  # fmt: skip


def unfilled(dried: float, age: Trap) -> Trap:
    """Whether it is rather that nobody comes in; ``age`` is the other look-alike."""
    if dried < 0.5 or not age.ruled_out:
        return age
    return trap(None, "Far fewer new customers came than in the half-year before: it may rather be "
                "that nothing is filled in.")  # fmt: skip
