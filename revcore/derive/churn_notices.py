"""Who left, as each source tells it: contracts, the customer list, invoices that stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revcore.derive.months import Ints, running
from revcore.model import Notice, Window, last_day, month_words
from revcore.registry import provider

APART = 0.10
"""Share of leavers about whom a list or a sheet may differ: by the day a notice is recorded."""
UNBILLED = 0.05
SAID = {
    "mrr": "the MRR sheet",
    "subscriptions": "the subscriptions",
    "invoices": "the invoices",
    "customers": "the customer list",
}


@dataclass(frozen=True)
class Differs:
    """What one table says otherwise than another.

    part
        The difference in words, to stand after a colon.
    """

    against: str
    table: str
    part: str
    numbers: dict[str, float | int | str]


@provider
def churn_source_notices(
    as_of: int,
    last_month: int,
    mrr_months: pd.DataFrame | None = None,
    mrr_changes: pd.DataFrame | None = None,
    invoice_days: pd.DataFrame | None = None,
    customer_ends: pd.DataFrame | None = None,
) -> list[Notice]:
    """Sources that do not agree on who left within the last twelve months, in one sentence."""
    sheet = mrr_months if mrr_months is not None and len(mrr_months) else None
    if sheet is None and customer_ends is None and invoice_days is None:
        return []
    levels = running(mrr_changes, last_month) if mrr_changes is not None else None
    contracts = levels if levels is not None and len(levels) else None
    out = []
    if sheet is not None and contracts is not None:
        out += _by_sheet(sheet, contracts, as_of)
    main, paid = ("mrr", sheet) if sheet is not None else ("subscriptions", contracts)
    found = []
    if paid is not None and customer_ends is not None:
        found += _by_list(main, paid, customer_ends, as_of)
    if contracts is not None and invoice_days is not None and len(invoice_days):
        found += _by_invoices(contracts, invoice_days, as_of)
    elif paid is None and customer_ends is not None and invoice_days is not None:
        main = "invoices"
        found += _list_by_invoices(invoice_days, customer_ends, as_of)
    return out + ([_sentence(main, found, as_of)] if found else [])


def _sentence(main: str, found: Sequence[Differs], as_of: int) -> Notice:
    """All that is said otherwise, and what counts."""
    names = [found[0].against, *(one.table for one in found)]
    numbers: dict[str, float | int | str] = dict(
        zip(("one", "other", "third"), names, strict=False)
    )
    for one in found:
        numbers |= one.numbers
    who = "Three sources"
    if len(found) == 1:
        who = f"{_capital(SAID[names[0]])} and {SAID[names[1]]}"
    counts = "counts" if main == "mrr" else "count"
    return Notice(
        id=f"churn_disagrees:{':'.join(names)}",
        text=f"{who} do not agree on who left by {month_words(as_of)}: "
        f"{'; '.join(one.part for one in found)}. {_capital(SAID[main])} {counts}; put the one "
        "that is behind right, or leave it out.",
        values=numbers,
    )


def _capital(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}"


def _customers(levels: pd.DataFrame, month: int) -> Ints:
    found = levels.loc[(levels["month"] == month) & (levels["amount"] > 0), "customer"]
    return np.unique(found.to_numpy(np.int64))


# ---------------------------------------------------------------- an MRR sheet
def _by_sheet(sheet: pd.DataFrame, contracts: pd.DataFrame, as_of: int) -> list[Notice]:
    opening = as_of - 12
    there, now = _customers(sheet, opening), _customers(sheet, as_of)
    if not len(there) or not len(now):
        return []
    left = np.setdiff1d(_customers(contracts, opening), _customers(contracts, as_of))
    other = np.setdiff1d(there, now)
    apart = len(np.setxor1d(left, other))
    if apart <= max(1, APART * max(len(left), len(other))):
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


# ---------------------------------------------------------------- the customer list
def _by_list(main: str, paid: pd.DataFrame, ends: pd.DataFrame, as_of: int) -> list[Differs]:
    """Customers who left by the list and still pay, and those who pay no more and stay there."""
    window = Window(as_of - 11, as_of)
    now, before = _customers(paid, as_of), _customers(paid, as_of - 12)
    gone, stays = _listed(ends, window)
    still = np.intersect1d(gone, now)
    quiet = np.intersect1d(stays, np.setdiff1d(before, now))
    left_paid = np.setdiff1d(before, now)
    compared = len(np.union1d(gone, left_paid))
    if len(still) + len(quiet) <= max(1, APART * compared):
        return []
    return [_list_differs(main, still, quiet, "still pay", "pay no more")]


def _listed(ends: pd.DataFrame, window: Window) -> tuple[Ints, Ints]:
    """Customers gone at a window's end by the list, and customers it says are there."""
    who, ended, left, stays = (
        ends[name].to_numpy(np.int64) for name in ("customer", "ended", "left", "stays")
    )
    gone = ((ended >= 0) & (ended <= window.last_day)) | ((ended < 0) & (left == 1))
    known = (stays == 1) | (ended >= 0) | ((left == 0) & bool((ended >= 0).any()))
    return np.unique(who[gone]), np.unique(who[~gone & known])


