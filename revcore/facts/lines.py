"""What was bought by product and channel, month by month."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import (
    NONE,
    UNKNOWN,
    fetch,
    integer,
    rows,
    total,
    whole,
    with_months,
    words,
)
from revcore.model import Table
from revcore.registry import provider


@provider
def line_sales(orders: Table | None = None, invoices: Table | None = None) -> pd.DataFrame:
    """Orders, else invoices, by what was bought and where: product, source, month, amount, n lines.

    Invoices of projects are left out: their lines are deposits and parts.

    Raises
    ------
    NotComputable
        Neither says what was bought, or through which channel.
    """
    for table in (orders, invoices):
        if table is None or table.has("project"):
            continue
        if not (table.has("product") or table.has("source")):
            continue
        frame = rows(table).select(
            words(table, "product"), words(table, "source"), day=whole(table, "date"),
            amount=whole(table, "amount", 0), n=integer(1),
        )  # fmt: skip
        frame = frame.filter(nw.col("day") != NONE)
        frame = frame.filter((nw.col("product") != UNKNOWN) | (nw.col("source") != UNKNOWN))
        told = [name for name in ("product", "source") if table.has(name)]
        frame = total(frame, [*told, "day"], "amount", "n")
        frame = frame.with_columns(
            words(table, name) for name in ("product", "source") if name not in told
        )
        by = ["product", "source", "month"]
        return fetch(total(with_months(frame, month="day"), by, "amount", "n"), *by)
    raise NotComputable(
        "Needs the product or the channel of each sale.",
        needs=("orders.product", "invoices.product"),
    )
