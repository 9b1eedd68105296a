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

    Recurring is what says so, else what is for a period of service.

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
    frame = rows(invoices)
    if invoices.has("recurring"):
        kind = when(nw.col("recurring").fill_null(False))
    else:
        kind = when(whole(invoices, "period_start") != NONE)
    frame = frame.select(
        day=whole(invoices, "date"), amount=whole(invoices, "amount", 0), recurring=kind
    )
    frame = with_months(frame.filter(nw.col("day") != NONE), month="day")
    return fetch(total(frame, ["month", "recurring"], "amount"), "month", "recurring")
