"""Subscriptions: the first day paid for, the last one, and the price of a month."""

from __future__ import annotations

import polars as pl

from revcore.ingest.last_days import read_last_days
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.words import UNPAID_SUBSCRIPTIONS, interval, normal, recurring
from revcore.model import Question, listed

MRR_SCALE = 6
"""Decimals of the derived monthly price."""

_PER_MONTH = {
    "day": (365, 12),
    "week": (52, 12),
    "month": (1, 1),
    "quarter": (1, 3),
    "year": (1, 12),
}
"""Interval -> how many of them a month has, as a fraction."""


def read_subscriptions(sheet: Sheet) -> None:
    """Work out the paid period and ``mrr`` of each subscription."""
    _ends(sheet)
    _trials(sheet)
    _intervals(sheet)
    read_last_days(sheet)
    _monthly_price(sheet)


def _status(sheet: Sheet) -> pl.Series:
    if not sheet.has("status"):
        return pl.Series([None], dtype=pl.String).new_from_index(0, sheet.frame.height)
    words = {text: normal(text) for text in sheet.frame["status"].drop_nulls().unique().to_list()}
    return sheet.frame["status"].replace(words)


def _ends(sheet: Sheet) -> None:
    """The end is when it ended; the day of the request counts only where no end is recorded."""
    if sheet.has("ended"):
        sheet.put("end", pl.coalesce(["ended", "end"]) if sheet.has("end") else pl.col("ended"))
    if not sheet.has("canceled"):
        return
    gone = _status(sheet).str.contains(r"^(cancell?ed|ended|expired|churned|inactive)$")
    if sheet.has("ended"):
        gone = gone.fill_null(False)
    else:
        running = _status(sheet).str.contains(r"^(active|trialing|past due|live|non renewing)$")
        gone = gone.fill_null(True) | ~running.fill_null(False)
    known = pl.col("end") if sheet.has("end") else pl.lit(None, dtype=pl.Int64)
    sheet.put("end", pl.when(known.is_null() & gone).then(pl.col("canceled")).otherwise(known))


def _trials(sheet: Sheet) -> None:
    """A trial delays the first paid day to its end."""
    if sheet.has("trial_end", "start") and not sheet.counts("trial"):
        later = pl.col("trial_end") > pl.col("start")
        sheet.put("start", pl.when(later).then(pl.col("trial_end")).otherwise(pl.col("start")))


def _intervals(sheet: Sheet) -> None:
    if not sheet.has("interval"):
        said = sheet.plan.fix.interval if sheet.plan.fix else None
        sheet.put("interval", pl.lit(said or "month"))
        header = sheet.printed(sheet.plan.header("amount") or "")
        if said is None and sheet.has("amount") and not sheet.plan.header("mrr_given", "arr_given"):
            sheet.questions.append(
                Question(
                    id=f"interval:{sheet.name}",
                    text=f"Is “{header}” in “{sheet.name}” the price of a month? "
                    "No column says so.",
                    choices=["month", "quarter", "year", *_whole(sheet)],
                    taken="month",
                    file=sheet.name,
                )
            )
        return
    texts = sheet.frame["interval"]
    found = {text: interval(text) for text in texts.drop_nulls().unique().to_list()}
    names = {text: pair[0] if pair else None for text, pair in found.items()}
    counts = {text: pair[1] if pair else None for text, pair in found.items()}
    sheet.put("interval", texts.replace_strict(names, default=None, return_dtype=pl.String))
    several = texts.replace_strict(counts, default=None, return_dtype=pl.Int64)
    if sheet.has("interval_count"):
        sheet.put("interval_count", pl.col("interval_count").fill_null(several))
    elif (several.drop_nulls() > 1).any():
        sheet.put("interval_count", several)
    unknown = texts.is_not_null() & sheet.frame["interval"].is_null()
    once = [text for text in found if recurring(text) is False]
    sheet.set_aside(unknown & texts.is_in(once), "one-off, no subscription", "interval")
    sheet.set_aside(unknown, "no known billing interval", "interval")
    sheet.put("interval", pl.col("interval").fill_null("month"))


def _whole(sheet: Sheet) -> list[str]:
    """The further answer where a term is known by which a whole contract could be divided."""
    ends = sheet.has("start", "end") and sheet.frame["end"].null_count() < sheet.frame.height
    told = ends or sheet.has("term")
    return ["the whole contract"] if told else []


def _monthly_price(sheet: Sheet) -> None:
    """``mrr`` at scale 6, rounded half up; 0 for trials, zero prices and what never began."""
    if not sheet.has("amount"):
        return
    scale = sheet.scale["amount"]
    digits = max(MRR_SCALE, scale)
    units = pl.col("quantity").fill_null(1) if sheet.has("quantity") else pl.lit(1)
    every = pl.col("interval_count").fill_null(1) if sheet.has("interval_count") else pl.lit(1)
    every = pl.when(every < 1).then(1).otherwise(every)
    top = {name: pair[0] for name, pair in _PER_MONTH.items()}
    low = {name: pair[1] for name, pair in _PER_MONTH.items()}
    wide = pl.Int128
    up = pl.col("amount").cast(wide) * units.cast(wide) * 10 ** (digits - scale)
    up = up * pl.col("interval").replace_strict(top, return_dtype=pl.Int64).cast(wide)
    down = every.cast(wide) * pl.col("interval").replace_strict(low, return_dtype=pl.Int64).cast(
        wide
    )
    price = ((2 * up + down) // (2 * down)).cast(pl.Int64)
    free = _status(sheet).str.contains(UNPAID_SUBSCRIPTIONS).fill_null(False)
    if sheet.counts("trial"):
        free &= False
    sheet.put("mrr", price)
    sheet.scale["mrr"] = digits
    _say_trials(sheet, free)
    if sheet.has("end", "start"):
        free |= sheet.mask(pl.col("end") <= pl.col("start"))
    sheet.put("mrr", pl.when(free).then(0).otherwise(pl.col("mrr")))


def _say_trials(sheet: Sheet, free: pl.Series) -> None:
    """Tell how many subscriptions pay nothing because of their status, and what they would pay."""
    rows = sheet.frame.filter(free & (pl.col("mrr") > 0) & pl.col(REASON).is_null())
    if not rows.height:
        return
    worth = int(rows["mrr"].sum()) / 10 ** sheet.scale["mrr"]
    words = listed([f"“{word}”" for word in sorted(rows["status"].unique().to_list())[:4]])
    are = "subscription is" if rows.height == 1 else "subscriptions are"
    sheet.say(
        "trials",
        f"{rows.height:,} {are} on trial or not begun by their status ({words}): they count as no "
        f"customer and no MRR. At their price they would be {worth:,.0f} a month.",
        {"rows": rows.height, "mrr": worth},
    )
