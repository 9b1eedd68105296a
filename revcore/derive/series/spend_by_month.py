"""What marketing and selling cost by month."""

from __future__ import annotations

import numpy as np

from revcore.derive.acquisition import S_AND_M, SpendLedger
from revcore.derive.months import money
from revcore.derive.series._series import Cell, Drawn, series
from revcore.errors import NotComputable
from revcore.model import Unit, month_label

MOST = 3
"""Kinds of spend shown by name; the rest stand together."""
REST = "Other"


@series(
    title="Spend on marketing and sales by month",
    unit=Unit.MONEY,
    columns=("month", "kind", "amount"),
)
def spend_by_month(spend_ledger: SpendLedger, as_of: int) -> Drawn:
    """One row per month and kind, largest kind first; channels where all of it is advertising."""
    ledger = spend_ledger
    mine = np.isin(ledger.department, S_AND_M) & (ledger.month <= as_of)
    by_category = np.where(ledger.is_media, "media", ledger.category)
    names = ledger.channel if ledger.media_only else by_category
    month, kind, amount = ledger.month[mine], names[mine], ledger.amount[mine]
    if not len(month) or not amount.sum():
        raise NotComputable("No spend on marketing or sales up to this month.", needs=("spend",))
    sums = {str(name): int(amount[kind == name].sum()) for name in np.unique(kind)}
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    if len(ranked) > MOST + 1:
        kind = np.where(np.isin(kind, ranked[:MOST]), kind, REST)
        ranked = [*[name for name in ranked[:MOST] if name != REST], REST]
    rows: list[list[Cell]] = []
    for at in range(int(month.min()), int(month.max()) + 1):
        for name in ranked:
            total = amount[(month == at) & (kind == name)].sum()
            rows.append([month_label(at), _label(name), money(total, ledger.scale)])
    return Drawn(rows)


def _label(name: str) -> str:
    words = {"": "Not said", "media": "Advertising"}
    return words.get(name, name[:1].upper() + name[1:])
