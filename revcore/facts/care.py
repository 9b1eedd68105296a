"""How customers are served and pay: first answers to leads, invoices paid late, referrals."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, integer, rows, total, whole
from revcore.model import Table
from revcore.registry import provider


@provider
def lead_answers(leads: Table) -> pd.DataFrame:
    """Leads by day and by minutes to the first answer: created, minutes [−1: none yet], n."""
    if not leads.has("response_minutes"):
        raise NotComputable(
            "Needs when each lead came in and was first answered.", needs=("leads.responded",)
        )
    by = ["created", "minutes"]
    frame = rows(leads).select(
        whole(leads, "created"), minutes=whole(leads, "response_minutes"), n=integer(1)
    )
    return fetch(total(frame.filter(nw.col("created") != NONE), by, "n"), *by)


@provider
def invoice_payments(invoices: Table) -> pd.DataFrame:
    """Invoices above zero by when they were due and paid: due, paid [days; −1: not yet], n."""
    if not invoices.has("due") or not invoices.has("paid"):
        raise NotComputable(
            "Needs the day each invoice was due and the day it was paid.",
            needs=("invoices.due", "invoices.paid"),
        )
    by = ["due", "paid"]
    frame = rows(invoices).select(
        whole(invoices, "due"), whole(invoices, "paid"), amount=whole(invoices, "amount", 0),
        n=integer(1),
    )  # fmt: skip
    owed = frame.filter((nw.col("due") != NONE) & (nw.col("amount") > 0))
    return fetch(total(owed, by, "n"), *by)
