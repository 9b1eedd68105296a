"""Money of invoices, payments and orders: lines priced, tax and discounts off, credits negative."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from revcore.ingest.sheet import AS_READ, REASON, Sheet
from revcore.ingest.tax import settle_tax
from revcore.ingest.words import GIVEN_BACK, NO_MONEY, normal, recurring

_CREDIT = (
    r"credit note|credit memo|^credit$|refund|gutschrift|chargeback|nota de cr[eé]dito|avoir"
    r"|nota di credito|credit ?nota|abono\b|storno|rechnungskorrektur"
)
_NO_SALE = (
    r"withdraw|transfer|payout|currency conversion|estimate|\bquote\b|reserve|deposit to"
    r"|bank deposit|\bhold\b|authorization|pro ?-?forma|order confirmation|delivery note"
    r"|\bangebot|kostenvoranschlag|lieferschein|auftragsbestätigung|\bdevis\b|bon de (?:commande"
    r"|livraison)|presupuesto|albarán|orçamento|preventivo|\bddt\b|offerte|pakbon"
)
_CREDIT_STATUS = (
    r"^(?:credit note|credit memo|gutschrift|avoir|nota de cr[eé]dito|nota di credito|creditnota)$"
)
_MOST_DECIMALS = 6
_TAKEN_OFF: Mapping[str, str] = {
    "tax_off": "Tax",
    "discount_off": "Discounts",
    "credit_off": "Amounts billed before",
}
"""Helper roles that lower an amount -> what a reader is told they are."""


# ---------------------------------------------------------------- amounts not printed
def price_lines(sheet: Sheet) -> None:
    """Fill blank amounts with units × price, less the line's discount in per cent; exactly."""
    if not sheet.has("line_price"):
        return
    scale = {name: sheet.scale.get(name, 0) for name in ("line_price", "line_units")}
    units = pl.col("line_units") if sheet.has("line_units") else pl.lit(1)
    off, off_scale = pl.lit(0), sheet.scale.get("line_discount", 0)
    if sheet.has("line_discount"):
        off = pl.col("line_discount").fill_null(0)
    wide, whole = pl.Int128, 100 * 10**off_scale
    product = pl.col("line_price").cast(wide) * units.cast(wide) * (whole - off).cast(wide)
    digits = sum(scale.values()) + off_scale + 2
    values, digits = _shortest(sheet.frame.select(product.alias("p"))["p"], digits)
    known = sheet.frame["amount"] if sheet.has("amount") else None
    own = sheet.scale.get("amount", 0)
    both = max(digits, own) if known is not None else digits
    amount = values * 10 ** (both - digits)
    if known is not None:
        amount = (known.cast(pl.Int64) * 10 ** (both - own)).fill_null(amount)
    sheet.put("amount", amount.alias("amount"))
    sheet.scale["amount"] = both


