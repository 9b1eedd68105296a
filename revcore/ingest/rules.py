"""What rows of each table mean: which carry money, what a stage or an interval says.

One function per table, each changing the :class:`~revcore.ingest.sheet.Sheet` it is given. The
rules are those of the measures' conventions: failed and void rows carry no money, a trial is no
customer, a refund is taken off its own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from revcore.ingest.billing import mark_recurring, no_money, price_lines, read_billing, take_refunds
from revcore.ingest.deals import read_deals
from revcore.ingest.leads import read_leads
from revcore.ingest.long_periods import MONTHS_LONG
from revcore.ingest.long_reports import take_reported_times
from revcore.ingest.parsed import filled
from revcore.ingest.period import printed_period
from revcore.ingest.quotas import read_quotas
from revcore.ingest.repeated_totals import count_totals_once
from revcore.ingest.sheet import AS_READ, COUNTED, KEYS, Sheet
from revcore.ingest.subscriptions import read_subscriptions
from revcore.ingest.tables import MONEY_COLUMN
from revcore.ingest.tax import settle_tax
from revcore.ingest.terms import price_by_term
from revcore.ingest.whole_years import settle_last_year, tell_weeks
from revcore.ingest.words import (
    TEST_MAIL,
    TEST_ROW,
    cost_category,
    customer_status,
    department,
    normal,
)
from revcore.model import month_of_day


def apply(sheet: Sheet) -> None:
    """Apply the rules of the sheet's table, then set aside what lacks required cells."""
    money = MONEY_COLUMN.get(sheet.table)
    if sheet.table == "subscriptions" and not sheet.has("amount"):
        _amount_from_mrr(sheet)
    if sheet.table == "subscriptions":
        price_by_term(sheet)
    price_lines(sheet)
    if sheet.table == "spend":
        take_reported_times(sheet)
    if sheet.laid.across == "week":
        tell_weeks(sheet)
    if sheet.has(MONTHS_LONG):
        settle_last_year(sheet)
        _finer(sheet)
    if money and sheet.has(money):
        sheet.as_read_scale = sheet.scale[money]
        count_totals_once(sheet)
        sheet.put(AS_READ, pl.col(money))
        sheet.as_read_scale = sheet.scale[money]
    _preset_rows(sheet)
    _test_rows(sheet)
    rule = _RULES.get(sheet.table)
    if rule:
        rule(sheet)
    if sheet.changes:
        sheet.put(COUNTED, pl.col("amount"))
        sheet.counted_scale = sheet.scale["amount"]
    sheet.check_required()


def _finer(sheet: Sheet) -> None:
    """Count whole amounts in hundredths: a third of 100 is 33.33."""
    for role in [role for role, scale in sheet.scale.items() if scale < 2]:
        sheet.put(role, pl.col(role) * 10 ** (2 - sheet.scale[role]))
        sheet.scale[role] = 2


def _preset_rows(sheet: Sheet) -> None:
    """Set aside rows that the export's preset says are none of ours."""
    printed = {normal(header): header for header in reversed(sheet.raw.headers)}
    for rule in sheet.plan.preset.rows if sheet.plan.preset else ():
        headers = [printed.get(normal(name)) for name in rule.columns]
        if any(header is None for header in headers):
            continue
        cells = [pl.col(header).fill_null("").str.strip_chars() for header in headers]  # type: ignore[arg-type]
        text = sheet.raw.frame.select(pl.concat_str(cells, separator=" | ").alias("t"))["t"]
        lower = text.str.to_lowercase()
        mask = lower.str.contains(rule.matches)
        if rule.unless:
            mask &= ~lower.str.contains(rule.unless)
        sheet.set_aside(mask, rule.reason, header=headers[0])


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


def _continued(sheet: Sheet) -> None:
    """Fill further line items with the fields that stand on their order's first line only.

    An order whose money stands on several lines has no first line: then blanks stay blank.
    """
    money = sheet.plan.header("amount")
    if not sheet.has("order_id", "date", "amount") or money is None:
        return
    blank = sheet.raw.frame[money].is_null()
    if not blank.any():
        return
    first = pl.col("date").is_not_null() & pl.col("amount").is_not_null()
    one = pl.col("order_id").is_not_null() & (first.sum().over("order_id") == 1)
    further = blank & sheet.mask(one)
    if not further.any():
        return
    fields = (
        *("date", "status", "currency", "__currency", "source", "segment", "cancelled"),
        *("tags", "payment_method"),
    )
    for name in (*fields, *KEYS.values()):
        if sheet.has(name):
            whole = pl.col(name).filter(first).first().over("order_id")
            sheet.put(
                name, pl.when(further & pl.col(name).is_null()).then(whole).otherwise(pl.col(name))
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
    no_money(sheet)
    mark_recurring(sheet)
    with sheet.changing("refunds"):
        take_refunds(sheet)
    settle_tax(sheet)


def read_funnel(sheet: Sheet) -> None:
    """Volumes without a month of their own: that of the one month the report covers."""
    period = None if sheet.has("month") else printed_period(sheet.raw.preamble)
    if period:
        sheet.put("month", pl.lit(month_of_day(period[0]), dtype=pl.Int64))


def read_spend(sheet: Sheet) -> None:
    """Spend: a positive figure with the category and the department in our words."""
    if sheet.has("amount") and (sheet.frame["amount"].drop_nulls() <= 0).all():
        with sheet.changing("minus signs"):
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
    read_quotas(sheet)
    role = sheet.frame["role"] if sheet.has("role") else None
    if sheet.has("department"):
        sheet.put(
            "department", _mapped(sheet.frame["department"], lambda t: department(t) or "other")
        )
    elif role is not None:
        sheet.put("department", _mapped(role, department))


def read_nps(sheet: Sheet) -> None:
    """Answers from 0 to 10; who was asked and gave none stays, with −1 for a score."""
    if sheet.has("score"):
        outside = sheet.mask(~pl.col("score").is_between(0, 10))
        sheet.set_aside(outside, "not between 0 and 10", "score")
    header = sheet.plan.header("score")
    if sheet.has("score", "sent") and header:
        blank = filled(sheet.raw.frame[header]).is_null()
        silent = blank & sheet.mask(pl.col("score").is_null() & pl.col("sent").is_not_null())
        sheet.put("score", sheet.frame["score"].set(silent, -1))


def read_answers(sheet: Sheet) -> None:
    """The twelve numbers: names in lower case with underscores."""
    if sheet.has("name"):
        sheet.put("name", _mapped(sheet.frame["name"], lambda text: normal(text).replace(" ", "_")))


def read_customers(sheet: Sheet) -> None:
    """Customers: the name is both shown and a way to recognise the customer."""
    if not sheet.has("name") and sheet.has(KEYS["customer_name"]):
        sheet.put("name", pl.col(KEYS["customer_name"]))
    if sheet.has("status"):
        sheet.put("status", _mapped(sheet.frame["status"], customer_status))


_RULES: Mapping[str, Callable[[Sheet], None]] = {
    "deals": read_deals,
    "leads": read_leads,
    "subscriptions": read_subscriptions,
    "orders": read_orders,
    "invoices": read_billing,
    "payments": read_billing,
    "funnel_counts": read_funnel,
    "spend": read_spend,
    "team": read_team,
    "nps": read_nps,
    "answers": read_answers,
    "customers": read_customers,
}
