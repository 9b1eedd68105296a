"""What rows of each table mean: which carry money, what a stage or an interval says.

One function per table, each changing the :class:`~revcore.ingest.sheet.Sheet` it is given. The
rules are those of the measures' conventions: failed and void rows carry no money, a trial is no
customer, a refund is taken off its own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from revcore.ingest.deals import read_deals
from revcore.ingest.period import printed_period
from revcore.ingest.sheet import AS_READ, KEYS, Sheet
from revcore.ingest.subscriptions import read_subscriptions
from revcore.ingest.tables import MONEY_COLUMN
from revcore.ingest.words import (
    NO_MONEY,
    TEST_MAIL,
    TEST_ROW,
    cost_category,
    department,
    normal,
)

_CREDIT = r"credit note|credit memo|^credit$|refund|gutschrift|chargeback"
_NO_SALE = r"withdraw|transfer|payout|currency conversion|estimate|\bquote\b|reserve|deposit to"


def apply(sheet: Sheet) -> None:
    """Apply the rules of the sheet's table, then set aside what lacks required cells."""
    money = MONEY_COLUMN.get(sheet.table)
    if sheet.table == "subscriptions" and not sheet.has("amount"):
        _amount_from_mrr(sheet)
    if money and sheet.has(money):
        sheet.put(AS_READ, pl.col(money))
        sheet.as_read_scale = sheet.scale[money]
    _test_rows(sheet)
    rule = _RULES.get(sheet.table)
    if rule:
        rule(sheet)
    sheet.check_required()


def _amount_from_mrr(sheet: Sheet) -> None:
    role = "mrr_given" if sheet.has("mrr_given") else "arr_given"
    if sheet.has(role):
        sheet.put("amount", pl.col(role))
        sheet.scale["amount"] = sheet.scale[role]
        sheet.drop("interval", "interval_count", "quantity")
        sheet.put("interval", pl.lit("month" if role == "mrr_given" else "year"))


def _test_rows(sheet: Sheet) -> None:
    for role, column in (("customer_name", KEYS["customer_name"]), ("name", "name")):
        if sheet.has(column) and (role != "name" or sheet.table == "deals"):
            sheet.set_aside(sheet.mask(pl.col(column).str.contains(TEST_ROW)), "test row", role)
    mail = KEYS["customer_email"]
    if sheet.has(mail):
        sheet.set_aside(
            sheet.mask(pl.col(mail).str.contains(TEST_MAIL)), "test row", "customer_email"
        )


def _no_money(sheet: Sheet) -> None:
    """Set aside rows whose status moves no money."""
    if not sheet.has("status"):
        return
    preset = sheet.plan.preset
    patterns = [NO_MONEY[sheet.table], *([preset.no_money] if preset and preset.no_money else [])]
    words = {text: normal(text) for text in sheet.frame["status"].drop_nulls().unique().to_list()}
    status = sheet.frame["status"].replace(words)
    mask = status.str.contains("|".join(f"(?:{pattern})" for pattern in patterns)).fill_null(False)
    sheet.set_aside(mask, _prefixed("status: ", status), "status")


def _prefixed(prefix: str, words: pl.Series) -> pl.Series:
    return words.to_frame("s").select((pl.lit(prefix) + pl.col("s")).alias("s"))["s"]


def _types(sheet: Sheet) -> None:
    """Credit notes are negative; what is no sale at all is set aside."""
    if not sheet.has("type", "amount"):
        return
    kind = pl.col("type").str.to_lowercase()
    sheet.set_aside(sheet.mask(kind.str.contains(_NO_SALE)), "no sale", "type")
    turned = kind.str.contains(_CREDIT) & (pl.col("amount") > 0)
    sheet.put("amount", pl.when(turned).then(-pl.col("amount")).otherwise(pl.col("amount")))


def _refunds(sheet: Sheet) -> None:
    """Take refunds off the row they stand in; remember their sum for the reader."""
    if not sheet.has("refunded", "amount"):
        return
    scale = max(sheet.scale["amount"], sheet.scale["refunded"])
    for role in ("amount", "refunded"):
        sheet.put(role, pl.col(role) * 10 ** (scale - sheet.scale[role]))
    sheet.scale["amount"] = scale
    sheet.put("amount", pl.col("amount") - pl.col("refunded").abs().fill_null(0))


def _continued(sheet: Sheet) -> None:
    """Fill further line items with the fields that stand on their order's first line only."""
    money = sheet.plan.header("amount")
    if not sheet.has("order_id", "date", "amount") or money is None:
        return
    blank = sheet.raw.frame[money].is_null()
    if not blank.any():
        return
    known = (pl.col("date").is_not_null() & pl.col("amount").is_not_null()).any().over("order_id")
    further = blank & sheet.mask(pl.col("order_id").is_not_null() & known)
    if not further.any():
        return
    fields = (
        *("date", "status", "currency", "__currency", "source", "segment", "cancelled"),
        *("tags", "payment_method"),
    )
    for name in (*fields, *KEYS.values()):
        if sheet.has(name):
            first = pl.col(name).drop_nulls().first().over("order_id")
            sheet.put(
                name, pl.when(further & pl.col(name).is_null()).then(first).otherwise(pl.col(name))
            )
    sheet.put("amount", pl.when(further).then(0).otherwise(pl.col("amount")))


