"""Rows of deals, leads and counts behind the measures of the funnel and of sales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from revcore.behind._found import Found, of_table, within
from revcore.derive.funnel import COUNTS, TYPED_COUNTS
from revcore.errors import NotComputable
from revcore.metrics._metric import Metric
from revcore.model import Table, Window, last_day

DECIDED = pl.col("status").is_in(["won", "lost"])
WON = pl.col("status") == "won"
LEAD_STAGES = ("created", "mql", "sql", "opportunity", "won")
ENTERED = {"lead": "created", "mql": "mql", "sql": "sql", "opportunity": "opportunity"}
"""First word of a step's id → the column that says when a lead entered it."""


def closed_deals(deals: Table, deal_window: Window) -> Found:
    """Deals won or lost in the window."""
    return of_table(
        deals, DECIDED & within("closed", deal_window), "Deals won or lost in these months."
    )


def won_deals_valued(deals: Table, deal_window: Window) -> Found:
    """Deals won in the window that have an amount."""
    mask = WON & within("closed", deal_window)
    if not deals.has("amount"):
        raise NotComputable("The deals have no amount.", needs=("deals.amount",))
    return of_table(
        deals, mask & pl.col("amount").is_not_null(), "Deals won in these months, with an amount."
    )


def won_deals_dated(deals: Table, deal_window: Window) -> Found:
    """Deals won in the window with the day they were created."""
    mask = WON & within("closed", deal_window) & (pl.col("closed") >= pl.col("created"))
    return of_table(deals, mask, "Deals won in these months, with both days.")


def open_deals_valued(deals: Table, as_of: int) -> Found:
    """Deals open at the end of the as-of month that have an amount above zero."""
    mask = _open(deals, as_of) & (pl.col("amount") > 0)
    return of_table(deals, mask, "Deals open at the end of the last month, with an amount.")


def _open(deals: Table, as_of: int) -> pl.Expr:
    end = last_day(as_of)
    undecided = ~DECIDED
    if deals.has("closed"):
        undecided = undecided | (pl.col("closed") > end)
    if deals.has("created"):
        return undecided & (pl.col("created").is_null() | (pl.col("created") <= end))
    return undecided


def created_deals(
    measure: Metric,
    reading_window: Window | None,
    reading_inputs: Mapping[str, Any],
    deals: Table | None = None,
    leads: Table | None = None,
    funnel_counts: Table | None = None,
    answers: Table | None = None,
) -> Found:
    """Opportunities that entered in the months counted, from deals where there are any."""
    if deals is not None and deals.has("created") and _from_dates(reading_inputs):
        entered = within("created", reading_window) & _in_time(deals)
        return of_table(deals, entered, "Deals created in these months.")
    return leads_entered(measure, reading_window, reading_inputs, leads, funnel_counts, answers)


def _in_time(deals: Table) -> pl.Expr:
    """Open, or won or lost on a day not before the one of creation."""
    if not deals.has("closed"):
        return ~DECIDED
    return ~DECIDED | (pl.col("closed") >= pl.col("created")).fill_null(False)


def leads_entered(
    measure: Metric,
    reading_window: Window | None,
    reading_inputs: Mapping[str, Any],
    leads: Table | None = None,
    funnel_counts: Table | None = None,
    answers: Table | None = None,
) -> Found:
    """Leads that entered a stage in the months counted; the counts where no lead is listed.

    A lead that reached a later stage without a date for this one entered with that later date.
    """
    if not _from_dates(reading_inputs):
        return volumes(reading_window, reading_inputs, funnel_counts, answers)
    if leads is None:
        raise NotComputable("No lead list was read.", needs=("leads",))
    stage = ENTERED[measure.id.split("_")[0]]
    later = LEAD_STAGES[LEAD_STAGES.index(stage) :] if stage != "created" else ("created",)
    frame = pl.coalesce([name for name in later if leads.has(name)])
    mask = pl.col("created").is_not_null()
    if reading_window is not None:
        mask &= frame.is_between(reading_window.first_day, reading_window.last_day)
    return of_table(leads, mask, "Leads that entered this stage in these months.")


def volumes(
    reading_window: Window | None,
    reading_inputs: Mapping[str, Any],
    funnel_counts: Table | None = None,
    answers: Table | None = None,
) -> Found:
    """Counts per month and channel, or the numbers typed."""
    if reading_inputs.get("basis") == TYPED_COUNTS and answers is not None:
        return of_table(answers, note="The numbers typed.")
    if funnel_counts is None:
        raise NotComputable("No counts per month were read.", needs=("funnel_counts",))
    mask = None
    if reading_window is not None:
        mask = pl.col("month").is_between(reading_window.start, reading_window.end)
    return of_table(funnel_counts, mask, "Counts of these months; each row holds many.")


def _from_dates(reading_inputs: Mapping[str, Any]) -> bool:
    return reading_inputs.get("basis") not in (COUNTS, TYPED_COUNTS)


def nps_answers(reading_window: Window | None, nps: Table) -> Found:
    """Answers to the recommendation question in the window; all of them where none has a day."""
    given = pl.col("score") >= 0
    if reading_window is None or not nps.has("date"):
        return of_table(nps, given, "All answers.")
    return of_table(nps, given & within("date", reading_window), "Answers given in these months.")
