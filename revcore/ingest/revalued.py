"""What the same foreign amount is worth once it runs out: the part of a change that rates made.

An amount is converted at the rate of its own month and keeps it while it runs. The one that takes
its place is converted at another rate; with the old amount at that rate beside it, the bridge of
recurring revenue can tell what customers changed from what exchange rates did.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from revcore.ingest.currency import ORIGINAL, RECURS, times, worth
from revcore.ingest.long_periods import MONTHS_LONG, REVALUED
from revcore.ingest.sheet import MONEY_CURRENCY, Sheet
from revcore.model import Rate

DAYS_OF_MONTH = 30.4375


def revalue(sheets: Sequence[Sheet], rates: Sequence[Rate]) -> None:
    """Set :data:`REVALUED` where the worth of a currency differs by month; else nothing is done."""
    tables = {sheet.table for sheet in sheets if sheet.has(ORIGINAL)}
    for sheet in sheets:
        if sheet.table in tables and sheet.has(RECURS[sheet.table]):
            _put(sheet, rates)


def _put(sheet: Sheet, rates: Sequence[Rate]) -> None:
    """Every row of such a table has one, so that all its sheets are held at one scale."""
    money = RECURS[sheet.table]
    value, month = pl.col(money), _runs_out(sheet)
    if month is not None and sheet.has(ORIGINAL):
        for code in sorted(set(sheet.frame[MONEY_CURRENCY].drop_nulls().unique())):
            own = worth(rates, code)
            if len({factor for _, factor in own}) < 2:
                continue
            for start, factor in own:
                then = (pl.col(MONEY_CURRENCY) == code) & (month >= start)
                value = pl.when(then).then(times(pl.col(ORIGINAL), factor)).otherwise(value)
    sheet.put(REVALUED, value)
    sheet.scale[REVALUED] = sheet.scale[money]


def _runs_out(sheet: Sheet) -> pl.Expr | None:
    """The month in which another amount takes the place of a row's, as :mod:`revcore.derive`
    counts them; null where none is known to.
    """
    if sheet.table == "mrr":
        return pl.col("month") + (pl.col(MONTHS_LONG) if sheet.has(MONTHS_LONG) else 1)
    if sheet.table == "subscriptions":
        return _month("end") if sheet.has("end") else None
    if not sheet.has("date", "period_start", "period_end"):
        return None
    days = pl.col("period_end") - pl.col("period_start") + 1
    months = (days / DAYS_OF_MONTH + 0.5).floor().cast(pl.Int64)
    return _month("date") + pl.when(months < 1).then(1).otherwise(months)


def _month(day: str) -> pl.Expr:
    """The calendar month of a day."""
    date = pl.col(day).cast(pl.Int32).cast(pl.Date)
    return date.dt.year().cast(pl.Int64) * 12 + date.dt.month().cast(pl.Int64) - 1
