"""Invoices of subscriptions that do not say their period: it is inferred from how they are billed.

A customer billed every month, quarter, half-year or year (the median gap within a fifth of it) has
that interval. Where the file says that items recur, periods are filled in and it is said; where
only the rhythm speaks for it, it is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from revcore.ingest.sheet import REASON, Sheet
from revcore.model import Question, Settings, listed

MONTH = 365.25 / 12
"""Days of a month, 30.4375."""
INTERVALS = (1, 3, 6, 12)
NEAR = 0.2
"""Part of an interval by which the median gap may differ from it."""
_STEADY, _SPREAD = 0.7, 0.35
_MOST, _FEWEST = 0.6, 3
_SAID = {1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly"}


def infer_periods(sheets: Sequence[Sheet], every: Sequence[Sheet], settings: Settings) -> None:
    """Fill service periods of invoices that recur and give none, or ask whether they recur."""
    levels = any(sheet.table in ("mrr", "subscriptions") for sheet in every)
    for sheet in sheets:
        said = sheet.plan.fix.rhythm if sheet.plan.fix else None
        if said is False or not _silent(sheet) or (levels and said is None):
            continue
        flagged = sheet.has("recurring") and bool(sheet.frame["recurring"].any())
        if said is None and settings.business_model:
            if "subscription" not in settings.business_model:
                continue
            said = True
        rows = _rows(sheet)
        rhythm = _rhythms(rows)
        if said or flagged:
            _fill(sheet, rows, rhythm, flagged=flagged)
        elif not sheet.has("project"):
            _ask(sheet, rhythm)


def _silent(sheet: Sheet) -> bool:
    """Whether nothing says which time an invoice is for."""
    if not sheet.has("customer", "date", "amount"):
        return False
    return not sheet.has("period_start") or sheet.frame["period_start"].count() == 0


def _rows(sheet: Sheet) -> pl.DataFrame:
    """Rows that may recur: place, customer, date."""
    rows = sheet.frame.with_columns(pl.int_range(pl.len()).alias("at"))
    there = pl.col(REASON).is_null() & (pl.col("amount") > 0)
    there &= pl.col("customer").is_not_null() & pl.col("date").is_not_null()
    if sheet.has("recurring"):
        there &= pl.col("recurring").fill_null(value=True)
    return rows.filter(there).select("at", "customer", "date")


def _rhythms(rows: pl.DataFrame) -> pl.DataFrame:
    """Per customer: days billed, interval in months (null: none), whether it is kept to.

    >>> frame = pl.DataFrame({"customer": [1] * 4 + [2], "date": [0, 31, 59, 90, 5]})
    >>> _rhythms(frame).rows()
    [(1, 4, 1, True), (2, 1, None, False)]
    """
    days = rows.select("customer", "date").unique().sort("customer", "date")
    days = days.with_columns(pl.col("date").diff().over("customer").alias("gap"))
    usual = pl.col("gap").median()
    every = days.group_by("customer").agg(
        pl.len().cast(pl.Int64).alias("days"),
        usual.alias("usual"),
        ((pl.col("gap") / usual - 1).abs() <= _SPREAD).mean().alias("kept"),
    )
    interval = pl.lit(None, dtype=pl.Int64)
    for months in INTERVALS:
        near = (pl.col("usual") / MONTH - months).abs() <= NEAR * months
        interval = pl.when(near).then(pl.lit(months, dtype=pl.Int64)).otherwise(interval)
    steady = interval.is_not_null() & (pl.col("kept") >= _STEADY)
    return every.select(
        "customer", "days", interval.alias("months"), steady.fill_null(value=False).alias("steady")
    ).sort("customer")


# ---------------------------------------------------------------- filled in
def _fill(sheet: Sheet, rows: pl.DataFrame, rhythm: pl.DataFrame, *, flagged: bool) -> None:
    known = rhythm["months"].drop_nulls()
    counts = {m: int((known == m).sum()) for m in INTERVALS if (known == m).any()}
    if not counts:
        return
    usual = max(counts, key=lambda months: (counts[months], -months))
    alone = pl.col("months").is_null() & (pl.lit(flagged) | (pl.col("days") == 1))
    given = rhythm.with_columns(
        pl.when(alone).then(pl.lit(usual)).otherwise(pl.col("months")).alias("months")
    )
    taken = rows.join(given.select("customer", "months"), on="customer").drop_nulls()
    day = pl.col("date").cast(pl.Int32).cast(pl.Date)
    moved = taken.join(_shifts(taken), on="customer").with_columns(
        day.dt.offset_by(pl.format("{}d", "shift")).dt.truncate("1mo").alias("first")
    )
    after = pl.col("first").dt.offset_by(pl.format("{}mo", "months"))
    periods = moved.select(
        "at",
        pl.col("first").cast(pl.Int32).cast(pl.Int64).alias("period_start"),
        (after.cast(pl.Int32).cast(pl.Int64) - 1).alias("period_end"),
    )
    sheet.drop("period_start", "period_end")
    places = pl.DataFrame({"at": range(sheet.frame.height)}, schema={"at": pl.Int64})
    both = places.join(periods, on="at", how="left", maintain_order="left")
    sheet.put("period_start", both["period_start"])
    sheet.put("period_end", both["period_end"])
    _say(sheet, counts, given, usual, rows=taken.height)


def _shifts(rows: pl.DataFrame) -> pl.DataFrame:
    """Days by which a customer's invoices are moved so that they fall in the middle of months.

    Invoices of the 31st, the 2nd and the 30th are three months' then, not one month's and none's.
    """
    day = pl.col("date").cast(pl.Int32).cast(pl.Date).dt.day()
    angle = day * (math.tau / MONTH)
    usual = pl.arctan2(angle.sin().mean(), angle.cos().mean()) * (MONTH / math.tau)
    usual = pl.when(usual <= 0).then(usual + MONTH).otherwise(usual)
    shift = (15 - usual).round().cast(pl.Int64).alias("shift")
    return rows.group_by("customer").agg(shift)


def _say(
    sheet: Sheet, counts: dict[int, int], given: pl.DataFrame, usual: int, *, rows: int
) -> None:
    parts = [f"{count:,} {_SAID[months]}" for months, count in sorted(counts.items())]
    alone = given["months"].count() - sum(counts.values())
    more = f"; {alone:,} without a rhythm of their own as {_SAID[usual]}" if alone else ""
    none = given["months"].null_count()
    rest = f"; {none:,} are billed without any rhythm and count as single sales" if none else ""
    sheet.say(
        "rhythm",
        f"Invoices in “{sheet.name}” do not say which time they are for: it is inferred from how "
        f"each customer is billed, {listed(parts)}{more}{rest}.",
        {"rows": rows, "customers": sum(counts.values()), "alone": alone, "without": none},
    )


# ---------------------------------------------------------------- asked
def _ask(sheet: Sheet, rhythm: pl.DataFrame) -> None:
    """Ask where most customers with three invoices are billed in a rhythm."""
    often = rhythm.filter(pl.col("days") >= _FEWEST)
    steady = often.filter(pl.col("steady"))
    if steady.height < max(_FEWEST, _MOST * often.height):
        return
    counts = [(m, int((steady["months"] == m).sum())) for m in INTERVALS]
    parts = listed([f"{count:,} {_SAID[months]}" for months, count in counts if count])
    sheet.questions.append(
        Question(
            id=f"rhythm:{sheet.name}",
            text=f"Are the invoices in “{sheet.name}” subscriptions? Of {often.height:,} customers "
            f"with three or more, {steady.height:,} are billed in a rhythm: {parts}.",
            choices=["subscriptions", "single sales"],
            taken="single sales",
            file=sheet.name,
        )
    )
