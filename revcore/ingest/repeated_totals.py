"""Totals of an order printed again on each of its lines: the order counts once.

Where a price and a quantity on every line add up to the total, each line gets its own part of it;
else the first line carries the total.
"""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl

from revcore.ingest import parse
from revcore.ingest.parsed import all_different
from revcore.ingest.sheet import Sheet
from revcore.ingest.words import normal

REPEATED = "repeated total"
"""Word by which a person says that every line counts all the same."""
_KEY = {"orders": ("order_id", "order"), "invoices": ("invoice_id", "invoice")}
_TOTAL = re.compile(
    r"\b(?:order|invoice|grand|document|purchase|sale|checkout) (?:total|amount|value|sum)\b"
    r"|\btotals?\b|\b(?:gesamt\w*|rechnungsbetrag|bestellwert|auftragswert|bestellsumme|totale?|totaal\w*)\b"
)
_PRICE = (
    "price", "unit price", "item price", "lineitem price", "price each", "price per unit", "rate",
    "preis", "einzelpreis", "stückpreis", "prix", "prix unitaire", "precio", "precio unitario",
    "preço", "preço unitário", "prezzo", "prezzo unitario", "prijs", "stukprijs",
)  # fmt: skip
_UNITS = (
    "qty", "quantity", "units", "items", "pieces", "lineitem quantity", "menge", "anzahl",
    "stückzahl", "quantité", "cantidad", "quantidade", "quantità", "aantal",
)  # fmt: skip
_FEWEST, _MOST = 3, 0.9
_DECIMALS = 6


def count_totals_once(sheet: Sheet) -> None:
    """Leave an order's total on one of its lines, or give each line its part of it."""
    key, word = _KEY.get(sheet.table, ("", ""))
    header = sheet.plan.header("amount")
    if not key or header is None or not sheet.has(key, "amount") or sheet.plan.preset:
        return
    if sheet.laid.months or sheet.counts(REPEATED):
        return
    ids = sheet.frame[key]
    if all_different(ids.drop_nulls()):
        sheet.one_line_each = not ids.null_count()
        return
    several = _several(sheet, key)
    if not several.height:
        return
    lines = _lines(sheet)
    before = sheet.frame["amount"]
    if lines is not None and _adds_up(sheet, key, several, *lines):
        _put_lines(sheet, key, several, *lines)
    elif several.height >= _FEWEST and _TOTAL.search(normal(header)):
        later = pl.int_range(pl.len()).over(key) > 0
        again = later & pl.col(key).is_in(several[key].implode())
        sheet.put("amount", pl.when(again).then(0).otherwise(pl.col("amount")))
    else:
        return
    _say(sheet, header, word, several.height, before)


def _several(sheet: Sheet, key: str) -> pl.DataFrame:
    """Orders of several lines and their total; none at all where lines of one differ."""
    groups = (
        sheet.frame.filter(pl.col(key).is_not_null())
        .group_by(key)
        .agg(
            pl.len().alias("lines"),
            pl.col("amount").n_unique().alias("amounts"),
            pl.col("amount").first().alias("total"),
        )
        .filter(pl.col("lines") > 1)
        .sort(key)
    )
    same = (groups["amounts"] == 1) & groups["total"].is_not_null() & (groups["total"] != 0)
    return groups if same.all() else groups.clear()


def _lines(sheet: Sheet) -> tuple[pl.Series, int] | None:
    """Price × quantity of each line at a scale, where columns of both stand unread or read."""
    known = {normal(header): header for header in reversed(sheet.raw.headers)}
    taken = sheet.plan.header("amount")
    found = []
    for words in (_PRICE, _UNITS):
        header = next((known[word] for word in words if known.get(word, taken) != taken), None)
        if header is None:
            return None
        read = parse.money(sheet.raw.frame[header])
        if read.bad.any() or read.values.null_count():
            return None
        found.append((read.values.cast(pl.Int64), read.scale or 0))
    (price, scale), (units, more) = found
    return (price * units, scale + more) if scale + more <= _DECIMALS else None


def _adds_up(sheet: Sheet, key: str, several: pl.DataFrame, lines: pl.Series, scale: int) -> bool:
    """Whether lines add up to the total of nearly every order of several lines."""
    sums = (
        sheet.frame.select(pl.col(key), pl.lit(lines).alias("line"))
        .group_by(key)
        .agg(pl.col("line").sum())
    )
    both = several.join(sums, on=key)
    own = sheet.scale["amount"]
    level = max(scale, own)
    same = both["line"] * 10 ** (level - scale) == both["total"] * 10 ** (level - own)
    return int(same.sum()) >= _MOST * both.height


def _put_lines(sheet: Sheet, key: str, several: pl.DataFrame, lines: pl.Series, scale: int) -> None:
    """Lines of an order that add up to its total get their own amounts, others the total once."""
    own = sheet.scale["amount"]
    level = max(scale, own)
    part = pl.col("line") * 10 ** (level - scale)
    total = pl.col("amount") * 10 ** (level - own)
    once = pl.when(pl.int_range(pl.len()).over(key) > 0).then(0).otherwise(total)
    mine = pl.col(key).is_in(several[key].implode())
    found = (
        pl.when(mine & (part.sum().over(key) == total))
        .then(part)
        .when(mine)
        .then(once)
        .otherwise(total)
    )
    rows = sheet.frame.select(key, "amount").with_columns(lines.alias("line"))
    sheet.put("amount", rows.select(found.cast(pl.Int64).alias("amount"))["amount"])
    sheet.scale["amount"] = level


def _say(sheet: Sheet, header: str, word: str, orders: int, before: pl.Series) -> None:
    now = Decimal(int(sheet.frame["amount"].sum())).scaleb(-sheet.scale["amount"])
    printed = Decimal(int(before.sum() or 0)).scaleb(-sheet.as_read_scale)
    many = "s of several lines count"
    sheet.say(
        "repeated_total",
        f"“{sheet.printed(header)}” in “{sheet.name}” stands again on each line of an {word}: "
        f"{orders:,} {word}{' of several lines counts' if orders == 1 else many} once, which makes "
        f"{now:,.2f} of {printed:,.2f}.",
        {"orders": orders, "printed": float(printed), "counted": float(now)},
    )
