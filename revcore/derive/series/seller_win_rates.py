"""How often each seller wins, with few deals pulled towards the rate of all."""

from __future__ import annotations

from collections.abc import Mapping

from revcore.derive.sellers import Sellers
from revcore.derive.series._rates import BOUNDS, bounds
from revcore.derive.series._sellers import shown
from revcore.derive.series._series import Drawn, series
from revcore.derive.shrinkage import shrunken
from revcore.errors import NotComputable
from revcore.model import Unit

FEWEST = 5


@series(
    title="Win rate by seller, shrunken",
    unit=Unit.RATIO,
    columns=("seller", "won", "closed", "raw", "rate", *BOUNDS, "pooled"),
)
def seller_win_rates(sellers: Sellers, owner_alias: Mapping[str, str], mask: bool) -> Drawn:
    """One row per seller with five closed deals, highest rate first.

    raw is won of closed; rate and its bounds are the posterior of a Beta prior from all sellers.
    """
    closed = sellers.won + sellers.lost
    found = shrunken(sellers.won, closed)
    rows = [
        [
            shown(name, owner_alias, mask), int(sellers.won[at]), int(closed[at]),
            int(sellers.won[at]) / int(closed[at]), float(found.value[at]),
            *bounds(found.interval[at]), found.pooled,
        ]
        for at, name in enumerate(sellers.names)
        if closed[at] >= FEWEST
    ]  # fmt: skip
    if len(rows) < 2:
        raise NotComputable("Needs at least two sellers with five closed deals each.")
    return Drawn(sorted(rows, key=lambda row: (-float(row[4] or 0), str(row[0]))))
