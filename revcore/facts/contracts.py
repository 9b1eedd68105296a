"""For how long customers sign: the billing interval of their subscriptions."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, integer, rows, when, whole, words
from revcore.model import Table
from revcore.registry import provider

YEAR = 12


@provider
def contract_lengths(subscriptions: Table) -> pd.DataFrame:
    """Contracts of each customer: customer, first [day], months (1: less than a year, else 12).

    Raises
    ------
    NotComputable
        The subscriptions do not say how often they are billed.
    """
    if not subscriptions.has("interval"):
        raise NotComputable(
            "Nothing says whether customers sign for a month or a year.",
            needs=("subscriptions.interval",),
        )
    every = whole(subscriptions, "interval_count", 1)
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        first=whole(subscriptions, "start"),
        mrr=whole(subscriptions, "mrr", 0),
        every=every,
        interval=words(subscriptions, "interval"),
    )
    frame = frame.filter((nw.col("mrr") != 0) & (nw.col("first") != NONE))
    of_months = (nw.col("interval") == "month") & (nw.col("every") >= YEAR)
    of_quarters = (nw.col("interval") == "quarter") & (nw.col("every") >= YEAR // 3)
    long = (nw.col("interval") == "year") | of_months | of_quarters
    frame = frame.with_columns(months=when(long, integer(YEAR), integer(1)))
    found = frame.group_by("customer", "months").agg(nw.col("first").min())
    return fetch(found, "customer", "first", "months")
