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

    def cohorts(self, most: int) -> Iterator[tuple[int, np.ndarray, int]]:
        """Latest cohorts with enough customers: index, mask of purchases, day of the last start."""
        opening = self.rank == 0
        counts = np.bincount(self.cohort[opening]) if len(self.cohort) else np.empty(0)
        for cohort in np.flatnonzero(counts >= FEWEST).tolist()[-most:]:
            yield cohort, self.cohort == cohort, last_day(QUARTERS.end(cohort))


def buyers(purchases: Purchases, as_of: int) -> Buyers:
    """Follow everybody from the first purchase the data hold; an earlier one cannot be told."""
    known = purchases.known
    keep = known.month <= as_of
    customer, day, amount, month, rank = (
        part[keep] for part in (known.customer, known.day, known.amount, known.month, known.rank)
    )
    opening = np.flatnonzero(rank == 0)
    whose = np.cumsum(rank == 0) - 1
    first_day, first_month = day[opening][whose], month[opening][whose]
    return Buyers(customer, day, amount, rank, first_day, QUARTERS.of(first_month), last_day(as_of))
