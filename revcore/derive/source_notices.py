"""Where sources of the same thing disagree: what was earned, where it begins, what a quota is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from revcore.derive.months import CustomerMonths, Ints, _months_of, money, steps
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.model import Notice, Window, last_day, month_words
from revcore.registry import provider
from revcore.words import counted_words

LEAST_MONTHS = 3
APART = 0.10
"""Share by which two sources of revenue may differ: by billing ahead, tax, refunds and dates."""
UNPAID = 0.05
"""Share by which payments may differ from what was billed."""
AT_ONCE = 3.0
"""A first month with so many times the customers of any later one is where the export begins."""
FEWEST = 10
YEARLY, MONTHLY = 3.0, 0.4
"""Quotas so many times what is sold in a quarter are for a year, or for a month."""
SAID: Mapping[str, str] = {
    "mrr": "the MRR sheet",
    "subscriptions": "the subscriptions",
    "invoices": "the invoices",
    "orders": "the orders",
    "payments": "the payments",
}
LEVELS: Mapping[str, str] = {
    "MRR sheet": "mrr",
    "subscriptions": "subscriptions",
    "invoices with service periods": "invoices",
}
"""Table behind a source of recurring revenue."""


@dataclass(frozen=True)
class Source:
    """Money of every month from ``first`` to ``last`` [currency], as one table tells it.

    said
        How the table is called in a sentence, where that is not its usual name.
    """

    table: str
    first: int
    last: int
    amount: Ints
    scale: int
    said: str = ""

    def total(self, window: Window) -> float:
        """Money of a window [currency]."""
        low = window.start - self.first
        return money(self.amount[low : low + window.months].sum(), self.scale)


@provider
def revenue_sources(
    scales: Mapping[str, int],
    last_month: int,
    mrr_months: pd.DataFrame | None = None,
    mrr_changes: pd.DataFrame | None = None,
    invoice_days: pd.DataFrame | None = None,
    order_days: pd.DataFrame | None = None,
    payment_days: pd.DataFrame | None = None,
) -> dict[str, Source]:
    """Every table that tells revenue by month, by its name; the first named counts first."""
    out = {}
    if mrr_months is not None and len(mrr_months):
        out["mrr"] = _source("mrr", mrr_months, scales["mrr"])
    if mrr_changes is not None and len(mrr_changes):
        found = _contracts(mrr_changes, last_month)
        out |= {"subscriptions": found} if found is not None else {}
    dated = {"invoices": invoice_days, "orders": order_days, "payments": payment_days}
    for table, days in dated.items():
        if days is not None and len(days):
            frame = days.assign(month=_months_of(days["day"].to_numpy(np.int64)))
            out[table] = _source(table, frame, scales[table])
    return out


def _contracts(changes: pd.DataFrame, last: int) -> Source | None:
    """Subscriptions by month, from where levels begin and end; None where none runs."""
    _, month, length, level = steps(changes, last)
    runs = np.flatnonzero(length)
    if not len(runs):
        return None
    start, stop, level = month[runs], (month + length)[runs], level[runs]
    first = int(start.min())
    change = np.zeros(int(stop.max()) - first + 1, np.int64)
    np.add.at(change, start - first, level)
    np.subtract.at(change, stop - first, level)
    return Source("subscriptions", first, int(stop.max()) - 1, np.cumsum(change)[:-1], 6)


def _source(table: str, frame: pd.DataFrame, scale: int) -> Source:
    month, amount = (frame[name].to_numpy(np.int64) for name in ("month", "amount"))
    first, last = int(month.min()), int(month.max())
    sums = np.zeros(last - first + 1, np.int64)
    np.add.at(sums, month - first, amount)
    return Source(table, first, last, sums, scale)


@provider
def revenue_source_notices(
    revenue_sources: dict[str, Source],
    revenue_months: RevenueMonths,
    as_of: int,
    one_off_months: pd.DataFrame | None = None,
) -> list[Notice]:
    """Revenue counts from one source; the others are checks, and a difference is said.

    One-off items of invoices are left out where they are held against what recurs.
    """
    main = LEVELS.get(revenue_months.source, revenue_months.source)
    pairs = [(main, other) for other in revenue_sources if other != main]
    billed = next((one for one in ("invoices", "orders") if one in revenue_sources), None)
    if billed and billed != main and "payments" in revenue_sources and main != "payments":
        pairs.append((billed, "payments"))
    out = []
    for one, other in pairs:
        if one in revenue_sources and other in revenue_sources:
            theirs = revenue_sources[other]
            if other == "invoices" and one in ("mrr", "subscriptions"):
                theirs = _recurring_part(theirs, one_off_months)
            out += _disagree(revenue_sources[one], theirs, as_of, main)
    return out


def _recurring_part(invoices: Source, one_off: pd.DataFrame | None) -> Source:
    if one_off is None or not len(one_off):
        return invoices
    amount = invoices.amount.copy()
    month = one_off["month"].to_numpy(np.int64)
    np.subtract.at(amount, month - invoices.first, one_off["amount"].to_numpy(np.int64))
    return replace(invoices, amount=amount, said="the invoices without one-off items")


def _disagree(one: Source, other: Source, as_of: int, main: str) -> list[Notice]:
    """A notice where two sources differ over the last twelve months that both cover."""
    end, start = min(as_of, one.last, other.last), max(one.first, other.first)
    window = Window(max(start, end - 11), end)
    if window.months < LEAST_MONTHS:
        return []
    mine, theirs = one.total(window), other.total(window)
    bound = UNPAID if other.table == "payments" and one.table in ("invoices", "orders") else APART
    size = max(abs(mine), abs(theirs))
    if size == 0 or abs(mine - theirs) <= bound * size:
        return []
    gap, share = abs(mine - theirs), abs(mine - theirs) / size
    way = "less" if theirs < mine else "more"
    called = other.said or SAID[other.table]
    paid = "was paid than billed" if bound == UNPAID else f"than {SAID[one.table]}"
    return [
        Notice(
            id=f"sources_disagree:{one.table}:{other.table}",
            text=f"Over the {window.words} {SAID[one.table]} come to {mine:,.0f} and "
            f"{called} to {theirs:,.0f}: {gap:,.0f} ({share:.0%}) {way} {paid}. "
            f"Revenue is counted from {SAID[main]}; leave one of the two out to count otherwise.",
            values={"one": one.table, "other": other.table, "one_total": mine,
                    "other_total": theirs, "months": window.months},
        )
    ]  # fmt: skip


# ---------------------------------------------------------------- where history begins
@provider
def opening_notices(
    recurring: CustomerMonths | None = None, purchases: Purchases | None = None
) -> list[Notice]:
    """History that begins in the middle: customers of the first month were there before."""
    if recurring is not None:
        starts, first, last = recurring.starts[1], recurring.first, recurring.last
        source = recurring.source
    elif purchases is not None:
        known = purchases.known
        if not len(known.month):
            return []
        starts, first, last = known.month[known.starts], known.first, known.last
        source = known.source
    else:
        return []
    counts = np.bincount(starts - first, minlength=last - first + 1)
    later = counts[1:13]
    if len(later) < LEAST_MONTHS or counts[0] < max(FEWEST, AT_ONCE * int(later.max())):
        return []
    return [
        Notice(
            id="revenue_begins",
            text=f"The {source} begin in {month_words(first)} with "
            f"{counted_words(int(counts[0]), 'customers')} at once; no month of the year after "
            f"brings more than {int(later.max()):,}. They count "
            "as customers from before, never as new; an older export would tell when they came.",
            values={"customers": int(counts[0]), "most_later": int(later.max())},
        )
    ]


# ---------------------------------------------------------------- quotas
@provider
def quota_notices(
    scales: Mapping[str, int],
    team_spans: pd.DataFrame,
    deal_outcomes: pd.DataFrame,
    as_of: int,
) -> list[Notice]:
    """Quotas that cannot be for a quarter, beside what is won in one."""
    end = last_day(as_of)
    here = team_spans[
        (team_spans["quota_known"] == 1) & (team_spans["start"] <= end)
        & ((team_spans["end"] < 0) | (team_spans["end"] >= end))
    ]  # fmt: skip
    people = int(here["n"].sum())
    quota = money((here["quota"] * here["n"]).sum(), scales.get("team.quota", 0))
    window = Window(as_of - 11, as_of)
    won = deal_outcomes[
        (deal_outcomes["won"] == 1) & (deal_outcomes["closed"] >= window.first_day)
        & (deal_outcomes["closed"] <= window.last_day)
    ]  # fmt: skip
    quarter = money((won["amount"] * won["n"]).sum(), scales.get("deals", 0)) / 4
    if not people or quota <= 0 or quarter <= 0 or int(won["n"].sum()) < FEWEST:
        return []
    times = quota / quarter
    if MONTHLY < times < YEARLY:
        return []
    guess, part = (
        ("year", "a quarter of them") if times >= YEARLY else ("month", "three times that")
    )
    return [
        Notice(
            id="quota_period",
            text=f"The quotas of {people:,} people add up to {quota:,.0f} and are taken as for a "
            f"quarter, but a quarter brought {quarter:,.0f} on average. They look like quotas for "
            f"a {guess}: if so, put {part} into the file, or leave the column out.",
            values={"quota": quota, "won_per_quarter": quarter, "people": people},
        )
    ]
