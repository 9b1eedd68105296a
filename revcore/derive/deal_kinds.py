"""How much smaller or larger deals have become, all together and beside deals of their own kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.deals import Deals
from revcore.derive.intervals import Floats
from revcore.derive.months import Ints
from revcore.derive.resamples import DealResamples
from revcore.model import Window

COLUMNS = ("created", "closed", "won", "lost", "amount", "valued", "n")
KINDS = ("segment", "product")
"""What tells a large kind of deal from a small one, whoever sells it."""
LARGEST = 0.1
"""Part of the deals that is left out at the upper end, to see whether a few large ones did it."""


@dataclass(frozen=True, eq=False)
class OfKind:
    """Deals with an amount, each with its kind: ``key`` is a number per kind."""

    deals: Deals
    key: Ints

    def take(self, mask: np.ndarray) -> OfKind:
        """The entries a mask chooses."""
        return OfKind(self.deals.take(mask), self.key[mask])


@dataclass(frozen=True, eq=False)
class Resized:
    """Amount of deals now ÷ before, as geometric means beside deals of their own kind.

    ratio
        Draws of it.
    n
        Deals of now.
    """

    change: float
    ratio: Floats
    n: int


@dataclass(frozen=True, eq=False)
class Sizes:
    """Deals won, and all deals begun, beside those before.

    by
        What makes deals alike: “segment”, “product”, or nothing: all together.
    asked
        None where fewer than half of the deals have an amount.
    without
        Change of all begun (won, without those) when the largest tenth is left out on both sides.
    """

    by: str
    won: Resized
    asked: Resized | None
    without: float


def kinds(deals: Deals, by_dimension: pd.DataFrame | None) -> list[tuple[str, OfKind]]:
    """All deals as one kind, and by the column that says most about amounts, if one says any."""
    out = [("", OfKind(deals, np.zeros(len(deals.n), np.int64)))]
    if by_dimension is None:
        return out
    found = []
    for name in KINDS:
        part = by_dimension[by_dimension["dimension"] == name]
        if not len(part):
            continue
        created, closed, won, lost, amount, valued, n = (
            part[column].to_numpy(np.int64) for column in COLUMNS
        )
        key = coded(part["key"])[1]
        one = OfKind(Deals(created, closed, won, lost, amount, valued, n, deals.scale), key)
        found.append((said(one), name, one))
    best = max(found, key=lambda one: one[0], default=None)
    return [*out, (best[1], best[2])] if best and best[0] > 0 else out


def said(found: OfKind) -> float:
    """Part of the spread of amounts that kinds explain, beyond chance (adjusted R²)."""
    priced = found.take((found.deals.valued == 1) & (found.deals.amount > 0))
    n, key = priced.deals.n.astype(float), priced.key
    groups = len(np.unique(key))
    if groups < 2 or n.sum() <= groups:
        return 0.0
    logs = np.log(priced.deals.amount)
    about_own = logs - mean(logs, n, key)
    about = logs - np.average(logs, weights=n)
    left, whole = float((n * about_own**2).sum()), float((n * about**2).sum())
    return 1 - left / (n.sum() - groups) * (n.sum() - 1) / whole if whole > 0 else 0.0


def mean(values: Floats, n: Floats, key: Ints) -> Floats:
    """The mean of its own kind, for each entry."""
    size = int(key.max(initial=0)) + 1
    sums, counts = np.bincount(key, n * values, size), np.bincount(key, n, size)
    return np.asarray((sums / np.maximum(counts, 1e-12))[key])


@dataclass(frozen=True, eq=False)
class Compared:
    """Deals of two times, each kind about its own mean.

        ln change = Σ (d − d̄ kind) · ln amount / Σ (d − d̄ kind)²,   d = 1 now, 0 before

    With one kind that is the difference of the two means.
    """

    deals: Deals
    gap: float
    pull: Floats
    spare: float

    @classmethod
    def of(cls, now: OfKind, before: OfKind) -> Compared | None:
        """None where no kind stands in both."""
        deals = both(now.deals, before.deals)
        key = np.concatenate([now.key, before.key])
        is_now = np.repeat([1.0, 0.0], [len(now.key), len(before.key)])
        n, logs = deals.n.astype(float), np.log(deals.amount / 10**deals.scale)
        lean = is_now - mean(is_now, n, key)
        square = float((n * lean**2).sum())
        if square <= 0:
            return None
        gap = float((n * lean * logs).sum()) / square
        rest = logs - mean(logs, n, key) - gap * lean
        return cls(deals, gap, lean * rest / square, n.sum() - len(np.unique(key)) - 1)

    def drawn(self, resamples: DealResamples, n: int) -> Resized:
        """With draws of it, as wide as few deals make them."""
        wider = np.sqrt(self.deals.count / max(self.spare, 1.0))
        moved = resamples.total(self.deals, self.pull)  # the pulls of all deals sum to nought
        return Resized(float(np.exp(self.gap)), np.exp(self.gap + wider * moved), n)


def both(now: Deals, before: Deals) -> Deals:
    """One below the other."""
    created, closed, won, lost, amount, valued, n = (
        np.concatenate([getattr(now, name), getattr(before, name)]) for name in COLUMNS
    )
    return Deals(created, closed, won, lost, amount, valued, n, now.scale)


def smaller(found: OfKind) -> OfKind:
    """Without the largest tenth."""
    order = np.argsort(found.deals.amount, kind="stable")
    upto = np.cumsum(found.deals.n[order])
    kept = np.zeros(len(order), bool)
    kept[order[upto <= max(found.deals.count * (1 - LARGEST), 1)]] = True
    return found.take(kept)


def sizes(
    drawn: DealResamples, by: str, deals: OfKind, windows: tuple[Window, Window], begun: bool
) -> Sizes | None:
    """Deals won and deals begun in two windows; None where none was won in one of them."""
    one = deals.deals
    priced = (one.valued == 1) & (one.amount > 0)
    won = [deals.take(priced & (one.won == 1) & inside(one.closed, each)) for each in windows]
    made = [deals.take(priced & inside(one.created, each)) for each in windows]
    if not all(part.deals.count for part in won):
        return None
    of_won, of_made = Compared.of(won[0], won[1]), None
    if of_won is None:
        return None
    if begun and all(part.deals.count for part in made):
        of_made = Compared.of(made[0], made[1])
    usual = of_made or of_won
    left = Compared.of(*(smaller(part) for part in (made if of_made else won)))
    return Sizes(
        by, of_won.drawn(drawn, won[0].deals.count),
        of_made.drawn(drawn, made[0].deals.count) if of_made else None,
        float(np.exp((left or usual).gap)),
    )  # fmt: skip


def inside(days: Ints, window: Window) -> np.ndarray:
    """Which days lie in a window."""
    return (days >= window.first_day) & (days <= window.last_day)
