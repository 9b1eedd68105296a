"""Money as an index: the first month of revenue is 100, and every other amount follows.

Rates, counts and times stay as they are. What is not known to be a rate or a count is left out:
a new input of a measure is hidden until it is named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from revcore.forecast_parts import ForecastRead
from revcore.model import (
    BreakdownRow,
    FileRead,
    Notice,
    Own,
    Reading,
    Scorecard,
    Series,
    Unit,
    month_words,
    parse_month,
)

CURRENCY = "index"
"""What stands where a currency would."""
MONEY = (Unit.MONEY, Unit.MONEY_PER_MONTH)
AMOUNTS = frozenset((
    "closed_value", "given_away", "list_value", "open_value", "quota", "sales_target",
    "stale_value",
    "arpa", "as_of_month", "average_deal", "cac", "capped_at_opening", "churn",
    "closing", "closing_mrr_of_them", "clv", "contraction", "expansion", "forecast", "fx", "goal",
    "gross_profit", "invoiced", "invoiced_recurring", "known", "largest_customer", "media",
    "mrr", "mrr_at_risk", "mrr_lost", "mrr_of_new_customers", "new", "new_arr", "next_3_months",
    "next_3_months_high", "next_3_months_low", "next_6_months", "next_6_months_high",
    "next_6_months_low", "opening", "opening_mrr",
    "reactivation", "returned_mrr", "revenue", "revenue_12_months", "revenue_before",
    "revenue_now", "revenue_of_buyers", "spend", "spend_of_channels", "spend_without_channel",
    "ten_largest", "won_value",
    "cac_last_quarter", "cost", "expansion_arr", "first_order", "marketing_cost", "marketing_spend",
    "order_value", "pipeline_created", "project_value", "revenue_of_quarter",
    "revenue_of_quarter_before", "revenue_per_customer_so_far", "spend_of_quarter_before", "v",
    "with_expansion",
))  # fmt: skip
"""Inputs of measures that are money."""
PLAIN = frozenset((
    "days_of_nine_in_ten_wins", "discount_last_two_weeks", "discount_other_days",
    "if_spread_evenly",
    "mean_chance", "earlier_half_days", "later_half_days", "share_late", "trend_days",
    "trend_high95", "trend_low95", "share_of_open_value", "usual_wins_in_three_months",
    "capped", "chance_above_3", "chance_below_1", "churn_monthly", "customer_months", "cycle_days",
    "gross_margin", "growth", "kept", "mean_days_closed", "mean_days_won", "one_time_share",
    "effective_customers", "profit_margin", "share_of_five", "share_of_three",
    "share_with_source", "win_rate",
    "a", "alpha_weeks", "another_project", "b", "customers_still_there", "elasticity",
    "expansion_a_year", "how_often_with_how_much", "orders_expected_next_12_months", "p", "people",
    "q", "r", "repeat_orders_expected", "repeat_orders_high", "repeat_orders_low",
    "repeat_orders_per_customer_year", "second_order_within_a_year", "spend_varied_by",
))  # fmt: skip
"""Inputs with decimals that are not."""
COUNTS = frozenset((
    "age", "came_back", "cohort", "complete", "customers", "deals", "earliest", "from", "latest",
    "month", "months", "paid_back", "to",
))  # fmt: skip
"""Columns of money series that are not money."""
_AMOUNT = r"[−-]?\d[\d,]*(?:\.\d+)?"
_SAID = re.compile(
    rf"(?<=\bof ){_AMOUNT}(?: [A-Z]{{3}})?(?= in \d)"
    rf"|(?<=^Goal: ){_AMOUNT}|{_AMOUNT}(?: [A-Z]{{3}})?(?= spent on )"
    rf"|{_AMOUNT}(?= for [\d,]+ customers?$)"
    rf"|{_AMOUNT}(?= of the (?:growth|fall) is the exchange rate)"
    rf"|{_AMOUNT}(?= that rates (?:added|took) )"
    rf"|(?<=exchange rate added ){_AMOUNT}|(?<=exchange rate took away ){_AMOUNT}"
    rf"|(?<=would have grown by ){_AMOUNT}|(?<=would have fallen by ){_AMOUNT}"
)
"""Where our sentences name amounts."""
_SIZED = re.compile(r"\b(?:ARR|ACV|MRR|ARPA)\b|[$€£]\s?\d")
SIZE = "companies of about your size"


@dataclass(frozen=True)
class Base:
    """What 100 stands for."""

    amount: float
    words: str

    def __call__(self, amount: float) -> float:
        """An amount on the scale of the index."""
        return amount * 100 / self.amount


def base_of(card: Scorecard) -> Base:
    """The first month with revenue; else the largest amount measured, else one unit."""
    series = card.series.get("revenue_by_month")
    for row in series.rows if series else ():
        amount = row[series.columns.index("revenue")] if series else None
        if isinstance(amount, int | float) and amount > 0:
            month = month_words(parse_month(str(row[0])))
            return Base(float(amount), f"Money is an index: revenue of {month} is 100.")
    found = [one for one in card.readings.values() if one.unit in MONEY and one.value]
    if found:
        largest = max(found, key=lambda one: abs(one.value or 0))
        return Base(abs(largest.value or 1), f"Money is an index: {largest.title} is 100.")
    totals = [
        abs(amount)
        for file in card.files
        for sheet in file.sheets
        for amount in sheet.total_in.values()
        if amount
    ]
    return Base(max(totals, default=1.0), "Money is an index: the largest total of a file is 100.")


def indexed(card: Scorecard, base: Base) -> Scorecard:
    """The document with every amount on the scale of the index."""
    return card.model_copy(
        update={
            "currency": CURRENCY,
            "settings": _settings(card.settings, base),
            "files": [_file(file, base) for file in card.files],
            "notices": [_notice(notice, base) for notice in card.notices],
            "readings": {name: _reading(one, base) for name, one in card.readings.items()},
            "breakdowns": {
                name: {
                    key: [_row(row, base, card.readings[name].unit in MONEY) for row in rows]
                    for key, rows in parts.items()
                }
                for name, parts in card.breakdowns.items()
            },
            "series": {name: _series(one, base) for name, one in card.series.items()},
            "forecast": _forecast(card.forecast, base) if card.forecast else None,
        }
    )


def _settings(data: dict[str, Any], base: Base) -> dict[str, Any]:
    out = {name: value for name, value in data.items() if name != "currency"}
    if "goal" in out:
        out["goal"] = {**out["goal"], "revenue": base(out["goal"]["revenue"])}
    return out


def _file(file: FileRead, base: Base) -> FileRead:
    sheets = []
    for sheet in file.sheets:
        totals = {
            name: {code: base(amount) for code, amount in getattr(sheet, name).items()}
            for name in (
                "stated_total",
                "total_in",
                "total_used",
                "total_set_aside",
                "total_counted",
            )
        }
        reasons = {
            reason: {code: base(amount) for code, amount in money.items()}
            for reason, money in sheet.aside_by_reason.items()
        }
        changes = {
            kind: {code: base(amount) for code, amount in money.items()}
            for kind, money in sheet.changed_by_kind.items()
        }
        update = {**totals, "aside_by_reason": reasons, "changed_by_kind": changes}
        sheets.append(sheet.model_copy(update=update))
    return file.model_copy(update={"sheets": sheets})


def _notice(notice: Notice, base: Base) -> Notice:
    """Amounts are the values with decimals; counts of rows are whole."""
    values = {
        name: base(value) if isinstance(value, float) else value
        for name, value in notice.values.items()
    }
    return notice.model_copy(update={"text": said(notice.text, base), "values": values})


def said(text: str, base: Base) -> str:
    """A sentence of ours with its amounts on the scale of the index.

    >>> said("Refunds of 15,044.60 USD in 145 rows are taken off.", Base(15_044.6, ""))
    'Refunds of 100.00 in 145 rows are taken off.'
    """

    def shown(found: re.Match[str]) -> str:
        amount = re.sub(r"[A-Z ]", "", found[0]).replace(",", "").replace("−", "-")
        return f"{base(float(amount)):,.2f}"

    return _SAID.sub(shown, text)


def _scaled(value: float | None, base: Base) -> float | None:
    return None if value is None else base(value)


def _reading(reading: Reading, base: Base) -> Reading:
    update: dict[str, Any] = {
        "inputs": _inputs(reading.inputs, base, reading.unit in MONEY),
        "note": said(reading.note, base),
        "reason": said(reading.reason, base) if reading.reason else None,
    }
    figure = reading.benchmark
    if _SIZED.search(f"{reading.benchmark_reason} {figure.segment if figure else ''}"):
        update["benchmark_reason"] = "Chosen by size; the size itself is left out."
        if figure is not None:
            figure = figure.model_copy(update={"segment": SIZE, "note": ""})
            update["benchmark"] = figure
    if reading.unit in MONEY:
        names = ("value", "low", "high", "low95", "high95")
        update |= {name: _scaled(getattr(reading, name), base) for name in names}
        update["own"] = _own(reading.own, base) if reading.own else None
        if figure is not None:
            update |= {
                "benchmark": None,
                "benchmark_reason": "An amount published elsewhere has no place on this index.",
            }
            if reading.band_basis == "benchmark":
                update |= {"band": "none", "band_basis": "none"}
    return reading.model_copy(update=update)


def _inputs(inputs: dict[str, Any], base: Base, money: bool) -> dict[str, Any]:
    amounts = AMOUNTS | {"median"} if money else AMOUNTS
    out: dict[str, Any] = {}
    for name, value in inputs.items():
        if name in amounts and isinstance(value, int | float):
            out[name] = base(value)
        elif not isinstance(value, float) or name in PLAIN:
            out[name] = value
    return out


OWN = ("best", "previous", "previous_low95", "previous_high95", "change_low95", "change_high95")


def _own(own: Own, base: Base) -> Own:
    return own.model_copy(
        update={
            **{name: _scaled(getattr(own, name), base) for name in OWN},
            "history": [(window, base(value)) for window, value in own.history],
            "monthly": [(window, base(value)) for window, value in own.monthly],
        }
    )


def _row(row: BreakdownRow, base: Base, money: bool) -> BreakdownRow:
    update: dict[str, Any] = {"reason": said(row.reason, base) if row.reason else None}
    if money:
        names = ("value", "low", "high", "low95", "high95")
        update |= {name: _scaled(getattr(row, name), base) for name in names}
    return row.model_copy(update=update)


def _series(series: Series, base: Base) -> Series:
    if series.unit not in MONEY:
        return series
    counts = [column in COUNTS for column in series.columns]
    rows = [
        [
            base(cell) if isinstance(cell, int | float) and not count else cell
            for cell, count in zip(row, counts, strict=True)
        ]
        for row in series.rows
    ]
    parts = {name: _series(part, base) for name, part in series.segments.items()}
    return series.model_copy(update={"rows": rows, "segments": parts})


def _forecast(read: ForecastRead, base: Base) -> ForecastRead:
    """Rates, shares and sentences stay: sentences about the course name no amounts."""

    def scaled(part: BaseModel) -> Any:
        amounts = {name: base(value) for name, value in part if isinstance(value, float)}
        return part.model_copy(update=amounts)

    past = read.backtest
    return read.model_copy(
        update={
            "points": [scaled(point) for point in read.points],
            "totals": [scaled(total) for total in read.totals],
            "so_far": scaled(read.so_far) if read.so_far else None,
            "backtest": past.model_copy(update={"folds": [scaled(fold) for fold in past.folds]})
            if past
            else None,
        }
    )
