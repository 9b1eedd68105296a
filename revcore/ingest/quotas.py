"""Quotas per quarter, whatever time a header, a column of periods or a person says they are for."""

from __future__ import annotations

import re

import polars as pl

from revcore.ingest.parse_periods import quarter_label
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.words import interval

OTHER_PERIOD = "quota of another period: their average counts"
_LONG = "__quota_months"
_QUARTER = 3
_YEAR = re.compile(
    r"(?i)^(?:(?:FY|GJ|AF|EF|year|jahr)[\s'’-]*(?:20)?\d\d(?:[/–-](?:20)?\d\d)?|20\d\d(?:/(?:20)?\d\d)?)$"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def read_quotas(sheet: Sheet) -> None:
    """Bring quotas to a quarter; of several periods of one person the average counts."""
    if not sheet.has("quota"):
        return
    by_hand = sheet.plan.fix.interval if sheet.plan.fix else None
    said = _MONTHS[by_hand] if by_hand else _said_months(sheet, "quota")
    months = pl.lit(said or _QUARTER, dtype=pl.Int64)
    if sheet.has("quota_period"):
        texts = sheet.frame["quota_period"]
        long = {text: period_months(text) for text in texts.drop_nulls().unique().to_list()}
        if not said:
            known = texts.replace_strict(long, default=None, return_dtype=pl.Int64)
            sheet.put(_LONG, known.fill_null(_said_months(sheet, "quota_period") or _QUARTER))
            months = pl.col(_LONG)
        _one_per_person(sheet, months)
        sheet.drop(_LONG)
    else:
        sheet.put("quota", _per_quarter(pl.col("quota"), months))


def _said_months(sheet: Sheet, role: str) -> int | None:
    """Months that a header says: “Half-year quota” six, “Month” over names of months one."""
    name, many = interval(sheet.plan.header(role) or "") or ("", 1)
    return _MONTHS[name] * (many if name == "month" else 1) if name in _MONTHS else None


def period_months(text: str) -> int | None:
    """Months that a period covers; None for what is none.

    >>> [period_months(one) for one in ("Q1 2025", "FY2025", "2025", "FY24/25", "H1 25")]
    [3, 12, 12, 12, 6]
    >>> [period_months(one) for one in ("2025-03", "Acme")]
    [1, None]
    """
    label = quarter_label(text)
    if label:
        return 3 if "-Q" in label else 6
    if _YEAR.match(text.strip()):
        return 12
    return 1 if re.search(r"\d", text) else None


def _per_quarter(quota: pl.Expr, months: pl.Expr) -> pl.Expr:
    """Half up, at the scale of the column."""
    return (2 * _QUARTER * quota + months) // (2 * months)


def _one_per_person(sheet: Sheet, months: pl.Expr) -> None:
    there = pl.col("quota").is_not_null() & pl.col(REASON).is_null()
    length = pl.when(there).then(months)
    quota = pl.when(there).then(pl.col("quota"))
    used = pl.col("person").is_not_null() & pl.col(REASON).is_null()
    first = used & (used.cast(pl.Int64).cum_sum().over("person") == 1)
    rows = sheet.frame.with_columns(
        _per_quarter(quota.sum().over("person"), length.sum().over("person")).alias("quota"),
        first.alias("__first"),
    )
    people = int((rows["__first"] & rows["person"].is_duplicated()).sum())
    sheet.put("quota", rows["quota"])
    later = ~rows["__first"] & rows["person"].is_not_null()
    sheet.set_aside(later, OTHER_PERIOD, "quota_period")
    if people:
        name = sheet.printed(sheet.plan.header("quota_period") or "")
        of = "1 person" if people == 1 else f"{people:,} people"
        sheet.say(
            "quotas_by_period",
            f"“{sheet.name}” gives quotas by “{name}”: of {of} the average per quarter counts.",
            {"people": people, "rows": int(later.sum())},
        )
