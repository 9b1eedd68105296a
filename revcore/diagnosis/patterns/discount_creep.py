"""Discount creep."""

from collections.abc import Callable

import numpy as np

from revcore.derive.deals import Deals
from revcore.derive.discount_trend import DiscountTrend
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.derive.simulate import Change
from revcore.diagnosis.patterns._pattern import (
    SELLING,
    Signs,
    Stake,
    enough,
    pattern,
    say,
    together,
    trap,
)
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.errors import NotComputable
from revcore.registry import Asker

At = Callable[[int, int | None], Asker]
RISES, SURE = 0.002, 0.975
"""A fifth of a point a month."""
SALES, DRAWS = 40, 2000


@pattern(
    title="Discounts grow, wins don’t",
    order=25,
    family="discount",
    applies=SELLING,
    min_data="40 sales with list price in a year",
    moves=("give_get_rule", "package_floor", "discount_desk"),
    fields=("deals.list_amount", "deals.amount"),
    chart="discount_over_time",
    lever="price",
    rows="discounted_sales",
)
def discount_creep(
    discount_trend: DiscountTrend,
    at: At,
    as_of: int,
    closed_deals: Deals | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """Each month a little more is taken off the list price, and no more is won for it.

        slope of the discount over 12 months > 0.2 points a month, and the win rate not clearly up

    A fifth of a point a month is a house estimate: 2.4 points a year. For a company that keeps a
    tenth of its revenue a price five points higher is half as much profit again.
    """
    found = discount_trend
    enough(found.n, SALES, "sales with a list price")
    better, told = wins(closed_deals, at, as_of)
    months = found.window.months
    return Signs(
        p=together(found.draws > RISES, not better),
        evidence=[
            say(f"{months} months ago {part(found.start)} of the list price was taken off; now "
                f"it is {part(found.end)}, by the line through {found.n} sales."),
            *told,
        ],
        trap=larger(found),
        stake=back(found, growth_state),
        n=found.n,
        window=str(found.window),
    )  # fmt: skip


def part(share: float) -> str:
    """A share of the price.

    >>> part(0.062), part(-0.01)
    ('6.2%', 'nothing')
    """
    return "nothing" if share <= 0 else f"{share * 100:.1f}%"


def wins(closed: Deals | None, at: At, as_of: int) -> tuple[bool, list[Evidence]]:
    """Whether clearly more is won than in the year before, and a sentence on it."""
    if closed is None:
        return False, []
    try:
        before: Deals = at(as_of - 12, 12)("closed_deals")
    except NotComputable:
        return False, []
    counts = [(one.wins, one.wins + one.losses) for one in (closed, before)]
    if min(n for _, n in counts) < 1:
        return False, []
    now, then = (rates(k, n) for k, n in counts)
    better = float((now > then).mean()) >= SURE
    (k, n), (k_before, n_before) = counts
    text = (f"{k / n * 100:.0f} of 100 decided deals were won in that year, "
            f"{k_before / n_before * 100:.0f} in the year before")  # fmt: skip
    return better, [say(f"{text}.")]


def rates(k: int, n: int) -> Floats:
    """Draws of a win rate."""
    return jeffreys_draws(k, n, DRAWS, rng("win rate", [k, n]))


def larger(found: DiscountTrend) -> Trap:
    """Whether it is only that deals are larger now."""
    if found.slope_alike > RISES:
        return trap(True, "It is not that deals are larger now: among deals of equal size the "
                    "discount rises as well. A higher price list would look the same.")  # fmt: skip
    if found.slope <= RISES:
        return trap(None, "Larger deals get larger discounts.")
    return trap(False, "Deals are larger now, and larger ones get larger discounts: among deals "
                "of equal size it hardly rises.")  # fmt: skip


def back(found: DiscountTrend, state: GrowthState | None) -> Stake | None:
    """Half of what was added within the year is not given away."""
    if state is None or "price" not in state.inputs or found.end >= 1:
        return None
    added = max(found.end - found.start, 0.0) / 2
    error = float(np.std(found.draws)) * found.window.months / 2
    return Stake(
        {"price": Change(factor=1 + added / (1 - found.end), error=error)},
        "half of what the discount grew within the year",
    )
