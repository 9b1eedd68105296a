"""Rows behind how customers are served and pay."""

from __future__ import annotations

import polars as pl

from revcore.behind._found import Found, of_table, within
from revcore.behind.pipeline_rows import WON
from revcore.derive.sellers import Ramp
from revcore.model import Table, Window


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
