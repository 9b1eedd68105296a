"""Deals created after the as-of month: not there yet, so set aside in rows and in the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from revcore.ingest.ledger import NO_CURRENCY
from revcore.model import Dataset, FileRead, Issue, SetAside, SheetRead, Table, last_day

REASON = "created after the as-of month"


def without_later_deals(dataset: Dataset, as_of: int) -> Dataset:
    """The same dataset as it stood at the end of a month.

    A deal closed later is open then (facts see to that); one created later does not exist. Rows in
    = used + set aside still holds, in rows and in money. Done twice, nothing more changes.
    """
    table = dataset.table("deals")
    if table is None or not table.has("created") or not isinstance(table.frame, pl.DataFrame):
        return dataset
    late = pl.col("created").fill_null(-1) > last_day(as_of)
    moved = table.frame.filter(late)
    if not moved.height:
        return dataset
    scale = table.scale.get("amount", 0)
    groups: dict[tuple[int, str], pl.DataFrame] = {
        (int(key[0]), str(key[1])): part
        for key, part in moved.group_by(["file", "sheet"], maintain_order=True)
    }
    headers = {
        (index, sheet.sheet): str(sheet.columns.get("created", ""))
        for index, file in enumerate(dataset.files)
        for sheet in file.sheets
    }
    aside = [
        SetAside(
            dataset.files[place[0]].name, place[1], line, headers.get(place, ""),
            str(pl.Series([created]).cast(pl.Int32).cast(pl.Date)[0]), REASON,
        )
        for place, part in groups.items()
        for line, created in part.select("line", "created").sort("line").iter_rows()
    ]  # fmt: skip
    files = tuple(
        _moved(file, index, groups, scale, dataset.currency)
        for index, file in enumerate(dataset.files)
    )
    tables = dict(dataset.tables)
    kept = table.frame.filter(~late)
    if kept.height:
        tables["deals"] = Table(table.name, kept, table.scale)
    else:
        del tables["deals"]
    return replace(dataset, tables=tables, files=files, set_aside=(*dataset.set_aside, *aside))


def _moved(
    file: FileRead,
    index: int,
    groups: Mapping[tuple[int, str], pl.DataFrame],
    scale: int,
    currency: str | None,
) -> FileRead:
    sheets = []
    names = [sheet.sheet for sheet in file.sheets]
    for sheet in file.sheets:
        part = groups.get((index, sheet.sheet)) if sheet.table == "deals" else None
        if part is not None and names.count(sheet.sheet) > 1:
            part = part.filter(_within(sheet.range))
        sheets.append(sheet if part is None else _less(sheet, part, scale, currency))
    return file.model_copy(update={"sheets": sheets})


def _within(place: str) -> pl.Expr:
    """Rows on the lines of a range such as “A4:H312”."""
    first, last = re.findall(r"\d+", place)
    return pl.col("line").is_between(int(first), int(last))


def _less(sheet: SheetRead, part: pl.DataFrame, scale: int, currency: str | None) -> SheetRead:
    if not part.height:
        return sheet
    used, aside = dict(sheet.total_used), dict(sheet.total_set_aside)
    money_moved: dict[str, float] = {}
    if "amount" in part.columns and used:
        code = (
            pl.col("currency").fill_null(currency or NO_CURRENCY)
            if "currency" in part.columns
            else pl.lit(currency or NO_CURRENCY)
        )
        sums = part.group_by(code.alias("code")).agg(pl.col("amount").cast(pl.Int64).sum())
        for name, amount in sums.sort("code").iter_rows():
            money = (amount or 0) / 10**scale
            used[name] = round(used.get(name, 0.0) - money, scale)
            aside[name] = round(aside.get(name, 0.0) + money, scale)
            if amount:
                money_moved[name] = money
    by_reason = {**sheet.aside_by_reason, REASON: money_moved} if money_moved else None
    issue = Issue(
        line=int(part["line"].min()),  # type: ignore[arg-type]
        column=str(sheet.columns.get("created", "")),
        reason=REASON,
        count=part.height,
    )
    return sheet.model_copy(
        update={
            "rows_used": sheet.rows_used - part.height,
            "rows_set_aside": sheet.rows_set_aside + part.height,
            "total_used": used,
            "total_set_aside": aside,
            "rows_by_reason": {**sheet.rows_by_reason, REASON: part.height},
            "aside_by_reason": by_reason or sheet.aside_by_reason,
            "issues": sorted([*sheet.issues, issue], key=lambda i: (i.line, i.column, i.reason)),
        }
    )