def read_orders(sheet: Sheet) -> None:
    """Orders: line items filled, cancelled ones set aside, refunds taken off."""
    _continued(sheet)
    marked = {"tags": r"(?i)(^|,)\s*test\s*(,|$)", "payment_method": r"(?i)^\s*(bogus|test)\b"}
    for role, pattern in marked.items():
        if sheet.has(role):
            sheet.set_aside(sheet.mask(pl.col(role).str.contains(pattern)), "test row", role)
    if sheet.has("cancelled"):
        sheet.set_aside(sheet.mask(pl.col("cancelled").is_not_null()), "cancelled", "cancelled")
    _no_money(sheet)
    _refunds(sheet)


def read_billing(sheet: Sheet) -> None:
    """Invoices and payments: no money where the status says so, refunds and credits negative."""
    if sheet.has("captured"):
        sheet.set_aside(sheet.mask(~pl.col("captured")), "not captured", "captured")
    _no_money(sheet)
    _types(sheet)
    _refunds(sheet)


def read_spend(sheet: Sheet) -> None:
    """Spend: a positive figure with the category and the department in our words."""
    if not sheet.has("date"):
        period = printed_period(sheet.raw.preamble)
        if period:
            sheet.put("date", pl.lit(period[0], dtype=pl.Int64))
    if sheet.has("amount") and (sheet.frame["amount"].drop_nulls() <= 0).all():
        sheet.put("amount", pl.col("amount").abs())
    printed = sheet.frame["category"] if sheet.has("category") else None
    wanted = sheet.frame["department"] if sheet.has("department") else None
    advertising = sheet.has("campaign") or sheet.has("impressions")
    if printed is not None:
        sheet.put("category", _mapped(printed, cost_category))
        _say_unknown(sheet, "category", printed, "no known kind of cost")
    elif advertising or sheet.has("channel"):
        sheet.put("category", pl.lit("media"))
    if wanted is not None:
        sheet.put("department", _mapped(wanted, lambda text: department(text) or "other"))
    elif printed is not None and _mapped(printed, department).null_count() < len(printed):
        sheet.put("department", _mapped(printed, department))
    elif advertising:
        sheet.put("department", pl.lit("marketing"))
    fill = sheet.plan.preset.fill if sheet.plan.preset else {}
    for name, text in fill.items():
        known = pl.col(name) if sheet.has(name) else pl.lit(None, dtype=pl.String)
        sheet.put(name, known.fill_null(text))


def _say_unknown(sheet: Sheet, role: str, printed: pl.Series, reason: str) -> None:
    header = sheet.plan.header(role) or ""
    sheet.count_cells(header, printed.is_not_null() & sheet.frame[role].is_null(), reason)


def _mapped(column: pl.Series, word: Callable[[str], str | None]) -> pl.Series:
    """Translate a text column through its distinct values."""
    found = {text: word(text) for text in column.drop_nulls().unique().to_list()}
    return column.replace_strict(found, default=None, return_dtype=pl.String)


def read_team(sheet: Sheet) -> None:
    """Team: departments in our words, from the role where no department is given."""
    role = sheet.frame["role"] if sheet.has("role") else None
    if sheet.has("department"):
        sheet.put(
            "department", _mapped(sheet.frame["department"], lambda t: department(t) or "other")
        )
    elif role is not None:
        sheet.put("department", _mapped(role, department))


def read_nps(sheet: Sheet) -> None:
    """Answers from 0 to 10."""
    if sheet.has("score"):
        outside = sheet.mask(~pl.col("score").is_between(0, 10))
        sheet.set_aside(outside, "not between 0 and 10", "score")


def read_answers(sheet: Sheet) -> None:
    """The twelve numbers: names in lower case with underscores."""
    if sheet.has("name"):
        sheet.put("name", _mapped(sheet.frame["name"], lambda text: normal(text).replace(" ", "_")))


def read_customers(sheet: Sheet) -> None:
    """Customers: the name is both shown and a way to recognise the customer."""
    if not sheet.has("name") and sheet.has(KEYS["customer_name"]):
        sheet.put("name", pl.col(KEYS["customer_name"]))


_RULES: Mapping[str, Callable[[Sheet], None]] = {
    "deals": read_deals,
    "subscriptions": read_subscriptions,
    "orders": read_orders,
    "invoices": read_billing,
    "payments": read_billing,
    "spend": read_spend,
    "team": read_team,
    "nps": read_nps,
    "answers": read_answers,
    "customers": read_customers,
}
