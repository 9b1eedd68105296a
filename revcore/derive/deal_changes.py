"""The last half-year of deals beside the year before it: how large they are, how long they take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.deal_kinds import Sizes, inside, kinds, sizes
from revcore.derive.deals import Deals
from revcore.derive.intervals import Floats
from revcore.derive.months import _months_of
from revcore.derive.resamples import DealResamples
from revcore.errors import NotComputable
from revcore.model import Window, last_day
from revcore.registry import provider

NOW, BEFORE, LEAST = 6, 12, 6
"""Months that are compared, months they are compared with, and the fewest of those."""
LONG = 18
"""Months that days to win are compared with: slow deals of the last year are among those won."""


@dataclass(frozen=True, eq=False)
class Shift:
    """One figure of deals, now and before, as geometric means; draws rest on the same deals.

    ratio
        Draws of now ÷ before.
    """

    now: float
    before: float
    n_now: int
    n_before: int
    ratio: Floats

    @property
    def change(self) -> float:
        """Now ÷ before."""
        return self.now / self.before


@dataclass(frozen=True, eq=False)
class DealShift:
    """Deals of the last six months beside those of the twelve before (six at least).

    size
        Amount of the deals won [currency].
    views
        Now ÷ before of deals won and of all deals created: all together and, where a column tells
        large kinds of deals from small ones, beside those of their own kind.
    value
        Draws of the value won a month, now ÷ before.
    seen, earlier
        The two windows.
    """

    size: Shift
    views: tuple[Sizes, ...]
    value: Floats
    seen: Window
    earlier: Window


def halves(first: int, as_of: int, months: int = BEFORE) -> tuple[Window, Window]:
    """The last six months, and up to twelve (or so many) before them.

    >>> [window.months for window in halves(0, 23)], [window.months for window in halves(0, 13)]
    ([6, 12], [6, 8])

    Raises
    ------
    NotComputable
        Fewer than six months lie before the last six.
    """
    start = max(first, as_of - NOW - months + 1)
    before = as_of - NOW - start + 1
    if before < LEAST:
        had = max(as_of - first + 1, 0)
        raise NotComputable(
            f"{had} {'month' if had == 1 else 'months'} of closed deals: a year is needed to tell "
            "the last six months from those before.",
            n=had,
        )
    return Window(as_of - NOW + 1, as_of), Window(start, as_of - NOW)


@provider
def deal_halves(all_deals: Deals, as_of: int) -> tuple[Window, Window]:
    """The last six months and the year before, as far as closed deals reach back."""
    return halves(first_closed(all_deals, as_of), as_of)


@provider
def deal_long_halves(all_deals: Deals, as_of: int) -> tuple[Window, Window]:
    """The last six months and a year and a half before, as far as closed deals reach back."""
    return halves(first_closed(all_deals, as_of), as_of, LONG)


def first_closed(all_deals: Deals, as_of: int) -> int:
    """Month of the first closed deal.

    Raises
    ------
    NotComputable
        No deal has a day on which it was closed.
    """
    closed = all_deals.closed[(all_deals.closed >= 0) & (all_deals.closed <= last_day(as_of))]
    if not closed.size:
        raise NotComputable(
            "No deal has a day on which it was won or lost.", needs=("deals.closed",)
        )
    return int(_months_of(closed).min())


@provider
def deal_sizes(
    all_deals: Deals,
    deal_resamples: DealResamples,
    deal_halves: tuple[Window, Window],
    deal_outcomes_by_dimension: pd.DataFrame | None = None,
) -> DealShift:
    """How large deals are now and were before.

    Geometric means: one very large deal moves them little.

    Raises
    ------
    NotComputable
        No won deal has an amount in one of the two windows.
    """
    seen, earlier = deal_halves
    valued = all_deals.take((all_deals.valued == 1) & (all_deals.amount > 0))
    won = valued.is_won
    now, before = (won.take(inside(won.closed, window)) for window in (seen, earlier))
    if not now.count or not before.count:
        raise NotComputable("No amounts of won deals to compare.", needs=("deals.amount",), n=0)
    begun = all_deals.created >= 0
    said = all_deals.take(begun & (all_deals.valued == 1) & (all_deals.amount > 0)).count
    found = (
        sizes(deal_resamples, by, deals, deal_halves, said * 2 >= all_deals.take(begun).count)
        for by, deals in kinds(all_deals, deal_outcomes_by_dimension)
    )
    money = [
        deal_resamples.total(part, amounts(part)) / window.months
        for part, window in ((now, seen), (before, earlier))
    ]
    views = tuple(one for one in found if one is not None)
    size = Shift(usual(now), usual(before), now.count, before.count, views[0].won.ratio)
    return DealShift(size, views, money[0] / money[1], seen, earlier)


@provider
def deal_days(
    all_deals: Deals, deal_resamples: DealResamples, deal_long_halves: tuple[Window, Window]
) -> tuple[Shift, Deals, Deals]:
    """How many days won deals take now and took before, and those deals.

    By the day they were won, so that young deals still open leave no gap; a company that has just
    become slower shows less of it than there is.
    """
    won = all_deals.is_won.dated
    now, before = (won.take(inside(won.closed, window)) for window in deal_long_halves)
    if not now.count or not before.count:
        raise NotComputable(
            "No won deals with both days to compare.", needs=("deals.created", "deals.closed"), n=0
        )
    return shift(deal_resamples, now, before, days(now), days(before)), now, before


def amounts(deals: Deals) -> Floats:
    """Amounts [currency]."""
    return deals.amount / 10**deals.scale


def usual(deals: Deals) -> float:
    """Geometric mean of the amounts [currency]."""
    return float(np.exp((np.log(amounts(deals)) * deals.n).sum() / deals.count))


def days(deals: Deals) -> Floats:
    """Days from created to closed, at least one half."""
    return np.maximum(deals.closed - deals.created, 0.5).astype(float)


def shift(drawn: DealResamples, now: Deals, before: Deals, new: Floats, old: Floats) -> Shift:
    """Geometric means of two sets of deals, with draws of their ratio."""
    means, draws = [], []
    for part, values in ((now, new), (before, old)):
        logs = np.log(values)
        means.append(float(np.exp((logs * part.n).sum() / part.count)))
        mean = drawn.ratio(part, logs, np.ones(logs.size))
        centre = float(np.log(means[-1]))
        wider = np.sqrt((part.count + 1) / max(part.count - 1, 1))
        draws.append(centre + (mean - centre) * wider)
    return Shift(means[0], means[1], now.count, before.count, np.exp(draws[0] - draws[1]))
