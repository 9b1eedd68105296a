"""What customers paid: purchases by day, recurring revenue by month, totals by month."""

from __future__ import annotations

from functools import reduce

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from revcore.errors import NotComputable
from revcore.facts._waist import (
    BEFORE,
    DAYS,
    NONE,
    UNKNOWN,
    fetch,
    integer,
    known,
    rows,
    total,
    when,
    whole,
    with_months,
    words,
)
from revcore.model import Table
from revcore.registry import provider

MRR_SCALE = 6
"""Decimals of the worked-out ``mrr`` column of subscriptions."""


def _purchases(table: Table) -> pd.DataFrame:
    """Rows by customer and day: sorted by one number, alike ones then stand side by side."""
    frame = rows(table).select(
        whole(table, "customer"), day=whole(table, "date"), amount=whole(table, "amount", 0)
    )
    frame = frame.filter(nw.col("day") != NONE)
    day = nw.col("day") + BEFORE
    frame = frame.select("amount", key=(nw.col("customer") + 1) * DAYS + day)
    found = fetch(frame)
    key, amount = (found[name].to_numpy(np.int64) for name in ("key", "amount"))
    if (key[1:] < key[:-1]).any():  # most stand in order: they were read by customer and day
        order = np.argsort(key, kind="stable")
        key, amount = key[order], amount[order]
    begins = np.flatnonzero(np.r_[len(key) > 0, key[1:] != key[:-1]])
    n = np.diff(begins, append=len(key))
    sums = np.add.reduceat(amount, begins) if len(key) else amount
    customer, day = np.divmod(key[begins], DAYS)
    columns = {"customer": customer - 1, "day": day - BEFORE, "amount": sums, "n": n}
    return pd.DataFrame(columns, copy=False)


@provider
def order_days(orders: Table) -> pd.DataFrame:
    """Orders merged by customer and day: customer, day, amount [at the table's scale], n rows."""
    return _purchases(orders)


@provider
def invoice_days(invoices: Table) -> pd.DataFrame:
    """Invoices merged by customer and day: customer, day, amount [at the table's scale], n rows."""
    return _purchases(invoices)


@provider
def project_days(invoices: Table) -> pd.DataFrame:
    """Invoices of one project merged on its first day: customer, day, amount; others by day.

    Raises
    ------
    NotComputable
        No file says which project an invoice belongs to.
    """
    if not invoices.has("project"):
        raise NotComputable("Needs the project of each invoice.", needs=("invoices.project",))
    frame = rows(invoices).select(
        whole(invoices, "customer"),
        words(invoices, "project"),
        day=whole(invoices, "date"),
        amount=whole(invoices, "amount", 0),
    )
    frame = frame.filter(nw.col("day") != NONE)
    columns = ["customer", "day", "amount"]
    named = frame.filter(nw.col("project") != UNKNOWN).group_by("customer", "project")
    first = named.agg(nw.col("day").min(), nw.col("amount").sum()).select(*columns)
    alone = frame.filter(nw.col("project") == UNKNOWN).select(*columns)
    return fetch(total(nw.concat([first, alone]), columns[:2], "amount"), "customer", "day")


@provider
def payment_days(payments: Table) -> pd.DataFrame:
    """Payments merged by customer and day: customer, day, amount [at the table's scale], n rows."""
    return _purchases(payments)


def recurs(table: Table) -> nw.Expr:
    """1 where a row is not said to be one-off."""
    if not table.has("recurring"):
        return integer(1)
    return when(nw.col("recurring").fill_null(value=True))


@provider
def one_off_months(invoices: Table) -> pd.DataFrame:
    """Invoices said to be one-off by month: month, amount [at the table's scale]."""
    frame = rows(invoices).select(
        recurs=recurs(invoices),
        day=whole(invoices, "date"),
        amount=whole(invoices, "amount", 0),
    )
    frame = frame.filter((nw.col("recurs") == 0) & (nw.col("day") != NONE))
    return fetch(total(with_months(frame, month="day"), ["month"], "amount"), "month")


@provider
def invoice_periods(invoices: Table) -> pd.DataFrame:
    """Invoiced services by customer and period: customer, first, last [days], amount.

    One-off items are left out: they are revenue, but do not recur.
    """
    frame = rows(invoices).select(
        whole(invoices, "customer"),
        first=whole(invoices, "period_start"),
        last=whole(invoices, "period_end"),
        amount=whole(invoices, "amount", 0),
        recurs=recurs(invoices),
    )
    frame = frame.filter(nw.col("recurs") == 1)
    frame = frame.filter((nw.col("first") != NONE) & (nw.col("last") >= nw.col("first")))
    return fetch(total(frame, ["customer", "first", "last"], "amount"), "customer", "first", "last")


@provider
def mrr_changes(subscriptions: Table) -> pd.DataFrame:
    """What each customer's MRR rose or fell by in a month: customer, month, change [scale 6].

    A subscription counts at the end of a month when start ≤ month end < end: it adds its MRR in the
    month of its first day and takes it off in the month of its end.
    """
    lines = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        start=whole(subscriptions, "start"),
        end=whole(subscriptions, "end"),
        mrr=whole(subscriptions, "mrr", 0),
    )
    lines = lines.filter((nw.col("mrr") != 0) & (nw.col("start") != NONE))
    begun = lines.select("customer", day=nw.col("start"), change=nw.col("mrr"))
    ended = lines.filter(nw.col("end") != NONE).select(
        "customer",
        day=when(nw.col("end") < nw.col("start"), nw.col("start"), nw.col("end")),
        change=integer(0) - nw.col("mrr"),
    )
    frame = with_months(nw.concat([begun, ended]), month="day")
    frame = total(frame, ["customer", "month"], "change")
    return fetch(frame.filter(nw.col("change") != 0), "customer", "month")


