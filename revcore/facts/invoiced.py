"""What was invoiced by month, split into subscriptions and everything else."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, rows, total, when, whole, with_months
from revcore.model import Table
from revcore.registry import provider


@provider
def invoiced_by_kind(invoices: Table) -> pd.DataFrame:
    """Invoiced amounts: month, recurring (1 or 0), amount [at the table's scale].

    Recurring is what says so, or says nothing and is for a period of service.

    Raises
    ------
    NotComputable
        Invoices say neither.
    """
    if not (invoices.has("recurring") or invoices.has("period_start", "period_end")):
        raise NotComputable(
            "Needs invoices that say which period each is for, or whether it is part of a "
            "subscription.",
            needs=("invoices.period_start", "invoices.recurring"),
        )
    return _by_kind(invoices)


@provider
def ordered_by_kind(orders: Table) -> pd.DataFrame:
    """Orders: month, recurring (1 or 0), amount [at the table's scale].

    Raises
    ------
    NotComputable
        Orders do not say whether they are part of a subscription.
    """
    if not orders.has("recurring"):
        raise NotComputable(
            "Needs orders that say whether they are part of a subscription.",
            needs=("orders.recurring",),
        )
    return _by_kind(orders)


def _by_kind(table: Table) -> pd.DataFrame:
    periods = table.name == "invoices" and table.has("period_start")
    known = whole(table, "period_start") != NONE if periods else nw.lit(value=False)
    kind = when(nw.col("recurring").fill_null(known) if table.has("recurring") else known)
    frame = rows(table).select(
        day=whole(table, "date"), amount=whole(table, "amount", 0), recurring=kind
    )
    frame = with_months(frame.filter(nw.col("day") != NONE), month="day")
    return fetch(total(frame, ["month", "recurring"], "amount"), "month", "recurring")
