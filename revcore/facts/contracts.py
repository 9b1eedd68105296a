"""What contracts say: for how long customers sign, when they renew, why they end, what for."""

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
    when,
    whole,
    words,
)
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
    frame = frame.with_columns(months=when(_a_year(), integer(YEAR), integer(1)))
    found = frame.group_by("customer", "months").agg(nw.col("first").min())
    return fetch(found, "customer", "first", "months")


def _a_year() -> nw.Expr:
    """Whether a row, by its columns interval and every, is billed for a year or longer."""
    of_months = (nw.col("interval") == "month") & (nw.col("every") >= YEAR)
    of_quarters = (nw.col("interval") == "quarter") & (nw.col("every") >= YEAR // 3)
    return (nw.col("interval") == "year") | of_months | of_quarters


@provider
def contract_ends(subscriptions: Table) -> pd.DataFrame:
    """Paid subscriptions that ended: customer, end [day], reason (as in the file), mrr [scale 6].

    Raises
    ------
    NotComputable
        No row says why it ended.
    """
    if not subscriptions.has("end_reason", "end"):
        raise NotComputable(
            "Nothing says why subscriptions ended.", needs=("subscriptions.end_reason",)
        )
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        whole(subscriptions, "end"),
        whole(subscriptions, "mrr", 0),
        reason=words(subscriptions, "end_reason"),
    )
    frame = frame.filter((nw.col("end") != NONE) & (nw.col("mrr") > 0))
    by = ["customer", "end", "reason"]
    return fetch(total(frame, by, "mrr"), *by)


@provider
def renewal_days(subscriptions: Table) -> pd.DataFrame:
    """When contracts come up: customer, start, day, months (12: a year; 1; −1), mrr [scale 6].

    The day is the one said to be the renewal, else the day the contract ends.

    Raises
    ------
    NotComputable
        Neither is said.
    """
    if not (subscriptions.has("renews") or subscriptions.has("end")):
        raise NotComputable(
            "Nothing says when contracts come up for renewal.", needs=("subscriptions.renews",)
        )
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        whole(subscriptions, "start"),
        whole(subscriptions, "end"),
        whole(subscriptions, "renews"),
        whole(subscriptions, "mrr", 0),
        every=whole(subscriptions, "interval_count", 1),
        interval=words(subscriptions, "interval"),
    )
    frame = frame.with_columns(
        day=when(nw.col("renews") != NONE, nw.col("renews"), nw.col("end")),
        months=when(
            nw.col("interval") == UNKNOWN,
            integer(NONE),
            when(_a_year(), integer(YEAR), integer(1)),
        ),
    )
    frame = frame.filter((nw.col("day") != NONE) & (nw.col("mrr") > 0))
    by = ["customer", "start", "end", "day", "months"]
    return fetch(total(frame, by, "mrr"), *by)


@provider
def product_spans(subscriptions: Table) -> pd.DataFrame:
    """From when to when a customer paid for a product: customer, product, start, end [−1: runs].

    Raises
    ------
    NotComputable
        No row names a product.
    """
    if not subscriptions.has("product"):
        raise NotComputable(
            "Needs the product of each subscription.", needs=("subscriptions.product",)
        )
    frame = rows(subscriptions).select(
        whole(subscriptions, "customer"),
        words(subscriptions, "product"),
        whole(subscriptions, "start"),
        whole(subscriptions, "end"),
        whole(subscriptions, "mrr", 0),
    )
    frame = frame.filter(
        (nw.col("mrr") > 0) & (nw.col("start") != NONE) & (nw.col("product") != UNKNOWN)
    )
    by = ["customer", "product", "start", "end"]
    return fetch(total(frame, by, "mrr"), *by)
