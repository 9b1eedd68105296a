"""How long won deals took."""

from __future__ import annotations

import numpy as np

from revcore.derive import intervals
from revcore.derive.deals import CycleDays
from revcore.derive.series._series import Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit
from revcore.words import counted_words

WIDTHS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
BINS = 12
FEWEST = 5


@series(title="Days from created to won", unit=Unit.DAYS, columns=("from", "to", "deals", "median"))
def cycle_days(won_cycles: CycleDays) -> Drawn:
    """One row per bin ``from`` ≤ days < ``to``; the last one is open and its ``to`` empty.

    median is the same in every row [days].
    """
    count = int(won_cycles.n.sum())
    if count < FEWEST:
        deals = counted_words(count, "won deals")
        raise NotComputable(f"{deals} with both days: at least {FEWEST} are needed.")
    ordered = np.repeat(won_cycles.days, won_cycles.n)
    usual = float(np.quantile(ordered, 0.95, method="higher"))
    width = next((size for size in WIDTHS if (usual + 1) / size <= BINS), WIDTHS[-1])
    last = int(usual // width)
    bins = np.minimum(won_cycles.days // width, last + 1)
    counts = np.bincount(bins, won_cycles.n, last + 2).astype(np.int64)
    middle = intervals.median(won_cycles.days, won_cycles.n)
    rows: list[list[float | int | str | None]] = [
        [at * width, (at + 1) * width, int(n), middle] for at, n in enumerate(counts[:-1].tolist())
    ]
    if counts[-1]:
        rows.append([(last + 1) * width, None, int(counts[-1]), middle])
    return Drawn(rows)
