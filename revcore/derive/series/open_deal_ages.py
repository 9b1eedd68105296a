"""How old the open deals are, beside the age at which deals were won."""

from __future__ import annotations

import numpy as np

from revcore.derive.deals import CycleDays, Deals, age_days
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit
from revcore.words import counted_words

PARTS = 4
BINS = 10
FEWEST = 5


@series(
    title="Age of the open deals",
    unit=Unit.COUNT,
    columns=("from", "to", "open", "won", "stale"),
    parts=("all_deals",),
)
def open_deal_ages(
    open_deals: Deals, won_cycles: CycleDays, stale_limit: float, as_of: int
) -> Drawn:
    """One row per ``from`` ≤ days < ``to``; the last one is open and its ``to`` empty.

    Bins are quarters of the days within which nine in ten wins came, so that the border of stale
    deals lies between two of them: ``stale`` is 1 beyond it.
    """
    age, n = age_days(open_deals, as_of), open_deals.n
    dated = age >= 0
    count = int(n[dated].sum())
    if count < FEWEST:
        deals = counted_words(count, "open deals")
        raise NotComputable(f"{deals} with their day: at least {FEWEST} are needed.")
    border = stale_limit + 1
    edges = [round(border * part / PARTS) for part in range(BINS)]
    edges = list(dict.fromkeys(edges))
    rows: list[list[Cell]] = []
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        last = np.inf if end is None else end
        open_ = int(n[dated & (age >= start) & (age < last)].sum())
        won = int(won_cycles.n[(won_cycles.days >= start) & (won_cycles.days < last)].sum())
        rows.append([start, end, open_, won, int(start >= border)])
    return Drawn(rows)
