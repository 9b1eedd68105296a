"""Subscriptions that end by the customer list, where a person says so."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from revcore.ingest.sheet import REASON, Sheet


def end_by_list(subscriptions: Sequence[Sheet], customers: Sequence[Sheet]) -> None:
    """End subscriptions on the day their customer left, where that is earlier than known so far.

    A subscription begun after that day is of a customer who came back; it stays as it is.
    """
    parts = [
        sheet.frame.filter(pl.col(REASON).is_null()).select("customer", "ended").drop_nulls()
        for sheet in customers
        if sheet.has("customer", "ended")
    ]
    if not parts:
        return
    left = pl.concat(parts).group_by("customer").agg(pl.col("ended").max())
    days = dict(left.iter_rows())
    for sheet in subscriptions:
        if not sheet.has("customer", "start"):
            continue
        day = pl.col("customer").replace_strict(days, default=None, return_dtype=pl.Int64)
        mine = pl.when(day > pl.col("start")).then(day)
        end = pl.min_horizontal(pl.col("end"), mine) if sheet.has("end") else mine
        sheet.put("end", end)
