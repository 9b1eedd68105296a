"""Where sources of the same thing disagree: what was earned, who left, which quota is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.months import CustomerMonths, Ints, _months_of, money, running
from revcore.derive.purchases import Purchases, RevenueMonths
from revcore.model import Notice, Window, last_day, month_words
from revcore.registry import provider

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
    """Money of every month from ``first`` to ``last`` [currency], as one table tells it."""

    table: str
    first: int
    last: int
    amount: Ints
    scale: int

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
        levels = running(mrr_changes, last_month)
        if len(levels):
            out["subscriptions"] = _source("subscriptions", levels, 6)
    dated = {"invoices": invoice_days, "orders": order_days, "payments": payment_days}
    for table, days in dated.items():
        if days is not None and len(days):
            frame = days.assign(month=_months_of(days["day"].to_numpy(np.int64)))
            out[table] = _source(table, frame, scales[table])
    return out


def _source(table: str, frame: pd.DataFrame, scale: int) -> Source:
    month, amount = (frame[name].to_numpy(np.int64) for name in ("month", "amount"))
    first, last = int(month.min()), int(month.max())
    sums = np.zeros(last - first + 1, np.int64)
    np.add.at(sums, month - first, amount)
    return Source(table, first, last, sums, scale)


@provider
def revenue_source_notices(
    revenue_sources: dict[str, Source], revenue_months: RevenueMonths, as_of: int
) -> list[Notice]:
    """Revenue counts from one source; the others are checks, and a difference is said."""
    main = LEVELS.get(revenue_months.source, revenue_months.source)
    pairs = [(main, other) for other in revenue_sources if other != main]
    billed = next((one for one in ("invoices", "orders") if one in revenue_sources), None)
    if billed and billed != main and "payments" in revenue_sources and main != "payments":
        pairs.append((billed, "payments"))
    out = []
    for one, other in pairs:
        if one in revenue_sources and other in revenue_sources:
            out += _disagree(revenue_sources[one], revenue_sources[other], as_of, main)
    return out


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
    paid = "was paid than billed" if bound == UNPAID else f"than {SAID[one.table]}"
    return [
        Notice(
            id=f"sources_disagree:{one.table}:{other.table}",
            text=f"Over the {window.words} {SAID[one.table]} come to {mine:,.0f} and "
            f"{SAID[other.table]} to {theirs:,.0f}: {gap:,.0f} ({share:.0%}) {way} {paid}. "
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
        _, index = np.unique(known.customer, return_index=True)
        starts, first, last = known.month[index], known.first, known.last
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
            text=f"The {source} begin in {month_words(first)} with {counts[0]:,} customers at "
            f"once; no month of the year after brings more than {int(later.max()):,}. They count "
            "as customers from before, never as new; an older export would tell when they came.",
            values={"customers": int(counts[0]), "most_later": int(later.max())},
        )
    ]


# ---------------------------------------------------------------- who left
@provider
def churn_source_notices(
    as_of: int,
    last_month: int,
    mrr_months: pd.DataFrame | None = None,
    mrr_changes: pd.DataFrame | None = None,
    invoice_days: pd.DataFrame | None = None,
) -> list[Notice]:
    """Who left within the last twelve months, as each source tells it."""
    if mrr_changes is None or not len(mrr_changes):
        return []
    levels = running(mrr_changes, last_month)
    opening = as_of - 12
    there = _customers(levels, opening)
    left = np.setdiff1d(there, _customers(levels, as_of))
    out = []
    if mrr_months is not None and len(mrr_months):
        out += _by_sheet(mrr_months, left, opening, as_of)
    if invoice_days is not None and len(invoice_days):
        out += _by_invoices(levels, invoice_days, as_of)
    return out


def _customers(levels: pd.DataFrame, month: int) -> Ints:
    found = levels.loc[(levels["month"] == month) & (levels["amount"] > 0), "customer"]
    return np.unique(found.to_numpy(np.int64))


def _by_sheet(sheet: pd.DataFrame, left: Ints, opening: int, as_of: int) -> list[Notice]:
    there, now = _customers(sheet, opening), _customers(sheet, as_of)
    if not len(there) or not len(now):
        return []
    other = np.setdiff1d(there, now)
    apart = len(np.setxor1d(left, other))
    if apart <= max(1, 0.1 * max(len(left), len(other))):
        return []
    return [
        Notice(
            id="churn_disagrees:mrr:subscriptions",
            text=f"In the 12 months to {month_words(as_of)} {len(other):,} customers left by the "
            f"MRR sheet and {len(left):,} by the subscriptions; {apart:,} by one of them only. "
            "The MRR sheet counts; leave it out to count by the subscriptions.",
            values={"one": "mrr", "other": "subscriptions", "by_one": len(other),
                    "by_other": len(left), "apart": apart},
        )
    ]  # fmt: skip


def _by_invoices(levels: pd.DataFrame, days: pd.DataFrame, as_of: int) -> list[Notice]:
    """Customers billed after their end, and running ones no longer billed."""
    billed = days[(days["customer"] >= 0) & (days["amount"] > 0)]
    customer, day = (billed[name].to_numpy(np.int64) for name in ("customer", "day"))
    running_now = _customers(levels, as_of)
    ended_in = levels.groupby("customer")["month"].max() + 1
    ended = ended_in[(ended_in <= as_of) & (ended_in > as_of - 12)]
    last_bill = pd.Series(day).groupby(customer).max()
    gaps = pd.Series(day).groupby(customer).agg(lambda all_: np.diff(np.sort(all_)).max(initial=0))
    both = ended.index.intersection(last_bill.index)
    ends = np.array([last_day(int(month)) for month in ended[both]], np.int64)
    after = int((last_bill[both].to_numpy() > ends + 31).sum()) if len(both) else 0
    known = np.intersect1d(running_now, gaps.index[gaps > 0].to_numpy(np.int64))
    reach = min(last_day(as_of), int(day.max())) if len(day) else 0
    silence = reach - last_bill[known].to_numpy()
    silent = int((silence > 1.5 * gaps[known].to_numpy() + 31).sum())
    compared = len(both) + len(known)
    if after + silent <= max(1, 0.05 * compared):
        return []
    parts = [
        f"{after:,} of {len(both):,} customers whose subscription ended were billed "
        "more than a month later" if after else "",
        f"{silent:,} of {len(known):,} with a running one have had no invoice for longer "
        "than ever before" if silent else "",
    ]  # fmt: skip
    said = ", and ".join(part for part in parts if part)
    return [
        Notice(
            id="churn_disagrees:subscriptions:invoices",
            text=f"Subscriptions and invoices do not agree on who left by "
            f"{month_words(as_of)}: {said}. The subscriptions count; leave them out to count by "
            "the invoices.",
            values={"one": "subscriptions", "other": "invoices", "billed_after_end": after,
                    "running_unbilled": silent, "compared": compared},
        )
    ]  # fmt: skip


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
