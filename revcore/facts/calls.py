"""Rows for call lists: whom to call, why, and when somebody last spoke to them.

Row by row, unlike other facts: asked for only when the data's owner opens a list.
"""

from __future__ import annotations

from functools import reduce

import narwhals.stable.v2 as nw
import pandas as pd

from revcore.facts._waist import NONE, fetch, integer, known, rows, total, whole, words
from revcore.model import Table
from revcore.registry import provider


@provider
def open_deal_rows(deals: Table) -> pd.DataFrame:
    """Open deals one by one.

    customer, created, expected, last_contact [days; −1], amount [at the table's scale], valued,
    deal_id, name, owner, stage.
    """
    texts = ("deal_id", "name", "owner", "stage")
    frame = rows(deals).filter(nw.col("status") == "open")
    frame = frame.select(
        *[words(deals, name) for name in texts],
        *[whole(deals, name) for name in ("customer", "created", "last_contact")],
        expected=whole(deals, "closed"),
        amount=whole(deals, "amount", 0),
        valued=known(deals, "amount"),
    )
    return fetch(frame, "created", "customer", *texts, "amount")


@provider
def customer_contacts(
    deals: Table | None = None,
    nps: Table | None = None,
    invoices: Table | None = None,
    orders: Table | None = None,
    payments: Table | None = None,
) -> pd.DataFrame:
    """Last day on which something happened with each customer: customer, day."""
    dated = (
        (deals, "created"), (deals, "last_contact"), (nps, "date"), (invoices, "date"),
        (orders, "date"), (payments, "date"),
    )  # fmt: skip
    parts = []
    for table, column in dated:
        if table is None or not table.has("customer", column):
            continue
        frame = rows(table).select(whole(table, "customer"), day=whole(table, column))
        frame = frame.filter((nw.col("customer") != NONE) & (nw.col("day") != NONE))
        parts.append(fetch(frame.group_by("customer").agg(nw.col("day").max()), "customer"))
    if not parts:
        return pd.DataFrame({"customer": [], "day": []}).astype("int64")
    both = reduce(lambda a, b: pd.concat([a, b], ignore_index=True), parts)
    return both.groupby("customer", as_index=False, sort=True)["day"].max()


@provider
def products_held(
    orders: Table | None = None,
    invoices: Table | None = None,
    subscriptions: Table | None = None,
) -> pd.DataFrame:
    """What each customer bought or subscribed to: customer, product, first, last [days], amount.

    last is −1 for a subscription that runs; amounts of subscriptions are MRR at scale 6, others at
    their table's scale. One source: subscriptions, else orders or invoices
    (not those of projects, whose lines are deposits and parts).
    """
    if subscriptions is not None and subscriptions.has("plan"):
        frame = rows(subscriptions).select(
            whole(subscriptions, "customer"), words(subscriptions, "plan").alias("product"),
            first=whole(subscriptions, "start"), last=whole(subscriptions, "end"),
            amount=whole(subscriptions, "mrr", 0),
        )  # fmt: skip
        names = ["customer", "product", "first", "last"]
        return fetch(total(frame.filter(nw.col("amount") > 0), names, "amount"), *names)
    for table in (orders, invoices):
        if table is None or not table.has("product") or table.has("project"):
            continue
        frame = rows(table).select(
            whole(table, "customer"), words(table, "product"), day=whole(table, "date"),
            amount=whole(table, "amount", 0),
        )  # fmt: skip
        frame = frame.filter((nw.col("customer") != NONE) & (nw.col("product") != ""))
        grouped = frame.group_by("customer", "product").agg(
            nw.col("day").min().alias("first"), nw.col("day").max().alias("last"),
            nw.col("amount").sum(),
        )  # fmt: skip
        return fetch(grouped, "customer", "product")
    return pd.DataFrame(
        {"customer": [], "product": [], "first": [], "last": [], "amount": []}
    ).astype({"customer": "int64"})


@provider
def scores_given(nps: Table) -> pd.DataFrame:
    """Answers of named customers: customer, date, score, n."""
    frame = rows(nps).select(
        whole(nps, "customer"), whole(nps, "date"), whole(nps, "score"), n=integer(1)
    )
    by = ["customer", "date", "score"]
    found = frame.filter((nw.col("customer") != NONE) & (nw.col("date") != NONE))
    return fetch(total(found, by, "n"), *by)


@provider
def coming_ends(subscriptions: Table) -> pd.DataFrame:
    """Paid subscriptions that have an end: customer, end [day], mrr [scale 6]."""
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"), whole(subscriptions, "end"),
        whole(subscriptions, "mrr", 0),
    )  # fmt: skip
    found = frame.filter((nw.col("end") != NONE) & (nw.col("mrr") > 0))
    return fetch(total(found, ["customer", "end"], "mrr"), "customer", "end")
