"""How orders came about: with a discount or without, and through which channel."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import (
    DAYS,
    NONE,
    UNKNOWN,
    fetch,
    integer,
    rows,
    total,
    when,
    whole,
    words,
)
from revcore.model import Table
from revcore.registry import provider


@provider
def order_marks(orders: Table) -> pd.DataFrame:
    """Each customer’s first day with an order: customer, day, source, cut (1: a discount), n rows.

    A day on which everything was given back is none. A discount is a code where codes are
    written down, else an amount taken off.

    Raises
    ------
    NotComputable
        The orders name neither a channel nor a discount.
    """
    if not any(orders.has(name) for name in ("source", "discount_code", "discount")):
        raise NotComputable(
            "The orders name neither a channel nor a discount.",
            needs=("orders.source", "orders.discount_code"),
        )
    by_code = orders.has("discount_code")
    cut = (
        when(words(orders, "discount_code") != UNKNOWN)
        if by_code
        else when(whole(orders, "discount", 0) > 0)
    )
    frame = rows(orders).select(
        whole(orders, "customer"), words(orders, "source"), day=whole(orders, "date"),
        cut=cut, n=integer(1), amount=whole(orders, "amount", 0),
    )  # fmt: skip
    frame = frame.filter((nw.col("day") != NONE) & (nw.col("customer") != NONE))
    frame = frame.with_columns(key=nw.col("customer") * DAYS + nw.col("day"))
    bought = frame.filter(nw.col("amount") >= 0).group_by("customer").agg(nw.col("key").min())
    frame = frame.join(bought.select("key"), on="key", how="semi")
    by = ["customer", "day", "source", "cut"]
    return fetch(total(frame, by, "n"), *by)
