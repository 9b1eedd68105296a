"""How long subscribers stayed: who left at which month, who is still here after how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.months import CustomerMonths, Ints
from revcore.errors import NotComputable
from revcore.model import Window, month_words
from revcore.registry import provider

YEAR = 12


@dataclass(frozen=True)
class Lifetimes:
    """Customers by age in months; entry t of ``left`` and ``here`` is age t.

    history
        Months of data before the as-of month.
    """

    left: Ints
    here: Ints
    customers: int
    history: int
    window: Window

    @property
    def exposure(self) -> int:
        """Customer-periods in which somebody could have left."""
        return int(self.left @ np.arange(len(self.left)) + self.here @ np.arange(len(self.here)))

    def in_years(self) -> Lifetimes:
        """The same in yearly renewals: who left after 11 or 13 months left at the first one."""
        left = np.bincount(
            np.maximum(1, (np.arange(len(self.left)) + 6) // YEAR), self.left
        ).astype(np.int64)
        here = np.bincount(np.arange(len(self.here)) // YEAR, self.here).astype(np.int64)
        return Lifetimes(left, here, self.customers, self.history, self.window)


@provider
def lifetimes(recurring: CustomerMonths, as_of: int) -> Lifetimes:
    """Ages of the customers whose first month is known, at the end of the as-of month."""
    return lived(recurring, as_of, np.ones(len(recurring.starts[0]), bool))


def lived(recurring: CustomerMonths, as_of: int, mine: np.ndarray) -> Lifetimes:
    """Ages of some of the customers, chosen by place in the list of all.

    Customers of the source's first month are left out: nobody knows how old they are. A gap in
    between is not leaving; leaving is the month after the last one paid for.
    """
    started, last = recurring.starts[1], recurring.lasts(as_of)
    known = (started > recurring.first) & (last >= 0) & mine
    if not known.any():
        raise NotComputable(
            f"No customer joined after {month_words(recurring.first)}, the first month of the "
            f"{recurring.source}: nobody’s age is known.",
            n=0,
        )
    begun, ended = started[known], last[known]
    alive = ended == as_of
    return Lifetimes(
        np.bincount(ended[~alive] + 1 - begun[~alive], minlength=1),
        np.bincount(as_of - begun[alive], minlength=1),
        int(known.sum()),
        as_of - recurring.first,
        Window(recurring.first, as_of),
    )


@dataclass(frozen=True, eq=False)
class Lives:
    """Customers whose first month is known, one by one.

    age
        Renewals of a month at which each left, or has had so far.
    """

    who: Ints
    started: Ints
    age: Ints
    left: np.ndarray


@provider
def lives(recurring: CustomerMonths, as_of: int) -> Lives:
    """The customers behind :func:`lifetimes`, for groups of them."""
    who, started = recurring.starts
    last = recurring.lasts(as_of)
    known = (started > recurring.first) & (last >= 0)
    left = last[known] < as_of
    age = np.where(left, last[known] + 1 - started[known], as_of - started[known])
    return Lives(who[known], started[known], age, left)
