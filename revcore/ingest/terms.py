"""Contracts told by their whole value and their term: a month costs one divided by the other."""

from __future__ import annotations

import re

import polars as pl

from revcore.ingest.last_days import SHORTEST
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.words import normal
from revcore.words import counted

WHOLE_TERM = "term"
"""What a person answers where an amount is for the whole contract."""
MONTHS_OF_A_DAY = 12 / 365.25
_YEARS = re.compile(r"\b(?:years?|yrs?|jahre?n?|ans?|années?|años?|anos?|anni|anno|jaar|jaren)\b")
_RUNS = (
    r"(?i)^(?:active|live|running|current|auto.?renew\w*|aktiv|laufend|activ[oae]|actif|attivo)$"
)


def price_by_term(sheet: Sheet) -> None:
    """Bill the whole value of a contract once in its term, which makes a month of it its MRR.

    The term is the one given, in months or years, else the time from the first day to the last.
    Where no end is given, a contract ends with its term, unless its status says that it runs.
    """
    whole = sheet.has("total_value") and not sheet.has("amount")
    said = sheet.plan.fix is not None and sheet.plan.fix.interval == WHOLE_TERM
    if whole:
        sheet.put("amount", pl.col("total_value"))
        sheet.scale["amount"] = sheet.scale["total_value"]
    elif not (said and sheet.has("amount")):
        return
    sheet.drop("interval", "quantity")
    months = _months(sheet)
    sheet.put("interval", pl.lit("month"))
    sheet.put("interval_count", months)
    role = "total_value" if whole else "amount"
    blank = sheet.mask(pl.col("interval_count").is_null() & pl.col("amount").is_not_null())
    sheet.set_aside(blank, "no term to divide the contract by", role)
    ended = _end_with_term(sheet)
    _say(sheet, role, ended)


def _months(sheet: Sheet) -> pl.Series:
    """Whole months of each contract, at least one."""
    blank = pl.Series([None], dtype=pl.Int64).new_from_index(0, sheet.frame.height)
    given = _terms(sheet) if sheet.has("term") else blank
    if not sheet.has("start", "end"):
        return given
    days = pl.col("end") - pl.col("start") + 1
    dated = (days * MONTHS_OF_A_DAY).round().cast(pl.Int64).clip(lower_bound=1)
    whole = pl.when(days >= SHORTEST).then(dated)
    return given.fill_null(sheet.frame.select(whole.alias("m"))["m"])


def _terms(sheet: Sheet) -> pl.Series:
    """Months that a column says: “24”, “24 months”, “2 years”, or 2 under “Term (years)”."""
    texts = sheet.frame["term"]
    header = sheet.printed(sheet.plan.header("term") or "").casefold()
    years = bool(_YEARS.search(header))
    found: dict[str, int | None] = {}
    for text in texts.drop_nulls().unique().to_list():
        number = re.search(r"\d+(?:[.,]\d+)?", text)
        words = re.sub(r"[\d.,]", " ", normal(text))
        factor = 12 if _YEARS.search(words) or (years and not words.strip()) else 1
        count = float(number[0].replace(",", ".")) * factor if number else 0
        found[text] = round(count) if 1 <= round(count) <= 240 else None
    return texts.replace_strict(found, default=None, return_dtype=pl.Int64)


def _end_with_term(sheet: Sheet) -> int:
    """Give contracts without an end that of their term; how many got one."""
    if not sheet.has("start", "term"):
        return 0
    day = pl.col("start").cast(pl.Int32).cast(pl.Date)
    over = day.dt.offset_by(pl.format("{}mo", pl.col("interval_count").fill_null(0)))
    runs = pl.col("status").str.contains(_RUNS) if sheet.has("status") else pl.lit(None)
    known = pl.col("end") if sheet.has("end") else pl.lit(None, dtype=pl.Int64)
    ending = known.is_null() & ~runs.fill_null(value=False) & pl.col("interval_count").is_not_null()
    count = int(sheet.mask(ending & pl.col("start").is_not_null()).sum())
    over = over.cast(pl.Int32).cast(pl.Int64)
    sheet.put("end", pl.when(ending).then(over).otherwise(known))
    return count


def _say(sheet: Sheet, role: str, ended: int) -> None:
    rows = int(sheet.mask(pl.col(REASON).is_null() & pl.col("amount").is_not_null()).sum())
    if not rows:
        return
    header = sheet.printed(sheet.plan.header(role) or "")
    text = (
        f"“{header}” in “{sheet.name}” is the value of a whole contract: "
        f"{counted(rows, 'contract')} {'counts' if rows == 1 else 'count'} with it divided by the "
        "months of the term."
    )
    if ended:
        text += (
            f" {counted(ended, 'contract').capitalize()} without an end "
            f"{'ends' if ended == 1 else 'end'} with the term; a renewal has to stand in a row of "
            "its own, or a status has to say that the contract runs on."
        )
    sheet.say("terms", text, {"rows": rows, "ended": ended})
