"""One reporting currency: which one, what the others are worth, and which rows have to wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from revcore.ingest import fx
from revcore.ingest.parsed import is_one
from revcore.ingest.sheet import MONEY_CURRENCY, REASON, Sheet
from revcore.ingest.tables import MONEY_COLUMN, Kind, columns
from revcore.model import Notice, Question, Rate, Settings, first_day, parse_month

_KNOWN = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD")
MAIN_DATE = {
    "deals": ("created", "closed"),
    "leads": ("created",),
    "stage_history": ("entered",),
    "subscriptions": ("start",),
    "invoices": ("date",),
    "orders": ("date",),
    "payments": ("date",),
    "spend": ("date",),
    "customers": ("created",),
    "nps": ("date",),
    "cash": ("month",),
    "forecast_snapshots": ("taken",),
    "mrr": ("month",),
    "revenue_by_month": ("month",),
    "funnel_counts": ("month",),
}
"""The dates by which rows of a table are placed in time, best first."""
RECURS = {"mrr": "amount", "subscriptions": "mrr", "invoices": "amount"}
"""What recurring revenue is counted from."""
ORIGINAL = "__original"
"""That as the file says it; there only where a currency is worth more in one month than another."""


def reporting(sheets: Sequence[Sheet], settings: Settings) -> str | None:
    """The currency in the settings, else that of most rows; None where no file names one."""
    if settings.currency:
        return settings.currency.strip().upper()
    rows: Counter[str] = Counter()
    for sheet in sheets:
        if sheet.table in MONEY_COLUMN:
            codes = sheet.frame[MONEY_CURRENCY]
            if sheet.frame[REASON].null_count() < sheet.frame.height:
                codes = codes.filter(sheet.frame[REASON].is_null())
            if codes.null_count() == len(codes):
                continue
            if is_one(codes):
                rows[codes[0]] += len(codes)
                continue
            for code, count in codes.drop_nulls().value_counts().iter_rows():
                rows[code] += count
    return min(rows, key=lambda code: (-rows[code], code)) if rows else None


def settle(
    sheets: Sequence[Sheet], settings: Settings
) -> tuple[str | None, list[Question], list[Notice]]:
    """Bring all money into the reporting currency; rows without a rate are set aside.

    Returns
    -------
    tuple
        The reporting currency, what to ask, and what to say.
    """
    main = reporting(sheets, settings)
    if main is None:
        if not any(sheet.table in MONEY_COLUMN for sheet in sheets):
            return None, [], []
        text = "Which currency are the amounts in? No file says so."
        return None, [Question(id="currency", text=text, choices=list(_KNOWN))], []
    waiting: Counter[str] = Counter()
    for sheet in sheets:
        if sheet.table in MONEY_COLUMN:
            codes = sheet.frame[MONEY_CURRENCY]
            every = codes.head(1) if is_one(codes) else codes.unique()
            for code in sorted(set(every.drop_nulls()) - {main}):
                waiting[code] += _convert(sheet, code, main, settings.rate)
    questions, notices = fx.upside_down(settings.rate, main)
    for code in sorted(code for code, count in waiting.items() if count):
        rows = f"{waiting[code]:,} {'row waits' if waiting[code] == 1 else 'rows wait'}"
        question = Question(
            id=f"rate:{code}", text=f"What is one {code} worth in {main}? {rows} for a rate.",
            taken="set aside",
        )  # fmt: skip
        found = fx.printed(sheets, code)
        questions.append(fx.ask_with(question, found, code, main) if found else question)
        notices += fx.both_ways(found, code) if found else []
        notices.append(
            Notice(
                id=f"rate:{code}",
                text=f"{rows.replace('wait', 'in ' + code + ' wait')} for a rate and "
                f"{'is' if waiting[code] == 1 else 'are'} not counted.",
                values={"rows": waiting[code]},
            )
        )
    return main, questions, notices


def _convert(sheet: Sheet, code: str, main: str, rates: Sequence[Rate]) -> int:
    """Convert one currency in one sheet; the number of rows that no rate covers."""
    own = worth(rates, code)
    money = MONEY_COLUMN[sheet.table]
    here = pl.col(MONEY_CURRENCY) == code
    if not own:
        lone = sheet.mask(here & pl.col(money).is_not_null() & (pl.col(money) != 0))
        lone &= sheet.frame[REASON].is_null()
        sheet.set_aside(lone, f"no rate for {code}", "currency")
        return int(lone.sum())
    covered = pl.lit(value=False)
    factors: list[tuple[pl.Expr, Fraction]] = []
    for month, factor in own:
        since = pl.lit(value=True) if month < 0 else _since(sheet, month)
        factors.insert(0, (here & since, factor))
        covered = covered | since
    lone = sheet.mask(here & ~covered & pl.col(money).is_not_null()) & sheet.frame[REASON].is_null()
    sheet.set_aside(lone, f"no rate for {code} in its month", "currency")
    if len({factor for _, factor in own}) > 1:
        _remember(sheet)
    for column in columns(sheet.table):
        if column.kind is Kind.MONEY and sheet.has(column.name):
            money_cells = pl.col(column.name)
            value = money_cells
            for condition, factor in reversed(factors):
                value = pl.when(condition).then(times(money_cells, factor)).otherwise(value)
            sheet.put(column.name, value)
    if sheet.has("currency"):
        sheet.put("currency", pl.when(here).then(pl.lit(main)).otherwise(pl.col("currency")))
    return int(lone.sum())


def worth(rates: Sequence[Rate], code: str) -> list[tuple[int, Fraction]]:
    """The months from which one currency is worth how much, in order; −1: from the beginning."""
    return sorted(
        ((parse_month(rate.from_) if rate.from_ else -1), Fraction(str(rate.rate)))
        for rate in rates
        if rate.currency.strip().upper() == code
    )


def _remember(sheet: Sheet) -> None:
    """Keep what rows say before the first currency of changing worth is converted."""
    value = RECURS.get(sheet.table)
    if value is not None and sheet.has(value) and not sheet.has(ORIGINAL):
        sheet.put(ORIGINAL, pl.col(value))


def _since(sheet: Sheet, month: int) -> pl.Expr:
    name = next((name for name in MAIN_DATE[sheet.table] if sheet.has(name)), None)
    if name is None:
        return pl.lit(value=False)
    start = month if name == "month" else first_day(month)
    return (pl.col(name) >= start).fill_null(value=False)


def times(amount: pl.Expr, factor: Fraction) -> pl.Expr:
    """Exact product, rounded half up at the column's scale."""
    up = amount.cast(pl.Int128) * factor.numerator
    return ((2 * up + factor.denominator) // (2 * factor.denominator)).cast(pl.Int64)
