"""Rows behind how customers are served and pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from revcore.behind._found import Found, of_customers, of_table, within
from revcore.behind.customer_rows import Tables, source_table
from revcore.behind.customer_rows import new_customers as _new_customers
from revcore.behind.pipeline_rows import WON
from revcore.derive.acquisition import FirstMonths
from revcore.derive.leavers import Leavers, former
from revcore.derive.months import CustomerMonths
from revcore.derive.products import ProductsHeld
from revcore.derive.purchases import Purchases
from revcore.derive.regulars import Waits
from revcore.derive.sellers import Ramp
from revcore.derive.spend_response import HalfYears
from revcore.errors import NotComputable
from revcore.ingest.tables import Kind
from revcore.model import Table, Window, last_day


def sellers_begun(team: Table, ramp: Ramp) -> Found:
    """People of the team whose ramp is watched."""
    names = {name.strip().casefold() for name in ramp.names}
    person = pl.col("person").fill_null("").str.strip_chars().str.to_lowercase()
    return of_table(team, person.is_in(names), "New sellers, from their first day on.")


def leads_created(leads: Table, reading_window: Window | None) -> Found:
    """Leads that came in during the months counted."""
    return of_table(leads, within("created", reading_window), "Leads that came in these months.")


def invoices_due(invoices: Table, reading_window: Window | None) -> Found:
    """Invoices above zero that came due in the months counted."""
    mask = within("due", reading_window) & (pl.col("amount") > 0)
    return of_table(invoices, mask, "Invoices that came due in these months.")


def won_deals_sourced(deals: Table, deal_window: Window) -> Found:
    """Deals won in the window that name their source."""
    said = pl.col("source").is_not_null() & (pl.col("source") != "")
    return of_table(
        deals, WON & within("closed", deal_window) & said, "Deals won in these months, by source."
    )


def balances(cash: Table, reading_window: Window) -> Found:
    """Balances at the end of the months counted."""
    mine = pl.col("month").is_between(reading_window.start, reading_window.end)
    return of_table(cash, mine, "Money in the bank at the end of these months.")


def at_one_stage(
    as_of: int,
    reading_inputs: Mapping[str, Any],
    stage_history: Table | None = None,
    leads: Table | None = None,
) -> Found:
    """Deals that entered the stage the finding is about, in two years; else the leads of them."""
    years = Window(as_of - 23, as_of)
    if stage_history is not None:
        name = reading_inputs.get("subject")
        mine = within("entered", years) & (pl.col("stage").str.strip_chars() == name)
        found = of_table(stage_history, mine, f"Deals that came to “{name}” in two years.")
        if found.frame.height:
            return found
    if leads is None:
        raise NotComputable("The steps are known as counts only.", needs=("stage_history", "leads"))
    return of_table(leads, within("created", years), "Leads that came in these two years.")


def brought_by_spending(
    spend_halves: HalfYears,
    tables: Tables,
    leads: Table | None = None,
    deals: Table | None = None,
    first_months: FirstMonths | None = None,
) -> Found:
    """What spending brought in the half-year: leads, deals or customers, as they were counted."""
    window = spend_halves.window
    if spend_halves.what == "leads" and leads is not None:
        return leads_created(leads, window)
    if spend_halves.what == "deals opened" and deals is not None:
        return of_table(deals, within("created", window), "Deals opened in these months.")
    if first_months is None:
        raise NotComputable("What spending brought is known as counts only.", needs=("leads",))
    return _new_customers(first_months, window, tables)


def customers_by_products(
    subscriber_products: ProductsHeld, recurring: CustomerMonths, tables: Tables
) -> Found:
    """Customers of the as-of month and how many products each has."""
    return of_customers(
        source_table(tables, recurring.source), subscriber_products.customer,
        counts={"products": subscriber_products.count},
        note="Customers who pay now, and how many products each has.",
    )  # fmt: skip


def customers_who_left(
    leavers: Leavers, recurring: CustomerMonths, as_of: int, reading_window: Window, tables: Tables
) -> Found:
    """Customers who left in the window, each for the last time, who could be won back."""
    mine = former(leavers, reading_window)
    scale = recurring.scale
    back = [month if month <= as_of else None for month in mine.back.tolist()]
    found = of_customers(
        source_table(tables, recurring.source), mine.customer, scale=scale,
        money={"mrr_lost": np.round(mine.lost * 10**scale).astype(np.int64)},
        months={"left": mine.month},
        note="Customers who left in these months; firms that closed or never fitted are left out.",
    )  # fmt: skip
    more = pl.DataFrame({
        "customer": mine.customer,
        "came_back": pl.Series(back, dtype=pl.Int64),
        "reason": [str(one) for one in mine.reason],
    })  # fmt: skip
    frame = found.frame.join(more, on="customer", how="left", maintain_order="left")
    return replace(
        found, frame=frame, kinds={**found.kinds, "came_back": Kind.MONTH, "reason": Kind.TEXT}
    )


def regulars(
    regular_waits: Waits, buying_occasions: Purchases, as_of: int, tables: Tables
) -> Found:
    """Customers with four orders or more: their last order, and when they count as late."""
    waits = regular_waits
    mine = waits.open
    return of_customers(
        source_table(tables, buying_occasions.source), waits.customer[mine],
        days={"last_order": waits.day[mine].tolist()},
        counts={
            "days_since": last_day(as_of) - waits.day[mine],
            "late_after_days": np.floor(waits.limit[mine]).astype(np.int64),
        },
        note="Customers with four orders or more; late are those whose days since their last "
        "order exceed the number beside it.",
    )  # fmt: skip
