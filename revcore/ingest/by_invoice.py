"""Customers of invoice lines that name none: another file names them for the same invoice."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from revcore.ingest.sheet import KEYS, Sheet

_NAMED = (KEYS["customer_name"], KEYS["customer_email"])
_BY_SUBSCRIPTION = "subscription"
"""Word in a header whose numbers are those of subscriptions and not of customers."""


def name_customers(sheets: Sequence[Sheet]) -> None:
    """Fill the customer of rows without one from another list of the same invoices.

    A number of the subscription gives way to the customer’s name for the same invoice.

    Parameters
    ----------
    sheets
        Sheets of invoices.
    """
    numbered = [sheet for sheet in sheets if sheet.has("invoice_id")]
    naming = [sheet for sheet in numbered if any(sheet.has(key) for key in _NAMED)]
    nameless = [sheet for sheet in numbered if sheet not in naming]
    if not naming or not nameless:
        return
    known = _known(naming)
    for sheet in nameless:
        _fill(sheet, known)


def _known(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Invoice number, name and e-mail, of invoices that are one customer’s."""
    parts = []
    blank = pl.lit(None, dtype=pl.String)
    for sheet in sheets:
        keys = [pl.col(key) if sheet.has(key) else blank.alias(key) for key in _NAMED]
        parts.append(sheet.frame.select("invoice_id", *keys))
    found = pl.concat(parts).filter(
        pl.col("invoice_id").is_not_null() & pl.any_horizontal(pl.col(_NAMED).is_not_null())
    )
    return found.unique().filter(pl.col("invoice_id").is_unique())


def _fill(sheet: Sheet, known: pl.DataFrame) -> None:
    number = KEYS["customer_id"]
    header = sheet.plan.header("customer_id") or ""
    own = sheet.frame[number] if sheet.has(number) else None
    found = sheet.frame.select("invoice_id").join(
        known, on="invoice_id", how="left", maintain_order="left"
    )
    named = found.select(pl.any_horizontal(pl.col(_NAMED).is_not_null()).alias("n"))["n"]
    if own is not None and _BY_SUBSCRIPTION not in header:
        named &= own.is_null()
    if not named.any():
        return
    for key in _NAMED:
        sheet.put(key, pl.select(pl.when(named).then(found[key])).to_series())
    if own is not None:
        sheet.put(number, pl.select(pl.when(~named).then(own)).to_series())
    rows = int(named.sum())
    take = "row takes its customer" if rows == 1 else "rows take their customer"
    sheet.say(
        "by_invoice",
        f"{rows:,} {take} from the list of invoices, by the number of the invoice: "
        f"“{sheet.name}” does not name {'it' if rows == 1 else 'them'}.",
        {"rows": rows},
    )
