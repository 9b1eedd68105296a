"""Customers by the quarter of their first purchase, for the series that follow buyers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from revcore.derive.months import Ints
from revcore.derive.purchases import Purchases
from revcore.derive.series._quarters import Cohorts
from revcore.model import last_day

FEWEST = 5
"""Smaller cohorts are not drawn."""
QUARTERS = Cohorts(3)


@dataclass(frozen=True)
class Buyers:
    """Purchases of known customers up to the as-of month, with their buyer's first day.

    Each array has one entry per purchase; ``first_day`` and ``cohort`` repeat.
    """

    customer: Ints
    day: Ints
    amount: Ints
    rank: Ints
    first_day: Ints
    cohort: Ints
    end_day: int

    def cohorts(self, most: int) -> Iterator[tuple[int, Ints, int]]:
        """Latest cohorts with enough customers: index, which purchases, day of the last start."""
        opening = np.flatnonzero(self.rank == 0)
        counts = np.bincount(self.cohort[opening]) if len(self.cohort) else np.empty(0)
        for cohort in np.flatnonzero(counts >= FEWEST).tolist()[-most:]:
            yield cohort, np.flatnonzero(self.cohort == cohort), last_day(QUARTERS.end(cohort))


def buyers(purchases: Purchases, as_of: int) -> Buyers:
    """Follow everybody from the first purchase the data hold; an earlier one cannot be told."""
    known = purchases.known
    cohort = QUARTERS.of(known.month[known.starts])
    columns = (
        known.customer, known.day, known.amount, known.rank, known.each(known.day[known.starts]),
        known.each(cohort),
    )  # fmt: skip
    keep = known.month <= as_of
    some = slice(None) if keep.all() else np.flatnonzero(keep)
    customer, day, amount, rank, first_day, joined = (part[some] for part in columns)
    return Buyers(customer, day, amount, rank, first_day, joined, last_day(as_of))
