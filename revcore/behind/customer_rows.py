"""Customers and money behind the measures of acquisition, value, retention and growth."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
import polars as pl

from revcore.behind._found import SOURCES, Found, Ints, of_customers, of_table, within
from revcore.derive.acquisition import FirstMonths
from revcore.derive.months import CustomerMonths
from revcore.derive.movements import KINDS, UNCHANGED, Transitions
from revcore.derive.orders_value import BuyingModel
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.errors import NotComputable
from revcore.model import Table, Window, last_day, month_words

Tables = Mapping[str, Table]
UNNAMED = "The rows behind this figure were not read."


def opening_customers(recurring: CustomerMonths, reading_window: Window, tables: Tables) -> Found:
    """Customers with MRR when the window opens, and what they pay at its close."""
    opening = reading_window.start - 1
    who, then, now = recurring.pair(opening, reading_window.end)
    mine = then > 0
    return of_customers(
        source_table(tables, recurring.source), who[mine], scale=recurring.scale,
        money={
            "mrr_at_opening": then[mine], "mrr_at_close": now[mine], "change": (now - then)[mine],
        },
        note=f"Customers with MRR at the end of {month_words(opening)}."
        + (" The close is counted at the exchange rates of then." if recurring.rates else ""),
    )  # fmt: skip


def active_customers(recurring: CustomerMonths, as_of: int, tables: Tables) -> Found:
    """Customers with MRR at the end of the as-of month."""
    who, now = recurring.at(as_of)
    return of_customers(
        source_table(tables, recurring.source), who, scale=recurring.scale, money={"mrr": now},
        note=f"Customers with MRR at the end of {month_words(as_of)}.",
    )  # fmt: skip


def customers_at_risk(
    recurring: CustomerMonths, transitions: Transitions, reading_window: Window, tables: Tables
) -> Found:
    """Customers who could have left in some month of the window, and what was lost with them."""
    rows = transitions.within(reading_window)
    then, now = transitions.then[rows], transitions.now[rows]
    mine = then > 0
    place, then, now = transitions.customer[rows][mine], then[mine], now[mine]
    change = transitions.change(rows)[mine]
    parts = {
        "mrr_at_risk_all_months": then, "mrr_lost": np.maximum(-change, 0),
        "months_at_risk": np.ones_like(then), "times_left": (now == 0).astype(np.int64),
    }  # fmt: skip
    index, sums = summed(place, parts)
    return of_customers(
        source_table(tables, recurring.source), recurring.starts[0][index], scale=recurring.scale,
        money={name: sums[name] for name in ("mrr_at_risk_all_months", "mrr_lost")},
        counts={name: sums[name] for name in ("months_at_risk", "times_left")},
        note="Customers with MRR at the beginning of at least one of these months.",
    )  # fmt: skip


def customers_moved(
    recurring: CustomerMonths, transitions: Transitions, reading_window: Window, tables: Tables
) -> Found:
    """Customers whose MRR changed in the window, by kind of change."""
    rows = transitions.within(reading_window)
    kind = transitions.kind[rows]
    moved = kind < UNCHANGED
    change = np.abs(transitions.change(rows))[moved]
    parts = {name: np.where(kind[moved] == at, change, 0) for at, name in enumerate(KINDS)}
    index, sums = summed(transitions.customer[rows][moved], parts)
    return of_customers(
        source_table(tables, recurring.source), recurring.starts[0][index], scale=recurring.scale,
        money=sums, note="Customers who came, returned, grew, shrank or left in these months.",
    )  # fmt: skip


def customers_new_or_grown(
    recurring: CustomerMonths, transitions: Transitions, reading_window: Window, tables: Tables
) -> Found:
    """Customers who came or grew in the window."""
    found = customers_moved(recurring, transitions, reading_window, tables)
    frame = found.frame.filter((pl.col("new") > 0) | (pl.col("expansion") > 0))
    return replace(found, frame=frame, note="Customers who came or grew in these months.")


def new_customers(first_months: FirstMonths, reading_window: Window, tables: Tables) -> Found:
    """Customers who paid for the first time in the window."""
    return _begun(first_months, np.sort(first_months.who_in(reading_window)), tables)


def valued_customers(
    first_months: FirstMonths, reading_window: Window, tables: Tables,
    business_model: Sequence[str], buying_model: BuyingModel | None = None,
) -> Found:  # fmt: skip
    """New customers whose value is worked out; of a shop those its model was fitted to."""
    if buying_model is None or list(business_model) != ["orders"]:
        return new_customers(first_months, reading_window, tables)
    return _begun(first_months, buying_model.fitted.who, tables)


def _begun(first_months: FirstMonths, who: Ints, tables: Tables) -> Found:
    """Customers with their first month."""
    order = np.argsort(first_months.customer)
    place = order[np.searchsorted(first_months.customer, who, sorter=order)]
    return of_customers(
        source_table(tables, first_months.source), who,
        months={"first_month": first_months.month[place]},
        note="Customers who paid for the first time in these months.",
    )  # fmt: skip


def first_time_buyers(
    purchases: Purchases, reading_window: Window, as_of: int, tables: Tables
) -> Found:
    """Customers whose first purchase lies in the window, and the day of their second."""
    placed = purchases.placed
    opens = placed.rank == 0
    who, first = placed.customer[opens], placed.day[opens]
    mine = (first >= reading_window.first_day) & (first <= reading_window.last_day)
    again = (placed.rank == 1) & (placed.day <= last_day(as_of))
    second = dict(zip(placed.customer[again].tolist(), placed.day[again].tolist(), strict=True))
    return of_customers(
        source_table(tables, purchases.source), who[mine],
        days={
            "first_purchase": first[mine].tolist(),
            "second_purchase": [second.get(one) for one in who[mine].tolist()],
        },
        note="Customers who bought for the first time in these months.",
    )  # fmt: skip


def buyers(purchases: Purchases, reading_window: Window, tables: Tables) -> Found:
    """Customers who bought in the window, with what they bought."""
    who, bought = purchases.by_customer(reading_window)
    return of_customers(
        source_table(tables, purchases.source), who, scale=purchases.scale,
        money={"bought": bought}, note="Customers who bought in these months.",
    )  # fmt: skip


def payers(
    reading_window: Window, as_of: int, tables: Tables, recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
) -> Found:  # fmt: skip
    """Customers with MRR at the as-of month, or who bought in the window."""
    if recurring is not None:
        return active_customers(recurring, as_of, tables)
    if purchases is None:
        raise NotComputable(UNNAMED, needs=("subscriptions", "orders", "invoices"))
    return buyers(purchases, reading_window, tables)


def customers_of_both_periods(
    reading_window: Window,
    reading_inputs: Mapping[str, Any],
    tables: Tables,
    recurring: CustomerMonths | None = None,
    purchases: Purchases | None = None,
    revenue_months: RevenueMonths | None = None,
) -> Found:
    """What each customer paid in a period and in the one it is compared with."""
    before = Window.parse(str(reading_inputs["before"]))
    source = recurring or purchases
    if source is None:
        if revenue_months is None:
            raise NotComputable(UNNAMED, needs=("subscriptions", "orders", "invoices"))
        return _rows_of(revenue_months.source, tables, reading_window, before)
    then, now = source.summed(before), source.summed(reading_window)
    note = f"Customers of {the(reading_window)} or of {the(before)}."
    return _beside(source, then, now, tables, note)


def customers_of_the_year_before(
    repeat_buying: Purchases,
    reading_window: Window,
    reading_inputs: Mapping[str, Any],
    tables: Tables,
) -> Found:
    """Customers of the twelve months before, and what they bought in these twelve."""
    before = Window.parse(str(reading_inputs["before"]))
    then, now = (repeat_buying.by_customer(months) for months in (before, reading_window))
    note = f"Customers who bought in {the(before)}."
    found = _beside(repeat_buying, then, now, tables, note)
    return replace(found, frame=found.frame.filter(pl.col("before") > 0))


def _beside(
    source: CustomerMonths | Purchases,
    then: tuple[Ints, Ints],
    now: tuple[Ints, Ints],
    tables: Tables,
    note: str,
) -> Found:
    who, amounts = np.union1d(then[0], now[0]), []
    for customers, sums in (then, now):
        amounts.append(np.zeros(len(who), np.int64))
        amounts[-1][np.searchsorted(who, customers)] = sums
    return of_customers(
        source_table(tables, source.source), who, scale=source.scale,
        money={"now": amounts[1], "before": amounts[0], "change": amounts[1] - amounts[0]},
        note=note,
    )  # fmt: skip


def the(window: Window) -> str:
    """A window within a sentence.

    >>> the(Window(24300, 24300)), the(Window(24289, 24300))
    ('Jan 2025', 'the 12 months to Jan 2025')
    """
    return window.words if window.months == 1 else f"the {window.words}"


def revenue_rows(reading_window: Window, revenue_months: RevenueMonths, tables: Tables) -> Found:
    """Rows revenue comes from: those dated in the window, or contracts that ran in these months."""
    return _rows_of(revenue_months.source, tables, reading_window)


def margin_rows(
    revenue_months: RevenueMonths, as_of: int, tables: Tables, reading_window: Window | None = None
) -> Found:
    """Rows of the sales a gross margin was worked out from, or of a year it is applied to."""
    window = reading_window or Window(as_of - 11, as_of)
    found = _rows_of(revenue_months.source, tables, window)
    if reading_window is not None:
        return found
    return replace(found, note="The margin was given; these are the sales of twelve months.")


def history_rows(revenue_months: RevenueMonths, as_of: int, tables: Tables) -> Found:
    """All rows revenue came from up to the as-of month: what a forecast rests on."""
    return _rows_of(revenue_months.source, tables, Window(revenue_months.first, as_of))


def _rows_of(source: str, tables: Tables, *windows: Window) -> Found:
    """Rows of the source that count in one of some windows."""
    table = source_table(tables, source)
    if table is None:
        raise NotComputable(UNNAMED, needs=("subscriptions", "orders", "invoices"))
    mask = reduce(operator.or_, [in_force(table, window) for window in windows])
    return of_table(table, mask, "Rows that count in these months.")


def in_force(table: Table, window: Window) -> pl.Expr:
    """Rows dated in a window; contracts that ran at the end of one of its months."""
    if table.has("month"):
        return pl.col("month").is_between(window.start, window.end)
    if table.has("start"):
        begun = (pl.col("start") <= window.last_day) & (pl.col("mrr") != 0)
        if not table.has("end"):
            return begun
        month_end = pl.col("start").cast(pl.Int32).cast(pl.Date).dt.month_end().cast(pl.Int32)
        counts = pl.col("end") > pl.max_horizontal(month_end, pl.lit(last_day(window.start)))
        return begun & (pl.col("end").is_null() | counts)
    return within("date", window)


def source_table(tables: Tables, source: str) -> Table | None:
    """The table that derive/ took revenue or customers from."""
    return tables.get(SOURCES.get(source, source))


def summed(place: Ints, parts: Mapping[str, Ints]) -> tuple[Ints, dict[str, Ints]]:
    """Sums of some columns by customer.

    >>> summed(np.array([4, 2, 4]), {"lost": np.array([1, 1, 5])})
    (array([2, 4]), {'lost': array([1, 6])})
    """
    index, inverse = np.unique(place, return_inverse=True)
    out = {}
    for name, values in parts.items():
        out[name] = np.zeros(len(index), np.int64)
        np.add.at(out[name], inverse, values)
    return index, out
