"""Deals that came by recommendation beside all others."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.derive.waiting import WORDS
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

YEAR, DRAWS = 12, 2000


@dataclass(frozen=True)
class Won:
    """Closed deals: won of all."""

    won: int
    closed: int

    @property
    def rate(self) -> float:
        """Share won."""
        return self.won / self.closed

    def draws(self, name: str) -> Floats:
        """Draws of the share won."""
        return jeffreys_draws(self.won, self.closed, DRAWS, rng(name, [self.won, self.closed]))


@dataclass(frozen=True)
class Referred:
    """Deals opened in twelve months with a source; those recommended; how both were decided.

    halves
        (recommended, others) won and closed in the first and in the second half of the year.
    """

    opened: int
    recommended: int
    by_referral: Won
    others: Won
    halves: tuple[tuple[Won, Won], ...]
    sources: tuple[str, ...]
    window: Window

    @property
    def share(self) -> float:
        """Recommended, of all opened."""
        return self.recommended / self.opened

    @property
    def share_draws(self) -> Floats:
        """Draws of that share."""
        noise = rng("referred", [self.recommended, self.opened])
        return jeffreys_draws(self.recommended, self.opened, DRAWS, noise)


@provider
def referred(deals_by_dimension: pd.DataFrame, as_of: int) -> Referred:
    """Deals whose source speaks of a referral or a recommendation, against all with a source.

    Raises
    ------
    NotComputable
        The deals name no source, or none was opened in twelve months.
    """
    frame = deals_by_dimension
    mine = frame[(frame["dimension"] == "source") & (frame["key"] != "")]
    if not len(mine):
        raise NotComputable("The deals do not say where they came from.", needs=("deals.source",))
    window = Window(as_of - YEAR + 1, as_of)
    created, closed, won, lost, n = (
        mine[name].to_numpy(np.int64) for name in ("created", "closed", "won", "lost", "n")
    )
    names, place = coded(mine["key"])
    speaks = np.array([bool(re.search(WORDS, name, re.IGNORECASE)) for name in names])
    said = speaks[place]
    opened = (created >= window.start) & (created <= window.end)
    if not opened.any():
        raise NotComputable(
            "Needs the day each deal was opened, with its source.", needs=("deals.created",), n=0
        )

    def decided(chosen: np.ndarray, start: int, end: int) -> Won:
        part = chosen & (closed >= start) & (closed <= end)
        wins = int(won[part].sum())
        return Won(wins, wins + int(lost[part].sum()))

    middle = window.start + YEAR // 2
    halves = tuple(
        (decided(said, *part), decided(~said, *part))
        for part in ((window.start, middle - 1), (middle, window.end))
    )
    return Referred(
        int(n[opened].sum()), int(n[opened & said].sum()),
        decided(said, window.start, window.end), decided(~said, window.start, window.end), halves,
        tuple(names[speaks].tolist()), window,
    )  # fmt: skip
