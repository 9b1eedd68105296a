"""Advertising reports without days: their spend is that of the time they cover."""

from __future__ import annotations

import polars as pl

from revcore.ingest.long_periods import MONTHS_LONG
from revcore.ingest.period import printed_period
from revcore.ingest.sheet import Sheet
from revcore.words import counted

_ONE_MONTH = 31
"""Longest time between the first and the last day of a report that is one month’s [days]."""


def take_reported_times(sheet: Sheet) -> None:
    """Date spend by the range printed above it, and note rows that cover several months.

    A row of more than a month is divided evenly by the months it touches.
    """
    period = None if sheet.has("date") else printed_period(sheet.raw.preamble)
    if period:
        for role, day in zip(("date", "until"), period, strict=True):
            sheet.put(role, pl.lit(day, dtype=pl.Int64))
    if not sheet.has("date", "until") or sheet.has(MONTHS_LONG):
        return
    first, last = (pl.col(role).cast(pl.Int32).cast(pl.Date) for role in ("date", "until"))
    months = (last.dt.year() - first.dt.year()) * 12 + last.dt.month() - first.dt.month() + 1
    long = (pl.col("until") - pl.col("date") > _ONE_MONTH).fill_null(value=False)
    rows = int(sheet.mask(long).sum())
    if not rows:
        return
    sheet.put(MONTHS_LONG, pl.when(long).then(months).otherwise(1).cast(pl.Int64))
    cover, spend = ("covers", "its spend") if rows == 1 else ("cover", "the spend of each")
    text = (
        f"{counted(rows, 'row')} of “{sheet.name}” {cover} several months: {spend} is divided "
        "evenly among its months."
    )
    sheet.say("long_reports", text, {"rows": rows})
