"""Customers at risk."""

import numpy as np
import pandas as pd

from revcore.derive.months import CustomerMonths
from revcore.derive.purchases import Purchases
from revcore.diagnosis.call_lists._call_list import (
    Call,
    Calls,
    call_list,
    day_words,
    last_contacts,
)
from revcore.errors import NotComputable
from revcore.model import last_day
from revcore.words import counted

MONTHS = 6
DETRACTOR = 6
LEAST_BOUGHT = 3
LATE = 2.0
"""Times a customer's own usual gap after which it is late."""
LONGEST = 365
"""Days after which a silent buyer is lapsed, not at risk."""


@call_list(
    title="Customers at risk",
    why="They still pay or buy, and something has changed: less money, notice given, a low score.",
    order=30,
)
def customers_at_risk(
    as_of: int,
    business_model: list[str],
    recurring: CustomerMonths | None = None,
    buying_occasions: Purchases | None = None,
    coming_ends: pd.DataFrame | None = None,
    scores_given: pd.DataFrame | None = None,
    customer_contacts: pd.DataFrame | None = None,
) -> Calls:
    """Subscribers who shrank, gave notice or scored low; buyers who are late by their own habit.

    Raises
    ------
    NotComputable
        No customers with revenue, or nobody shows a sign.
    """
    contacts = last_contacts(customer_contacts)
    if recurring is not None and "subscription" in business_model:
        rows = subscribers(recurring, as_of, coming_ends, scores_given)
        found = [Call(who, 12 * mrr, reason, contacts.get(who, -1)) for who, mrr, reason in rows]
        money_is = "twelve months of what they pay"
    elif buying_occasions is not None:
        found = [
            Call(who, spent, reason, day)
            for who, spent, reason, day in buyers(buying_occasions, as_of)
        ]
        money_is = "bought in the last twelve months"
    else:
        raise NotComputable(
            "Needs what customers pay or buy.", needs=("subscriptions", "orders", "invoices")
        )
    if not found:
        raise NotComputable("No paying customer shows a sign of leaving.")
    return Calls.of(found, money_is)


def subscribers(
    recurring: CustomerMonths,
    as_of: int,
    ends: pd.DataFrame | None,
    scores: pd.DataFrame | None,
) -> list[tuple[int, float, str]]:
    """Customer, MRR and reason of each subscriber with a sign."""
    who, before, now = recurring.pair(as_of - MONTHS, as_of)
    paying = {int(c): (int(b), int(n)) for c, b, n in zip(who, before, now, strict=True) if n > 0}
    signs: dict[int, list[str]] = {}
    for customer, (was, is_) in paying.items():
        if is_ < was:
            share = f"{1 - is_ / was:.0%}"
            signs.setdefault(customer, []).append(f"pays {share} less than six months ago")
    today = last_day(as_of)
    if ends is not None:
        for row in ends[ends["end"] > today].itertuples():
            if row.customer in paying:
                signs.setdefault(row.customer, []).append(f"ends on {day_words(row.end)}")
    if scores is not None:
        recent = scores[(scores["date"] <= today) & (scores["date"] > today - 365)]
        latest = recent.sort_values("date").drop_duplicates("customer", keep="last")
        for row in latest[latest["score"] <= DETRACTOR].itertuples():
            if row.customer in paying:
                signs.setdefault(row.customer, []).append(
                    f"scored {row.score} of 10 on {day_words(row.date)}"
                )
    out = []
    for customer, reasons in signs.items():
        said = "; ".join(reasons)
        mrr = recurring.money(np.int64(paying[customer][1]))
        out.append((customer, mrr, f"{said[:1].upper()}{said[1:]}."))
    return out


def buyers(purchases: Purchases, as_of: int) -> list[tuple[int, float, str, int]]:
    """Customer, money of twelve months, reason and last day of each buyer who is late."""
    today = last_day(as_of)
    placed = purchases.known
    keep = placed.day <= today
    who, day, amount = placed.customer[keep], placed.day[keep], placed.amount[keep]
    begins = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    out = []
    for start, end in zip(begins, [*begins[1:], len(who)], strict=True):
        if end - start < LEAST_BOUGHT:
            continue
        usual = float(np.median(np.diff(day[start:end])))
        since = int(today - day[end - 1])
        if usual < 1 or not LATE * usual < since <= LONGEST:
            continue
        recent = day[start:end] > today - 365
        spent = int(amount[start:end][recent].sum()) / 10**purchases.scale
        out.append(
            (
                int(who[start]), spent,
                f"Buys every {counted(round(usual), 'day')} as a rule; nothing for "
                f"{counted(since, 'day')}.",
                int(day[end - 1]),
            )
        )  # fmt: skip
    return out