def _shortest(values: pl.Series, digits: int) -> tuple[pl.Series, int]:
    """The same amounts with as few decimals as they need, at most six, rounded half up."""
    if digits > _MOST_DECIMALS:
        down = 10 ** (digits - _MOST_DECIMALS)
        values = pl.select((2 * pl.lit(values) + down) // (2 * down)).to_series()
        digits = _MOST_DECIMALS
    values = values.cast(pl.Int64)
    while digits and not (values.drop_nulls() % 10 != 0).any():
        values, digits = values // 10, digits - 1
    return values, digits


# ---------------------------------------------------------------- what is no revenue
def take_off(sheet: Sheet) -> None:
    """Take tax, discounts and credits off the amount where the export's preset says so."""
    preset, header = sheet.plan.preset, sheet.plan.header("amount")
    if preset is None or header is None:
        return
    less = {normal(name): roles for name, roles in preset.less.items()}
    for role in less.get(normal(header), ()):
        if sheet.has(role):
            _take(sheet, role)


def _take(sheet: Sheet, role: str) -> None:
    both = max(sheet.scale["amount"], sheet.scale[role])
    for name in ("amount", role):
        sheet.put(name, pl.col(name) * 10 ** (both - sheet.scale[name]))
        sheet.scale[name] = both
    part = sheet.frame.filter(pl.col(REASON).is_null() & (pl.col(role) != 0))
    if part.height:
        total = Decimal(int(part[role].sum())).scaleb(-both)
        where = f"{part.height:,} {'row' if part.height == 1 else 'rows'}"
        sheet.say(
            role,
            f"{_TAKEN_OFF[role]} of {total:,.2f} in {where} {_are(role)} taken off.",
            {"rows": part.height, "amount": float(total)},
        )
    with sheet.changing(_TAKEN_OFF[role].lower()):
        sheet.put("amount", pl.col("amount") - pl.col(role).fill_null(0))


def _are(role: str) -> str:
    return "is" if role == "tax_off" else "are"


def without_tax(sheet: Sheet) -> None:
    """Take tax off invoice lines that include it: proved where lines alone add up to the total.

    Lines before tax need their tax to reach the invoice's total; lines with tax reach it alone.
    """
    names = ("invoice_id", "amount", "tax_off", "invoice_sum")
    preset = sheet.plan.preset
    if not sheet.has(*names) or (preset and preset.less):
        return
    both = max(sheet.scale[name] for name in names[1:])
    level = [pl.col(name) * 10 ** (both - sheet.scale[name]) for name in names[1:]]
    sums = (
        sheet.frame.select("invoice_id", *level)
        .group_by("invoice_id")
        .agg(
            pl.col("amount").sum().alias("lines"),
            pl.col("tax_off").sum().alias("tax"),
            pl.col("invoice_sum").drop_nulls().first().alias("total"),
        )
        .filter(pl.col("tax") != 0)
    )
    alone = (sums["lines"] == sums["total"]).sum()
    if alone > (sums["lines"] + sums["tax"] == sums["total"]).sum():
        _take(sheet, "tax_off")


def mark_recurring(sheet: Sheet) -> None:
    """Tell lines of a subscription from one-off items, where type or product says which."""
    names = {"invoices": ("type", "product"), "orders": ("order_type",)}.get(sheet.table, ())
    if sheet.has("recurring"):
        return
    rule = sheet.plan.preset.one_off if sheet.plan.preset else None
    if rule and rule.columns[0] in sheet.raw.headers:
        once = sheet.raw.frame[rule.columns[0]].str.to_lowercase().str.contains(rule.matches)
        sheet.put("recurring", pl.when(once).then(statement=False))
        return
    parts = []
    for name in names:
        if sheet.has(name):
            texts = sheet.frame[name]
            known = {text: recurring(text) for text in texts.drop_nulls().unique().to_list()}
            if name == "product":
                known = {text: flag for text, flag in known.items() if flag is False}
            parts.append(texts.replace_strict(known, default=None, return_dtype=pl.Boolean))
    if parts:
        flag = parts[0] if len(parts) == 1 else parts[0].fill_null(parts[1])
        if flag.null_count() < len(flag):
            sheet.put("recurring", flag)


# ---------------------------------------------------------------- rows without money
def no_money(sheet: Sheet) -> None:
    """Set aside rows whose status moves no money."""
    if not sheet.has("status"):
        return
    preset = sheet.plan.preset
    patterns = [NO_MONEY[sheet.table], *([preset.no_money] if preset and preset.no_money else [])]
    words = {text: normal(text) for text in sheet.frame["status"].drop_nulls().unique().to_list()}
    status = sheet.frame["status"].replace(words)
    mask = status.str.contains("|".join(f"(?:{pattern})" for pattern in patterns)).fill_null(False)
    said = status.to_frame("s").select((pl.lit("status: ") + pl.col("s")).alias("s"))["s"]
    sheet.set_aside(mask, said, "status")


def read_types(sheet: Sheet) -> None:
    """Credit notes are negative; what is no sale at all is set aside."""
    preset = sheet.plan.preset
    if preset and preset.negative and sheet.has("amount"):
        sheet.put("amount", -pl.col("amount").abs())
    if sheet.table == "invoices" and not sheet.has("type") and sheet.has("status", "amount"):
        credit = pl.col("status").str.strip_chars().str.to_lowercase().str.contains(_CREDIT_STATUS)
        back = credit.fill_null(value=False) & (pl.col("amount") > 0)
        sheet.put("amount", pl.when(back).then(-pl.col("amount")).otherwise(pl.col("amount")))
    if not sheet.has("type", "amount"):
        return
    kind = pl.col("type").str.to_lowercase()
    sheet.set_aside(sheet.mask(kind.str.contains(_NO_SALE)), "no sale", "type")
    turned = kind.str.contains(_CREDIT) & (pl.col("amount") > 0)
    sheet.put("amount", pl.when(turned).then(-pl.col("amount")).otherwise(pl.col("amount")))


def say_credits(sheet: Sheet) -> None:
    """Tell how many rows of a positive amount were turned into money given back."""
    if not sheet.has("amount", AS_READ):
        return
    turned = pl.col(REASON).is_null() & (pl.col(AS_READ) > 0) & (pl.col("amount") < 0)
    back = sheet.frame.filter(turned)
    if back.height:
        total = Decimal(-int(back["amount"].sum())).scaleb(-sheet.scale["amount"])
        rows = f"{back.height:,} {'row' if back.height == 1 else 'rows'}"
        sheet.say(
            "credits",
            f"Credit notes of {total:,.2f} in {rows} count as money given back.",
            {"rows": back.height, "amount": float(total)},
        )


def take_refunds(sheet: Sheet) -> None:
    """Take refunds off the row they stand in.

    Where only a status tells of a refund, the row carries no money, unless the file has rows of
    negative amounts: then those are the refunds.
    """
    if not sheet.has("amount"):
        return
    if not sheet.has("refunded"):
        if sheet.has("status") and not (sheet.frame["amount"] < 0).any():
            given_back = pl.col("status").str.to_lowercase().str.contains(GIVEN_BACK)
            sheet.set_aside(sheet.mask(given_back), "refunded", "status")
        return
    scale = max(sheet.scale["amount"], sheet.scale["refunded"])
    for role in ("amount", "refunded"):
        sheet.put(role, pl.col(role) * 10 ** (scale - sheet.scale[role]))
    sheet.scale["amount"] = scale
    sheet.put("amount", pl.col("amount") - pl.col("refunded").abs().fill_null(0))


def read_billing(sheet: Sheet) -> None:
    """Invoices and payments: no money where the status says so, refunds and credits negative."""
    if sheet.has("captured"):
        sheet.set_aside(sheet.mask(~pl.col("captured")), "not captured", "captured")
    no_money(sheet)
    if sheet.counts("one-off"):
        sheet.drop("recurring")
    else:
        mark_recurring(sheet)
    take_off(sheet)
    without_tax(sheet)
    with sheet.changing("credit notes"):
        read_types(sheet)
    say_credits(sheet)
    with sheet.changing("refunds"):
        take_refunds(sheet)
    settle_tax(sheet)
    _say_one_off(sheet)


def _say_one_off(sheet: Sheet) -> None:
    """Tell how much of the invoices is one-off: revenue, but no MRR."""
    if not sheet.has("recurring", "amount", "period_start"):
        return
    rows = sheet.frame.filter(
        ~pl.col("recurring") & pl.col(REASON).is_null() & pl.col("period_start").is_not_null()
    )
    if rows.height:
        total = Decimal(int(rows["amount"].sum())).scaleb(-sheet.scale["amount"])
        are = "row is a one-off item" if rows.height == 1 else "rows are one-off items"
        sheet.say(
            "one_off",
            f"{rows.height:,} {are} of {total:,.2f} in all: revenue, but no MRR.",
            {"rows": rows.height, "amount": float(total)},
        )