@provider
def mrr_months(mrr: Table) -> pd.DataFrame:
    """MRR as a sheet gives it: customer, month, amount [at the table's scale]; zeros left out."""
    frame = rows(mrr).select(
        whole(mrr, "customer"), whole(mrr, "month"), amount=whole(mrr, "amount", 0)
    )
    frame = total(frame.filter(nw.col("month") != NONE), ["customer", "month"], "amount")
    return fetch(frame.filter(nw.col("amount") > 0), "customer", "month")


@provider
def mrr_sheet_months(mrr: Table) -> pd.DataFrame:
    """Months an MRR sheet covers, filled or not: month, n cells."""
    frame = rows(mrr).select(whole(mrr, "month"), n=integer(1)).filter(nw.col("month") != NONE)
    return fetch(total(frame, ["month"], "n"), "month")


@provider
def stated_months(revenue_by_month: Table) -> pd.DataFrame:
    """Revenue per month where only totals are known: month, amount [at the table's scale]."""
    frame = rows(revenue_by_month).select(
        whole(revenue_by_month, "month"), amount=whole(revenue_by_month, "amount", 0)
    )
    return fetch(total(frame.filter(nw.col("month") != NONE), ["month"], "amount"), "month")


@provider
def order_profit(orders: Table) -> pd.DataFrame:
    """Profit by month where orders carry it: month, profit, amount, filled, n rows.

    Raises
    ------
    NotComputable
        The orders have no column of profit.
    """
    if not orders.has("profit"):
        raise NotComputable("The orders do not say their profit.", needs=("orders.profit",))
    frame = rows(orders).select(
        day=whole(orders, "date"),
        profit=whole(orders, "profit", 0),
        amount=whole(orders, "amount", 0),
        filled=known(orders, "profit"),
        n=integer(1),
    )
    sums = ("profit", "amount", "filled", "n")
    frame = total(frame.filter(nw.col("day") != NONE), ["day"], *sums)
    return fetch(total(with_months(frame, month="day"), ["month"], *sums), "month")


@provider
def customer_traits(customers: Table) -> pd.DataFrame:
    """What is known of each customer: customer, segment, source, plan (empty where not said)."""
    traits = ("segment", "source", "plan")
    frame = rows(customers).select(
        whole(customers, "customer"), *[words(customers, name) for name in traits]
    )
    frame = frame.filter(nw.col("customer") != NONE)
    return fetch(
        frame.group_by("customer").agg(*[nw.col(name).max() for name in traits]), "customer"
    )


@provider
def customer_ends(customers: Table) -> pd.DataFrame:
    """Who left by the customer list: customer, ended [day; −1: not said], left, stays [0/1]."""
    if not (customers.has("status") or customers.has("ended")):
        raise NotComputable(
            "Needs a customer list with a status or the day a customer left.",
            needs=("customers.ended",),
        )
    status = words(customers, "status")
    frame = rows(customers).select(
        whole(customers, "customer"),
        ended=whole(customers, "ended"),
        left=when(status == "left"),
        stays=when(status == "customer"),
    )
    frame = frame.filter(nw.col("customer") != NONE)
    return fetch(
        frame.group_by("customer").agg(
            *[nw.col(name).max() for name in ("ended", "left", "stays")]
        ),
        "customer",
    )


@provider
def subscription_plans(subscriptions: Table) -> pd.DataFrame:
    """Plans a customer has paid for: customer, plan, segment, first, mrr [scale 6]."""
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        words(subscriptions, "plan"),
        words(subscriptions, "segment"),
        first=whole(subscriptions, "start"),
        mrr=whole(subscriptions, "mrr", 0),
    )
    frame = frame.filter((nw.col("mrr") != 0) & (nw.col("first") != NONE))
    grouped = frame.group_by("customer", "plan", "segment").agg(
        nw.col("first").min(), nw.col("mrr").sum()
    )
    return fetch(grouped, "customer", "plan", "segment")


@provider
def event_days(
    deals: Table | None = None,
    invoices: Table | None = None,
    orders: Table | None = None,
    payments: Table | None = None,
) -> pd.DataFrame:
    """On which days something happened in each dated table: table, day, n."""
    dated = ((deals, "closed"), (invoices, "date"), (orders, "date"), (payments, "date"))
    parts = []
    for table, column in dated:
        if table is None or not table.has(column):
            continue
        frame = rows(table)
        if column == "closed":
            frame = frame.filter(nw.col("status") != "open")
        days = frame.select(day=whole(table, column)).filter(nw.col("day") != NONE)
        found = _by_day(fetch(days)["day"].to_numpy(np.int64))
        parts.append(found.assign(table=table.name))
    empty = pd.DataFrame({"day": [], "n": [], "table": []}).astype({"day": "int64", "n": "int64"})
    return reduce(lambda a, b: pd.concat([a, b], ignore_index=True), parts) if parts else empty


def _by_day(days: npt.NDArray[np.int64]) -> pd.DataFrame:
    """How many rows each day has: days lie so close that each is counted at its own place."""
    first = int(days.min(initial=NONE))
    counts = np.bincount(days - first)
    day = np.flatnonzero(counts)
    return pd.DataFrame({"day": day + first, "n": counts[day]})
