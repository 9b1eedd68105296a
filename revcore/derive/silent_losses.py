"""Who writes “no decision”: all sellers alike, or one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive._codes import coded
from revcore.derive.lost_reasons import NO_DECISION, one_spelling, own_word
from revcore.errors import NotComputable
from revcore.model import Window
from revcore.registry import provider

FEWEST = 5


@dataclass(frozen=True)
class SilentBySeller:
    """Lost deals with a reason by seller: all, and those nobody decided."""

    seller: list[str]
    said: list[int]
    silent: list[int]

    def without(self, at: int) -> tuple[int, int]:
        """Undecided and all with a reason, one seller left out."""
        return sum(self.silent) - self.silent[at], sum(self.said) - self.said[at]


@provider
def silent_by_seller(lost_by_seller: pd.DataFrame, deal_window: Window) -> SilentBySeller:
    """Deals lost in the window, by seller.

    Raises
    ------
    NotComputable
        Fewer than two sellers lost five deals with a reason.
    """
    frame = lost_by_seller
    closed = frame["closed"]
    mine = frame[(closed >= deal_window.first_day) & (closed <= deal_window.last_day)]
    texts = [
        one_spelling(reason.strip() or own_word(stage))
        for reason, stage in zip(mine["reason"], mine["stage"], strict=True)
    ]
    said = np.array([bool(text) for text in texts], bool)
    silent = np.array([NO_DECISION.search(text) is not None for text in texts], bool)
    n = mine["n"].to_numpy(np.int64)
    names, place = coded(mine["owner"])
    counts = [np.bincount(place, n * mask, names.size) for mask in (said, silent)]
    some = [at for at, name in enumerate(names) if name and counts[0][at] >= FEWEST]
    if len(some) < 2:
        raise NotComputable("Fewer than two sellers lost five deals with a reason.")
    return SilentBySeller(
        [str(names[at]) for at in some],
        [int(counts[0][at]) for at in some],
        [int(counts[1][at]) for at in some],
    )
