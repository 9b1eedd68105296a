"""Rows of deals and orders behind the measures of sellers, stale deals and prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import polars as pl

from revcore.behind._found import Found, of_table, within
from revcore.behind.pipeline_rows import WON, _open
from revcore.derive.discounts import plain
from revcore.errors import NotComputable
from revcore.model import Table, Window

SAID = pl.col("owner").is_not_null() & (pl.col("owner") != "")


def open_deals_dated(deals: Table, as_of: int) -> Found:
    """Deals open at the end of the as-of month with the day they were created."""
    mask = _open(deals, as_of) & pl.col("created").is_not_null()
    return of_table(deals, mask, "Deals open at the end of the last month, with their day.")


def closed_deals_valued(deals: Table, deal_window: Window) -> Found:
    """Deals won or lost in the window with an amount above zero."""
    decided = pl.col("status").is_in(["won", "lost"]) & within("closed", deal_window)
    mask = decided & (pl.col("amount") > 0)
    return of_table(deals, mask, "Deals won or lost in these months, with an amount.")


def deals_of_two_years(
    deals: Table, reading_window: Window | None, reading_inputs: Mapping[str, Any]
) -> Found:
    """Deals opened in both years, of the segment or channel that the finding is about."""
    mask = within("created", reading_window)
    subject = reading_inputs.get("subject")
    for column in ("segment", "source"):
        if subject and deals.has(column):
            mine = pl.col(column).fill_null("").str.strip_chars() == subject
            if deals.frame.filter(mine).height:
                return of_table(deals, mask & mine, f"Deals “{subject}” opened in these months.")
    return of_table(deals, mask, "Deals opened in these months.")


def won_deals_owned(deals: Table, deal_window: Window) -> Found:
    """Deals won in the window that name their seller."""
    return of_table(
        deals, WON & within("closed", deal_window) & SAID, "Deals won in these months, by seller."
    )


def won_deals_quarters(
    deals: Table, reading_window: Window | None, reading_inputs: Mapping[str, Any]
) -> Found:
    """Deals won in the whole quarters counted."""
    mask = WON & within("closed", reading_window)
    if reading_inputs.get("counted_by") == "won value":
        mask &= pl.col("amount") > 0
    return of_table(deals, mask, "Deals won in these months.")


def won_deals_slipped(deals: Table, deal_window: Window) -> Found:
    """Deals won in the window that say how often they slipped."""
    mask = WON & within("closed", deal_window) & pl.col("slips").is_not_null()
    return of_table(deals, mask, "Deals won in these months, with their slips.")


def lost_deals(deals: Table, deal_window: Window) -> Found:
    """Deals lost in the window that say why; a stage that says more than “lost” counts."""
    from revcore.derive.lost_reasons import own_word

    mask = (pl.col("status") == "lost") & within("closed", deal_window)
    texts = pl.lit("")
    if deals.has("stage"):
        texts = (
            pl.col("stage")
            .fill_null("")
            .map_elements(own_word, return_dtype=pl.String, skip_nulls=False)
        )
    if deals.has("lost_reason"):
        given = pl.col("lost_reason").fill_null("").str.strip_chars()
        texts = pl.when(given != "").then(given).otherwise(texts)
    return of_table(deals, mask & (texts != ""), "Deals lost in these months that say why.")


def quota_deals(deals: Table, team_members: pd.DataFrame, deal_window: Window) -> Found:
    """Deals won in the window by people with a quota, while they were employed."""
    mine = pl.lit(False)
    name = pl.col("owner").fill_null("").str.strip_chars().str.to_lowercase()
    for person in team_members[team_members["has_quota"] == 1].itertuples():
        days = pl.col("closed") >= int(person.start)
        if person.end >= 0:
            days &= pl.col("closed") <= int(person.end)
        mine |= (name == str(person.person).strip().lower()) & days
    mask = WON & within("closed", deal_window) & mine & pl.col("amount").is_not_null()
    return of_table(deals, mask, "Deals won in these months by sellers with a quota.")


def discounted_sales(
    discount_window: Window,
    deals: Table | None = None,
    orders: Table | None = None,
    products: Table | None = None,
    reading_inputs: Mapping[str, Any] | None = None,
) -> Found:
    """Sales of the window whose list price is known: won deals, else orders."""
    source = str((reading_inputs or {}).get("list_price_from", ""))
    if "order" in source or deals is None:
        if orders is None:
            raise NotComputable("No orders were read.", needs=("orders",))
        mask = within("date", discount_window)
        return of_table(orders, mask, "Orders of these months; an order may have several lines.")
    mask = WON & within("closed", discount_window) & (pl.col("amount") > 0)
    if deals.has("list_amount") and "own" in source:
        mask &= pl.col("list_amount") > 0
    elif products is not None:
        priced = {plain(str(name)) for name in products.frame["product"] if name}
        known = [name for name in deals.frame["product"].unique() if name and plain(name) in priced]
        mask &= pl.col("product").is_in(known)
    return of_table(deals, mask, "Deals won in these months whose list price is known.")
