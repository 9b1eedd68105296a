"""Won deals by their place in the quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.deals import Deals
from revcore.derive.discounts import quarter_end, week_of_quarter
from revcore.derive.months import Floats, Ints
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider
from revcore.words import counted_words

FEWEST = 5


@dataclass(frozen=True, eq=False)
class Bookings:
    """Deals won in the window: value [currency; 1 each where none has an amount], n, week, late.

    late
        Closed in the last two weeks of a calendar quarter.
    """

    value: Floats
    n: Ints
    week: Ints
    late: np.ndarray
    by_value: bool
    window: Window

    @property
    def count(self) -> int:
        """Deals in all."""
        return int(self.n.sum())


@provider
def bookings(closed_deals: Deals, deal_window: Window) -> Bookings:
    """Deals won in the window, by value where most have an amount, else each counting one.

    Only its last whole multiple of three months counts, so that every week of the quarter is in it
    equally often.
    """
    window = Window(deal_window.end - deal_window.months // 3 * 3 + 1, deal_window.end)
    won = closed_deals.is_won
    won = won.take(won.closed >= window.first_day)
    valued = won.take((won.valued == 1) & (won.amount > 0))
    by_value = valued.count >= max(FEWEST, won.count / 2)
    used = valued if by_value else won
    if used.count < FEWEST:
        raise NotComputable(
            f"{counted_words(used.count, 'deals')} won with their day: at least {FEWEST} are "
            "needed.",
            n=used.count,
        )
    value = used.amount / 10**used.scale if by_value else np.ones(len(used.n))
    late, week = quarter_end(used.closed), week_of_quarter(used.closed)
    return Bookings(value, used.n, week, late, by_value, window)
