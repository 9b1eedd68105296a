"""Small, middle and large: deals and customers by size, in thirds of the company's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revcore.derive.deals import DealPaths, Deals, Segments
from revcore.derive.intervals import Floats
from revcore.derive.months import Ints
from revcore.errors import NotComputable
from revcore.registry import provider

SIZE = "size"
"""Name of the dimension."""
FEWEST = 30
"""Fewer sizes than this are not cut into thirds."""
NAMES = ("Smallest third", "Middle third", "Largest third")


@dataclass(frozen=True, eq=False)
class Bands:
    """Two edges that cut sizes into thirds, rounded as people say them [currency]."""

    edges: tuple[float, float]

    @classmethod
    def of(cls, sizes: Floats, counts: Ints, what: str) -> Bands:
        """Thirds of some sizes; each size stands for as many as ``counts`` says.

        >>> found = Bands.of(np.arange(1.0, 91.0), np.ones(90, int), "deals")
        >>> found.edges, found.names[1]
        ((31.0, 61.0), 'Middle third: 31 to 61')

        Raises
        ------
        NotComputable
            Fewer than thirty sizes, or so many alike that thirds would be empty.
        """
        n = int(counts.sum())
        if n < FEWEST:
            raise NotComputable(f"{n} {what} with an amount: {FEWEST} are needed for thirds.", n=n)
        order = np.argsort(sizes, kind="stable")
        reached = np.cumsum(counts[order])
        low, high = (
            rounded(float(sizes[order][np.searchsorted(reached, n * part, side="right")]))
            for part in (1 / 3, 2 / 3)
        )
        parts = np.bincount(np.searchsorted((low, high), sizes, side="right"), counts, 3)
        if not low < high or parts.min() < n / 10:
            raise NotComputable(f"The {what} are too much alike in size to be cut into thirds.")
        return cls((low, high))

    @property
    def names(self) -> tuple[str, str, str]:
        """The three bands with their edges."""
        low, high = (f"{edge:,.6g}" if edge < 10 else f"{edge:,.0f}" for edge in self.edges)
        ends = (f"below {low}", f"{low} to {high}", f"{high} and more")
        first, second, third = (f"{name}: {end}" for name, end in zip(NAMES, ends, strict=True))
        return first, second, third

    def place(self, sizes: Floats) -> Ints:
        """Which band each size lies in: 0, 1 or 2."""
        return np.searchsorted(self.edges, sizes, side="right").astype(np.int64)


def rounded(value: float) -> float:
    """To two digits, as people say sizes.

    >>> rounded(2873.4), rounded(0.0)
    (2900.0, 0.0)
    """
    if value <= 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(value)) - 1)
    return float(np.round(value / step) * step)


# ---------------------------------------------------------------- deals
@provider
def deal_bands(all_deals: Deals) -> Bands:
    """Thirds of all deals won or lost with an amount.

    Raises
    ------
    NotComputable
        More than half of the lost deals have no amount: their sizes would be those of wins alone.
    """
    closed = all_deals.take(all_deals.won + all_deals.lost == 1)
    lost = closed.take(closed.lost == 1)
    silent = int(lost.n[lost.valued == 0].sum())
    if 2 * silent > lost.count:
        raise NotComputable(
            f"{silent:,} of {lost.count:,} lost deals have no amount: sizes cannot be compared.",
            needs=("deals.amount",),
        )
    sized = closed.take((closed.valued == 1) & (closed.amount > 0))
    return Bands.of(sized.amount / 10**sized.scale, sized.n, "closed deals")


@provider
def deals_by_size(closed_deals: Deals, deal_bands: Bands) -> Segments:
    """Won and lost of the window by size, the smallest first; those without an amount last."""
    deals = closed_deals
    place = _deal_place(deals, deal_bands)
    valued = deals.won * deals.valued * deals.n

    def summed(values: Ints) -> Ints:
        return np.bincount(place, values, 4).astype(np.int64)

    won, lost, n = summed(deals.won * deals.n), summed(deals.lost * deals.n), summed(deals.n)
    amount = np.array([int((deals.amount * valued)[place == at].sum()) for at in range(4)])
    keep = n > 0
    keys = [key for key, kept in zip([*deal_bands.names, ""], keep, strict=True) if kept]
    return Segments(
        SIZE, keys, won[keep], lost[keep], amount[keep], deals.scale, summed(valued)[keep]
    )


@provider
def paths_by_size(all_deals: Deals, deal_bands: Bands) -> DealPaths:
    """Deals with a day of creation by size; those without an amount under no name.

    Raises
    ------
    NotComputable
        More than half of the open deals have no amount: those with one would be decided ones.
    """
    deals = all_deals.take(all_deals.created >= 0)
    still = deals.take(deals.won + deals.lost == 0)
    silent = int(still.n[still.valued == 0].sum())
    if 2 * silent > still.count:
        raise NotComputable(
            f"{silent:,} of {still.count:,} open deals have no amount: sizes cannot be compared.",
            needs=("deals.amount",),
        )
    return DealPaths(
        [*deal_bands.names, ""], _deal_place(deals, deal_bands), deals.created, deals.closed,
        deals.won, deals.lost, deals.n,
    )  # fmt: skip


def _deal_place(deals: Deals, bands: Bands) -> Ints:
    sized = (deals.valued == 1) & (deals.amount > 0)
    return np.where(sized, bands.place(deals.amount / 10**deals.scale), 3)


# ---------------------------------------------------------------- customers
def cut(amounts: Ints, scale: int, what: str) -> list[tuple[str, np.ndarray]]:
    """Which customers lie in each third, by what they paid; the smallest first.

    Raises
    ------
    NotComputable
        Too few customers, or too many alike.
    """
    sizes = amounts / 10**scale
    bands = Bands.of(sizes, np.ones(len(sizes), np.int64), what)
    place = bands.place(sizes)
    return [(name, place == at) for at, name in enumerate(bands.names)]
