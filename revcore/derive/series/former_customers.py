"""Customers who left and could be won back: since when, what they paid, who returned."""

from __future__ import annotations

from revcore.derive.leavers import LOOK, SINCE, Leavers, former
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, Window
from revcore.words import counted_words

FEWEST = 5
STARTS = (SINCE, 6, 12, 18)


@series(
    title="Former customers",
    unit=Unit.MONEY_PER_MONTH,
    columns=("from", "to", "customers", "lost", "came_back"),
)
def former_customers(leavers: Leavers, as_of: int) -> Drawn:
    """One row per ``from`` ≤ months since they left ≤ ``to``, the latest first.

    ``lost`` is what they paid in the month before. Firms that closed, or that never fitted, are
    left out where reasons say so.

    Raises
    ------
    NotComputable
        Fewer than five left three months to two years ago.
    """
    mine = former(leavers, Window(as_of - LOOK + 1, as_of - SINCE))
    n = len(mine.customer)
    if n < FEWEST:
        raise NotComputable(
            f"{counted_words(n, 'customers')} left three months to two years ago: at least "
            f"{FEWEST} are needed.",
            n=n,
        )
    away = as_of - mine.month
    rows: list[list[Cell]] = []
    for start, last in zip(STARTS, [*(one - 1 for one in STARTS[1:]), LOOK - 1], strict=True):
        part = mine.take((away >= start) & (away <= last))
        back = int((part.back <= as_of).sum())
        rows.append([start, last, len(part.customer), float(part.lost.sum()), back])
    return Drawn(rows)
