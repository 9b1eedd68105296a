"""How long customers of known start have stayed, for the series that follow them by age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.months import CustomerMonths, Ints
from revcore.errors import NotComputable


@dataclass(frozen=True)
class Lifetimes:
    """One entry per customer who came after the first month; a later return is not looked at.

    start
        First month paid.
    renewals
        Renewal at which the customer left, or renewals passed so far.
    left
        Whether the customer left by the as-of month.
    """

    start: Ints
    renewals: Ints
    left: np.ndarray

    @property
    def counts(self) -> tuple[Ints, Ints]:
        """Customers who left at, and who are still here after, 0, 1, 2, … renewals."""
        return (np.bincount(self.renewals[self.left]), np.bincount(self.renewals[~self.left]))


def lifetimes(recurring: CustomerMonths, as_of: int) -> Lifetimes:
    """First unbroken spell of every customer won after the first month of the data.

    Raises
    ------
    NotComputable
        Nobody came after the first month.
    """
    seen = recurring.month <= as_of
    customer, month = recurring.customer[seen], recurring.month[seen]
    order = np.lexsort((month, customer))
    customer, month = customer[order], month[order]
    who, first, index = np.unique(customer, return_index=True, return_inverse=True)
    start = month[first]
    unbroken = month - start[index] == np.arange(len(month)) - first[index]
    length = np.bincount(index[unbroken], minlength=len(who)).astype(np.int64)
    fresh = start > recurring.first
    if not fresh.any():
        raise NotComputable("No customer came after the first month: nobody’s age is known.")
    left = start + length <= as_of
    return Lifetimes(start[fresh], (length - ~left)[fresh], left[fresh])
