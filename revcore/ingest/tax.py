"""Tax inside amounts: taken off where the file says how much it is, asked about where it does not.

Revenue is without tax. What a header says counts (“Gross”, “Montant TTC”, “Netto”), then whether
another column proves it (net + tax = total), then what a person says.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from revcore.ingest import parse
from revcore.ingest.sheet import AS_READ, REASON, Sheet
from revcore.ingest.words import says_tax
from revcore.model import Question

_SHARE = 10_000
"""Tax rates are counted in hundredths of a per cent."""
_MOST_COLUMNS = 12
_PROOF = 0.95


def settle_tax(sheet: Sheet) -> None:
    """Take the tax inside amounts off; ask where nobody knows how much, or whether it is inside."""
    header = sheet.plan.header("amount")
    if header is None or not sheet.has("amount", AS_READ):
        return
    fix, preset = sheet.plan.fix, sheet.plan.preset
    said = fix.tax_included if fix else None
    if said is None and (preset is not None or sheet.laid.months):
        return
    inside = said if said is not None else says_tax(header)
    told = sheet.has("tax_amount") and sheet.frame["tax_amount"].count() > 0
    taxed = told and bool((sheet.frame["tax_amount"] != 0).any())
    if inside is None and taxed:
        inside = _proved(sheet)
        if inside is None:
            _ask_whether(sheet, header)
            return
    if not inside:
        return
    if taxed:
        _take(sheet, _less_tax(sheet))
    elif sheet.has("tax_rate") and sheet.frame["tax_rate"].count():
        rate = pl.col("tax_rate").fill_null(0)
        share = pl.when(pl.col("tax_rate").abs().max() >= 1).then(rate / 100).otherwise(rate)
        _take(sheet, _less_rate((share * _SHARE).round().cast(pl.Int128)))
    elif fix and fix.tax_rate is not None:
        if fix.tax_rate:
            _take(sheet, _less_rate(pl.lit(round(fix.tax_rate * _SHARE)).cast(pl.Int128)))
    elif not told:
        _ask_how_much(sheet, header)


# ---------------------------------------------------------------- without it
def _less_tax(sheet: Sheet) -> pl.Expr:
    """The share of an amount that is no tax, of what is left of it after refunds."""
    both = max(sheet.as_read_scale, sheet.scale["tax_amount"])
    whole = pl.col(AS_READ).abs().cast(pl.Int128) * 10 ** (both - sheet.as_read_scale)
    tax = pl.col("tax_amount").fill_null(0).abs().cast(pl.Int128)
    tax = tax * 10 ** (both - sheet.scale["tax_amount"])
    net = pl.when(tax < whole).then(whole - tax).otherwise(whole)
    amount = pl.col("amount").cast(pl.Int128)
    found = (2 * amount * net + whole) // (2 * pl.when(whole == 0).then(1).otherwise(whole))
    return pl.when(whole == 0).then(amount).otherwise(found)


def _less_rate(rate: pl.Expr) -> pl.Expr:
    down = rate + _SHARE
    return (2 * pl.col("amount").cast(pl.Int128) * _SHARE + down) // (2 * down)


def _take(sheet: Sheet, without: pl.Expr) -> None:
    """Put amounts without tax, to the cent at least, and say how much was taken off."""
    if sheet.scale["amount"] < 2:
        sheet.put("amount", pl.col("amount") * 10 ** (2 - sheet.scale["amount"]))
        sheet.scale["amount"] = 2
    if sheet.has("tax_amount") and sheet.scale["tax_amount"] > sheet.scale["amount"]:
        more = sheet.scale["tax_amount"] - sheet.scale["amount"]
        sheet.put("amount", pl.col("amount") * 10**more)
        sheet.scale["amount"] += more
    before = sheet.frame["amount"]
    with sheet.changing("tax"):
        sheet.put("amount", without.cast(pl.Int64))
    taken = pl.select(before - pl.lit(sheet.frame["amount"])).to_series()
    changed = (taken != 0).fill_null(value=False) & sheet.frame[REASON].is_null()
    rows = int(changed.sum())
    if not rows:
        return
    total = Decimal(int(taken.filter(changed).sum())).scaleb(-sheet.scale["amount"])
    many = "1 row" if rows == 1 else f"{rows:,} rows"
    sheet.say(
        "tax_taken",
        f"Tax of {total:,.2f} inside {many} of “{sheet.name}” is taken off: revenue is without "
        "tax.",
        {"rows": rows, "tax": float(total)},
    )


# ---------------------------------------------------------------- whether it is inside
def _proved(sheet: Sheet) -> bool | None:
    """Whether another column proves that amounts include their tax: net + tax = amount."""
    used = set(sheet.plan.columns.values())
    scale = max(sheet.as_read_scale, sheet.scale["tax_amount"])
    rows = sheet.frame.select(
        pl.col(AS_READ) * 10 ** (scale - sheet.as_read_scale),
        pl.col("tax_amount") * 10 ** (scale - sheet.scale["tax_amount"]),
    )
    amount, tax = rows.get_columns()
    for header in [one for one in sheet.raw.headers if one not in used][:_MOST_COLUMNS]:
        if sheet.raw.frame[header].null_count() == len(amount):
            continue
        read = parse.money(sheet.raw.frame[header])
        if int(read.bad.sum()) > 0.05 * len(amount):
            continue
        there = (tax != 0).fill_null(value=False) & read.values.is_not_null()
        if not there.any() or (read.scale or 0) > scale:
            continue
        other = read.values.cast(pl.Int64) * int(10 ** (scale - (read.scale or 0)))
        for gap, inside in ((amount - other, True), (other - amount, False)):
            if ((gap == tax) & there).sum() >= _PROOF * int(there.sum()):
                return inside
    return None


def _ask_whether(sheet: Sheet, header: str) -> None:
    tax = sheet.printed(sheet.plan.header("tax_amount") or "")
    sheet.questions.append(
        Question(
            id=f"tax_included:{sheet.name}",
            text=f"Does “{sheet.printed(header)}” in “{sheet.name}” include the “{tax}” beside it?",
            choices=["it includes tax", "it is without tax"],
            taken="it is without tax: nothing is taken off",
            file=sheet.name,
        )
    )


def _ask_how_much(sheet: Sheet, header: str) -> None:
    sheet.questions.append(
        Question(
            id=f"tax_rate:{sheet.name}",
            text=f"“{sheet.printed(header)}” in “{sheet.name}” includes tax, and no column says "
            "how much. Which rate is to be taken off?",
            taken="nothing is taken off: revenue is counted with tax",
            file=sheet.name,
        )
    )
