"""Regulars: who has a rhythm of buying, and in which months one of them broke off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive._window_sums import once
from revcore.derive.intervals import Floats
from revcore.derive.months import Ints
from revcore.derive.purchases import Purchases
from revcore.errors import NotComputable
from revcore.model import first_day, last_day
from revcore.registry import provider
from revcore.words import counted_words

ORDERS = 4
"""From so many orders on, three gaps, somebody has a rhythm."""
PRIOR = 2.0
"""A customer’s usual gap leans on everybody’s by as much as two gaps of their own."""
LATE = 0.95
LEAST_GAPS = 30


@dataclass(frozen=True, eq=False)
class Waits:
    """One entry per order of a regular, from the fourth on: how long until the next.

    customer, day, amount
        Whose order, when, and its value [money].
    limit
        Days after which this customer is late: 19 in 20 of the gaps of those who came back were
        shorter, each against the customer’s own usual gap.
    until
        Days to the next order; to the end of the as-of month where none has come.
    open
        Whether none has come.
    """

    customer: Ints
    day: Ints
    amount: Floats
    limit: Floats
    until: Floats
    open: np.ndarray

    @property
    def late(self) -> np.ndarray:
        """Whether the wait went beyond the limit."""
        return self.until > self.limit

    def regulars(self, some: np.ndarray | slice = slice(None)) -> Ints:
        """Whose waits, or some of the waits, these are: each customer once."""
        return once(self.customer[some])

    def over(self, first: int, last: int) -> tuple[np.ndarray, Floats]:
        """Which waits became late in some months, and days of each in them before it was late."""
        begin, end = first_day(first), first_day(last + 1)
        stop = np.minimum(self.until, self.limit) + self.day
        days = np.clip(np.minimum(stop, end) - np.maximum(self.day, begin), 0, None)
        became = self.day + self.limit
        return self.late & (became >= begin) & (became < end), days


@provider
def regular_waits(buying_occasions: Purchases, as_of: int) -> Waits:
    """Waits of customers with four orders and more, to the end of the as-of month.

    The usual gap of a customer at an order is the mean of the gaps before it, drawn towards
    everybody’s: (2 · all + Σ own) ÷ (2 + n), a Gamma rate with a Gamma prior.

    Raises
    ------
    NotComputable
        Too few gaps to know how much they vary.
    """
    placed, end = buying_occasions.known, last_day(as_of)
    mine = np.flatnonzero((placed.day <= end) & (placed.rank >= ORDERS - 1))
    orders = int(np.count_nonzero(placed.day <= end))
    if orders < 2:
        raise NotComputable("There are too few orders to know anybody’s rhythm.", n=orders)
    rank, day, customer = placed.rank[mine], placed.day[mine], placed.customer[mine]
    following = np.minimum(mine + 1, len(placed.day) - 1)
    known = (placed.customer[following] == customer) & (placed.day[following] <= end)
    known &= following > mine
    until = np.where(known, placed.day[following], end) - day
    ended = np.flatnonzero(known)
    if len(ended) < LEAST_GAPS:
        raise NotComputable(
            f"{counted_words(len(ended), 'orders of regulars were')} followed by another: at "
            f"least {LEAST_GAPS} are needed to know how much the wait varies.", n=len(ended),
        )  # fmt: skip
    own = day - placed.day[mine - rank]
    everybody = float((own[ended] / rank[ended]).mean())
    usual = (PRIOR * everybody + own) / (PRIOR + rank)
    limit = usual * float(np.quantile(until[ended] / usual[ended], LATE))
    return Waits(
        customer, day, placed.amount[mine] / 10**placed.scale, limit, until.astype(float), ~known
    )
