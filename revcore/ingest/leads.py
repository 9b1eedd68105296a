"""Leads: how long each waited for its first answer."""

from __future__ import annotations

import polars as pl

from revcore.ingest.sheet import Sheet

_CLOCK = r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?\s*([AaPp][Mm])?"
DAY = 24 * 60


def read_leads(sheet: Sheet) -> None:
    """Minutes from coming in to the first answer, with the times of day where both are said.

    Where one has a day only, whole days count. An answer before the lead came in is none.
    """
    if not sheet.has("created", "responded"):
        return
    came, said = (
        clock(sheet.raw.frame[sheet.plan.columns[role]]) for role in ("created", "responded")
    )
    frame = sheet.frame.select("created", "responded").with_columns(came=came, said=said)
    days = pl.col("responded") - pl.col("created")
    times = pl.col("said") - pl.col("came")
    minutes = frame.select(days * DAY + times.fill_null(0)).to_series()
    sheet.put("response_minutes", minutes.set(minutes < 0, None))


def clock(text: pl.Series) -> pl.Series:
    """Minutes since midnight of a date with a time; null where none is said.

    >>> clock(pl.Series(["2023-11-01 15:18", "1/2/2024 3:05 PM", "2024-03-01"])).to_list()
    [918, 905, None]
    """
    parts = text.cast(pl.String).str.extract_groups(_CLOCK).struct.unnest()
    hours, minutes = (parts[name].cast(pl.Int64, strict=False) for name in ("1", "2"))
    late = parts["3"].str.to_lowercase()
    hour = (
        pl.when(late == "pm").then(hours % 12 + 12).when(late == "am").then(hours % 12)
        .otherwise(hours)
    )  # fmt: skip
    return pl.select(hour * 60 + minutes).to_series()
