"""What each customer bought in any window, from one pass over the purchases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SPARSE, LARGE = 16, 40_000_000
"""Sums by customer and month are laid out where they are at most so many times the purchases."""
SMALL = 2**30
"""Sums below it stand in half the room."""
CLOSE = 4
"""Lists whose numbers span at most so many times their length are laid out side by side."""


@dataclass(frozen=True, eq=False)
class WindowSums:
    """Purchases by month, then customer: a window is a stretch of them.

    customer
        Everybody, sorted.
    place, amount
        Index of the customer and the amount of each purchase, month after month.
    bounds
        Where each month begins, from ``first`` on; one more than there are months.
    """

    customer: Ints
    place: Ints
    amount: Ints
    bounds: Ints
    first: int

    @classmethod
    def of(cls, customer: Ints, month: Ints, amount: Ints) -> WindowSums:
        """From rows sorted by customer.

        >>> sums = WindowSums.of(np.array([3, 3, 8]), np.array([1, 2, 2]), np.array([5, 6, 7]))
        >>> [part.tolist() for part in sums.summed(1, 2)]
        [[3, 8], [11, 7]]
        """
        if not len(customer):
            none = np.empty(0, np.int64)
            return cls(none, none, none, np.zeros(1, np.int64), 0)
        starts = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
        place = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(customer)))
        first = int(month.min())
        bounds = np.cumsum(np.r_[0, np.bincount(month - first)])
        order = by_month(customer, month)
        return cls(customer[starts], place[order], amount[order], bounds, first)

    def summed(self, start: int, end: int) -> tuple[Ints, Ints]:
        """Customers who bought from one month to another, and for how much."""
        part = self._within(start, end)
        place, amount = self.place[part], self.amount[part]
        if not len(place):
            return self.customer[:0], amount
        if self._reached is not None:
            sums = self._over(start, end)
            who = filled(sums)
            return self.customer[who], sums[who]
        if end == start:  # one month stands in order of customers
            begins = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
            return self.customer[place[begins]], np.add.reduceat(amount, begins)
        sums = np.zeros(len(self.customer), np.int64)
        np.add.at(sums, place, amount)
        if self._all_paid:
            who = filled(sums)
        else:
            bought = np.zeros(len(sums), bool)
            bought[place] = True
            who = np.flatnonzero(bought)
        return self.customer[who], sums[who]

    def pair(self, then: tuple[int, int], now: tuple[int, int]) -> tuple[Ints, Ints]:
        """What everybody who bought in one of two windows bought in each.

        >>> sums = WindowSums.of(np.array([3, 3, 8]), np.array([1, 2, 2]), np.array([5, 6, 7]))
        >>> [part.tolist() for part in sums.pair((1, 1), (2, 2))]
        [[5, 0], [6, 7]]
        """
        if self._reached is None:
            return aligned(self.summed(*then), self.summed(*now))
        before, after = self._over(*then), self._over(*now)
        some = filled(before | after)
        return before[some], after[some]

    def _over(self, start: int, end: int) -> Ints:
        """What each customer of all bought in a window; only where the sums are laid out."""
        assert self._reached is not None
        low, high = self._months(start, end)
        return np.subtract(self._reached[high], self._reached[low], dtype=np.int64)

    @cached_property
    def _reached(self) -> npt.NDArray[np.signedinteger] | None:
        """What every customer had bought before each month: a window is the difference of two.

        None where most of it would stay empty, and where somebody may have bought for nothing.
        """
        months, everybody = len(self.bounds), len(self.customer)
        cells = months * everybody
        if not self._all_paid or cells > min(SPARSE * len(self.place), LARGE):
            return None
        most = int(np.bincount(self.place, self.amount).max(initial=0))
        out = np.zeros((months, everybody), np.int32 if most < SMALL else np.int64)
        for month in range(1, months):
            part = slice(int(self.bounds[month - 1]), int(self.bounds[month]))
            out[month] = out[month - 1]
            np.add.at(out[month], self.place[part], self.amount[part].astype(out.dtype))
        return out

    def amounts(self, start: int, end: int) -> Ints:
        """Every purchase from one month to another."""
        return self.amount[self._within(start, end)]

    def _within(self, start: int, end: int) -> slice:
        low, high = self._months(start, end)
        return slice(int(self.bounds[low]), int(self.bounds[high]))

    def _months(self, start: int, end: int) -> tuple[int, int]:
        """Places in ``bounds`` of a window, cut to the months there are."""
        months = len(self.bounds) - 1
        low, high = (min(max(month - self.first, 0), months) for month in (start, end + 1))
        return low, max(low, high)

    @cached_property
    def _all_paid(self) -> bool:
        """Whether all brought money: then no sum of them is zero."""
        return bool((self.amount > 0).all())


def filled(sums: Ints) -> Ints:
    """Where numbers are not 0; by yes and no, which is much quicker than by the numbers.

    >>> filled(np.array([0, 5, -1])).tolist()
    [1, 2]
    """
    return np.flatnonzero(sums != 0)


def by_month(customer: Ints, month: Ints) -> Ints:
    """Order of rows by month, then customer; quickest where they stand by customer already.

    >>> by_month(np.array([1, 1, 2]), np.array([6, 5, 5])).tolist()
    [1, 2, 0]
    """
    if not len(month):
        return np.empty(0, np.int64)
    since = month - month.min()
    if since.max() >= 2**15 or (customer[1:] < customer[:-1]).any():
        return np.lexsort((customer, month))
    return np.argsort(since.astype(np.int16), kind="stable")  # of 16 bits: nothing is compared


def places(known: Ints, asked: Ints) -> Ints:
    """Where each of some numbers stands in a sorted list that holds them all.

    >>> places(np.array([2, 5, 9]), np.array([5, 9, 5])).tolist()
    [1, 2, 1]
    """
    if not len(known) or known[0] < 0 or known[-1] >= CLOSE * (len(known) + len(asked)):
        return np.searchsorted(known, asked)
    if known[-1] == len(known) - 1:  # each stands at its own number
        return asked
    table = np.zeros(known[-1] + 1, np.int64)
    table[known] = np.arange(len(known))
    return table[asked]


def aligned(then: tuple[Ints, Ints], now: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Two sorted lists of (who, amount) as two columns over everybody in either.

    >>> one = np.array([1, 3]), np.array([10, 30])
    >>> [part.tolist() for part in aligned(one, (np.array([2, 3]), np.array([20, 40])))]
    [[10, 0, 30], [0, 20, 40]]
    """
    if (ends := _close(then[0], now[0])) is not None:
        low, high = ends
        first, second = np.zeros((2, high - low + 1), np.int64)
        first[then[0] - low], second[now[0] - low] = then[1], now[1]
        if then[1].all() and now[1].all():
            some = filled(first | second)
        else:
            some = merged(then[0], now[0]) - low
        return first[some], second[some]
    who = merged(then[0], now[0])
    before, after = np.zeros(len(who), np.int64), np.zeros(len(who), np.int64)
    before[np.searchsorted(who, then[0])] = then[1]
    after[np.searchsorted(who, now[0])] = now[1]
    return before, after


def merged(one: Ints, other: Ints) -> Ints:
    """Two sorted lists without doubles as one; quicker than a union of any lists.

    >>> merged(np.array([1, 3]), np.array([2, 3])).tolist()
    [1, 2, 3]
    """
    if (ends := _close(one, other)) is not None:
        low, high = ends
        found = np.zeros(high - low + 1, bool)
        found[one - low] = found[other - low] = True
        return np.flatnonzero(found) + low
    both = np.sort(np.concatenate([one, other]), kind="stable")
    return both[np.r_[True, both[1:] != both[:-1]]] if len(both) else both


def once(who: Ints) -> Ints:
    """Each of a sorted list once.

    >>> once(np.array([2, 2, 5])).tolist()
    [2, 5]
    """
    return who[np.r_[True, who[1:] != who[:-1]]] if len(who) else who


def _close(one: Ints, other: Ints) -> tuple[int, int] | None:
    """Smallest and largest number of two lists that lie close together."""
    ends = [int(end) for part in (one, other) if len(part) for end in (part[0], part[-1])]
    if not ends or max(ends) - min(ends) >= CLOSE * (len(one) + len(other)):
        return None
    return min(ends), max(ends)
