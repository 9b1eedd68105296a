"""What each seller won, beside the quota."""

from __future__ import annotations

from collections.abc import Mapping

from revcore.derive.sellers import Quota, Sellers
from revcore.derive.series._sellers import shown
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit


@series(
    title="Won value by seller",
    unit=Unit.MONEY,
    columns=("seller", "deals", "won_value", "quota", "won_under_quota"),
)
def seller_sales(
    sellers: Sellers,
    owner_alias: Mapping[str, str],
    mask: bool,
    quotas: list[Quota] | None = None,
) -> Drawn:
    """One row per seller, largest first; quota and what was won while it was due, where known.

    Raises
    ------
    NotComputable
        No won deal has both a seller and an amount.
    """
    if not sellers.value.sum():
        raise NotComputable("No won deal has a seller and an amount.", needs=("deals.amount",))
    due = {one.name: one for one in quotas or []}
    rows: list[list[Cell]] = []
    for at, name in enumerate(sellers.names):
        mine = due.get(name)
        rows.append(
            [
                shown(name, owner_alias, mask), int(sellers.won[at]), float(sellers.value[at]),
                mine.quota if mine else None, mine.sold if mine else None,
            ]
        )  # fmt: skip
    return Drawn(rows)
