"""What foreign amounts gain or lose where the exchange rate is another when they are followed.

Only where rates of a currency differ by month has a table the column ``revalued``: what a row says,
converted at the rate of the month in which another takes its place.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import NONE, fetch, rows, total, whole, with_months
from revcore.facts.revenue import recurs
from revcore.model import Table
from revcore.registry import provider

REVALUED = "revalued"


def _differing(table: Table) -> None:
    if not table.has(REVALUED):
        raise NotComputable("No exchange rate differs by month.")


@provider
def sheet_gains(mrr: Table) -> pd.DataFrame:
    """What the month before gains by a month’s rates: customer, month, ended, gain."""
    _differing(mrr)
    frame = rows(mrr).select(
        whole(mrr, "customer"),
        whole(mrr, "month"),
        amount=whole(mrr, "amount", 0),
        revalued=whole(mrr, REVALUED, 0),
    )
    frame = frame.filter(nw.col("month") != NONE).select(
        "customer", month=nw.col("month") + 1, ended=nw.col("amount"),
        gain=nw.col("revalued") - nw.col("amount"),
    )  # fmt: skip
    frame = total(frame, ["customer", "month"], "ended", "gain")
    return fetch(frame.filter(nw.col("gain") != 0), "customer", "month")


@provider
def contract_gains(subscriptions: Table) -> pd.DataFrame:
    """What subscriptions gain by the rates of the month they end in: customer, month, ended, gain.

    Whole customers and months are kept where anything gains: the rest has ended as well.
    """
    _differing(subscriptions)
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        start=whole(subscriptions, "start"),
        end=whole(subscriptions, "end"),
        mrr=whole(subscriptions, "mrr", 0),
        revalued=whole(subscriptions, REVALUED, 0),
    )
    ends = nw.col("end") > nw.col("start")
    frame = frame.filter((nw.col("mrr") != 0) & (nw.col("start") != NONE) & ends)
    frame = with_months(frame, first="start", month="end")
    frame = frame.filter(nw.col("first") < nw.col("month")).select(
        "customer", "month", ended=nw.col("mrr"), gain=nw.col("revalued") - nw.col("mrr")
    )
    frame = total(frame, ["customer", "month"], "ended", "gain")
    return fetch(frame.filter(nw.col("gain") != 0), "customer", "month")


@provider
def period_values(invoices: Table) -> pd.DataFrame:
    """Invoiced services and what they are worth later: customer, first, last, amount, revalued."""
    _differing(invoices)
    frame = rows(invoices).select(
        whole(invoices, "customer"),
        first=whole(invoices, "period_start"),
        last=whole(invoices, "period_end"),
        amount=whole(invoices, "amount", 0),
        revalued=whole(invoices, REVALUED, 0),
        recurs=recurs(invoices),
    )
    frame = frame.filter(nw.col("recurs") == 1)
    frame = frame.filter((nw.col("first") != NONE) & (nw.col("last") >= nw.col("first")))
    by = ["customer", "first", "last"]
    return fetch(total(frame, by, "amount", "revalued"), *by)
