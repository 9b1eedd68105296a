"""Figures of quarters, half-years and years, brought to the months they cover."""

from __future__ import annotations

import polars as pl

from revcore.ingest.parse_periods import lengths
from revcore.ingest.parsed import distinct, filled, spread
from revcore.ingest.tables import Kind, columns

MONTHS_LONG = "__months"
"""Months that the period of a row covers; there only where one covers more than one."""

REVALUED = "revalued"
"""The amount at the exchange rate of the month after; there only where rates differ by month."""

SPREAD_OVER = "spread_over"
"""Months of the period that a month’s figure is part of; there only where one is longer."""

LONGEST = 12
"""Months of the longest period that is divided."""

ROUGH = (
    "Sums of whole years hold, and so does who was there in one year and not in the next. What "
    "goes by month or quarter cannot be told: seasons, growth from one to the next, churn a month "
    "and forecasts. When in its year somebody came or left stays rough: who came in the middle of "
    "a year seems to grow in the one after."
)
"""What months that are alike throughout a year can tell, and what not."""

TABLES_BY_MONTH = ("revenue_by_month", "funnel_counts", "spend", "mrr")


def months_long(column: pl.Series) -> pl.Series | None:
    """Months covered by each cell of a column of periods; None where all are one month.

    >>> months_long(pl.Series(["Q1 2024", "2024-04", None])).to_list()
    [3, 1, 1]
    """
    text = filled(column)
    unique = distinct(text)
    long = lengths(unique)
    return None if long is None else spread(text, unique, long).fill_null(1)


def by_month(frame: pl.DataFrame, table: str, *, levels: bool = False) -> pl.DataFrame:
    """One row per month instead of one per quarter; amounts and counts divided evenly, to the cent.

    Parameters
    ----------
    levels
        Amounts are what holds in each month (MRR), not what the quarter adds up to.

    >>> frame = pl.DataFrame({"month": [24288], "amount": [100], "__months": [3]})
    >>> by_month(frame, "revenue_by_month").rows()
    [(24288, 33, 3), (24289, 33, 3), (24290, 34, 3)]
    """
    if MONTHS_LONG not in frame.columns:
        return frame
    at, count = pl.col("__at"), pl.col(MONTHS_LONG)
    whole = frame.with_columns(pl.int_ranges(0, MONTHS_LONG).alias("__at")).explode("__at")
    changed = []
    for column in columns(table):
        value = pl.col(column.name)
        if column.name not in frame.columns:
            continue
        if column.kind is Kind.MONTH:
            changed.append(value + at)
        elif column.kind is Kind.DAY:
            day = value.cast(pl.Int32).cast(pl.Date).dt.offset_by(pl.format("{}mo", at))
            changed.append(day.cast(pl.Int32).cast(pl.Int64).alias(column.name))
        elif column.kind in (Kind.MONEY, Kind.COUNT) and not levels:
            value = value.cast(pl.Int64)
            changed.append(value * (at + 1) // count - value * at // count)
    whole = whole.with_columns(changed)
    if REVALUED in frame.columns:  # a period has one rate: only after its last month comes another
        ends = pl.when(at + 1 == count).then(REVALUED).otherwise("amount")
        whole = whole.with_columns(ends.alias(REVALUED))
    if any(column.name == SPREAD_OVER for column in columns(table)):
        whole = whole.with_columns(count.alias(SPREAD_OVER))
    return whole.drop("__at", MONTHS_LONG)
