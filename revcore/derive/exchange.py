"""Which part of a customer's change in recurring revenue is the exchange rate's.

What a customer pays in a foreign currency changes month by month for two reasons. With original
amounts c and rates r, the change c₁r₁ − c₀r₀ is split so that every unit of money has one reason:

    c₁ ≥ c₀:  expansion (c₁ − c₀) r₁,    rates c₀ (r₁ − r₀)
    c₁ < c₀:  contraction (c₀ − c₁) r₀,  rates c₁ (r₁ − r₀)

That is: what comes counts at the rate it comes at, what goes at the rate it stood at, and rates are
answerable for the amount that stays. New customers and those who leave are the limits c₀ → 0 and
c₁ → 0 of the same rule, so that neither has a part made by rates; nobody loses more than was there;
and the other way round in time every part only changes its sign.

A subscription or an invoiced period keeps the rate it began with: c₀ is what ended, c₁ what took
its place, and what runs on has no part in it. Customers billed in several currencies, or changing
theirs, are taken as a whole: all that ended, at the new month's rates, beside all that began.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Revalued:
    """Of the customer and month of each row: what ended in it, and what that gains by its rates.

    ended
        Amount of the month before that does not run on, as it was counted then.
    gain
        What the same original amounts are worth more at the rates of the month; may be negative.
    """

    ended: Ints
    gain: Ints

    def take(self, rows: slice | npt.NDArray[np.bool_]) -> Revalued:
        """Some of the rows."""
        return Revalued(self.ended[rows], self.gain[rows])

    def share(self, then: Ints, now: Ints) -> Floats:
        """What began, of what ended at the same rates [ratio]; 0 for who came or left."""
        later, begun = self.ended + self.gain, now - then + self.ended
        stays = (then > 0) & (now > 0) & (later > 0)
        return np.where(stays, np.maximum(begun, 0) / np.where(later > 0, later, 1), 0.0)

    def by_rates(self, then: Ints, now: Ints) -> Ints:
        """The part of ``now − then`` that exchange rates made.

        100 at 1.1 stay 100 at 1.2; become 150 at 1.2; become 50 at 1.2; leave:

        >>> then, gain = np.full(4, 110), np.full(4, 10)
        >>> Revalued(then, gain).by_rates(then, np.array([120, 180, 60, 0])).tolist()
        [10, 10, 5, 0]
        """
        part = np.minimum(self.share(then, now), 1.0)
        return np.rint(self.gain * part).astype(np.int64)

    def steps(self, then: Ints, now: Ints) -> Floats:
        """``now`` over the same at the rates of the month before [ratio].

        >>> then, now = np.array([110, 110, 220]), np.array([120, 60, 230])
        >>> Revalued(np.full(3, 110), np.full(3, 10)).steps(then, now).round(4).tolist()
        [1.0909, 1.0909, 1.0455]
        """
        before = now - self.gain * self.share(then, now)
        return np.where(before > 0, now / np.where(before > 0, before, 1.0), 1.0)


def along(customer: Ints, month: Ints, gains: pd.DataFrame | None) -> Revalued | None:
    """The gains of facts beside rows sorted by month and customer; None where there are none.

    >>> frame = pd.DataFrame({"customer": [7], "month": [2], "ended": [110], "gain": [10]})
    >>> along(np.array([7, 7, 8]), np.array([1, 2, 2]), frame)
    Revalued(ended=array([  0, 110,   0]), gain=array([ 0, 10,  0]))
    """
    if gains is None or not len(gains) or not len(customer):
        return None
    who, when = (gains[name].to_numpy(np.int64) for name in ("customer", "month"))
    size = max(int(customer.max()), int(who.max())) + 1
    known, asked = month * size + customer, when * size + who
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    mine = (known[place] == asked) & (who >= 0)
    ended, gain = np.zeros((2, len(customer)), np.int64)
    np.add.at(ended, place[mine], gains["ended"].to_numpy(np.int64)[mine])
    np.add.at(gain, place[mine], gains["gain"].to_numpy(np.int64)[mine])
    return Revalued(ended, gain) if gain.any() else None


def chained(bounds: Ints, place: Ints, amount: Ints, rates: Revalued) -> Floats:
    """What rates have made of each customer's money since its first month, row by row [ratio].

        index of t = index of t−1 × paid in t ÷ the same at the rates of t−1

    With one currency this is the rate of the month over that of the first; where a customer is away
    for a month, that step counts as 1.

    bounds
        Where each month begins in the rows, which are sorted by month.

    >>> rates = Revalued(np.array([0, 110, 120]), np.array([0, 10, -15]))
    >>> rows = (np.array([0, 0, 0]), np.array([110, 120, 105]))
    >>> chained(np.array([0, 1, 2, 3]), *rows, rates).round(4).tolist()
    [1.0, 1.0909, 0.9545]
    """
    size = int(place.max(initial=-1)) + 1
    index, before = np.ones(size), np.zeros(size, np.int64)
    out = np.ones(len(place))
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = slice(low, high)
        here = place[rows]
        index[here] *= rates.take(rows).steps(before[here], amount[rows])
        out[rows] = index[here]
        before[:] = 0
        before[here] = amount[rows]
    return out
