"""Subscriptions whose end is the last day paid for, not the day they had ended."""

from __future__ import annotations

import polars as pl

from revcore.ingest.sheet import KEYS, REASON, Sheet

AS_WRITTEN = "ends as written"
"""What a person lets count to have every end read as the first day no longer paid for."""
SHORTEST = 27
"""Days between start and end from which a term can be a whole month."""
ENOUGH = 3


def read_last_days(sheet: Sheet) -> None:
    """Move ends that are last days paid for to the day after, where the file shows they are.

    A contract from 1 January to 31 December is paid to its last day, and the one from 1 January on
    follows it without a gap. The whole file is read so where most ends lie one day before a whole
    number of months is over, and few on that day itself; else only the ends that another
    subscription of the same customer follows on the next day.
    """
    if not sheet.has("start", "end") or sheet.counts(AS_WRITTEN):
        return
    start, end = pl.col("start").cast(pl.Int32).cast(pl.Date), pl.col("end")
    after = (end + 1).cast(pl.Int32).cast(pl.Date)
    that_day = end.cast(pl.Int32).cast(pl.Date)
    long = (end - pl.col("start")) >= SHORTEST
    frame = sheet.frame.filter(pl.col(REASON).is_null() & end.is_not_null() & (end > 0))
    last, first_free = frame.select(
        last=(long & (after.dt.day() == start.dt.day())).sum(),
        free=(long & (that_day.dt.day() == start.dt.day())).sum(),
    ).row(0)
    if last >= ENOUGH and last > 3 * first_free and 2 * last > frame.height:
        sheet.put("end", end + 1)
        _say(sheet, last, frame.height)
    else:
        _close_gaps(sheet)


def _say(sheet: Sheet, last: int, ended: int) -> None:
    sheet.say(
        "last_days",
        f"{last:,} of the {ended:,} ends in “{sheet.name}” are the last day of a full term: the "
        "ends are read as last days paid for, so a subscription to 31 December still counts in "
        "December.",
        {"rows": last, "ends": ended},
    )


def _close_gaps(sheet: Sheet) -> None:
    """An end the customer's next subscription follows on the day after is no leaving."""
    who = next((key for key in KEYS.values() if sheet.has(key)), None)
    if who is None:
        return
    starts = sheet.frame.filter(pl.col(REASON).is_null()).select(
        pl.col(who).alias("_who"), pl.col("start").alias("_day")
    )
    starts = starts.drop_nulls().unique().with_columns(_on=pl.lit(1))
    met = sheet.frame.select(pl.col(who).alias("_who"), (pl.col("end") + 1).alias("_day")).join(
        starts, on=["_who", "_day"], how="left", maintain_order="left"
    )
    follows = met["_on"].is_not_null()
    if follows.any():
        sheet.put("end", pl.when(follows).then(pl.col("end") + 1).otherwise(pl.col("end")))