def _list_differs(main: str, still: Ints, quiet: Ints, pay: str, stopped: str) -> Differs:
    parts = [
        f"{len(still):,} who left by the customer list {pay}" if len(still) else "",
        f"{len(quiet):,} who {stopped} are customers there" if len(quiet) else "",
    ]
    return Differs(
        main,
        "customers",
        " and ".join(part for part in parts if part),
        {"left_but_paying": len(still), "there_but_not_paying": len(quiet)},
    )


def _list_by_invoices(days: pd.DataFrame, ends: pd.DataFrame, as_of: int) -> list[Differs]:
    """The same where invoices are all there is: billed a month after leaving, or silent."""
    billed = days[(days["customer"] >= 0) & (days["amount"] > 0)]
    if not len(billed):
        return []
    gone, stays = _listed(ends, Window(as_of - 11, as_of))
    last_bill = billed.groupby("customer")["day"].max()
    known = ends[(ends["ended"] >= 0)].set_index("customer")["ended"]
    both = known.index.intersection(last_bill.index)
    after = both[(last_bill[both] > known[both] + 31).to_numpy()].to_numpy(np.int64)
    silent = np.intersect1d(stays, _silent(billed, as_of)[0])
    compared = len(np.intersect1d(gone, last_bill.index.to_numpy(np.int64))) + len(silent)
    if len(after) + len(silent) <= max(1, APART * compared):
        return []
    return [_list_differs("invoices", after, silent, "were billed more than a month later",
                          "have had no invoice for longer than ever before")]  # fmt: skip


# ---------------------------------------------------------------- invoices that stop
def _silent(billed: pd.DataFrame, as_of: int) -> tuple[Ints, Ints]:
    """Customers without an invoice for longer than ever before, and those one can tell of."""
    customer, day = (billed[name].to_numpy(np.int64) for name in ("customer", "day"))
    order = np.lexsort((day, customer))
    customer, day = customer[order], day[order]
    who, start = np.unique(customer, return_index=True)
    gap = np.diff(day, prepend=day[:1])
    gap[start] = 0
    longest = np.maximum.reduceat(gap, start)
    last = day[np.r_[start[1:], len(day)] - 1]
    reach = min(last_day(as_of), int(day.max()))
    known = longest > 0
    silent = known & (reach - last > 1.5 * longest + 31)
    return who[silent], who[known]


def _by_invoices(levels: pd.DataFrame, days: pd.DataFrame, as_of: int) -> list[Differs]:
    """Customers billed after their end, and running ones no longer billed."""
    billed = days[(days["customer"] >= 0) & (days["amount"] > 0)]
    if not len(billed):
        return []
    ended_in = levels.groupby("customer")["month"].max() + 1
    ended = ended_in[(ended_in <= as_of) & (ended_in > as_of - 12)]
    last_bill = billed.groupby("customer")["day"].max()
    both = ended.index.intersection(last_bill.index)
    ends = np.array([last_day(int(month)) for month in ended[both]], np.int64)
    after = int((last_bill[both].to_numpy() > ends + 31).sum()) if len(both) else 0
    quiet, told = _silent(billed, as_of)
    known = np.intersect1d(_customers(levels, as_of), told)
    silent = len(np.intersect1d(known, quiet))
    compared = len(both) + len(known)
    if after + silent <= max(1, UNBILLED * compared):
        return []
    parts = [
        f"{after:,} of {len(both):,} customers whose subscription ended were billed "
        "more than a month later" if after else "",
        f"{silent:,} of {len(known):,} with a running one have had no invoice for longer "
        "than ever before" if silent else "",
    ]  # fmt: skip
    return [
        Differs(
            "subscriptions", "invoices", ", and ".join(part for part in parts if part),
            {"billed_after_end": after, "running_unbilled": silent, "compared": compared},
        )
    ]  # fmt: skip
