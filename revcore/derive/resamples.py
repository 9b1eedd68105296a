"""The same customers and deals drawn again for every measure, so that figures can be read jointly.

How likely is it that retention is low *and* new customers cost too much? Only draws that rest on
the same customers say it. Each customer (each deal) carries one random weight per draw, exponential
with mean 1: the Bayesian bootstrap. Sums of them are what the usual intervals are made of: n
weights add up to Gamma(n), and k of n weights to a share Beta(k, n − k); half a weight on either
side makes them Jeffreys’ own.

References
----------
Rubin (1981), The Bayesian Bootstrap, Annals of Statistics 9:130–134.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from revcore.derive._seeds import rng
from revcore.derive._window_sums import merged, once
from revcore.derive.acquisition import FirstMonths
from revcore.derive.deals import Deals
from revcore.derive.intervals import LEVELS, Z80, Floats, t
from revcore.derive.months import CustomerMonths, Ints
from revcore.derive.purchases import Purchases
from revcore.errors import NotComputable
from revcore.registry import provider

DRAWS = 2000
MOST = 2048
"""Beyond so many units they share weights in groups: joint figures stay, chance errors widen."""


class DrawnLater:
    """A figure whose draws are made when first asked for: most windows are read for its value.

    made
        The draws, or how to make them.
    """

    made: Floats | Callable[[], Floats]

    @cached_property
    def draws(self) -> Floats:
        """Draws of the figure, made once."""
        return self.made() if callable(self.made) else self.made


@dataclass(frozen=True, eq=False)
class Resamples:
    """Weights by unit and draw, made when first asked for.

    keys
        Units, sorted and each once; a unit asked for that is not among them is unknown.
    times
        How many alike units stand behind each key.
    name
        What is drawn; part of the seed.
    """

    keys: Ints
    times: Ints
    name: str

    @cached_property
    def _weights(self) -> npt.NDArray[np.float32]:
        """One row per key, or per group of keys."""
        noise = rng(self.name, self.keys, self.times)
        if len(self.keys) > MOST:
            return noise.standard_exponential((MOST, DRAWS), dtype=np.float32)
        if (self.times == 1).all():
            return noise.standard_exponential((len(self.keys), DRAWS), dtype=np.float32)
        shape = self.times[:, None].astype(np.float32)
        drawn = noise.standard_gamma(shape, (len(self.keys), DRAWS), dtype=np.float32)
        return np.asarray(drawn / shape, np.float32)

    @cached_property
    def _known(self) -> dict[tuple[bytes, bytes], npt.NDArray[np.float32]]:
        """Sums drawn before, by what was summed: measures ask for the same ones."""
        return {}

    @cached_property
    def _halves(self) -> dict[str, Floats]:
        """Halves of a unit drawn before."""
        return {}

    def total(self, who: ArrayLike, values: ArrayLike) -> Floats:
        """Draws of Σ values over units; a unit may stand in several rows.

        >>> every = Resamples(np.arange(50), np.ones(50, int), "examples")
        >>> sums = every.total(np.arange(50), np.full(50, 2.0))
        >>> bool(98 < sums.mean() < 102), bool(13 < sums.std() < 15.5)
        (True, True)
        """
        size = len(self._weights)
        sums = np.bincount(self._group(who), np.asarray(values, float), size)
        some = np.flatnonzero(sums)
        if 4 * some.size < size:
            sums = sums[some]
        small = sums.astype(np.float32)
        asked = small.tobytes(), some.tobytes() if len(small) < size else b""
        if asked not in self._known:
            # Summed in one thread: waking the others for a product this small costs more.
            weights = self._weights if len(small) == size else self._weights[some]
            self._known[asked] = np.einsum("i,ij->j", small, weights)
        return np.asarray(self._known[asked], np.float64)

    def _group(self, who: ArrayLike) -> Ints:
        """Which weights each unit has."""
        mine = np.asarray(who, np.int64)
        last = len(self.keys) - 1
        if last >= 0 and self.keys[last] - self.keys[0] == last:  # numbered through
            row = mine - self.keys[0]
            known = not mine.size or bool(row.min() >= 0 and row.max() <= last)
        else:
            row = np.searchsorted(self.keys, mine)
            known = not mine.size or bool(row.max() <= last and (self.keys[row] == mine).all())
        if not known:
            raise ValueError(f"a unit is none of the {self.name} drawn")
        return row % len(self._weights) if last >= len(self._weights) else row

    def ratio(self, who: ArrayLike, above: ArrayLike, below: ArrayLike) -> Floats:
        """Draws of Σ above ÷ Σ below over units.

        >>> every = Resamples(np.arange(9), np.ones(9, int), "examples")
        >>> every.ratio([1, 2], [3.0, 6.0], [1.0, 2.0]).round(5).tolist()[:2]
        [3.0, 3.0]
        """
        return np.asarray(self.total(who, above) / np.maximum(self.total(who, below), 1e-12))

    def share(self, who: ArrayLike, reached: ArrayLike, n: ArrayLike = 1) -> Floats:
        """Draws of the share of units that reached something; ``n`` stand behind each row.

        Beta(k + ½, n − k + ½), on weights shared with every other figure.
        """
        counts = np.broadcast_to(np.asarray(n, float), np.shape(who))
        k = self.total(who, counts * np.asarray(reached, float)) + self._half("reached")
        rest = self.total(who, counts * (1 - np.asarray(reached, float))) + self._half("not")
        return k / (k + rest)

    def mean(self, who: ArrayLike, values: ArrayLike) -> Floats:
        """Draws of the mean over units, one row each, as wide as Student’s t for so few.

        >>> every = Resamples(np.arange(50), np.ones(50, int), "examples")
        >>> drawn = every.mean(np.arange(6), [1.0, 2, 3, 4, 5, 6])
        >>> bool(3.3 < drawn.mean() < 3.7), bool(drawn.std() > 1.8708 / 6**0.5)
        (True, True)
        """
        x = np.asarray(values, float)
        if x.size < 2:
            raise NotComputable(f"{x.size} customers: no mean of so few.", n=x.size)
        wider = t(LEVELS[0], x.size - 1) / Z80 * np.sqrt((x.size + 1) / (x.size - 1))
        drawn = self.ratio(who, x, np.ones_like(x))
        return x.mean() + (drawn - x.mean()) * wider

    def count(self, who: ArrayLike) -> Floats:
        """Draws of the number of units, Gamma(n + ½): how many there might as well have been."""
        n = np.size(who)
        drawn = self.total(who, np.ones(n))
        size = len(self._weights)
        if len(self.keys) > size:
            groups = np.bincount(self._group(who))
            drawn = np.maximum(n + (drawn - n) * np.sqrt(n / np.sum(groups**2)), 0.0)
        return drawn + self._half("count")

    def _half(self, what: str) -> Floats:
        """Half a unit that was never seen."""
        if what not in self._halves:
            noise = rng(self.name, what, [len(self.keys)])
            self._halves[what] = noise.standard_gamma(0.5, DRAWS)
        return self._halves[what]


@provider
def customer_resamples(
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    first_months: FirstMonths | None = None,
) -> Resamples:
    """Every customer with revenue or a won deal, drawn again."""
    found: list[Ints] = []
    if recurring is not None:
        found.append(recurring.customer)
    if purchases is not None:
        everybody = purchases.customer[purchases.starts]
        found.append(everybody[everybody >= 0])
    if first_months is not None:
        found.append(first_months.customer)
    keys = _distinct(found)
    return Resamples(keys, np.ones(len(keys), np.int64), "customers")


def _distinct(parts: Sequence[Ints]) -> Ints:
    if not parts or not any(len(part) for part in parts):
        raise NotComputable("Nothing says who the customers are.", n=0)
    ordered = [part if (part[1:] >= part[:-1]).all() else np.sort(part) for part in parts]
    return functools.reduce(merged, map(once, ordered)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class DealResamples:
    """Deals drawn again; deals alike in days, outcome and amount are told apart by number only."""

    units: Resamples

    def share(self, deals: Deals, reached: ArrayLike) -> Floats:
        """Draws of the share of these deals that reached something (0 or 1 per entry)."""
        return self.units.share(deal_keys(deals), reached, deals.n)

    def total(self, deals: Deals, values: ArrayLike) -> Floats:
        """Draws of Σ values, one per entry and deal of it."""
        return self.units.total(deal_keys(deals), np.asarray(values, float) * deals.n)

    def ratio(self, deals: Deals, above: ArrayLike, below: ArrayLike) -> Floats:
        """Draws of Σ above ÷ Σ below."""
        return self.total(deals, above) / np.maximum(self.total(deals, below), 1e-12)


@provider
def deal_resamples(all_deals: Deals) -> DealResamples:
    """Every deal read, drawn again."""
    keys, place = np.unique(deal_keys(all_deals), return_inverse=True)
    if not len(keys):
        raise NotComputable("There are no deals.", n=0)
    times = np.bincount(place, all_deals.n).astype(np.int64)
    return DealResamples(Resamples(keys, times, "deals"))


def deal_keys(deals: Deals) -> Ints:
    """One number for each entry, from what it says alone.

    >>> one = np.array([1, 2, 1])
    >>> keys = deal_keys(Deals(one, one, one, one, one, one, one, 0))
    >>> bool(keys[0] == keys[2]), bool(keys[0] == keys[1])
    (True, False)
    """
    key = np.zeros(len(deals.n), np.uint64)
    for part in (deals.created, deals.closed, deals.won, deals.lost, deals.amount, deals.valued):
        key = (key ^ part.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return (key >> np.uint64(1)).astype(np.int64)
